package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"liubao/storage"
)

// Backup implements [storage.Engine]: what it writes is a file for [Open]. It
// copies the store to a file beside it first and hands that out, however slow
// w is: as long as a read transaction lasts no page can be used again, and the
// store grows with every commit. So it needs as much room as the store itself.
func (e *Engine) Backup(ctx context.Context, w io.Writer) (err error) {
	f, err := os.CreateTemp(filepath.Dir(e.path), "."+filepath.Base(e.path)+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("back up %s: %w", e.path, err)
	}
	_ = os.Remove(f.Name()) // at once, so that a crash leaves nothing; Windows does not let it
	defer func() {
		_ = f.Close() // it is thrown away
		_ = os.Remove(f.Name())
	}()
	if err := e.copyTo(ctx, f); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("back up %s: %w", e.path, err)
	}
	if _, err := io.Copy(&until{ctx: ctx, w: w}, f); err != nil {
		return fmt.Errorf("back up %s: %w", e.path, err)
	}
	return nil
}

// copyTo writes a snapshot of the file.
func (e *Engine) copyTo(ctx context.Context, w io.Writer) error {
	return e.read(ctx, func(tx *bbolt.Tx) error {
		out := &until{ctx: ctx, w: w}
		if _, err := tx.WriteTo(out); err != nil {
			return fmt.Errorf("back up %s: %w", e.path, cmp.Or(out.err, err))
		}
		return nil
	})
}

// BackupTo writes a backup to a file on this machine: first to a temporary
// file beside it with mode 0600, which is synced, verified and only then given
// its name, replacing what had it before.
func (e *Engine) BackupTo(ctx context.Context, path string) error {
	return write(path, func(w io.Writer) error { return e.copyTo(ctx, w) })
}

// Restore copies a backup to where an engine is to be opened, verified before
// and after. It refuses to replace a file: the damaged one is to be kept aside.
func Restore(ctx context.Context, backup, path string) error {
	if err := Verify(backup); err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("restore: %s is there already; move it aside first", path)
	} else if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("restore: %w", err)
	}
	in, err := os.Open(backup)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = in.Close() }() // only read
	return write(path, func(w io.Writer) error {
		_, err := io.Copy(&until{ctx: ctx, w: w}, in)
		return err
	})
}

// Verify says what is wrong with a file that no engine has open: nil where it
// is whole and holds an engine's keys. It changes nothing.
func Verify(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if err := check(f, info.Size()); err != nil {
		return damaged(path, err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return opened(path, err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucket) == nil {
			return damaged(path, errors.New("it is not a store of this program"))
		}
		return nil
	})
	if cerr := db.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("verify: %w", cerr)
	}
	return err
}

// write makes the file by way of a temporary one.
func write(path string, fill func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // closed already but after a failed write
			_ = os.Remove(f.Name()) // the first error is the one to tell
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("%w: write %s: %w", storage.ErrNotDurable, path, err)
	}
	if err := Verify(f.Name()); err != nil {
		return fmt.Errorf("verify what was written: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return syncDir(filepath.Dir(path))
}

// until is a writer that fails once the context is done. It keeps the first
// error, of which bbolt passes on the words only.
type until struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (u *until) Write(b []byte) (n int, err error) {
	if err = u.ctx.Err(); err == nil {
		n, err = u.w.Write(b)
	}
	u.err = cmp.Or(u.err, err)
	return n, err
}
