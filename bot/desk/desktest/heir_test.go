package desktest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk/standing"
	"liubao/internal/app/plans"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// What was missed before the plan changed is still owed: of a unit that was merged by
// what took it over, of a duty that has ended by whoever owed it. They are chased, can
// open and submit it, and it counts for the unit of that time.
func TestMissedBeforeThePlanChanged(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "jingfa", reports.Director)
		s.person("社管甲", "sheguan", reports.Contact)
		s.person("党群甲", "dangqun", reports.Contact)
		s.person("党群长", "dangqun", reports.Head)
		s.person("财政甲", "caizheng", reports.Contact)
		s.drop()
		day := plan.Date{Year: 2026, Month: time.December, Day: 15}
		first, next := *s.plan, *s.plan
		first.Duties, next.Duties, next.Units = slices.Clone(first.Duties), slices.Clone(first.Duties), slices.Clone(first.Units)
		for i := range first.Duties {
			if first.Duties[i].ID == "budget" {
				first.Duties[i].Days, next.Duties[i].Days, next.Duties[i].Until = []int{15}, []int{15}, day
			}
		}
		for i := range next.Units {
			switch next.Units[i].ID {
			case "sheguan":
				next.Units[i].Until = day
			case "dangqun":
				next.Units[i].Succeeds = []string{"sheguan"}
			}
		}
		h, err := plan.NewHistory([]plan.Version{{From: first.Starts, Plan: &first}, {From: day.AddDays(1), Plan: &next}})
		require.NoError(t, err)
		s.plan = &first
		s.planNow = func(storage.Reader) (*plan.Plan, error) { return h.At(plan.DateOf(s.clock.Now().In(s.loc))), nil }
		s.replay("@ 2026-12-15 20:00")
		s.write(func(tx storage.Tx) error { return plans.Turn(tx, h, s.clock.Now().Add(12*time.Hour)) })

		out := s.replay("@ 2026-12-16 10:00\n党群甲> /report\n财政甲> /report")
		for _, who := range []string{"党群甲", "财政甲"} {
			require.Contains(t, out, "bot→"+who+"< "+who+"，您好。以下材料还没收到：")
		}
		require.Contains(t, out, "· 保基本民生 12月1日至15日：应于12月15日（周二）17:30前报，已过")
		require.Contains(t, out, "[填报 保基本民生 12月1日至15日（逾期未报）]")
		require.Regexp(t, `· 保基层运转情况月报 [^：]*：应于12月15日（周二）17:30前报，已过`, out)
		require.Regexp(t, `\[填报 保基层运转情况月报 .*（逾期未报）\]`, out)
		_, head, ok := strings.Cut(out, "bot→党群长< 党群长，您好。贵单位以下材料还没有收到：")
		require.True(t, ok, "the chain reaches the head of what took the unit over")
		require.Contains(t, head[:min(len(head), 300)], "保基本民生 12月1日至15日")

		s.replay("@ 2026-12-23 10:00")
		s.submit("党群甲", "a2@2026-12-15")
		s.answerAll(s.cast["财政甲"], reports.Key{Period: "2026-12-15", Duty: "budget", Subject: "caizheng"})
		s.settle()
		require.Empty(t, s.deadLetters())
		now := h.At(day.AddDays(8))
		for id, unit := range map[string]string{"progress": "sheguan", "budget": "caizheng"} {
			duty, ok := first.Duty(id)
			require.True(t, ok)
			p, ok := schedules.ByID(duty, now, s.rules, schedules.NewCalendar(s.days), day.String())
			require.True(t, ok)
			require.NoError(t, s.engine.View(context.Background(), func(r storage.Reader) error {
				rows, err := standing.In(r, now, id, p)
				require.NoError(t, err)
				i := slices.IndexFunc(rows, func(x standing.Standing) bool { return x.Unit == unit && x.Subject != "a6" })
				require.GreaterOrEqual(t, i, 0, id)
				require.True(t, rows[i].Reported(), id)
				return nil
			}))
		}
	})
}
