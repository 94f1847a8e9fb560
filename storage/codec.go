package storage

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sync"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// A stored value is one byte that says how the rest is written, the CRC-32C of
// all but itself in four bytes, and the rest: JSON as it is, or JSON compressed with
// DEFLATE where that is shorter. An earlier program wrote it without the checksum, in
// letters of their own.
const (
	plainJSON = 'J'
	flateJSON = 'F'
	plainOld  = 'j'
	flateOld  = 'f'

	headLen = 5 // the byte and the checksum
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sumOf returns the checksum of a value that has its head.
func sumOf(b []byte) uint32 {
	return crc32.Update(crc32.Checksum(b[:1], castagnoli), castagnoli, b[headLen:])
}

// compressOver is the length in bytes from which JSON is compressed. Below it
// the gain does not pay; well under a page, values keep bolt's leaves dense.
// A value that is soon gone again takes no room for long, so that only long
// ones are: they, and many of them at once, are to stay within [MaxTxBytes].
const (
	compressOver        = 1 << 10
	compressPassingOver = 8 << 10
)

// maxJSON bounds the JSON of one value in bytes, in and out, so that a damaged
// or hostile value cannot unpack into all the memory there is.
const maxJSON = 4 << 20

// Get reads and decodes the key's value. ok is false where there is none. A
// value that cannot be decoded is an error wrapping [ErrCorrupt].
func Get[T any](r Reader, key string) (v T, ok bool, err error) {
	b, ok, err := r.Get(key)
	if err != nil || !ok {
		return v, false, err
	}
	v, err = Decode[T](key, b)
	return v, err == nil, err
}

// Decode decodes a value as [Reader.Scan] hands it over. One that cannot be
// decoded is an error wrapping [ErrCorrupt].
func Decode[T any](key string, val []byte) (v T, err error) {
	if err := decode(val, &v); err != nil {
		var zero T
		return zero, fmt.Errorf("%s: %w", key, err)
	}
	return v, nil
}

// Put encodes v and writes it under the key. The audit log is told where it is a
// row that must not change unseen, see [StateUnit]. A value whose JSON is longer than
// 4 MiB, or longer than [MaxValue] once compressed, is [ErrTooLarge].
func Put[T any](tx Tx, key string, v T) error {
	return putWith(tx, key, &v, compressOver)
}

// PutPassing is Put for a value that will soon be gone again: it is compressed
// only where it is longer than 8 KiB.
func PutPassing[T any](tx Tx, key string, v T) error {
	return putWith(tx, key, &v, compressPassingOver)
}

func putWith(tx Tx, key string, v any, over int) error {
	b, js, err := encode(v, over)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	if err := tx.Put(key, b); err != nil {
		return err
	}
	return told(tx, key, js)
}

// Each decodes the values of the keys that start with prefix and sort after
// the key after, in order, at most limit of them (0 for no limit), and calls
// fn for each; see [Reader.Scan].
func Each[T any](r Reader, prefix, after string, limit int, fn func(key string, v T) error) error {
	return r.Scan(prefix, after, limit, func(key string, b []byte) error {
		v, err := Decode[T](key, b)
		if err != nil {
			return err
		}
		return fn(key, v)
	})
}

// All returns the decoded values of the keys that start with prefix, in order.
func All[T any](r Reader, prefix string) ([]T, error) {
	var out []T
	err := Each(r, prefix, "", 0, func(_ string, v T) error {
		out = append(out, v)
		return nil
	})
	return out, err
}

// GetSound is [Get] for a row whose loss matters less than what would not be done
// because of it: a mark, a count, a slot. A damaged value reads as none.
func GetSound[T any](r Reader, key string) (v T, ok bool, err error) {
	if v, ok, err = Get[T](r, key); errors.Is(err, ErrCorrupt) {
		err = nil
	}
	return v, ok, err
}

// EachSound is [Each] without the values that cannot be decoded: what is done for
// many goes on without one person's damaged row. The operator hears of such rows
// from package audit, which looks at all of them.
func EachSound[T any](r Reader, prefix, after string, limit int, fn func(key string, v T) error) error {
	return r.Scan(prefix, after, limit, func(key string, b []byte) error {
		v, err := Decode[T](key, b)
		if errors.Is(err, ErrCorrupt) {
			return nil
		}
		if err != nil {
			return err
		}
		return fn(key, v)
	})
}

// AllSound is [All] without the values that cannot be decoded, see [EachSound].
func AllSound[T any](r Reader, prefix string) ([]T, error) {
	var out []T
	err := EachSound(r, prefix, "", 0, func(_ string, v T) error {
		out = append(out, v)
		return nil
	})
	return out, err
}

// lenient makes the second version of encoding/json, which decodes in half the
// time, take what the first has written: updates as Telegram sends them stand in
// values as they are. Names must match exactly all the same, as they do.
var lenient = jsonv2.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsonv1.FormatDurationAsNano(true))

