package screen

import (
	"fmt"
	"strconv"
	"time"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// Render returns the text and the buttons of the screen the cursor is on.
func (t *View) Render() (*reports.Writer, [][]conversations.Button) {
	switch t.At.Screen {
	case form.ScreenTask, form.ScreenWords, form.ScreenNeed, form.ScreenFrom, form.ScreenReason:
		if task, ok := t.Form.Task(t.ItemTask()); ok {
			return t.renderTask(task)
		}
	case form.ScreenFigures:
		return t.renderFigures()
	case form.ScreenFigure, form.ScreenSure, form.ScreenUnread:
		if i, ok := t.Form.Indicator(t.At.Item); ok {
			return t.renderFigure(i)
		}
	case form.ScreenQuestion:
		if q, ok := t.Form.Question(t.At.Item); ok {
			return t.renderQuestion(q)
		}
	case form.ScreenPlace:
		if len(t.Draft.Loose)+len(t.Draft.Unplaced) > 0 {
			return t.renderPlace()
		}
	case form.ScreenOffer, form.ScreenPart:
		if len(t.Draft.Offers) > 0 && t.At.Screen == form.ScreenPart {
			return t.renderPart()
		}
		if len(t.Draft.Offers) > 0 {
			return t.renderOffer()
		}
	case form.ScreenTaking:
		if task, c, ok := t.TakingItem(); ok {
			return t.renderTaking(task, c)
		}
	case form.ScreenCollide:
		return t.renderCollide()
	case form.ScreenAmend:
		if t.At.Pending != nil {
			return t.renderAmend()
		}
	case form.ScreenPreview:
		return t.renderPreview()
	case form.ScreenSent:
		if t.Form.Current != nil {
			return t.renderSent()
		}
	}
	t.Move(form.ScreenHome, "")
	return t.renderHome()
}

// head begins every card: with what was just done, and what the card is about. It
// names the period, for it may be read when the next one's report is open as well.
func (t *View) head(what string) *reports.Writer {
	if t.Form.Once {
		return t.top(what)
	}
	return t.begin("（" + reports.PeriodTextFrom(t.Form.Period, t.today()) + "） · " + what)
}

// top begins the cards that say below it when the report is due, and for which days.
func (t *View) top(what string) *reports.Writer { return t.begin(" · " + what) }

func (t *View) begin(what string) *reports.Writer {
	x := new(reports.Writer)
	if t.Note != "" {
		x.Add(reports.Italic, t.Note).Add(reports.Plain, "\n\n")
	}
	return x.Add(reports.Bold, t.Form.Subject).Add(reports.Plain, what, "\n")
}

func (t *View) deadline() string {
	if t.Form.Once {
		return fmt.Sprintf(textDueOnce, t.time(t.Form.Period.Deadline))
	}
	return reports.PeriodTextFrom(t.Form.Period, t.today()) + "，" + t.time(t.Form.Period.Deadline) + "前报"
}

// today is the reader's day.
func (t *View) today() plan.Date { return plan.DateOf(t.By.At.In(t.Form.Loc)) }

// time says an instant to the reader, with its year where that is another.
func (t *View) time(at time.Time) string {
	return reports.TimeTextFrom(at, t.Form.Loc, t.today())
}

func (t *View) renderHome() (*reports.Writer, [][]conversations.Button) {
	gaps := t.Form.Required(t.Draft)
	x := t.top(t.Form.Title).Line(t.deadline()).Add(reports.Italic, conversations.TextSecret).Add(reports.Plain, "\n\n")
	if r := t.Form.Returned; r != nil && t.Draft.Open {
		x = x.Add(reports.Bold, textReturned).Add(reports.Quote, r.Reason).Add(reports.Plain, "\n")
		if !r.Until.IsZero() {
			x = x.Line(fmt.Sprintf(textReturnTill, t.time(r.Until)))
		}
		if t.Form.Partly() {
			x = x.Line(textOnlyThese)
		}
	} else if t.Draft.Open && t.Draft.Remark != "" {
		x = x.Line(textRemark).Add(reports.Quote, conversations.Clip(t.Draft.Remark, 500)).Line("")
	} else if t.Draft.Open {
		x = x.Line(textOpenAgain)
	}
	for _, n := range t.Form.Notices {
		x = x.Add(reports.Bold, n).Line("")
	}
	for i := range t.Form.Tasks {
		if task := &t.Form.Tasks[i]; t.Form.OpenTask(task.Number) {
			x = t.taskLine(x, task)
		}
	}
	if n := len(t.Form.Indicators); n > 0 && !t.Form.Partly() {
		filled := t.figuresFilled()
		x = x.Line(conversations.Tick(filled == n), " 指标：已填", strconv.Itoa(filled), "/", strconv.Itoa(n))
	}
	for _, q := range t.Form.Questions {
		if !t.Form.Partly() {
			x = x.Line(t.questionLine(q))
		}
	}
	if n := len(t.Draft.Evidence); n > 0 && len(t.Form.Tasks) == 0 {
		x = x.Line(conversations.Tick(true) + " " + fmt.Sprintf(textEvidence, n))
	}
	x = x.Line("")
	if len(gaps) > 0 {
		x = x.Add(reports.Bold, textMissing).Line(form.Names(gaps))
	} else {
		x = x.Line(textNothingLeft)
	}
	if !t.hasLast() && !t.Form.Once {
		x = x.Add(reports.Italic, textFirst)
	}
	return x, t.homeButtons(gaps)
}

// taskLine writes a line about a task.
func (t *View) taskLine(x *reports.Writer, task *form.Task) *reports.Writer {
	e := t.Draft.Entry(task.Number)
	x.Add(reports.Plain, conversations.Tick(!form.TaskMissing(e)), " ", strconv.Itoa(task.Number), " ", task.Title, "：", e.Progress.Label())
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

func (t *View) questionLine(q form.Question) string {
	switch n := len(t.Draft.Answer(q.ID)); {
	case n > 0:
		return "✓ " + q.Title + "：" + strconv.Itoa(n) + "段"
	case q.Optional:
		return "· " + q.Title + "：可不填"
	}
	return "○ " + q.Title + "：未填"
}

func (t *View) figuresFilled() int {
	n := 0
	for _, i := range t.Form.Indicators {
		if _, ok := t.Draft.Reading(i.ID); ok {
			n++
		}
	}
	return n
}

func (t *View) hasLast() bool {
	for _, task := range t.Form.Tasks {
		if task.Last != nil {
			return true
		}
	}
	for _, q := range t.Form.Questions {
		if q.Last != "" {
			return true
		}
	}
	return false
}

func (t *View) homeButtons(gaps []form.Gap) [][]conversations.Button {
	var rows [][]conversations.Button
	switch {
	case len(gaps) == 0:
		rows = append(rows, []conversations.Button{button(buttonPreview, "p")})
	case t.Draft.Rev == 0:
		rows = append(rows, []conversations.Button{button(buttonStart, "n")})
	default:
		rows = append(rows, []conversations.Button{button(fmt.Sprintf(buttonContinue, gaps[0].Name), "n")})
	}
	if len(t.Draft.Offers) > 0 {
		rows = append(rows, []conversations.Button{button(fmt.Sprintf(buttonParts, len(t.Draft.Offers[0].Parts)), "of")})
	}
	if row := t.sameButtons(); len(row) > 0 {
		rows = append(rows, row)
	}
	var row []conversations.Button
	for i := range t.Form.Tasks {
		task := &t.Form.Tasks[i]
		if !t.Form.OpenTask(task.Number) {
			continue
		}
		n, missing := strconv.Itoa(task.Number), form.TaskMissing(t.Draft.Entry(task.Number))
		row = append(row, button(conversations.Tick(!missing)+" 任务"+n, "t"+n))
	}
	rows = conversations.AppendRows(rows, row, 3)
	row = nil
	if n := len(t.Form.Indicators); n > 0 && len(t.Form.OpenFigures()) > 0 {
		row = append(row, button(fmt.Sprintf(buttonFigures, t.figuresFilled(), n), "is"))
	}
	for _, q := range t.Form.Questions {
		if !t.Form.Partly() {
			row = append(row, button(q.Title, "q:"+q.ID))
		}
	}
	rows = conversations.AppendRows(rows, row, 3)
	return t.siblingButtons(rows)
}

// sameButtons offers to carry everything over that is not yet spoken of.
func (t *View) sameButtons() []conversations.Button {
	var row []conversations.Button
	for _, task := range t.Form.Tasks {
		if t.Draft.Entry(task.Number).Progress == "" && task.Last != nil {
			row = append(row, button(buttonAllSame, "all:same"))
			break
		}
	}
	if len(row) == 0 && t.canCarryFigures() { // 全部同上期 has them
		row = append(row, button(buttonRestFigures, "i:rest"))
	}
	return row
}

func (t *View) canCarryFigures() bool {
	for _, i := range t.Form.Indicators {
		if _, ok := t.Draft.Reading(i.ID); !ok && i.Last != nil && !i.Last.Unknown {
			return true
		}
	}
	return false
}

func (t *View) siblingButtons(rows [][]conversations.Button) [][]conversations.Button {
	for n, s := range t.Form.Siblings {
		rows = append(rows, []conversations.Button{button(fmt.Sprintf("→ %s（%s）", s.Name, s.State), fmt.Sprintf("s:%d", n))})
	}
	return rows
}

func button(label, action string) conversations.Button {
	return conversations.Button{Label: label, Action: action}
}

func good(label, action string) conversations.Button {
	return conversations.Button{Label: label, Action: action, Good: true}
}

var StateWords = map[string]reports.Progress{
	"same": reports.Same, "moving": reports.Moving, "diff": reports.Difficulty, "done": reports.Done,
}
