package desk

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/conversations"
	"liubao/conversations/problem"
	"liubao/reports"
	"liubao/storage"
)

// slotProblemForm names the message that carries a person's problem form.
const slotProblemForm = "problem-form"

// seqProblem counts the problems.
const seqProblem = "problem"

func problemSlot(id string) string { return "problem/" + id }

// saveProblem stores a problem, and a second time among the open ones while it
// is open.
func saveProblem(tx storage.Tx, p reports.Problem) error {
	if err := storage.SaveProblem(tx, p); err != nil {
		return err
	}
	if !p.Open() {
		return tx.Delete(storage.OpenProblemKey(p.ID))
	}
	return storage.Put(tx, storage.OpenProblemKey(p.ID), p)
}

// OpenProblems returns the problems that still need somebody, oldest first.
func OpenProblems(r storage.Reader) ([]reports.Problem, error) {
	return storage.All[reports.Problem](r, storage.OpenProblemsPrefix())
}

func (t *turn) form() (problem.Form, error) {
	w, _, err := storage.Get[problem.Form](t.tx, storage.ProblemFormKey(t.u.Chat.ID, t.u.From.ID))
	return w, err
}

// problem answers /problem.
func (t *turn) problem() error {
	return t.formStep(conversations.Opened{By: t.by()}, false)
}

// formSaid takes words or a file for the form, if the person is at one.
func (t *turn) formSaid() (bool, error) {
	w, err := t.form()
	if err != nil || !w.Focus || !Can(t.me, ActProblem) {
		return false, err
	}
	piece := pieceID(t.u.Chat.ID, t.u.MessageID)
	var e conversations.Event
	switch {
	case t.u.File != nil:
		e = conversations.Sent{By: t.by(), Piece: piece, File: t.file()}
	case t.u.Text != "":
		e = conversations.Wrote{By: t.by(), Piece: piece, Text: t.u.Text}
	default:
		return true, t.sayf(textCannotTake)
	}
	if err := storage.Put(t.tx, storage.PieceKey(t.u.Chat.ID, string(t.u.MessageID)), pieceRow{V: 1, Form: true, At: t.now}); err != nil {
		return true, err
	}
	return true, t.formStep(e, false)
}

// formAside notes that the person has turned to a report: their next words
// belong there. The form stays as it is.
func (t *turn) formAside(to string) error {
	if to == "problem" {
		return nil
	}
	w, err := t.form()
	if err != nil || !w.Focus {
		return err
	}
	w.Focus = false
	return storage.Put(t.tx, storage.ProblemFormKey(t.u.Chat.ID, t.u.From.ID), w)
}

// formEdited takes an edit of words that went into the form.
func (t *turn) formEdited(row pieceRow) (bool, error) {
	if !row.Form {
		return false, nil
	}
	if t.u.Text == "" || !Can(t.me, ActProblem) {
		return true, nil
	}
	return true, t.formStep(conversations.Edited{By: t.by(), Piece: pieceID(t.u.Chat.ID, t.u.MessageID), Text: t.u.Text}, true)
}

// tappedForm takes pf.VERSION.ACTION.
func (t *turn) tappedForm(parts []string) error {
	version := 0
	if len(parts) != 3 || !Can(t.me, ActProblem) {
		return t.toast(textOldButton)
	}
	if _, err := fmt.Sscan(parts[1], &version); err != nil {
		return t.toast(textOldButton)
	}
	by := t.by()
	by.At = t.now.In(t.loc)
	return t.formStep(conversations.Tapped{By: by, Version: version, Action: parts[2]}, true)
}

// formStep runs one event through the form and writes down what follows.
func (t *turn) formStep(e conversations.Event, inPlace bool) error {
	w, err := t.form()
	if err != nil {
		return err
	}
	n, _, err := storage.Get[uint64](t.tx, storage.SeqKey(seqProblem))
	if err != nil {
		return err
	}
	d := problem.Dialog{Unit: t.me.Unit, ID: problemID(n + 1)}
	if areas := t.Plan.AreasLedBy(t.me.Unit); len(areas) == 1 {
		d.Area = areas[0].ID
	}
	w, effects, err := problem.Step(d, w, e)
	if err != nil {
		return err
	}
	if err := storage.Put(t.tx, storage.ProblemFormKey(t.u.Chat.ID, t.u.From.ID), w); err != nil {
		return err
	}
	for _, x := range effects {
		if err := t.formEffect(x, inPlace); err != nil {
			return err
		}
	}
	return nil
}

func problemID(n uint64) string { return fmt.Sprintf("%04d", n) }

func (t *turn) formEffect(x conversations.Effect, inPlace bool) error {
	switch x := x.(type) {
	case conversations.Say:
		return t.showForm(bot.Message{Text: x.Text}, inPlace)
	case conversations.Toast:
		t.answer = bot.Answer{Text: x.Text, Alert: x.Alert}
	case conversations.Show:
		m := bot.Message{Text: x.Card.Text}
		for _, row := range x.Card.Rows {
			var out []bot.Button
			for _, b := range row {
				out = append(out, bot.Button{Label: b.Label, Data: fmt.Sprintf("pf.%d.%s", x.Card.Version, b.Action)})
			}
			m.Rows = append(m.Rows, out)
		}
		return t.showForm(m, inPlace)
	case conversations.Fetch:
		return storage.SaveFetch(t.tx, x.File)
	case conversations.Logged:
		return t.log(t.me.Unit, "", x.What, x.Before, x.After)
	case conversations.Raise:
		return t.raised(x.Problem)
	case conversations.Amend:
		return t.amended(x)
	}
	return nil
}

