package screen

import (
	"fmt"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// renderFigures lists the indicators with what has been read so far.
func (t *View) renderFigures() (*reports.Writer, [][]conversations.Button) {
	x := t.head("指标").Line(textFiguresHow)
	var row []conversations.Button
	for n, i := range t.Form.Indicators {
		r, ok := t.Draft.Reading(i.ID)
		x = x.Line(fmt.Sprintf("%s %d %s：%s", conversations.Tick(ok), n+1, i.Label(), t.ReadingText(i, r, ok)))
		row = append(row, button(fmt.Sprintf("%s %d", conversations.Tick(ok), n+1), "i:"+i.ID))
	}
	var rows [][]conversations.Button
	if row := t.restButtons(); len(row) > 0 {
		rows = append(rows, row)
	}
	rows = conversations.AppendRows(rows, row, 5)
	return x, append(rows, []conversations.Button{button(buttonNext, "n"), button(buttonHome, "h")})
}

// ReadingText says what an indicator's value is.
func (t *View) ReadingText(i form.Indicator, r reports.Reading, ok bool) string {
	switch {
	case !ok:
		return "未填"
	case r.Unknown:
		return buttonNoData
	case r.Same:
		return i.Format(r.Value) + "（" + buttonNoChange + "）"
	}
	return i.Format(r.Value)
}

func (t *View) renderFigure(i form.Indicator) (*reports.Writer, [][]conversations.Button) {
	x := t.head(i.Label())
	if hasTarget(i) {
		x = x.Line(fmt.Sprintf(textTarget, i.TargetText()))
	}
	if i.Last != nil && !i.Last.Unknown {
		x = x.Line(fmt.Sprintf(textLastValue, i.Format(i.Last.Value)))
	}
	id := "i:" + i.ID
	home := []conversations.Button{button(t.figuresLabel(), "is"), button(buttonHome, "h")}
	switch {
	case t.At.Screen == form.ScreenSure && t.At.Value != nil:
		read := fmt.Sprintf(textReadAsPlain, i.Format(*t.At.Value))
		if doubt := t.Form.Doubt(i, *t.At.Value, t.pendingText()); doubt != "" {
			read = fmt.Sprintf(textReadAs, i.Format(*t.At.Value), doubt)
		}
		x = x.Line("").Add(reports.Quote, conversations.Clip(t.pendingText(), 200)).Line("").Add(reports.Bold, read)
		return x, [][]conversations.Button{{
			button(fmt.Sprintf(buttonSure, i.Format(*t.At.Value)), id+":ok"), button(buttonUnsure, id+":redo"),
		}, home}
	case t.At.Screen == form.ScreenUnread && t.At.Pending != nil:
		x = x.Line("").Line(textUnread).Add(reports.Quote, conversations.Clip(t.pendingText(), 500)).Line("").Add(reports.Bold, textUnreadHow)
		return x, [][]conversations.Button{{button(buttonAsNote, id+":note"), button(buttonAnew, id+":redo")}, home}
	}
	if r, ok := t.Draft.Reading(i.ID); ok {
		x = x.Line(textNow + t.ReadingText(i, r, ok))
		if r.Note != "" {
			x = x.Add(reports.Quote, conversations.Clip(r.Note, 300)).Line("")
		}
	}
	return x.Line("").Add(reports.Bold, kindPrompt(i)), append(t.figureButtons(i), home)
}

func (t *View) figuresLabel() string {
	return fmt.Sprintf(buttonFigures, t.figuresFilled(), len(t.Form.Indicators))
}

func (t *View) pendingText() string {
	if t.At.Pending == nil {
		return ""
	}
	return t.At.Pending.Text
}

func (t *View) figureButtons(i form.Indicator) [][]conversations.Button {
	id := "i:" + i.ID
	var rows [][]conversations.Button
	if i.Kind == plan.YesNo {
		rows = append(rows, []conversations.Button{button(buttonYes, id+":yes"), button(buttonNo, id+":no")})
	}
	var row []conversations.Button
	if i.Last != nil && !i.Last.Unknown {
		row = append(row, button(buttonNoChange, id+":same"))
	}
	row = append(row, button(buttonNoData, id+":none"))
	rows = append(rows, row)
	if row := t.restButtons(); len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// restButtons answer all indicators that are left, in one tap.
func (t *View) restButtons() []conversations.Button {
	var row []conversations.Button
	if t.canCarryFigures() {
		row = append(row, button(buttonRestFigures, "i:rest"))
	}
	if left := len(t.Form.Indicators) - t.figuresFilled(); left > 1 {
		row = append(row, button(buttonRestUnknown, "i:void"))
	}
	return row
}

// hasTarget reports whether there is a target to be shown beside a value.
func hasTarget(i form.Indicator) bool {
	return i.Target != nil || i.Compare == plan.NotBelowBase || i.Compare == plan.NotAboveBase
}
