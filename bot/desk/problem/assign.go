package problem

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// assignProblem shows the units (pb.u.ID) or takes one in or out (pb.u.ID.UNIT).
func assignProblem(t *desk.Turn, p reports.Problem, unit string) error {
	if !p.Open() {
		return t.Toast(textProblemNotOpen)
	}
	if unit != "" {
		if _, ok := t.Plan.Unit(unit); !ok {
			return t.Toast(desk.TextOldButton)
		}
		if err := toggleAssigned(t, &p, unit); err != nil {
			return err
		}
	}
	var rows [][]bot.Button
	var row []bot.Button
	for _, u := range t.Plan.Units {
		label := u.Name
		if slices.Contains(p.Assigned, u.ID) {
			label = "✓ " + label
		}
		row = append(row, bot.Button{Label: label, Data: tapProblem.Data(problemTap{"u", p.ID, u.ID})})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	text := fmt.Sprintf(textProblemAssignHow, p.ID)
	if len(p.Assigned) > 0 {
		var days []bot.Button
		for _, n := range []int{1, 3, 7, 15, 30} {
			days = append(days, bot.Button{Label: fmt.Sprintf(buttonProblemDays, n), Data: tapProblem.Data(problemTap{"d", p.ID, fmt.Sprint(n)})})
		}
		rows = append(rows, days, []bot.Button{{Label: buttonProblemNoDue, Data: tapProblem.Data(problemTap{"d", p.ID, "0"})}})
		text += "\n" + textProblemDueHow
	}
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: "assign/" + p.ID, Text: reports.T(text), Rows: rows,
		Purpose: "problem", Person: t.Me.ID, At: t.Now}
	if unit != "" {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	return bot.Enqueue(t.Tx, m)
}

func toggleAssigned(t *desk.Turn, p *reports.Problem, unit string) error {
	before := unitNames(t.Desk, p.Assigned)
	if i := slices.Index(p.Assigned, unit); i >= 0 {
		p.Assigned = slices.Delete(slices.Clone(p.Assigned), i, i+1)
	} else if len(p.Assigned) < 4 {
		p.Assigned = append(slices.Clone(p.Assigned), unit)
	}
	was := p.AssignedAt
	switch {
	case len(p.Assigned) == 0:
		p.AssignedAt, p.MeasureAt = time.Time{}, time.Time{}
	case was.IsZero():
		p.AssignedAt = t.Now
	}
	if was != p.AssignedAt { // from here on silence is the units', or the office's again
		if err := startStage(t.Desk, t.Tx, *p, t.Now); err != nil {
			return err
		}
	}
	return changed(t, *p, textLogAssigned, before, unitNames(t.Desk, p.Assigned))
}

// dueProblem sets by when the assigned units are to be done, in days from
// today, 0 for no date, and tells them.
func dueProblem(t *desk.Turn, p reports.Problem, days string) error {
	n, err := strconv.Atoi(days)
	if err != nil || n < 0 || n > 365 || len(p.Assigned) == 0 || !p.Open() {
		return t.Toast(desk.TextOldButton)
	}
	before := p.Due
	p.Due, p.LateTold = plan.Date{}, time.Time{}
	words := fmt.Sprintf(textProblemAssignNoDue, p.ID)
	if n > 0 {
		p.Due = plan.DateOf(t.Now.In(t.Loc)).AddDays(n)
		words = fmt.Sprintf(textProblemAssignTell, p.ID, t.DayText(p.Due))
		if err := setDueTimers(t, p); err != nil {
			return err
		}
	}
	if err := changed(t, p, textLogDue, dateText(before), dateText(p.Due)); err != nil {
		return err
	}
	if err := startStage(t.Desk, t.Tx, p, t.Now); err != nil {
		return err
	}
	missed, err := tellUnits(t, p, reports.T(words))
	if err != nil {
		return err
	}
	if len(missed) > 0 {
		t.Answer = bot.Answer{Text: conversations.Clip(fmt.Sprintf(textProblemMissed, unitNames(t.Desk, missed)), 190), Alert: true}
		return nil
	}
	return t.Toast(textProblemDone)
}

func dateText(d plan.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// setDueTimers: the working day before the day, and the one after it.
func setDueTimers(t *desk.Turn, p reports.Problem) error {
	before := schedules.AddWorkdays(t.Calendar, p.Due, -1).At(plan.Clock{Hour: 9, Minute: 30}, t.Loc)
	if before.After(t.Now) {
		if err := desk.SetTimer(t.Tx, before, timerProblemDue, p.ID); err != nil {
			return err
		}
	}
	return desk.SetTimer(t.Tx, schedules.AddWorkdays(t.Calendar, p.Due, 1).At(plan.Clock{Hour: 9}, t.Loc), timerProblemDue, p.ID)
}

// tellUnits tells the assigned units' contacts something about a problem, and
// returns the units where it reached nobody. A major problem is told at any
// hour and outside of the caps.
func tellUnits(t *desk.Turn, p reports.Problem, x reports.Text) (missed []string, err error) {
	for _, unit := range p.Assigned {
		people, err := staff.ContactsOf(t.Tx, unit)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, who := range people {
			if who.ID == t.Me.ID {
				n++
				continue
			}
			post := gate.Post{To: who, Weight: gate.Counted, PassOn: true, Message: bot.Message{Kind: bot.Send, Text: x, Rows: noteRows(p), Purpose: "problem"}}
			if p.Major {
				post.Weight, post.AnyHour = gate.Free, true
			}
			posted, err := t.Post(t.Tx, post, t.Now)
			if err != nil {
				return nil, err
			}
			if posted == gate.Sent {
				n++
			}
		}
		if n == 0 {
			missed = append(missed, unit)
		}
	}
	return missed, nil
}

func noteRows(p reports.Problem) [][]bot.Button {
	row := []bot.Button{{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: problemData("v", p.ID)}}
	if p.Open() {
		row = append(row, bot.Button{Label: buttonProblemNote, Data: problemData("n", p.ID)})
	}
	return [][]bot.Button{row}
}

// askAboutProblem asks the assigned units for progress, on somebody's tap.
func askAboutProblem(t *desk.Turn, p reports.Problem, _ string) error {
	if !p.Open() {
		return t.Toast(textProblemNotOpen)
	}
	if t.Now.Sub(p.AskedAt) < desk.NagEvery {
		return t.Toast(textProblemAskPeace)
	}
	p, n, err := askProgress(t.Desk, t.Tx, p, t.Now)
	if err != nil {
		return err
	}
	if n == 0 {
		return t.Toast(textProblemAskNobody)
	}
	if err := changed(t, p, textLogAskedAbout, "", unitNames(t.Desk, p.Assigned)); err != nil {
		return err
	}
	return t.Toast(textProblemAsked, n)
}

// askProgress asks the assigned units' contacts how a problem is going, within
// their caps and waking hours, and returns how many were asked.
func askProgress(d *desk.Desk, tx storage.Tx, p reports.Problem, now time.Time) (reports.Problem, int, error) {
	words := fmt.Sprintf(textProblemAskNoDue, p.ID)
	if !p.Due.IsZero() {
		words = fmt.Sprintf(textProblemAsk, p.ID, d.DayText(p.Due, now))
	}
	if problemOverdue(d, p, now) {
		words = fmt.Sprintf(textProblemAskLate, p.ID, d.DayText(p.Due, now))
	}
	n := 0
	for _, unit := range p.Assigned {
		people, err := staff.ContactsOf(tx, unit)
		if err != nil {
			return p, n, err
		}
		for _, who := range people {
			posted, err := d.Post(tx, gate.Post{To: who,
				Message: bot.Message{Kind: bot.Send, Text: reports.T(words), Rows: noteRows(p), Bulk: true, Purpose: "problem-ask"}}, now)
			if err != nil {
				return p, n, err
			}
			if posted == gate.Sent {
				n++
			}
		}
	}
	if n > 0 {
		p.AskedAt = now
	}
	return p, n, nil
}

// problemDue is the timer around the day a problem is to be done by: its units
// are asked the working day before, and every third one after it; the office
// is told once that it is overdue.
func problemDue(d *desk.Desk, tx storage.Tx, id string, now time.Time) error {
	p, ok, err := storage.Problem(tx, id)
	if err != nil || !ok || !p.Open() || p.Due.IsZero() || now.Sub(p.AskedAt) < desk.NagEvery {
		return err
	}
	today := plan.DateOf(now.In(d.Loc))
	if today.Before(schedules.AddWorkdays(d.Calendar, p.Due, -1)) {
		return nil // it was put off; timers of its own are set
	}
	if p, _, err = askProgress(d, tx, p, now); err != nil {
		return err
	}
	if problemOverdue(d, p, now) {
		if p.LateTold.IsZero() {
			p.LateTold = now
			if err := d.Alarm(tx, now, fmt.Sprintf(textProblemLateAlarm, p.ID, d.DayText(p.Due, now), unitNames(d, p.Assigned))); err != nil {
				return err
			}
		}
		next := schedules.AddWorkdays(d.Calendar, today, 3).At(plan.Clock{Hour: 9}, d.Loc)
		if err := desk.SetTimer(tx, next, timerProblemDue, id); err != nil {
			return err
		}
	}
	if err := storage.Log(tx, now, "", p.Unit, "", fmt.Sprintf(textLogAskedAbout, p.ID), "", unitNames(d, p.Assigned)); err != nil {
		return err
	}
	return saveProblem(tx, p)
}
