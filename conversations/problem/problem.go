// Package problem is the dialog in which somebody reports a serious problem
// (重大问题): six short steps, of which only what and how serious must be answered.
//
// Why it stands beside the report and not in it: a problem is told at once, by one
// person, and must not wait for a period or for a colleague's draft.
package problem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/conversations"
	"liubao/reports"
)

// ProblemForm is a serious problem (重大问题) that a person is writing down:
// where they are and the words so far. It is plain JSON, belongs to one person
// and stays until it is raised or given up.
type Form struct {
	V        int                        `json:"v"`
	Version  int                        `json:"version"`         // of the card shown last
	Step     string                     `json:"step"`            // one of the steps, preview or abandon
	Words    map[string][]reports.Piece `json:"words,omitempty"` // by step
	Level    string                     `json:"level,omitempty"` // major, ordinary
	Skipped  []string                   `json:"skipped,omitempty"`
	Evidence []reports.File             `json:"evidence,omitempty"`
	Dropped  []reports.Piece            `json:"dropped,omitempty"` // rewritten; kept, and no part of the problem
	LastStep string                     `json:"lastStep,omitempty"`
	LastAt   time.Time                  `json:"lastAt,omitzero"`
	Raised   string                     `json:"raised,omitempty"` // id of the problem it became
	Sent     string                     `json:"sent,omitempty"`   // id of the problem it became at the tap 重大，马上报; the details follow
	Started  time.Time                  `json:"started,omitzero"`
}

// Begun reports whether anything was written and not yet raised.
func (w Form) Begun() bool {
	return w.Raised == "" && (len(w.Words) > 0 || len(w.Evidence) > 0 || w.Level != "")
}

// Said returns the words of a step.
func (w Form) Said(step string) string { return reports.Join(w.Words[step]) }

// ProblemDialog is what the form of one person is filled in with.
type Dialog struct {
	Unit string // unit id
	Area string // the area it leads, "" for none or several
	ID   string // what the problem will be called once it is raised
}

// The steps of the form, in order, then the screens that ask nothing.
const (
	stepWhat     = "what"
	stepWhere    = "where"
	stepSince    = "since"
	stepLevel    = "level"
	stepNeeds    = "needs"
	stepEvidence = "evidence"

	stepPreview = "preview"
	stepAbandon = "abandon"
)

// formStep is one step and what it asks.
type formStep struct {
	id, title, ask string
	optional       bool
}

// formSteps are the steps in order, with what is asked.
var formSteps = []formStep{
	{stepWhat, titleWhat, askWhat, false},
	{stepWhere, titleWhere, askWhere, true},
	{stepSince, titleSince, askSince, true},
	{stepLevel, titleLevel, askLevel, false},
	{stepNeeds, titleNeeds, askNeeds, true},
	{stepEvidence, titleEvidence, askEvidence, true},
}

// maxForm is how many characters a form takes: far more than a problem needs,
// and far less than a stored value may have.
const maxForm = 40000

// StepProblem takes one event and returns the form and what is to be done. The
// zero form begins anew, and so does a raised one that is opened. It returns
// an error only for an event without an actor.
func Step(d Dialog, w Form, e conversations.Event) (Form, []conversations.Effect, error) {
	if e == nil || e.Origin().Actor == "" {
		return w, nil, fmt.Errorf("event %T without an actor", e)
	}
	t := &turn{d: d, w: w.clone(), by: e.Origin()}
	switch e := e.(type) {
	case conversations.Opened:
		t.open()
	case conversations.Tapped:
		t.tapped(e)
	case conversations.Wrote:
		t.wrote(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: strings.TrimSpace(e.Text)})
	case conversations.Edited:
		if !t.edited(e) {
			return w, nil, nil
		}
	case conversations.Sent:
		t.sent(e)
	}
	t.detail(w)
	if !t.quiet {
		t.show()
	}
	return t.w, t.effects, nil
}

// Step implements [conversations.Dialog]. A problem belongs to the one person who
// writes it until it is raised, so its words stand in the cursor.
func (d Dialog) Step(c conversations.Cursor, w conversations.Draft, e conversations.Event) (conversations.Cursor, conversations.Draft, []conversations.Effect, error) {
	return conversations.OverCursor(c, w, func(f Form) (Form, []conversations.Effect, error) {
		return Step(d, f, e)
	})
}

// Leave implements [conversations.Dialog]. The form stays as it is until the
// person comes back to it.
func (d Dialog) Leave(c conversations.Cursor, w conversations.Draft, _ conversations.By) (conversations.Cursor, conversations.Draft, error) {
	return c, w, nil
}

func (w Form) clone() Form {
	words := map[string][]reports.Piece{}
	for k, ps := range w.Words {
		words[k] = slices.Clone(ps)
	}
	w.Words = words
	w.Skipped, w.Evidence, w.Dropped = slices.Clone(w.Skipped), slices.Clone(w.Evidence), slices.Clone(w.Dropped)
	return w
}

// formTurn is one step of the form in the making.
type turn struct {
	d       Dialog
	w       Form
	by      conversations.By
	note    string
	quiet   bool // no card follows
	effects []conversations.Effect
}

func (t *turn) emit(e ...conversations.Effect) { t.effects = append(t.effects, e...) }

