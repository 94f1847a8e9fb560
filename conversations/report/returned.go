package report

import (
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/reports"
)

// A report that the office sent back is open again for the tasks named in the
// return, and only for those; one that names none is open as a whole.

// reopen opens the draft of a report that was sent back, and takes the cursor
// off what stays closed.
func (t *turn) reopen() {
	if t.Form.Returned == nil || t.Draft.Submitted == 0 {
		return
	}
	t.Draft.Open = true
	closed := t.At.Screen == form.ScreenSent || !t.Form.OpenSpot(t.At.LastSpot)
	switch t.At.Screen {
	case form.ScreenTask, form.ScreenWords, form.ScreenNeed, form.ScreenFrom, form.ScreenReason:
		closed = closed || !t.Form.OpenTask(t.ItemTask())
	case form.ScreenFigure, form.ScreenSure, form.ScreenUnread:
		closed = closed || !t.Form.OpenFigure(t.At.Item)
	case form.ScreenQuestion:
		closed = closed || t.Form.Partly()
	}
	if closed {
		t.unpend()
		t.At.LastSpot = ""
		t.settle()
	}
}

// closedTo reports whether an action would change what stays closed.
func (t *turn) closedTo(head, rest string) bool {
	if !t.Form.Partly() {
		return false
	}
	first, more, _ := strings.Cut(rest, ":")
	switch head {
	case "all", "q":
		return true
	case "is":
		return len(t.Form.OpenFigures()) == 0
	case "i":
		return !t.Form.OpenFigure(first)
	case "g":
		n, err := strconv.Atoi(first)
		return err == nil && !t.Form.OpenTask(n)
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
	return err == nil && !t.Form.OpenTask(n)
}

// keepEdit keeps an edit of words that may not be changed.
func (t *turn) keepEdit(e conversations.Edited) {
	t.Draft.Dropped = append(t.Draft.Dropped, reports.Piece{ID: e.Piece + "-edit", By: e.Actor, At: e.At, Text: e.Text})
	t.Draft.Touch("dropped", t.By)
	t.Note = textEditClosed
}
