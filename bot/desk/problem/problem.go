package problem

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
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

func form(t *desk.Turn) (problem.Form, error) {
	w, _, err := storage.Get[problem.Form](t.Tx, storage.ProblemFormKey(t.Update.Chat.ID, t.Update.From.ID))
	return w, err
}

// openForm answers /problem.
func openForm(t *desk.Turn) error {
	return formStep(t, conversations.Opened{By: t.By()}, false)
}

// formSaid takes words or a file for the form, if the person is at one.
func formSaid(t *desk.Turn) (bool, error) {
	w, err := form(t)
	if err != nil || !w.Focus || !desk.Can(t.Me, desk.ActProblem) {
		return false, err
	}
	piece := desk.PieceID(t.Update.Chat.ID, t.Update.MessageID)
	var e conversations.Event
	switch {
	case t.Update.File != nil:
		e = conversations.Sent{By: t.By(), Piece: piece, File: t.File()}
	case t.Update.Text != "":
		e = conversations.Wrote{By: t.By(), Piece: piece, Text: t.Update.Text}
	default:
		return true, t.Sayf(desk.TextCannotTake)
	}
	if err := storage.Put(t.Tx, storage.PieceKey(t.Update.Chat.ID, string(t.Update.MessageID)), desk.PieceRow{V: 1, Form: true, At: t.Now}); err != nil {
		return true, err
	}
	return true, formStep(t, e, false)
}

// formAside notes that the person has turned to a report: their next words
// belong there. The form stays as it is.
func formAside(t *desk.Turn, to string) error {
	if to == "problem" {
		return nil
	}
	w, err := form(t)
	if err != nil || !w.Focus {
		return err
	}
	w.Focus = false
	return storage.Put(t.Tx, storage.ProblemFormKey(t.Update.Chat.ID, t.Update.From.ID), w)
}

// formEdited takes an edit of words that went into the form.
func formEdited(t *desk.Turn, row desk.PieceRow) (bool, error) {
	if !row.Form {
		return false, nil
	}
	if t.Update.Words() == "" && t.Update.File == nil || !desk.Can(t.Me, desk.ActProblem) {
		return true, nil
	}
	return true, formStep(t, t.Edit(desk.PieceID(t.Update.Chat.ID, t.Update.MessageID)), true)
}

// tappedForm takes pf.VERSION.ACTION.
func tappedForm(t *desk.Turn, parts []string) error {
	version := 0
	if len(parts) != 3 || !desk.Can(t.Me, desk.ActProblem) {
		return t.Toast(desk.TextOldButton)
	}
	if _, err := fmt.Sscan(parts[1], &version); err != nil {
		return t.Toast(desk.TextOldButton)
	}
	by := t.By()
	by.At = t.Now.In(t.Loc)
	return formStep(t, conversations.Tapped{By: by, Version: version, Action: parts[2]}, true)
}

// formStep runs one event through the form and writes down what follows.
func formStep(t *desk.Turn, e conversations.Event, inPlace bool) error {
	w, err := form(t)
	if err != nil {
		return err
	}
	n, _, err := storage.Get[uint64](t.Tx, storage.SeqKey(seqProblem))
	if err != nil {
		return err
	}
	d := problem.Dialog{Unit: t.Me.Unit, ID: problemID(n + 1)}
	if areas := t.Plan.AreasLedBy(t.Me.Unit); len(areas) == 1 {
		d.Area = areas[0].ID
	}
	w, effects, err := problem.Step(d, w, conversations.Clean(e))
	if err != nil {
		return err
	}
	if err := storage.Put(t.Tx, storage.ProblemFormKey(t.Update.Chat.ID, t.Update.From.ID), w); err != nil {
		return err
	}
	for _, x := range effects {
		if err := formEffect(t, x, inPlace); err != nil {
			return err
		}
	}
	return nil
}

func problemID(n uint64) string { return fmt.Sprintf("%04d", n) }

