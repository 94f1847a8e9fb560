package facts

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/bolt"
)

// BenchmarkFactsYear reads and counts a year of two reports a month from 1,000
// units, out of a bbolt file.
func BenchmarkFactsYear(b *testing.B) {
	p, err := plan.Default()
	require.NoError(b, err)
	p.Starts = plan.Date{Year: 2026, Month: time.January, Day: 1}
	duty, ok := p.Duty("progress")
	require.True(b, ok)
	p.Units, duty.Subject = nil, plan.PerUnit
	for u := range 1000 {
		id := fmt.Sprint("u", u)
		p.Units = append(p.Units, plan.Unit{ID: id, Name: id})
		duty.Owners = append(duty.Owners, id)
	}
	p.Duties = []plan.Duty{duty}
	rules, cal := schedules.DefaultRules(), schedules.NewCalendar(nil)
	d, err := desk.New(desk.Config{Plan: p, Rules: rules, Calendar: cal, Options: desk.Options{Username: "x"}})
	require.NoError(b, err)
	engine, err := bolt.Open(b.TempDir()+"/x.db", bolt.Options{})
	require.NoError(b, err)
	defer engine.Close()
	ctx, now := context.Background(), time.Date(2027, 1, 5, 0, 0, 0, 0, time.UTC)
	for _, period := range schedules.Periods(duty, p, rules, cal, p.Starts, plan.Date{Year: 2026, Month: time.December, Day: 31}) {
		for from := 0; from < 1000; from += 20 {
			require.NoError(b, engine.Update(ctx, func(tx storage.Tx) error {
				for u := from; u < from+20; u++ {
					k := reports.Key{Period: period.ID, Duty: duty.ID, Subject: fmt.Sprint("u", u)}
					r := reports.Report{Key: k, Unit: k.Subject, Version: 1, State: reports.Submitted,
						FirstAt: period.Deadline.Add(time.Duration(u%5-3) * time.Hour), Deadline: period.Deadline,
						Entries: []reports.Entry{{Task: 1, Progress: reports.Moving}, {Task: 2, Progress: reports.Same, SameRun: 2}, {Task: 3, Progress: reports.Difficulty}}}
					if err := storage.SaveReport(tx, r); err != nil {
						return err
					}
				}
				return nil
			}))
		}
	}
	b.ResetTimer()
	for b.Loop() {
		require.NoError(b, engine.View(ctx, func(r storage.Reader) error {
			owed, err := Owed(d, r, "2026", now)
			if err != nil {
				return err
			}
			facts := reports.Assess(owed)
			require.Len(b, facts, 1000)
			require.Len(b, facts[0].Expected, 24)
			return nil
		}))
	}
}
