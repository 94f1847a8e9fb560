package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/conversations"
	"liubao/reports"
)

// Offer is what was offered and waits in the draft until somebody of the unit
// takes it, part by part or as shown, or puts it aside as a whole.
type Offer struct {
	Piece   string                 `json:"piece"`
	Name    string                 `json:"name,omitempty"`
	File    string                 `json:"file,omitempty"`
	By      string                 `json:"by"`
	At      time.Time              `json:"at"`
	Text    string                 `json:"text,omitempty"`
	Parts   []conversations.Part   `json:"parts"`
	Figures []conversations.Figure `json:"figures,omitempty"`
	Notes   []string               `json:"notes,omitempty"`
	Again   bool                   `json:"again,omitempty"` // another wording of something taken before
	Rev     int                    `json:"rev"`             // the draft's revision when it last changed
}

// maxParts is how many parts one offer shows; what is more is put together.
const maxParts = 30

// Worth reports whether what was pasted is to be offered in parts, rather than
// taken as the answer to what the person was just asked: where words were
// asked for, only if they clearly speak of several things.
func Worth(d Dialog, c Cursor, o conversations.Offered) bool {
	targets := map[string]bool{}
	parts := 0
	for _, p := range d.fit(o.Parts) {
		parts++
		if p.Placed() {
			targets[fmt.Sprint(p.Task, p.Question)] = true
		}
	}
	if c.Key != d.Key || atRest(c.Screen) {
		return len(targets) > 0 && parts > 0
	}
	return len(targets) > 1
}

// atRest reports whether a screen asks nothing that an offer would interrupt.
func atRest(screen string) bool {
	switch screen {
	case "", screenHome, screenPlace, screenSent, screenPreview, screenFigures, screenOffer, screenPart:
		return true
	}
	return false
}

// Continues returns the offer that words sent at once after it belong to:
// Telegram cuts a long paste into several messages.
func Continues(c Cursor, w Draft, by conversations.By) (Offer, bool) {
	if c.LastSpot != spotOffer || by.At.Sub(c.LastAt) > conversations.JoinWithin || by.At.Before(c.LastAt) || len(w.Offers) == 0 {
		return Offer{}, false
	}
	o := w.Offers[len(w.Offers)-1]
	return o, o.By == by.Actor && o.File == ""
}

// spotOffer marks in a cursor that the last words were offered in parts.
const spotOffer = "offer"

// fit holds the parts against what this dialog asks for: places it does not
// have count as none, and where it asks one thing alone, all belong to that.
func (d *Dialog) fit(parts []conversations.Part) []conversations.Part {
	out := slices.Clone(parts)
	for i, p := range out {
		if _, ok := d.task(p.Task); !ok {
			out[i].Task = 0
		}
		if _, ok := d.question(p.Question); !ok || out[i].Task != 0 {
			out[i].Question = ""
		}
		if len(d.Tasks) == 0 && len(d.Questions) == 1 {
			out[i].Question, out[i].Sure = d.Questions[0].ID, true
		}
	}
	if len(out) <= maxParts {
		return out
	}
	return gathered(out)
}

// gathered puts neighbours of one place together, and what is then still too
// much into one last part without a place.
func gathered(parts []conversations.Part) []conversations.Part {
	var out []conversations.Part
	for _, p := range parts {
		if n := len(out); n > 0 && (out[n-1].Task == p.Task && out[n-1].Question == p.Question || n == maxParts) {
			if n == maxParts && (out[n-1].Task != p.Task || out[n-1].Question != p.Question) {
				out[n-1].Task, out[n-1].Question = 0, ""
			}
			out[n-1].Text += "\n" + p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}

// offered keeps an offer in the draft and shows it, unless the person is in
// the middle of an answer: then it waits until before the submission.
func (t *turn) offered(e conversations.Offered) {
	if p, _ := t.w.find(e.Piece); p != nil { // kept whole when it was offered before
		t.edited(conversations.Edited{By: e.By, Piece: e.Piece, Text: e.Text})
		return
	}
	o := Offer{Piece: e.Piece, Name: e.Name, File: e.File, By: e.Actor, At: e.At, Text: e.Text,
		Parts: t.d.fit(e.Parts), Figures: t.figures(e.Figures), Notes: e.Notes}
	o.Again = t.w.tookFrom(e.Piece)
	t.w.touch(spotOffer, t.by)
	o.Rev = t.w.Rev
	if i := slices.IndexFunc(t.w.Offers, func(x Offer) bool { return x.Piece == e.Piece }); i >= 0 {
		t.w.Offers[i] = o
	} else {
		t.w.Offers = append(t.w.Offers, o)
	}
	t.c.LastSpot = ""
	if e.File == "" {
		t.c.LastAt, t.c.LastSpot = e.At, spotOffer
	}
	rest := atRest(t.c.Screen)
	if t.c.Screen == screenTask || t.c.Screen == screenWords { // where files are sent as evidence
		rest = e.File != "" && len(t.w.Entry(t.itemTask()).Evidence) > 0
	}
	if t.c.Pending == nil && (rest || e.File == "") {
		t.move(screenOffer, "")
		return
	}
	t.note = fmt.Sprintf(textPartsWaits, o.title())
}

// figures keeps the numbers of indicators that this dialog asks for, one each.
func (t *turn) figures(fs []conversations.Figure) []conversations.Figure {
	var out []conversations.Figure
	for _, f := range fs {
		if _, ok := t.d.indicator(f.Indicator); !ok {
			continue
		}
		if !slices.ContainsFunc(out, func(x conversations.Figure) bool { return x.Indicator == f.Indicator }) {
			out = append(out, f)
		}
	}
	return out
}

func (o Offer) title() string {
	if o.Name == "" {
		return textPasted
	}
	return "“" + conversations.Clip(o.Name, 40) + "”"
}

// tookFrom reports whether the draft holds words taken from an offer of the
// message.
func (w *Draft) tookFrom(piece string) bool {
	found := false
	w.eachPiece(func(_ string, p reports.Piece) { found = found || fromOffer(p, piece) })
	return found
}

func fromOffer(p reports.Piece, piece string) bool { return strings.HasPrefix(p.ID, piece+".") }

// eachPiece visits all words that have a place.
func (w *Draft) eachPiece(visit func(spot string, p reports.Piece)) {
	for i := range w.Entries {
		e := &w.Entries[i]
		for part, ps := range partsOf(e) {
			for _, p := range *ps {
				visit(taskSpot(e.Task, part), p)
			}
		}
	}
	for _, a := range w.Answers {
		for _, p := range a.Words {
			visit(questionSpot(a.Question), p)
		}
	}
}

// waiting reports whether anything in the draft has no place yet.
func (w *Draft) waiting() bool { return len(w.Loose)+len(w.Unplaced)+len(w.Offers) > 0 }

// moveWaiting goes to what has no place yet.
func (t *turn) moveWaiting() {
	if len(t.w.Offers) > 0 {
		t.move(screenOffer, "")
		return
	}
	t.move(screenPlace, "")
}

// Readable reports whether a document's words are read: by its name, or where
// it has no telling one.
func Readable(f reports.File) bool {
	name := strings.ToLower(f.Name)
	return f.Kind == "document" && (strings.HasSuffix(name, ".docx") || strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".xlsx"))
}
