package desk

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// assignProblem shows the units (pb.u.ID) or takes one in or out (pb.u.ID.UNIT).
func (t *turn) assignProblem(p reports.Problem, unit string) error {
	if !p.Open() {
		return t.toast(textProblemNotOpen)
	}
	if unit != "" {
		if _, ok := t.Plan.Unit(unit); !ok {
			return t.toast(textOldButton)
		}
		if err := t.toggleAssigned(&p, unit); err != nil {
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
		row = append(row, bot.Button{Label: label, Data: "pb.u." + p.ID + "." + u.ID})
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
			days = append(days, bot.Button{Label: fmt.Sprintf(buttonProblemDays, n), Data: fmt.Sprintf("pb.d.%s.%d", p.ID, n)})
		}
		rows = append(rows, days, []bot.Button{{Label: buttonProblemNoDue, Data: "pb.d." + p.ID + ".0"}})
		text += "\n" + textProblemDueHow
	}
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.u.Chat.ID, Slot: "assign/" + p.ID, Text: reports.T(text), Rows: rows,
		Purpose: "problem", Person: t.me.ID, At: t.now}
	if unit != "" {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	return bot.Enqueue(t.tx, m)
}

func (t *turn) toggleAssigned(p *reports.Problem, unit string) error {
	before := t.unitNames(p.Assigned)
	if i := slices.Index(p.Assigned, unit); i >= 0 {
		p.Assigned = slices.Delete(slices.Clone(p.Assigned), i, i+1)
	} else if len(p.Assigned) < 4 {
		p.Assigned = append(slices.Clone(p.Assigned), unit)
	}
	return t.changed(*p, textLogAssigned, before, t.unitNames(p.Assigned))
}

// dueProblem sets by when the assigned units are to be done, in days from
// today, 0 for no date, and tells them.
func (t *turn) dueProblem(p reports.Problem, days string) error {
	n, err := strconv.Atoi(days)
	if err != nil || n < 0 || n > 365 || len(p.Assigned) == 0 || !p.Open() {
		return t.toast(textOldButton)
	}
	before := p.Due
	p.Due, p.LateTold = plan.Date{}, time.Time{}
	words := fmt.Sprintf(textProblemAssignNoDue, p.ID)
	if n > 0 {
		p.Due = plan.DateOf(t.now.In(t.loc)).AddDays(n)
		words = fmt.Sprintf(textProblemAssignTell, p.ID, reports.DayText(p.Due))
		if err := t.setDueTimers(p); err != nil {
			return err
		}
	}
	if err := t.changed(p, textLogDue, dateText(before), dateText(p.Due)); err != nil {
		return err
	}
	missed, err := t.tellUnits(p, reports.T(words))
	if err != nil {
		return err
	}
	if len(missed) > 0 {
		t.answer = bot.Answer{Text: clip(fmt.Sprintf(textProblemMissed, t.unitNames(missed)), 190), Alert: true}
		return nil
	}
	return t.toast(textProblemDone)
}

