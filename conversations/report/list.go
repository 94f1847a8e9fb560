package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/internal/numbers"
	"liubao/reports"
)

// A report fits on one screen: the card lists the tasks with their numbers, and one
// message answers them all: "1 窗口已设立 2 无变化". The numbers are those of the card,
// and only while no task is open: there a list is that task's own text.

// longestList is how many characters such a message has at most; what is longer is a
// paper, and is taken apart as one.
const longestList = 1000

// lists reports whether a text answers the tasks of the card by their numbers.
func lists(d Dialog, c form.Cursor, text string) bool {
	if c.Key == d.Key && c.Screen != form.ScreenHome && c.Screen != "" || utf8.RuneCountInString(text) > longestList {
		return false
	}
	return len(d.Listed(text)) > 0
}

// listed takes a message that answers the card's tasks, or on the list of indicators
// those, by their numbers.
func (t *turn) listed(p reports.Piece) bool {
	switch {
	case t.At.Screen == form.ScreenFigures:
		return t.listedFigures(p)
	case t.At.Screen == form.ScreenFigure && t.At.Pending == nil:
		return t.listedAtFigure(p)
	case t.At.Screen != form.ScreenHome || !lists(Dialog{t.Form}, t.At, p.Text):
		return false
	}
	t.takeItems(p, t.Form.Listed(p.Text))
	return true
}

// listedAtFigure takes several numbered things where one number is asked for: those of
// the list of indicators where each is a number that leaves no doubt, those of the card
// where they are words.
func (t *turn) listedAtFigure(p reports.Piece) bool {
	figures := form.Numbered(p.Text, len(t.Form.Indicators))
	if len(figures) > 1 && !slices.ContainsFunc(figures, func(x form.Item) bool { return !t.isFigure(x) }) {
		t.takeNamed(p, figures)
		return true
	}
	tasks := t.Form.Listed(p.Text)
	if len(tasks) < 2 || utf8.RuneCountInString(p.Text) > longestList || slices.ContainsFunc(tasks, func(x form.Item) bool { a := numbers.Read(x.Text); return a.Known && a.Alone() }) {
		return false
	}
	t.takeItems(p, tasks)
	return true
}

// isFigure reports whether an item is the number of its indicator, or none, without a
// doubt.
func (t *turn) isFigure(x form.Item) bool {
	i := t.Form.Indicators[x.Number-1]
	if conversations.Remarked(x.Text) == conversations.Nothing {
		return !conversations.OfWork(x.Text)
	}
	n, ok := form.ReadFigure(i, x.Text)
	return ok && !t.Form.Doubtful(i, n, x.Text)
}

// takeItems takes what a list says of the card's tasks.
func (t *turn) takeItems(p reports.Piece, items []form.Item) {
	for _, x := range items {
		t.takeItem(p, x)
	}
	t.At.LastAt, t.At.LastSpot = p.At, form.TaskSpot(items[len(items)-1].Number, "words")
	t.Note = fmt.Sprintf(textListed, itemNames(items))
	t.advance(form.ScreenTask, fmt.Sprint(t.Form.Tasks[0].Number))
}

// itemID names the piece that a list's message gives a task, stable over edits.
func itemID(piece string, task int) string { return fmt.Sprintf("%s:t%d", piece, task) }

func itemNames(items []form.Item) string {
	var out []string
	for _, x := range items {
		out = append(out, fmt.Sprintf("任务%d", x.Number))
	}
	return strings.Join(out, "、")
}

// takeItem takes what a list says of one task: its state where that is all, its words
// otherwise.
func (t *turn) takeItem(p reports.Piece, x form.Item) {
	task, _ := t.Form.Task(x.Number)
	switch conversations.Remarked(x.Text) {
	case conversations.Unchanged, conversations.Nothing:
		if task.Last != nil && !conversations.OfTrouble(x.Text) {
			t.setSame(task)
			return
		}
	}
	state, words := itemState(task, x.Text)
	e := t.Draft.OpenEntry(x.Number)
	if e.Progress == "" || e.Progress == reports.Same || state != reports.Moving {
		e.Progress, e.SameRun, e.Carried = state, 0, ""
	}
	t.Draft.Put(form.TaskSpot(x.Number, "words"), reports.Piece{ID: itemID(p.ID, x.Number), By: p.By, At: p.At, Text: words}, t.By)
}

// itemState reads the state that an item begins with: 困难：资金周转慢.
func itemState(task form.Task, text string) (reports.Progress, string) {
	for _, s := range []struct {
		word  string
		state reports.Progress
	}{{"有困难", reports.Difficulty}, {"困难", reports.Difficulty}, {"有进展", reports.Moving}, {"已完成", reports.Done}} {
		rest, ok := strings.CutPrefix(text, s.word)
		if !ok || s.state == reports.Done && !task.CanEnd {
			continue
		}
		if rest = strings.TrimLeft(rest, "：:，, "); rest == "" || s.state == reports.Done {
			rest = text
		}
		return s.state, rest
	}
	return reports.Moving, text
}

