package cockpit

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
)

// A board is about one period of one duty. What is missing of others is named beside it:
// nobody who looks at the second half of December is to think that the first is in.

// lookBack is how many reports are looked at besides the board's, a duty: with six areas
// two years of half-months. A period of more than that is left to its own page: the status
// of a thousand units is to come at once, and costs no more with every year.
const lookBack = 300

// earlierLines is how many lines the whole page has of them, and as many buttons.
const earlierLines = 6

// missingElsewhere returns what is overdue of other periods and duties, the newest first.
// A summary is counted where it is filed.
func missingElsewhere(t *desk.Turn, b desk.Board) ([]standing.Standing, error) {
	var out []standing.Standing
	duties := t.Plan.EverDuties()
	for n := range duties {
		duty := duties[n]
		if duty.Timing == plan.OnEvent || duty.Summarises() {
			continue
		}
		room := lookBack
		for _, p := range slices.Backward(t.PeriodsOpen(duty, b.At)) {
			if b.At.Before(p.Deadline) || duty.ID == b.Duty.ID && p.ID == b.Period.ID {
				continue
			}
			if room -= len(t.ObligationsIn(duty, p)); room < 0 {
				break
			}
			all, err := t.Standings(t.Tx, duty, p)
			if err != nil {
				return nil, err
			}
			for _, x := range all {
				if x.Overdue(b.At) {
					out = append(out, x)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y standing.Standing) int { return y.Period.Deadline.Compare(x.Period.Deadline) })
	return out, nil
}

// earlierLine counts them for the first page, "" for none.
func earlierLine(t *desk.Turn, missed []standing.Standing) string {
	if len(missed) == 0 {
		return ""
	}
	due := t.DayText(plan.DateOf(missed[len(missed)-1].Due().In(t.Loc)))
	if len(missed) == 1 {
		return fmt.Sprintf(textEarlierSole, due)
	}
	return fmt.Sprintf(textEarlier, len(missed), due)
}

// earlierText lists them, a line for each period of a duty.
func earlierText(t *desk.Turn, b desk.Board, missed []standing.Standing) reports.Text {
	var x reports.Text
	lines, rest := 0, len(missed)
	for len(missed) > 0 {
		first := missed[0]
		same := func(y standing.Standing) bool {
			return y.TheDuty.ID == first.TheDuty.ID && y.Period.ID == first.Period.ID
		}
		var names []string
		for _, y := range missed {
			if same(y) {
				names = append(names, missedName(t, y))
			}
		}
		missed = slices.DeleteFunc(slices.Clone(missed), same)
		if lines++; lines > earlierLines {
			return x.Line(fmt.Sprintf(textEarlierMore, rest))
		}
		rest -= len(names)
		head := t.PeriodText(first.Period)
		if first.TheDuty.ID != b.Duty.ID {
			head = first.TheDuty.Title + " " + head
		}
		x = x.Line(fmt.Sprintf(textEarlierOne, head, strings.Join(names, "、")))
	}
	return x
}

// missedName is whose report it is, within a line that names duty and period.
func missedName(t *desk.Turn, x standing.Standing) string {
	unit := t.UnitIn(x.Unit, x.Period.ID)
	if x.Subject == x.Unit {
		return unit
	}
	return t.SubjectName(x.Key()) + "（" + unit + "）"
}

// earlierButtons lead to the newest of those that no other period's page shows.
func earlierButtons(t *desk.Turn, b desk.Board, periods []plan.Period, missed []standing.Standing) [][]bot.Button {
	if !staff.Can(t.Me, staff.ActHandle) {
		return nil
	}
	var rows [][]bot.Button
	for _, x := range missed {
		near := x.TheDuty.ID == b.Duty.ID && slices.ContainsFunc(periods, func(p plan.Period) bool { return p.ID == x.Period.ID })
		if !near && len(rows) < earlierLines {
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonCase, t.ReportName(x.Key())), Data: desk.KeyData("cs", x.Key())}})
		}
	}
	return rows
}
