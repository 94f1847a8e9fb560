package closing

import (
	"fmt"
	"strings"

	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// mostListed is how many reports a preview names.
const mostListed = 8

// preview says what closing on a day means: what is still owed until then, what is
// not asked for any more, what stays open, and what happens.
func preview(t *desk.Turn, day plan.Date) (reports.Text, error) {
	today := t.Today(t)
	said := reports.DayTextFrom(day, today)
	x := reports.Text{}.Head(fmt.Sprintf(textPreview, said)).Line(fmt.Sprintf(textOn, said)).Line("")
	owed, err := owedUntil(t, day)
	if err != nil {
		return nil, err
	}
	x = list(x, fmt.Sprintf(textOwed, len(owed)), textOwedNone, owed)
	after, err := notAsked(t, day)
	if err != nil {
		return nil, err
	}
	x = list(x, textNoMore, "", after)
	for _, line := range dueBehind(t, day) {
		x = x.Line(line)
	}
	open, err := openText(t)
	if err != nil {
		return nil, err
	}
	return x.Line("").Line(open).Line("").Line(fmt.Sprintf(textThen, reports.DayTextFrom(day.AddDays(rules.UndoDays), today))).Trim(), nil
}

// list appends lines under a head, or what stands for none.
func list(x reports.Text, head, none string, lines []string) reports.Text {
	if len(lines) == 0 {
		if none != "" {
			x = x.Line(none)
		}
		return x
	}
	x = x.Add(reports.Bold, head).Line("")
	for _, s := range lines[:min(len(lines), mostListed)] {
		x = x.Line(s)
	}
	if len(lines) > mostListed {
		x = x.Line(fmt.Sprintf(textMore, len(lines)))
	}
	return x
}

// owedUntil lists what is owed up to a day and is not there, the newest first.
func owedUntil(t *desk.Turn, day plan.Date) ([]string, error) {
	var out []string
	for _, duty := range t.Plan.EverDuties() {
		if duty.Timing == plan.OnEvent {
			continue
		}
		periods := schedules.Periods(duty, t.Plan, t.Rules, t.Calendar, t.Plan.Starts, day)
		for i := len(periods) - 1; i >= 0; i-- {
			all, err := t.Standings(t.Tx, duty, periods[i])
			if err != nil {
				return nil, err
			}
			for _, l := range all {
				if l.Settled() {
					continue
				}
				word := textOwedSoon
				if l.Overdue(t.Now) {
					word = textOwedPast
				}
				out = append(out, fmt.Sprintf(textOwedOne, t.ReportName(l.Key()), t.UnitIn(l.Unit, periods[i].ID), word, t.TimeText(l.Due())))
			}
		}
	}
	return out, nil
}

// notAsked lists what nobody owes any more: periods that have begun, and dates that
// lie behind the day, with the drafts there are.
func notAsked(t *desk.Turn, day plan.Date) ([]string, error) {
	var out []string
	for _, duty := range t.Plan.Duties {
		p, ok := schedules.Current(duty, t.Plan, t.Rules, t.Calendar, t.Today(t))
		if !ok || !p.Nominal.After(day) {
			continue
		}
		drafts, err := storage.DraftBriefs(t.Tx, p.ID, duty.ID)
		if err != nil {
			return nil, err
		}
		if n := len(drafts); n > 0 {
			out = append(out, fmt.Sprintf(textNoMoreDraft, duty.Title, t.PeriodText(p), n))
			continue
		}
		out = append(out, fmt.Sprintf(textNoMoreOne, duty.Title, t.PeriodText(p)))
	}
	return out, nil
}

// dueBehind warns of what is owed for a period up to the day and due only after it,
// as the summary to the superiors is.
func dueBehind(t *desk.Turn, day plan.Date) []string {
	var out []string
	for _, duty := range t.Plan.Duties {
		if duty.Timing == plan.OnEvent {
			continue
		}
		periods := schedules.Periods(duty, t.Plan, t.Rules, t.Calendar, day.AddDays(-45), day)
		if len(periods) == 0 {
			continue
		}
		p := periods[len(periods)-1]
		if due := plan.DateOf(p.Deadline.In(t.Loc)); due.After(day) {
			word := reports.DayTextFrom(due, t.Today(t))
			out = append(out, fmt.Sprintf(textSummaryDay, duty.Title, word, word))
		}
	}
	return out
}

// openText counts what waits for somebody, whatever feature keeps it.
func openText(t *desk.Turn) (string, error) {
	var out []string
	for _, f := range t.Installed {
		if f.Shows.Open == nil {
			continue
		}
		all, err := f.Shows.Open(t)
		if err != nil {
			return "", err
		}
		for _, o := range all {
			if o.N > 0 {
				out = append(out, fmt.Sprintf(textOpenOne, o.What, o.N))
			}
		}
	}
	if len(out) == 0 {
		return textOpenNone, nil
	}
	return fmt.Sprintf(textOpen, strings.Join(out, "、")), nil
}
