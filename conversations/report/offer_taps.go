package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// tapOffer takes of (look), of:all, of:whole, of:later, of:f:K (a figure in or
// out), of:N and of:N:tT, of:N:qK, of:N:out, of:N:next.
func (t *turn) tapOffer(rest string) {
	if len(t.w.Offers) == 0 {
		t.settle()
		return
	}
	if touch := t.w.Touched[spotOffer]; rest != "" && t.w.Offers[0].Rev > t.c.Seen && touch.By != t.by.Actor {
		t.toast(textToastChanged)
		t.move(screenOffer, "")
		return
	}
	head, what, _ := strings.Cut(rest, ":")
	switch head {
	case "all":
		t.takeOffer()
	case "whole":
		t.wholeOffer()
	case "later":
		t.note = textKept
		t.settle()
	case "f":
		if k, err := strconv.Atoi(what); err == nil && k >= 0 && k < len(t.w.Offers[0].Figures) {
			f := &t.w.Offers[0].Figures[k]
			f.Out = !f.Out
			t.offerTouched()
		}
		t.move(screenOffer, "")
	default:
		t.tapPart(head, what)
	}
}

func (t *turn) offerTouched() {
	t.w.touch(spotOffer, t.by)
	t.w.Offers[0].Rev = t.w.Rev
}

// tapPart opens a part, or decides where it belongs.
func (t *turn) tapPart(index, what string) {
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= len(t.w.Offers[0].Parts) {
		t.move(screenOffer, "")
		return
	}
	p := &t.w.Offers[0].Parts[n]
	kind, arg := "", 0
	if what != "" {
		kind = what[:1]
		arg, _ = strconv.Atoi(what[1:])
	}
	switch {
	case what == "":
		t.move(screenPart, index)
		return
	case what == "next":
		if n+1 < len(t.w.Offers[0].Parts) {
			t.move(screenPart, strconv.Itoa(n+1))
			return
		}
	case what == "out":
		p.Out = !p.Out
		t.offerTouched()
	case kind == "t":
		if _, ok := t.d.task(arg); ok {
			p.Task, p.Question, p.Sure, p.Out = arg, "", true, false
			t.offerTouched()
		}
	case kind == "q" && arg < len(t.d.Questions):
		p.Task, p.Question, p.Sure, p.Out = 0, t.d.Questions[arg].ID, true, false
		t.offerTouched()
	}
	t.move(screenOffer, "")
}

// takeOffer takes the oldest offer as shown. Parts without a place become
// loose words, which are asked about one by one.
func (t *turn) takeOffer() {
	o := t.w.Offers[0]
	t.closeOffer(o)
	if o.Again {
		t.dropFrom(o.Piece)
	}
	taken, loose := 0, 0
	for i, p := range o.Parts {
		piece := reports.Piece{ID: partID(o.Piece, i), By: t.by.Actor, At: t.by.At, Text: p.Text, File: o.File}
		switch {
		case p.Out:
			t.w.Dropped = append(t.w.Dropped, piece)
		case p.Placed() && t.openPart(p): // what is closed takes nothing in
			t.placePart(p, piece)
			taken++
		default:
			t.w.Loose = append(t.w.Loose, piece)
			loose++
		}
	}
	figures := t.takeFigures(o)
	t.note = fmt.Sprintf(textPartsTaken, taken)
	if figures > 0 {
		t.note += fmt.Sprintf(textPartsFigures, figures)
	}
	if loose > 0 {
		t.note += fmt.Sprintf(textPartsLoose, loose)
	}
	t.emit(conversations.Logged{What: fmt.Sprintf(textLogParts, o.title()), After: fmt.Sprintf(textLogPartsTaken, taken, figures, loose)})
	t.afterOffer()
}

func partID(piece string, n int) string { return fmt.Sprintf("%s.%d", piece, n+1) }