func (t *turn) open() {
	if t.w.Step == "" || t.w.Raised != "" {
		t.w = Form{V: 1, Version: t.w.Version, Step: stepWhat, Words: map[string][]reports.Piece{}, Started: t.by.At}
	}
	t.w.LastStep = ""
}

func stepIndex(id string) int {
	return slices.IndexFunc(formSteps, func(s formStep) bool { return s.id == id })
}

// filled reports whether a step needs nothing more.
func (t *turn) filled(id string) bool {
	switch {
	case slices.Contains(t.w.Skipped, id):
		return true
	case id == stepLevel:
		return t.w.Level != ""
	case id == stepEvidence:
		return len(t.w.Evidence) > 0
	}
	return t.w.Said(id) != ""
}

// advance goes to the first step that lacks something, or to the preview.
func (t *turn) advance() {
	t.w.Step = stepPreview
	for _, s := range formSteps {
		if !t.filled(s.id) {
			t.w.Step = s.id
			return
		}
	}
}

// back goes one step back.
func (t *turn) back() {
	i := stepIndex(t.w.Step)
	if t.w.Step == stepPreview {
		i = len(formSteps)
	}
	t.w.Step = formSteps[max(i-1, 0)].id
}

// tapped takes a tap: b back · n next · sk skip · rw rewrite · g:STEP go to ·
// s:today, s:yest · lv:major, lv:ordinary · ok, okp raise · x, xx give up.
func (t *turn) tapped(e conversations.Tapped) {
	if t.w.Raised != "" {
		t.quiet = true
		t.emit(conversations.Toast{Text: textProblemDone}, conversations.Closed{})
		return
	}
	t.w.LastStep = ""
	if e.Version != t.w.Version {
		t.emit(conversations.Toast{Text: conversations.TextStale})
		return
	}
	head, rest, _ := strings.Cut(e.Action, ":")
	switch head {
	case "b":
		t.back()
	case "n":
		t.skip(stepEvidence)
	case "sk":
		t.skip(t.w.Step)
	case "rw":
		t.w.Dropped = append(t.w.Dropped, t.w.Words[t.w.Step]...)
		delete(t.w.Words, t.w.Step)
	case "g":
		if stepIndex(rest) >= 0 {
			t.w.Step = rest
		}
	case "s":
		t.since(rest)
	case "lv":
		if t.w.Sent == "" { // what was sent as major stays so
			t.w.Level = rest
		}
		t.advance()
		t.atOnce()
	case "ok", "okp":
		t.raise(head == "okp")
	case "x":
		t.w.Step = stepAbandon
	case "xx":
		t.abandon()
	case "p":
		t.advance()
	}
}

func (t *turn) skip(id string) {
	i := stepIndex(id)
	if i < 0 || !formSteps[i].optional {
		return
	}
	if !t.filled(id) {
		t.w.Skipped = append(t.w.Skipped, id)
	}
	t.advance()
}

func (t *turn) since(day string) {
	words := map[string]string{"today": buttonToday, "yest": buttonYesterday}[day]
	if words == "" {
		return
	}
	at := t.by.At
	if day == "yest" {
		at = at.AddDate(0, 0, -1)
	}
	words = fmt.Sprintf("%s（%d月%d日）", words, int(at.Month()), at.Day())
	t.w.Dropped = append(t.w.Dropped, t.w.Words[stepSince]...)
	t.w.Words[stepSince] = []reports.Piece{{ID: "tap-since", By: t.by.Actor, At: t.by.At, Text: words}}
	t.advance()
}

func (t *turn) abandon() {
	var said []string
	for _, s := range formSteps {
		if x := t.w.Said(s.id); x != "" {
			said = append(said, s.title+"："+x)
		}
	}
	if x := reports.Join(t.w.Dropped); x != "" {
		said = append(said, titleDropped+"："+x)
	}
	gone := textProblemGone
	if t.w.Sent != "" { // what was sent at the tap stands
		gone = fmt.Sprintf(textSentStands, t.w.Sent)
	}
	t.w = Form{V: 1, Version: t.w.Version + 1}
	t.emit(conversations.Logged{What: "放弃问题草稿", Before: strings.Join(said, "\n")},
		conversations.Show{Card: conversations.Card{Version: t.w.Version, Text: reports.T(gone)}}, conversations.Closed{})
	t.quiet = true
}

func (t *turn) raise(private bool) {
	if i := slices.IndexFunc(formSteps, func(s formStep) bool { return !s.optional && !t.filled(s.id) }); i >= 0 {
		t.w.Step = formSteps[i].id
		t.emit(conversations.Toast{Text: fmt.Sprintf(textProblemMissing, formSteps[i].title)})
		return
	}
	if len(t.private()) > 0 && !private {
		return // the preview asks, with a button of its own
	}
	t.quiet = true
	if t.w.Sent != "" {
		t.w.Raised = t.w.Sent
		t.emit(conversations.Detail{Problem: t.problem(t.w.Sent), Done: true}, conversations.Closed{})
		return
	}
	t.w.Raised = t.d.ID
	t.emit(conversations.Raise{Problem: t.problem(t.d.ID)}, conversations.Closed{})
}

// private returns the kinds of personal data that the words seem to hold.
func (t *turn) private() []string {
	var out []string
	for _, s := range formSteps {
		for _, x := range conversations.Suspects(t.w.Said(s.id)) {
			if w := x.Kind + " " + x.Masked; !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}
