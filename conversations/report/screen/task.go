package screen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/reports"
)

// A task's card: what was asked and said before, what stands now, and its buttons.

func (t *View) renderTask(task form.Task) (*reports.Writer, [][]conversations.Button) {
	e := t.Draft.Entry(task.Number)
	x := t.head("任务" + strconv.Itoa(task.Number) + " " + task.Title)
	if t.At.Screen == form.ScreenTask {
		x = x.Add(reports.Fold, "· ", strings.Join(task.Points, "\n· ")).Line("")
	}
	if r := t.Form.Returned; r != nil && t.Draft.Open && (len(r.Tasks) == 0 || slices.Contains(r.Tasks, task.Number)) {
		x = x.Add(reports.Bold, textReturned).Line(conversations.Clip(r.Reason, 300))
	}
	if task.Last != nil && task.Last.Said() != "" {
		x = x.Line(textLastTime).Add(reports.Quote, conversations.Clip(task.Last.Said(), 600)).Line("")
	}
	if task.Planned != "" && t.At.Screen == form.ScreenTask {
		x = x.Line(textPlannedAsk).Add(reports.Quote, conversations.Clip(task.Planned, 300)).Line("")
	}
	if t.At.Screen == form.ScreenTask {
		x = answered(x, task.Asked)
	}
	if len(e.Words) > 0 {
		x = t.written(x, e.Words)
	}
	if e.Progress == reports.Difficulty {
		x = needed(x, e)
	}
	rows := t.taskButtons(task, e)
	if task.Planned != "" && t.At.Screen == form.ScreenTask {
		rows = append(rows[:len(rows)-1:len(rows)-1], planButtons(task, e), rows[len(rows)-1])
	}
	if task.Asked.Number > 0 && t.At.Screen == form.ScreenTask {
		rows = append(rows[:len(rows)-1:len(rows)-1], []conversations.Button{askedButton(task)}, rows[len(rows)-1])
	}
	if t.At.Screen == form.ScreenTask || t.At.Screen == form.ScreenWords {
		x = t.contributed(x, task)
		rows = append(t.takingButtons(task), rows...)
	}
	return x.Add(reports.Bold, t.taskPrompt(e)), rows
}

// answered shows what others answered to what was asked of them for the task.
func answered(x *reports.Writer, a form.Asked) *reports.Writer {
	if len(a.Answers) == 0 {
		return x
	}
	x = x.Line(fmt.Sprintf(textAnswered, a.Number))
	for _, y := range a.Answers {
		text := y.Text
		if text == "" {
			text = textSolved
		}
		x = x.Add(reports.Quote, y.Unit, "：", conversations.Clip(text, 300)).Line("")
	}
	return x
}

// askedButton opens what was asked of others for a task.
func askedButton(task form.Task) conversations.Button {
	return button(fmt.Sprintf(buttonAsked, task.Asked.Number), fmt.Sprintf("t%d:asked", task.Number))
}

// written shows what stands in the draft, with the names of colleagues.
func (t *View) written(x *reports.Writer, ps []reports.Piece) *reports.Writer {
	x = x.Line(textByHand)
	for _, p := range ps {
		who := ""
		switch {
		case p.From != "":
			who = TextOfUnit(t.Form, p.From) + "："
		case p.By != t.By.Actor:
			who = t.Form.Name(p.By) + "："
		}
		x = x.Add(reports.Quote, who, conversations.Clip(p.Text, 500)).Line("")
	}
	return x
}

func (t *View) taskPrompt(e reports.Entry) string {
	switch t.At.Screen {
	case form.ScreenNeed:
		return textAskNeed
	case form.ScreenFrom:
		return textAskFrom
	case form.ScreenReason:
		return fmt.Sprintf(textAskReason, e.SameRun)
	case form.ScreenWords:
		if e.Progress == reports.Difficulty {
			return textAskTrouble
		}
		return textAskWords
	}
	return textAskTask
}

func (t *View) taskButtons(task form.Task, e reports.Entry) [][]conversations.Button {
	id := "t" + strconv.Itoa(task.Number)
	back := []conversations.Button{button(buttonBack, id), button(buttonHome, "h")}
	switch t.At.Screen {
	case form.ScreenWords, form.ScreenReason:
		return [][]conversations.Button{back}
	case form.ScreenNeed:
		return append(anew(e.Need, id+":noneed"), back)
	case form.ScreenFrom:
		var row []conversations.Button
		for _, u := range task.Units {
			if u != t.Form.Unit {
				row = append(row, button(TextOfUnit(t.Form, u), fmt.Sprintf("f%d:%s", task.Number, u)))
			}
		}
		row = append(row, button(buttonOffice, fmt.Sprintf("f%d:-", task.Number)))
		return append(conversations.AppendRows(anew(e.NeedFrom, id+":nofrom"), row, 2), back)
	}
	var states []conversations.Button
	for _, p := range []reports.Progress{reports.Same, reports.Moving, reports.Difficulty, reports.Done} {
		if p == reports.Same && task.Last == nil || p == reports.Done && !task.CanEnd {
			continue
		}
		label := p.Label()
		if e.Progress == p {
			label = "✓ " + label
		}
		states = append(states, button(label, id+":"+ActionOf(p)))
	}
	rows := conversations.AppendRows(nil, states, 2)
	if len(e.Words) > 0 {
		rows = append(rows, []conversations.Button{button(buttonMore, id+":more"), button(buttonRedo, id+":redo")})
		if e.Progress == reports.Difficulty {
			rows = append(rows, []conversations.Button{button(buttonNeed, id+":need"), button(buttonFrom, id+":from")})
		}
	}
	return append(rows, []conversations.Button{button(buttonNext, id+":keep"), button(buttonHome, "h")})
}

// needed shows what a difficulty says is needed, and of whom.
func needed(x *reports.Writer, e reports.Entry) *reports.Writer {
	if s := reports.Join(e.Need); s != "" {
		x = x.Line(textNeeds, s)
	}
	if s := reports.Join(e.NeedFrom); s != "" {
		x = x.Line(textNeedsFrom, s)
	}
	return x
}

// anew offers to write what stands there once more, where something does.
func anew(ps []reports.Piece, action string) [][]conversations.Button {
	if len(ps) == 0 {
		return nil
	}
	return [][]conversations.Button{{button(buttonRedo, action)}}
}

// ActionOf is the word for a state in a button's action.
func ActionOf(p reports.Progress) string {
	for k, v := range StateWords {
		if v == p {
			return k
		}
	}
	return ""
}

// planButtons ask what became of what the last report planned.
func planButtons(task form.Task, e reports.Entry) []conversations.Button {
	var row []conversations.Button
	for _, k := range []struct {
		kept   reports.Kept
		action string
	}{{reports.KeptDone, "kd"}, {reports.KeptPart, "kp"}, {reports.KeptNot, "kn"}} {
		label := k.kept.Label()
		if e.Kept == k.kept {
			label = "✓ " + label
		}
		row = append(row, button(label, fmt.Sprintf("t%d:%s", task.Number, k.action)))
	}
	return row
}
