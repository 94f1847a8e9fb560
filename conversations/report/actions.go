package report

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/conversations/report/screen"
	"liubao/reports"
)

// Actions of buttons, in full: h home · n next gap · p preview · ok, okp submit ·
// fix correct · all:same, i:rest, i:void · is indicators · t3, t3:same, t3:kd (what was
// planned is done), t3:kp (in part), t3:kn (not), t3:asked (what was asked of others) … · f3:unit ·
// i:ID, i:ID:same … · q:ID, q:ID:skip … · pl:t3, pl:q:ID … · col:both … ·
// am:yes, am:no · of:all, of:3, of:3:t5 … · g:3:unit:t take a contribution … ·
// s:N the unit's Nth other report.

// tapped takes a tap on a card.
func (t *turn) tapped(e conversations.Tapped) {
	t.tapBetween()
	if e.Version != t.At.Version {
		t.toast(conversations.TextStale)
		return
	}
	head, rest, _ := strings.Cut(e.Action, ":")
	if !answers(t.At.Screen, head, rest) {
		t.unpend()
	}
	if t.closedTo(head, rest) {
		t.toast(textClosed)
		t.settle()
		return
	}
	switch head {
	case "h":
		t.settle()
	case "n":
		t.next()
	case "p":
		t.Move(form.ScreenPreview, "")
	case "ok", "okp":
		t.submit(head == "okp")
	case "fix":
		t.Draft.Open = true
		t.Draft.Touch("open", t.By)
		t.settle()
	case "all":
		t.allSame()
	case "is":
		t.Move(form.ScreenFigures, "")
	case "i":
		t.tapFigure(rest)
	case "q":
		t.tapQuestion(rest)
	case "pl":
		t.tapPlace(rest)
	case "col":
		t.tapCollide(rest)
	case "am":
		t.tapAmend(rest == "yes")
	case "of":
		t.tapOffer(rest)
	case "g":
		t.tapTaking(rest)
	case "s":
		t.tapSibling(rest)
	default:
		t.tapTask(head, rest)
	}
}

// answers reports whether an action answers the question back that a screen asks.
func answers(screen, head, rest string) bool {
	switch screen {
	case form.ScreenSure, form.ScreenUnread:
		_, what, _ := strings.Cut(rest, ":")
		return head == "i" && (what == "ok" || what == "note" || what == "redo")
	case form.ScreenCollide:
		return head == "col"
	case form.ScreenAmend:
		return head == "am"
	}
	return false
}

func (t *turn) next() {
	gaps := t.Form.Gaps(t.Draft)
	switch {
	case len(gaps) > 0:
		t.Move(gaps[0].Screen, gaps[0].Item)
	case t.Draft.Waiting():
		t.moveWaiting()
	default:
		t.Move(form.ScreenPreview, "")
	}
}

// allSame says of everything not yet spoken of what the last report said: tasks
// 同上期, indicators 无变化, questions the same answer. What was planned stays open: it is
// answered on the task's card or not at all.
func (t *turn) allSame() {
	n, figures := 0, 0
	for _, task := range t.Form.Tasks {
		if t.Draft.Entry(task.Number).Progress == "" && task.Last != nil {
			t.setSame(task)
			n++
		}
	}
	for _, i := range t.Form.Indicators {
		if !t.Draft.Has(i.ID) && i.Last != nil && !i.Last.Unknown {
			t.unchanged(i)
			figures++
		}
	}
	for _, q := range t.Form.Questions {
		if q.Last != "" && !t.Draft.Passed(q.ID) {
			t.Draft.Put(form.QuestionSpot(q.ID), reports.Piece{ID: "same-" + q.ID, By: t.By.Actor, At: t.By.At, Text: q.Last}, t.By)
		}
	}
	switch {
	case n+figures == 0:
		t.toast(textToastNoLast)
		return
	case figures == 0:
		t.toast(textToastSame, n)
	default:
		t.toast(textToastAllSame, n, figures)
	}
	t.next()
}

func (t *turn) setSame(task form.Task) {
	e := t.Draft.OpenEntry(task.Number)
	e.Progress, e.SameRun = reports.Same, 1
	if task.Last != nil {
		e.Carried = task.Last.Said()
		if task.Last.Progress == reports.Done { // what has ended stays ended, and nobody asks why
			e.Progress, e.SameRun = reports.Done, 0
		}
		if task.Last.Progress == reports.Same {
			e.SameRun = task.Last.SameRun + 1
		}
	}
	t.Draft.Touch(form.TaskSpot(task.Number, "state"), t.By)
}

