package reports

import (
	"fmt"
	"time"

	"liubao/plan"
)

// Pace is how something stands by the calendar, computed from what is planned. It
// stands beside what the unit itself says and never in its place.
type Pace int

// The paces. Unpaced is what nothing planned can be held against.
const (
	Unpaced Pace = iota
	OnPace       // 正常
	Slow         // 偏慢
	Behind       // 滞后
)

// Label returns the word shown beside the light, "" for Unpaced.
func (p Pace) Label() string { return [...]string{"", textOnPace, textSlow, textBehind}[p] }

// Light returns the light, "" for Unpaced. It never stands without its word.
func (p Pace) Light() string { return [...]string{"", "🟢", "🟡", "🔴"}[p] }

// Slips reports whether somebody should look at it.
func (p Pace) Slips() bool { return p == Slow || p == Behind }

// Paced is a pace with its reason, in words: 时间过半，完成38%.
type Paced struct {
	Pace   Pace
	Reason string
}

// String returns 偏慢（时间过半，完成38%）, "" for Unpaced.
func (p Paced) String() string {
	if p.Reason == "" || p.Pace == Unpaced {
		return p.Pace.Label()
	}
	return p.Pace.Label() + "（" + p.Reason + "）"
}

// What is short of a planned point by less than a tenth of it is slow, by more it is
// behind. Of what adds up over a year so much may lack against the time that is
// over: one part in ten, and four in ten.
const (
	slowPercent   = 90
	behindPercent = 60
	earlyPercent  = 15 // of the time: before that nothing is said
	soonDays      = 7  // a point so near is worth a look where the unit reports no progress
)

// IndicatorPace holds the value of a period against the steps planned for the
// indicator, its target and the time that is over. The steps must stand in the
// order of their dates; those after the period's day count for nothing yet. A rate
// is held against points alone and is never said to be done in part.
func IndicatorPace(i plan.Indicator, steps []plan.Step, v plan.Number, p plan.Period) Paced {
	if j := i.Judge(v, p); j.Standing == plan.Missed {
		return Paced{Behind, fmt.Sprintf(textPaceMissed, i.TargetText(), i.Format(v)) + pointsShort(i, v, i.Target)}
	} else if j.Standing == plan.Reached && !capped(i) {
		return Paced{OnPace, textPaceReached}
	}
	var due *plan.Step
	for n := range steps {
		if s := &steps[n]; s.Value != nil && !s.Date.After(p.Nominal) && (!i.Yearly || s.Date.Year == p.Nominal.Year) {
			due = s
		}
	}
	if due != nil {
		return stepPace(i, *due, v)
	}
	if len(steps) == 0 {
		return yearPace(i, v, p)
	}
	return Paced{}
}

// capped reports whether the value is to stay below something.
func capped(i plan.Indicator) bool { return i.Compare == plan.AtMost || i.Compare == plan.NotAboveBase }

// stepPace holds a value against a point whose day has come.
func stepPace(i plan.Indicator, s plan.Step, v plan.Number) Paced {
	want := *s.Value
	reason := fmt.Sprintf(textPaceStep, monthDay(s.Date), i.Format(want), i.Format(v))
	near := v.Float()*100 >= want.Float()*slowPercent
	met := v >= want
	if capped(i) {
		met, near = v <= want, v.Float()*slowPercent <= want.Float()*100
		reason = fmt.Sprintf(textPaceCap, monthDay(s.Date), i.Format(want), i.Format(v))
	}
	switch {
	case met:
		return Paced{OnPace, reason}
	case near && want > 0:
		return Paced{Slow, reason + pointsShort(i, v, s.Value)}
	}
	return Paced{Behind, reason + pointsShort(i, v, s.Value)}
}

// pointsShort says of a rate by how many points it misses what is wanted.
func pointsShort(i plan.Indicator, v plan.Number, want *plan.Number) string {
	if i.Kind != plan.Percent || want == nil || v == *want {
		return ""
	}
	gap := *want - v
	if gap < 0 {
		gap = -gap
	}
	return fmt.Sprintf(textPacePoints, gap.String())
}

// yearPace holds what adds up over the year against the part of the time that is over.
func yearPace(i plan.Indicator, v plan.Number, p plan.Period) Paced {
	if !i.Yearly || i.Compare != plan.AtLeast || i.Kind == plan.Percent || i.Kind == plan.YesNo || i.Target == nil || *i.Target <= 0 {
		return Paced{}
	}
	year := p.Nominal.Year
	from, to := plan.Date{Year: year, Month: 1, Day: 1}, plan.Date{Year: year, Month: 12, Day: 31}
	if i.Due.Year == year {
		to = i.Due
	}
	days := daysTo(from, to) + 1
	over := (100*(daysTo(from, p.Nominal)+1) + days/2) / days
	if p.Nominal.Before(to) {
		over = min(over, 99)
	}
	done := plan.Share(v, *i.Target)
	if over < earlyPercent {
		return Paced{}
	}
	out := Paced{OnPace, fmt.Sprintf(textPaceTime, timeOver(over), plan.ShareText(done))}
	switch {
	case done*100 < over*behindPercent:
		out.Pace = Behind
	case done*100 < over*slowPercent:
		out.Pace = Slow
	}
	return out
}

// timeOver says how much of the time is over, as people say it.
func timeOver(percent int) string {
	switch {
	case percent >= 100:
		return textTimeUp
	case percent >= 50 && percent < 60:
		return textTimeHalf
	}
	return fmt.Sprintf(textTimeOver, percent)
}

// Node is a planned point of a task: what is to be done by a day, and whether it is.
type Node struct {
	plan.Step
	Done bool
}

// TaskPace holds a task's points against a day, and what the unit last said of the
// task. The points must stand in the order of their days.
func TaskPace(nodes []Node, said Progress, today plan.Date) Paced {
	var next, last *Node
	for n := range nodes {
		x := &nodes[n]
		switch {
		case x.Done:
			last = x
		case x.Date.Before(today):
			return Paced{Behind, fmt.Sprintf(textNodeLate, monthDay(x.Date), x.What, daysTo(x.Date, today))}
		case next == nil:
			next = x
		}
	}
	switch {
	case next == nil && last == nil:
		return Paced{}
	case next == nil:
		return Paced{OnPace, fmt.Sprintf(textNodeDone, last.What)}
	}
	reason := fmt.Sprintf(textNodeNext, monthDay(next.Date), next.What)
	if daysTo(today, next.Date) <= soonDays && (said == Same || said == Difficulty) {
		return Paced{Slow, reason + fmt.Sprintf(textNodeSaid, said.Label())}
	}
	return Paced{OnPace, reason}
}

func monthDay(d plan.Date) string { return fmt.Sprintf("%d月%d日", int(d.Month), d.Day) }

// daysTo is how many days lie between two.
func daysTo(from, to plan.Date) int {
	return int(to.At(plan.Clock{}, time.UTC).Sub(from.At(plan.Clock{}, time.UTC)).Hours() / 24)
}
