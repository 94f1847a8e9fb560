package demo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// Rehearsed is a message that would be sent.
type Rehearsed struct {
	At     time.Time `json:"at"`
	To     string    `json:"to"`
	Group  bool      `json:"group,omitempty"`
	Text   string    `json:"text"`
	Period string    `json:"period"` // id of the period whose deadline is the next, or was the last
}

// Rehearsal answers who would get what, and when.
type Rehearsal struct {
	Unit    string      `json:"unit"`
	Periods []string    `json:"periods"`
	Sent    []Rehearsed `json:"sent"`
	Until   time.Time   `json:"until"`
}

// rehearsedPeriods is how many coming deadlines a rehearsal lives through.
const rehearsedPeriods = 2

// Rehearse lives through the coming two periods as if the unit stayed silent
// and all others reported in time. The same bot does it, on a copy of its
// database, with a Telegram and a clock of its own: nothing is sent to anybody.
func (s *Show) Rehearse(ctx context.Context, unit string) (Rehearsal, error) {
	if err := s.take(ctx); err != nil {
		return Rehearsal{}, err
	}
	stage, svc := s.at()
	if svc == nil {
		s.give()
		return Rehearsal{}, ErrBusy
	}
	s.mu.Lock()
	engine, id := s.engine, s.set.Scene
	s.mu.Unlock()
	twin, err := copyOf(ctx, engine)
	var saved bytes.Buffer
	if err == nil {
		err = stage.Sandbox.Save(&saved)
	}
	now := stage.Clock.Now()
	s.give()
	if err != nil {
		return Rehearsal{}, err
	}
	sc, _ := sceneByID(id)
	o, err := s.options(sc)
	if err != nil {
		return Rehearsal{}, err
	}
	o.Engine, o.Saved, o.Start, o.Spec = twin, &saved, now, nil
	return rehearse(ctx, o, unit)
}

// copyOf copies a database into memory.
func copyOf(ctx context.Context, e storage.Engine) (storage.Engine, error) {
	type pair struct {
		key string
		val []byte
	}
	var all []pair
	if err := e.View(ctx, func(r storage.Reader) error {
		all = nil
		return r.Scan("", "", 0, func(k string, v []byte) error {
			all = append(all, pair{k, bytes.Clone(v)})
			return nil
		})
	}); err != nil {
		return nil, err
	}
	twin := mem.New()
	for part := range slices.Chunk(all, 1) { // a value may be half of what one transaction takes
		if err := twin.Update(ctx, func(tx storage.Tx) error {
			for _, p := range part {
				if err := tx.Put(p.key, p.val); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return twin, nil
}

func rehearse(ctx context.Context, o Options, unit string) (_ Rehearsal, err error) {
	if _, ok := o.Plan.Unit(unit); !ok {
		return Rehearsal{}, ErrUnknown
	}
	stage, err := Open(ctx, o)
	if err != nil {
		return Rehearsal{}, err
	}
	defer func() { err = errors.Join(err, stage.Close(), o.Engine.Close()) }()
	periods := coming(o, stage.Clock.Now())
	if err := othersReport(ctx, o, unit, periods); err != nil {
		return Rehearsal{}, err
	}
	out := Rehearsal{Unit: unit}
	for _, p := range periods {
		if !slices.Contains(out.Periods, p.ID) {
			out.Periods = append(out.Periods, p.ID)
		}
		for _, m := range schedules.Moments(o.Plan, o.Rules, o.Calendar, p) {
			if m.At.After(out.Until) {
				out.Until = m.At.Add(time.Minute)
			}
		}
	}
	sub := stage.Sandbox.Subscribe()
	if err := stage.AdvanceTo(ctx, out.Until); err != nil {
		return Rehearsal{}, err
	}
	out.Sent = heard(stage, sub, periods)
	return out, nil
}

// coming returns the periods of the coming deadlines, of every duty.
func coming(o Options, now time.Time) []plan.Period {
	var out []plan.Period
	ids := map[string]bool{}
	for _, p := range schedules.Upcoming(o.Plan, o.Rules, o.Calendar, now, 20) {
		if ids[p.ID] = true; len(ids) > rehearsedPeriods {
			break
		}
		out = append(out, p)
	}
	return out
}

// othersReport writes down, in the copy, that every other unit has reported.
func othersReport(ctx context.Context, o Options, unit string, periods []plan.Period) error {
	for _, p := range periods {
		duty, _ := o.Plan.Duty(p.Duty)
		in := p.Deadline.Add(-24 * time.Hour)
		for _, owed := range o.Plan.Obligations(duty) {
			if owed.Unit == unit {
				continue
			}
			k := reports.Key{Period: p.ID, Duty: owed.Duty, Subject: owed.Subject}
			if err := o.Engine.Update(ctx, func(tx storage.Tx) error {
				if _, ok, err := storage.Report(tx, k); ok || err != nil {
					return err
				}
				return storage.SaveReport(tx, reports.Report{Key: k, Unit: owed.Unit, Version: 1, State: reports.Signed, SubmittedAt: in, FirstAt: in, Deadline: p.Deadline})
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// heard lists what the bot sent since the subscription began.
func heard(stage *Stage, sub *sandbox.Subscription, periods []plan.Period) []Rehearsed {
	out := []Rehearsed{}
	for e, ok := sub.Try(); ok; e, ok = sub.Try() {
		m := e.Message
		if e.Kind != sandbox.EventMessage || m == nil || !m.FromBot {
			continue
		}
		r := Rehearsed{At: e.At, To: m.Chat.FirstName, Text: m.Text + m.Caption, Group: m.Chat.ID < 0}
		if r.Group {
			r.To = m.Chat.Title
		}
		r.Period = periodOf(periods, e.At)
		out = append(out, r)
	}
	sub.Close()
	slices.SortStableFunc(out, func(a, b Rehearsed) int { return cmp.Compare(a.At.Unix()/60, b.At.Unix()/60) })
	return out
}

// periodOf names the period that a moment belongs to: up to two working days
// after a deadline the one that is over, then the next.
func periodOf(periods []plan.Period, at time.Time) string {
	id := ""
	for _, p := range periods {
		id = p.ID
		if at.Before(p.Deadline.Add(96 * time.Hour)) {
			break
		}
	}
	return id
}
