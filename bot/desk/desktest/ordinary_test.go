package desktest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
)

// TestARequestCostsABystanderNothing: an ordinary half-month of a contact, who reports
// and is asked nothing, is the same message for message whether or not others ask one
// another for help: so it takes the same acts.
func TestARequestCostsABystanderNothing(t *testing.T) {
	half := func(busy bool) []string {
		var got []string
		onStage(t, func(s *stage) {
			s.signOff["progress"] = "none"
			s.person("主任", "jingfa", reports.Director)
			s.person("财政局甲", "caizheng", reports.Contact)
			s.person("社管局甲", "sheguan", reports.Contact)
			s.person("党群局甲", "dangqun", reports.Contact)
			s.drop()
			s.replay("@ 2026-12-10 09:40\n* submit 党群局甲 a1")
			trouble := "财政局甲> /report\n财政局甲> [开始填报]\n"
			if busy {
				trouble += "财政局甲> [有困难]\n财政局甲> 缺口大。\n财政局甲> 请核对缺口。\n财政局甲> 社管局\n"
			}
			s.replay(trouble + "* submit 财政局甲 a6\n@ 2026-12-10 15:00")
			if busy {
				s.replay("社管局甲> [已解决]\n财政局甲> [已解决]\n主任> /instruct\n主任> [我的…]\n主任> 请社管局12月18日前报方案。\n主任> [发出]")
			}
			s.replay("@ 2026-12-18 10:00\n* submit 党群局甲 a1@2026-12-30\n@ 2026-12-30 18:00")
			for _, m := range s.sandbox.Messages(s.cast["党群局甲"].ID(), 0) {
				got = append(got, m.Text)
			}
		})
		return got
	}
	require.Equal(t, half(false), half(true))
}
