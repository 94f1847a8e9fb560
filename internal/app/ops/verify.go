package ops

import (
	"context"
	"encoding/json"
	"fmt"

	"liubao/storage"
	"liubao/storage/bolt"
)

// Examined is what a look at every row of a data file or backup found.
type Examined struct {
	File  string           `json:"file"`
	Rows  storage.Checked  `json:"rows"`
	Audit storage.Findings `json:"audit"`
}

// OK reports whether nothing was found.
func (x Examined) OK() bool { return x.Rows.OK() && x.Audit.OK() }

// look reads every row of a snapshot.
func (x *Examined) look(r storage.Reader) (err error) {
	if err := storage.Readable(r); err != nil {
		return err
	}
	if x.Rows, err = storage.CheckRows(r); err != nil {
		return err
	}
	x.Audit, err = storage.VerifyAuditOn(r)
	return err
}

// Examine looks at every row of a file that no bot has open. The error is about
// a file that cannot be used at all.
func Examine(ctx context.Context, file string) (Examined, error) {
	x := Examined{File: file}
	return x, bolt.Read(ctx, file, x.look)
}

// Verify looks at every row of the data: of the running bot, or of the file where
// none runs.
func Verify(ctx context.Context, o Options) (x Examined, err error) {
	resp, err := post(ctx, o.Config, "verify", nil)
	switch {
	case err == nil:
		defer resp.Body.Close()
		if err := json.NewDecoder(resp.Body).Decode(&x); err != nil {
			return x, fmt.Errorf("the running bot's answer: %w", err)
		}
		return x, nil
	case !absent(err):
		return x, err
	}
	if err := present(o.Config); err != nil {
		return x, err
	}
	x, err = Examine(ctx, o.Config.Data.File)
	return x, besides(o.Config, err)
}

// verify is the answer of a bot that runs.
func (p *Program) verify(ctx context.Context) (x Examined, err error) {
	x.File = p.Config.Data.File
	return x, p.engine.View(ctx, x.look)
}
