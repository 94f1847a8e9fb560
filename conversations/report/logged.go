package report

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/conversations/report/screen"
	"liubao/reports"
)

// logChanges emits an audit row for every place of the draft that this step
// changed, with what stood there before and after. was is the draft and
// pending the words a question back was about, both as the step found them.
// Telling from the draft, and not from the button or the words, leaves no way
// of answering out.
func (t *turn) logChanges(e conversations.Event, was form.Draft, pending *reports.Piece) {
	verb, said, words := "", "", false
	switch e := e.(type) {
	case conversations.Wrote:
		said, words = e.Text, true
	case conversations.Edited:
		verb, said, words = textLogEdited, e.Text, true
	}
	before := len(t.effects)
	t.logStates(was)
	for _, task := range t.Form.Tasks {
		from, to := was.Entry(task.Number), t.Draft.Entry(task.Number)
		t.logWords(verb, task.Number, "words", from.Words, to.Words)
		t.logWords(verb, task.Number, "need", from.Need, to.Need)
		t.logWords(verb, task.Number, "from", from.NeedFrom, to.NeedFrom)
		t.logWords(verb, task.Number, "reason", from.Reason, to.Reason)
	}
	for _, task := range t.Form.Tasks {
		if from, to := was.Entry(task.Number).Kept, t.Draft.Entry(task.Number).Kept; from != to {
			t.logPlace(fmt.Sprintf(textLogPlan, task.Number), from.Label(), to.Label())
		}
	}
	for _, i := range t.Form.Indicators {
		old, had := was.Reading(i.ID)
		if now, has := t.Draft.Reading(i.ID); now != old || has != had {
			t.logPlace(verb+i.Name, t.figureLogged(i, was), t.figureLogged(i, t.Draft))
		}
	}
	for _, q := range t.Form.Questions {
		from, to := was.Answer(q.ID), t.Draft.Answer(q.ID)
		if !sameWords(from, to) && t.logPieces(verb+t.Form.SpotTitle(form.QuestionSpot(q.ID)), from, to) {
			continue
		}
		if slices.Contains(t.Draft.Skipped, q.ID) && !slices.Contains(was.Skipped, q.ID) {
			t.emit(conversations.Logged{What: q.Title, After: screen.ButtonSkip})
		}
	}
	t.logHeld(verb, was, pending)
	if words && len(t.effects) == before && !t.logged() {
		what := form.TextLoose
		if t.courtesy {
			what = textLogCourtesy
		}
		t.emit(conversations.Logged{What: verb + what, After: said})
	}
}

// logged reports whether the step has emitted an audit row already.
func (t *turn) logged() bool {
	return slices.ContainsFunc(t.effects, func(e conversations.Effect) bool { _, ok := e.(conversations.Logged); return ok })
}

// logStates tells which tasks' states changed. Those that one tap changed in
// the same way share a row.
func (t *turn) logStates(was form.Draft) {
	type change struct{ from, to reports.Progress }
	var order []change
	tasks := map[change][]string{}
	for _, task := range t.Form.Tasks {
		c := change{was.Entry(task.Number).Progress, t.Draft.Entry(task.Number).Progress}
		if c.from == c.to {
			continue
		}
		if tasks[c] == nil {
			order = append(order, c)
		}
		tasks[c] = append(tasks[c], t.Form.SpotTitle(form.TaskSpot(task.Number, "words")))
	}
	for _, c := range order {
		t.emit(conversations.Logged{What: strings.Join(tasks[c], "、"), Before: c.from.Label(), After: c.to.Label()})
	}
}

// logWords tells what was said in a part of a task, and what stood there and is
// gone, where that differs.
func (t *turn) logWords(verb string, task int, part string, from, to []reports.Piece) {
	if !sameWords(from, to) {
		t.logPieces(verb+t.Form.SpotTitle(form.TaskSpot(task, part)), from, to)
	}
}

// logPieces tells only the pieces that came and went: with the whole text each
// time, a long one typed piece by piece would be stored once for every piece.
func (t *turn) logPieces(what string, from, to []reports.Piece) bool {
	without := func(all, those []reports.Piece) string {
		return reports.Join(slices.DeleteFunc(slices.Clone(all), func(p reports.Piece) bool {
			return slices.ContainsFunc(those, func(q reports.Piece) bool { return q.ID == p.ID && q.Text == p.Text })
		}))
	}
	return t.logPlace(what, without(from, to), without(to, from))
}

// sameWords reports whether two lists of pieces surely say the same.
func sameWords(a, b []reports.Piece) bool {
	return slices.EqualFunc(a, b, func(p, q reports.Piece) bool { return p.Text == q.Text })
}

func (t *turn) logPlace(what, before, after string) bool {
	if before == after {
		return false
	}
	t.emit(conversations.Logged{What: what, Before: before, After: after})
	return true
}

// figureLogged is an indicator's value with the words it was read from, where
// they are not the bare number, and its note.
func (t *turn) figureLogged(i form.Indicator, w form.Draft) string {
	r, ok := w.Reading(i.ID)
	s := t.ReadingText(i, r, ok)
	bare := strings.ReplaceAll(r.Raw, " ", "")
	if raw := strings.TrimSpace(r.Raw); raw != "" && !r.Unknown && bare != r.Value.String() && bare != i.Format(r.Value) {
		s += fmt.Sprintf(textLogRaw, raw)
	}
	if r.Note != "" {
		s += "；" + r.Note
	}
	return s
}

// logHeld tells what came without a place, waits for a question back, or was
// taken out from there.
func (t *turn) logHeld(verb string, was form.Draft, pending *reports.Piece) {
	held := func(ps []reports.Piece, id string) *reports.Piece {
		if n := slices.IndexFunc(ps, func(p reports.Piece) bool { return p.ID == id }); n >= 0 {
			return &ps[n]
		}
		return nil
	}
	if p := t.At.Pending; p != nil && t.At.Screen != form.ScreenCollide && (pending == nil || pending.ID != p.ID || pending.Text != p.Text) {
		t.emit(conversations.Logged{What: verb + fmt.Sprintf(textLogUnsure, t.heldAt()), After: p.Text})
	}
	for _, p := range t.Draft.Loose {
		old := held(was.Loose, p.ID)
		switch {
		case old != nil:
			t.logPlace(verb+form.TextLoose, old.Text, p.Text)
		case pending == nil || pending.ID != p.ID: // that was told when it came
			t.emit(conversations.Logged{What: verb + form.TextLoose, After: p.Text})
		}
	}
	for _, p := range t.Draft.Dropped {
		if slices.ContainsFunc(t.Draft.Readings, func(r reports.Reading) bool { return r.Note == p.Text }) {
			continue // kept beside the number
		}
		if held(was.Dropped, p.ID) == nil && (held(was.Loose, p.ID) != nil || pending != nil && pending.ID == p.ID && pending.Text == p.Text) {
			t.emit(conversations.Logged{What: textLogDropped, Before: p.Text})
		}
	}
	for _, o := range t.Draft.Offers {
		if o.Text != "" && !slices.ContainsFunc(was.Offers, func(x form.Offer) bool { return x.Piece == o.Piece && x.Text == o.Text }) {
			t.emit(conversations.Logged{What: verb + textLogPasted, After: o.Text})
		}
	}
}

// heldAt names what the question back on the screen is about.
func (t *turn) heldAt() string {
	if t.At.Screen == form.ScreenAmend {
		return t.Form.SpotTitle(t.At.Item)
	}
	return t.Form.SpotTitle(form.FigureSpot(t.At.Item))
}
