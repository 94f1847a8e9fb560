package report

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// render returns the text and the buttons of the screen the cursor is on.
func (t *turn) render() (*reports.Writer, [][]conversations.Button) {
	switch t.c.Screen {
	case screenTask, screenWords, screenNeed, screenFrom, screenReason:
		if task, ok := t.d.task(t.itemTask()); ok {
			return t.renderTask(task)
		}
	case screenFigures:
		return t.renderFigures()
	case screenFigure, screenSure, screenUnread:
		if i, ok := t.d.indicator(t.c.Item); ok {
			return t.renderFigure(i)
		}
	case screenQuestion:
		if q, ok := t.d.question(t.c.Item); ok {
			return t.renderQuestion(q)
		}
	case screenPlace:
		if len(t.w.Loose)+len(t.w.Unplaced) > 0 {
			return t.renderPlace()
		}
	case screenOffer, screenPart:
		if len(t.w.Offers) > 0 && t.c.Screen == screenPart {
			return t.renderPart()
		}
		if len(t.w.Offers) > 0 {
			return t.renderOffer()
		}
	case screenTaking:
		if task, c, ok := t.takingItem(); ok {
			return t.renderTaking(task, c)
		}
	case screenCollide:
		return t.renderCollide()
	case screenAmend:
		if t.c.Pending != nil {
			return t.renderAmend()
		}
	case screenPreview:
		return t.renderPreview()
	case screenSent:
		if t.d.Current != nil {
			return t.renderSent()
		}
	}
	t.move(screenHome, "")
	return t.renderHome()
}

// head begins every card: with what was just done, and what the card is about.
func (t *turn) head(what string) *reports.Writer {
	x := new(reports.Writer)
	if t.note != "" {
		x.Add(reports.Italic, t.note).Add(reports.Plain, "\n\n")
	}
	return x.Add(reports.Bold, t.d.Subject).Add(reports.Plain, " · ", what, "\n")
}

func (t *turn) deadline() string {
	if t.d.Once {
		return fmt.Sprintf(textDueOnce, reports.TimeText(t.d.Period.Deadline, t.d.Loc))
	}
	return reports.PeriodText(t.d.Period) + "，" + reports.TimeText(t.d.Period.Deadline, t.d.Loc) + "前报"
}

func (t *turn) renderHome() (*reports.Writer, [][]conversations.Button) {
	gaps := t.d.required(t.w)
	x := t.head(t.d.Title).Line(t.deadline()).Add(reports.Italic, conversations.TextSecret).Add(reports.Plain, "\n\n")
	if r := t.d.Returned; r != nil && t.w.Open {
		x = x.Add(reports.Bold, textReturned).Add(reports.Quote, r.Reason).Add(reports.Plain, "\n")
		if !r.Until.IsZero() {
			x = x.Line(fmt.Sprintf(textReturnTill, reports.TimeText(r.Until, t.d.Loc)))
		}
		if t.d.partly() {
			x = x.Line(textOnlyThese)
		}
	} else if t.w.Open && t.w.Remark != "" {
		x = x.Line(textRemark).Add(reports.Quote, conversations.Clip(t.w.Remark, 500)).Line("")
	} else if t.w.Open {
		x = x.Line(textOpenAgain)
	}
	for _, n := range t.d.Notices {
		x = x.Add(reports.Bold, n).Line("")
	}
	for i := range t.d.Tasks {
		if task := &t.d.Tasks[i]; t.d.openTask(task.Number) {
			x = t.taskLine(x, task)
		}
	}
	if n := len(t.d.Indicators); n > 0 && !t.d.partly() {
		filled := t.figuresFilled()
		x = x.Line(conversations.Tick(filled == n), " 指标：已填", strconv.Itoa(filled), "/", strconv.Itoa(n))
	}
	for _, q := range t.d.Questions {
		if !t.d.partly() {
			x = x.Line(t.questionLine(q))
		}
	}
	if n := len(t.w.Evidence); n > 0 && len(t.d.Tasks) == 0 {
		x = x.Line(conversations.Tick(true) + " " + fmt.Sprintf(textEvidence, n))
	}
	x = x.Line("")
	if len(gaps) > 0 {
		x = x.Add(reports.Bold, textMissing).Line(names(gaps))
	} else {
		x = x.Line(textNothingLeft)
	}
	if !t.hasLast() {
		x = x.Add(reports.Italic, textFirst)
	}
	return x, t.homeButtons(gaps)
}

