package ops

import (
	"context"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/files"
)

// Kept is where files are, and what a command found or did.
type Kept struct {
	files.Moved
	// Place is where new files go, "" for with the data.
	Place string         `json:"place,omitempty"`
	Bad   []audit.Damage `json:"bad,omitempty"` // files that cannot be had or trusted
}

// files is the program's store of files.
func (p *Program) files() files.Store { return files.Store{Engine: p.engine, Outside: p.Outside} }

// kept answers a request about files with what look finds.
func (p *Program) kept(look func(k *Kept) error) (k Kept, err error) {
	if p.Outside != nil {
		k.Place = p.Outside.String()
	}
	return k, look(&k)
}

func (p *Program) countFiles(ctx context.Context) (Kept, error) {
	return p.kept(func(k *Kept) error {
		return p.engine.View(ctx, func(r storage.Reader) (err error) { k.Count, err = files.CountOn(r); return err })
	})
}

func (p *Program) verifyFiles(ctx context.Context) (Kept, error) {
	return p.kept(func(k *Kept) (err error) { k.Count, k.Bad, err = p.files().Verify(ctx); return err })
}

func (p *Program) filesOut(ctx context.Context) (Kept, error) {
	return p.kept(func(k *Kept) (err error) { k.Moved, err = p.files().MoveOut(ctx); return err })
}

func (p *Program) filesIn(ctx context.Context) (Kept, error) {
	return p.kept(func(k *Kept) (err error) { k.Moved, err = p.files().MoveIn(ctx); return err })
}
