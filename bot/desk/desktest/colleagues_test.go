package desktest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
)

// A unit of many people who were all reminded reports within what one
// transaction may read, and each of them hears of it.
func TestReportOfALargeUnit(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signOff["progress"] = "none"
		s.person("主任", "", reports.Director)
		for i := range 11 {
			s.person(fmt.Sprintf("经发%d", i), "jingfa", reports.Contact)
		}
		s.drop()
		s.replay("@ 2026-12-15 10:05") // all have been reminded of two areas
		s.submit("经发0", "a4@2026-12-15")
		s.replay("@ 2026-12-15 10:15")
		s.submit("经发1", "a5@2026-12-15")
		s.replay("@ 2026-12-15 10:30")
		told := 0
		for i := range 11 {
			for _, m := range s.sandbox.Messages(s.cast[fmt.Sprintf("经发%d", i)].ID(), 0) {
				if strings.Contains(m.Text, "提交，您不用再报") {
					told++
				}
			}
		}
		require.Equal(t, 11, told)
	})
}

// However many people a tier has, each of them hears of a report with a date of
// its own: a transaction tells some, the others follow.
func TestTierOfManyPeople(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "", reports.Director)
		s.person("经发甲", "jingfa", reports.Contact)
		for i := range 40 {
			s.person(fmt.Sprintf("组长%d", i), "", reports.Leader)
		}
		s.drop()
		s.replay("@ 2026-12-21 10:01\n主任> [处理 保产业链供应链 12月1日至15日]\n主任> [延期]\n主任> [12月22日（周二）]\n主任> 设备检修。\n@ 2026-12-29 18:00")
		require.Empty(t, s.deadLetters())
		for i := range 40 {
			n := 0
			for _, m := range s.sandbox.Messages(s.cast[fmt.Sprintf("组长%d", i)].ID(), 0) {
				if strings.Contains(m.Text, "保产业链供应链 12月1日至15日（经发招商局）：应于12月22日（周二）17:30前报，已过") {
					n++
				}
			}
			require.Equal(t, 1, n, "组长%d", i)
		}
	})
}

// Everybody can be reminded by hand however many people the units have: in
// several presses, which say how many units are left.
func TestNagOfManyPeople(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "", reports.Director)
		units := []string{"dangqun", "sheguan", "yingji", "jingfa", "caizheng"}
		for _, u := range units {
			for i := range 6 {
				s.person(fmt.Sprint(u, i), u, reports.Contact)
			}
		}
		s.drop()
		s.replay("@ 2026-12-11 10:00\n主任> /status\n主任> [催全部未报]\n@ 2026-12-11 10:02\n主任> [催全部未报]\n@ 2026-12-11 10:04\n主任> [催全部未报]\n@ 2026-12-11 10:06")
		require.Empty(t, s.deadLetters())
		for _, u := range units {
			for i := range 6 {
				n := 0
				for _, m := range s.sandbox.Messages(s.cast[fmt.Sprint(u, i)].ID(), 0) {
					if strings.Contains(m.Text, "有材料要报") && m.At.UTC().Hour() == 2 {
						n++
					}
				}
				require.Equal(t, 1, n, "%s%d", u, i)
			}
		}
	})
}
