package card

import (
	"liubao/plan"
)

// markAt is where on the track a target stands, so that a value beyond it
// still shows.
const markAt = 0.8

// IndicatorBar turns an indicator and its value in the period (nil for none)
// into a bar, and reports false for a private indicator, which no picture may
// show.
//
// What is short of a target whose time is not over asks for attention; what is
// short of one that is due, a limit that is broken and a level that is not kept
// are bad.
func IndicatorBar(i plan.Indicator, value *plan.Number, p plan.Period) (Bar, bool) {
	if i.Private {
		return Bar{}, false
	}
	b := Bar{ID: i.ID, Name: i.Label(), Tone: Idle, Word: textNoValue}
	goal, sign := aim(i)
	if goal != nil {
		b.Target = targetWords(i, *goal, sign)
		if *goal > 0 { // zero has no place on a track that begins with it
			b.Mark = markAt
		}
	}
	if value != nil {
		b.Value = amount(i, *value)
	}
	switch {
	case goal == nil && (i.Compare == plan.NotBelowBase || i.Compare == plan.NotAboveBase):
		b.Word = textNoBase
	case goal == nil:
		b.Word = textNoTarget
	case value != nil:
		b.Fill = fill(*value, *goal)
		b.Word, b.Tone = word(i.Compare, i.Judge(*value, p))
	}
	return b, true
}

// aim returns what the value is compared with, nil where that is not set, and
// the sign for it.
func aim(i plan.Indicator) (*plan.Number, string) {
	switch i.Compare {
	case plan.AtLeast:
		return i.Target, "≥"
	case plan.AtMost:
		return i.Target, "≤"
	case plan.NotBelowBase:
		return i.Baseline, "≥"
	case plan.NotAboveBase:
		return i.Baseline, "≤"
	}
	return i.Target, ""
}

func targetWords(i plan.Indicator, goal plan.Number, sign string) string {
	switch {
	case i.Kind == plan.YesNo && goal > 0:
		return textTargetYes
	case i.Kind == plan.YesNo:
		return textTargetNo
	case i.Compare == plan.NotBelowBase || i.Compare == plan.NotAboveBase:
		return textBase + amount(i, goal) // whether it is to be more or less the word says
	}
	return textTarget + sign + amount(i, goal)
}

// amount writes a value with its measure.
func amount(i plan.Indicator, n plan.Number) string {
	switch {
	case i.Kind == plan.YesNo && n > 0:
		return textYes
	case i.Kind == plan.YesNo:
		return textNo
	case i.Measure == "" && i.Kind == plan.Percent:
		return n.String() + "%"
	}
	return n.String() + i.Measure
}

// word says in a picture's few characters how a value stands.
func word(c plan.Comparator, j plan.Judgement) (string, Tone) {
	switch {
	case j.Standing == plan.Reached:
		return textMet, Good
	case j.Standing == plan.Short:
		return j.String(), Warn
	case c == plan.AtMost:
		return textOver, Bad
	case c == plan.NotBelowBase:
		return textBelow, Bad
	case c == plan.NotAboveBase:
		return textAbove, Bad
	}
	return textUnmet, Bad
}

// fill places a value on a track whose mark is the goal. Against a goal of
// zero the whole track is filled, in the tone of what was judged.
func fill(v, goal plan.Number) float64 {
	switch {
	case v <= 0 && goal > 0:
		return 0
	case goal <= 0:
		return 1
	}
	return min(v.Float()/goal.Float()*markAt, 1)
}
