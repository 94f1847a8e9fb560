package desktest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// A report that is longer than twenty messages is shown as a document, and submitted.
func TestReportLongerThanMessages(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup("person 主任 - 办公室主任\nperson 李明 财政局 联络员\nsignoff progress none")
		s.boot()
		s.submit("李明", "a6")
		who := s.cast["李明"]
		tap := func(label string) {
			s.clock.Advance(time.Minute)
			s.tap(who, who.ID(), label, false)
			s.settle()
		}
		s.replay("李明> /report\n")
		tap("更正")
		for i := range 24 {
			tap("✓ 任务15")
			s.clock.Advance(time.Minute)
			_, err := who.Send(who.ID(), strings.Repeat("压减一般性支出，公用经费逐项核对，", 220)+fmt.Sprintf("这是其中%c项。", rune(0x7532+i)))
			require.NoError(t, err)
			s.settle()
		}
		whole := func(of *sandbox.Person) bool {
			return slices.ContainsFunc(s.sandbox.Messages(of.ID(), 0), func(m sandbox.View) bool {
				return m.Document != nil && strings.HasPrefix(m.Document.FileName, "全文_")
			})
		}
		require.False(t, whole(who))
		tap("预览并提交")
		require.True(t, whole(who), "whoever submits reads all of it first")
		tap("提交")
		require.True(t, whole(s.cast["主任"]), "and so does whoever reviews it")
		require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
			rep, _, err := storage.Report(r, reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a6"})
			require.Equal(t, 2, rep.Version)
			require.Contains(t, fmt.Sprint(rep.Entries), "这是其中畉项。", "the last of them")
			return err
		}))
		require.Empty(t, s.deadLetters())
	})
}
