package ops

import (
	"context"
	"net/url"
	"time"

	"liubao/internal/app/plans"
	"liubao/plan"
	"liubao/storage"
	"liubao/storage/migrate"
)

// planned are the plan that the program works by, and, where the data hold versions,
// the one beside the program.
type planned struct{ plan, configured *plan.Plan }

// plan returns the plan as the data hold it, or else the configured one.
func (p *Program) plan() *plan.Plan {
	if now := p.planned.Load(); now != nil {
		return now.plan
	}
	return p.Plan
}

// configured returns the plan beside the program where the data hold versions, nil
// where the plan is the configured one.
func (p *Program) configured() *plan.Plan {
	if now := p.planned.Load(); now != nil {
		return now.configured
	}
	return nil
}

// follow makes a plan the one that the program works by.
func (p *Program) follow(now, configured *plan.Plan) { p.planned.Store(&planned{now, configured}) }

// planOverTime makes the plan what the data file holds, as it stands today. A file
// without a version, and a plan that was made in code, stay as they are.
func (p *Program) planOverTime(ctx context.Context) error {
	if p.plan().Text() == nil {
		return nil
	}
	if err := p.engine.View(ctx, func(r storage.Reader) error {
		versions, err := storage.SoundPlanVersions(r)
		if err != nil {
			return err
		}
		return plans.Same(versions, p.plan())
	}); err != nil {
		return err
	}
	h, err := plans.Read(ctx, p.engine, p.Config.Override)
	if err != nil || h == nil {
		return err
	}
	now := p.Clock.Now()
	p.follow(h.At(plan.DateOf(now.In(p.plan().Location()))), p.plan())
	return nil
}

// takePlan lets a data file have its first version, and says where the plan beside
// the program is another than the file's.
func (p *Program) takePlan(ctx context.Context) error {
	if p.configured() == nil {
		if err := migrate.Run(ctx, p.engine, nil); err != nil { // a new file: Open has seen to any other
			return err
		}
		if err := plans.Take(ctx, p.engine, p.plan(), p.Clock.Now()); err != nil {
			return err
		}
		return p.planOverTime(ctx)
	}
	differs, err := plans.Differs(ctx, p.engine, p.configured())
	if differs {
		p.Log.Warn("the plan file differs from the plan in force and does not count; see what it would change with liubao plan diff, and let it hold from a day on with liubao plan apply")
	}
	return err
}

// Plans are the versions that a data file holds.
type Plans struct {
	ID       string          `json:"id"`
	Versions []plans.Version `json:"versions"`
	// Differs: the configured plan is none of them.
	Differs bool `json:"differs"`
}

// plans lists the versions.
func (p *Program) plans(ctx context.Context) (out Plans, err error) {
	out.ID = p.plan().ID
	err = p.engine.View(ctx, func(r storage.Reader) (err error) {
		out.Versions, err = plans.Versions(r, plan.DateOf(p.Clock.Now().In(p.plan().Location())))
		return err
	})
	if err == nil && p.configured() != nil {
		out.Differs, err = plans.Differs(ctx, p.engine, p.configured())
	}
	return out, err
}

// PlanChanges is what a version changes.
type PlanChanges struct {
	From    plan.Date         `json:"from"`
	Changes []plan.Change     `json:"changes"`
	Names   map[string]string `json:"names"`             // of the units, by id
	Refused string            `json:"refused,omitempty"` // why it cannot be applied
}

// planChange shows what the file in the arguments would change, or lets it hold.
func (p *Program) planChange(ctx context.Context, args url.Values, apply bool) (PlanChanges, error) {
	next, err := p.next(args)
	if err != nil {
		return PlanChanges{}, err
	}
	out := PlanChanges{From: next.From}
	if apply {
		if err := plans.Open(ctx, p.engine, p.Clock.Now().In(p.plan().Location())); err != nil {
			return PlanChanges{}, err
		}
		out.Changes, err = plans.Apply(ctx, p.engine, next)
		if err != nil {
			return PlanChanges{}, err
		}
	} else if err := p.engine.View(ctx, func(r storage.Reader) error {
		changes, err := plans.Preview(r, next)
		if out.Changes = changes; err != nil {
			out.Refused = err.Error()
		}
		return nil
	}); err != nil {
		return PlanChanges{}, err
	}
	out.Names = plans.Names(out.Changes, next.Plan, p.plan())
	return out, nil
}

// next reads a version out of a request's arguments.
func (p *Program) next(args url.Values) (plans.Next, error) {
	from, err := plan.ParseDate(args.Get("from"))
	if err != nil {
		return plans.Next{}, err
	}
	file, err := plan.Load(args.Get("name"), []byte(args.Get("file")))
	if err != nil {
		return plans.Next{}, err
	}
	if !p.Config.Plan.Starts.IsZero() || p.plan().Starts.After(file.Starts) {
		file.Starts = p.plan().Starts // when duties began is past and stays what it was
	}
	return plans.Next{Plan: file, From: from, Change: p.Config.Override, Now: p.Clock.Now()}, p.Config.Override(file)
}

// turns moves the people of units that end to those that take over, on the day:
// see [plans.Turn]. It looks when it starts and after every midnight.
func (p *Program) turns(ctx context.Context) error {
	for {
		now := p.Clock.Now().In(p.plan().Location())
		err := p.engine.Update(ctx, func(tx storage.Tx) error {
			over, err := p.planNow(tx)
			if err != nil || over == nil {
				return err
			}
			return plans.Turn(tx, over.History(), now)
		})
		wait := plan.DateOf(now).AddDays(1).At(plan.Clock{}, now.Location()).Sub(now) + time.Second
		if err != nil && ctx.Err() == nil {
			p.Log.Error("people of units that end could not be moved, which is tried again", "err", err)
			wait = time.Minute
		}
		if !p.sleep(ctx, wait) {
			return nil
		}
	}
}
