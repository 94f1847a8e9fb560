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
			s.setup(meansSetup)
			s.boot()
			s.replay("@ 2026-12-10 09:35\n李明> /help\n主任> /announce\n主任> [全体成员]\n主任> 周五开会。\n主任> [发送]\n")
			got := map[string]bool{}
			for _, m := range s.sandbox.Messages(s.cast["李明"].ID(), 0) {
				for what, words := range map[string]string{"reminder": "有材料要报", "answer": "您的身份和可用功能", "notice": "周五开会"} {
					if m.FromBot && strings.Contains(m.Text, words) {
						got[what] = m.Protected
					}
				}
			}
			require.Equal(t, map[string]bool{"reminder": protect, "answer": false, "notice": false}, got)
		})
	}
}
