package ops

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/closing"
	"liubao/bot/desk/rules"
	"liubao/internal/app/archive"
	"liubao/internal/app/papers"
	"liubao/plan"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/files"
)

// Archived is a folder into which everything was exported.
type Archived struct {
	Folder string
	archive.Made
}

// ExportAll writes everything there is into a folder that does not exist yet: of
// the running bot as of now, or of the data where none runs. It works on a verified
// backup of its own, so that a running bot goes on meanwhile.
func ExportAll(ctx context.Context, o Options, out string) (a Archived, err error) {
	if err := archive.Vacant(out); err != nil {
		return a, err
	}
	hold, leave, err := archive.Workshop(filepath.Dir(out), time.Now())
	if err != nil {
		return a, fmt.Errorf("out: %w", err)
	}
	defer func() { err = errors.Join(err, leave()) }()
	saved, err := Backup(ctx, o, filepath.Join(hold, "data.db"))
	if err != nil {
		return a, err
	}
	e, err := bolt.Open(saved.File, bolt.Options{})
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	here := o
	here.Etcd = nil
	p := &Program{Options: here, engine: e}
	if err := p.planOverTime(ctx); err != nil {
		return a, err
	}
	return p.exportTo(ctx, out)
}

// exportTo writes everything into a folder, which has its name only once all is in it.
func (p *Program) exportTo(ctx context.Context, out string) (a Archived, err error) {
	d, err := desk.New(p.deskNow())
	if err != nil {
		return a, err
	}
	src := archive.Source{Engine: p.engine, Desk: d, Press: papers.New(d, p.Config.Documents.Fonts()).Outside(p.Outside), Files: files.Store{Engine: p.engine, Outside: p.Outside}}
	made, err := archive.Folder(ctx, src, p.Clock.Now(), out)
	if err != nil {
		return a, err
	}
	return Archived{out, made}, nil
}

// closings exports everything once the plan is closed, for as long as ctx lasts, and
// tells the directors where it is.
func (p *Program) closings(ctx context.Context) error {
	for failed := 0; ; {
		wait := p.scaled(time.Minute)
		if err := p.exportClosed(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("the closed plan could not be exported, which is tried again", "err", err)
			failed++
			wait = max(wait, p.scaled(pause(failed)))
		}
		if !p.sleep(ctx, wait) {
			return nil
		}
	}
}

// exportClosed exports the closed plan where that has not been done.
func (p *Program) exportClosed(ctx context.Context) error {
	s := p.service.Load()
	if s == nil {
		return nil
	}
	var c rules.Closing
	if err := p.engine.View(ctx, func(r storage.Reader) (err error) {
		c, err = rules.ReadClosing(r)
		return err
	}); err != nil || !c.Set() || c.Done.IsZero() || c.Folder != "" {
		return err
	}
	a, err := p.exportTo(ctx, p.closingFolder(c.On))
	if err != nil {
		return err
	}
	p.Log.Info("the closed plan is exported", "folder", a.Folder, "files", a.Files, "missing", a.Failed)
	return s.Update(ctx, func(tx storage.Tx) error {
		d, err := s.Desk.With(tx)
		if err != nil {
			return err
		}
		return closing.Archived(d, tx, c.At, a.Folder, a.List, a.SHA256, a.Files, p.Clock.Now())
	})
}

// closingFolder is where a closed plan is exported to: beside the data, or of a
// cluster, which has none on this machine, in the folder of the backups if there is
// one. It has a name that nothing has.
func (p *Program) closingFolder(on plan.Date) string {
	dir := filepath.Dir(p.Config.Data.File)
	if p.Config.Data.Cluster() && p.Config.Backup.Dir != "" {
		dir = p.Config.Backup.Dir
	}
	out := filepath.Join(dir, "liubao-closing-"+on.String())
	for n := 2; archive.Vacant(out) != nil; n++ {
		out = filepath.Join(dir, fmt.Sprintf("liubao-closing-%s-%d", on, n))
	}
	if abs, err := filepath.Abs(out); err == nil {
		return abs
	}
	return out
}
