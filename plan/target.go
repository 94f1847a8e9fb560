package plan

import "unicode/utf8"

// Texts of targets and values, the same on every surface.
const (
	textYes      = "是"
	textNo       = "否"
	textNoTarget = "目标未定"
	textOpen     = "未定"
	textNotBelow = "不低于上年"
	textNotAbove = "不高于上年"
	textReached  = "达到"
	textMissed   = "未达到"
	textDone     = "完成"
	textNotDue   = "未到时限"
	textShortBy  = "还差"
	textPoints   = "个百分点"
	textNoBase   = "上年数未录"
)

// Format returns the value as it is shown: 12户, 18%, 是 or 否; a measure in letters stands
// apart, as in 12 km.
func (i Indicator) Format(v Number) string {
	switch {
	case i.Kind == YesNo && v == 0:
		return textNo
	case i.Kind == YesNo:
		return textYes
	case i.Kind == Percent:
		return v.String() + "%"
	case i.Measure == "":
		return v.String()
	}
	if r, _ := utf8.DecodeRuneInString(i.Measure); r < utf8.RuneSelf {
		return v.String() + " " + i.Measure
	}
	return v.String() + i.Measure
}

// TargetText returns the target as it is shown: ≥15%, 净增5户, 不低于上年
// (with last year's value where it is known), or 未定.
func (i Indicator) TargetText() string {
	switch i.Compare {
	case NotBelowBase:
		return textNotBelow + i.baseText()
	case NotAboveBase:
		return textNotAbove + i.baseText()
	}
	if i.Target == nil {
		return textOpen
	}
	want := i.Format(*i.Target)
	switch {
	case i.Phrase != "":
		return i.Phrase + want
	case i.Kind == YesNo || i.Compare == Equal:
		return want
	case i.Compare == AtMost:
		return "≤" + want
	}
	return "≥" + want
}

func (i Indicator) baseText() string {
	if i.Baseline == nil {
		return ""
	}
	return "（" + i.Format(*i.Baseline) + "）"
}

// goal returns what a value is compared with, nil where it is not set.
func (i Indicator) goal() *Number {
	if i.Compare == NotBelowBase || i.Compare == NotAboveBase {
		return i.Baseline
	}
	return i.Target
}

// Met reports whether the value meets the target. It is not known where no
// target, or no baseline to compare with, has been set.
func (i Indicator) Met(v Number) (met, known bool) {
	goal := i.goal()
	if goal == nil {
		return false, false
	}
	switch i.Compare {
	case AtLeast, NotBelowBase:
		return v >= *goal, true
	case AtMost, NotAboveBase:
		return v <= *goal, true
	case Equal:
		return v == *goal, true
	}
	return false, false
}
