// Package plans keeps the versions of the plan in the data file: it takes the
// first one when a file is new, tells when the plan beside the program differs
// from what the file holds, and puts a further version in.
//
// Promises: after the first start the data file decides; a version never holds
// from a day that has begun, so that nothing in the past changes; and no version
// is put in that leaves people, reports or drafts without a unit, an area or a
// duty: the error names them and says what to do.
package plans

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"liubao/plan"
	"liubao/storage"
)

// Change makes a plan what the configuration says; nil changes nothing.
type Change func(*plan.Plan) error

// Read returns the plan over time as the data file holds it, nil where it has no
// version yet.
func Read(ctx context.Context, e storage.Engine, change Change) (h *plan.History, err error) {
	err = e.View(ctx, func(r storage.Reader) error {
		h, err = storage.PlanOverTime(r, change)
		return err
	})
	return h, err
}

// Take lets the data file have its first version: the configured plan, from its
// first day. A file that was made with another plan is refused.
func Take(ctx context.Context, e storage.Engine, p *plan.Plan, now time.Time) error {
	if p.Text() == nil {
		return nil // made in code: there is no file to keep
	}
	return e.Update(ctx, func(tx storage.Tx) error {
		versions, err := storage.PlanVersions(tx)
		if errors.Is(err, storage.ErrCorrupt) {
			return nil // a version is there; what the configuration says holds until it is mended
		} else if err != nil {
			return err
		}
		if len(versions) > 0 {
			return Same(versions, p)
		}
		if err := lacking(tx, p); err != nil {
			return err
		}
		return put(tx, storage.PlanVersion{From: p.Starts, ID: p.ID, Hash: p.Hash(), File: string(p.Text()),
			Starts: p.Starts, Deadline: p.Deadline, At: now, By: "start"}, p)
	})
}

// Same refuses a plan of another kind than the file's.
func Same(versions []storage.PlanVersion, p *plan.Plan) error {
	if len(versions) == 0 || versions[0].ID == p.ID {
		return nil
	}
	return fmt.Errorf("the data file belongs to the plan %q and this is the plan %q: write the plan's own file under plan.file, or name another data.file for this plan", versions[0].ID, p.ID)
}

// lacking refuses a plan that lacks what a data file of before has rows of.
func lacking(r storage.Reader, p *plan.Plan) error {
	missing, err := orphans(r, p, plan.Date{})
	if err != nil || len(missing) == 0 {
		return err
	}
	return fmt.Errorf("the data file was made with another plan: this one lacks %s; start with the plan file that the data was made with, and change it with liubao plan apply", join(missing))
}

// put stores a version with a row in the audit log.
func put(tx storage.Tx, v storage.PlanVersion, p *plan.Plan) error {
	if err := storage.SavePlanVersion(tx, v); err != nil {
		return err
	}
	_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "-", Period: v.At.UTC().Format("2006-01"), At: v.At,
		What: textApplied, After: fmt.Sprintf(textAppliedAs, v.From, p.Title, v.Hash[:12])})
	return err
}

// Differs reports whether the configured plan is none of the versions that the
// data file holds.
func Differs(ctx context.Context, e storage.Engine, p *plan.Plan) (differs bool, err error) {
	err = e.View(ctx, func(r storage.Reader) error {
		versions, err := storage.SoundPlanVersions(r)
		differs = len(versions) > 0 && p.Text() != nil &&
			!slices.ContainsFunc(versions, func(v storage.PlanVersion) bool { return v.Hash == p.Hash() })
		return err
	})
	return differs, err
}

// errNoVersion: the bot has never run on the file.
var errNoVersion = errors.New("the data file has no plan yet; start the bot once with liubao serve")

// Next is a version that is to be put in.
type Next struct {
	Plan   *plan.Plan // as its file says
	From   plan.Date
	Change Change
	Now    time.Time
}

// Preview says what the version would change, against the plan as it would stand
// on its first day without it, and refuses one that cannot be put in.
func Preview(r storage.Reader, n Next) ([]plan.Change, error) {
	versions, err := storage.PlanVersions(r)
	if err != nil {
		return nil, err
	}
	if len(versions) == 0 {
		return nil, errNoVersion
	}
	if err := errors.Join(Same(versions, n.Plan), n.day(versions)); err != nil {
		return nil, err
	}
	h, err := storage.PlanOverTime(r, n.Change)
	if err != nil {
		return nil, err
	}
	then, err := n.over(r)
	if err != nil {
		return nil, err
	}
	missing, err := orphans(r, then, n.From)
	if err != nil {
		return nil, err
	}
	was := h.At(n.From)
	moved, err := moves(r, was, then)
	if err != nil {
		return nil, err
	}
	changes := append(plan.Diff(was, then), moved...)
	if len(missing) > 0 {
		return changes, fmt.Errorf("this version leaves behind %s: move the people to another unit in the chat, have open drafts handed in, name a successor (succeeds) or keep the id", join(missing))
	}
	return changes, nil
}

// day refuses a day that has begun, or one before a version that is there.
func (n Next) day(versions []storage.PlanVersion) error {
	today := plan.DateOf(n.Now.In(n.Plan.Location()))
	last := versions[len(versions)-1].From
	switch {
	case !n.From.After(today):
		return fmt.Errorf("from %s: a version holds from a day to come, the earliest is %s, so that nothing in the past changes", n.From, today.AddDays(1))
	case n.From.Before(last):
		return fmt.Errorf("from %s: there is a version from %s already; name that day to replace it, or a later one", n.From, last)
	}
	return nil
}

// version is the row of the version.
func (n Next) version() storage.PlanVersion {
	return storage.PlanVersion{From: n.From, ID: n.Plan.ID, Hash: n.Plan.Hash(), File: string(n.Plan.Text()),
		Starts: n.Plan.Starts, Deadline: n.Plan.Deadline, At: n.Now, By: "apply"}
}

// over returns the plan as it stands on the version's first day.
func (n Next) over(r storage.Reader) (*plan.Plan, error) {
	h, err := storage.PlanOverTime(adding{r, n.version()}, n.Change)
	if err != nil {
		return nil, err
	}
	return h.At(n.From), nil
}

// Apply puts the version in.
func Apply(ctx context.Context, e storage.Engine, n Next) (changes []plan.Change, err error) {
	err = e.Update(ctx, func(tx storage.Tx) error {
		if changes, err = Preview(tx, n); err != nil {
			return err
		}
		if len(changes) == 0 {
			return errors.New("this plan changes nothing")
		}
		return put(tx, n.version(), n.Plan)
	})
	return changes, err
}
