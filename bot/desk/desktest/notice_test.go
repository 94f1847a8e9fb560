package desktest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// More people than one transaction serves get a notice once each, and the
// reminder goes to those who have not read it.
func TestNoticeReachesMany(t *testing.T) {
	onStage(t, func(s *stage) {
		setup := "person 主任 党群局 办公室主任\n"
		for i := range 27 {
			setup += fmt.Sprintf("person 联络员%02d 财政局 联络员\n", i)
		}
		s.setup(setup)
		got := s.replay("主任> /announce\n主任> [全体成员]\n主任> 请大家注意防冻。\n主任> [发送]\n@ 2026-12-09 09:30\n")
		for i := range 27 {
			require.Equal(t, 1, strings.Count(got, fmt.Sprintf("bot→联络员%02d< 通知", i)), "%d", i)
		}
		got = s.replay("联络员03> [已阅]\n联络员26> [已阅]\n主任> [谁已阅]\n主任> [提醒未阅的人…]\n@ 2026-12-09 10:00\n")
		for i := range 27 {
			want := 1
			if i == 3 || i == 26 {
				want = 0
			}
			require.Equal(t, want, strings.Count(got, fmt.Sprintf("bot→联络员%02d< （回复", i)), "%d", i)
		}
		require.Contains(t, got, "已阅2人，共送达27人")
	})
}
