package desktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/telegram"
	"liubao/sandbox"
	"liubao/storage"
)

const meansSetup = "person 主任 - 办公室主任\nperson 李明 财政局 联络员\ngroup 专班群 主任"

// pinned returns the words of the message at the head of the group.
func (s *stage) pinned() string {
	for _, c := range s.sandbox.Chats(s.cast["主任"].ID()) {
		if c.ID == s.groups["专班群"].ID() && c.Pinned != nil {
			return c.Pinned.Text
		}
	}
	return ""
}

// The roll-up is pinned where the group lets the bot; where it does not, the office
// hears once which right is missing.
func TestRollupIsPinned(t *testing.T) {
	for name, allowed := range map[string]bool{"allowed": true, "refused": false} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.setup(meansSetup)
				s.boot()
				if !allowed {
					s.groups["专班群"].Forbid(sandbox.PinMessages)
				}
				text := s.replay("@ 2026-12-15 16:00\n主任> /rollup\n主任> [现在发布]\n@ 2026-12-15 18:00\n")
				require.Contains(t, text, "bot#专班群< ", "it was posted")
				if allowed {
					require.Contains(t, s.pinned(), "半月汇总")
				} else {
					require.Empty(t, s.pinned())
					require.Equal(t, 1, strings.Count(text, "缺“置顶消息”权限"))
				}
				require.Empty(t, s.deadLetters())
				require.NotContains(t, text, "没能处理")
			})
		})
	}
}

// A roll-up that did not get through is insisted on: who would notice that there is none?
func TestRollupIsInsistedOn(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup(meansSetup)
		s.boot()
		s.replay("@ 2026-12-15 16:00\n主任> /rollup\n")
		answers := s.sandbox.Inject(sandbox.Fault{Kind: sandbox.FaultDrop, Methods: []string{"sendMessage"}})
		s.replay("主任> [现在发布]\n")
		waits := 0
		require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
			return storage.Each(r, storage.ChatOutboxPrefix(telegram.At(s.groups["专班群"].ID())), "", 0, func(_ string, m bot.OutRow) error {
				if m.Kind == bot.Send {
					require.True(t, m.Insisted())
					waits++
				}
				return nil
			})
		}))
		require.Equal(t, 1, waits)
		answers()
		require.Contains(t, s.replay("@ 2026-12-15 17:00\n"), "bot#专班群< 落实“六保”任务半月汇总")
	})
}

// The pictures that came with a report are one album.
func TestFilesAreOneAlbum(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup("person 主任 - 办公室主任\nperson 李明 财政局 联络员\nsignoff progress none")
		s.boot()
		s.replay("李明> /report\n李明> [○ 任务15]\n李明> <照片 甲.jpg@a>\n李明>> <照片 乙.jpg@a>\n李明> <照片 丙.jpg>\n李明> 有照片。\n")
		s.submit("李明", "a6@2026-12-15")
		before := len(s.sandbox.Messages(s.cast["主任"].ID(), 0))
		s.replay("主任> [看附件]\n")
		groups := map[string]int{}
		for _, m := range s.sandbox.Messages(s.cast["主任"].ID(), 0)[before:] {
			groups[m.MediaGroupID]++
		}
		require.Len(t, groups, 1, "albums: %v", groups)
		require.Empty(t, groups[""])
	})
}

// An invitation is copied with one tap, what hands in is green, what sends back red.
func TestButtonsStandOut(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup("person 主任 - 办公室主任\nperson 李明 财政局 联络员\nsignoff progress none")
		s.boot()
		s.replay("主任> /invite\n主任> [社管局]\n主任> [联络员]\n")
		s.submit("李明", "a6@2026-12-15")
		s.events(0)
		styles, copied := map[string]string{}, ""
		for _, b := range s.seen {
			styles[b.Text] = b.Style
			if b.CopyText != nil {
				copied = b.CopyText.Text
			}
		}
		require.Contains(t, copied, "邀请您作为社管局联络员加入六保专班报送：\n")
		require.Contains(t, copied, "?start=")
		require.Equal(t, "success", styles["通过"])
		require.Equal(t, "danger", styles["退回"])
		require.Equal(t, "success", styles["提交"])
	})
}

// Where the operator wants it, what nobody asked for cannot be passed on; what somebody
// asked for, and what they are to show to others, always can.
func TestProtectedIsWhatNobodyAskedFor(t *testing.T) {
	for _, protect := range []bool{false, true} {
		onStage(t, func(s *stage) {
			s.protect = protect
			s.setup(meansSetup + "\nperson 督查 - 督查员\nperson 社管甲 社管局 联络员\nsignoff progress none")
			s.boot()
			s.replay("@ 2026-12-10 09:35\n李明> /help\n主任> /announce\n主任> [全体成员]\n主任> 周五开会。\n主任> [发送]\n" +
				"主任> /instruct\n主任> [我的批示、交办]\n主任> 请财政局压实“三保”支出责任，12月11日前报进展。\n主任> [发出]\n" +
				"主任> 明天上午报财政局零就业家庭数\n主任> [发出]\n" +
				"主任> /settings\n主任> [打开 督查整改]\n督查> /inspect\n督查> [记录问题]\n督查> [财政局]\n督查> 台账没有更新。\n督查> [7天]\n" +
				"主任> /invite\n主任> [财政局]\n主任> [AB岗联络员]\n" +
				"* submit 社管甲 a2\n主任> /status\n* submit 李明 a6\n主任> [退回]\n主任> [下一步]\n主任> [明天17:30]\n主任> 请补充数字。\n" +
				"社管甲> /problem\n社管甲> 冷库停电。\n社管甲> 恒口镇粮库\n社管甲> [今天]\n社管甲> [重大，马上报]\n主任> /status\n主任> [全部]\n主任> [进度图]\n")
			got := map[string]bool{}
			see := func(name string, words map[string]string) {
				for _, m := range s.sandbox.Messages(s.cast[name].ID(), 0) {
					for what, words := range words {
						if m.FromBot && strings.Contains(m.Text+m.Caption, words) {
							got[what] = m.Protected
						}
					}
				}
			}
			see("李明", map[string]string{"reminder": "有材料要报", "answer": "您的身份和可用功能", "notice": "周五开会", "instruction": "交办1号", "questions": "临时调度1号",
				"finding": "台账没有更新", "return": "请补充数字"})
			see("主任", map[string]string{"invitation": "?start=", "review": "保基本民生报告（12月1日至15日），请审阅", "status": "已报 1/6", "alarm": "重大问题：社管局上报", "picture": "落实“六保”任务工作进展"})
			require.Equal(t, map[string]bool{"reminder": protect, "review": protect, "alarm": protect,
				"answer": false, "notice": false, "instruction": false, "questions": false, "finding": false, "return": false, "invitation": false, "status": false, "picture": false}, got)
		})
	}
}
