package rehearsal

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

// TestShadow: what decides about messages is copied, and nothing of periods
// long over.
func TestShadow(t *testing.T) {
	e := mem.New()
	defer func() { require.NoError(t, e.Close()) }()
	save := func(period string) {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
			return storage.SaveReport(tx, reports.Report{Key: reports.Key{Period: period, Duty: "progress", Subject: "jiuye"}, Version: 1, State: reports.Signed})
		}))
	}
	save("2026-08-30")
	save("2026-11-30")
	first := storage.PlanKey(plan.Date{Year: 2020, Month: time.November, Day: 24})
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return tx.Put(first, []byte("{}")) }))
	twin, err := shadow(t.Context(), e, time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	require.NoError(t, twin.View(t.Context(), func(r storage.Reader) error {
		_, ok, err := r.Get(first)
		require.NoError(t, err)
		require.True(t, ok, "a version of the plan holds for ever")
		for period, want := range map[string]int{"2026-08-30": 0, "2026-11-30": 1} {
			all, err := storage.PeriodReports(r, period)
			require.NoError(t, err)
			require.Len(t, all, want, period)
		}
		return nil
	}))
}
