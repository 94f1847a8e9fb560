package bolt

import (
	"context"

	"liubao/storage"
)

// Update implements [storage.Engine].
func (e *Engine) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if err := e.door.Enter(ctx); err != nil {
		return err
	}
	defer e.door.Leave()
	return e.queue.Update(ctx, fn)
}
