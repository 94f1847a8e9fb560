package form

import (
	"fmt"
	"regexp"
	"strings"

	"liubao/internal/numbers"
	"liubao/plan"
)

// ReadFigure reads an answer to an indicator in its measure. Where it is no
// exact number but one can be made out (约30户, 1家 where 户 are asked for), that
// one is for the person to confirm: see doubtful.
func ReadFigure(i Indicator, text string) (plan.Number, bool) {
	if i.Kind == plan.YesNo {
		return readYesNo(text)
	}
	a := numbers.ReadFor(text, i.In())
	n, doubt := a.In(i.In())
	if reduces.MatchString(i.Name) && (a.Fell || doubt == numbers.Change && sinceLastYear.MatchString(text)) {
		if n < 0 {
			n = -n // 下降16.3% at 公用经费压减
		}
		if doubt == numbers.Change && a.Unit == "%" && !strings.Contains(text, "百分点") {
			return n, true
		}
	}
	switch doubt {
	case numbers.Exact, numbers.Rounded, numbers.Other:
		return n, true
	case numbers.About:
		return n, a.Known
	}
	return 0, false
}

// reduces finds the indicators that count by how much something became less, and
// sinceLastYear since when they do.
var (
	reduces       = regexp.MustCompile(`压减|压缩|减少|下降|降低|核减`)
	sinceLastYear = regexp.MustCompile(`上年|去年|同期|同比|年初`)
	// mayFall finds those that can be less than nothing.
	mayFall = regexp.MustCompile(`增长|增速|增幅|增减|变化|同比|环比`)
)

func readYesNo(s string) (plan.Number, bool) {
	switch strings.Trim(s, " 　。，,.") {
	case "是", "有", "对", "1", "已", "是的", "有的":
		return plan.Int(1), true
	case "否", "无", "没有", "0", "不是", "未", "没":
		return 0, true
	}
	return 0, false
}

// Doubtful reports whether a number that was read is asked about before it
// counts: it is not all that was said, or implausible.
func (d *Form) Doubtful(i Indicator, n plan.Number, text string) bool {
	if i.Kind == plan.YesNo {
		return false
	}
	return !numbers.ReadFor(text, i.In()).Alone(i.Name, i.Phrase, i.Measure) || d.Doubt(i, n, text) != ""
}

// Doubt says why a number that was read from a text is implausible, "" where it
// is not.
func (d *Form) Doubt(i Indicator, n plan.Number, text string) string {
	a := numbers.ReadFor(text, i.In())
	_, why := a.In(i.In())
	switch {
	case why == numbers.About:
		return textNotExact
	case a.Unit == "%" && i.Kind != plan.Percent:
		return textNoPercentage
	case why == numbers.Other:
		return fmt.Sprintf(textOtherMeasure, i.In())
	case why == numbers.Rounded:
		return textRounded
	case i.Kind == plan.Count && !n.Whole():
		return textUsuallyWhole
	case n < 0 && (i.Kind != plan.Percent || !mayFall.MatchString(i.Name)):
		return textUsuallyPositive
	case i.Kind == plan.Percent && n > plan.Int(100):
		return textOverHundred
	case i.Kind == plan.Percent && a.Unit == "" && n > 0 && n < plan.Int(1):
		return fmt.Sprintf(textWhichPercent, n, n*100)
	}
	return d.far(i, n)
}

// far says that a number is far from the last one or from its target.
func (d *Form) far(i Indicator, n plan.Number) string {
	if i.Last != nil && !i.Last.Unknown && i.Yearly && i.Kind != plan.Percent && i.Kind != plan.YesNo && n < i.Last.Value {
		return fmt.Sprintf(textBelowLast, i.Format(i.Last.Value)) // what adds up over the year does not fall
	}
	if i.Last != nil && !i.Last.Unknown && i.Last.Value != 0 && i.Kind != plan.Percent {
		last := i.Last.Value
		if n > last*10 && n-last > plan.Int(10) || n*10 < last && last-n > plan.Int(10) {
			return fmt.Sprintf(textFarFromLast, i.Format(last))
		}
	}
	if i.Target != nil && i.Kind == plan.Count && *i.Target > 0 && n > *i.Target*100 {
		return fmt.Sprintf(textFarFromTarget, i.Format(*i.Target))
	}
	return ""
}
