package migrate

import (
	"errors"

	"liubao/storage"
)

// toSums leads to the schema in which every value has its checksum: values that an earlier program wrote get theirs. What they
// say stays as it is, byte for byte.
var toSums = migration{to: storage.SchemaSummed, what: "checksums", step: sumStep}

// What one step does at most.
const (
	sumRows  = 500
	sumBytes = 400 << 10
)

func sumStep(tx storage.Tx, from string) (next string, done bool, err error) {
	var keys []string
	var vals [][]byte
	bytes, last := 0, ""
	err = tx.Scan("", from, sumRows, func(key string, val []byte) error {
		if bytes >= sumBytes {
			return errEnough
		}
		last, bytes = key, bytes+len(val)
		if c := storage.Components(key); c[0] != "files" || len(c) == 2 {
			keys, vals = append(keys, key), append(vals, val)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return "", false, err
	}
	for i, key := range keys {
		val := storage.WithSum(vals[i])
		if val == nil {
			continue
		}
		if err := tx.Put(key, val); err != nil {
			return "", false, err
		}
	}
	return last, last == "", nil
}
