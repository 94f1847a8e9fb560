package plans

import (
	"context"
	"errors"
	"time"

	"liubao/bot/desk/rules"
	"liubao/plan"
	"liubao/storage"
)

// Version is one version of the plan, as the operator sees it.
type Version struct {
	From plan.Date `json:"from"`
	Hash string    `json:"hash"`
	By   string    `json:"by"`
	Now  bool      `json:"now"` // it holds today
}

// Versions lists the versions that the data hold, oldest first.
func Versions(r storage.Reader, today plan.Date) (out []Version, err error) {
	all, err := storage.SoundPlanVersions(r)
	if err != nil {
		return nil, err
	}
	for i, v := range all {
		now := !v.From.After(today) && (i+1 == len(all) || all[i+1].From.After(today))
		out = append(out, Version{v.From, v.Hash, v.By, now})
	}
	return out, nil
}

// Names returns the names of the units that changes concern.
func Names(changes []plan.Change, known ...*plan.Plan) map[string]string {
	out := map[string]string{}
	for _, c := range changes {
		for _, id := range c.Units {
			for _, p := range known {
				if u, ok := p.Unit(id); ok && out[id] == "" {
					out[id] = u.Name
				}
			}
		}
	}
	return out
}

// errClosed: a version of the plan was to hold for a plan that is closed.
var errClosed = errors.New("the plan is closed and stays as it is; the director can go on with it for 30 days (/reopen)")

// Open returns an error where the plan is closed, which no version changes.
func Open(ctx context.Context, e storage.Engine, now time.Time) error {
	var c rules.Closing
	err := e.View(ctx, func(r storage.Reader) (err error) {
		c, err = rules.ReadClosing(r)
		return err
	})
	if err == nil && c.Set() && !now.Before(c.From(now.Location())) {
		return errClosed
	}
	return err
}
