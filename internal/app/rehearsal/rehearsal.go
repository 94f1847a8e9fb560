// Package rehearsal answers who would get what, and when, if a unit stayed
// silent: for the operator's command and for the demo page.
//
// It promises that the bot's own desk decides, as it would, and that nothing
// is sent and nothing changed: everything happens on a copy in memory.
package rehearsal

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// rehearsed is how many coming periods a rehearsal lives through.
const rehearsed = 2

// Rehearsal says who would get what, and when.
type Rehearsal struct {
	Unit     string      `json:"unit"`
	Periods  []string    `json:"periods"`  // the deadlines' days
	Invented bool        `json:"invented"` // nobody has joined yet: one person stands for each post
	Sent     []Rehearsed `json:"sent"`
}

// Rehearsed is one message that would be sent.
type Rehearsed struct {
	At      time.Time `json:"at"`
	To      string    `json:"to"`
	Group   bool      `json:"group,omitempty"`
	Purpose string    `json:"purpose"`
	Text    string    `json:"text"` // its first lines
}

// Options say which bot is rehearsed.
type Options struct {
	Desk desk.Config
	// Store is what the bot knows; it is only read. Nil makes up a person for
	// every post.
	Store storage.Engine
	Now   time.Time
}

// Run lives through the coming two periods of a unit that stays silent while
// all others report.
func Run(ctx context.Context, o Options, unit string) (Rehearsal, error) {
	r := rehearsal{o: o, engine: mem.New(), invented: o.Store == nil}
	if !r.invented {
		var err error
		if r.engine, err = shadow(ctx, o.Store, o.Now); err != nil {
			return Rehearsal{}, err
		}
	}
	return r.run(ctx, unit)
}

// rehearsal is one under way.
type rehearsal struct {
	o        Options
	engine   *mem.Engine
	invented bool
	names    map[bot.Address]string // of chats
	groups   map[bot.Address]bool
}

func (r *rehearsal) run(ctx context.Context, unit string) (out Rehearsal, err error) {
	conf := r.o.Desk
	conf.Username = "bot"
	d, err := desk.New(conf)
	if err != nil {
		return out, err
	}
	if err := r.engine.View(ctx, func(rd storage.Reader) error { // what the director set counts
		d, err = d.With(rd)
		return err
	}); err != nil {
		return out, err
	}
	r.o.Desk.Plan, r.o.Desk.Rules = d.Plan, d.Rules
	u, err := d.Plan.UnitNamed(unit)
	if err != nil {
		return out, err
	}
	out = Rehearsal{Unit: u.Name}
	now := r.o.Now
	periods := r.coming(u.ID, now)
	if len(periods) == 0 {
		return out, fmt.Errorf("%s owes no report with a date", u.Name)
	}
	for _, of := range periods {
		out.Periods = append(out.Periods, of.ID)
	}
	out.Periods = slices.Compact(out.Periods)
	if err := r.prepare(ctx, u.ID, periods, now); err != nil {
		return out, err
	}
	out.Invented = r.invented
	out.Sent, err = r.live(ctx, d, now, r.end(periods))
	return out, err
}

// coming returns the next periods in which the unit owes something.
func (r *rehearsal) coming(unit string, now time.Time) []plan.Period {
	var out []plan.Period
	ids := map[string]bool{}
	for _, of := range schedules.Upcoming(r.o.Desk.Plan, r.o.Desk.Rules, r.o.Desk.Calendar, now, 60) {
		then := r.o.Desk.Plan.On(of.Nominal)
		d, _ := then.Duty(of.Duty)
		if !slices.ContainsFunc(then.Obligations(d), func(o plan.Obligation) bool { return o.Unit == unit }) {
			continue
		}
		if ids[of.ID] = true; len(ids) > rehearsed {
			break
		}
		out = append(out, of)
	}
	return out
}

// end is when the last that concerns the periods has happened.
func (r *rehearsal) end(periods []plan.Period) (end time.Time) {
	for _, of := range periods {
		for _, m := range schedules.Moments(r.o.Desk.Plan, r.o.Desk.Rules, r.o.Desk.Calendar, of) {
			end = latest(end, m.At)
		}
	}
	return end
}

// live goes from moment to moment and notes what would be sent.
func (r *rehearsal) live(ctx context.Context, d *desk.Desk, now, end time.Time) ([]Rehearsed, error) {
	out := []Rehearsed{}
	for !now.After(end) {
		if _, err := d.Reconcile(ctx, r.engine, now); err != nil {
			return nil, err
		}
		sent, err := r.drain(ctx, now)
		if err != nil {
			return nil, err
		}
		out = append(out, sent...)
		next, ok := d.NextMoment(now)
		if !ok {
			break
		}
		now = next
	}
	slices.SortStableFunc(out, func(a, b Rehearsed) int { return a.At.Compare(b.At) })
	return out, nil
}

