package screen

import (
	"fmt"
	"strconv"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/reports"
)

// previewRunes is how much of a report fits on the card itself; a longer one
// is sent whole before the card.
const previewRunes = 2600

func (t *View) renderPreview() (*reports.Writer, [][]conversations.Button) {
	whole := t.wholeReport()
	x := t.head(textPreview)
	if whole.Runes() > previewRunes {
		if t.Moved {
			t.Said = append(t.Said, whole.Text())
		}
		for i := range t.Form.Tasks {
			x = t.taskLine(x, &t.Form.Tasks[i])
		}
		x = x.Line(textAbove)
	} else {
		x = x.Append(whole.Text())
	}
	edit := []conversations.Button{button(buttonEdit, "h")}
	if q, ok := t.Form.Question(form.QuestionPractice); ok && !t.Draft.Passed(q.ID) && !t.Form.Partly() {
		edit = append(edit, button(q.Title, "q:"+q.ID))
	}
	if t.Draft.Submitted > 0 && !t.Draft.Open {
		return x, [][]conversations.Button{{button(buttonCorrect, "fix"), button(buttonBack, "h")}}
	}
	if missing := t.Form.Required(t.Draft); len(missing) > 0 {
		x = x.Line("").Add(reports.Bold, textMissing).Line(form.Names(missing))
		return x, [][]conversations.Button{{button(fmt.Sprintf(buttonContinue, missing[0].Name), "n")}, edit}
	}
	if rows := t.Form.SuspectsIn(t.Draft); len(rows) > 0 {
		x = x.Line("").Add(reports.Bold, textSuspect).Line("")
		for _, r := range rows {
			x = x.Line("· " + r)
		}
		return x, [][]conversations.Button{{good(buttonSubmitAnyway, "okp")}, edit}
	}
	return x, [][]conversations.Button{{good(buttonSubmit, "ok")}, edit}
}

// wholeReport sets the draft out as it will be submitted.
func (t *View) wholeReport() *reports.Writer {
	x := new(reports.Writer)
	for _, task := range t.Form.Tasks {
		e := t.Draft.Entry(task.Number)
		x = x.Add(reports.Bold, strconv.Itoa(task.Number), " ", task.Title).Line("：", e.Progress.Label())
		if said := e.Said(); said != "" {
			x = x.Line(said)
		}
		x = needed(x, e)
		if s := reports.Join(e.Reason); s != "" {
			x = x.Line("说明：", s)
		}
		if s := e.PlanAnswer(); s != "" {
			x = x.Line(textPlanned, s)
		}
		if n := len(e.Evidence); n > 0 {
			x = x.Line(fmt.Sprintf("附件%d个", n))
		}
	}
	if len(t.Form.Indicators) > 0 {
		x = x.Add(reports.Bold, "指标").Line("")
		for _, i := range t.Form.Indicators {
			r, ok := t.Draft.Reading(i.ID)
			target := ""
			if hasTarget(i) {
				target = "（" + fmt.Sprintf(textTarget, i.TargetText()) + "）"
			}
			x = x.Line(i.Label(), "：", t.ReadingText(i, r, ok), target)
			if r.Note != "" {
				x = x.Line("  " + r.Note)
			}
		}
	}
	for _, q := range t.Form.Questions {
		if s := reports.Join(t.Draft.Answer(q.ID)); s != "" {
			x = x.Add(reports.Bold, q.Title).Line("").Line(s)
		}
	}
	switch n := len(t.Draft.Evidence); {
	case n > 0 && len(t.Form.Tasks) == 0:
		x = x.Line(fmt.Sprintf(textEvidence, n))
	case n > 0:
		x = x.Line(fmt.Sprintf("其他附件%d个", n))
	case t.Form.Once && t.Form.Written:
		x = x.Line(textNoDocument)
	}
	return x
}

func (t *View) renderSent() (*reports.Writer, [][]conversations.Button) {
	r := t.Form.Current
	done := textSent
	if r.Version > 1 {
		done = fmt.Sprintf(textSentAgain, r.Version)
	}
	x := t.top("✓ " + done).Line(t.deadline())
	on := textOnTime
	if late := r.Late(); late > 0 {
		on = fmt.Sprintf(textLate, reports.SpanText(late))
	}
	x = x.Line(fmt.Sprintf("%s %s提交，%s", t.time(r.SubmittedAt), t.Form.Name(r.SubmittedBy), on))
	if r.Version > 1 && r.Correction != "" {
		x = x.Line("更正：" + r.Correction)
	}
	switch {
	case t.AwaitsScan():
		x = x.Add(reports.Bold, textAwaitScan).Line(t.stillOnTime())
	case r.State == reports.AwaitsSign:
		x = x.Line(textAwaitHead + t.stillOnTime())
	case r.State == reports.Signed:
		x = x.Line(textSigned)
	case r.State == reports.Accepted:
		x = x.Line(textAccepted)
	}
	rows := [][]conversations.Button{{button(buttonCorrect, "fix"), button(buttonWholeText, "p")}}
	open := 0
	for _, s := range t.Form.Siblings {
		if s.Open {
			open++
			x = x.Line(textMoreToDo + s.Name)
		}
	}
	waits := 0
	for _, task := range t.Form.Tasks {
		if len(task.Asked.Answers) > 0 {
			waits++
			x = x.Line(fmt.Sprintf(textAnsweredSent, task.Asked.Number, task.Number))
			rows = append(rows, []conversations.Button{askedButton(task)})
		}
	}
	if open+waits == 0 && !t.AwaitsScan() {
		x = x.Line(textThanks)
	}
	return x, t.siblingButtons(rows)
}

