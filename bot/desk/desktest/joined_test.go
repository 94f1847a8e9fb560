package desktest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/sandbox"
)

// noticeOf has the director write a notice in two messages, the second of them some
// time after the first, and returns what everybody would get.
func noticeOf(t *testing.T, first, second string, later time.Duration) (preview string) {
	onStage(t, func(s *stage) {
		s.setup("person 主任 - 办公室主任\nperson 李明 财政局 联络员")
		s.boot()
		s.replay("主任> /announce\n主任> [全体成员]")
		who := s.cast["主任"]
		for i, words := range []string{first, second} {
			s.clock.Advance(time.Duration(i) * later)
			_, err := who.Post(who.ID(), sandbox.Post{Text: words})
			require.NoError(t, err)
			s.pump() // both are there before either is answered
		}
		s.settle()
		s.replay("主任> [发送]")
		for _, m := range s.sandbox.Messages(s.cast["李明"].ID(), 0) {
			if m.FromBot {
				preview += m.Text
			}
		}
	})
	return preview
}

// A text of 4,800 characters, which a phone sends as two messages, is one notice, whether
// it was cut between two lines or within a sentence.
func TestNoticeThatAPhoneCutInTwo(t *testing.T) {
	line := strings.Repeat("各单位要对照台账逐项自查，", 29) // 377 characters
	long := strings.Repeat(line, 13)
	runes := []rune(long)[:4800]
	cut := 4090
	got := noticeOf(t, string(runes[:cut]), string(runes[cut:]), 0)
	require.Contains(t, strings.ReplaceAll(got, "\n", ""), string(runes))
	require.NotContains(t, got, string(runes[cut-5:cut])+"\n"+string(runes[cut:cut+5]), "no line begins within a sentence")
}

func TestSecondMessageOfAnAnswer(t *testing.T) {
	got := noticeOf(t, "周五开会。", "地点在三楼。", 2*time.Second)
	require.Contains(t, got, "周五开会。\n地点在三楼。")
	got = noticeOf(t, "周五开会。", "地点在三楼。", 3*time.Second)
	require.Contains(t, got, "周五开会。")
	require.NotContains(t, got, "地点在三楼。", "it came later, and is no more of the notice")
}

func TestContinued(t *testing.T) {
	long := strings.Repeat("压减支出，", 790)
	for _, c := range []struct{ first, second, want string }{
		{"就业数据不全", "请补充", "就业数据不全\n请补充"},
		{long, "逐项核对", long + "逐项核对"},
		{long + "。", "二、", long + "。\n二、"},
		{"", "只有照片的说明", "只有照片的说明"},
	} {
		require.Equal(t, c.want, desk.Continued(c.first, c.second))
	}
}
