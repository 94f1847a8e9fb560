package backups

import (
	"context"

	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/bolt"
	"liubao/storage/migrate"
)

// Examined is what a look at every row of a data file or backup found.
type Examined struct {
	File  string         `json:"file"`
	Rows  audit.Checked  `json:"rows"`
	Audit audit.Findings `json:"audit"`
}

// OK reports whether nothing was found.
func (x Examined) OK() bool { return x.Rows.OK() && x.Audit.OK() }

// Look reads every row of a snapshot.
func (x *Examined) Look(r storage.Reader) (err error) {
	if err := migrate.Readable(r); err != nil {
		return err
	}
	if x.Rows, err = audit.CheckRows(r); err != nil {
		return err
	}
	x.Audit, err = audit.VerifyOn(r)
	return err
}

// Examine looks at every row of a file that no bot has open. The error is about
// a file that cannot be used at all.
func Examine(ctx context.Context, file string) (Examined, error) {
	x := Examined{File: file}
	return x, bolt.Read(ctx, file, x.Look)
}