// listedBefore reports whether a message was taken as a list.
func (t *turn) listedBefore(piece string) bool {
	found := false
	t.Draft.EachPiece(func(_ string, p reports.Piece) { found = found || strings.HasPrefix(p.ID, piece+":t") })
	return found
}

// editedList takes the edit of a list: what it says now stands in the place of what
// it said.
func (t *turn) editedList(e conversations.Edited) bool {
	items := t.Form.Listed(e.Text)
	if t.Form.Partly() && slices.ContainsFunc(items, func(x form.Item) bool { return !t.Form.OpenTask(x.Number) }) {
		t.keepEdit(e)
		return true
	}
	t.correcting()
	p := reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text}
	if len(items) == 0 { // no list any more: it is asked where it belongs
		t.Draft.Loose = append(t.Draft.Loose, p)
		t.Draft.Touch("loose", t.By)
	}
	for _, task := range t.Form.Tasks {
		id := itemID(e.Piece, task.Number)
		i := slices.IndexFunc(items, func(x form.Item) bool { return x.Number == task.Number })
		old, spot := t.Draft.Find(id)
		switch {
		case old != nil && i >= 0:
			if _, words := itemState(task, items[i].Text); words != old.Text {
				t.replace(old, spot, words)
			}
		case old != nil && i < 0:
			t.Draft.Drop(spot, t.By, func(x reports.Piece) bool { return x.ID == id })
		case old == nil && i >= 0:
			t.takeItem(p, items[i])
		}
	}
	t.Note = fmt.Sprintf(textListed, itemNames(items))
	if len(items) == 0 {
		t.moveWaiting()
		t.Note = ""
	}
	return true
}

// listedFigures takes numbers for the indicators by their places in the list, or by
// their names. The first that is doubtful is asked about, and no word of the others is
// lost.
func (t *turn) listedFigures(p reports.Piece) bool {
	items := form.Numbered(p.Text, len(t.Form.Indicators))
	if len(items) == 0 {
		items = t.Form.NamedFigures(p.Text)
	}
	if len(items) == 0 {
		return false
	}
	t.takeNamed(p, items)
	return true
}

// figuresOfOthers takes numbers that are said to be of other indicators than the one
// that is open: 更正：“五上”企业净增应为4户. It reports whether they are.
func (t *turn) figuresOfOthers(p reports.Piece) bool {
	items := t.Form.NamedFigures(p.Text)
	for _, x := range items {
		if t.Form.Indicators[x.Number-1].ID == t.At.Item {
			return false
		}
	}
	if len(items) == 0 {
		return false
	}
	t.takeNamed(p, items)
	return true
}

// takeNamed takes numbers that are told for indicators.
func (t *turn) takeNamed(p reports.Piece, items []form.Item) {
	var asked []reports.Piece
	taken := 0
	for _, x := range items {
		i := t.Form.Indicators[x.Number-1]
		piece := reports.Piece{ID: fmt.Sprintf("%s:i%d", p.ID, x.Number), By: p.By, At: p.At, Text: x.Text}
		n, ok := form.ReadFigure(i, x.Text)
		switch {
		case !t.Form.OpenFigure(i.ID):
			asked = append(asked, piece)
		case conversations.Remarked(x.Text) == conversations.Nothing && !conversations.OfWork(x.Text) && !ok:
			t.Draft.SetReading(reports.Reading{Indicator: i.ID, Unknown: true, By: p.By, At: p.At})
			t.Draft.Touch(form.FigureSpot(i.ID), t.By)
			taken++
		case !ok || t.Form.Doubtful(i, n, x.Text):
			if t.At.Pending == nil {
				t.Move(form.ScreenFigure, i.ID)
				t.wroteFigure(piece)
				continue
			}
			asked = append(asked, piece)
		default:
			t.Draft.SetReading(reports.Reading{Indicator: i.ID, Value: n, Raw: x.Text, Piece: piece.ID, By: p.By, At: p.At})
			t.Draft.Touch(form.FigureSpot(i.ID), t.By)
			taken++
		}
	}
	if len(asked) > 0 {
		t.Draft.Loose = append(t.Draft.Loose, asked...)
		t.Draft.Touch("loose", t.By)
	}
	if taken > 0 {
		t.Note = fmt.Sprintf(textListedFigures, taken)
	}
	if t.At.Pending == nil {
		t.advance(form.ScreenFigure, t.Form.Indicators[0].ID)
	}
}
