package contribution

import (
	"fmt"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

func (t *turn) render() (reports.Text, [][]conversations.Button) {
	if t.c.Done {
		return reports.T(textGiveThanks), nil
	}
	if task := t.task(t.c.Task); task != nil {
		return t.renderTask(task)
	}
	x := reports.Text{}.Head(fmt.Sprintf(textGiveHead, reports.PeriodText(t.g.Period))).
		Add(reports.Italic, conversations.TextSecret).Add(reports.Plain, "\n\n")
	var row []conversations.Button
	silent := false
	for _, task := range t.g.Tasks {
		silent = silent || task.Given.Silent()
		x = x.Line(fmt.Sprintf("%s %d %s：%s（%s）", conversations.Tick(!task.Given.Silent()), task.Number, task.Title, givenWord(task.Given), task.Lead))
		row = append(row, button(fmt.Sprintf("%s 任务%d", conversations.Tick(!task.Given.Silent()), task.Number), fmt.Sprintf("t%d", task.Number)))
	}
	x = x.Line("")
	if len(t.c.Words)+len(t.c.Files) > 0 {
		for _, p := range t.c.Words {
			x = x.Add(reports.Quote, conversations.Clip(p.Text, 300)).Line("")
		}
		for _, f := range t.c.Files {
			x = x.Add(reports.Quote, f.Label()).Line("")
		}
		return x.Add(reports.Bold, textGivePlace), conversations.AppendRows(nil, row, 3)
	}
	rows := conversations.AppendRows(nil, row, 3)
	last := []conversations.Button{button(buttonGiveDone, "x")}
	if silent {
		last = append([]conversations.Button{button(buttonAllNone, "none")}, last...)
	}
	return x.Add(reports.Bold, textGiveHow), append(rows, last)
}

// givenWord says in a word or two what a unit gave.
func givenWord(c reports.Contribution) string {
	var out []string
	if n := len(c.Words); n > 0 {
		out = append(out, fmt.Sprintf(textGivePieces, n))
	}
	if n := len(c.Files); n > 0 {
		out = append(out, fmt.Sprintf(textGiveFiles, n))
	}
	switch {
	case len(out) > 0:
		return strings.Join(out, "，")
	case c.Nothing:
		return textGiveNoTask
	}
	return textGiveEmpty
}

func (t *turn) renderTask(task *Task) (reports.Text, [][]conversations.Button) {
	x := reports.Text{}.Head(fmt.Sprintf(textGiveTask, task.Number, task.Title)).
		Add(reports.Fold, "· "+strings.Join(task.Points, "\n· ")).Line("").
		Line(fmt.Sprintf(textGiveFor, task.Lead))
	if task.First {
		x = x.Line(textGiveFirst)
	}
	if task.Closed {
		x = x.Line(textGiveClosed)
	}
	if task.Given.Given() {
		x = x.Line(textGiveByHand)
	}
	for _, p := range task.Given.Words {
		x = x.Add(reports.Quote, conversations.Clip(p.Text, 500)).Line("")
	}
	if n := len(task.Given.Files); n > 0 {
		x = x.Line(fmt.Sprintf(textGiveFiles, n))
	}
	var row []conversations.Button
	switch id := task.Number; {
	case task.Given.Silent():
		row = append(row, button(buttonNothing, fmt.Sprintf("n%d", id)))
	case len(task.Given.Words) > 0:
		row = append(row, button(buttonDropLast, fmt.Sprintf("u%d", id)))
	}
	for _, other := range t.g.Tasks {
		if other.Number != task.Number && other.Given.Silent() {
			row = append(row, button(buttonGiveNext, fmt.Sprintf("t%d", other.Number)))
			break
		}
	}
	if len(t.g.Tasks) > 1 {
		row = append(row, button(buttonGiveHome, "h"))
	}
	row = append(row, button(buttonGiveDone, "x"))
	return x.Add(reports.Bold, textGivePrompt), conversations.AppendRows(nil, row, 2)
}

func button(label, action string) conversations.Button {
	return conversations.Button{Label: label, Action: action}
}
