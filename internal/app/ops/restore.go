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
	File  string   // the data file, now the backup's copy
	Aside string   // where the one before is kept, "" where there was none
	Found Examined // what the backup is like
}

// Restore puts a backup in the data file's place. The backup is verified, as
// a file and as a store that this program can read, every row of it, before
// anything is touched; the old file is kept aside, damaged or not. A bot that
// holds the data file ends it with [bolt.ErrLocked].
func Restore(ctx context.Context, o Options, from string, now time.Time) (Restored, error) {
	out := Restored{File: o.Config.Data.File}
	release, err := hold(out.File)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer release()
	if out.Found, err = Examine(ctx, from); errors.Is(err, storage.ErrCorrupt) {
		return Restored{}, fmt.Errorf("restore: %s is no usable backup; choose another one: %w", from, storage.ErrCorrupt)
	} else if err != nil {
		return Restored{}, fmt.Errorf("restore: %s: %w", from, err)
	}
	if err := os.MkdirAll(filepath.Dir(out.File), 0o700); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	if err := clearAway(out.File); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	next := out.File + restoring
	if err := bolt.Restore(ctx, from, next); err != nil {
		return Restored{}, err
	}
	if out.Aside, err = replace(next, out.File, now); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	return out, nil
}

// restoring ends the name of a data file that is to be.
const restoring = ".restore"

// clearAway removes what a killed restore has left beside the data file. Nobody
// else can be restoring: whoever does holds the data file.
func clearAway(file string) error {
	parts, err := filepath.Glob(filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+restoring+".*"))
	if err != nil {
		return err
	}
	for _, f := range append(parts, file+restoring) {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
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

// ErrNoData: there is no data file, or nothing in it, and there are backups.
var ErrNoData = errors.New("the data are gone")

// missing refuses to begin anew where the data file is not there, or has nothing
// in it, but backups are: with the two commands of which one is right.
func (o Options) missing() error {
	if info, err := os.Stat(o.Config.Data.File); o.New || err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return o.gone()
}

// unwritten does so where the file is there, and nothing was ever written to it.
func (p *Program) unwritten() error {
	any := p.New
	if err := p.engine.View(context.Background(), func(r storage.Reader) error {
		return r.Scan("", "", 1, func(string, []byte) error { any = true; return nil })
	}); err != nil || any {
		return err
	}
	return p.gone()
}

func (o Options) gone() error {
	newest := o.newestBackup()
	if newest == "" {
		return nil
	}
	return fmt.Errorf("%w: %s is missing or empty, and there are backups of it\n%s\nor begin anew, without what they hold: liubao serve --config %s --new",
		ErrNoData, o.Config.Data.File, newest, o.Config.File())
}

// newestBackup names the newest scheduled backup and the command that puts it
// in the data file's place, "" where there is none.
func (o Options) newestBackup() string {
	if o.Config.Backup.Dir == "" {
		return ""
	}
	now := time.Now()
	if o.Clock != nil {
		now = o.Clock.Now()
	}
	have, ahead, err := scheduled(o.Config.Backup.Dir, now)
	if len(have) == 0 { // only such as a wrong clock has named
		have = ahead
	}
	if err != nil || len(have) == 0 {
		return ""
	}
	newest := have[len(have)-1]
	return fmt.Sprintf("the newest backup is of %s; put it in place with: liubao restore --config %s --from %s",
		newest.at.In(o.Plan.Location()).Format("2006-01-02 15:04"), o.Config.File(), newest.file)
}
