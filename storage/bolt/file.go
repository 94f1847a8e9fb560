package bolt

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"liubao/storage"
)

// openChecked opens the file for bbolt: restricted to its owner, locked where
// the system lets the lock be taken ahead of bbolt, and with its structure
// checked.
func openChecked(path string, flag int, mode os.FileMode, wait time.Duration) (*os.File, error) {
	f, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return nil, err
	}
	if err := prepare(f, wait); err != nil {
		_ = f.Close() // the first error is the one to tell
		return nil, err
	}
	return f, nil
}

func prepare(f *os.File, wait time.Duration) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", f.Name())
	}
	if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		if err := f.Chmod(0o600); err != nil {
			return fmt.Errorf("others may read %s, and that cannot be changed: %w", f.Name(), err)
		}
	}
	if err := lock(f, wait); err != nil {
		return err
	}
	// Under the lock only: whoever held it until now may have written.
	if info, err = f.Stat(); err != nil {
		return err
	}
	if info.Size() == 0 {
		return nil // new; bbolt lays it out
	}
	if err := check(f, info.Size()); err != nil {
		return damaged(f.Name(), err)
	}
	return nil
}

// syncDir makes a name given to a file in the folder durable. Windows cannot
// sync a folder and does not need it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("%w: sync folder %s: %w", storage.ErrNotDurable, dir, err)
	}
	return nil
}
