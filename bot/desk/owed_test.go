package desk

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/conversations/report"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// What else somebody owes is what they owe without the one report, whoever it is.
func TestOwedByButOne(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	d, err := New(Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e := mem.New()
	now := time.Date(2026, 12, 28, 2, 0, 0, 0, time.UTC)
	looked := 0
	for n, u := range p.Units {
		who := reports.Person{ID: "p", Unit: u.ID, Roles: []reports.Role{reports.Contact, reports.Director}}
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
			all, err := d.OwedBy(tx, who, now)
			require.NoError(t, err)
			for i, x := range all {
				if (n+i)%3 == 0 {
					require.NoError(t, storage.SaveDraft(tx, x.Key(), report.Draft{Key: x.Key(), Filled: 1}))
				}
			}
			return nil
		}))
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			in, err := d.With(r)
			require.NoError(t, err)
			all, err := in.OwedBy(r, who, now)
			require.NoError(t, err)
			for i, x := range all {
				rest, err := in.OwedByBut(r, who, now, x.Key())
				require.NoError(t, err)
				require.Equal(t, slices.Delete(slices.Clone(all), i, i+1), rest)
				looked++
			}
			return nil
		}))
	}
	require.NotZero(t, looked)
}