// tapTask opens a task (t3), sets its state (t3:same) or takes a unit asked
// for support (f3:finance).
func (t *turn) tapTask(head, rest string) {
	n, err := strconv.Atoi(strings.TrimLeft(head, "tf"))
	task, ok := t.Form.Task(n)
	if err != nil || !ok {
		t.settle()
		return
	}
	item := fmt.Sprint(n)
	if strings.HasPrefix(head, "f") {
		name := screen.TextOfUnit(t.Form, rest)
		t.Move(form.ScreenFrom, item)
		t.fill(form.TaskSpot(n, "from"), reports.Piece{ID: fmt.Sprintf("tap-%d-%s", n, rest), By: t.By.Actor, At: t.By.At, Text: name})
		t.tapBetween()
		return
	}
	switch rest {
	case "":
		t.Move(form.ScreenTask, item)
	case "more":
		t.Move(form.ScreenWords, item)
	case "redo":
		t.Draft.Drop(form.TaskSpot(n, "words"), t.By, nil)
		t.Move(form.ScreenWords, item)
	case "kd", "kp", "kn":
		t.keptPlan(task, rest)
	case "need":
		t.Move(form.ScreenNeed, item)
	case "from":
		t.Move(form.ScreenFrom, item)
	case "noneed":
		t.Draft.Drop(form.TaskSpot(n, "need"), t.By, nil)
		t.Move(form.ScreenNeed, item)
	case "nofrom":
		t.Draft.Drop(form.TaskSpot(n, "from"), t.By, nil)
		t.Move(form.ScreenFrom, item)
	case "keep":
		t.pass(form.ScreenTask, item)
	case "asked":
		t.emit(conversations.OpenAsked{Task: n})
	default:
		force := strings.HasSuffix(rest, "!")
		t.setState(task, screen.StateWords[strings.TrimSuffix(rest, "!")], force)
	}
}

// setState sets what is said of a task and goes on to what that needs. Where a
// colleague said something else since this person looked, they are asked first.
func (t *turn) setState(task form.Task, p reports.Progress, force bool) {
	item, spot := fmt.Sprint(task.Number), form.TaskSpot(task.Number, "state")
	e := t.Draft.OpenEntry(task.Number)
	if p == "" || p == reports.Same && task.Last == nil {
		t.toast(textToastNoLast)
		t.Move(form.ScreenTask, item)
		return
	}
	if touch := t.Draft.Touched[spot]; !force && touch.Rev > t.At.Seen && touch.By != t.By.Actor && e.Progress != "" && e.Progress != p {
		t.Move(form.ScreenCollide, "t"+item+":"+screen.ActionOf(p))
		return
	}
	if p == reports.Same && len(e.Words)+len(e.Need)+len(e.NeedFrom) > 0 {
		if !force {
			t.Move(form.ScreenCollide, "t"+item+":"+screen.ActionOf(p))
			return
		}
		for _, part := range []string{"words", "need", "from"} {
			t.Draft.Drop(form.TaskSpot(task.Number, part), t.By, nil)
		}
	}
	if p == reports.Same {
		t.setSame(task)
	} else {
		if p == reports.Difficulty && e.Progress != p && len(e.Words) > 0 && !isParted(e) {
			t.Note = textWordsAreHard
		}
		e.Progress, e.SameRun, e.Carried = p, 0, ""
		if a := task.Asked; p == reports.Difficulty && a.Need != "" && len(e.Need)+len(e.NeedFrom) == 0 {
			e.Need = []reports.Piece{{By: t.By.Actor, At: t.By.At, Text: a.Need}}
			e.NeedFrom = []reports.Piece{{By: t.By.Actor, At: t.By.At, Text: a.From}}
		}
		t.Draft.Touch(spot, t.By)
	}
	t.Move(form.ScreenTask, item)
	if g, missing := form.TaskGap(task.Number, t.Draft.Entry(task.Number)); missing {
		t.Move(g.Screen, g.Item)
		return
	}
	t.advance(form.ScreenTask, item)
}

