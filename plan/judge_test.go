package plan

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestJudge(t *testing.T) {
	at := func(y int, m time.Month, d int) Period {
		return Period{Nominal: Date{y, m, d}, Last: m == time.December && d >= 28}
	}
	june, december, last := at(2027, 6, 15), at(2027, 12, 15), at(2027, 12, 30)
	yearly := Indicator{Compare: AtLeast, Target: num(5), Yearly: true}
	with := func(edit func(*Indicator)) Indicator {
		i := yearly
		edit(&i)
		return i
	}
	level := with(func(i *Indicator) { i.Yearly = false })
	dated := with(func(i *Indicator) { i.Yearly, i.Due = false, Date{2027, 12, 15} })
	endOfYear := with(func(i *Indicator) { i.Due = Date{2027, 12, 31} })
	nextYear := with(func(i *Indicator) { i.Due = Date{2028, 12, 31} })
	none := with(func(i *Indicator) { i.Compare, i.Target, i.Due = Equal, num(0), Date{2027, 12, 15} })
	base := with(func(i *Indicator) {
		i.Compare, i.Target, i.Baseline, i.Yearly, i.Due = NotBelowBase, nil, num(6), false, Date{2027, 12, 15}
	})
	for _, c := range []struct {
		name string
		i    Indicator
		v    int64
		p    Period
		want string
	}{
		{"while the year runs", yearly, 3, june, "完成60%"},
		{"before its last period", yearly, 3, december, "完成60%"},
		{"at its end", yearly, 3, last, "未达到"},
		{"early", yearly, 5, june, "达到"},
		{"less than nothing", yearly, -1, june, "完成0%"},
		{"a level", level, 3, june, "未达到"},
		{"before its date", dated, 3, june, "完成60%"},
		{"at its date", dated, 3, december, "未达到"},
		{"dated at the end of the year", endOfYear, 3, december, "完成60%"},
		{"which the year's last period decides", endOfYear, 3, last, "未达到"},
		{"of the year after", nextYear, 3, last, "完成60%"},
		{"a share of nothing", none, 3, june, "未到时限"},
		{"nothing at its date", none, 3, december, "未达到"},
		{"a baseline before its date", base, 3, june, "完成50%"},
		{"no target", with(func(i *Indicator) { i.Target = nil }), 3, june, "目标未定"},
		{"no baseline", with(func(i *Indicator) { i.Compare = NotBelowBase }), 3, june, "上年数未录"},
		{"a rate", with(func(i *Indicator) { i.Kind, i.Target = Percent, num(15) }), 10, june, "还差5个百分点"},
		{"a rate at the end", with(func(i *Indicator) { i.Kind, i.Target = Percent, num(15) }), 10, last, "未达到"},
		{"a limit of a rate", with(func(i *Indicator) { i.Kind, i.Compare, i.Due = Percent, AtMost, Date{2027, 12, 31} }), 10, june, "未到时限"},
	} {
		assert.Equal(t, c.want, c.i.Judge(Int(c.v), c.p).String(), c.name)
	}
}

// What meets a target is reached whatever the day, and a target that nobody set
// is never missed.
func TestJudgeAgreesWithMet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.Ptr(rapid.Map(rapid.Int64Range(-9, 9), Int), true)
		date := rapid.Custom(func(t *rapid.T) Date {
			return MonthDay(rapid.IntRange(2026, 2028).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 31).Draw(t, "day"))
		})
		i := Indicator{
			Compare: rapid.SampledFrom([]Comparator{AtLeast, AtMost, Equal, NotBelowBase, NotAboveBase}).Draw(t, "compare"),
			Target:  number.Draw(t, "target"), Baseline: number.Draw(t, "baseline"), Yearly: rapid.Bool().Draw(t, "yearly"),
		}
		if rapid.Bool().Draw(t, "dated") {
			i.Due = date.Draw(t, "due")
		}
		v := Int(rapid.Int64Range(-9, 9).Draw(t, "value"))
		met, known := i.Met(v)
		j := i.Judge(v, Period{Nominal: date.Draw(t, "period"), Last: rapid.Bool().Draw(t, "last")})
		assert.Equal(t, !known, j.Standing == Unjudged)
		assert.Equal(t, met, j.Standing == Reached)
		assert.True(t, j.Share >= -1 && j.Share <= 99)
	})
}
