package inspect

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// slotInspect names the message that lists what needs a visit.
const slotInspect = "inspect"

// sameRunTooLong is after how many periods of 同上期 running somebody should go
// and look: the same number after which the dialog asks for a reason.
const sameRunTooLong = 3

// Visit is a unit that needs a visit, and why.
type Visit struct {
	Unit string
	Why  []string
}

// look returns the units that need a visit in the plan's order, then those
// that the plan has no more: overdue reports and corrections, the same words
// period after period, findings that are open. What a report comes to is what
// package standing says, as in the status: excused is not overdue, a report that
// may come later is not, and it is by the plan as it was on the period's day.
// Beside them are the reports that came and cannot be read: these are no reason to
// visit anybody.
func look(d *desk.Desk, r storage.Reader, now time.Time) (visits []Visit, unreadable []string, err error) {
	why := map[string][]string{}
	for _, duty := range d.Plan.EverDuties() {
		if duty.Timing == plan.OnEvent || duty.OfOffice {
			continue
		}
		var newest []standing.Standing // of each subject, what came last
		for _, p := range d.PeriodsOpen(duty, now) {
			all, err := d.Standings(r, duty, p)
			if err != nil {
				return nil, nil, err
			}
			for _, x := range all {
				if x.Unreadable() {
					unreadable = append(unreadable, d.ReportsText([]standing.Standing{x}, now))
				}
				owedWhy(d, x, now, why)
				newest = slices.DeleteFunc(newest, func(y standing.Standing) bool { return x.Report != nil && y.Subject == x.Subject })
				if x.Report != nil {
					newest = append(newest, x)
				}
			}
		}
		sameWhy(d, newest, why)
	}
	open, err := openFindings(r)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range open {
		why[f.Unit] = append(why[f.Unit], findingWhy(d, f, now))
	}
	for _, u := range d.Plan.Units {
		if len(why[u.ID]) > 0 {
			visits = append(visits, Visit{u.ID, why[u.ID]})
			delete(why, u.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(why)) {
		visits = append(visits, Visit{id, why[id]})
	}
	return visits, unreadable, nil
}

// owedWhy says of a report that is overdue, or sent back, which one it is.
func owedWhy(d *desk.Desk, x standing.Standing, now time.Time, why map[string][]string) {
	name := d.ReportsText([]standing.Standing{x}, now)
	add := func(format string, args ...any) { why[x.Unit] = append(why[x.Unit], fmt.Sprintf(format, args...)) }
	switch o := x.At(now); {
	case o.Stand == reports.SentBack && o.Overdue:
		add(textWhyReturnedLate, name, reports.SpanText(now.Sub(o.Due)))
	case o.Stand == reports.SentBack:
		add(textWhyReturned, name)
	case o.Stand == reports.Missing:
		add(textWhyLate, name, reports.SpanText(now.Sub(o.Due)))
	}
}

// sameWhy says which tasks' words have long been the same.
func sameWhy(d *desk.Desk, newest []standing.Standing, why map[string][]string) {
	for _, x := range newest {
		for _, t := range x.Report.Tasks {
			if t.SameRun >= sameRunTooLong {
				why[x.Unit] = append(why[x.Unit], fmt.Sprintf(textWhySame, d.SubjectName(x.Key()), t.Task, t.SameRun))
			}
		}
	}
}

func findingWhy(d *desk.Desk, f reports.Finding, now time.Time) string {
	switch {
	case !f.Sent():
		return fmt.Sprintf(textWhyFindingDraft, f.ID)
	case !f.Answered.IsZero():
		return fmt.Sprintf(textWhyFindingReply, f.ID)
	case f.Overdue(plan.DateOf(now.In(d.Loc))):
		return fmt.Sprintf(textWhyFindingLate, f.ID, since(d, f.Due, now))
	}
	return fmt.Sprintf(textWhyFinding, f.ID, d.DayText(f.Due, now))
}

// since says how long a day is over.
func since(d *desk.Desk, day plan.Date, now time.Time) string {
	return reports.SpanText(now.Sub(day.AddDays(1).At(plan.Clock{}, d.Loc)))
}

func openFindings(r storage.Reader) ([]reports.Finding, error) {
	return storage.AllSound[reports.Finding](r, storage.RowOpenFinding.Prefix())
}

// inspecting says whether inspections are switched on, and tells the person
// where they are not.
func inspecting(t *desk.Turn) (bool, error) {
	on, err := t.Switched(t.Tx, rules.SwitchInspection)
	if err != nil || on {
		return on, err
	}
	return false, t.Sayf(textInspectOff)
}

// inspect answers /inspect.
func inspect(t *desk.Turn) error {
	on, err := inspecting(t)
	if err != nil || !on {
		return err
	}
	m, err := inspectMessage(t)
	if err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, m)
}

func inspectMessage(t *desk.Turn) (bot.Message, error) {
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: slotInspect, Purpose: "inspect", Person: t.Me.ID, At: t.Now}
	visits, unreadable, err := look(t.Desk, t.Tx, t.Now)
	if err != nil {
		return m, err
	}
	open, err := openFindings(t.Tx)
	if err != nil {
		return m, err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textInspectHead, len(visits)))
	if len(visits) == 0 {
		x = reports.T(textInspectNone + "\n")
	}
	for i, v := range visits {
		if i == 20 {
			x = x.Line(fmt.Sprintf(textInspectMore, len(visits)-i))
			break
		}
		x = x.Add(reports.Bold, t.Plan.UnitName(v.Unit)).Line("：" + strings.Join(v.Why, "；"))
	}
	if n := len(unreadable); n > 0 {
		x = x.Line("").Line(fmt.Sprintf(textUnreadable, n, strings.Join(unreadable[:min(n, 20)], "、")))
	}
	m.Text = x
	var row []bot.Button
	for _, f := range open[:min(len(open), 24)] {
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonFindingOpen, f.ID), Data: findingData("v", f.ID)})
		if len(row) == 3 {
			m.Rows, row = append(m.Rows, row), nil
		}
	}
	if len(row) > 0 {
		m.Rows = append(m.Rows, row)
	}
	m.Rows = append(m.Rows, []bot.Button{{Label: buttonFindingNew, Data: findingData("n", "")}})
	return m, nil
}

