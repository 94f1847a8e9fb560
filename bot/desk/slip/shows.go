package slip

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// note says of an area how much slips, and what was planned and not done again and
// again.
func note(d *desk.Desk, r storage.Reader, l standing.Standing, now time.Time) (string, error) {
	all, err := standing.Paces(r, d.Plan, l, l.Day(today(d, now)))
	if err != nil {
		return "", err
	}
	slow, behind := 0, 0
	for _, x := range all {
		switch x.Pace {
		case reports.Slow:
			slow++
		case reports.Behind:
			behind++
		}
	}
	var out []string
	if behind > 0 {
		out = append(out, fmt.Sprintf(textNoteBehind, behind))
	}
	if slow > 0 {
		out = append(out, fmt.Sprintf(textNoteSlow, slow))
	}
	for _, t := range unkept(l) {
		out = append(out, fmt.Sprintf(textNoteUnkept, t.Task, t.Unkept))
	}
	return strings.Join(out, "，"), nil
}

// unkept returns the tasks of a report of which what was planned was not done for
// several periods running: a fact for the office, without blame.
func unkept(l standing.Standing) []reports.TaskBrief {
	var out []reports.TaskBrief
	if l.Reported() {
		for _, t := range l.Report.Tasks {
			if t.Unkept >= reports.UnkeptOften {
				out = append(out, t)
			}
		}
	}
	return out
}

// openSlips counts what slips: all of it for whoever may see the status, their own
// for a unit.
func openSlips(t *desk.Turn) ([]desk.Open, error) {
	all, err := paces(t.Desk, t.Tx, t.Now)
	if err != nil {
		return nil, err
	}
	return []desk.Open{{What: textOpen, N: len(ours(t, slipping(all))), Data: tapOverview.Data(struct{}{}), Seen: true}}, nil
}

// ours returns of paces those that the person may see.
func ours(t *desk.Turn, all []standing.Pace) []standing.Pace {
	return slices.DeleteFunc(all, func(x standing.Pace) bool { return !staff.Can(t.Me, staff.ActStatus) && x.Unit != t.Me.Unit })
}

// reviewLines stand below a report that is to be reviewed.
func reviewLines(d *desk.Desk, r storage.Reader, rep reports.Report, now time.Time) ([]string, error) {
	duty, ok := d.Duty(rep.Key.Duty)
	p, known := d.Period(duty, rep.Key.Period)
	if !ok || !known {
		return nil, nil
	}
	s := standing.New(&duty, p, plan.Obligation{Duty: duty.ID, Subject: rep.Key.Subject, Unit: rep.Unit})
	b := rep.Brief()
	b.State = reports.Submitted // what was returned is looked at as it stands there
	s.Report = &b
	all, err := standing.Paces(r, d.Plan, s, s.Day(today(d, now)))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, x := range slipping(all) {
		out = append(out, fmt.Sprintf(textReviewSlip, x.Pace.Light(), nameOf(x), x.Paced))
		if x.Why != nil {
			out = append(out, fmt.Sprintf(textWhy, reports.Unstopped(x.Why.Text), d.TimeText(x.Why.At, now)))
		}
	}
	for _, t := range unkept(s) {
		out = append(out, fmt.Sprintf(textNoteUnkept, t.Task, t.Unkept))
	}
	return out, nil
}

// digest tells the office of what slips by reports that came in since, and of
// points whose day went by since.
func digest(d *desk.Desk, r storage.Reader, since, now time.Time) (changed, decide []string, err error) {
	all, err := frame(d).Latest(r, now)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range all {
		area, unit := d.ReportName(s.Key(), now), d.UnitIn(s.Unit, s.Period.ID)
		ps, err := standing.Paces(r, d.Plan, s, today(d, now))
		if err != nil {
			return nil, nil, err
		}
		fresh := s.Reported() && s.Report.SubmittedAt.After(since)
		for _, x := range slipping(ps) {
			if fresh && x.Indicator != "" {
				decide = append(decide, fmt.Sprintf(textDigestSlip, area, unit, nameOf(x), x.Paced))
			}
		}
		if fresh {
			for _, t := range unkept(s) {
				changed = append(changed, fmt.Sprintf(textDigestUnkept, area, unit, t.Task, t.Unkept))
			}
		}
		nodes, err := nodesPast(d, r, s, since, now)
		if err != nil {
			return nil, nil, err
		}
		for _, n := range nodes {
			decide = append(decide, fmt.Sprintf(textDigestNode, area, unit, n.Task, d.DayText(n.Date, now), n.What))
		}
	}
	return changed, decide, nil
}

// nodesPast returns the points of a report's tasks whose day ended after since.
func nodesPast(d *desk.Desk, r storage.Reader, s standing.Standing, since, now time.Time) ([]reports.Node, error) {
	var out []reports.Node
	for _, t := range d.PlanOf(s.Period.ID).TasksOf(s.Subject) {
		nodes, err := standing.Nodes(r, d.Plan, t.Number)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			if !n.Done && n.Date.Before(today(d, now)) && !n.Date.Before(today(d, since)) {
				out = append(out, n)
			}
		}
	}
	return out, nil
}
