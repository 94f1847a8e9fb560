package app

import (
	"context"

	"liubao/internal/app/ops"
)

// moveCmd moves the data to another place.
type moveCmd struct {
	where
	To string `type:"path" required:"" placeholder:"FILE" help:"Configuration that keeps the data elsewhere."`
}

// The sentences of the command, in English; package lang has them in Chinese.
const (
	textMovedData  = "%d rows with %d files were copied from %s to %s and read back: the same %d chains of the audit log end in the same place.\n"
	textMovedFiles = "%d files stay where they lie outside.\n"
	textMovedMark  = "What is in %s is marked as moved and no longer served. Serve with: liubao serve --config %s\n"
)

// Run moves, and says what to do next.
func (c *moveCmd) Run(ctx context.Context, sys System) error {
	from, err := c.options(sys, "")
	if err != nil {
		return err
	}
	to, err := operatorOptions(sys, c.To, "")
	if err != nil {
		return err
	}
	for _, o := range []ops.Options{from, to} {
		if o.NoOutside != nil {
			return o.NoOutside
		}
	}
	done, err := ops.Move(ctx, from, to, sys.Now())
	if err != nil {
		return err
	}
	sys.printf(textMovedData, done.Rows, done.Files, done.From, done.To, done.Chains)
	if done.Outside > 0 {
		sys.printf(textMovedFiles, done.Outside)
	}
	sys.printf(textMovedMark, done.From, c.To)
	return nil
}