// drain takes what waits to be sent out of the copy.
func (r *rehearsal) drain(ctx context.Context, now time.Time) (out []Rehearsed, err error) {
	err = r.engine.Update(ctx, func(tx storage.Tx) error {
		out = nil
		var keys []string
		if err := storage.Each(tx, storage.RowOutbox.Prefix(), "", storage.MaxWrites, func(key string, m bot.Message) error {
			keys = append(keys, key)
			if text := strings.TrimSpace(m.Text.String()); text != "" {
				out = append(out, Rehearsed{latest(now, m.NotBefore), r.name(m.Chat), r.groups[m.Chat], m.Purpose, text})
			}
			return nil
		}); err != nil {
			return err
		}
		for _, k := range keys {
			if err := tx.Delete(k); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(out) > 0 { // there may be more than one transaction takes
		more, err := r.drain(ctx, now)
		return append(out, more...), err
	}
	return out, err
}

func (r *rehearsal) name(chat bot.Address) string { return cmp.Or(r.names[chat], string(chat)) }

// prepare makes up people where there are none, lets all other units report,
// and learns what chats are called.
func (r *rehearsal) prepare(ctx context.Context, unit string, periods []plan.Period, now time.Time) error {
	if err := r.othersReport(ctx, unit, periods); err != nil {
		return err
	}
	if r.invented {
		if err := r.invent(ctx, now); err != nil {
			return err
		}
	}
	return r.engine.View(ctx, func(rd storage.Reader) error {
		r.names, r.groups = map[bot.Address]string{}, map[bot.Address]bool{}
		people, err := storage.AllPeople(rd)
		if err != nil {
			return err
		}
		for _, p := range people {
			r.names[p.Chat] = p.Name
			if u, ok := r.o.Desk.Plan.Unit(p.Unit); ok && !strings.Contains(p.Name, u.Name) {
				r.names[p.Chat] = u.Name + " " + p.Name
			}
		}
		groups, err := storage.Groups(rd)
		for _, g := range groups {
			r.names[g.Chat], r.groups[g.Chat] = g.Title, true
		}
		return err
	})
}

func (r *rehearsal) othersReport(ctx context.Context, unit string, periods []plan.Period) error {
	for _, of := range periods {
		then := r.o.Desk.Plan.On(of.Nominal)
		d, _ := then.Duty(of.Duty)
		in := of.Deadline.Add(-24 * time.Hour)
		for _, o := range then.Obligations(d) {
			if o.Unit == unit {
				continue
			}
			k := reports.Key{Period: of.ID, Duty: o.Duty, Subject: o.Subject}
			if err := r.engine.Update(ctx, func(tx storage.Tx) error {
				if _, ok, err := storage.Report(tx, k); ok || err != nil {
					return err
				}
				return storage.SaveReport(tx, reports.Report{
					Key: k, Unit: o.Unit, Version: 1, State: reports.Signed, SubmittedAt: in, FirstAt: in, Deadline: of.Deadline,
				})
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// invent makes a person for every post, and a group.
func (r *rehearsal) invent(ctx context.Context, now time.Time) error {
	people := []reports.Person{
		{Name: reports.Director.Label(), Unit: r.o.Desk.Plan.Office, Roles: []reports.Role{reports.Director}},
		{Name: reports.Leader.Label(), Roles: []reports.Role{reports.Leader}},
		{Name: reports.Inspector.Label(), Unit: r.o.Desk.Plan.Inspector, Roles: []reports.Role{reports.Inspector}},
	}
	for _, u := range r.o.Desk.Plan.Units {
		for _, role := range []reports.Role{reports.Contact, reports.Head} {
			people = append(people, reports.Person{Name: u.Name + role.Label(), Unit: u.ID, Roles: []reports.Role{role}})
		}
	}
	for i, p := range people {
		p.ID, p.Chat, p.Since = fmt.Sprintf("p%d", i+1), reports.NewAddress("", fmt.Sprint(i+1)), now
		if err := r.engine.Update(ctx, func(tx storage.Tx) error { return storage.SavePerson(tx, p) }); err != nil {
			return err
		}
	}
	return r.engine.Update(ctx, func(tx storage.Tx) error {
		return storage.SaveGroup(tx, reports.Group{Chat: reports.NewAddress("", "group"), Title: textTheGroup, At: now})
	})
}

// unneeded are the records that decide nothing about who is told what.
var unneeded = []string{
	"files", "fetch", "arrived", "audit", "audithead", "auditnew", "anchor", "anchorpart", "inbox", "outbox", "dead",
	"seen", "piece", "cursor", "slot", "version", "meta", "menu",
}

// longAgo is how old a period may be and still matter to what comes.
const longAgo = 100 * 24 * time.Hour

// shadow copies what decides about messages into memory. What belongs to a
// period long over is left out, so that the copy does not grow with the years.
func shadow(ctx context.Context, e storage.Engine, now time.Time) (*mem.Engine, error) {
	vals := map[string][]byte{}
	oldest := plan.DateOf(now.Add(-longAgo))
	if err := e.View(ctx, func(r storage.Reader) error {
		clear(vals)
		return r.Scan("", "", 0, func(key string, val []byte) error {
			c := storage.Components(key)
			if slices.Contains(unneeded, c[0]) {
				return nil
			}
			if len(c) > 1 && c[0] != "plan" { // a version holds from its day on
				if day, err := plan.ParseDate(c[1]); err == nil && oldest.After(day) {
					return nil
				}
			}
			vals[key] = bytes.Clone(val)
			return nil
		})
	}); err != nil {
		return nil, err
	}
	twin := mem.New()
	for key, val := range vals {
		if err := twin.Update(ctx, func(tx storage.Tx) error { return tx.Put(key, val) }); err != nil {
			return nil, err
		}
	}
	return twin, nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// textTheGroup stands for the group where none is bound.
const textTheGroup = "专班群"
