package ops

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"liubao/storage"
	"liubao/storage/bolt"
)

// Restored says what a restore did.
type Restored struct {
	File  string           // the data file, now the backup's copy
	Aside string           // where the one before is kept, "" where there was none
	Audit storage.Findings // what the audit log of the backup is like
}

// Restore puts a backup in the data file's place. The backup is verified, as
// a file and as a store that this program can read, before anything is
// touched; the old file is kept aside, damaged or not. A bot that holds the
// data file ends it with [bolt.ErrLocked].
func Restore(ctx context.Context, o Options, from string, now time.Time) (Restored, error) {
	out := Restored{File: o.Config.Data.File}
	release, err := hold(out.File)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer release()
	if err := os.MkdirAll(filepath.Dir(out.File), 0o700); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	next := out.File + ".restore"
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) { // left by a restore that was killed
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	if err := bolt.Restore(ctx, from, next); errors.Is(err, storage.ErrCorrupt) {
		return Restored{}, fmt.Errorf("restore: %s is no usable backup; choose another one: %w", from, storage.ErrCorrupt)
	} else if err != nil {
		return Restored{}, err
	}
	if out.Audit, err = examine(ctx, next); err != nil {
		return Restored{}, errors.Join(fmt.Errorf("restore: %s: %w", from, err), os.Remove(next))
	}
	if out.Aside, err = replace(next, out.File, now); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	return out, nil
}

// replace gives a file's name to another one and keeps it under a name with
// the time in it. At no moment is the name without a file: a bot that started
// then would begin anew.
func replace(next, file string, now time.Time) (aside string, err error) {
	if _, err := os.Lstat(file); err == nil {
		aside = file + ".before-" + now.UTC().Format(backupStamp)
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

// hold keeps others from opening the data file, where there is one that can be
// opened; nobody can work on one that cannot.
func hold(file string) (release func(), err error) {
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

// examine opens a copy of a backup as the bot would, which also brings its
// schema up to date; the backup itself stays as it is.
func examine(ctx context.Context, file string) (found storage.Findings, err error) {
	e, err := bolt.Open(file, bolt.Options{})
	if err != nil {
		return found, err
	}
	if err = storage.Migrate(ctx, e, func(context.Context, int) error { return nil }); err == nil {
		found, err = storage.VerifyAudit(ctx, e)
	}
	return found, errors.Join(err, e.Close())
}

// newestBackup names the newest scheduled backup and the command that puts it
// in the data file's place, "" where there is none.
func (o Options) newestBackup() string {
	if o.Config.Backup.Dir == "" {
		return ""
	}
	all, err := scheduled(o.Config.Backup.Dir)
	if err != nil || len(all) == 0 {
		return ""
	}
	newest := all[len(all)-1]
	return fmt.Sprintf("the newest backup is of %s; put it in place with: liubao restore --config %s --from %s",
		newest.at.In(o.Plan.Location()).Format("2006-01-02 15:04"), o.Config.File(), newest.file)
}
