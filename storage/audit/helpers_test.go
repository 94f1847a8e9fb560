package audit_test

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/mem"
)

var noon = time.Date(2027, 2, 28, 4, 0, 0, 0, time.UTC)

// store returns an engine that runs every function twice, so that side effects show.
func store() *mem.Engine { return mem.With(mem.Options{Twice: true}) }

func update(t require.TestingT, e storage.Engine, fn func(storage.Tx) error) {
	require.NoError(t, e.Update(context.Background(), fn))
}

func view(t require.TestingT, e storage.Engine, fn func(storage.Reader) error) {
	require.NoError(t, e.View(context.Background(), fn))
}
