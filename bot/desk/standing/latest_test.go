package standing_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// What a unit said before it missed periods still stands, also where it is the only one
// of many and so is read by itself.
func TestLatestOfOneThatMissedPeriods(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	p.Areas, p.Tasks, p.Indicators, p.Steps = nil, nil, nil, nil
	for n := range 20 {
		p.Areas = append(p.Areas, plan.Area{ID: fmt.Sprintf("a%d", n), Name: "领域", Lead: p.Units[0].ID})
	}
	e := mem.New()
	defer func() { require.NoError(t, e.Close()) }()
	want := map[string]string{}
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		for _, a := range p.Areas {
			newest := "2020-12-30"
			if a.ID == "a7" {
				newest = "2020-11-30"
			}
			want[a.ID] = newest
			for _, period := range []string{"2020-11-30", newest} {
				rep := reports.Report{Key: reports.Key{Period: period, Duty: "progress", Subject: a.ID}, Unit: a.Lead, Version: 1, State: reports.Submitted}
				if err := storage.SaveReport(tx, rep); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	got := map[string]string{}
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		f := standing.Frame{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)}
		all, err := f.Latest(r, time.Date(2021, 1, 8, 2, 0, 0, 0, time.UTC))
		for _, s := range all {
			require.NotNil(t, s.Report, s.Subject)
			got[s.Subject] = s.Report.Key.Period
		}
		return err
	}))
	assert.Equal(t, want, got)
}
