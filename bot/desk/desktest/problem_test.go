package desktest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk/problem"
	"liubao/storage"
)

// Every open problem stands on somebody's list, whoever can be reached.
func TestOpenProblemsAreOnSomebodysList(t *testing.T) {
	raise := "甲> /problem\n甲> 停水。\n甲> [跳过]\n甲> [跳过]\n甲> [重大，马上报]\n甲> [跳过]\n甲> [下一步]\n甲> [完成]\n"
	holders := func(s *stage) []string {
		var out []string
		require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
			open, err := problem.OpenProblems(r)
			require.NoError(t, err)
			require.Len(t, open, 1)
			out, err = problem.Holders(s.svc.Desk, r, open[0], s.clock.Now())
			return err
		}))
		return out
	}
	onStage(t, func(s *stage) {
		s.setup("person 主任 党群局 办公室主任\nperson 组长 - 专班领导\nperson 督查 - 督查员\nperson 甲 社管局 联络员\nperson 乙 财政局 联络员\n")
		s.replay(raise)
		require.Equal(t, []string{"p01"}, holders(s), "the director, where nobody is set")
		lose := func(id string) {
			s.write(func(tx storage.Tx) error {
				p, _, err := storage.Person(tx, id)
				require.NoError(t, err)
				p.Unreachable = s.clock.Now()
				return storage.SavePerson(tx, p)
			})
		}
		s.replay("主任> [交办]\n主任> [财政局]\n主任> [1天]\n")
		require.Equal(t, []string{"p05"}, holders(s), "the unit it is assigned to")
		lose("p05")
		require.Equal(t, []string{"p01"}, holders(s), "back to the office when nobody there can be reached")
		lose("p01")
		require.Equal(t, []string{"p02"}, holders(s), "then the leaders")
		lose("p02")
		require.Equal(t, []string{"p03"}, holders(s), "then the inspectors")
	})
}

// Nobody confirms: the leaders hear after 15 minutes although it is night. One
// confirmation ends the repetitions.
func TestConfirmationEndsTheRepetitions(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup("start 2026-12-09 22:00\nperson 主任 党群局 办公室主任\nperson 组长 - 专班领导\nperson 甲 社管局 联络员\n")
		got := s.replay("甲> /problem\n甲> 停水。\n甲> [跳过]\n甲> [跳过]\n甲> [重大，马上报]\n甲> [跳过]\n甲> [下一步]\n甲> [完成]\n")
		require.Contains(t, got, "bot→主任< 重大问题：社管局上报（0001号），请确认收到")
		require.NotContains(t, got, "bot→组长<")
		got = s.replay("@ 2026-12-09 22:30\n")
		require.Contains(t, got, "bot→组长< 重大问题仍无人确认：社管局上报（0001号），已过15分钟")
		s.replay("组长> [确认收到]\n")
		got = s.replay("@ 2026-12-10 07:00\n")
		require.NotContains(t, got, "仍无人确认")
	})
}
