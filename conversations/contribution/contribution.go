// Package contribution is the light dialog in which a responsible unit gives its
// lead units words and photos (素材), task by task.
//
// Why it is so light: nobody is obliged to contribute. There is nothing to submit:
// what is written counts at once, can be taken back, and "nothing" is one tap.
package contribution

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// Giving is the light dialog in which a responsible unit gives its lead units
// words and photos, task by task. It is built anew for every event.
type Dialog struct {
	Period plan.Period
	Unit   string // unit id
	Tasks  []Task
}

// GivingTask is one task of a [Giving].
type Task struct {
	plan.Task
	Lead   string // the lead unit's name
	First  bool   // this unit is the task's first contributor
	Closed bool   // the lead has reported already
	Given  reports.Contribution
}

// GivingCursor is where one person is in a [Giving]. Words and files that
// arrive on the overview wait in it until their task is chosen.
type Cursor struct {
	V       int             `json:"v"`
	Period  string          `json:"period"`
	Task    int             `json:"task,omitempty"` // 0 on the overview
	Version int             `json:"version"`        // of the card shown last
	Words   []reports.Piece `json:"words,omitempty"`
	Files   []reports.File  `json:"files,omitempty"`
	Done    bool            `json:"done,omitempty"` // its card says thank you
}

// StepGiving takes one event and returns where the person is now and what is
// to be done about it. A [Give] among the effects carries what changed. It
// returns an error only for an event without an actor.
func Step(g Dialog, c Cursor, e conversations.Event) (Cursor, []conversations.Effect, error) {
	if e == nil || e.Origin().Actor == "" {
		return c, nil, fmt.Errorf("event %T without an actor", e)
	}
	t := &turn{g: g, c: c, by: e.Origin()}
	t.g.Tasks = slices.Clone(g.Tasks)
	if t.c.Period != g.Period.ID {
		t.c.Period, t.c.Task = g.Period.ID, 0
	}
	t.c.V = 1
	switch e := e.(type) {
	case conversations.Opened:
		t.c.Done, t.c.Task = false, 0
		if len(g.Tasks) == 1 {
			t.c.Task = g.Tasks[0].Number
		}
	case conversations.Tapped:
		t.tapped(e)
	case conversations.Wrote:
		if !t.remarked(e.Text) {
			t.words(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text})
		}
	case conversations.Edited:
		if !t.edited(e) {
			return c, nil, nil
		}
	case conversations.Sent:
		t.sent(e)
	}
	t.show()
	return t.c, t.effects, nil
}

// Step implements [conversations.Dialog]. What a unit gave is stored task by task
// as it comes ([conversations.Give]); only what waits for its task stands in the cursor.
func (d Dialog) Step(c conversations.Cursor, w conversations.Draft, e conversations.Event) (conversations.Cursor, conversations.Draft, []conversations.Effect, error) {
	return conversations.OverCursor(c, w, func(at Cursor) (Cursor, []conversations.Effect, error) {
		return Step(d, at, e)
	})
}

// Leave implements [conversations.Dialog]. What waits for its task waits on.
func (d Dialog) Leave(c conversations.Cursor, w conversations.Draft, _ conversations.By) (conversations.Cursor, conversations.Draft, error) {
	return c, w, nil
}

// turn is one step in the making.
type turn struct {
	g       Dialog
	c       Cursor
	by      conversations.By
	note    string
	effects []conversations.Effect
}

func (t *turn) emit(e ...conversations.Effect) { t.effects = append(t.effects, e...) }

func (t *turn) task(number int) *Task {
	for i := range t.g.Tasks {
		if t.g.Tasks[i].Number == number {
			return &t.g.Tasks[i]
		}
	}
	return nil
}

