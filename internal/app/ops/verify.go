package ops

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"liubao/internal/app/backups"
	"liubao/internal/app/serving"
)

// Verify looks at every row of the data: of the running bot, or of the file where
// none runs.
func Verify(ctx context.Context, o Options) (x backups.Examined, err error) {
	resp, err := post(ctx, o.Config, "verify", nil)
	switch {
	case err == nil:
		defer resp.Body.Close()
		if err := json.NewDecoder(resp.Body).Decode(&x); err != nil {
			return x, fmt.Errorf("the running bot's answer: %w", err)
		}
		return x, nil
	case !serving.Absent(err):
		return x, err
	}
	if err := present(o.Config); err != nil {
		return x, err
	}
	if o.Config.Data.Cluster() {
		p, err := Open(o)
		if err != nil {
			return x, err
		}
		x, err = p.verify(ctx)
		return x, errors.Join(err, p.Close())
	}
	x, err = backups.Examine(ctx, o.Config.Data.File)
	return x, besides(o.Config, err)
}

// verify is the answer of a bot that runs.
func (p *Program) verify(ctx context.Context) (x backups.Examined, err error) {
	x.File = p.dataPlace()
	return x, p.engine.View(ctx, x.Look)
}