func formEffect(t *desk.Turn, x conversations.Effect, inPlace bool) error {
	switch x := x.(type) {
	case conversations.Say:
		return showForm(t, bot.Message{Text: x.Text}, inPlace)
	case conversations.Toast:
		t.Answer = bot.Answer{Text: x.Text, Alert: x.Alert}
	case conversations.Show:
		m := bot.Message{Text: x.Card.Text}
		for _, row := range x.Card.Rows {
			var out []bot.Button
			for _, b := range row {
				out = append(out, bot.Button{Label: b.Label, Data: fmt.Sprintf("pf.%d.%s", x.Card.Version, b.Action)})
			}
			m.Rows = append(m.Rows, out)
		}
		return showForm(t, m, inPlace)
	case conversations.Fetch:
		return storage.SaveFetch(t.Tx, x.File)
	case conversations.Logged:
		return t.Log(t.Me.Unit, "", x.What, x.Before, x.After)
	case conversations.Raise:
		return raised(t, x.Problem)
	case conversations.Amend:
		return amended(t, x)
	}
	return nil
}

// showForm puts a message where the form's card is, or below everything else.
func showForm(t *desk.Turn, m bot.Message, inPlace bool) error {
	m.Kind, m.Replaces = bot.Send, true
	if inPlace {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	m.Chat, m.Slot, m.Purpose, m.Person, m.At = t.Update.Chat.ID, slotProblemForm, "problem-form", t.Me.ID, t.Now
	return bot.Enqueue(t.Tx, m)
}

// raised stores a problem and sees to it that somebody knows: a major one at
// any hour, the others in waking hours.
func raised(t *desk.Turn, p reports.Problem) error {
	n, err := storage.NextSeq(t.Tx, seqProblem)
	if err != nil {
		return err
	}
	p.ID = problemID(n)
	if err := t.Log(p.Unit, "", fmt.Sprintf(textLogRaised, p.ID), "", p.What); err != nil {
		return err
	}
	duty, err := onDuty(t.Desk, t.Tx)
	if err != nil {
		return err
	}
	level, last := textProblemOrdinary, textProblemSentLater
	if p.Major {
		level, last = textProblemMajor, textProblemSentNone
		if len(duty) > 0 {
			last = fmt.Sprintf(textProblemSentMajor, desk.Names(duty))
		}
		for i, wait := range problemRepeats {
			if err := desk.SetTimer(t.Tx, t.Now.Add(wait), timerProblem, fmt.Sprintf("%s/%d", p.ID, i+1)); err != nil {
				return err
			}
		}
	}
	if p, err = tellProblem(t.Desk, t.Tx, p, duty, problemFirst, t.Now); err != nil {
		return err
	}
	if err := saveProblem(t.Tx, p); err != nil {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textProblemRaised, p.ID, level)).Line(last)
	return showForm(t, bot.Message{Text: x, Rows: [][]bot.Button{{
		{Label: buttonProblemNote, Data: "pb.n." + p.ID}, {Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: "pb.v." + p.ID},
	}}}, true)
}

// amended notes an edit of words that were raised already.
func amended(t *desk.Turn, x conversations.Amend) error {
	p, ok, err := storage.Problem(t.Tx, x.ID)
	if err != nil || !ok {
		return err
	}
	if err := t.Log(p.Unit, "", fmt.Sprintf(textLogNote, p.ID), x.Before, x.After); err != nil {
		return err
	}
	return noted(t, p, fmt.Sprintf(textProblemAmended, x.After), nil)
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
		post := desk.Post{To: who, Weight: desk.Free, AnyHour: p.Major, Message: m}
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
	return p, desk.Audit(tx, now, "", p.Unit, "", fmt.Sprintf(textLogTold, p.ID), "", desk.Names(told))
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
	return fmt.Sprintf(textProblemAwaits, desk.Names(can))
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
	to, err := onDuty(d, tx)
	if err != nil {
		return err
	}
	for i, roles := range [][]reports.Role{{reports.Leader}, {reports.Director, reports.DeputyDir}, {reports.Inspector}} {
		if i >= stage {
			break
		}
		more, err := desk.Holders(tx, roles...)
		if err != nil {
			return err
		}
		for _, x := range more {
			if !slices.ContainsFunc(to, func(y reports.Person) bool { return y.ID == x.ID }) {
				to = append(to, x)
			}
		}
	}
	if p, err = tellProblem(d, tx, p, to, stage, now); err != nil {
		return err
	}
	return saveProblem(tx, p)
}
