package reports

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func owedAt(unit, period string, late time.Duration) Owed {
	o := Owed{Key: Key{period, "progress", unit}, Unit: unit, Stand: OnTime}
	if late > 0 {
		o.Stand, o.LateBy = Late, late
	}
	return o
}

func standing(o Owed, s Stand) Owed {
	o.Stand, o.LateBy, o.Overdue = s, 0, s == Missing
	return o
}

func TestAssess(t *testing.T) {
	missing := standing(owedAt("a", "2026-12-15", 0), Missing)
	excused := standing(owedAt("a", "2026-12-30", 0), Excused)
	notYet := standing(owedAt("a", "2027-01-15", 0), NotDue)
	returned := owedAt("b", "2026-12-15", 0)
	returned.Returns = 2
	back := standing(owedAt("b", "2026-12-30", 0), SentBack)
	ignored := standing(owedAt("b", "2026-11-30", 0), SentBack)
	ignored.Overdue, ignored.Returns = true, 1
	late := owedAt("a", "2026-11-30", 90*time.Minute)
	got := Assess([]Owed{late, missing, excused, notYet, returned, back, ignored})
	require.Equal(t, []Facts{
		{Unit: "a", Expected: []Key{late.Key, missing.Key}, Late: []Key{late.Key},
			Missing: []Key{missing.Key}, Excused: []Key{excused.Key}, LateBy: 90 * time.Minute},
		{Unit: "b", Expected: []Key{returned.Key, ignored.Key}, OnTime: []Key{returned.Key},
			Missing: []Key{ignored.Key}, Returned: []Key{returned.Key, ignored.Key}},
	}, got)
	require.Equal(t, 1, got[0].LateHours(), "rounded down, as everywhere")
}

var stands = []Stand{NotDue, Missing, OnTime, Late, SentBack, Excused}

// Every report owed is in exactly one of the figures that make up the expected,
// and of the counts that every screen shows.
func TestFiguresAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var owed []Owed
		due := 0
		for i := range rapid.IntRange(0, 30).Draw(t, "n") {
			o := standing(owedAt(fmt.Sprint("u", i%3), fmt.Sprintf("2026-%02d-15", i%12+1), 0), rapid.SampledFrom(stands).Draw(t, "stand"))
			o.Overdue = o.Overdue || o.Stand == SentBack && rapid.Bool().Draw(t, "overdue")
			if o.Stand != NotDue && (o.Stand != SentBack || o.Overdue) {
				due++
			}
			owed = append(owed, o)
		}
		n := 0
		for _, f := range Assess(owed) {
			n += len(f.Expected) + len(f.Excused)
			require.Equal(t, len(f.Expected), len(f.OnTime)+len(f.Late)+len(f.Missing))
		}
		require.Equal(t, due, n)
		c := Count(owed)
		require.Equal(t, len(owed), c.Owed+c.Excused)
		require.Equal(t, c.Owed, c.OnTime+c.Late+c.Missing+c.NotDue+c.SentBack)
		require.LessOrEqual(t, c.Missing, c.Overdue)
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
	b.ReportAllocs()
	for b.Loop() {
		require.Len(b, Assess(owed), 1000)
	}
}
