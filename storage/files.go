package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"liubao/reports"
)

// ErrNoFile: there is no file with this hash, or not yet all of it.
var ErrNoFile = errors.New("no such file")

// ErrOutside: the file's bytes are not in the store but in a place of their own.
var ErrOutside = errors.New("the file lies outside of the data")

// FileHead says that all of a file is there, and where. Package files writes it.
type FileHead struct {
	V     int   `json:"v"`
	Size  int64 `json:"size"`  // bytes
	Parts int   `json:"parts"` // rows of the store that hold the bytes
	// Outside is where the bytes are where they are not in the store: as the
	// operator calls the place. "" for in the store.
	Outside string `json:"outside,omitempty"`
}

// HeadOfFile returns a file's head; [ErrNoFile] where there is none.
func HeadOfFile(r Reader, sum string) (FileHead, error) {
	head, ok, err := Get[FileHead](r, RowFile.Key(sum))
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s", ErrNoFile, sum)
	}
	return head, err
}

// SaveFileHead makes a file be there.
func SaveFileHead(tx Tx, sum string, h FileHead) error {
	h.V = format
	return Put(tx, RowFile.Key(sum), h)
}

// EachFile calls fn for each file there is, by its hash, and reads no bytes of
// any. A head that cannot be read ends it with [ErrCorrupt].
func EachFile(r Reader, fn func(sum string, h FileHead) error) error {
	for after, more := "", true; more; {
		more = false
		err := r.Scan(RowFile.Prefix(), after, 1, func(key string, val []byte) error {
			c := Components(key)
			more, after = true, RowFile.Prefix(c[1])+"~" // behind its parts, which are numbers
			if len(c) != 2 {
				return nil // the parts of one that is not all there
			}
			h, err := Decode[FileHead](key, val)
			if err != nil {
				return err
			}
			return fn(c[1], h)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// SaveFetch notes that a file's bytes are still to be fetched.
func SaveFetch(tx Tx, f reports.File) error { return Put(tx, RowFetch.Key(f.UID), f) }

// Fetches returns the files still to be fetched whose rows can be read.
func Fetches(r Reader) ([]reports.File, error) {
	return AllSound[reports.File](r, RowFetch.Prefix())
}

// DeleteFetch removes the note that a file is to be fetched.
func DeleteFetch(tx Tx, uid string) error { return tx.Delete(RowFetch.Key(uid)) }

// GetFile writes the bytes of a file that is in the store to w. [ErrNoFile] where
// it is not there, [ErrOutside] where its bytes are elsewhere; [ErrCorrupt], perhaps
// after some bytes, where its hash does not match.
func GetFile(r Reader, sum string, w io.Writer) error {
	head, err := HeadOfFile(r, sum)
	if err != nil {
		return err
	}
	if head.Outside != "" {
		return fmt.Errorf("%w: %s is in %s", ErrOutside, sum, head.Outside)
	}
	h := sha256.New()
	if err := eachPart(r, sum, head.Parts, h, w); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return fmt.Errorf("%w: file %s is not what was stored", ErrCorrupt, sum)
	}
	return nil
}

func eachPart(r Reader, sum string, parts int, h hash.Hash, w io.Writer) error {
	for i := range parts {
		part, ok, err := r.Get(FilePartKey(sum, i))
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%w: file %s lacks part %d", ErrCorrupt, sum, i)
		}
		_, _ = h.Write(part) // a hash's Write never fails
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("write the file: %w", err)
		}
	}
	return nil
}
