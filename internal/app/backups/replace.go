// Package backups is about the files that backups are: how they are named and
// forgotten, what is in one, and how one takes the data file's place.
package backups

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"liubao/storage"
	"liubao/storage/bolt"
)

// Usable looks at every row of a backup that is to be restored.
func Usable(ctx context.Context, from string) (Examined, error) {
	found, err := Examine(ctx, from)
	if errors.Is(err, storage.ErrCorrupt) {
		return found, fmt.Errorf("restore: %s is no usable backup; choose another one: %w", from, storage.ErrCorrupt)
	} else if err != nil {
		return found, fmt.Errorf("restore: %s: %w", from, err)
	}
	return found, nil
}

// Restoring ends the name of a data file that is to be.
const Restoring = ".restore"

// ClearAway removes what a killed restore or backup has left beside the data file: its
// parts, and a second name of the data file itself, which would pass for the one that was kept.
// Nobody else can be restoring: whoever does holds the data file.
func ClearAway(file string) error {
	parts, err := filepath.Glob(filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+Restoring+".*"))
	if err != nil {
		return err
	}
	scratch, err := filepath.Glob(filepath.Join(filepath.Dir(file), bolt.Scratch))
	if err != nil {
		return err
	}
	asides, err := filepath.Glob(file + before + "*")
	if err != nil {
		return err
	}
	itself, err := os.Stat(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range asides {
		if other, err := os.Lstat(f); err == nil && itself != nil && os.SameFile(itself, other) {
			parts = append(parts, f)
		}
	}
	for _, f := range append(slices.Concat(parts, scratch), file+Restoring) {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// before is in the name of what was the data file until a restore.
const before = ".before-"

// Replace gives a file's name to another one and keeps it under a name with
// the time in it. At no moment is the name without a file: a bot that started
// then would begin anew.
func Replace(next, file string, now time.Time) (aside string, err error) {
	if _, err := os.Lstat(file); err == nil {
		aside = file + before + Stamp(now)
		if err := os.Link(file, aside); err != nil {
			return "", err
		}
	}
	if err := os.Rename(next, file); err != nil {
		return "", err
	}
	dir, err := os.Open(filepath.Dir(file))
	if err != nil {
		return "", err
	}
	return aside, errors.Join(dir.Sync(), dir.Close())
}

// Hold keeps others from opening the data file, where there is one that can be
// opened; nobody can work on one that cannot.
func Hold(file string) (release func(), err error) {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return func() {}, nil
	}
	e, err := bolt.Open(file, bolt.Options{})
	switch {
	case err == nil:
		return func() { _ = e.Close() }, nil // nothing was written
	case errors.Is(err, storage.ErrCorrupt):
		return func() {}, nil
	}
	return nil, err
}
