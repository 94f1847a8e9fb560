package desktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/sandbox"
)

// hostile is what somebody could write to break a message: markup, entities,
// unfinished tags, a long link, control characters, directions.
var hostile = []string{
	`<b>粗</b>`, `</b></i>`, `<a href="tg://user?id=1">点</a>`, `&lt;&amp;&`, `<`, `_*[]()~` + "`>#+-=|{}.!", "\u202e倒过来", "a\u0000b", `"'><script>`,
}

// TestMarkupIsWords has people with hostile names, words, file names and group
// titles go through everything; the sandbox parses each message as strictly as
// Telegram does, and nothing becomes markup that the bot did not set.
func TestMarkupIsWords(t *testing.T) {
	for i, bad := range hostile {
		if underRace && i%2 != 0 {
			continue
		}
		onStage(t, func(s *stage) {
			s.signOff["progress"] = "head"
			s.person("主任", "jingfa", reports.Director)
			s.person("党群局甲", "dangqun", reports.Contact)
			s.person("党群局长", "dangqun", reports.Head)
			title := "专班" + strings.ReplaceAll(bad, "\x00", "")
			s.group("群", "主任", sandbox.Supergroup)
			s.boundGroup(title, "主任")
			for _, p := range []string{"党群局甲", "党群局长", "主任"} {
				_, err := s.cast[p].Send(s.cast[p].ID(), "/name 名"+bad)
				require.NoError(t, err)
				s.reboot()
				s.settle()
			}
			who := s.cast["党群局甲"]
			s.replay("@ 2026-12-10 10:00\n党群局甲> /report\n党群局甲> [开始填报]\n党群局甲> [有困难]\n" +
				"党群局甲> 难" + bad + "\n党群局甲> 要" + bad + "\n党群局甲> 请" + bad + "\n党群局甲> <文件 档" + strings.NewReplacer("|", "", ">", "&gt;").Replace(bad) + ".txt|注" + strings.ReplaceAll(bad, ">", "") + "\n")
			s.events(0)
			s.answerAll(who, reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"})
			s.settle()
			s.replay("党群局长> [请修改]\n党群局长> 改" + bad + "\n主任> /status\n主任> [全部]\n主任> [看 保居民就业]\n主任> /people\n主任> /rollup\n主任> [显示困难]\n主任> [现在发布]\n")
			s.groups[title].KickBot(s.cast["主任"])
			s.replay("主任> /help\n")
			s.plainOnly(t, bad)
		})
	}
}

// plainOnly holds what the bot has said to markup of its own: bold, italic and
// quotations, and to links that are the bot's.
func (s *stage) plainOnly(t *testing.T, bad string) {
	for _, chat := range s.cast {
		for _, m := range s.sandbox.Messages(chat.ID(), 0) {
			if !m.FromBot {
				continue
			}
			for _, e := range m.Entities {
				switch e.Type {
				case "bold", "italic", "blockquote", "expandable_blockquote", "bot_command", "hashtag", "cashtag", "url", "mention", "email", "phone_number", "date_time":
				default:
					t.Errorf("%q became a %s in %q", bad, e.Type, m.Text)
				}
			}
		}
	}
}

// TestOldDataIsAnswered presses data that no card has any more, mangled at
// every place: each is answered and none is a dead letter (see halt).
func TestOldDataIsAnswered(t *testing.T) {
	onStage(t, func(s *stage) {
		busy(s)
		for _, name := range []string{"办公室主任", "党群局甲", "党群局长"} {
			who := s.cast[name]
			msgs := s.sandbox.Messages(who.ID(), 0)
			for _, d := range s.kinds() {
				for _, x := range []string{d[:len(d)-1], d + "x", d + ".1", strings.ReplaceAll(d, "20261215", "20991215"), strings.ReplaceAll(d, "2026-12-15", "2099-12-15"), strings.ReplaceAll(d, "2026-12-15", "2026-13-99")} {
					if x == "" || strings.HasSuffix(x, ".yes") {
						continue
					}
					s.press(who, who.ID(), msgs[len(msgs)-1].MessageID, x)
				}
			}
		}
		s.reboot()
		for key := range s.dump() { // nothing stands under a period that has not come
			assert.NotContains(t, key, "2099", "a forged period was taken")
		}
	})
}

// TestDataHasRoomForTheLongestIDs builds the longest button of a card that a
// plan may lead to: Telegram takes 64 bytes.
func TestDataHasRoomForTheLongestIDs(t *testing.T) {
	id := strings.Repeat("x", 12) // the longest id a plan may have
	data := strings.Join([]string{"20261215", id, id, "99999", "i:" + id + ":same"}, ".")
	assert.LessOrEqual(t, len(data), 64, data)
}
