package ops

import (
	"context"
	"fmt"
	"time"

	"liubao/bot/desk/problem"
	"liubao/storage"
)

// urgentAfter is how long a serious problem waits for a confirmation before the
// operator is told: by then duty officers, leaders and the whole office were.
const urgentAfter = time.Hour

// unconfirmed names the serious problems that nobody confirms. It holds nobody's words.
func (p *Program) unconfirmed(ctx context.Context, now time.Time) []string {
	var out []string
	err := p.engine.View(ctx, func(r storage.Reader) error {
		out = nil
		open, err := problem.OpenProblems(r)
		for _, x := range open {
			if x.Major && x.AckedAt.IsZero() && now.Sub(x.At) >= urgentAfter {
				out = append(out, fmt.Sprintf("the serious problem %s is confirmed by nobody since %s; call somebody", x.ID, p.stamp(x.At)))
			}
		}
		return err
	})
	if err != nil { // that the data cannot be read is told already
		return nil
	}
	return out
}