// tapped takes a button: h overview · t5 a task · n5 nothing for it · u5 take
// the last piece back · none nothing for the rest · x done.
func (t *turn) tapped(e conversations.Tapped) {
	if e.Version != t.c.Version {
		t.emit(conversations.Toast{Text: conversations.TextStale})
		return
	}
	number, _ := strconv.Atoi(strings.TrimLeft(e.Action, "tnu"))
	task := t.task(number)
	switch {
	case e.Action == "h":
		t.c.Task = 0
	case e.Action == "x":
		t.c.Task, t.c.Done = 0, true
		t.emit(conversations.Closed{})
	case e.Action == "none":
		for i := range t.g.Tasks {
			if t.g.Tasks[i].Given.Silent() {
				t.nothing(&t.g.Tasks[i])
			}
		}
		t.note = textGiveNothing
	case task == nil:
		t.c.Task = 0
	case e.Action[0] == 't':
		t.c.Task, t.c.Done = number, false
		t.place(number)
	case e.Action[0] == 'n':
		t.nothing(task)
		t.note = textGiveNothing
		t.next()
	case e.Action[0] == 'u':
		t.takeBack(task)
	}
}

// next goes to the next task that nothing was said of, or to the overview.
func (t *turn) next() {
	at := slices.IndexFunc(t.g.Tasks, func(x Task) bool { return x.Number == t.c.Task })
	for _, x := range t.g.Tasks[at+1:] {
		if x.Given.Silent() {
			t.c.Task = x.Number
			return
		}
	}
	t.c.Task = 0
}

// sent takes a file, and its caption for words beside it.
func (t *turn) sent(e conversations.Sent) {
	f := e.File
	f.Piece = e.Piece
	t.emit(conversations.Fetch{File: f})
	t.c.Done = false
	t.c.Files = append(slices.Clone(t.c.Files), f)
	if f.Note != "" && conversations.Remarked(f.Note) == conversations.Content {
		t.c.Words = append(slices.Clone(t.c.Words), reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: f.Note})
	}
	t.place(t.c.Task)
}

// remarked answers words that are no content: 无 at a task is nothing to contribute.
func (t *turn) remarked(text string) bool {
	said := conversations.Remarked(text)
	task := t.task(t.c.Task)
	switch {
	case said == conversations.Content:
		return false
	case (said == conversations.Nothing || said == conversations.Unchanged) && task != nil:
		t.nothing(task)
		t.note = textGiveNothing
		t.next()
	case said == conversations.Back || said == conversations.Cancel:
		t.c.Task = 0
	default:
		t.note = textGiveCourtesy
	}
	t.emit(conversations.Logged{What: textLogCourtesy, After: text})
	return true
}

func (t *turn) words(p reports.Piece) {
	t.c.Done = false
	t.c.Words = append(slices.Clone(t.c.Words), p)
	t.place(t.c.Task)
}

// place gives a task what waits for one.
func (t *turn) place(number int) {
	task := t.task(number)
	if task == nil || len(t.c.Words)+len(t.c.Files) == 0 {
		return
	}
	task.Given.Words = append(slices.Clone(task.Given.Words), t.c.Words...)
	task.Given.Files = append(slices.Clone(task.Given.Files), t.c.Files...)
	task.Given.Nothing = false
	for _, p := range t.c.Words {
		t.emit(conversations.Logged{What: fmt.Sprintf("素材 任务%d", number), After: p.Text})
	}
	for _, f := range t.c.Files {
		t.emit(conversations.Logged{What: fmt.Sprintf("素材附件 任务%d", number), After: f.Label()})
	}
	t.c.Words, t.c.Files, t.c.Task = nil, nil, number
	t.changed(task)
	t.note = fmt.Sprintf(textGiveNoted, task.Lead)
	if task.Closed {
		t.note = textGiveClosed
	}
}

func (t *turn) nothing(task *Task) {
	if !task.Given.Silent() {
		return
	}
	task.Given.Nothing = true
	t.emit(conversations.Logged{What: fmt.Sprintf("素材 任务%d", task.Number), After: textGiveNoTask})
	t.changed(task)
}

// takeBack takes the newest piece out; it is kept with what was taken back.
func (t *turn) takeBack(task *Task) {
	n := len(task.Given.Words)
	if n == 0 {
		return
	}
	last := task.Given.Words[n-1]
	task.Given.Words = slices.Clone(task.Given.Words[:n-1])
	task.Given.Dropped = append(slices.Clone(task.Given.Dropped), last)
	t.emit(conversations.Logged{What: fmt.Sprintf("收回素材 任务%d", task.Number), Before: last.Text})
	t.changed(task)
	t.note = textGiveDropped
}

