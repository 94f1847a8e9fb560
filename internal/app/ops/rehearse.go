package ops

import (
	"context"

	"liubao/internal/app/rehearsal"
)

// Rehearse tells who would get what if a unit stayed silent. Where there is no
// data file, or invent is set, a person is made up for every post.
func Rehearse(ctx context.Context, o Options, unit string, invent bool) (rehearsal.Rehearsal, error) {
	if invent || present(o.Config) != nil {
		return rehearsal.Run(ctx, rehearsal.Options{Desk: o.Desk(), Now: o.Clock.Now()}, unit)
	}
	return Ask[rehearsal.Rehearsal](ctx, o, "rehearse", map[string][]string{"unit": {unit}})
}
