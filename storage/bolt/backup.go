package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// Backup implements [storage.Engine]: what it writes is a file for [Open], without
// the pages that nobody uses where there are many. It copies the store to a file beside
// it first and hands that out, however slow w is: as long as a read transaction lasts
// no page can be used again, and the store grows with every commit. So it needs as much
// room as the store itself.
func (e *Engine) Backup(ctx context.Context, w io.Writer) (err error) {
	f, drop, err := scratch(filepath.Dir(e.path))
	if err != nil {
		return fmt.Errorf("back up %s: %w", e.path, err)
	}
	defer drop()
	sparse, err := e.copyTo(ctx, f)
	if err != nil {
		return err
	}
	if sparse {
		return e.tight(ctx, f, w)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("back up %s: %w", e.path, err)
	}
	if _, err := io.Copy(&until{ctx: ctx, w: w}, f); err != nil {
		return fmt.Errorf("back up %s: %w", e.path, err)
	}
	return nil
}

// copyTo writes a snapshot of the file, and reports whether much of it is unused.
func (e *Engine) copyTo(ctx context.Context, w io.Writer) (sparse bool, err error) {
	err = e.read(ctx, func(tx *bbolt.Tx) error {
		sparse = e.sparse(tx)
		out := &until{ctx: ctx, w: w}
		if _, err := tx.WriteTo(out); err != nil {
			return fmt.Errorf("back up %s: %w", e.path, cmp.Or(out.err, err))
		}
		return nil
	})
	return sparse, err
}

// BackupTo writes a backup to a file on this machine: with mode 0600, synced,
// verified and only then given its name, replacing what had it before.
func (e *Engine) BackupTo(ctx context.Context, path string) error {
	sparse := false
	if err := e.read(ctx, func(tx *bbolt.Tx) error { sparse = e.sparse(tx); return nil }); err != nil {
		return err
	}
	return Write(path, func(w io.Writer) error {
		if sparse {
			return e.Backup(ctx, w)
		}
		_, err := e.copyTo(ctx, w)
		return err
	})
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
	return Write(path, func(w io.Writer) error {
		_, err := io.Copy(&until{ctx: ctx, w: w}, in)
		return err
	})
}

// Verify says what is wrong with the structure of a file that no engine has
// open: nil where it is whole and holds an engine's keys. It changes nothing.
func Verify(path string) error {
	return Read(context.Background(), path, func(storage.Reader) error { return nil })
}

// Read runs fn on a file that no engine has open, once its structure is verified,
// and changes nothing.
func Read(ctx context.Context, path string, fn func(storage.Reader) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if info.Size() == 0 {
		return damaged(path, errors.New("it is empty"))
	}
	if err := check(f, info.Size()); err != nil {
		return damaged(path, err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return opened(path, err)
	}
	defer func() {
		if cerr := db.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("verify: %w", cerr)
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // see Engine.read
	return db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucket) == nil {
			return damaged(path, errors.New("it is not a store of this program"))
		}
		b, err := newBase(path, tx)
		if err != nil {
			return err
		}
		return txn.View(ctx, b, fn)
	})
}

// Write makes a file of what fill writes, or nothing: with mode 0600, synced,
// verified as a store, and only then given its name, replacing what had it
// before. Where the process ends in the middle nothing is left, or where there are no
// files without a name, nothing but until the next that is to have this one.
func Write(path string, fill func(io.Writer) error) (err error) {
	f, hidden := nameless(path)
	if !hidden {
		if f, err = part(path); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	defer func() {
		_ = f.Close() // it was synced, or is thrown away
		if err != nil && !hidden {
			_ = os.Remove(f.Name()) // the first error is the one to tell
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("%w: write %s: %w", storage.ErrNotDurable, path, err)
	}
	if err := Verify(f.Name()); err != nil {
		return fmt.Errorf("verify what was written: %w", err)
	}
	if err := name(f, hidden, path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return syncDir(filepath.Dir(path))
}

// part makes a file with a name of its own, for where there are none without, and
// first removes those of the same kind that killed processes left: nobody holds them.
func part(path string) (*os.File, error) {
	pattern := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".*")
	left, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	for _, name := range left {
		old, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			continue // gone meanwhile, or not ours
		}
		if lock(old, 0) == nil {
			_ = os.Remove(name) // it is in nobody's way
		}
		_ = old.Close() // nothing was written
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(pattern)) // mode 0600
	if err != nil {
		return nil, err
	}
	return f, share(f)
}

// name gives a file its name, in place of what has it.
func name(f *os.File, hidden bool, path string) error {
	if !hidden {
		return errors.Join(f.Close(), os.Rename(f.Name(), path))
	}
	err := link(f, path)
	if !errors.Is(err, os.ErrExist) {
		return err
	}
	other := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	if err := os.Remove(other); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := link(f, other); err != nil {
		return err
	}
	return os.Rename(other, path)
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
