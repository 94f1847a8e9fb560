package ops

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"liubao/internal/app/backups"
	"liubao/internal/app/serving"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/etcd"
	"liubao/storage/migrate"
)

// stalled is how long a receiver of a backup may take nothing before it is cut
// off: a copy of the data lies on the disk for as long.
const stalled = 30 * time.Second

// digestTrailer carries the SHA-256 of what was sent, and so says that it was all.
const digestTrailer = "Liubao-Sha256"

// Saved is a backup that was written and verified.
type Saved struct {
	File    string
	Bytes   int64
	Running bool // taken from a running bot
	Found   backups.Examined
}

// Backup writes a snapshot to a file that does not exist yet: of the running
// bot, or of the data file where none runs. The file has mode 0600, is
// verified, and gets its name only then. A damaged row is in the backup as it is
// in the data, and told of.
func Backup(ctx context.Context, o Options, out string) (Saved, error) {
	if _, err := os.Lstat(out); err == nil {
		return Saved{}, fmt.Errorf("backup: %s is there already; write another name", out)
	}
	saved := Saved{File: out, Running: true}
	resp, err := post(ctx, o.Config, "backup", nil)
	switch {
	case err == nil:
		defer resp.Body.Close()
		err = receive(resp, out)
	case serving.Absent(err):
		saved.Running = false
		err = backupFile(ctx, o, out)
	}
	if err != nil {
		return Saved{}, fmt.Errorf("backup: %w", err)
	}
	info, err := os.Stat(out)
	if err != nil {
		return Saved{}, fmt.Errorf("backup: %w", err)
	}
	saved.Bytes = info.Size()
	if saved.Found, err = backups.Examine(ctx, out); err != nil {
		return Saved{}, fmt.Errorf("backup: %w", err)
	}
	return saved, nil
}

// backupFile backs up data at which no bot of this machine works.
func backupFile(ctx context.Context, o Options, out string) error {
	if err := present(o.Config); err != nil {
		return err
	}
	if o.Etcd != nil {
		e, err := etcd.Open(*o.Etcd)
		if err != nil {
			return err
		}
		return errors.Join(e.BackupTo(ctx, out), e.Close())
	}
	e, err := bolt.Open(o.Config.Data.File, bolt.Options{})
	if err != nil {
		return besides(o.Config, err)
	}
	return errors.Join(e.BackupTo(ctx, out), e.Close())
}

// receive writes what a running bot sends.
func receive(resp *http.Response, out string) error {
	return bolt.Write(out, func(w io.Writer) error {
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(w, sum), resp.Body); err != nil {
			return fmt.Errorf("the running bot broke off: %w", err)
		}
		if resp.Trailer.Get(digestTrailer) != hex.EncodeToString(sum.Sum(nil)) {
			return errors.New("what arrived is not what the running bot sent")
		}
		return nil
	})
}

// serveBackup streams a snapshot. It breaks the connection where it fails, so
// that half a backup is never taken for one.
func (p *Program) serveBackup(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Trailer", digestTrailer)
	w.Header().Set("Content-Type", "application/octet-stream")
	sum := sha256.New()
	out := &prompt{w: w, rc: http.NewResponseController(w)}
	if err := p.engine.Backup(r.Context(), io.MultiWriter(out, sum)); err != nil {
		p.Log.Error("a backup could not be sent", "err", err)
		if out.n == 0 { // the copy beside the data could not be made
			http.Error(w, fmt.Sprintf("no copy could be made beside the data, which needs as much room as the data takes: %v", err), http.StatusInternalServerError)
			return
		}
		panic(http.ErrAbortHandler)
	}
	w.Header().Set(digestTrailer, hex.EncodeToString(sum.Sum(nil)))
	p.Log.Info("a backup was sent", "bytes", out.n)
}

// prompt is a writer whose receiver must not stall.
type prompt struct {
	w  io.Writer
	rc *http.ResponseController
	n  int64
}

