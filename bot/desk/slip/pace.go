package slip

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// frame is what makes reports owed.
func frame(d *desk.Desk) standing.Frame {
	return standing.Frame{Plan: d.Plan, Rules: d.Rules, Calendar: d.Calendar}
}

// paces returns how everything stands by the calendar now.
func paces(d *desk.Desk, r storage.Reader, now time.Time) ([]standing.Pace, error) {
	return frame(d).PacesNow(r, now)
}

func today(d *desk.Desk, now time.Time) plan.Date { return plan.DateOf(now.In(d.Loc)) }

// slipping returns of them what slips, in the same order.
func slipping(all []standing.Pace) []standing.Pace {
	return slices.DeleteFunc(slices.Clone(all), func(x standing.Pace) bool { return !x.Pace.Slips() })
}

// nameOf is an indicator's name, or 任务3 with its title.
func nameOf(x standing.Pace) string {
	if x.Task != 0 {
		return fmt.Sprintf(textTask, x.Task, x.Name)
	}
	return x.Name
}

func line(x standing.Pace) string { return fmt.Sprintf(textItem, x.Pace.Light(), nameOf(x), x.Paced) }

// withWhy adds the unit's own words to a line.
func withWhy(d *desk.Desk, x reports.Text, p standing.Pace, now time.Time) reports.Text {
	x = x.Line(line(p))
	if p.Why != nil {
		x = x.Line(fmt.Sprintf(textWhy, reports.Unstopped(p.Why.Text), d.TimeText(p.Why.At, now)))
	}
	return x
}
