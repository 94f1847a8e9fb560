package migrate_test

import (
	"context"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/mem"
)

// store returns an engine that runs every function twice, so that side effects show.
func store() *mem.Engine { return mem.With(mem.Options{Twice: true}) }

func update(t require.TestingT, e storage.Engine, fn func(storage.Tx) error) {
	require.NoError(t, e.Update(context.Background(), fn))
}

func view(t require.TestingT, e storage.Engine, fn func(storage.Reader) error) {
	require.NoError(t, e.View(context.Background(), fn))
}
