package plan

import "strconv"

// Standing is how a value stands against its target.
type Standing int

// The standings. Short is less than what is wanted before it is due; Missed is
// what is wanted, due and not there.
const (
	Unjudged Standing = iota // no target, or no baseline to compare with, has been set
	Reached
	Short
	Missed
)

// Judgement is how a value stands against its target at the end of a period.
type Judgement struct {
	Standing Standing
	// Share is how much of the target is reached, in whole percent from 0 to 99.
	// It means something with Short alone, and is -1 where a share of the target
	// says nothing, as of a limit, a rate or a zero.
	Share int
	Gap   Number // of a rate that is Short: how many percentage points are missing, 0 for anything else
	Base  bool   // Unjudged for want of last year's value, and not of a target
}

// Judge returns how the value of a period stands against the target. Every
// document, sheet and picture takes it from here, so that they say the same.
func (i Indicator) Judge(v Number, p Period) Judgement {
	met, known := i.Met(v)
	switch {
	case !known:
		return Judgement{Base: i.Compare == NotBelowBase || i.Compare == NotAboveBase}
	case met:
		return Judgement{Standing: Reached}
	case !i.Running(p):
		return Judgement{Standing: Missed}
	}
	j := Judgement{Standing: Short, Share: -1}
	switch {
	case i.Kind == Percent: // two thirds of a rate mean nothing
		if goal := i.goal(); *goal > v && i.Compare != Equal {
			j.Gap = *goal - v
		}
	case i.Compare == AtLeast && *i.Target > 0:
		j.Share = Share(v, *i.Target)
	case i.Compare == NotBelowBase && *i.Baseline > 0:
		j.Share = Share(v, *i.Baseline)
	}
	return j
}

// String returns the judgement as documents and sheets say it: 达到, 未达到,
// 完成60%, 还差5个百分点, 未到时限, 目标未定 or 上年数未录.
func (j Judgement) String() string {
	switch {
	case j.Standing == Reached:
		return textReached
	case j.Standing == Missed:
		return textMissed
	case j.Standing == Short && j.Gap > 0:
		return textShortBy + j.Gap.String() + textPoints
	case j.Standing == Short && j.Share < 0:
		return textNotDue
	case j.Standing == Short:
		return ShareText(j.Share)
	}
	if j.Base {
		return textNoBase
	}
	return textNoTarget
}

// ShareText returns a share in whole percent as 完成60%.
func ShareText(percent int) string { return textDone + strconv.Itoa(percent) + "%" }

// Share returns how much of a positive goal is reached, in whole percent from 0
// to 99: what is reached in full is met, and not a share.
func Share(v, goal Number) int {
	if goal <= 0 {
		return 0
	}
	return int(min(max(0, v.Float()/goal.Float()*100), 99))
}

// Running reports whether the target's time is not over when the period ends:
// being short of it is then no failure yet. A target with a date runs until
// then. What adds up over the year without one runs until the year's last
// period, and any other target holds at all times.
func (i Indicator) Running(p Period) bool {
	if i.Due.IsZero() {
		return i.Yearly && i.Compare == AtLeast && i.Target != nil && *i.Target > 0 && !p.Last
	}
	if i.Yearly && p.Last && p.Nominal.Year == i.Due.Year {
		return false // the next period counts from zero
	}
	return p.Nominal.Before(i.Due)
}