// showForm puts a message where the form's card is, or below everything else.
func (t *turn) showForm(m bot.Message, inPlace bool) error {
	m.Kind, m.Replaces = bot.Send, true
	if inPlace {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	m.Chat, m.Slot, m.Purpose, m.Person, m.At = t.u.Chat.ID, slotProblemForm, "problem-form", t.me.ID, t.now
	return bot.Enqueue(t.tx, m)
}

// raised stores a problem and sees to it that somebody knows: a major one at
// any hour, the others in waking hours.
func (t *turn) raised(p reports.Problem) error {
	n, err := storage.NextSeq(t.tx, seqProblem)
	if err != nil {
		return err
	}
	p.ID = problemID(n)
	if err := t.log(p.Unit, "", fmt.Sprintf(textLogRaised, p.ID), "", p.What); err != nil {
		return err
	}
	duty, err := t.onDuty(t.tx)
	if err != nil {
		return err
	}
	level, last := textProblemOrdinary, textProblemSentLater
	if p.Major {
		level, last = textProblemMajor, textProblemSentNone
		if len(duty) > 0 {
			last = fmt.Sprintf(textProblemSentMajor, names(duty))
		}
		for i, wait := range problemRepeats {
			if err := setTimer(t.tx, t.now.Add(wait), timerProblem, fmt.Sprintf("%s/%d", p.ID, i+1)); err != nil {
				return err
			}
		}
	}
	if p, err = t.tellProblem(t.tx, p, duty, problemFirst, t.now); err != nil {
		return err
	}
	if err := saveProblem(t.tx, p); err != nil {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textProblemRaised, p.ID, level)).Line(last)
	return t.showForm(bot.Message{Text: x, Rows: [][]bot.Button{{
		{Label: buttonProblemNote, Data: "pb.n." + p.ID}, {Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: "pb.v." + p.ID},
	}}}, true)
}

// amended notes an edit of words that were raised already.
func (t *turn) amended(x conversations.Amend) error {
	p, ok, err := storage.Problem(t.tx, x.ID)
	if err != nil || !ok {
		return err
	}
	if err := t.log(p.Unit, "", fmt.Sprintf(textLogNote, p.ID), x.Before, x.After); err != nil {
		return err
	}
	return t.noted(p, fmt.Sprintf(textProblemAmended, x.After), nil)
}

func names(ps []reports.Person) string {
	s := ""
	for i, p := range ps {
		if i > 0 {
			s += "、"
		}
		s += p.Name
	}
	return s
}

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
func (d *Desk) tellProblem(tx storage.Tx, p reports.Problem, to []reports.Person, stage int, now time.Time) (reports.Problem, error) {
	c, err := d.problemCard(tx, p, now)
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
		m := d.cardFor(c, who)
		alarm := d.problemAlarm(p, who, stage, c.handles(who), now)
		if p.Major && p.AckedAt.IsZero() && !c.handles(who) {
			alarm = alarm.Line(awaitedText(c, to))
		}
		m.Text = alarm.Line("").Append(m.Text)
		m.Kind, m.Replaces = bot.Send, true
		if !p.Major {
			m.NotBefore = d.Awake(now)
		}
		if err := bot.Enqueue(tx, m); err != nil {
			return p, err
		}
		if p.Major && who.Has(reports.Leader) && p.LeaderTold.IsZero() {
			p.LeaderTold = now
		}
	}
	if len(told) == 0 {
		return p, nil
	}
	return p, audit(tx, now, "", p.Unit, "", fmt.Sprintf(textLogTold, p.ID), "", names(told))
}

// problemAlarm is what stands above the card. Its first line shows on a locked
// phone, so it holds nothing but the unit's name and a number.
func (d *Desk) problemAlarm(p reports.Problem, who reports.Person, stage int, handles bool, now time.Time) reports.Text {
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
	return fmt.Sprintf(textProblemAwaits, names(can))
}

// repeatProblem is the timer of a major problem that nobody acknowledged: the
// duty officers again, then up the chain: the leaders, the whole office, the
// inspectors.
func repeatProblem(d *Desk, tx storage.Tx, arg string, now time.Time) error {
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
	to, err := d.onDuty(tx)
	if err != nil {
		return err
	}
	for i, roles := range [][]reports.Role{{reports.Leader}, {reports.Director, reports.DeputyDir}, {reports.Inspector}} {
		if i >= stage {
			break
		}
		more, err := holders(tx, roles...)
		if err != nil {
			return err
		}
		for _, x := range more {
			if !slices.ContainsFunc(to, func(y reports.Person) bool { return y.ID == x.ID }) {
				to = append(to, x)
			}
		}
	}
	if p, err = d.tellProblem(tx, p, to, stage, now); err != nil {
		return err
	}
	return saveProblem(tx, p)
}
