package conversations

import (
	"fmt"
	"strings"

	"liubao/reports"
)

// show renders the form's card.
func (t *formTurn) show() {
	if t.w.Step == "" {
		return
	}
	t.w.Version++
	var x reports.Text
	if t.note != "" {
		x = x.Add(reports.Italic, t.note).Line("").Line("")
	}
	var rows [][]Button
	switch t.w.Step {
	case stepPreview:
		x, rows = t.preview(x)
	case stepAbandon:
		x = x.Line(textProblemAbandon)
		rows = [][]Button{{{buttonAbandonOK, "xx"}, {buttonKeepForm, "p"}}}
	default:
		x, rows = t.asking(x)
	}
	t.emit(Show{Card{Version: t.w.Version, Text: x.Trim(), Rows: rows}})
}

// asking is the card of one step.
func (t *formTurn) asking(x reports.Text) (reports.Text, [][]Button) {
	i := max(stepIndex(t.w.Step), 0)
	s := formSteps[i]
	x = x.Add(reports.Bold, textProblemHead+" · "+s.title).
		Line("（" + fmt.Sprintf(textProblemStep, i+1, len(formSteps)) + "）").Line(s.ask)
	if i == 0 {
		x = x.Add(reports.Italic, textProblemUrgent+textProblemSecret).Line("")
	}
	said := t.w.Said(s.id)
	if said != "" {
		x = x.Line("").Line(textProblemWritten).Add(reports.Quote, said)
	}
	rows := t.choices(s.id)
	if said != "" {
		rows = append(rows, []Button{{buttonRewrite, "rw"}, {buttonNextStep, "p"}})
	}
	var last []Button
	if i > 0 {
		last = append(last, Button{buttonBackStep, "b"})
	}
	switch {
	case s.id == stepEvidence:
		last = append(last, Button{buttonNextStep, "n"})
	case s.optional && said == "":
		last = append(last, Button{buttonSkipStep, "sk"})
	}
	if t.w.Begun() {
		last = append(last, Button{buttonAbandon, "x"})
	}
	if len(last) > 0 {
		rows = append(rows, last)
	}
	return x, rows
}

func (t *formTurn) choices(step string) [][]Button {
	switch step {
	case stepSince:
		return [][]Button{{{buttonToday, "s:today"}, {buttonYesterday, "s:yest"}}}
	case stepLevel:
		return [][]Button{{{levelMajor, "lv:major"}, {levelOrdinary, "lv:ordinary"}}}
	}
	return nil
}

// preview is the whole problem before it is raised.
func (t *formTurn) preview(x reports.Text) (reports.Text, [][]Button) {
	x = x.Head(textProblemHead).Line(textProblemPreview).Line("")
	var rows [][]Button
	var row []Button
	for _, s := range formSteps {
		words := t.w.Said(s.id)
		switch s.id {
		case stepLevel:
			words = map[string]string{"major": levelMajor, "ordinary": levelOrdinary}[t.w.Level]
		case stepEvidence:
			if n := len(t.w.Evidence); n > 0 {
				words = fmt.Sprintf("%d个", n)
			}
		}
		if words != "" {
			x = x.Add(reports.Bold, s.title).Line("：" + words)
		}
		row = append(row, Button{fmt.Sprintf(buttonEditPart, s.title), "g:" + s.id})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	last := textProblemLater
	if t.w.Level == "major" {
		last = textProblemNow
	}
	x = x.Line("").Add(reports.Italic, last)
	raise := Button{buttonRaise, "ok"}
	if found := t.private(); len(found) > 0 {
		x = x.Line("").Line("").Line(fmt.Sprintf(textProblemPrivate, strings.Join(found, "、")))
		raise.Action = "okp"
	}
	return x, append([][]Button{{raise}}, append(rows, []Button{{buttonBackStep, "b"}, {buttonAbandon, "x"}})...)
}
