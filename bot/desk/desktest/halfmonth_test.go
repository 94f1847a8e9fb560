package desktest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
)

// ordinaryHalves are three half-months of a contact who has nothing difficult to say:
// the first report, one in which one task moves, one in which nothing does. acts and
// messages are what each cost before requests, plans held against progress, planned
// points, collections and weekly lines were there. Acts: the taps and texts of
// conversations/report/testdata/ordinary.txtar with the reminder's button for /report,
// and at the end of a month one tap more for what is asked once a month. Messages: the
// reminder, a card below each text, and the report as Word, which came then as now.
var ordinaryHalves = []struct {
	period, remind, said, over string
	acts, messages             int
}{
	{"2026-12-15", "2026-12-10 09:31", "[填报 保居民就业 12月1日至15日]\n[开始填报]\n[有进展]\n走访企业 12 家。\n[有进展]\n发放补贴 3 户。\n0\n继续走访。\n[提交]", "2026-12-15 18:00", 9, 7},
	{"2026-12-30", "2026-12-25 09:31", "[填报 保居民就业 12月16日至30日]\n[开始填报]\n[有进展]\n走访企业 20 家。\n[同上期]\n[其余指标无变化]\n[其余暂无数据]\n[沿用上期]\n[提交]", "2026-12-30 18:00", 9, 4},
	{"2027-01-15", "2027-01-12 09:31", "[填报 保居民就业 12月31日至1月15日]\n[全部同上期]\n[提交]", "2027-01-15 18:00", 3, 3},
}

// TestAnOrdinaryHalfMonthCostsNoMore: of all that closes the loop a contact with nothing
// difficult to say hears nothing and does nothing for it, while others ask one another
// for help, points are planned for their own tasks and come due, and the weekly lines
// and the digest are on.
func TestAnOrdinaryHalfMonthCostsNoMore(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signOff["progress"] = "none"
		s.person("主任", "jingfa", reports.Director)
		s.person("组长", "", reports.Leader)
		s.person("党群局甲", "dangqun", reports.Contact)
		s.person("财政局甲", "caizheng", reports.Contact)
		s.person("社管局甲", "sheguan", reports.Contact)
		s.boundGroup("专班群", "主任")
		s.drop()
		s.replay("@ 2026-12-09 10:00\n主任> /settings\n主任> [打开 每周提要]\n主任> [打开 每日简报]\n主任> /steps\n主任> [添加或导入节点]\n" +
			"主任> 任务1 12月12日 岗位对接\n主任> [记入]\n财政局甲> /report\n财政局甲> [开始填报]\n财政局甲> [有困难]\n财政局甲> 缺口大。\n财政局甲> 请核对缺口。\n财政局甲> 社管局\n* submit 财政局甲 a6")
		contact := s.cast["党群局甲"].ID()
		said := func() (n int) {
			for _, m := range s.sandbox.Messages(contact, 0) {
				if m.FromBot {
					n++
				}
			}
			return n
		}
		for _, h := range ordinaryHalves {
			before := said()
			s.replay("@ " + h.remind)
			require.Equal(t, before+1, said(), "%s: the reminder", h.period)
			acts := strings.Split(h.said, "\n")
			for _, act := range acts {
				s.replay("党群局甲> " + act)
			}
			require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
				x, ok, err := storage.Report(r, reports.Key{Period: h.period, Duty: "progress", Subject: "a1"})
				require.True(t, ok && x.State == reports.Submitted, "%s: the report is not in", h.period)
				require.Len(t, x.Entries, 2)
				return err
			}))
			s.replay("@ " + h.over)
			require.LessOrEqual(t, len(acts), h.acts, "acts in %s", h.period)
			require.LessOrEqual(t, said()-before, h.messages, "messages in %s:\n%s", h.period, s.chat("党群局甲"))
		}
		require.Equal(t, time.January, s.clock.Now().Month())
	})
}
