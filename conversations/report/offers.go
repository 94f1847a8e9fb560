package report

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/reports"
)

// Worth reports whether what was pasted is to be offered in parts, rather than
// taken as the answer to what the person was just asked: where words were
// asked for, only if they clearly speak of several things.
func Worth(d Dialog, c form.Cursor, o conversations.Offered) bool {
	if o.File == "" && lists(d, c, o.Text) {
		return false
	}
	targets := map[string]bool{}
	parts := 0
	for _, p := range d.Fit(o.Parts) {
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
	case "", form.ScreenHome, form.ScreenPlace, form.ScreenSent, form.ScreenPreview, form.ScreenFigures, form.ScreenOffer, form.ScreenPart:
		return true
	}
	return false
}

// Continues returns the offer that words sent at once after it belong to:
// Telegram cuts a long paste into several messages.
func Continues(c form.Cursor, w form.Draft, by conversations.By) (form.Offer, bool) {
	if c.LastSpot != form.SpotOffer || by.At.Sub(c.LastAt) > conversations.JoinWithin || by.At.Before(c.LastAt) || len(w.Offers) == 0 {
		return form.Offer{}, false
	}
	o := w.Offers[len(w.Offers)-1]
	return o, o.By == by.Actor && o.File == ""
}

// offered keeps an offer in the draft and shows it, unless the person is in
// the middle of an answer: then it waits until before the submission.
func (t *turn) offered(e conversations.Offered) {
	if p, _ := t.Draft.Find(e.Piece); p != nil { // kept whole when it was offered before
		t.edited(conversations.Edited{By: e.By, Piece: e.Piece, Text: e.Text})
		return
	}
	o := form.Offer{Piece: e.Piece, Name: e.Name, File: e.File, By: e.Actor, At: e.At, Text: e.Text,
		Parts: t.Form.Fit(e.Parts), Figures: t.figures(e.Figures), Notes: e.Notes}
	o.Again = t.Draft.TookFrom(e.Piece)
	t.Draft.Touch(form.SpotOffer, t.By)
	o.Rev = t.Draft.Rev
	if i := slices.IndexFunc(t.Draft.Offers, func(x form.Offer) bool { return x.Piece == e.Piece }); i >= 0 {
		t.Draft.Offers[i] = o
	} else {
		t.Draft.Offers = append(t.Draft.Offers, o)
	}
	t.At.LastSpot = ""
	if e.File == "" {
		t.At.LastAt, t.At.LastSpot = e.At, form.SpotOffer
	}
	rest := atRest(t.At.Screen)
	if t.At.Screen == form.ScreenTask || t.At.Screen == form.ScreenWords { // where files are sent as evidence
		rest = e.File != "" && len(t.Draft.Entry(t.ItemTask()).Evidence) > 0
	}
	if t.At.Pending == nil && (rest || e.File == "") {
		t.Move(form.ScreenOffer, "")
		return
	}
	t.Note = fmt.Sprintf(textPartsWaits, o.Title())
}

// figures keeps the numbers of indicators that this dialog asks for, one each.
func (t *turn) figures(fs []conversations.Figure) []conversations.Figure {
	var out []conversations.Figure
	for _, f := range fs {
		if _, ok := t.Form.Indicator(f.Indicator); !ok {
			continue
		}
		if !slices.ContainsFunc(out, func(x conversations.Figure) bool { return x.Indicator == f.Indicator }) {
			out = append(out, f)
		}
	}
	return out
}

// moveWaiting goes to what has no place yet.
func (t *turn) moveWaiting() {
	if len(t.Draft.Offers) > 0 {
		t.Move(form.ScreenOffer, "")
		return
	}
	t.Move(form.ScreenPlace, "")
}

// Readable reports whether a document's words are read: by its name, or where
// it has no telling one.
func Readable(f reports.File) bool {
	name := strings.ToLower(f.Name)
	return f.Kind == "document" && (strings.HasSuffix(name, ".docx") || strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".xlsx") ||
		strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".pdf"))
}
