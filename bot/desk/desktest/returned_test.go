package desktest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A report that is sent back, or excused, after the roll-up is out counts the same
// wherever it is counted: in the group's words, picture and Word file, and in what
// /status says to the office and to the group. The group hears nothing else of it.
func TestOneCountAfterAReturn(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup("person 主任 - 办公室主任\nperson 党群甲 党群局 联络员\nperson 财政甲 财政局 联络员\ngroup 专班群 主任\nauto yes\nsignoff progress none")
		s.boot()
		s.replay("@ 2026-12-15 10:00\n* submit 财政甲 a6\n* submit 党群甲 a1\n@ 2026-12-15 17:31\n主任> [列出未报单位]\n主任> [更新群里的汇总]\n")
		s.counts(6, 2)

		said := s.replay("主任> [退回]\n主任> [下一步]\n主任> [明天17:30]\n主任> 请补充数字。\n")
		s.counts(6, 1)
		require.Contains(t, said, "未报：保居民就业、保基本民生、")
		require.NotContains(t, said, "bot#专班群< （回复“落实“六保”任务半月汇总…”）保居民就业", "nobody is put to shame")

		s.replay("@ 2026-12-16 09:00\n主任> /status\n主任> [全部]\n主任> [看 保基本民生]\n主任> [延期、免报、暂停提醒]\n主任> [免报]\n主任> 本期没有新增任务。\n")
		s.counts(5, 1)
	})
}

// counts holds what is said of a period's roll-up in each place against how many
// reports are owed and how many are in.
func (s *stage) counts(owed, in int) {
	s.t.Helper()
	short := fmt.Sprintf("已报%d/%d个领域", in, owed)
	words := fmt.Sprintf("应报%d个领域，已报%d个", owed, in)
	var text, picture, word string
	for _, m := range s.sandbox.Messages(s.groups["专班群"].ID(), 0) {
		switch {
		case m.Document != nil:
			word = m.Document.FileID
			require.Contains(s.t, m.Caption, short)
		case strings.HasPrefix(m.Caption, "落实“六保”任务工作进展\n"):
			picture = m.Caption
		case strings.HasPrefix(m.Text, "落实“六保”任务半月汇总"):
			text = m.Text
		}
	}
	require.Contains(s.t, text, words)
	require.Contains(s.t, picture, fmt.Sprintf("应报领域 %d，已报领域 %d", owed, in))
	require.Contains(s.t, s.wordOf(word), fmt.Sprintf("已有%d个领域", in))
	require.Contains(s.t, s.replay("主任> /status\n"), fmt.Sprintf("已报 %d/%d", in, owed))
	require.Contains(s.t, s.replay("主任#专班群> /status\n"), words)
}

var wordTags = regexp.MustCompile(`<[^>]*>`)

// wordOf returns the words of a Word file that somebody was sent.
func (s *stage) wordOf(id string) string {
	s.t.Helper()
	data, err := s.client().Download(s.ctx(), id, 20<<20)
	require.NoError(s.t, err)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(s.t, err)
	r, err := z.Open("word/document.xml")
	require.NoError(s.t, err)
	body, err := io.ReadAll(r)
	require.NoError(s.t, err)
	return wordTags.ReplaceAllString(string(body), "")
}
