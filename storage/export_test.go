package storage

import "context"

// MigrateWith migrates with other migrations than this program's own.
func MigrateWith(ctx context.Context, e Engine, current int, steps ...func(tx Tx, from string) (string, bool, error)) error {
	var ms []migration
	for i, step := range steps {
		ms = append(ms, migration{to: i + 2, what: "a test's", step: step})
	}
	return migrate(ctx, e, func(context.Context, int) error { return nil }, current, ms)
}

// PutJSON writes a value as somebody would who knows the format, and tells the log nothing.
func PutJSON(tx Tx, key string, js []byte) error {
	return tx.Put(key, withSum(append([]byte{plainOld}, js...)))
}
