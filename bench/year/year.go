package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/sandbox"
)

// year is the play: who is on it, what people did, and what was wrong so far.
type year struct {
	*site
	o       options
	rnd     *rand.Rand // when people report
	reviews *rand.Rand // what the office sends back
	days    calendar
	tasks   []task
	owed    []*owed
	cast    map[string]*stage.Actor
	posts   []post
	boss    string // who is director now
	// second is from when on there is another director, and the first is deputy.
	second time.Time
	group  *sandbox.Group
	away   stretchOf // when the program was stopped
	said   map[string]map[string]string
	heard  time.Time // up to which reminders are judged
	wrong  []string
}

// stretchOf is a stretch of time.
type stretchOf struct{ from, to time.Time }

// task is something that happens at a time.
type task struct {
	at time.Time
	do func(context.Context) error
}

func newYear(s *site, o options) *year {
	if o.out == nil {
		o.out = io.Discard
	}
	return &year{site: s, o: o, days: announced(), rnd: rand.New(rand.NewPCG(o.seed, 6)), reviews: rand.New(rand.NewPCG(o.seed, 7)), cast: map[string]*stage.Actor{},
		said: map[string]map[string]string{}, heard: begin}
}

func (y *year) now() time.Time { return y.clock.Now() }

func (y *year) fail(format string, args ...any) {
	w := y.now().Format("2006-01-02 15:04") + " " + fmt.Sprintf(format, args...)
	y.wrong = append(y.wrong, w)
	fmt.Fprintln(y.o.out, "wrong:", w)
}

// on puts something on the agenda; what falls on one time happens in the order in
// which it was put there. While the program is stopped nobody does anything.
func (y *year) on(t time.Time, do func(context.Context) error) {
	if y.isAway(t) {
		t = y.away.to.Add(3 * time.Hour)
	}
	y.tasks = append(y.tasks, task{t, do})
}

// isAway reports whether the program is stopped at a time.
func (y *year) isAway(t time.Time) bool { return t.After(y.away.from) && t.Before(y.away.to) }

// play lives through the agenda.
func (y *year) play(ctx context.Context) error {
	if err := y.start(ctx); err != nil {
		return err
	}
	if err := y.gather(ctx); err != nil {
		return err
	}
	y.write()
	for len(y.tasks) > 0 {
		slices.SortStableFunc(y.tasks, func(a, b task) int { return a.at.Compare(b.at) })
		next := y.tasks[0]
		y.tasks = y.tasks[1:]
		if err := y.advance(ctx, next.at); err != nil {
			return err
		}
		if err := next.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", y.now().Format("2006-01-02 15:04"), err)
		}
	}
	return errors.Join(y.lookBack(ctx), y.audited(ctx), y.closed(ctx))
}

// write writes the agenda.
func (y *year) write() {
	end := at(y.o.to, 17, 30)
	y.away = stretchOf{time.Date(2021, 2, 10, 12, 0, 0, 0, zone), time.Date(2021, 2, 24, 12, 0, 0, 0, zone)}
	for t, do := range y.events() {
		if t.Before(end) {
			y.tasks = append(y.tasks, task{t, do})
		}
	}
	var before plan.Date
	for _, n := range halves(y.o.to.AddDays(16)) {
		if n.After(y.o.to) && !n.After(last) { // nobody reports, and yet it is reminded of
			y.owed = append(y.owed, y.halfMonth(n, before)...)
		}
		if n.After(y.o.to) {
			break
		}
		for _, o := range y.halfMonth(n, before) {
			y.expect(o)
		}
		y.on(at(n.AddDays(1), 8, 30), func(ctx context.Context) error { return y.check(ctx, n) })
		if d := at(n.AddDays(-4), 16, 0); !y.isAway(d) {
			y.on(d, func(ctx context.Context) error { return y.between(ctx, n) })
		}
		before = n
	}
	for n := day(2020, 12, monthly); at(n, 17, 30).Before(end); n = plan.MonthDay(n.Year, n.Month+1, monthly) {
		y.expect(month(n))
	}
	d := day(2020, 12, 31)
	y.expect(&owed{duty: once, period: d, first: plan.DateOf(begin), last: d, name: "社保费免征缓缴到期情况", unit: "dangqun", deadline: at(d, 17, 30)})
}

// expect notes a report that will be owed, and when it comes, if it does.
func (y *year) expect(o *owed) {
	y.owed = append(y.owed, o)
	do := func(ctx context.Context) error { return y.report(ctx, o) }
	if o.duty == summary {
		do = func(ctx context.Context) error { return y.file(ctx, o) }
	}
	if t := y.when(o); !t.IsZero() && t.Before(at(y.o.to, 8, 0).Add(24*time.Hour)) {
		y.on(t, do)
	}
}

// when is when a report comes: mostly before its day, at times on it, late, when the
// next one is open, or never.
func (y *year) when(o *owed) time.Time {
	d := plan.DateOf(o.deadline)
	n := y.rnd.IntN(100)
	if o.duty == summary {
		switch {
		case n < 70:
			return at(d, 8, 45)
		case n < 85:
			return at(d, 15, 0)
		}
		return at(y.days.from(d, 2), 15, 0)
	}
	switch {
	case n < 20:
		return at(y.days.from(d, -3), 14, 0)
	case n < 60:
		return at(y.days.from(d, -1), 14, 0)
	case n < 78:
		return at(d, 14, 0)
	case n < 87:
		return at(y.days.from(d, 1), 15, 0)
	case n < 93:
		return at(y.days.from(d, 3), 15, 0)
	case n < 98:
		return at(d.AddDays(13), 15, 0)
	}
	return time.Time{}
}
