// Package migrate brings a store of an older program to the schema of this one, in
// bounded steps, after a verified backup. A migration knows the rows of its day by
// their nouns and is never changed afterwards.
package migrate

import (
	"context"
	"errors"
	"fmt"

	"liubao/storage"
)

// metaMigrating is where it stands how far a migration got.
const metaMigrating = "migrating"

// migration leads from the version before to one. Its step does a bounded part
// of the work, within the limits of a transaction less two writes, and returns
// from where to go on; next is whatever the step wants to be given then. It is
// called first with "".
type migration struct {
	to   int
	what string
	step func(tx storage.Tx, from string) (next string, done bool, err error)
}

// migrations are all there have been, in order, each leading one version on.
var migrations = []migration{toAddresses, toSums, toTold, toOwnDeadlines, toFocus}

// underWay is where a migration was when the last of its steps was committed.
type underWay struct {
	To   int    `json:"to"`
	From string `json:"from"`
}

// ErrNeedsBackup: the store is of an older schema, and nobody has seen to a backup.
var ErrNeedsBackup = errors.New("the data file is of an older program and is not changed without a backup")

// Migrate brings the store to this program's [Schema]; a new store gets it at
// once. Before the first change it calls backup, which must leave a verified copy
// of the store as it is; without one nothing is changed. Each step is a transaction
// that also notes how far it got, so that a process that ends in the middle goes on
// there when it starts again. A store of a newer program is [ErrNewer] and stays as
// it is.
func Run(ctx context.Context, e storage.Engine, backup func(ctx context.Context, schema int) error) error {
	return migrate(ctx, e, backup, storage.Schema, migrations)
}

func migrate(ctx context.Context, e storage.Engine, backup func(context.Context, int) error, current int, ms []migration) error {
	schema, begun, err := schemaAndStep(ctx, e)
	if err != nil {
		return fmt.Errorf("migrate the store: %w", err)
	}
	if schema > 0 && schema < current && !begun {
		if backup == nil {
			return fmt.Errorf("%w: its schema is %d and this program writes %d", ErrNeedsBackup, schema, current)
		}
		if err := backup(ctx, schema); err != nil {
			return fmt.Errorf("back up the store before it is brought to schema %d: %w", current, err)
		}
	}
	for {
		var done bool
		err := e.Update(ctx, func(tx storage.Tx) (err error) {
			done, err = migrateStep(tx, current, ms)
			return err
		})
		if err != nil {
			return fmt.Errorf("migrate the store: %w", err)
		}
		if done {
			return nil
		}
	}
}

// SchemaOf returns the store's schema, 0 for a new one.
func SchemaOf(ctx context.Context, e storage.Engine) (int, error) {
	schema, _, err := schemaAndStep(ctx, e)
	return schema, err
}

// schemaAndStep returns the store's schema, 0 for none, and whether a migration
// has begun.
func schemaAndStep(ctx context.Context, e storage.Engine) (schema int, begun bool, err error) {
	err = e.View(ctx, func(r storage.Reader) error {
		if schema, _, err = storage.Get[int](r, storage.RowMeta.Key(storage.MetaSchema)); err != nil {
			return err
		}
		_, begun, err = r.Get(storage.RowMeta.Key(metaMigrating))
		return err
	})
	return schema, begun, err
}

// migrateStep does one step of the migration that is next.
func migrateStep(tx storage.Tx, current int, ms []migration) (done bool, err error) {
	have, err := giveSchema(tx, current)
	if err != nil || have == current {
		return err == nil, err
	}
	if have > current {
		return false, fmt.Errorf("%w: its schema is %d and this program knows up to %d; use the newer program, or restore a backup made before", storage.ErrNewer, have, current)
	}
	for _, m := range ms {
		if m.to == have+1 {
			return false, m.advance(tx)
		}
	}
	return false, fmt.Errorf("no way leads from schema %d to %d", have, current)
}

// advance does the migration's next step and notes how far it got.
func (m migration) advance(tx storage.Tx) error {
	at, _, err := storage.Get[underWay](tx, storage.RowMeta.Key(metaMigrating))
	if err != nil {
		return err
	}
	if at.To != m.to {
		at = underWay{To: m.to}
	}
	next, done, err := m.step(tx, at.From)
	if err != nil {
		return fmt.Errorf("to schema %d (%s): %w", m.to, m.what, err)
	}
	if !done {
		return storage.Put(tx, storage.RowMeta.Key(metaMigrating), underWay{m.to, next})
	}
	return errors.Join(tx.Delete(storage.RowMeta.Key(metaMigrating)), storage.Put(tx, storage.RowMeta.Key(storage.MetaSchema), m.to))
}

// giveSchema returns the store's version, giving an empty store the current one.
func giveSchema(tx storage.Tx, current int) (int, error) {
	have, ok, err := storage.Get[int](tx, storage.RowMeta.Key(storage.MetaSchema))
	if err != nil || ok {
		return have, err
	}
	empty := true
	if err := tx.Scan("", "", 1, func(string, []byte) error { empty = false; return nil }); err != nil {
		return 0, err
	}
	if !empty {
		return 0, fmt.Errorf("%w: it has records but no schema version", storage.ErrCorrupt)
	}
	return current, storage.Put(tx, storage.RowMeta.Key(storage.MetaSchema), current)
}

// Readable reports whether this program can work on a store: [ErrNewer] where a
// newer one wrote it, [ErrCorrupt] where it is no store.
func Readable(r storage.Reader) error {
	schema, ok, err := storage.Get[int](r, storage.RowMeta.Key(storage.MetaSchema))
	switch {
	case err != nil:
		return err
	case schema > storage.Schema:
		return fmt.Errorf("%w: its schema is %d and this program knows up to %d", storage.ErrNewer, schema, storage.Schema)
	case !ok:
		return fmt.Errorf("%w: nothing was ever written there", storage.ErrCorrupt)
	}
	return storage.Complete(r)
}
