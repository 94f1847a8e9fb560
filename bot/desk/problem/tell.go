package problem

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// problemRepeats are when a major problem that nobody has acknowledged is told
// again, each time to more people.
var problemRepeats = []time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour}

const (
	timerProblem    = "problem"     // arg ID/STAGE
	timerProblemDue = "problem-due" // arg ID
)

// tellable is how many people a problem's cards are kept up to date for.
const tellable = 10

// problemFirst is the stage of the first telling; the repeats count from 1.
const problemFirst = 0

// tellProblem sends the problem's card to people who must know, those with a
// major one at any hour and outside of every cap, and notes who was told.
func tellProblem(d *desk.Desk, tx storage.Tx, p reports.Problem, to []reports.Person, stage int, now time.Time) (reports.Problem, error) {
	c, err := readProblemCard(d, tx, p, now)
	if err != nil {
		return p, err
	}
	var told []reports.Person
	for _, who := range to {
		if !who.Reachable() || len(told) == tellable {
			continue
		}
		told = append(told, who)
		if !slices.Contains(p.Told, who.ID) && len(p.Told) < tellable {
			p.Told = append(p.Told, who.ID)
		}
		m := cardFor(d, c, who)
		alarm := problemAlarm(d, p, who, stage, c.handles(who), now)
		if p.Major && p.AckedAt.IsZero() && !c.handles(who) {
			alarm = alarm.Line(awaitedText(c, to))
		}
		m.Text = alarm.Line("").Append(m.Text)
		m.Kind, m.Replaces = bot.Send, true
		post := gate.Post{To: who, Weight: gate.Free, AnyHour: p.Major, Message: m}
		if _, err := d.Post(tx, post, now); err != nil {
			return p, err
		}
		if p.Major && who.Has(reports.Leader) && p.LeaderTold.IsZero() {
			p.LeaderTold = now
		}
	}
	if len(told) == 0 {
		return p, nil
	}
	return p, storage.Log(tx, now, "", p.Unit, "", fmt.Sprintf(textLogTold, p.ID), "", reports.NamesOf(told))
}

// problemAlarm is what stands above the card. Its first line shows on a locked
// phone, so it holds nothing but the unit's name and a number.
func problemAlarm(d *desk.Desk, p reports.Problem, who reports.Person, stage int, handles bool, now time.Time) reports.Text {
	unit := d.Plan.UnitName(p.Unit)
	var head string
	switch {
	case !p.Major:
		head = fmt.Sprintf(textProblemNew, unit, p.ID)
	case stage == problemFirst && who.Has(reports.Leader) && !p.AckedAt.IsZero():
		head = fmt.Sprintf(textProblemForLeader, unit, p.ID)
	case stage == problemFirst && !handles:
		head = fmt.Sprintf(textProblemNotTaken, unit, p.ID)
	case stage == problemFirst:
		head = fmt.Sprintf(textProblemAlarm, unit, p.ID)
	default:
		head = fmt.Sprintf(textProblemAgain, unit, p.ID, reports.SpanText(now.Sub(p.At)))
	}
	x := reports.Text{}.Head(head)
	if p.Major && !who.Has(reports.Leader) {
		x = x.Line(textProblemPhone)
	}
	return x
}

// awaitedText names those of the told who can confirm a problem, to somebody
// who cannot.
func awaitedText(c problemCard, to []reports.Person) string {
	can := slices.DeleteFunc(slices.Clone(to), func(x reports.Person) bool { return !x.Reachable() || !c.handles(x) })
	if len(can) == 0 {
		return textProblemNobodyCan
	}
	return fmt.Sprintf(textProblemAwaits, reports.NamesOf(can))
}

// repeatProblem is the timer of a major problem that nobody acknowledged: the
// duty officers again, then up the chain: the leaders, the whole office, the
// inspectors.
func repeatProblem(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	var id string
	var stage int
	if len(arg) < 3 {
		return nil
	}
	id = arg[:len(arg)-2]
	if _, err := fmt.Sscan(arg[len(arg)-1:], &stage); err != nil {
		return nil //nolint:nilerr // a row that nobody wrote: nothing to repeat
	}
	p, ok, err := storage.Problem(tx, id)
	if err != nil || !ok || !p.Open() || !p.AckedAt.IsZero() {
		return err
	}
	to, err := onDuty(d, tx, now)
	if err != nil {
		return err
	}
	for i, roles := range [][]reports.Role{{reports.Leader}, {reports.Director, reports.DeputyDir}, {reports.Inspector}} {
		if i >= stage {
			break
		}
		more, err := staff.Holders(tx, roles...)
		if err != nil {
			return err
		}
		for _, x := range more {
			if !slices.ContainsFunc(to, func(y reports.Person) bool { return y.ID == x.ID }) {
				to = append(to, x)
			}
		}
	}
	if stage >= len(problemRepeats) { // the night's silence is no end of it
		if err := desk.SetTimer(tx, now.Add(problemRepeats[len(problemRepeats)-1]), timerProblem, fmt.Sprintf("%s/%d", p.ID, len(problemRepeats))); err != nil {
			return err
		}
	}
	if p, err = tellProblem(d, tx, p, to, stage, now); err != nil {
		return err
	}
	return saveProblem(tx, p)
}
