package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"liubao/storage"
)

// rowsAtOnce is how many bytes of rows one transaction of a file to be takes.
const rowsAtOnce = 8 << 20

// WriteRows writes a file for [Open] that holds all of a snapshot's rows and not a
// page more, whatever engine the snapshot is of. It is made in the folder dir first,
// which needs room for it.
func WriteRows(ctx context.Context, dir string, r storage.Reader, w io.Writer) (err error) {
	f, drop, err := scratch(dir)
	if err != nil {
		return err
	}
	defer drop()
	if err := fill(f.Name(), r); err != nil {
		return fmt.Errorf("write the rows: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("write the rows: %w", err)
	}
	if _, err := io.Copy(&until{ctx: ctx, w: w}, f); err != nil {
		return fmt.Errorf("write the rows: %w", err)
	}
	return nil
}

// Scratch is how files to be thrown away are called where they need a name.
const Scratch = ".liubao-rows-*"

// scratch makes a file to be thrown away, of which a killed process leaves nothing
// where the system lets it.
func scratch(dir string) (f *os.File, drop func(), err error) {
	f, hidden := nameless(filepath.Join(dir, "rows"))
	if !hidden {
		if f, err = os.CreateTemp(dir, Scratch); err != nil { // mode 0600
			return nil, nil, err
		}
	}
	return f, func() {
		_ = f.Close() // it is thrown away
		if !hidden {
			_ = os.Remove(f.Name())
		}
	}, nil
}

// fill puts all of a snapshot's rows into a new file, in their order.
func fill(path string, r storage.Reader) (err error) {
	// Nothing counts on the file before it was copied, synced and verified.
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true, NoFreelistSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tx *bbolt.Tx
	var b *bbolt.Bucket
	begin := func() (err error) {
		if tx, err = db.Begin(true); err != nil {
			return err
		}
		if b, err = tx.CreateBucketIfNotExists(bucket); err == nil {
			b.FillPercent = 1 // keys come in their order
		}
		return err
	}
	if err := begin(); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback() // the first error is the one to tell
		}
	}()
	size := 0
	if err := r.Scan("", "", 0, func(key string, val []byte) error {
		if size += len(key) + len(val); size > rowsAtOnce {
			size = 0
			if err := errors.Join(tx.Commit(), begin()); err != nil {
				return err
			}
		}
		return b.Put([]byte(key), val)
	}); err != nil {
		return err
	}
	return tx.Commit()
}

// sparse reports whether much of the file is pages that nobody uses, as after files
// were moved out of it.
func (e *Engine) sparse(tx *bbolt.Tx) bool {
	free := int64(e.db.Stats().FreePageN+e.db.Stats().PendingPageN) * int64(e.db.Info().PageSize)
	return free > 1<<20 && free > tx.Size()/4
}

// tight writes a copy of the file without its unused pages. It reads them from a
// copy: a long read transaction would have the file grow.
func (e *Engine) tight(ctx context.Context, raw *os.File, w io.Writer) error {
	return Read(ctx, raw.Name(), func(r storage.Reader) error {
		return WriteRows(ctx, filepath.Dir(e.path), r, w)
	})
}
