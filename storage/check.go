package storage

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// schemaSummed is the schema from which every value has its checksum.
const schemaSummed = 3

// Damage is a row that cannot be read, or not trusted.
type Damage struct {
	Key    string `json:"key"`
	Detail string `json:"detail"` // in English, for the operator
}

// Checked is what [CheckRows] found.
type Checked struct {
	Rows  int `json:"rows"`  // looked at
	Files int `json:"files"` // photos and documents, compared with their hashes
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
func CheckRows(r Reader) (Checked, error) {
	var c Checked
	schema, _, err := Get[int](r, MetaKey(MetaSchema))
	if err != nil && !errors.Is(err, ErrCorrupt) {
		return c, err
	}
	err = r.Scan("", "", 0, func(key string, val []byte) error {
		c.Rows++
		switch parts := Components(key); {
		case parts[0] != "files":
			c.row(key, val, schema)
		case len(parts) == 2: // the head of one; its parts are bytes as they came
			c.row(key, val, schema)
			return c.file(r, parts[1])
		}
		return nil
	})
	return c, err
}

// row checks one value.
func (c *Checked) row(key string, val []byte, schema int) {
	js, summed, err := unpack(val)
	switch {
	case err != nil:
	case !jsontext.Value(js).IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)):
		err = fmt.Errorf("%w: what stands there is no JSON", ErrCorrupt)
	case !summed && schema >= schemaSummed:
		err = fmt.Errorf("%w: it has no checksum, and every row of this store has one", ErrCorrupt)
	case !summed:
		c.Unchecked++
	}
	if err != nil {
		c.add(key, err)
	}
}

func (c *Checked) file(r Reader, sum string) error {
	c.Files++
	err := GetFile(r, sum, io.Discard)
	if errors.Is(err, ErrCorrupt) {
		if !strings.HasPrefix(err.Error(), FileKey(sum)) { // the head was told of as a row
			c.add(FilePartsPrefix(sum), err)
		}
		return nil
	}
	return err
}

// Readable reports whether this program can work on a store: [ErrNewer] where a
// newer one wrote it, [ErrCorrupt] where it is no store.
func Readable(r Reader) error {
	schema, ok, err := Get[int](r, MetaKey(MetaSchema))
	switch {
	case err != nil:
		return err
	case schema > Schema:
		return fmt.Errorf("%w: its schema is %d and this program knows up to %d", ErrNewer, schema, Schema)
	case !ok:
		return fmt.Errorf("%w: nothing was ever written there", ErrCorrupt)
	}
	return nil
}