// stillOnTime says of a report that is in on time that a signature to come
// does not change that.
func (t *View) stillOnTime() string {
	if t.Form.Current.Late() > 0 {
		return ""
	}
	return textStillOnTime
}

func (t *View) renderPlace() (*reports.Writer, [][]conversations.Button) {
	x := t.head(form.TextLoose)
	files := len(t.Draft.Loose) == 0
	if files {
		x = x.Add(reports.Bold, fmt.Sprintf(textAskFile, t.Draft.Unplaced[0].Label()))
		if n := len(t.Draft.Unplaced) - 1; n > 0 {
			x = x.Add(reports.Plain, fmt.Sprintf(textMoreFiles, n))
		}
	} else {
		x = x.Add(reports.Quote, conversations.Clip(t.Draft.Loose[0].Text, 1200)).Line("").Add(reports.Bold, textAskPlace)
		if n := len(t.Draft.Loose) - 1; n > 0 {
			x = x.Add(reports.Plain, fmt.Sprintf(textMoreLoose, n))
		}
	}
	if t.Draft.Submitted > 0 && !t.Draft.Open {
		x = x.Line("").Line(textPlaceAfter)
	}
	var row []conversations.Button
	for _, task := range t.Form.Tasks {
		if t.Form.OpenTask(task.Number) {
			row = append(row, button(fmt.Sprintf("任务%d", task.Number), fmt.Sprintf("pl:t%d", task.Number)))
		}
	}
	rows := conversations.AppendRows(nil, row, 3)
	row = nil
	if files {
		label := ButtonWhole
		if n := len(t.Draft.Unplaced); n > 1 {
			label = fmt.Sprintf(buttonAllWhole, n)
		}
		row = append(row, button(label, "pl:all"))
	} else {
		for _, q := range t.Form.Questions {
			if !t.Form.Partly() {
				row = append(row, button(q.Title, "pl:q:"+q.ID))
			}
		}
	}
	rows = conversations.AppendRows(rows, row, 2)
	last := []conversations.Button{button(buttonLater, "pl:later")}
	if !files {
		last = append(last, button(buttonDrop, "pl:drop"))
		if n := len(t.Draft.Loose); n > 1 {
			last = append(last, button(fmt.Sprintf(buttonDropAll, n), "pl:none"))
		}
	}
	return x, append(rows, last)
}

func (t *View) renderCollide() (*reports.Writer, [][]conversations.Button) {
	if t.At.Pending == nil {
		return t.renderCollideTap()
	}
	x := t.head(t.Form.SpotTitle(t.At.Item))
	who := t.Form.Name("")
	if ps := t.Draft.Pieces(t.At.Item); ps != nil {
		for _, p := range *ps {
			if p.By != t.By.Actor {
				who = t.Form.Name(p.By)
			}
		}
		x = x.Line(fmt.Sprintf(textCollide, who))
		x = t.written(x, *ps)
	}
	return x, [][]conversations.Button{{button(buttonBoth, "col:both")}, {button(buttonMine, "col:mine"), button(buttonTheirs, "col:theirs")}}
}

// renderCollideTap asks about a state that a colleague has just set otherwise.
// The item is the action that was tapped: t3:same.
func (t *View) renderCollideTap() (*reports.Writer, [][]conversations.Button) {
	var n int
	var action string
	if _, err := fmt.Sscanf(t.At.Item, "t%d:%s", &n, &action); err != nil {
		t.Move(form.ScreenHome, "")
		return t.renderHome()
	}
	e := t.Draft.Entry(n)
	who := t.Form.Name(t.Draft.Touched[form.TaskSpot(n, "state")].By)
	want := StateWords[action]
	if want == reports.Same && len(e.Words)+len(e.Need)+len(e.NeedFrom) > 0 {
		x := t.head(t.Form.SpotTitle(form.TaskSpot(n, "words")))
		x = t.written(x, e.Words).Add(reports.Bold, textDropForSame)
		return x, [][]conversations.Button{{
			button(fmt.Sprintf(buttonChange, want.Label()), t.At.Item+"!"), button(buttonKeep, fmt.Sprintf("t%d", n)),
		}}
	}
	x := t.head(t.Form.SpotTitle(form.TaskSpot(n, "words"))).
		Add(reports.Bold, fmt.Sprintf(textCollideTap, who, e.Progress.Label(), want.Label()))
	return x, [][]conversations.Button{{
		button(fmt.Sprintf(buttonChange, want.Label()), t.At.Item+"!"), button(buttonKeep, fmt.Sprintf("t%d", n)),
	}}
}

func (t *View) renderAmend() (*reports.Writer, [][]conversations.Button) {
	x := t.head(t.Form.SpotTitle(t.At.Item)).Line(textAmend).
		Add(reports.Quote, conversations.Clip(t.At.Pending.Text, 1500)).Line("").Add(reports.Bold, textAmendHow)
	return x, [][]conversations.Button{{button(buttonAmend, "am:yes"), button(buttonNoAmend, "am:no")}}
}
