package ops

import (
	"context"
	"time"
)

// release is letGo; tests count it.
var release = letGo

// letGoUntil keeps out of the process's memory what of the program's own code and
// constants is not used, until ctx ends: what the start alone needed, a second
// later what the first work did, and then what made the last document.
func letGoUntil(ctx context.Context) {
	release()
	for pause := time.Second; ; pause = time.Hour {
		select {
		case <-time.After(pause):
			release()
		case <-ctx.Done():
			return
		}
	}
}