// strict makes it write what the first version does, byte for byte.
var strict = jsonv1.DefaultOptionsV1()

// encode returns what is to be stored of v, compressed where that is shorter and
// its JSON longer than over, and that JSON.
func encode(v any, over int) (b, js []byte, err error) {
	buf := bytes.NewBuffer(make([]byte, headLen, 256))
	if err := jsonv2.MarshalWrite(buf, v, strict); err != nil {
		return nil, nil, fmt.Errorf("encode: %w", err)
	}
	js = buf.Bytes()[headLen:]
	b, err = pack(buf.Bytes(), over)
	return b, js, err
}

// pack finishes a value: room for its head, and its JSON, which stays as it is.
func pack(b []byte, over int) ([]byte, error) {
	js := b[headLen:]
	if len(js) > maxJSON {
		return nil, fmt.Errorf("%w: a value of %d bytes, at most %d", ErrTooLarge, len(js), maxJSON)
	}
	b[0] = plainJSON
	if len(js) > over {
		z, err := deflate(js)
		if err != nil {
			return nil, fmt.Errorf("compress: %w", err)
		}
		if len(z) < len(b) {
			b = z
			b[0] = flateJSON
		}
	}
	binary.BigEndian.PutUint32(b[1:], sumOf(b))
	return b, nil
}

// Unpack returns the JSON of a stored value, and whether a checksum vouches for it.
func Unpack(b []byte) (js []byte, summed bool, err error) {
	if len(b) == 0 {
		return nil, false, fmt.Errorf("%w: an empty value", ErrCorrupt)
	}
	how, rest := b[0], b[1:]
	if how == plainJSON || how == flateJSON {
		if len(b) < headLen || binary.BigEndian.Uint32(rest) != sumOf(b) {
			return nil, false, fmt.Errorf("%w: the value is not the one that was written (its checksum differs)", ErrCorrupt)
		}
		rest, summed = b[headLen:], true
	}
	switch how {
	case plainJSON, plainOld:
		return rest, summed, nil
	case flateJSON, flateOld:
		if js, err = inflate(rest); err != nil {
			return nil, false, fmt.Errorf("%w: decompress: %w", ErrCorrupt, err)
		}
		return js, summed, nil
	}
	return nil, false, fmt.Errorf("%w: value written in a way this program does not know (%#x)", ErrCorrupt, how)
}

// WithSum returns a value of an earlier program with its checksum, nil where it
// has one, or cannot be read.
func WithSum(val []byte) []byte {
	_, summed, err := Unpack(val)
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

func decode(b []byte, v any) error {
	js, _, err := Unpack(b)
	if err != nil {
		return err
	}
	if err := jsonv2.Unmarshal(js, v, lenient); err != nil {
		return fmt.Errorf("%w: decode: %w", ErrCorrupt, err)
	}
	return nil
}

// compressor is the one there is: it takes 800 KB, and few values are long.
var compressor struct {
	sync.Mutex
	w *flate.Writer
}

// deflate returns JSON compressed, with room for the head before it.
func deflate(js []byte) ([]byte, error) {
	var buf bytes.Buffer
	buf.Write(make([]byte, headLen))
	c := &compressor
	c.Lock()
	defer c.Unlock()
	if c.w == nil {
		var err error
		if c.w, err = flate.NewWriter(&buf, flate.DefaultCompression); err != nil {
			return nil, err
		}
	}
	c.w.Reset(&buf)
	if _, err := c.w.Write(js); err != nil {
		return nil, err
	}
	err := c.w.Close()
	c.w.Reset(nil) // it keeps nothing of the value
	return buf.Bytes(), err
}

// inflaters are used again: one takes 40 KB.
var inflaters = sync.Pool{New: func() any { return flate.NewReader(nil) }}

func inflate(z []byte) ([]byte, error) {
	in := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(in)
	if err := in.(flate.Resetter).Reset(bytes.NewReader(z), nil); err != nil {
		return nil, err
	}
	js, err := io.ReadAll(io.LimitReader(in, maxJSON+1))
	if err != nil {
		return nil, err
	}
	if len(js) > maxJSON {
		return nil, errors.New("unpacks into more than a value may hold")
	}
	return js, nil
}
