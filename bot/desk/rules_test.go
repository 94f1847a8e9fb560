package desk

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// bench is a desk with a store of its own.
func bench(t *testing.T) (*Desk, storage.Engine) {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	d, err := New(Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e := mem.With(mem.Options{Twice: true})
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return d, e
}

func update(t *testing.T, e storage.Engine, fn func(storage.Tx) error) {
	t.Helper()
	require.NoError(t, e.Update(context.Background(), fn))
}

// with returns the desk as the store's settings make it.
func with(t *testing.T, d *Desk, e storage.Engine) (out *Desk) {
	t.Helper()
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) (err error) {
		out, err = d.With(r)
		return err
	}))
	return out
}

func day(d int) plan.Date { return plan.Date{Year: 2026, Month: time.December, Day: d} }

func TestDatesBecomeRules(t *testing.T) {
	d, e := bench(t)
	budget, _ := d.Plan.Duty("budget")
	risk, _ := d.Plan.Duty("risk-plan")
	progress, _ := d.Plan.Duty("progress")
	now := day(9).At(plan.Clock{Hour: 9}, d.Loc)
	assert.Empty(t, d.PeriodsAt(budget, now))
	update(t, e, func(tx storage.Tx) error { return SetDays(tx, budget, []int{8, 20}, day(9)) })
	update(t, e, func(tx storage.Tx) error { return d.SetDate(tx, risk, day(18), "p1", now) })
	update(t, e, func(tx storage.Tx) error {
		return d.Move(tx, progress, "2026-12-15", day(17).At(d.Plan.Deadline, d.Loc), "p1", now)
	})
	x := with(t, d, e)
	require.NoError(t, x.Rules.Check(d.Plan))
	ps := x.PeriodsAt(budget, now)
	require.Len(t, ps, 1, "what lies before the day it was set is not owed")
	assert.Equal(t, "2026-12-20", ps[0].ID)
	p, ok := x.Period(progress, "2026-12-15")
	require.True(t, ok)
	assert.Equal(t, day(17), plan.DateOf(p.Deadline.In(d.Loc)))
	assert.Empty(t, d.Rules.Moved, "the configuration's own rules stay as they are")

	// A date that is put off keeps the period's id, and with it every word.
	update(t, e, func(tx storage.Tx) error { return d.SetDate(tx, risk, day(22), "p1", now) })
	x = with(t, d, e)
	once := x.PeriodsAt(risk, now)
	require.Len(t, once, 1)
	assert.Equal(t, "2026-12-18", once[0].ID)
	assert.Equal(t, day(22), plan.DateOf(once[0].Deadline.In(d.Loc)))
	// It is owed until it is in, however late.
	assert.Len(t, x.PeriodsAt(risk, now.AddDate(1, 0, 0)), 1)
}

// TestDeciders: nobody decides about their own unit; the office's others come
// first, leaders only where there are none.
func TestDeciders(t *testing.T) {
	d, e := bench(t)
	save := func(ps ...reports.Person) {
		update(t, e, func(tx storage.Tx) error {
			for _, p := range ps {
				if err := storage.SavePerson(tx, p); err != nil {
					return err
				}
			}
			return nil
		})
	}
	who := func(unit string) (out []string) {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			people, err := d.Deciders(r, ActReview, unit)
			out = nil
			for _, p := range people {
				out = append(out, p.ID)
			}
			return err
		}))
		return out
	}
	director := reports.Person{ID: "dir", Name: "主任", Unit: "jingfa", Roles: []reports.Role{reports.Director}, Chat: "tg:1"}
	deputy := reports.Person{ID: "dep", Name: "副主任", Unit: "caizheng", Roles: []reports.Role{reports.DeputyDir, reports.Contact}, Chat: "tg:2"}
	leader := reports.Person{ID: "lead", Name: "组长", Roles: []reports.Role{reports.Leader}, Chat: "tg:3"}
	inspector := reports.Person{ID: "ins", Name: "督查", Roles: []reports.Role{reports.Inspector}, Chat: "tg:4"}
	save(director, inspector)
	assert.Equal(t, []string{"dir"}, who("caizheng"))
	assert.Empty(t, who("jingfa"), "the inspector does not review")
	save(leader)
	assert.Equal(t, []string{"lead"}, who("jingfa"))
	save(deputy)
	assert.Equal(t, []string{"dep"}, who("jingfa"))
	assert.Equal(t, []string{"dir"}, who("caizheng"), "the deputy is of that unit")
	assert.Equal(t, []string{"dep", "dir"}, who("dangqun"))
	deputy.Unreachable = time.Unix(1, 0)
	save(deputy)
	assert.Equal(t, []string{"lead"}, who("jingfa"))
}