func dateText(d plan.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// setDueTimers: the working day before the day, and the one after it.
func (t *turn) setDueTimers(p reports.Problem) error {
	before := schedules.AddWorkdays(t.Calendar, p.Due, -1).At(plan.Clock{Hour: 9, Minute: 30}, t.loc)
	if before.After(t.now) {
		if err := setTimer(t.tx, before, timerProblemDue, p.ID); err != nil {
			return err
		}
	}
	return setTimer(t.tx, schedules.AddWorkdays(t.Calendar, p.Due, 1).At(plan.Clock{Hour: 9}, t.loc), timerProblemDue, p.ID)
}

// tellUnits tells the assigned units' contacts something about a problem, and
// returns the units where it reached nobody. A major problem is told at any
// hour and outside of the caps.
func (t *turn) tellUnits(p reports.Problem, x reports.Text) (missed []string, err error) {
	for _, unit := range p.Assigned {
		people, err := contactsOf(t.tx, unit)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, who := range people {
			if who.ID == t.me.ID {
				n++
				continue
			}
			m := bot.Message{Kind: bot.Send, Chat: who.Chat, Text: x, Rows: noteRows(p), Purpose: "problem", Person: who.ID, At: t.now}
			if !p.Major {
				m.NotBefore = t.Awake(t.now)
				ok, err := t.mayDisturb(t.tx, who, t.now)
				if err != nil {
					return nil, err
				}
				if !ok {
					continue
				}
			}
			n++
			if err := bot.Enqueue(t.tx, m); err != nil {
				return nil, err
			}
		}
		if n == 0 {
			missed = append(missed, unit)
		}
	}
	return missed, nil
}

func noteRows(p reports.Problem) [][]bot.Button {
	row := []bot.Button{{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: "pb.v." + p.ID}}
	if p.Open() {
		row = append(row, bot.Button{Label: buttonProblemNote, Data: "pb.n." + p.ID})
	}
	return [][]bot.Button{row}
}

// askAboutProblem asks the assigned units for progress, on somebody's tap.
func (t *turn) askAboutProblem(p reports.Problem, _ string) error {
	if !p.Open() {
		return t.toast(textProblemNotOpen)
	}
	if t.now.Sub(p.AskedAt) < nagEvery {
		return t.toast(textProblemAskPeace)
	}
	p, n, err := t.askProgress(t.tx, p, t.now)
	if err != nil {
		return err
	}
	if n == 0 {
		return t.toast(textProblemAskNobody)
	}
	if err := t.changed(p, textLogAskedAbout, "", t.unitNames(p.Assigned)); err != nil {
		return err
	}
	return t.toast(textProblemAsked, n)
}

// askProgress asks the assigned units' contacts how a problem is going, within
// their caps and waking hours, and returns how many were asked.
func (d *Desk) askProgress(tx storage.Tx, p reports.Problem, now time.Time) (reports.Problem, int, error) {
	words := fmt.Sprintf(textProblemAskNoDue, p.ID)
	if !p.Due.IsZero() {
		words = fmt.Sprintf(textProblemAsk, p.ID, reports.DayText(p.Due))
	}
	if d.problemOverdue(p, now) {
		words = fmt.Sprintf(textProblemAskLate, p.ID, reports.DayText(p.Due))
	}
	n := 0
	for _, unit := range p.Assigned {
		people, err := contactsOf(tx, unit)
		if err != nil {
			return p, n, err
		}
		for _, who := range people {
			ok, err := d.mayDisturb(tx, who, now)
			if err != nil {
				return p, n, err
			}
			if !ok {
				continue
			}
			n++
			if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: who.Chat, Text: reports.T(words), Rows: noteRows(p), Bulk: true,
				Purpose: "problem-ask", Person: who.ID, At: now, NotBefore: d.Awake(now)}); err != nil {
				return p, n, err
			}
		}
	}
	if n > 0 {
		p.AskedAt = now
	}
	return p, n, nil
}

// mayDisturb counts one more unsolicited message to a person in the period of
// the progress reports, and reports false where they have had their cap.
func (d *Desk) mayDisturb(tx storage.Tx, p reports.Person, now time.Time) (bool, error) {
	period := d.sentPeriod(now)
	n, err := storage.SentCount(tx, period, p.ID)
	if err != nil || d.Rules.Cap > 0 && n >= d.Rules.Cap {
		return false, err
	}
	_, err = storage.CountSent(tx, period, p.ID)
	return err == nil, err
}

// problemDue is the timer around the day a problem is to be done by: its units
// are asked the working day before, and every third one after it; the office
// is told once that it is overdue.
func problemDue(d *Desk, tx storage.Tx, id string, now time.Time) error {
	p, ok, err := storage.Problem(tx, id)
	if err != nil || !ok || !p.Open() || p.Due.IsZero() || now.Sub(p.AskedAt) < nagEvery {
		return err
	}
	today := plan.DateOf(now.In(d.loc))
	if today.Before(schedules.AddWorkdays(d.Calendar, p.Due, -1)) {
		return nil // it was put off; timers of its own are set
	}
	if p, _, err = d.askProgress(tx, p, now); err != nil {
		return err
	}
	if d.problemOverdue(p, now) {
		if p.LateTold.IsZero() {
			p.LateTold = now
			if err := d.alarm(tx, now, fmt.Sprintf(textProblemLateAlarm, p.ID, reports.DayText(p.Due), d.unitNames(p.Assigned))); err != nil {
				return err
			}
		}
		next := schedules.AddWorkdays(d.Calendar, today, 3).At(plan.Clock{Hour: 9}, d.loc)
		if err := setTimer(tx, next, timerProblemDue, id); err != nil {
			return err
		}
	}
	if err := audit(tx, now, "", p.Unit, "", fmt.Sprintf(textLogAskedAbout, p.ID), "", d.unitNames(p.Assigned)); err != nil {
		return err
	}
	return saveProblem(tx, p)
}

// sentPeriod returns the period that a message sent now counts in.
func (d *Desk) sentPeriod(now time.Time) string {
	if duty, ok := d.progress(); ok {
		if cur, ok := d.periodAt(duty, now); ok {
			return cur.ID
		}
	}
	return now.In(d.loc).Format("2006-01")
}
