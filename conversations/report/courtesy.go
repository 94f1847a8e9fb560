package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// remarked answers words that are no content: courtesy, a word like a command, a
// promise to report later. It reports whether they were; those that change nothing
// leave no card behind either, or every 谢谢 would push the open one up the screen.
func (t *turn) remarked(p reports.Piece) bool {
	if i, ok := t.openIndicator(); ok && i.Kind == plan.YesNo {
		if _, answers := form.ReadFigure(i, p.Text); answers {
			return false
		}
	}
	said := conversations.Remarked(p.Text)
	if _, ok := t.openIndicator(); ok && (said == conversations.Nothing || said == conversations.Unchanged) && conversations.OfWork(p.Text) {
		said = conversations.Content // 没有困难 is no number, and not none
	}
	t.courtesy = said != conversations.Content
	switch said {
	case conversations.Content:
		return t.promised(p)
	case conversations.Nothing:
		t.nothing()
	case conversations.Unchanged:
		t.same()
	case conversations.Back, conversations.Cancel:
		if said == conversations.Cancel {
			t.Note = textCancelled
		}
		t.unpend()
		note := t.Note
		t.settle()
		t.Note = note
	case conversations.Begin:
		t.goOn()
	case conversations.Help:
		t.Note = textHelp
		if t.Draft.Submitted == 0 {
			t.Note = fmt.Sprintf(textHelpDue, reports.TimeTextFrom(t.Form.Period.Deadline, t.Form.Loc, plan.DateOf(t.By.At.In(t.Form.Loc)))) + textHelp
		}
	default:
		t.answer(said)
	}
	return true
}

// answer says what a colleague would say, and no more.
func (t *turn) answer(said conversations.Remark) {
	words := conversations.Reply(said)
	if said != conversations.Thanks && said != conversations.Greeting {
		words = conversations.Reply(conversations.Received)
		if t.Draft.Submitted == 0 {
			words = fmt.Sprintf(textFineWaiting, reports.TimeTextFrom(t.Form.Period.Deadline, t.Form.Loc, plan.DateOf(t.By.At.In(t.Form.Loc))))
			if t.By.At.After(t.Form.Period.Deadline) {
				words = textFineLate
			}
		}
	}
	t.emit(conversations.Say{Text: reports.T(words)})
	t.quiet = true
}

// promised hands a promise on. Where words are asked for, 明天完成 is an answer: only
// what begins as a reply to a reminder does is a promise there.
func (t *turn) promised(p reports.Piece) bool {
	if t.Draft.Submitted > 0 && !t.Draft.Open {
		return false
	}
	switch t.At.Screen {
	case form.ScreenWords, form.ScreenNeed, form.ScreenReason, form.ScreenQuestion, form.ScreenTaking:
		if !slices.ContainsFunc([]string{"好", "收到", "嗯", "明白", "知道", "没问题"}, func(w string) bool { return strings.HasPrefix(p.Text, w) }) {
			return false
		}
	}
	d := t.Form.Period.Deadline.In(t.zone())
	at, ok := conversations.ReadPromise(p.Text, t.By.At.In(t.zone()), plan.Clock{Hour: d.Hour(), Minute: d.Minute()})
	if !ok {
		return false
	}
	t.emit(conversations.Promised{At: at})
	t.quiet = true
	return true
}

func (t *turn) zone() *time.Location {
	if t.Form.Loc == nil {
		return time.UTC
	}
	return t.Form.Loc
}

// openIndicator is the indicator that is asked for now.
func (t *turn) openIndicator() (form.Indicator, bool) {
	switch t.At.Screen {
	case form.ScreenFigure, form.ScreenSure, form.ScreenUnread:
		return t.Form.Indicator(t.At.Item)
	}
	return form.Indicator{}, false
}

// nothing takes 无 for what it means at the open question: no number, no answer.
func (t *turn) nothing() {
	if i, ok := t.openIndicator(); ok {
		t.forget()
		t.unknown(i, nil)
		t.advance(form.ScreenFigure, i.ID)
		return
	}
	switch t.At.Screen {
	case form.ScreenQuestion:
		t.skip(t.At.Item)
	case form.ScreenTask, form.ScreenWords:
		t.Move(form.ScreenTask, t.At.Item)
		t.Note = t.nothingNew()
	case form.ScreenNeed:
		t.Move(form.ScreenTask, t.At.Item)
		t.Note = textNothingNeed
	case form.ScreenFrom:
		t.Note = textNothingFrom
	case form.ScreenReason:
		t.Note = textNothingReason
	default:
		t.answer(conversations.Received)
	}
}

// nothingNew says what to do about a task without news.
func (t *turn) nothingNew() string {
	if task, ok := t.Form.Task(t.ItemTask()); ok && task.Last != nil {
		return textNothingTask
	}
	return textNothingFirst
}

// same takes 无变化 for the button of that name.
func (t *turn) same() {
	if i, ok := t.openIndicator(); ok {
		if i.Last == nil || i.Last.Unknown {
			t.Note = textToastNoFig
			return
		}
		t.forget()
		t.unchanged(i)
		t.advance(form.ScreenFigure, i.ID)
		return
	}
	task, ok := t.Form.Task(t.ItemTask())
	switch {
	case ok && (t.At.Screen == form.ScreenTask || t.At.Screen == form.ScreenWords):
		if task.Last == nil {
			t.Move(form.ScreenTask, t.At.Item)
			t.Note = t.nothingNew()
			return
		}
		t.setState(task, reports.Same, false)
	case t.At.Screen == form.ScreenQuestion:
		q, _ := t.Form.Question(t.At.Item)
		if q.Last == "" {
			t.skip(q.ID)
			return
		}
		t.tapQuestion(q.ID + ":same")
	case t.At.Screen == form.ScreenHome:
		t.Note = textSameHow
	default:
		t.answer(conversations.Received)
	}
}

// goOn goes to what is asked first, from a card that asks nothing.
func (t *turn) goOn() {
	if t.At.Screen == form.ScreenHome && t.Draft.Rev > 0 {
		t.next()
	}
}

// skip passes a question over: asked, and there is nothing to say.
func (t *turn) skip(id string) {
	if !slices.Contains(t.Draft.Skipped, id) {
		t.Draft.Skipped = append(t.Draft.Skipped, id)
		t.Draft.Touch(form.QuestionSpot(id), t.By)
	}
	t.advance(form.ScreenQuestion, id)
}

// forget drops the words that a question back was about.
func (t *turn) forget() {
	if t.At.Pending != nil {
		t.Draft.Dropped = append(t.Draft.Dropped, *t.At.Pending)
		t.Draft.Touch("dropped", t.By)
	}
	t.At.Pending, t.At.Value = nil, nil
}
