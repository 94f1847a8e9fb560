package report

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/conversations/report/screen"
	"liubao/reports"
)

// A lead unit sees beside each task what the responsible units contributed and
// takes, edits or leaves it. A silent unit holds nothing up: no gap of a report
// ever asks for a contribution.

// tapTaking takes g:3:unit:t (take), :e (edit, then take), :l (leave) and :a
// (ask the unit again).
func (t *turn) tapTaking(rest string) {
	parts := strings.Split(rest, ":")
	if len(parts) != 3 {
		t.settle()
		return
	}
	number := 0
	_, _ = fmt.Sscanf(parts[0], "%d", &number)
	task, c, ok := t.Form.Contribution(number, parts[1])
	if !ok {
		t.settle()
		return
	}
	item := fmt.Sprint(number)
	t.Move(form.ScreenTask, item)
	if parts[2] == "a" {
		if c.Silent() {
			t.emit(conversations.AskUnit{Task: number, Unit: c.Unit})
		}
		return
	}
	if t.Draft.Decided(c) != "" {
		t.toast(textTakingGone)
		return
	}
	switch parts[2] {
	case "t":
		t.take(task, c)
	case "l":
		t.decide(c, "left")
		t.Note = fmt.Sprintf(textTakingLeft, t.UnitName(c.Unit))
	case "e":
		t.Move(form.ScreenTaking, parts[0]+":"+parts[1])
	}
}

// take puts a contribution's words and files into the draft, each piece with
// the unit it came from.
func (t *turn) take(task form.Task, c reports.Contribution) {
	t.begun(task)
	for _, p := range t.Fresh(c) {
		t.Draft.Put(form.TaskSpot(task.Number, "words"), reports.Piece{
			ID: "from-" + p.ID, By: p.By, At: p.At, Text: p.Text, From: c.Unit, Of: form.PieceOf(p),
		}, t.By)
	}
	t.takeFiles(task, c)
	t.decide(c, "taken")
	t.Note = fmt.Sprintf(textTakingTaken, t.UnitName(c.Unit))
}

func (t *turn) takeFiles(task form.Task, c reports.Contribution) {
	fresh := t.FreshFiles(c)
	if len(fresh) == 0 {
		return
	}
	e := t.Draft.OpenEntry(task.Number)
	e.Evidence = append(e.Evidence, fresh...)
	t.Draft.Touch("files", t.By)
}

// begun turns 同上期 into progress: there is something to tell after all.
func (t *turn) begun(task form.Task) {
	if e := t.Draft.OpenEntry(task.Number); e.Progress == reports.Same {
		e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
	}
}

func (t *turn) decide(c reports.Contribution, how string) {
	t.Draft.Takings = slices.DeleteFunc(slices.Clone(t.Draft.Takings), func(x form.Taking) bool { return x.Task == c.Task && x.Unit == c.Unit })
	t.Draft.Takings = append(t.Draft.Takings, form.Taking{Task: c.Task, Unit: c.Unit, How: how, Rev: c.Rev, By: t.By.Actor})
	t.Draft.Touch(fmt.Sprintf("g%d.%s", c.Task, c.Unit), t.By)
	t.emit(conversations.Logged{What: fmt.Sprintf("素材 任务%d %s", c.Task, t.UnitName(c.Unit)), After: takingWords[how]})
}

var takingWords = map[string]string{"taken": screen.ButtonTakingTake, "edited": screen.ButtonTakingEdit, "left": screen.ButtonTakingSkip}

// wroteTaking takes the lead's edition of a contribution. The unit's own words
// stay beside it.
func (t *turn) wroteTaking(p reports.Piece) {
	task, c, ok := t.TakingItem()
	if !ok {
		t.Draft.Loose = append(t.Draft.Loose, p)
		t.Draft.Touch("loose", t.By)
		t.Move(form.ScreenPlace, "")
		return
	}
	var of []string
	for _, was := range t.Fresh(c) {
		p.Was = append(p.Was, was.Text)
		of = append(of, form.PieceOf(was))
	}
	p.From, p.Of = c.Unit, strings.Join(of, ",")
	t.begun(task)
	t.Draft.Put(form.TaskSpot(task.Number, "words"), p, t.By)
	t.At.LastSpot = form.TaskSpot(task.Number, "words")
	t.takeFiles(task, c)
	t.decide(c, "edited")
	t.Note = fmt.Sprintf(textTakingTaken, t.UnitName(c.Unit))
	t.Move(form.ScreenTask, fmt.Sprint(task.Number))
}