func (p *prompt) Write(b []byte) (int, error) {
	if err := p.rc.SetWriteDeadline(time.Now().Add(stalled)); err != nil {
		return 0, err
	}
	n, err := p.w.Write(b)
	p.n += int64(n)
	return n, err
}

// backups makes scheduled backups for as long as ctx lasts.
func (p *Program) backups(ctx context.Context) error {
	for n := 0; ; n++ {
		wait, err := p.backUp(ctx)
		switch {
		case ctx.Err() != nil:
			return err
		case err != nil:
			p.Log.Error("the scheduled backup failed and is tried again", "err", err)
			now := p.Clock.Now()
			p.backupFailing.CompareAndSwap(nil, &now)
			wait = 30 * pause(n)
		default:
			n = -1
			p.backupFailing.Store(nil)
		}
		if !p.sleep(ctx, p.scaled(wait)) {
			return nil
		}
	}
}

// backUp makes a backup if one is due, forgets the oldest, and returns how
// long it is until the next. Where the data have damages nothing is forgotten:
// an older backup may be the last that has none.
func (p *Program) backUp(ctx context.Context) (time.Duration, error) {
	b, now := p.Config.Backup, p.Clock.Now()
	if err := os.MkdirAll(b.Dir, 0o700); err != nil {
		return 0, err
	}
	have, ahead, err := backups.Scheduled(b.Dir, now)
	if err != nil {
		return 0, err
	}
	if len(ahead) > 0 {
		p.Log.Warn("backups are dated later than now: a clock was or is wrong; they are left alone", "first", ahead[0].File, "files", len(ahead))
	}
	if n := len(have); n > 0 && now.Sub(have[n-1].At) < b.Every {
		p.backedUp.CompareAndSwap(nil, &have[n-1].At)
		_, err := p.examine(ctx, have[n-1].File)
		return b.Every - now.Sub(have[n-1].At), err
	}
	name := filepath.Join(b.Dir, backups.Name(now))
	if err := p.engine.BackupTo(ctx, name); err != nil {
		return 0, err
	}
	p.examined.Store(nil)
	found, err := p.examine(ctx, name)
	if err != nil {
		return 0, err
	}
	p.backedUp.Store(&now)
	if !found.OK() {
		p.Log.Error("backed up, but the data have damages; no older backup is deleted", "file", name, "rows", found.Rows.Total, "audit", found.Audit.Total)
		return b.Every, nil
	}
	p.Log.Info("backed up", "file", name, "rows", found.Rows.Rows, "unchecked", found.Rows.Unchecked)
	return b.Every, backups.Forget(b.Dir, b.Keep, now)
}

// examine looks at the newest backup, unless this process has: an earlier attempt may
// have ended before it could.
func (p *Program) examine(ctx context.Context, file string) (*backups.Examined, error) {
	if found := p.examined.Load(); found != nil {
		return found, nil
	}
	found, err := backups.Examine(ctx, file)
	if err == nil {
		p.examined.Store(&found)
	}
	return &found, err
}

// upgrade brings a data file of an older program to this one's schema, after a
// verified backup into the folder of backups, or beside the data file.
func (p *Program) upgrade(ctx context.Context) error {
	schema, err := migrate.SchemaOf(ctx, p.engine)
	if err != nil || schema == 0 || schema >= storage.Schema {
		return err
	}
	return migrate.Run(ctx, p.engine, func(ctx context.Context, schema int) error {
		dir := p.Config.Backup.Dir
		if dir == "" {
			dir = filepath.Dir(p.Config.Data.File)
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		file := filepath.Join(dir, backups.NameBefore(schema, p.Clock.Now()))
		if err := p.engine.BackupTo(ctx, file); err != nil {
			return err
		}
		p.Log.Info("the data file is brought to a newer schema; a backup was made", "schema", schema, "to", storage.Schema, "backup", file)
		return nil
	})
}
