package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// Actions of buttons, in full: h home · n next gap · p preview · ok, okp submit ·
// fix correct · all:same, i:rest · is indicators · t3, t3:same … · f3:unit ·
// i:ID, i:ID:same … · q:ID, q:ID:skip … · pl:t3, pl:q:ID … · col:both … ·
// am:yes, am:no · of:all, of:3, of:3:t5 … · g:3:unit:t take a contribution … ·
// s:N the unit's Nth other report.

// tapped takes a tap on a card.
func (t *turn) tapped(e conversations.Tapped) {
	t.tapBetween()
	if e.Version != t.c.Version {
		t.toast(conversations.TextStale)
		return
	}
	head, rest, _ := strings.Cut(e.Action, ":")
	if !answers(t.c.Screen, head, rest) {
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
		t.move(screenPreview, "")
	case "ok", "okp":
		t.submit(head == "okp")
	case "fix":
		t.w.Open = true
		t.w.touch("open", t.by)
		t.settle()
	case "all":
		t.allSame()
	case "is":
		t.move(screenFigures, "")
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
	case screenSure, screenUnread:
		_, what, _ := strings.Cut(rest, ":")
		return head == "i" && (what == "ok" || what == "note" || what == "redo")
	case screenCollide:
		return head == "col"
	case screenAmend:
		return head == "am"
	}
	return false
}

func (t *turn) itemTask() int {
	n, _ := strconv.Atoi(t.c.Item)
	return n
}

func (t *turn) next() {
	gaps := t.d.gaps(t.w)
	if len(gaps) == 0 {
		t.move(screenPreview, "")
		return
	}
	t.move(gaps[0].screen, gaps[0].item)
}

// allSame marks every task not yet spoken of 同上期.
func (t *turn) allSame() {
	n := 0
	for _, task := range t.d.Tasks {
		if t.w.Entry(task.Number).Progress == "" && task.Last != nil {
			t.setSame(task)
			n++
		}
	}
	if n == 0 {
		t.toast(textToastNoLast)
		return
	}
	t.toast(textToastSame, n)
	t.next()
}

func (t *turn) setSame(task Task) {
	e := t.w.entry(task.Number)
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
	t.w.touch(taskSpot(task.Number, "state"), t.by)
}

// tapTask opens a task (t3), sets its state (t3:same) or takes a unit asked
// for support (f3:finance).
func (t *turn) tapTask(head, rest string) {
	n, err := strconv.Atoi(strings.TrimLeft(head, "tf"))
	task, ok := t.d.task(n)
	if err != nil || !ok {
		t.settle()
		return
	}
	item := fmt.Sprint(n)
	if strings.HasPrefix(head, "f") {
		name := textOfUnit(t.d, rest)
		t.move(screenFrom, item)
		t.fill(taskSpot(n, "from"), reports.Piece{ID: fmt.Sprintf("tap-%d-%s", n, rest), By: t.by.Actor, At: t.by.At, Text: name})
		t.tapBetween()
		return
	}
	switch rest {
	case "":
		t.move(screenTask, item)
	case "more":
		t.move(screenWords, item)
	case "redo":
		t.w.drop(taskSpot(n, "words"), t.by, nil)
		t.move(screenWords, item)
	case "need":
		t.move(screenNeed, item)
	case "keep":
		t.pass(screenTask, item)
	default:
		force := strings.HasSuffix(rest, "!")
		t.setState(task, stateWords[strings.TrimSuffix(rest, "!")], force)
	}
}

var stateWords = map[string]reports.Progress{
	"same": reports.Same, "moving": reports.Moving, "diff": reports.Difficulty, "done": reports.Done,
}

func actionOf(p reports.Progress) string {
	for k, v := range stateWords {
		if v == p {
			return k
		}
	}
	return ""
}

// setState sets what is said of a task and goes on to what that needs. Where a
// colleague said something else since this person looked, they are asked first.
func (t *turn) setState(task Task, p reports.Progress, force bool) {
	item, spot := fmt.Sprint(task.Number), taskSpot(task.Number, "state")
	e := t.w.entry(task.Number)
	if p == "" || p == reports.Same && task.Last == nil {
		t.toast(textToastNoLast)
		t.move(screenTask, item)
		return
	}
	if touch := t.w.Touched[spot]; !force && touch.Rev > t.c.Seen && touch.By != t.by.Actor && e.Progress != "" && e.Progress != p {
		t.move(screenCollide, "t"+item+":"+actionOf(p))
		return
	}
	if p == reports.Same && len(e.Words)+len(e.Need)+len(e.NeedFrom) > 0 {
		if !force {
			t.move(screenCollide, "t"+item+":"+actionOf(p))
			return
		}
		for _, part := range []string{"words", "need", "from"} {
			t.w.drop(taskSpot(task.Number, part), t.by, nil)
		}
	}
	if p == reports.Same {
		t.setSame(task)
	} else {
		e.Progress, e.SameRun, e.Carried = p, 0, ""
		t.w.touch(spot, t.by)
	}
	t.move(screenTask, item)
	if g, missing := taskGap(task.Number, t.w.Entry(task.Number)); missing {
		t.move(g.screen, g.item)
		return
	}
	t.advance(screenTask, item)
}