// findingText sets a finding out.
func findingText(d *desk.Desk, r storage.Reader, f reports.Finding, now time.Time) (reports.Text, error) {
	name := func(id string) (string, error) {
		p, _, err := storage.Person(r, id)
		return p.Name, err
	}
	by, err := name(f.By)
	if err != nil {
		return nil, err
	}
	state := textFindingOpen
	switch {
	case !f.Open():
		who, err := name(f.ClosedBy)
		if err != nil {
			return nil, err
		}
		state = fmt.Sprintf(textFindingClosed, who, d.TimeText(f.ClosedAt, now))
	case !f.Sent():
		state = textFindingUnsent
	case !f.Answered.IsZero():
		state = textFindingAnswered
	case f.Overdue(plan.DateOf(now.In(d.Loc))):
		state = fmt.Sprintf(textFindingLate, since(d, f.Due, now))
	}
	x := reports.Text{}.Head(fmt.Sprintf(textFindingCard, f.ID, d.Plan.UnitName(f.Unit))).
		Line(fmt.Sprintf(textFindingState, state)).Line(fmt.Sprintf(textFindingBy, by, d.TimeText(f.At, now)))
	if f.Sent() {
		x = x.Line(fmt.Sprintf(textFindingDueLine, d.DayText(f.Due, now)))
	}
	x = x.Add(reports.Quote, f.Text).Line("")
	if n := len(f.Evidence); n > 0 {
		x = x.Line(fmt.Sprintf(desk.TextProblemFiles, n))
	}
	for _, n := range f.Notes[max(0, len(f.Notes)-8):] {
		who, err := name(n.By)
		if err != nil {
			return nil, err
		}
		x = x.Line(fmt.Sprintf(desk.TextProblemNote, d.TimeText(n.At, now), who) + n.Text)
	}
	return x, nil
}

// findingRows are the buttons of a finding for whoever looks at it.
func findingRows(f reports.Finding, who reports.Person) [][]bot.Button {
	button := func(label, what string) bot.Button { return bot.Button{Label: label, Data: findingData(what, f.ID)} }
	var rows [][]bot.Button
	switch {
	case f.Open() && staff.Can(who, staff.ActInspect) && !f.Sent():
		rows = append(rows, dueRow(f))
	case f.Open() && staff.Can(who, staff.ActInspect) && !f.Answered.IsZero():
		rows = append(rows, []bot.Button{button(buttonFindingClose, "c"), button(buttonFindingBack, "b")})
	case f.Open() && who.Unit == f.Unit && who.Has(staff.UnitRoles...):
		rows = append(rows, []bot.Button{button(buttonFindingReply, "r")})
	}
	if len(f.Evidence) > 0 {
		rows = append(rows, []bot.Button{button(desk.ButtonProblemFiles, "f")})
	}
	return rows
}

func dueRow(f reports.Finding) []bot.Button {
	var row []bot.Button
	for _, n := range []int{3, 7, 15, 30} {
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonFindingDays, n), Data: tapFinding.Data(findingTap{"d", f.ID, fmt.Sprint(n)})})
	}
	return row
}

// seesFinding reports whether somebody may look at a finding.
func seesFinding(f reports.Finding, p reports.Person) bool {
	return staff.Can(p, staff.ActInspect) || f.Sent() && p.Unit == f.Unit && p.Has(staff.UnitRoles...)
}
