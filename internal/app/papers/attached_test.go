package papers_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/bot/desk/uploads"
	"liubao/internal/app/papers"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/files"
)

// TestWhatCannotBeAttached: of a report on something that falls due once the photos
// stand in the paper, and the list has the names of all else; what could not be put in
// is told below the file, to whoever asked for it, and printed nowhere.
func TestWhatCannotBeAttached(t *testing.T) {
	_, e, now := copied(t)
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: 12, Day: 1}
	rules := schedules.DefaultRules()
	rules.DutyDates = map[string]plan.Date{"risk-plan": {Year: 2026, Month: 12, Day: 22}}
	d, err := desk.New(desk.Config{Plan: p, Rules: rules, Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	press := papers.New(d, docx.Fonts{})
	ctx := context.Background()
	var photo bytes.Buffer
	require.NoError(t, jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 8, 8)), nil))
	heic, err := files.Store{Engine: e}.Put(ctx, []byte("\x00\x00\x00\x18ftypheic"))
	require.NoError(t, err)
	good, err := files.Store{Engine: e}.Put(ctx, photo.Bytes())
	require.NoError(t, err)
	sent := []reports.File{{UID: "1", Kind: "document", Name: "处置预案.docx"}, {UID: "2", Kind: "document", MIME: "image/heic", Name: "现场.heic"},
		{UID: "3", Kind: "photo", Note: "会议现场"}, {UID: "4", Kind: "document", MIME: "image/png", Name: "没到.png"}}
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		for uid, sum := range map[string]string{"2": heic, "3": good} {
			if err := uploads.Done(tx, reports.File{UID: uid}, sum, now); err != nil {
				return err
			}
		}
		return storage.SaveReport(tx, reports.Report{V: 1, Key: reports.Key{Period: "2026-12-22", Duty: "risk-plan", Subject: "caizheng"}, Unit: "caizheng", Version: 1,
			State: reports.Submitted, SubmittedAt: now, FirstAt: now, Evidence: sent,
			Answers: []reports.Answer{{Question: "done", Words: []reports.Piece{{ID: "1", Text: "预案已经印发。"}}}}})
	}))
	got, err := press.Make(ctx, e, reports.Paper{Kind: reports.PaperReport, Period: "2026-12-22", Duty: "risk-plan", Subject: "caizheng"}, now)
	require.NoError(t, err)
	assert.Contains(t, got[0].Caption, "\n未能附上：现场.heic、没到.png。")
	w := words(t, got[0])
	for _, s := range []string{"处置预案", "现场", "没到", "会议现场"} {
		assert.Contains(t, w, s)
	}
	for _, s := range []string{"未下载", "未能附上", "HEIC", "heic", "docx", "无法"} {
		assert.NotContains(t, w, s)
	}
}
