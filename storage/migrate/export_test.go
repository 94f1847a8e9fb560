package migrate

import (
	"context"

	"liubao/storage"
)

// MigrateWith migrates with other migrations than this program's own.
func RunWith(ctx context.Context, e storage.Engine, current int, steps ...func(tx storage.Tx, from string) (string, bool, error)) error {
	var ms []migration
	for i, step := range steps {
		ms = append(ms, migration{to: i + 2, what: "a test's", step: step})
	}
	return migrate(ctx, e, func(context.Context, int) error { return nil }, current, ms)
}
