package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/conversations/report"
	"liubao/reports"
	"liubao/storage"
)

func TestBriefsStayInStepWithReportsAndDrafts(t *testing.T) {
	e := store()
	defer func() { require.NoError(t, e.Close()) }()
	k := reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"}
	other := reports.Key{Period: "2026-12-30", Duty: "progress", Subject: "a1"}
	at := time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)
	err := e.Update(context.Background(), func(tx storage.Tx) error {
		w := report.Draft{Key: k, Filled: 1, Of: 3, Entries: []reports.Entry{{Task: 1, Progress: reports.Moving}, {Task: 2}}}
		if err := storage.SaveDraft(tx, k, w); err != nil {
			return err
		}
		r := reports.Report{Key: k, Unit: "dangqun", Version: 1, State: reports.Submitted, FirstAt: at, Deadline: at.Add(-time.Hour),
			Entries: []reports.Entry{{Task: 1, Progress: reports.Difficulty}}}
		if err := storage.SaveReport(tx, r); err != nil {
			return err
		}
		r.State = reports.Accepted
		if err := storage.SaveReport(tx, r); err != nil {
			return err
		}
		r.Key = other
		return storage.SaveReport(tx, r)
	})
	require.NoError(t, err)
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		bs, err := storage.Briefs(r, k.Period, k.Duty)
		require.NoError(t, err)
		require.Len(t, bs, 1)
		assert.Equal(t, reports.Accepted, bs["a1"].State)
		assert.Equal(t, reports.Difficulty, bs["a1"].Progress(1))
		assert.Equal(t, time.Hour, bs["a1"].Late())
		ds, err := storage.DraftBriefs(r, k.Period, k.Duty)
		require.NoError(t, err)
		assert.Equal(t, []int{1}, ds["a1"].Tasks)
		assert.Equal(t, 3, ds["a1"].Of)
		return nil
	}))
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error { return tx.Delete(storage.RowDraftBrief.Of(k)) }))
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		ds, err := storage.DraftBriefs(r, k.Period, k.Duty)
		assert.Empty(t, ds)
		return err
	}))
}
