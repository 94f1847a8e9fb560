package desk

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
)

// What is remembered of the rules and the periods never shows: after any change,
// committed or not, seen from inside the transaction or from outside of it, the
// answers are those of the schedules themselves under what is stored.
func TestRulesHoldOnlyWhileTheyAreStored(t *testing.T) {
	d, e := bench(t)
	budget, _ := d.Plan.Duty("budget")
	progress, _ := d.Plan.Duty("progress")
	now := day(9).At(plan.Clock{Hour: 9}, d.loc)
	undo := errors.New("undo")
	rapid.Check(t, func(t *rapid.T) {
		compare := func(r storage.Reader) {
			in, err := d.With(r)
			require.NoError(t, err)
			rules, err := d.rules(r)
			require.NoError(t, err)
			require.Equal(t, rules, in.Rules)
			for _, duty := range []plan.Duty{budget, progress} {
				on := day(rapid.IntRange(1, 31).Draw(t, "day"))
				for range 2 { // worked out, and remembered
					p, ok := in.period(duty, on.String())
					q, is := schedules.ByID(duty, d.Plan, rules, d.Calendar, on.String())
					require.Equal(t, []any{q, is}, []any{p, ok})
					p, ok = in.currentPeriod(duty, on)
					q, is = schedules.Current(duty, d.Plan, rules, d.Calendar, on)
					require.Equal(t, []any{q, is}, []any{p, ok})
					if ok {
						before, ok := in.previousPeriod(duty, p)
						want, is := schedules.Previous(duty, d.Plan, rules, d.Calendar, p)
						require.Equal(t, []any{want, is}, []any{before, ok})
					}
				}
			}
		}
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			what, n := rapid.IntRange(0, 3).Draw(t, "what"), rapid.IntRange(1, 28).Draw(t, "n")
			commits := rapid.Bool().Draw(t, "commits")
			err := e.Update(context.Background(), func(tx storage.Tx) (err error) {
				switch what {
				case 0:
					err = setDays(tx, budget, slices.Compact([]int{n, 28}), day(1))
				case 1:
					err = d.move(tx, progress, "2026-12-15", now.Add(time.Duration(n)*time.Hour), "p1", now)
				case 2:
					err = setSwitch(tx, SwitchEscalation, n%2 == 0, "p1", now)
				case 3:
					err = storage.DeleteSetting(tx, settingDates)
				}
				require.NoError(t, err)
				compare(tx)
				if commits {
					return nil
				}
				return undo
			})
			if commits {
				require.NoError(t, err)
			}
			require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
				compare(r)
				return nil
			}))
		}
	})
}
