package ops

import (
	"context"
	"time"
)

// letGoUntil keeps out of the process's memory what of the program's own code and
// constants is not used, until ctx ends: what the start alone needed, a second
// later what the first work did, and then what made the last document.
func letGoUntil(ctx context.Context) {
	letGo()
	for pause := time.Second; ; pause = time.Hour {
		select {
		case <-time.After(pause):
			letGo()
		case <-ctx.Done():
			return
		}
	}
}