// tapFigure takes i:rest, i:ID and i:ID:what.
func (t *turn) tapFigure(rest string) {
	if rest == "rest" {
		t.restUnchanged()
		return
	}
	id, what, _ := strings.Cut(rest, ":")
	i, ok := t.d.indicator(id)
	if !ok {
		t.settle()
		return
	}
	blank := reports.Piece{By: t.by.Actor, At: t.by.At}
	switch what {
	case "same":
		t.unchanged(i)
		t.advance(screenFigure, id)
	case "none":
		t.unknown(i, nil)
		t.advance(screenFigure, id)
	case "yes":
		t.read(i, 10000, blank)
	case "no":
		t.read(i, 0, blank)
	case "ok":
		if t.c.Pending != nil && t.c.Value != nil {
			t.read(i, *t.c.Value, *t.c.Pending)
		}
	case "note":
		t.unknown(i, t.c.Pending)
		t.advance(screenFigure, id)
	case "redo":
		if t.c.Pending != nil {
			t.w.Dropped = append(t.w.Dropped, *t.c.Pending)
			t.w.touch("dropped", t.by)
		}
		t.c.Pending, t.c.Value = nil, nil
		t.move(screenFigure, id)
	default:
		t.move(screenFigure, id)
	}
	t.tapBetween()
}

func (t *turn) unchanged(i Indicator) bool {
	if i.Last == nil || i.Last.Unknown {
		t.toast(textToastNoFig)
		return false
	}
	t.w.setReading(reports.Reading{Indicator: i.ID, Value: i.Last.Value, Same: true, By: t.by.Actor, At: t.by.At})
	t.w.touch(figureSpot(i.ID), t.by)
	return true
}

// unknown records that there is no number this time, with the words given instead.
func (t *turn) unknown(i Indicator, p *reports.Piece) {
	r := reports.Reading{Indicator: i.ID, Unknown: true, By: t.by.Actor, At: t.by.At}
	if p != nil {
		r.Note, r.Raw, r.Piece = p.Text, p.Text, p.ID
	}
	t.w.setReading(r)
	t.w.touch(figureSpot(i.ID), t.by)
	t.c.Pending, t.c.Value = nil, nil
}

func (t *turn) restUnchanged() {
	n := 0
	for _, i := range t.d.Indicators {
		if _, ok := t.w.Reading(i.ID); ok || i.Last == nil || i.Last.Unknown {
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

// tapQuestion takes q:ID, q:ID:skip, q:ID:same and q:ID:redo.
func (t *turn) tapQuestion(rest string) {
	id, what, _ := strings.Cut(rest, ":")
	q, ok := t.d.question(id)
	if !ok {
		t.settle()
		return
	}
	spot := questionSpot(id)
	switch what {
	case "skip":
		if q.Optional && !slices.Contains(t.w.Skipped, id) {
			t.w.Skipped = append(t.w.Skipped, id)
			t.w.touch(spot, t.by)
		}
		t.advance(screenQuestion, id)
	case "same":
		t.move(screenQuestion, id)
		t.fill(spot, reports.Piece{ID: "same-" + id, By: t.by.Actor, At: t.by.At, Text: q.Last})
		t.tapBetween()
	case "redo":
		t.w.drop(spot, t.by, nil)
		t.move(screenQuestion, id)
	case "keep":
		t.pass(screenQuestion, id)
	default:
		t.move(screenQuestion, id)
	}
}

// tapSibling leaves for another report of the same unit.
func (t *turn) tapSibling(index string) {
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= len(t.d.Siblings) {
		return
	}
	t.unpend()
	t.left = true
	t.emit(conversations.Switch{Key: t.d.Siblings[n].Key})
}

func textOfUnit(d Dialog, id string) string {
	if n := d.UnitNames[id]; n != "" {
		return n
	}
	return buttonOffice
}