// taskLine writes a line about a task.
func (t *turn) taskLine(x *reports.Writer, task *Task) *reports.Writer {
	e := t.w.Entry(task.Number)
	x.Add(reports.Plain, conversations.Tick(!taskMissing(e)), " ", strconv.Itoa(task.Number), " ", task.Title, "：", e.Progress.Label())
	words, files := len(e.Words), len(e.Evidence)
	if words > 0 {
		x.Add(reports.Plain, "（", strconv.Itoa(words), "段")
	}
	switch {
	case words > 0 && files > 0:
		x.Add(reports.Plain, "，附件", strconv.Itoa(files), "）")
	case files > 0:
		x.Add(reports.Plain, "（附件", strconv.Itoa(files), "）")
	case words > 0:
		x.Add(reports.Plain, "）")
	}
	return x.Line("")
}

func (t *turn) questionLine(q Question) string {
	switch n := len(t.w.Answer(q.ID)); {
	case n > 0:
		return "✓ " + q.Title + "：" + strconv.Itoa(n) + "段"
	case q.Optional:
		return "· " + q.Title + "：可不填"
	}
	return "○ " + q.Title + "：未填"
}

func (t *turn) figuresFilled() int {
	n := 0
	for _, i := range t.d.Indicators {
		if _, ok := t.w.Reading(i.ID); ok {
			n++
		}
	}
	return n
}

func (t *turn) hasLast() bool {
	for _, task := range t.d.Tasks {
		if task.Last != nil {
			return true
		}
	}
	for _, q := range t.d.Questions {
		if q.Last != "" {
			return true
		}
	}
	return false
}

func (t *turn) homeButtons(gaps []gap) [][]conversations.Button {
	var rows [][]conversations.Button
	switch {
	case len(gaps) == 0:
		rows = append(rows, []conversations.Button{button(buttonPreview, "p")})
	case t.w.Rev == 0:
		rows = append(rows, []conversations.Button{button(buttonStart, "n")})
	default:
		rows = append(rows, []conversations.Button{button(fmt.Sprintf(buttonContinue, gaps[0].name), "n")})
	}
	if len(t.w.Offers) > 0 {
		rows = append(rows, []conversations.Button{button(fmt.Sprintf(buttonParts, len(t.w.Offers[0].Parts)), "of")})
	}
	if row := t.sameButtons(); len(row) > 0 {
		rows = append(rows, row)
	}
	var row []conversations.Button
	for i := range t.d.Tasks {
		task := &t.d.Tasks[i]
		if !t.d.openTask(task.Number) {
			continue
		}
		n, missing := strconv.Itoa(task.Number), taskMissing(t.w.Entry(task.Number))
		row = append(row, button(conversations.Tick(!missing)+" 任务"+n, "t"+n))
	}
	rows = conversations.AppendRows(rows, row, 3)
	row = nil
	if n := len(t.d.Indicators); n > 0 && len(t.d.openFigures()) > 0 {
		row = append(row, button(fmt.Sprintf(buttonFigures, t.figuresFilled(), n), "is"))
	}
	for _, q := range t.d.Questions {
		if !t.d.partly() {
			row = append(row, button(q.Title, "q:"+q.ID))
		}
	}
	rows = conversations.AppendRows(rows, row, 3)
	return t.siblingButtons(rows)
}

// sameButtons offers to carry everything over that is not yet spoken of.
func (t *turn) sameButtons() []conversations.Button {
	var row []conversations.Button
	for _, task := range t.d.Tasks {
		if t.w.Entry(task.Number).Progress == "" && task.Last != nil {
			row = append(row, button(buttonAllSame, "all:same"))
			break
		}
	}
	if t.canCarryFigures() {
		row = append(row, button(buttonRestFigures, "i:rest"))
	}
	return row
}

