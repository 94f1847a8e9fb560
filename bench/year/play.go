package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"liubao/internal/app/plans"
	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// year is the play: the stage, who is on it, and what was wrong so far.
type year struct {
	ctx   context.Context
	on    *stage.Stage
	o     stage.Options
	loc   *time.Location
	cast  map[string]*stage.Actor
	said  map[string]string // what the director was told of a period when it ended
	wrong []string
	out   io.Writer
}

// chief is the director at the beginning, and next who replaces them.
const (
	chief = "主任甲"
	next  = "主任乙"
)

// leads are the units that lead an area at the beginning.
var leads = []string{"党群局", "社管局", "应急和市场监管局", "经发招商局", "财政局"}

func contact(unit string) string { return unit + "甲" }

// play lives through the periods up to the last, and returns what was wrong.
func play(ctx context.Context, last plan.Date, out io.Writer) (wrong []string, err error) {
	first, err := plan.Default()
	if err != nil {
		return nil, err
	}
	y := &year{ctx: ctx, loc: first.Location(), cast: map[string]*stage.Actor{}, said: map[string]string{}, out: out}
	start := first.Starts.At(plan.Clock{Hour: 9}, y.loc)
	y.o = stage.Options{Engine: mem.New(), Plan: first, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil), Start: start, Seed: 1,
		Log: slog.New(slog.DiscardHandler)}
	y.o.PlanNow = plans.Follow(func() time.Time { return y.now() }, nil)
	if err := storage.Migrate(ctx, y.o.Engine, nil); err != nil {
		return nil, err
	}
	if err := plans.Take(ctx, y.o.Engine, first, start); err != nil {
		return nil, err
	}
	if y.on, err = stage.Open(ctx, y.o); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, y.on.Close()) }()
	if err := y.gather(); err != nil {
		return nil, err
	}
	for _, of := range y.periods(last) {
		if err := y.live(of); err != nil {
			return y.wrong, fmt.Errorf("%s: %w", of.ID, err)
		}
	}
	if err := y.lookBack(); err != nil {
		return y.wrong, err
	}
	return y.wrong, nil
}

// now is the time on the stage.
func (y *year) now() time.Time {
	if y.on == nil {
		return y.o.Start
	}
	return y.on.Clock.Now()
}

func (y *year) fail(format string, args ...any) {
	y.wrong = append(y.wrong, fmt.Sprintf(format, args...))
}

// today is the plan as it stands.
func (y *year) today() (p *plan.Plan, err error) {
	err = y.o.Engine.View(y.ctx, func(r storage.Reader) error {
		p, err = y.o.PlanNow(r)
		return err
	})
	return p, err
}

// periods are the reports' periods from the first to the last.
func (y *year) periods(last plan.Date) []plan.Period {
	duty, _ := y.o.Plan.Duty("progress")
	return schedules.Periods(duty, y.o.Plan, y.o.Rules, y.o.Calendar, y.o.Plan.Starts, last)
}

// gather lets the director claim the office and invite a contact of each lead.
func (y *year) gather() error {
	secret, err := y.on.Claim(y.ctx)
	if err != nil {
		return err
	}
	if err := y.actor(chief).Opens(y.ctx, secret); err != nil {
		return err
	}
	for _, unit := range leads {
		if err := y.invite(unit, "联络员", contact(unit)); err != nil {
			return err
		}
	}
	return nil
}

func (y *year) actor(name string) *stage.Actor {
	if y.cast[name] == nil {
		y.cast[name] = y.on.Actor(int64(len(y.cast)), name)
	}
	return y.cast[name]
}

func (y *year) invite(unit, role, who string) error {
	boss := y.actor(chief)
	if err := errors.Join(boss.Says(y.ctx, "/invite"), boss.Taps(y.ctx, unit, role)); err != nil {
		return err
	}
	return y.actor(who).Opens(y.ctx, stage.Payload(boss.Newest()))
}

// live lives through one period: what happens in it, the reports the day before
// its deadline, and what is said of it three days after.
func (y *year) live(of plan.Period) error {
	if err := y.happens(of); err != nil {
		return err
	}
	if err := y.on.AdvanceTo(y.ctx, of.Deadline.Add(-30*time.Hour)); err != nil {
		return err
	}
	p, err := y.today()
	if err != nil {
		return err
	}
	in := 0
	for _, a := range p.On(of.Nominal).Areas {
		if y.misses(of, a) {
			continue
		}
		if err := y.report(contact(y.o.Plan.UnitName(a.Lead)), of, a); err != nil {
			return fmt.Errorf("%s: %w", a.Name, err)
		}
		in++
	}
	if err := y.on.AdvanceTo(y.ctx, of.Deadline.Add(15*time.Hour)); err != nil {
		return err
	}
	return y.compare(of, in)
}

// misses reports whether an area's report of a period does not come: one unit in
// every fifth period, each time another.
func (y *year) misses(of plan.Period, a plan.Area) bool {
	n := int(of.Nominal.Month)*2 + of.Nominal.Day/20
	return n%5 == 0 && a.Number == n/5%6+1
}

// compare holds what the director is told in one place against the others.
func (y *year) compare(of plan.Period, in int) error {
	boss := y.actor(chief)
	if err := boss.Says(y.ctx, "/status"); err != nil {
		return err
	}
	label := fmt.Sprintf("看 %d月%d日…", int(of.Nominal.Month), of.Nominal.Day)
	if boss.OnNewest(label) {
		if err := boss.Taps(y.ctx, label); err != nil {
			return err
		}
	}
	status := boss.Newest()
	want := fmt.Sprintf("已报 %d/6", in)
	if !strings.Contains(status, want) {
		y.fail("%s: the status says %q and not %s", of.ID, strings.SplitN(status, "\n", 2)[0], want)
	}
	y.said[of.ID] = leadLine(status)
	fmt.Fprintf(y.out, "%s  %s  %d of 6\n", of.ID, y.now().Format("2006-01-02 15:04"), in)
	return nil
}

// leadLine is what a status says of who leads the budget's area.
func leadLine(status string) string {
	for line := range strings.Lines(status) {
		if _, after, ok := strings.Cut(line, "保基层运转（"); ok {
			unit, _, _ := strings.Cut(after, "）")
			return unit
		}
	}
	return ""
}