// tapFigure takes i:rest, i:void, i:ID and i:ID:what.
func (t *turn) tapFigure(rest string) {
	switch rest {
	case "rest":
		t.restUnchanged()
		return
	case "void":
		t.restUnknown()
		return
	}
	id, what, _ := strings.Cut(rest, ":")
	i, ok := t.Form.Indicator(id)
	if !ok {
		t.settle()
		return
	}
	blank := reports.Piece{By: t.By.Actor, At: t.By.At}
	switch what {
	case "same":
		t.unchanged(i)
		t.advance(form.ScreenFigure, id)
	case "none":
		t.unknown(i, nil)
		t.advance(form.ScreenFigure, id)
	case "yes":
		t.read(i, 10000, blank)
	case "no":
		t.read(i, 0, blank)
	case "ok":
		if t.At.Pending != nil && t.At.Value != nil {
			t.read(i, *t.At.Value, *t.At.Pending)
		}
	case "note":
		t.unknown(i, t.At.Pending)
		t.advance(form.ScreenFigure, id)
	case "redo":
		if t.At.Pending != nil {
			t.Draft.Dropped = append(t.Draft.Dropped, *t.At.Pending)
			t.Draft.Touch("dropped", t.By)
		}
		t.At.Pending, t.At.Value = nil, nil
		t.Move(form.ScreenFigure, id)
	default:
		t.Move(form.ScreenFigure, id)
	}
	t.tapBetween()
}

func (t *turn) unchanged(i form.Indicator) {
	if i.Last == nil || i.Last.Unknown {
		t.toast(textToastNoFig)
		return
	}
	t.Draft.SetReading(reports.Reading{Indicator: i.ID, Value: i.Last.Value, Same: true, By: t.By.Actor, At: t.By.At})
	t.Draft.Touch(form.FigureSpot(i.ID), t.By)
}

// unknown records that there is no number this time, with the words given instead.
func (t *turn) unknown(i form.Indicator, p *reports.Piece) {
	r := reports.Reading{Indicator: i.ID, Unknown: true, By: t.By.Actor, At: t.By.At}
	if p != nil {
		r.Note, r.Raw, r.Piece = p.Text, p.Text, p.ID
	}
	t.Draft.SetReading(r)
	t.Draft.Touch(form.FigureSpot(i.ID), t.By)
	t.At.Pending, t.At.Value = nil, nil
}

func (t *turn) restUnchanged() {
	n := 0
	for _, i := range t.Form.Indicators {
		if _, ok := t.Draft.Reading(i.ID); ok || i.Last == nil || i.Last.Unknown {
			continue
		}
		t.unchanged(i)
		n++
	}
	if n == 0 {
		t.toast(textToastNoFig)
		return
	}
	t.toast(textToastFigures, n)
	t.next()
}

// restUnknown records that there is no number yet of any indicator not spoken of.
func (t *turn) restUnknown() {
	n := 0
	for _, i := range t.Form.Indicators {
		if !t.Draft.Has(i.ID) {
			t.unknown(i, nil)
			n++
		}
	}
	t.toast(textToastUnknown, n)
	t.next()
}

// keptPlan notes what became of what the last report planned for the task. It is an
// answer by the way: the card stays, and nothing asks for it.
func (t *turn) keptPlan(task form.Task, what string) {
	k := map[string]reports.Kept{"kd": reports.KeptDone, "kp": reports.KeptPart, "kn": reports.KeptNot}[what]
	e := t.Draft.OpenEntry(task.Number)
	if task.Planned == "" {
		t.Move(form.ScreenTask, fmt.Sprint(task.Number))
		return
	}
	e.Planned, e.Kept, e.Unkept = task.Planned, k, 0
	if k == reports.KeptNot {
		e.Unkept = 1
		if task.Last != nil {
			e.Unkept += task.Last.Unkept
		}
	}
	t.Draft.Touch(form.TaskSpot(task.Number, "plan"), t.By)
	t.Move(form.ScreenTask, fmt.Sprint(task.Number))
}

// tapQuestion takes q:ID, q:ID:skip, q:ID:same and q:ID:redo.
func (t *turn) tapQuestion(rest string) {
	id, what, _ := strings.Cut(rest, ":")
	q, ok := t.Form.Question(id)
	if !ok {
		t.settle()
		return
	}
	spot := form.QuestionSpot(id)
	switch what {
	case "skip":
		if q.Optional {
			t.skip(id)
		}
	case "same":
		t.Move(form.ScreenQuestion, id)
		t.fill(spot, reports.Piece{ID: "same-" + id, By: t.By.Actor, At: t.By.At, Text: q.Last})
		t.tapBetween()
	case "redo":
		t.Draft.Drop(spot, t.By, nil)
		t.Move(form.ScreenQuestion, id)
	case "keep":
		t.pass(form.ScreenQuestion, id)
	default:
		t.Move(form.ScreenQuestion, id)
	}
}

// tapSibling leaves for another report of the same unit.
func (t *turn) tapSibling(index string) {
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= len(t.Form.Siblings) {
		return
	}
	t.unpend()
	t.left = true
	t.emit(conversations.Switch{Key: t.Form.Siblings[n].Key})
}
