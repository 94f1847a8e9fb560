package audit

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"liubao/reports"
	"liubao/storage"
)

// Damage is a row that cannot be read, or not trusted.
type Damage struct {
	Key    string `json:"key"`
	Detail string `json:"detail"` // in English, for the operator
}

// Checked is what [CheckRows] found.
type Checked struct {
	Rows  int   `json:"rows"`  // looked at
	Files int   `json:"files"` // photos and documents, compared with their hashes
	Bytes int64 `json:"bytes"` // how long these are
	// Outside are files whose bytes lie in a place of their own, which was not looked
	// at: the store, and a backup of it, hold no more than their hashes.
	Outside      int      `json:"outside,omitempty"`
	OutsideBytes int64    `json:"outside_bytes,omitempty"`
	Places       []string `json:"places,omitempty"` // where these lie, each once
	// Unchecked are rows that an earlier program wrote without a checksum: they can
	// be read, and more is not known of them.
	Unchecked int      `json:"unchecked,omitempty"`
	Total     int      `json:"total"` // damages found
	List      []Damage `json:"list,omitempty"`
}

// OK reports whether nothing was found.
func (c Checked) OK() bool { return c.Total == 0 }

func (c *Checked) add(key string, err error) {
	c.Total++
	if len(c.List) < maxFindings {
		c.List = append(c.List, Damage{Key: key, Detail: err.Error()})
	}
}

// CheckRows reads every row of a snapshot and every file: whether each value is
// the one that was written, and whether each file's bytes are those it is named
// after. The error is about reading, never about what was found.
func CheckRows(r storage.Reader) (Checked, error) {
	var c Checked
	schema, _, err := storage.Get[int](r, storage.RowMeta.Key(storage.MetaSchema))
	if err != nil && !errors.Is(err, storage.ErrCorrupt) {
		return c, err
	}
	err = r.Scan("", "", 0, func(key string, val []byte) error {
		c.Rows++
		switch parts := storage.Components(key); {
		case parts[0] != "files":
			c.row(key, val, schema)
		case len(parts) == 2: // the head of one; its parts are bytes as they came
			c.row(key, val, schema)
			return c.file(r, key, val, parts[1])
		}
		return nil
	})
	return c, err
}

// Unsound is [CheckRows] for a bot at work: it looks at no more than limit rows
// after a key and at no file, and returns the key to go on from, "" at the end.
func Unsound(r storage.Reader, after string, limit int) (bad []Damage, next string, err error) {
	var c Checked
	schema, _, err := storage.Get[int](r, storage.RowMeta.Key(storage.MetaSchema))
	if err != nil && !errors.Is(err, storage.ErrCorrupt) {
		return nil, "", err
	}
	n := 0
	err = r.Scan("", after, limit, func(key string, val []byte) error {
		n, next = n+1, key
		if parts := storage.Components(key); parts[0] != "files" || len(parts) == 2 {
			c.row(key, val, schema)
		}
		return nil
	})
	if n < limit {
		next = ""
	}
	return c.List, next, err
}

// Sound reports whether a row can be read and trusted, or is not there.
func Sound(r storage.Reader, key string) (bool, error) {
	schema, _, err := storage.Get[int](r, storage.RowMeta.Key(storage.MetaSchema))
	if err != nil && !errors.Is(err, storage.ErrCorrupt) {
		return false, err
	}
	val, ok, err := r.Get(key)
	if err != nil || !ok {
		return err == nil, err
	}
	var c Checked
	c.row(key, val, schema)
	return c.OK(), nil
}

// row checks one value.
func (c *Checked) row(key string, val []byte, schema int) {
	js, summed, err := storage.Unpack(val)
	switch {
	case err != nil:
	case !jsontext.Value(js).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)):
		err = fmt.Errorf("%w: what stands there is no JSON", storage.ErrCorrupt)
	case !summed && schema >= storage.SchemaSummed:
		err = fmt.Errorf("%w: it has no checksum, and every row of this store has one", storage.ErrCorrupt)
	case !summed:
		c.Unchecked++
	}
	if err == nil {
		err = formed(key, val)
	}
	if err != nil {
		c.add(key, err)
	}
}

// formed decodes what counts and papers are made from: JSON that is whole and is no
// report is as good as none.
func formed(key string, val []byte) (err error) {
	switch storage.Components(key)[0] {
	case "report", "version":
		_, err = storage.Decode[reports.Report](key, val)
	case "brief":
		_, err = storage.Decode[reports.Brief](key, val)
	case "person":
		_, err = storage.Decode[reports.Person](key, val)
	}
	return err
}

// file checks the bytes of a file that is in the store.
func (c *Checked) file(r storage.Reader, key string, val []byte, sum string) error {
	head, err := storage.Decode[storage.FileHead](key, val)
	switch {
	case err != nil:
		return nil //nolint:nilerr // the head was told of as a row
	case head.Outside != "":
		c.Outside, c.OutsideBytes = c.Outside+1, c.OutsideBytes+head.Size
		if !slices.Contains(c.Places, head.Outside) {
			c.Places = append(c.Places, head.Outside)
		}
		return nil
	}
	c.Files, c.Bytes = c.Files+1, c.Bytes+head.Size
	if err = storage.GetFile(r, sum, io.Discard); errors.Is(err, storage.ErrCorrupt) {
		c.add(storage.RowFile.Prefix(sum), err)
		return nil
	}
	return err
}
