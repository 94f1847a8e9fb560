package desktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// TestEverythingDated: with every duty of the plan dated, the unit that owes
// most still fits into a transaction, whatever its contact and the office do.
func TestEverythingDated(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "jingfa", reports.Director)
		s.person("经发甲", "jingfa", reports.Contact)
		s.person("经发长", "jingfa", reports.Head)
		s.boundGroup("专班群", "主任")
		days, dates := map[string][]int{}, map[string]string{}
		for _, d := range s.plan.Duties {
			switch {
			case d.Timing == plan.Once:
				dates[d.ID] = "2026-12-20"
			case d.Timing == plan.Recurring && d.Undated():
				days[d.ID] = []int{10, 25}
			}
		}
		s.write(func(tx storage.Tx) error {
			return storage.SaveSetting(tx, "dates", map[string]any{"v": 1, "days": days, "dates": dates})
		})
		s.boot()
		for _, words := range []string{"/report", "/status", "/help"} {
			for _, who := range []string{"经发甲", "主任"} {
				_, err := s.cast[who].Send(s.cast[who].ID(), words)
				require.NoError(t, err)
				s.settle()
			}
		}
		s.advanceTo(s.clock.Now().AddDate(0, 0, 20), func() {})
		who := s.cast["经发甲"]
		s.tap(who, who.ID(), "收到，稍后报", false)
		s.settle()
		_, err := who.Send(who.ID(), "/status")
		require.NoError(t, err)
		s.settle()
		msgs := s.sandbox.Messages(who.ID(), 0)
		last := msgs[len(msgs)-1].Text
		require.Contains(t, last, "粮油电应急预案")
		require.GreaterOrEqual(t, strings.Count(last, "逾期未报"), 6)
	})
}
