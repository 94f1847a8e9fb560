package rules

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

func day(d int) plan.Date { return plan.Date{Year: 2026, Month: time.December, Day: d} }

func TestDatesBecomeRules(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = day(1)
	b, err := New(Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e := mem.With(mem.Options{Twice: true})
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	update := func(fn func(storage.Tx) error) { require.NoError(t, e.Update(context.Background(), fn)) }
	with := func() (out *Book) {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) (err error) {
			out, err = b.With(r)
			return err
		}))
		return out
	}
	budget, _ := p.Duty("budget")
	risk, _ := p.Duty("risk-plan")
	progress, _ := p.Duty("progress")
	now := day(9).At(plan.Clock{Hour: 9}, b.Loc)
	assert.Empty(t, b.PeriodsAt(budget, now))
	update(func(tx storage.Tx) error { return SetDays(tx, budget, []int{8, 20}, day(9)) })
	update(func(tx storage.Tx) error {
		moved, err := b.SetDate(tx, risk, day(18), "p1", now)
		assert.Empty(t, moved, "it had no date")
		return err
	})
	update(func(tx storage.Tx) error {
		return Move(tx, progress, "2026-12-15", day(17).At(p.Deadline, b.Loc), "p1", now)
	})
	x := with()
	require.NoError(t, x.Rules.Check(p))
	ps := x.PeriodsAt(budget, now)
	require.Len(t, ps, 1, "what lies before the day it was set is not owed")
	assert.Equal(t, "2026-12-20", ps[0].ID)
	of, ok := x.Period(progress, "2026-12-15")
	require.True(t, ok)
	assert.Equal(t, day(17), plan.DateOf(of.Deadline.In(b.Loc)))
	assert.Empty(t, b.Rules.Moved, "the configuration's own rules stay as they are")

	// A date that is put off keeps the period's id, and with it every word.
	update(func(tx storage.Tx) error {
		moved, err := b.SetDate(tx, risk, day(22), "p1", now)
		assert.Equal(t, "2026-12-18", moved)
		return err
	})
	x = with()
	once := x.PeriodsAt(risk, now)
	require.Len(t, once, 1)
	assert.Equal(t, "2026-12-18", once[0].ID)
	assert.Equal(t, day(22), plan.DateOf(once[0].Deadline.In(b.Loc)))
	// It is owed until it is in, however late.
	assert.Len(t, x.PeriodsAt(risk, now.AddDate(1, 0, 0)), 1)
}

// What follows from a plan of the store is worked out once, and anew where the plan is
// another.
func TestPlanIsWorkedOutOnce(t *testing.T) {
	first, err := plan.Default()
	require.NoError(t, err)
	stored, other := *first, *first
	other.Units = other.Units[:1]
	now := &stored
	b, err := New(Config{Plan: first, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil),
		PlanNow: func(storage.Reader) (*plan.Plan, error) { return now, nil }})
	require.NoError(t, err)
	e := mem.New()
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	with := func() (out *Book) {
		require.NoError(t, e.View(t.Context(), func(r storage.Reader) (err error) {
			out, err = b.With(r)
			return err
		}))
		return out
	}
	one, two := with(), with()
	assert.Same(t, &stored, one.Plan)
	assert.Same(t, one.Outline, two.Outline)
	now = &other
	assert.NotSame(t, one.Outline, with().Outline)
	assert.Equal(t, first.Units[1].ID, with().Outline.UnitName(first.Units[1].ID), "a unit that is not there any more")
}

// Settings that cannot be read are as they were, or, where they were never read, as
// the configuration says; they are not written over.
func TestDamagedSettingsHoldOn(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	start := func() *Book {
		b, err := New(Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil),
			Switches: []Switch{{Name: SwitchDigest, On: false}}})
		require.NoError(t, err)
		return b
	}
	b, e, ctx := start(), mem.New(), context.Background()
	day := plan.Date{Year: 2026, Month: time.December, Day: 16}
	moved := time.Date(2026, 12, 18, 9, 0, 0, 0, time.UTC)
	key := schedules.PeriodKey{Period: "2026-12-15", Duty: "progress"}
	now := time.Date(2026, 12, 9, 1, 0, 0, 0, time.UTC)
	look := func(b *Book) (at time.Time, on, work bool) {
		require.NoError(t, e.View(ctx, func(r storage.Reader) error {
			in, err := b.With(r)
			require.NoError(t, err)
			on, err = in.Switched(r, SwitchDigest)
			at, work = in.Rules.Moved[key], in.Calendar.Workday(day)
			return err
		}))
		return at, on, work
	}
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		duty, _ := p.Duty("progress")
		require.NoError(t, Move(tx, duty, key.Period, moved, "p1", now))
		require.NoError(t, SaveCalendarDays(tx, CalendarDays{V: 1, Days: []CalendarDay{{Date: day}}}))
		return SetSwitch(tx, SwitchDigest, true, "p1", now)
	}))
	at, on, work := look(b)
	require.True(t, at.Equal(moved))
	require.True(t, on)
	require.False(t, work)
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		for _, name := range []string{settingDates, settingCalendar, settingSwitches} {
			require.NoError(t, tx.Put(storage.RowSetting.Key(name), []byte("\x01damaged")))
		}
		return nil
	}))
	at, on, work = look(b)
	assert.True(t, at.Equal(moved), "as it was")
	assert.True(t, on)
	assert.False(t, work)
	at, on, work = look(start())
	assert.Zero(t, at, "as the configuration says")
	assert.False(t, on)
	assert.True(t, work)
	err = e.Update(ctx, func(tx storage.Tx) error { return SetSwitch(tx, SwitchDigest, false, "p1", now) })
	require.ErrorIs(t, err, storage.ErrCorrupt, "written over")
}
