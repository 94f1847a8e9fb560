package reports

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func owedAt(unit, period string, late time.Duration) Owed {
	d, _ := time.Parse("2006-01-02", period)
	o := Owed{Key: Key{period, "progress", unit}, Unit: unit, Deadline: d.Add(17 * time.Hour)}
	o.Brief = &Brief{Key: o.Key, FirstAt: o.Deadline.Add(late), Version: 1}
	return o
}

func TestAssess(t *testing.T) {
	now := time.Date(2027, 1, 5, 0, 0, 0, 0, time.UTC)
	missing := owedAt("a", "2026-12-15", 0)
	missing.Brief = nil
	excused := owedAt("a", "2026-12-30", 0)
	excused.Brief, excused.Excused = nil, true
	notYet := owedAt("a", "2027-01-15", 0)
	notYet.Brief = nil
	returned := owedAt("b", "2026-12-15", 0)
	returned.Returns = 2
	late := owedAt("a", "2026-11-30", 90*time.Minute)
	got := Assess([]Owed{owedAt("a", "2026-09-30", 0), late, missing, excused, notYet, returned}, now, Quarter)
	require.Equal(t, []Facts{
		{Unit: "a", Span: "2026-Q3", Expected: []Key{{"2026-09-30", "progress", "a"}}, OnTime: []Key{{"2026-09-30", "progress", "a"}}},
		{Unit: "a", Span: "2026-Q4", Expected: []Key{late.Key, missing.Key, excused.Key}, Late: []Key{late.Key},
			Missing: []Key{missing.Key}, Excused: []Key{excused.Key}, LateBy: 90 * time.Minute},
		{Unit: "b", Span: "2026-Q4", Expected: []Key{returned.Key}, OnTime: []Key{returned.Key}, Returned: []Key{returned.Key}},
	}, got)
	require.Equal(t, 1, got[1].LateHours(), "rounded down, as everywhere")
}

// Corrections do not count: whatever comes after the first version changes nothing.
func TestRevisionsNeverCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		late := time.Duration(rapid.IntRange(-5, 5).Draw(t, "hours")) * time.Hour
		o := owedAt("a", "2026-12-15", late)
		now := o.Deadline.Add(48 * time.Hour)
		before := Assess([]Owed{o}, now, Year)
		again := *o.Brief
		again.Version += rapid.IntRange(1, 9).Draw(t, "corrections")
		again.SubmittedAt = o.Brief.FirstAt.Add(time.Duration(rapid.IntRange(1, 500).Draw(t, "later")) * time.Hour)
		o.Brief = &again
		require.Equal(t, before, Assess([]Owed{o}, now, Year))
	})
}

// Every report owed is in exactly one of the figures that make up the expected.
func TestFiguresAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var owed []Owed
		now := time.Date(2027, 1, 5, 0, 0, 0, 0, time.UTC)
		for i := range rapid.IntRange(0, 30).Draw(t, "n") {
			o := owedAt(fmt.Sprint("u", i%3), fmt.Sprintf("2026-%02d-15", i%12+1), time.Duration(rapid.IntRange(-9, 9).Draw(t, "late"))*time.Hour)
			if rapid.Bool().Draw(t, "missing") {
				o.Brief = nil
			}
			o.Excused = rapid.Bool().Draw(t, "excused")
			owed = append(owed, o)
		}
		n := 0
		for _, f := range Assess(owed, now, Quarter) {
			n += len(f.Expected)
			require.Equal(t, len(f.Expected), len(f.OnTime)+len(f.Late)+len(f.Missing)+len(f.Excused))
		}
		require.Equal(t, len(owed), n)
	})
}

func TestScoreNeedsRulesAndTwoPeople(t *testing.T) {
	f := Facts{OnTime: make([]Key, 8), Late: make([]Key, 1), Missing: make([]Key, 1), Returned: make([]Key, 2)}
	w := Weights{Full: 100, Late: 2, Missing: 5, Returned: 0.5, By: "a"}
	_, ok := w.Score(f)
	require.False(t, ok, "no rules, no score")
	w.Basis = "恒办发〔2021〕3号"
	_, ok = w.Score(f)
	require.False(t, ok, "nobody scores alone")
	w.SecondBy = "a"
	_, ok = w.Score(f)
	require.False(t, ok, "the same person twice is one person")
	w.SecondBy = "b"
	points, ok := w.Score(f)
	require.True(t, ok)
	require.InDelta(t, 92, points, 0)
	_, ok = w.Score(Facts{Excused: make([]Key, 3)})
	require.False(t, ok, "nothing was owed")
	points, _ = w.Score(Facts{OnTime: make([]Key, 1), Missing: make([]Key, 1)})
	require.InDelta(t, 95, points, 0, "a report not submitted costs what the rules say, and no more")
	points, _ = w.Score(Facts{Missing: make([]Key, 40)})
	require.Zero(t, points)
}

func BenchmarkAssessYear(b *testing.B) {
	var owed []Owed
	for month := range 12 {
		for _, day := range []int{15, 28} {
			for u := range 1000 {
				owed = append(owed, owedAt(fmt.Sprint("u", u), fmt.Sprintf("2026-%02d-%02d", month+1, day), time.Duration(u%5-2)*time.Hour))
			}
		}
	}
	now := time.Date(2027, 1, 5, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		require.Len(b, Assess(owed, now, Year), 1000)
	}
}
