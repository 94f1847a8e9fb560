package desktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
)

// TestHeldIsForOthersToRelease: whoever left their own unit's reports out of an
// extension cannot put them back in, nor can anybody who decides nothing.
func TestHeldIsForOthersToRelease(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "jingfa", reports.Director)
		s.person("副主任", "dangqun", reports.DeputyDir)
		s.person("经发甲", "jingfa", reports.Contact)
		s.drop()
		s.replay("主任> /status\n主任> [全部]\n主任> [延期、免报、暂停提醒]\n主任> [整期延期（所有单位）]\n主任> [12月17日（周四）]\n主任> 系统停电。")
		message, data, ok := s.button(s.cast["副主任"].ID(), "一并延至12月17日（周四）", false)
		require.True(t, ok)
		held := func() int {
			n := 0
			for k, v := range s.dump() {
				if strings.HasPrefix(k, "handling/") && strings.Contains(v, `"held"`) {
					n++
				}
			}
			return n
		}
		require.Equal(t, 2, held())
		for _, name := range []string{"主任", "经发甲"} {
			who := s.cast[name]
			s.replay(name + "> /help")
			msgs := s.sandbox.Messages(who.ID(), 0)
			s.press(who, who.ID(), msgs[len(msgs)-1].MessageID, data)
			require.Equal(t, 2, held(), "%s decided about their own unit", name)
		}
		who := s.cast["副主任"]
		stale := data[:strings.LastIndex(data, ".")] + ".1"
		for _, odd := range []string{"hb", "hb.20261215.progress", "hb.20261215.progress.nobody.1", "hb.20261215.nothing.jingfa.1", stale} {
			s.press(who, who.ID(), message, odd)
			require.Equal(t, 2, held(), odd)
		}
		s.press(who, who.ID(), message, data)
		require.Zero(t, held())
	})
}

// TestToldIsForgotten: a message about missing reports is remembered
// only while one of them is missing.
func TestToldIsForgotten(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signOff["progress"] = "none"
		s.person("主任", "", reports.Director)
		s.person("财政局甲", "caizheng", reports.Contact)
		s.person("财政局长", "caizheng", reports.Head)
		s.drop()
		told := func() int {
			n := 0
			for k := range s.dump() {
				if strings.HasPrefix(k, storage.RowTold.Prefix("2026-12-15")) {
					n++
				}
			}
			return n
		}
		s.replay("@ 2026-12-16 10:05")
		require.Equal(t, 1, told())
		s.submit("财政局甲", "a6@2026-12-15")
		s.replay("@ 2026-12-16 10:15")
		require.Zero(t, told())
	})
}

// A later date for what had one is an extension: the own unit's is left to
// somebody else.
func TestLaterDateLeavesTheOwnUnitOut(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "jingfa", reports.Director)
		s.person("副主任", "dangqun", reports.DeputyDir)
		s.person("经发甲", "jingfa", reports.Contact)
		s.drop()
		s.replay("主任> /dates\n主任> [粮油电应急预案：未定]\n主任> 12月14日\n主任> [对，就这样]")
		s.replay("@ 2026-12-15 10:00\n主任> /dates\n主任> [粮油电应急预案：…]\n主任> 12月22日")
		said := s.replay("主任> [对，就这样]")
		require.Contains(t, said, "没有一并延期")
		require.Contains(t, said, "副主任")
		require.Contains(t, s.replay("副主任> [一并延至12月22日（周二）]"), "12月22日")
	})
}

// What somebody else extended for the own unit stays where they put it.
func TestExtendedOwnReportIsHeldToo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signOff["progress"] = "none"
		s.person("主任", "jingfa", reports.Director)
		s.person("副主任", "dangqun", reports.DeputyDir)
		s.person("经发甲", "jingfa", reports.Contact)
		s.drop()
		s.replay("副主任> /status\n副主任> [全部]\n副主任> [延期、免报、暂停提醒]\n副主任> [保产业链供应链 12月1日至15日（经发招商局）]\n副主任> [延期]\n副主任> [12月16日（周三）]\n副主任> 补数据。")
		said := s.replay("主任> /status\n主任> [全部]\n主任> [延期、免报、暂停提醒]\n主任> [整期延期（所有单位）]\n主任> [12月17日（周四）]\n主任> 系统停电。")
		require.Contains(t, said, "没有一并延期")
		s.replay("@ 2026-12-17 10:00")
		require.Contains(t, s.replay("主任> /status"), "🔴 保产业链供应链", "due when the deputy said, not the director")
	})
}
