package report

import (
	"fmt"
	"slices"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/conversations/report/screen"
	"liubao/reports"
)

// Step takes one event and returns where the person is now, the words so far,
// and what is to be done about it. c is the person's cursor (the zero Cursor
// for somebody new), w the draft of d's report (the zero Draft before the
// first word). It returns an error only where the caller broke the contract:
// a draft of another report, or an event without an actor.
func Step(d Dialog, c form.Cursor, w form.Draft, e conversations.Event) (form.Cursor, form.Draft, []conversations.Effect, error) {
	if w.Key != (reports.Key{}) && w.Key != d.Key {
		return c, w, nil, fmt.Errorf("draft of %s given to the dialog of %s", w.Key, d.Key)
	}
	if e == nil || e.Origin().Actor == "" {
		return c, w, nil, fmt.Errorf("event %T without an actor", e)
	}
	t := &turn{View: screen.View{Form: d.Form, At: c, Draft: w.Clone(), By: e.Origin()}}
	t.begin()
	was, pending := w, t.At.Pending
	if t.Draft.Rev != w.Rev || t.Draft.Submitted != w.Submitted { // beginning has changed it
		was = t.Draft.Clone()
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
	if t.quiet { // nothing was said that belongs anywhere
		return c, w, t.effects, nil
	}
	t.logChanges(e, was, pending)
	if !t.left {
		t.show()
	}
	t.Draft.Filled, t.Draft.Of = d.Filled(t.Draft)
	return t.At, t.Draft, t.effects, nil
}

// turn is one step in the making.
type turn struct {
	screen.View
	left     bool // whether the person went to another report: its card follows
	courtesy bool // whether the words were no content
	quiet    bool // whether a sentence was answer enough: the card stays where it is
	effects  []conversations.Effect
}

func (t *turn) emit(e ...conversations.Effect) { t.effects = append(t.effects, e...) }

func (t *turn) toast(format string, args ...any) {
	t.emit(conversations.Toast{Text: fmt.Sprintf(format, args...)})
}

// begin brings cursor and draft to this dialog.
func (t *turn) begin() {
	t.Draft.V, t.Draft.Key = 1, t.Form.Key
	if t.Form.Current != nil && t.Draft.Submitted == 0 && len(t.Draft.Touched) == 0 {
		t.Draft = form.DraftOf(*t.Form.Current)
	}
	if t.At.Key != t.Form.Key || t.At.Screen == "" {
		// The caller calls Leave first, so that nothing pending is lost here.
		t.At = form.Cursor{Key: t.Form.Key, Version: t.At.Version, Screen: form.ScreenHome}
		t.settle()
	}
	if t.At.Screen == form.ScreenSent && t.Draft.Open { // sent back meanwhile
		t.settle()
	}
	t.At.V = 1
	t.reopen()
	t.overtaken()
}

// overtaken takes the person to the receipt where a colleague has handed the
// report in since they looked: words for an item would stand in the draft and
// in no report. Such words are asked about instead, and taps on the old card
// find it stale.
func (t *turn) overtaken() {
	if t.Draft.Submitted == 0 || t.Draft.Open {
		return
	}
	switch t.At.Screen {
	case form.ScreenHome, form.ScreenTask, form.ScreenWords, form.ScreenNeed, form.ScreenFrom, form.ScreenReason, form.ScreenFigure, form.ScreenFigures,
		form.ScreenSure, form.ScreenUnread, form.ScreenQuestion, form.ScreenCollide:
		t.unpend()
		t.At.LastSpot = ""
		t.settle()
		t.At.Version++
	}
}

// settle puts the cursor on the screen that fits a report at rest.
func (t *turn) settle() {
	t.At.Item = ""
	t.At.Screen = form.ScreenHome
	if t.Draft.Submitted > 0 && !t.Draft.Open {
		t.At.Screen = form.ScreenSent
	}
}

func (t *turn) tapBetween() { t.At.LastSpot = "" }

// show renders the card of the screen the cursor is on.
func (t *turn) show() {
	t.At.Version++
	t.At.Seen = t.Draft.Rev
	text, rows := t.Render()
	for _, x := range t.Said {
		t.emit(conversations.Say{Text: x})
	}
	t.emit(conversations.Show{Card: conversations.Card{Version: t.At.Version, Text: text.Text().Trim(), Rows: rows}})
}

// pass moves on to the next gap after an item that is left as it is.
func (t *turn) pass(screen, item string) {
	at := t.Form.Position(screen, item)
	for _, g := range t.Form.Gaps(t.Draft) {
		if t.Form.Position(g.Screen, g.Item) > at {
			t.Move(g.Screen, g.Item)
			return
		}
	}
	t.settle()
}

// advance moves on to the next gap from the given item on, around the end, and
// to the preview when there is none. A report being corrected goes home
// instead, where the next thing to correct is chosen.
func (t *turn) advance(screen, item string) {
	gaps := t.Form.Gaps(t.Draft)
	if t.Draft.Open {
		if i := slices.IndexFunc(gaps, func(g form.Gap) bool { return g.Item == item && g.Screen != screen }); i >= 0 {
			t.Move(gaps[i].Screen, item) // what the same task still lacks is asked at once
			return
		}
		t.settle()
		return
	}
	if len(gaps) == 0 && t.Draft.Waiting() {
		t.moveWaiting()
		return
	}
	if len(gaps) == 0 {
		t.Move(form.ScreenPreview, "")
		return
	}
	at := t.Form.Position(screen, item)
	for _, g := range gaps {
		if t.Form.Position(g.Screen, g.Item) >= at {
			t.Move(g.Screen, g.Item)
			return
		}
	}
	t.Move(gaps[0].Screen, gaps[0].Item)
}

// Leave takes what the cursor still holds back into the draft it belongs to.
// It must be called, with that draft, before the same person's cursor is given
// to another dialog.
func Leave(c form.Cursor, w form.Draft, b conversations.By) (form.Cursor, form.Draft) {
	t := &turn{View: screen.View{At: c, Draft: w.Clone(), By: b}}
	t.unpend()
	return t.At, t.Draft
}

// unpend takes words that a question back was about, and that is now left
// unanswered, to the words without a place: they are asked about again before
// the report is submitted.
func (t *turn) unpend() {
	p := t.At.Pending
	t.At.Pending, t.At.Value = nil, nil
	if p == nil || t.At.Screen == form.ScreenCollide { // those stand in the draft already
		return
	}
	t.Draft.Loose = append(t.Draft.Loose, *p)
	t.Draft.Touch("loose", t.By)
}
