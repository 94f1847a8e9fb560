package archive

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"liubao/internal/app/backups"
	"liubao/storage/bolt"
)

// A workshop is a hidden folder in which an export is made, and from which it goes to
// its place whole. A file that is locked while the process lives says whose it is.
const (
	workshops = ".liubao-export"
	occupied  = "occupied.db"
)

// settling is how long a workshop may be without its lock: a process that has just made
// the folder has not locked it yet.
const settling = 10 * time.Second

// Workshop makes one in a folder, and first clears away those that killed processes
// left there. leave throws it away. now is the machine's own time, as the files' are.
func Workshop(in string, now time.Time) (dir string, leave func() error, err error) {
	if err := clearWorkshops(in, now); err != nil {
		return "", nil, err
	}
	if dir, err = os.MkdirTemp(in, workshops); err != nil { // mode 0700
		return "", nil, err
	}
	lock, err := bolt.Open(filepath.Join(dir, occupied), bolt.Options{})
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return dir, func() error { return errors.Join(lock.Close(), os.RemoveAll(dir)) }, nil
}

// clearWorkshops removes the workshops in a folder that no living process has.
func clearWorkshops(in string, now time.Time) error {
	all, err := os.ReadDir(in)
	if err != nil {
		return err
	}
	for _, e := range all {
		if !strings.HasPrefix(e.Name(), workshops) {
			continue
		}
		dir := filepath.Join(in, e.Name())
		info, err := e.Info()
		if err != nil || !info.IsDir() || now.Sub(info.ModTime()) < settling {
			continue // gone meanwhile, not ours, or perhaps not locked yet
		}
		release, err := backups.Hold(filepath.Join(dir, occupied))
		if errors.Is(err, bolt.ErrLocked) {
			continue // somebody is at work in it
		} else if err != nil {
			return err
		}
		release()
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}
