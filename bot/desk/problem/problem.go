package problem

import (
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/conversations/problem"
	"liubao/reports"
	"liubao/storage"
)

// dialogProblem is the form in which a problem is written down.
const dialogProblem = "problem"

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
		return tx.Delete(storage.RowOpenProblem.Key(p.ID))
	}
	return storage.Put(tx, storage.RowOpenProblem.Key(p.ID), p)
}

// OpenProblems returns the problems that still need somebody, oldest first.
func OpenProblems(r storage.Reader) ([]reports.Problem, error) {
	return storage.AllSound[reports.Problem](r, storage.RowOpenProblem.Prefix())
}

// openForm answers /problem.
func openForm(t *desk.Turn) error { return formStep(t, conversations.Opened{By: t.By()}) }

// formSaid takes words or a file for the form that the person is at.
func formSaid(t *desk.Turn) (bool, error) {
	if !staff.Can(t.Me, staff.ActProblem) {
		return false, nil
	}
	e, ok := t.Spoken()
	if !ok {
		return true, t.Sayf(desk.TextCannotTake)
	}
	if err := t.KeepPiece(desk.PieceRow{Form: true}); err != nil {
		return true, err
	}
	return true, formStep(t, e)
}

// formEdited takes an edit of words that went into the form.
func formEdited(t *desk.Turn, row desk.PieceRow) (bool, error) {
	if !row.Form {
		return false, nil
	}
	if t.Update.Words() == "" && t.Update.File == nil || !staff.Can(t.Me, staff.ActProblem) {
		return true, nil
	}
	return true, formStep(t, t.Edit(t.PieceOf()))
}

// formTap is a button of the form's card.
type formTap struct {
	Version int
	Action  string
}

var tapForm = desk.NewTap[formTap]("pf")

func tappedForm(t *desk.Turn, a formTap) error {
	if !staff.Can(t.Me, staff.ActProblem) {
		return t.Toast(desk.TextOldButton)
	}
	return formStep(t, conversations.Tapped{By: t.Tapper(), Version: a.Version, Action: a.Action})
}

// formStep runs one event through the form.
func formStep(t *desk.Turn, e conversations.Event) error {
	n, _, err := storage.Get[uint64](t.Tx, storage.RowSeq.Key(seqProblem))
	if err != nil {
		return err
	}
	d := problem.Dialog{Unit: t.Me.Unit, ID: problemID(n + 1)}
	if areas := t.Plan.AreasLedBy(t.Me.Unit); len(areas) == 1 {
		d.Area = areas[0].ID
	}
	if err := t.Step(formTalk(t, d), e); err != nil {
		return err
	}
	return watchForm(t)
}

func formTalk(t *desk.Turn, d problem.Dialog) desk.Talk {
	return desk.Talk{
		Dialog: d, Name: dialogProblem, Cursor: storage.RowProblemForm.InChat(t.Update.Chat.ID, t.Update.From.ID),
		Slot: slotProblemForm, Purpose: "problem-form", Unit: t.Me.Unit,
		Data:   func(version int, action string) string { return tapForm.Data(formTap{version, action}) },
		Effect: formEffect,
	}
}

func problemID(n uint64) string { return fmt.Sprintf("%04d", n) }

// formEffect carries out what the form alone can want.
func formEffect(t *desk.Turn, x conversations.Effect) error {
	switch x := x.(type) {
	case conversations.Raise:
		return raised(t, x.Problem, x.More)
	case conversations.Detail:
		return detailed(t, x)
	case conversations.Amend:
		return amended(t, x)
	}
	return nil
}

// raised stores a problem and sees to it that somebody knows: a major one at
// any hour, the others in waking hours. more: its reporter goes on writing.
func raised(t *desk.Turn, p reports.Problem, more bool) error {
	n, err := storage.NextSeq(t.Tx, seqProblem)
	if err != nil {
		return err
	}
	p.ID = problemID(n)
	if err := t.Log(p.Unit, "", fmt.Sprintf(textLogRaised, p.ID), "", p.What); err != nil {
		return err
	}
	duty, err := onDuty(t.Desk, t.Tx, t.Now)
	if err != nil {
		return err
	}
	level, last := textProblemOrdinary, textProblemSentLater
	if p.Major {
		level, last = textProblemMajor, textProblemSentNone
		if len(duty) > 0 {
			last = fmt.Sprintf(textProblemSentMajor, reports.NamesOf(duty))
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
	if err := tellHeads(t, p); err != nil {
		return err
	}
	if err := startStage(t.Desk, t.Tx, p, t.Now); err != nil {
		return err
	}
	if more {
		t.Answer = bot.Answer{Text: conversations.Clip(fmt.Sprintf(textProblemRaised, p.ID, level)+last, 190), Alert: true}
		return nil
	}
	x := reports.Text{}.Head(fmt.Sprintf(textProblemRaised, p.ID, level)).Line(last)
	return t.ShowCard(formTalk(t, problem.Dialog{}), bot.Message{Text: x, Rows: [][]bot.Button{{
		{Label: buttonProblemNote, Data: problemData("n", p.ID)}, {Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: problemData("v", p.ID)},
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
