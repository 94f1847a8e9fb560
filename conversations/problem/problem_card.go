package problem

import (
	"fmt"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// show renders the form's card.
func (t *turn) show() {
	if t.w.Step == "" {
		return
	}
	t.w.Version++
	var x reports.Text
	if t.note != "" {
		x = x.Add(reports.Italic, t.note).Line("").Line("")
	}
	var rows [][]conversations.Button
	switch t.w.Step {
	case stepPreview:
		x, rows = t.preview(x)
	case stepAbandon:
		x = x.Line(textProblemAbandon)
		rows = [][]conversations.Button{{{Label: buttonAbandonOK, Action: "xx", Bad: true}, button(buttonKeepForm, "p")}}
	default:
		x, rows = t.asking(x)
	}
	t.emit(conversations.Show{Card: conversations.Card{Version: t.w.Version, Text: x.Trim(), Rows: rows}})
}

// asking is the card of one step.
func (t *turn) asking(x reports.Text) (reports.Text, [][]conversations.Button) {
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
		rows = append(rows, []conversations.Button{button(buttonRewrite, "rw"), button(buttonNextStep, "p")})
	}
	var last []conversations.Button
	if i > 0 {
		last = append(last, button(buttonBackStep, "b"))
	}
	switch {
	case s.id == stepEvidence:
		last = append(last, button(buttonNextStep, "n"))
	case s.optional && said == "":
		last = append(last, button(buttonSkipStep, "sk"))
	}
	if t.w.Begun() {
		last = append(last, button(buttonAbandon, "x"))
	}
	if len(last) > 0 {
		rows = append(rows, last)
	}
	return x, rows
}

func (t *turn) choices(step string) [][]conversations.Button {
	switch step {
	case stepSince:
		return [][]conversations.Button{{button(buttonToday, "s:today"), button(buttonYesterday, "s:yest")}}
	case stepLevel:
		return [][]conversations.Button{{{Label: levelMajor, Action: "lv:major", Bad: true}, button(levelOrdinary, "lv:ordinary")}}
	}
	return nil
}

// preview is the whole problem before it is raised.
func (t *turn) preview(x reports.Text) (reports.Text, [][]conversations.Button) {
	x = x.Head(textProblemHead)
	if t.w.Sent == "" {
		x = x.Line(textProblemPreview)
	}
	x = x.Line("")
	var rows [][]conversations.Button
	var row []conversations.Button
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
		row = append(row, button(fmt.Sprintf(buttonEditPart, s.title), "g:"+s.id))
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	last := textProblemLater
	switch {
	case t.w.Sent != "":
		last = textSentNow
	case t.w.Level == "major":
		last = textProblemNow
	}
	x = x.Line("").Add(reports.Italic, last)
	raise := conversations.Button{Label: buttonRaise, Action: "ok", Good: true}
	if t.w.Sent != "" {
		raise.Label = buttonSentDone
	}
	if found := t.private(); len(found) > 0 {
		x = x.Line("").Line("").Line(fmt.Sprintf(textProblemPrivate, strings.Join(found, "、")))
		raise.Action = "okp"
	}
	return x, append([][]conversations.Button{{raise}}, append(rows, []conversations.Button{button(buttonBackStep, "b"), button(buttonAbandon, "x")})...)
}

func button(label, action string) conversations.Button {
	return conversations.Button{Label: label, Action: action}
}
