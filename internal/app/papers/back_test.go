package papers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/clean"
	"liubao/reports/intake"
	"liubao/storage"
)

// TestOwnPapersComeBack: people edit the bot's own papers and send them in again.
// Figures, words and nothing but those are found in them: no goals as values, no
// state or sign-off as words.
func TestOwnPapersComeBack(t *testing.T) {
	press, e, now := copied(t)
	p, err := plan.Default()
	require.NoError(t, err)
	var all []reports.Report
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) (err error) {
		all, err = storage.Reports(r, period, "progress")
		return err
	}))
	book, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperBook, Period: period}, now)
	require.NoError(t, err)
	values := 0
	for _, r := range all {
		word, err := press.Make(context.Background(), e, reports.Paper{Kind: reports.PaperReport, Period: period, Duty: "progress", Subject: r.Key.Subject}, now)
		require.NoError(t, err)
		for _, f := range [][]byte{word[0].Data, book[0].Data} {
			doc, err := intake.Read("发回.docx", f, intake.Limits{})
			require.NoError(t, err)
			got := intake.Match(p, r.Key.Subject, doc)
			values += sameFigures(t, p, r, got)
			sameWords(t, r, got)
		}
	}
	assert.Greater(t, values, 10, "or nothing was compared")
}

// sameFigures holds what is proposed against what was reported.
func sameFigures(t *testing.T, p *plan.Plan, r reports.Report, got intake.Proposal) (n int) {
	t.Helper()
	seen := map[string]bool{}
	for _, v := range got.Values {
		if seen[v.Indicator] {
			continue
		}
		seen[v.Indicator] = true
		if x, ok := r.Reading(v.Indicator); ok && !x.Unknown {
			assert.Equal(t, x.Value, v.Value, "%s of %s: %s", v.Indicator, r.Key.Subject, v.Near)
			n++
		}
	}
	for _, x := range r.Readings {
		if i, ok := p.Indicator(x.Indicator); ok && i.Kind != plan.YesNo && !x.Unknown && !i.Private {
			assert.True(t, seen[x.Indicator], "%s of %s is not found", x.Indicator, r.Key.Subject)
		}
	}
	return n
}

// sameWords looks for each task's words, and for what is nobody's words.
func sameWords(t *testing.T, r reports.Report, got intake.Proposal) {
	t.Helper()
	for _, e := range r.Entries {
		_, hard := reports.Parted(e.Said())
		first, _, _ := strings.Cut(strings.TrimSuffix(hard, "。"), "\n")
		found := false
		for _, x := range got.Pieces {
			found = found || x.Task == e.Task && strings.Contains(clean.Punctuate(x.Text), clean.Punctuate(strings.TrimSpace(first)))
		}
		assert.True(t, found || first == "", "task %d: %s", e.Task, first)
	}
	for _, x := range got.Pieces {
		for _, s := range []string{"特此报告", "单位负责人签字", "有进展。", "工作目标"} {
			assert.False(t, (x.Task != 0 || x.Question != "") && strings.Contains(x.Text, s), "%s in %s", s, x.Text)
		}
	}
}
