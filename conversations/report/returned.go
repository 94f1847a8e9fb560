package report

import (
	"slices"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// A report that the office sent back is open again for the tasks named in the
// return, and only for those; one that names none is open as a whole.

// partly reports whether only some tasks are open.
func (d *Dialog) partly() bool { return d.Returned != nil && len(d.Returned.Tasks) > 0 }

// openTask reports whether the task may be changed.
func (d *Dialog) openTask(n int) bool {
	return !d.partly() || slices.Contains(d.Returned.Tasks, n)
}

func (d *Dialog) openFigure(id string) bool {
	if !d.partly() {
		return true
	}
	i, ok := d.indicator(id)
	return ok && slices.Contains(d.Returned.Tasks, i.Task)
}

// openSpot reports whether words at a spot may be changed. Words without a
// place always may.
func (d *Dialog) openSpot(spot string) bool {
	if n, _, ok := spotTask(spot); ok {
		return d.openTask(n)
	}
	if id, ok := strings.CutPrefix(spot, "i."); ok {
		return d.openFigure(id)
	}
	return spot == "" || !d.partly()
}

// openFigures returns the indicators that may be changed.
func (d *Dialog) openFigures() []Indicator {
	return slices.DeleteFunc(slices.Clone(d.Indicators), func(i Indicator) bool { return !d.openFigure(i.ID) })
}

// reopen opens the draft of a report that was sent back, and takes the cursor
// off what stays closed.
func (t *turn) reopen() {
	if t.d.Returned == nil || t.w.Submitted == 0 {
		return
	}
	t.w.Open = true
	closed := t.c.Screen == screenSent || !t.d.openSpot(t.c.LastSpot)
	switch t.c.Screen {
	case screenTask, screenWords, screenNeed, screenFrom, screenReason:
		closed = closed || !t.d.openTask(t.itemTask())
	case screenFigure, screenSure, screenUnread:
		closed = closed || !t.d.openFigure(t.c.Item)
	case screenQuestion:
		closed = closed || t.d.partly()
	}
	if closed {
		t.unpend()
		t.c.LastSpot = ""
		t.settle()
	}
}

// closedTo reports whether an action would change what stays closed.
func (t *turn) closedTo(head, rest string) bool {
	if !t.d.partly() {
		return false
	}
	first, more, _ := strings.Cut(rest, ":")
	switch head {
	case "all", "q":
		return true
	case "is":
		return len(t.d.openFigures()) == 0
	case "i":
		return !t.d.openFigure(first)
	case "g":
		n, err := strconv.Atoi(first)
		return err == nil && !t.d.openTask(n)
	case "pl":
		return first == "q" || t.closedTask(first)
	case "of":
		where, _, _ := strings.Cut(more, ":")
		return t.closedTask(where)
	}
	return t.closedTask(head)
}

// closedTask reports whether a word like t3 or f3 names a task that is closed.
func (t *turn) closedTask(word string) bool {
	if len(word) < 2 || word[0] != 't' && word[0] != 'f' {
		return false
	}
	n, err := strconv.Atoi(word[1:])
	return err == nil && !t.d.openTask(n)
}

// keepEdit keeps an edit of words that may not be changed.
func (t *turn) keepEdit(e conversations.Edited) {
	t.w.Dropped = append(t.w.Dropped, reports.Piece{ID: e.Piece + "-edit", By: e.Actor, At: e.At, Text: e.Text})
	t.w.touch("dropped", t.by)
	t.note = textEditClosed
}
