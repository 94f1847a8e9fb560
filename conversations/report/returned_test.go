package report

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/conversations/report/form"
	"liubao/reports"
)

// TestReturnOpensOnlyItsTasks lets two people do anything at all to a report
// that was sent back for one task: the other tasks, the figures that are not
// this task's and the answers stay as they were, and it can be handed in again.
func TestReturnOpensOnlyItsTasks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newStage(t)
		s.setup("area a1\nlast words")
		s.replay("甲> /report\n甲> [全部同上期]\n甲> [提交]")
		require.NotNil(rt, s.src.Current)
		first := *s.src.Current
		first.State = reports.Returned
		s.src.Current = &first
		s.src.Returned = &form.Return{Tasks: []int{1}, Reason: "请写具体数字。", Until: s.now.Add(24 * time.Hour)}
		typed := map[string]string{}
		for n := range rapid.IntRange(1, 40).Draw(rt, "events") {
			s.randomEvent(rt, n, typed)
			if s.src.Current.Version > 1 {
				break
			}
			var w form.Draft
			require.NoError(rt, json.Unmarshal([]byte(s.draft), &w))
			was, _ := first.Entry(2)
			is := w.Entry(2)
			require.Equal(rt, was.Progress, is.Progress)
			require.Equal(rt, was.Text(), is.Text())
			require.Equal(rt, reports.Join(was.Need), reports.Join(is.Need))
			require.Equal(rt, first.Answer(form.QuestionNext), reports.Join(w.Answer(form.QuestionNext)))
			require.Len(rt, is.Evidence, len(was.Evidence))
		}
	})
}

// TestReturnedHandedInAgain: unchanged it is not taken, changed it is.
func TestReturnedHandedInAgain(t *testing.T) {
	s := newStage(t)
	s.setup("area a1\nlast words")
	s.replay("甲> /report\n甲> [全部同上期]\n甲> [提交]")
	first := *s.src.Current
	first.State = reports.Returned
	s.src.Current, s.src.Returned = &first, &form.Return{Tasks: []int{1}, Reason: "请写具体数字。"}
	s.out.Reset()
	out := s.replay("甲> /report\n甲> [预览并提交]\n甲> [提交]")
	require.Contains(t, out, textUnchanged)
	require.Contains(t, out, "请写具体数字。")
	require.NotContains(t, out, "任务2]")
	require.Equal(t, 1, s.src.Current.Version)
	s.replay("甲> /report\n甲> [✓ 任务1]\n甲> [有进展]\n甲> 新增就业42人。\n甲> [预览并提交]\n甲> [提交]")
	require.Equal(t, 2, s.src.Current.Version)
	require.Equal(t, "任务1", s.src.Current.Correction)
}