// edited takes an edit of words, of a caption, or of the file itself.
func (t *turn) edited(e conversations.Edited) bool {
	if e.File != nil && t.replaced(e) {
		return true
	}
	for i := range t.c.Words {
		if t.c.Words[i].ID == e.Piece {
			t.c.Words = slices.Clone(t.c.Words)
			t.c.Words[i].Text = e.Text
			return true
		}
	}
	for i := range t.g.Tasks {
		task := &t.g.Tasks[i]
		for n, p := range task.Given.Words {
			if p.ID != e.Piece || p.Text == e.Text {
				continue
			}
			ws := slices.Clone(task.Given.Words)
			ws[n].Was, ws[n].Text = append(slices.Clone(p.Was), p.Text), e.Text
			task.Given.Words = ws
			t.emit(conversations.Logged{What: fmt.Sprintf("改写素材 任务%d", task.Number), Before: p.Text, After: e.Text})
			t.changed(task)
			t.note = textGiveEdited
			return true
		}
	}
	return false
}

// replaced puts another file, or another caption, in the place of what came with a
// message.
func (t *turn) replaced(e conversations.Edited) bool {
	at := func(fs []reports.File) int {
		return slices.IndexFunc(fs, func(f reports.File) bool { return f.Piece == e.Piece && f.Piece != "" })
	}
	now := *e.File
	now.Piece, now.Note = e.Piece, e.Text
	if i := at(t.c.Files); i >= 0 {
		t.c.Files = slices.Clone(t.c.Files)
		t.c.Files[i] = now
		t.emit(conversations.Fetch{File: now})
		return true
	}
	for n := range t.g.Tasks {
		task := &t.g.Tasks[n]
		i := at(task.Given.Files)
		if i < 0 {
			continue
		}
		was := task.Given.Files[i]
		task.Given.Files = slices.Clone(task.Given.Files)
		task.Given.Files[i] = now
		if now.UID != was.UID {
			t.emit(conversations.Fetch{File: now}, conversations.Logged{What: fmt.Sprintf("改换素材附件 任务%d", task.Number), Before: was.Label(), After: now.Label()})
		}
		t.captioned(task, e)
		t.changed(task)
		t.note = textGiveEdited
		return true
	}
	return false
}

// captioned keeps the words that a caption has become in step with it.
func (t *turn) captioned(task *Task, e conversations.Edited) {
	i := slices.IndexFunc(task.Given.Words, func(p reports.Piece) bool { return p.ID == e.Piece })
	switch {
	case i < 0 && e.Text != "":
		task.Given.Words = append(slices.Clone(task.Given.Words), reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text})
		t.emit(conversations.Logged{What: fmt.Sprintf("素材 任务%d", task.Number), After: e.Text})
	case i >= 0 && task.Given.Words[i].Text != e.Text && e.Text != "":
		ws := slices.Clone(task.Given.Words)
		t.emit(conversations.Logged{What: fmt.Sprintf("改写素材 任务%d", task.Number), Before: ws[i].Text, After: e.Text})
		ws[i].Was, ws[i].Text = append(slices.Clone(ws[i].Was), ws[i].Text), e.Text
		task.Given.Words = ws
	}
}

func (t *turn) changed(task *Task) {
	task.Given.Period, task.Given.Task, task.Given.Unit = t.g.Period.ID, task.Number, t.g.Unit
	task.Given.Rev++
	task.Given.Updated = t.by.At
	t.emit(conversations.Give{Contribution: task.Given})
}

func (t *turn) show() {
	t.c.Version++
	text, rows := t.render()
	if t.note != "" {
		text = reports.Text{}.Add(reports.Italic, t.note).Add(reports.Plain, "\n\n").Append(text)
	}
	t.emit(conversations.Show{Card: conversations.Card{Version: t.c.Version, Text: text.Trim(), Rows: rows}})
}