func (t *turn) canCarryFigures() bool {
	for _, i := range t.d.Indicators {
		if _, ok := t.w.Reading(i.ID); !ok && i.Last != nil && !i.Last.Unknown {
			return true
		}
	}
	return false
}

func (t *turn) siblingButtons(rows [][]conversations.Button) [][]conversations.Button {
	for n, s := range t.d.Siblings {
		rows = append(rows, []conversations.Button{button(fmt.Sprintf("→ %s（%s）", s.Name, s.State), fmt.Sprintf("s:%d", n))})
	}
	return rows
}

func (t *turn) renderTask(task Task) (*reports.Writer, [][]conversations.Button) {
	e := t.w.Entry(task.Number)
	x := t.head("任务" + strconv.Itoa(task.Number) + " " + task.Title)
	if t.c.Screen == screenTask {
		x = x.Add(reports.Fold, "· ", strings.Join(task.Points, "\n· ")).Line("")
	}
	if r := t.d.Returned; r != nil && t.w.Open && (len(r.Tasks) == 0 || containsInt(r.Tasks, task.Number)) {
		x = x.Add(reports.Bold, textReturned).Line(conversations.Clip(r.Reason, 300))
	}
	if task.Last != nil && task.Last.Said() != "" {
		x = x.Line(textLastTime).Add(reports.Quote, conversations.Clip(task.Last.Said(), 600)).Line("")
	}
	if len(e.Words) > 0 {
		x = t.written(x, e.Words)
	}
	rows := t.taskButtons(task, e)
	if t.c.Screen == screenTask || t.c.Screen == screenWords {
		x = t.contributed(x, task)
		rows = append(t.takingButtons(task), rows...)
	}
	return x.Add(reports.Bold, t.taskPrompt(task, e)), rows
}

func containsInt(s []int, n int) bool {
	for _, v := range s {
		if v == n {
			return true
		}
	}
	return false
}

// written shows what stands in the draft, with the names of colleagues.
func (t *turn) written(x *reports.Writer, ps []reports.Piece) *reports.Writer {
	x = x.Line(textByHand)
	for _, p := range ps {
		who := ""
		switch {
		case p.From != "":
			who = textOfUnit(t.d, p.From) + "："
		case p.By != t.by.Actor:
			who = t.d.name(p.By) + "："
		}
		x = x.Add(reports.Quote, who, conversations.Clip(p.Text, 500)).Line("")
	}
	return x
}

func (t *turn) taskPrompt(task Task, e reports.Entry) string {
	switch t.c.Screen {
	case screenNeed:
		return textAskNeed
	case screenFrom:
		return textAskFrom
	case screenReason:
		return fmt.Sprintf(textAskReason, e.SameRun)
	case screenWords:
		if e.Progress == reports.Difficulty {
			return textAskTrouble
		}
		return textAskWords
	}
	return textAskTask
}

func (t *turn) taskButtons(task Task, e reports.Entry) [][]conversations.Button {
	id := "t" + strconv.Itoa(task.Number)
	back := []conversations.Button{button(buttonBack, id), button(buttonHome, "h")}
	switch t.c.Screen {
	case screenWords, screenNeed, screenReason:
		return [][]conversations.Button{back}
	case screenFrom:
		var row []conversations.Button
		for _, u := range task.Units {
			if u != t.d.Unit {
				row = append(row, button(textOfUnit(t.d, u), fmt.Sprintf("f%d:%s", task.Number, u)))
			}
		}
		row = append(row, button(buttonOffice, fmt.Sprintf("f%d:-", task.Number)))
		return append(conversations.AppendRows(nil, row, 2), back)
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
		states = append(states, button(label, id+":"+actionOf(p)))
	}
	rows := conversations.AppendRows(nil, states, 2)
	if len(e.Words) > 0 {
		rows = append(rows, []conversations.Button{button(buttonMore, id+":more"), button(buttonRedo, id+":redo")})
	}
	return append(rows, []conversations.Button{button(buttonNext, id+":keep"), button(buttonHome, "h")})
}

func button(label, action string) conversations.Button {
	return conversations.Button{Label: label, Action: action}
}
