package desktest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports"
)

// /status is one screen of a phone: of six areas with two late it is at most 12
// lines and 6 buttons, it names the two and nobody else, and one press nags one.
func TestStatusAtAGlance(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "", reports.Director)
		for unit, name := range map[string]string{"dangqun": "党群甲", "sheguan": "社管甲", "yingji": "应急甲", "jingfa": "经发甲", "caizheng": "财政甲"} {
			s.person(name, unit, reports.Contact)
		}
		s.drop()
		var day strings.Builder
		day.WriteString("@ 2026-12-11 10:00\n")
		for _, x := range []string{"党群甲 a1", "社管甲 a2", "经发甲 a4", "经发甲 a5"} {
			fmt.Fprintf(&day, "* submit %s\n", x)
		}
		s.replay(day.String() + "@ 2026-12-17 08:00\n主任> /status\n")
		all := s.sandbox.Messages(s.cast["主任"].ID(), 0)
		screen := all[len(all)-1]
		require.Contains(t, screen.Text, "已报 4/6")
		lines := strings.Split(strings.TrimSpace(screen.Text), "\n")
		assert.LessOrEqual(t, len(lines), 12, screen.Text)
		assert.LessOrEqual(t, len(slices.Concat(screen.ReplyMarkup.Rows...)), 6, screen.Text)
		for _, late := range []string{"保市场主体", "保基层运转", "逾期1天", "提醒"} {
			assert.Contains(t, screen.Text, late)
		}
		for _, in := range []string{"保居民就业", "保基本民生", "保粮食能源安全", "保产业链供应链", "小时"} {
			assert.NotContains(t, screen.Text, in)
		}
		before := s.nagged("财政甲") + s.late("财政甲")
		s.replay("主任> [催 财政局]\n")
		assert.Equal(t, before+1, s.nagged("财政甲")+s.late("财政甲"))
		assert.Equal(t, before, s.nagged("应急甲")+s.late("应急甲"))
		s.replay("主任> [全部]\n")
		all = s.sandbox.Messages(s.cast["主任"].ID(), 0)
		assert.Contains(t, all[len(all)-1].Text, "保产业链供应链")
	})
}

// late returns how often somebody was told that a report is missing.
func (s *stage) late(name string) int {
	n := 0
	for _, m := range s.sandbox.Messages(s.cast[name].ID(), 0) {
		if strings.Contains(m.Text, "以下材料还没收到") {
			n++
		}
	}
	return n
}