// closeOffer takes the offer out of those that wait. What was pasted stays
// whole among the words taken out, titles and all, and the document goes to
// the report it was sent for.
func (t *turn) closeOffer(o Offer) {
	t.w.Offers = slices.Delete(slices.Clone(t.w.Offers), 0, 1)
	if o.Text != "" {
		t.w.Dropped = append(t.w.Dropped, reports.Piece{ID: o.Piece, By: o.By, At: o.At, Text: o.Text})
	}
	if i := slices.IndexFunc(t.w.Unplaced, func(f reports.File) bool { return o.File != "" && f.UID == o.File }); i >= 0 {
		t.w.Evidence = append(t.w.Evidence, t.w.Unplaced[i])
		t.w.Unplaced = slices.Delete(t.w.Unplaced, i, i+1)
	}
	if t.w.Submitted > 0 {
		t.w.Open = true
	}
	t.w.touch(spotOffer, t.by)
}

func (t *turn) placePart(p conversations.Part, piece reports.Piece) {
	if p.Question != "" {
		t.w.put(questionSpot(p.Question), piece, t.by)
		return
	}
	e := t.w.entry(p.Task)
	if e.Progress == reports.Same {
		e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
	}
	if p.Difficulty && (e.Progress == "" || e.Progress == reports.Moving) {
		e.Progress = reports.Difficulty
	}
	t.w.put(taskSpot(p.Task, "words"), piece, t.by)
}

// openPart reports whether a part's place may be changed.
func (t *turn) openPart(p conversations.Part) bool {
	if p.Question != "" {
		return !t.d.partly()
	}
	return t.d.openTask(p.Task)
}

// dropFrom takes out what was taken from an earlier wording of the message.
func (t *turn) dropFrom(piece string) {
	spots := map[string]bool{}
	t.w.eachPiece(func(spot string, p reports.Piece) {
		if fromOffer(p, piece) && t.d.openSpot(spot) {
			spots[spot] = true
		}
	})
	for spot := range spots {
		t.w.drop(spot, t.by, func(p reports.Piece) bool { return fromOffer(p, piece) })
	}
}

// takeFigures takes the numbers that are plausible and whose place is free;
// the others are asked for one by one.
func (t *turn) takeFigures(o Offer) int {
	n := 0
	for _, f := range o.Figures {
		if f.Out || !t.d.openFigure(f.Indicator) || !t.free(o, f) {
			continue
		}
		t.w.setReading(reports.Reading{Indicator: f.Indicator, Value: f.Value, Raw: f.Raw, Piece: partID(o.Piece, f.Part),
			By: t.by.Actor, At: t.by.At})
		t.w.touch(figureSpot(f.Indicator), t.by)
		n++
	}
	return n
}

// free reports whether a number can be taken without a further question.
func (t *turn) free(o Offer, f conversations.Figure) bool {
	i, ok := t.d.indicator(f.Indicator)
	if !ok || t.d.doubt(i, f.Value, "") != "" {
		return false
	}
	r, has := t.w.Reading(f.Indicator)
	return !has || r.Same || r.Unknown || r.Value == f.Value || strings.HasPrefix(r.Piece, o.Piece+".")
}

// wholeOffer puts the offer aside: pasted words stay whole, as words without a
// place, and a document stays what it was sent as, evidence.
func (t *turn) wholeOffer() {
	o := t.w.Offers[0]
	t.w.Offers = slices.Delete(slices.Clone(t.w.Offers), 0, 1)
	t.w.touch(spotOffer, t.by)
	switch p := (reports.Piece{ID: o.Piece, By: o.By, At: o.At, Text: o.Text}); {
	case o.Text == "":
	case o.Again: // the earlier wording stays in the report
		t.w.Dropped = append(t.w.Dropped, p)
	default:
		t.w.Loose = append(t.w.Loose, p)
	}
	t.note = textPartsWhole
	t.afterOffer()
}

// afterOffer goes on with what still has no place, or home.
func (t *turn) afterOffer() {
	note := t.note
	switch {
	case len(t.w.Offers) > 0:
		t.move(screenOffer, "")
	case len(t.w.Loose)+len(t.w.Unplaced) > 0:
		t.move(screenPlace, "")
	default:
		t.settle()
	}
	t.note = note
}
