package problem

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/conversations/problem"
	"liubao/reports"
	"liubao/storage"
)

// detailed brings a problem that was sent at the tap up to date; once nothing more
// follows, whoever deals with it is told.
func detailed(t *desk.Turn, x conversations.Detail) error {
	p, ok, err := storage.Problem(t.Tx, x.Problem.ID)
	if err != nil || !ok {
		return err
	}
	before := p
	p.What, p.Where, p.Since, p.Needs = x.Problem.What, x.Problem.Where, x.Problem.Since, x.Problem.Needs
	for _, f := range x.Problem.Evidence {
		if !slices.ContainsFunc(p.Evidence, func(o reports.File) bool { return o.UID == f.UID }) {
			p.Evidence = append(slices.Clone(p.Evidence), f)
		}
	}
	if was, is := detailText(before), detailText(p); was != is {
		if err := changed(t, p, textLogDetail, was, is); err != nil {
			return err
		}
	}
	if !x.Done {
		return nil
	}
	if err := tellHandler(t, p, reports.Text{}.Line(fmt.Sprintf(textDetailed, p.ID, t.Me.Name)).Add(reports.Quote, detailText(p))); err != nil {
		return err
	}
	return t.ShowCard(formTalk(t, problem.Dialog{}), bot.Message{Text: reports.T(fmt.Sprintf(textDetailDone, p.ID)), Rows: noteRows(p)}, true)
}

// detailText is what a problem's reporter said of it.
func detailText(p reports.Problem) string {
	x := reports.Text{}
	for _, part := range []struct{ label, words string }{
		{textProblemWhat, p.What}, {textProblemWhere, p.Where}, {textProblemSince, p.Since}, {textProblemNeeds, p.Needs},
	} {
		if part.words != "" {
			x = x.Line(part.label + part.words)
		}
	}
	if n := len(p.Evidence); n > 0 {
		x = x.Line(fmt.Sprintf(desk.TextProblemFiles, n))
	}
	return x.Trim().String()
}

// tellHeads tells the head of the unit that reported a major problem.
func tellHeads(t *desk.Turn, p reports.Problem) error {
	if !p.Major || p.Unit == "" {
		return nil
	}
	people, err := storage.PeopleOfUnit(t.Tx, p.Unit)
	if err != nil {
		return err
	}
	for _, who := range people {
		if !who.Has(reports.Head) || who.ID == t.Me.ID {
			continue
		}
		x := reports.Text{}.Head(fmt.Sprintf(textHeadTold, t.Me.Name, p.ID)).Line(p.What)
		if _, err := t.Post(t.Tx, gate.Post{To: who, Weight: gate.Free, AnyHour: true, Log: gate.LogRow{Unit: p.Unit, What: fmt.Sprintf(textLogTold, p.ID), After: who.Name},
			Message: bot.Message{Kind: bot.Send, Text: x, Rows: noteRows(p), Purpose: "problem"}}, t.Now); err != nil {
			return err
		}
	}
	return nil
}

// formWatch is a form that somebody may have forgotten: as it stood, by its card.
type formWatch struct {
	Person  string
	Key     string
	Version int
}

var timerForm = desk.NewTimer[formWatch]("problem-form", nil)

// formPatience is how long a begun form may lie untouched before its writer is
// reminded of it, once.
const formPatience = 20 * time.Minute

// readForm reads the form that a person is writing.
func readForm(r storage.Reader, key string) (problem.Form, error) {
	var out problem.Form
	c, _, err := storage.Get[conversations.Cursor](r, key)
	if err != nil {
		return out, err
	}
	_, _, _, err = conversations.OverCursor(c, nil, func(f problem.Form) (problem.Form, []conversations.Effect, error) {
		out = f
		return f, nil, nil
	})
	return out, err
}

// watchForm sees to it that a begun form is not forgotten.
func watchForm(t *desk.Turn) error {
	key := storage.RowProblemForm.InChat(t.Update.Chat.ID, t.Update.From.ID)
	f, err := readForm(t.Tx, key)
	if err != nil || !f.Begun() {
		return err
	}
	return timerForm.Set(t.Tx, t.Now.Add(formPatience), formWatch{t.Me.ID, key, f.Version})
}

// formForgotten reminds somebody of a form that lay untouched: of one that was sent
// as major at any hour, of any other not in the quiet hours.
func formForgotten(d *desk.Desk, tx storage.Tx, w formWatch, now time.Time) error {
	f, err := readForm(tx, w.Key)
	if err != nil || !f.Begun() || f.Version != w.Version {
		return err
	}
	who, ok, err := storage.Person(tx, w.Person)
	if err != nil || !ok || !staff.Can(who, staff.ActProblem) {
		return err
	}
	words := textFormForgotten
	if f.Sent != "" {
		words = fmt.Sprintf(textFormUnfinished, f.Sent)
	}
	_, err = d.Post(tx, gate.Post{To: who, Weight: gate.Free, AnyHour: f.Sent != "",
		Message: bot.Message{Kind: bot.Send, Text: reports.T(words), Rows: [][]bot.Button{{{Label: buttonGoOn, Data: "pb.new"}}}, Purpose: "problem"}}, now)
	return err
}
