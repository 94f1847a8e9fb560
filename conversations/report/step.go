package report

import (
	"fmt"
	"strconv"

	"liubao/conversations"
	"liubao/reports"
)

// Step takes one event and returns where the person is now, the words so far,
// and what is to be done about it. c is the person's cursor (the zero Cursor
// for somebody new), w the draft of d's report (the zero Draft before the
// first word). It returns an error only where the caller broke the contract:
// a draft of another report, or an event without an actor.
func Step(d Dialog, c Cursor, w Draft, e conversations.Event) (Cursor, Draft, []conversations.Effect, error) {
	if w.Key != (reports.Key{}) && w.Key != d.Key {
		return c, w, nil, fmt.Errorf("draft of %s given to the dialog of %s", w.Key, d.Key)
	}
	if e == nil || e.Origin().Actor == "" {
		return c, w, nil, fmt.Errorf("event %T without an actor", e)
	}
	t := &turn{d: d, c: c, w: w.clone(), by: e.Origin()}
	t.begin()
	was, pending := w, t.c.Pending
	if t.w.Rev != w.Rev || t.w.Submitted != w.Submitted { // beginning has changed it
		was = t.w.clone()
	}
	switch e := e.(type) {
	case conversations.Opened:
		t.tapBetween()
	case conversations.Tapped:
		t.tapped(e)
	case conversations.Wrote:
		t.wrote(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text})
	case conversations.Edited:
		if !t.edited(e) {
			return c, w, nil, nil
		}
	case conversations.Sent:
		t.sent(e)
	case conversations.Offered:
		t.offered(e)
	}
	t.logChanges(e, was, pending)
	if !t.left {
		t.show()
	}
	t.w.Filled, t.w.Of = d.Filled(t.w)
	return t.c, t.w, t.effects, nil
}

// turn is one step in the making.
type turn struct {
	d       Dialog
	c       Cursor
	w       Draft
	by      conversations.By
	note    string // a line above the card: what was just done
	moved   bool   // whether this step changed the screen
	left    bool   // whether the person went to another report: its card follows
	effects []conversations.Effect
}

func (t *turn) emit(e ...conversations.Effect) { t.effects = append(t.effects, e...) }

func (t *turn) toast(format string, args ...any) {
	t.emit(conversations.Toast{Text: fmt.Sprintf(format, args...)})
}

// begin brings cursor and draft to this dialog.
func (t *turn) begin() {
	t.w.V, t.w.Key = 1, t.d.Key
	if t.d.Current != nil && t.w.Submitted == 0 && len(t.w.Touched) == 0 {
		t.w = draftOf(*t.d.Current)
	}
	if t.c.Key != t.d.Key || t.c.Screen == "" {
		// The caller calls Leave first, so that nothing pending is lost here.
		t.c = Cursor{Key: t.d.Key, Version: t.c.Version, Screen: screenHome}
		t.settle()
	}
	if t.c.Screen == screenSent && t.w.Open { // sent back meanwhile
		t.settle()
	}
	t.c.V = 1
	t.reopen()
	t.overtaken()
}

// overtaken takes the person to the receipt where a colleague has handed the
// report in since they looked: words for an item would stand in the draft and
// in no report. Such words are asked about instead, and taps on the old card
// find it stale.
func (t *turn) overtaken() {
	if t.w.Submitted == 0 || t.w.Open {
		return
	}
	switch t.c.Screen {
	case screenHome, screenTask, screenWords, screenNeed, screenFrom, screenReason, screenFigure, screenFigures,
		screenSure, screenUnread, screenQuestion, screenCollide:
		t.unpend()
		t.c.LastSpot = ""
		t.settle()
		t.c.Version++
	}
}

// settle puts the cursor on the screen that fits a report at rest.
func (t *turn) settle() {
	t.c.Item = ""
	t.c.Screen = screenHome
	if t.w.Submitted > 0 && !t.w.Open {
		t.c.Screen = screenSent
	}
}

func (t *turn) tapBetween() { t.c.LastSpot = "" }

func (t *turn) move(screen, item string) { t.c.Screen, t.c.Item, t.moved = screen, item, true }

// show renders the card of the screen the cursor is on.
func (t *turn) show() {
	t.c.Version++
	t.c.Seen = t.w.Rev
	text, rows := t.render()
	t.emit(conversations.Show{Card: conversations.Card{Version: t.c.Version, Text: text.Text().Trim(), Rows: rows}})
}

// pass moves on to the next gap after an item that is left as it is.
func (t *turn) pass(screen, item string) {
	at := t.d.position(screen, item)
	for _, g := range t.d.gaps(t.w) {
		if t.d.position(g.screen, g.item) > at {
			t.move(g.screen, g.item)
			return
		}
	}
	t.settle()
}

// advance moves on to the next gap from the given item on, around the end, and
// to the preview when there is none. A report being corrected goes home
// instead, where the next thing to correct is chosen.
func (t *turn) advance(screen, item string) {
	if t.w.Open {
		t.settle()
		return
	}
	gaps := t.d.gaps(t.w)
	if len(gaps) == 0 && t.w.waiting() {
		t.moveWaiting()
		return
	}
	if len(gaps) == 0 {
		t.move(screenPreview, "")
		return
	}
	at := t.d.position(screen, item)
	for _, g := range gaps {
		if t.d.position(g.screen, g.item) >= at {
			t.move(g.screen, g.item)
			return
		}
	}
	t.move(gaps[0].screen, gaps[0].item)
}

// position orders the dialog's items: tasks, indicators, questions.
func (d *Dialog) position(screen, item string) int {
	switch screen {
	case screenFigure, screenSure, screenUnread:
		for n, i := range d.Indicators {
			if i.ID == item {
				return len(d.Tasks) + n
			}
		}
	case screenQuestion:
		for n, q := range d.Questions {
			if q.ID == item {
				return len(d.Tasks) + len(d.Indicators) + n
			}
		}
	default:
		for n, t := range d.Tasks {
			if strconv.Itoa(t.Number) == item {
				return n
			}
		}
	}
	return 0
}

// Leave takes what the cursor still holds back into the draft it belongs to.
// It must be called, with that draft, before the same person's cursor is given
// to another dialog.
func Leave(c Cursor, w Draft, b conversations.By) (Cursor, Draft) {
	t := &turn{c: c, w: w.clone(), by: b}
	t.unpend()
	return t.c, t.w
}

// unpend takes words that a question back was about, and that is now left
// unanswered, to the words without a place: they are asked about again before
// the report is submitted.
func (t *turn) unpend() {
	p := t.c.Pending
	t.c.Pending, t.c.Value = nil, nil
	if p == nil || t.c.Screen == screenCollide { // those stand in the draft already
		return
	}
	t.w.Loose = append(t.w.Loose, *p)
	t.w.touch("loose", t.by)
}

// draftOf opens a submitted report as a draft, for corrections.
func draftOf(r reports.Report) Draft {
	return Draft{
		V: 1, Key: r.Key, Submitted: r.Version,
		Entries: r.Entries, Readings: r.Readings, Answers: r.Answers, Evidence: r.Evidence,
		Started: r.FirstAt, Updated: r.SubmittedAt,
	}.clone()
}
