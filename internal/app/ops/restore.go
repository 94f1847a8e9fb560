package ops

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"liubao/internal/app/backups"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/moving"
)

// Restored says what a restore did.
type Restored struct {
	File  string           // the data file, now the backup's copy
	Aside string           // where the one before is kept, "" where there was none
	Found backups.Examined // what the backup is like
}

// Restore puts a backup in the data file's place. The backup is verified, as
// a file and as a store that this program can read, every row of it, before
// anything is touched; the old file is kept aside, damaged or not. A bot that
// holds the data file ends it with [bolt.ErrLocked].
func Restore(ctx context.Context, o Options, from string, now time.Time) (Restored, error) {
	out := Restored{File: o.dataPlace()}
	if o.Etcd != nil {
		return out.cluster(ctx, o, from, now)
	}
	release, err := backups.Hold(out.File)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer release()
	if out.Found, err = backups.Usable(ctx, from); err != nil {
		return Restored{}, err
	}
	if err := os.MkdirAll(filepath.Dir(out.File), 0o700); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	if err := backups.ClearAway(out.File); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	next := out.File + backups.Restoring
	if err := bolt.Restore(ctx, from, next); err != nil {
		return Restored{}, err
	}
	if out.Aside, err = backups.Replace(next, out.File, now); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	return out, nil
}

// cluster restores into a cluster at which no bot works. What it holds is backed up
// beside this machine's data first.
func (out Restored) cluster(ctx context.Context, o Options, from string, now time.Time) (_ Restored, err error) {
	if out.Found, err = backups.Usable(ctx, from); err != nil {
		return Restored{}, err
	}
	s, err := o.side(o.Etcd)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, s.close()) }()
	aside := o.Config.Data.File + ".before-" + backups.Stamp(now)
	keep := func(e storage.Engine) error {
		empty := true
		err := e.View(ctx, func(r storage.Reader) error {
			return r.Scan("", "", 1, func(string, []byte) error { empty = false; return nil })
		})
		if err != nil || empty {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(aside), 0o700); err != nil {
			return err
		}
		out.Aside = aside
		return e.(store).BackupTo(ctx, aside)
	}
	snapshot := func(ctx context.Context, fn func(storage.Reader) error) error { return bolt.Read(ctx, from, fn) }
	if _, err = moving.Replace(ctx, snapshot, from, s.Store, now, keep); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	return out, nil
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
	have, ahead, err := backups.Scheduled(o.Config.Backup.Dir, now)
	if len(have) == 0 { // only such as a wrong clock has named
		have = ahead
	}
	if err != nil || len(have) == 0 {
		return ""
	}
	newest := have[len(have)-1]
	return fmt.Sprintf("the newest backup is of %s; put it in place with: liubao restore --config %s --from %s",
		newest.At.In(o.Plan.Location()).Format("2006-01-02 15:04"), o.Config.File(), newest.File)
}
