package storage

import (
	"encoding/binary"
	"errors"
)

// toSums leads to the schema in which every value has its checksum: values that an earlier program wrote get theirs. What they
// say stays as it is, byte for byte.
var toSums = migration{to: schemaSummed, what: "checksums", step: sumStep}

// What one step does at most.
const (
	sumRows  = 500
	sumBytes = 400 << 10
)

func sumStep(tx Tx, from string) (next string, done bool, err error) {
	var keys []string
	var vals [][]byte
	bytes, last := 0, ""
	err = tx.Scan("", from, sumRows, func(key string, val []byte) error {
		if bytes >= sumBytes {
			return errEnough
		}
		last, bytes = key, bytes+len(val)
		if c := Components(key); c[0] != "files" || len(c) == 2 {
			keys, vals = append(keys, key), append(vals, val)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return "", false, err
	}
	for i, key := range keys {
		val := withSum(vals[i])
		if val == nil {
			continue
		}
		if err := tx.Put(key, val); err != nil {
			return "", false, err
		}
	}
	return last, last == "", nil
}

// withSum returns a value of an earlier program with its checksum, nil where it
// has one, or cannot be read: [CheckRows] names it then, and nothing else is held up.
func withSum(val []byte) []byte {
	_, summed, err := unpack(val)
	if err != nil || summed {
		return nil
	}
	how := byte(plainJSON)
	if val[0] == flateOld {
		how = flateJSON
	}
	out := append(make([]byte, 0, headLen+len(val)), how, 0, 0, 0, 0)
	out = append(out, val[1:]...)
	binary.BigEndian.PutUint32(out[1:], sumOf(out))
	return out
}
