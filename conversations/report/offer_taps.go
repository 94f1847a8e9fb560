package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/reports"
)

// tapOffer takes of (look), of:all, of:whole, of:later, of:f:K (a figure in or
// out), of:N and of:N:tT, of:N:qK, of:N:out, of:N:next.
func (t *turn) tapOffer(rest string) {
	if len(t.Draft.Offers) == 0 {
		t.settle()
		return
	}
	if touch := t.Draft.Touched[form.SpotOffer]; rest != "" && t.Draft.Offers[0].Rev > t.At.Seen && touch.By != t.By.Actor {
		t.toast(textToastChanged)
		t.Move(form.ScreenOffer, "")
		return
	}
	head, what, _ := strings.Cut(rest, ":")
	switch head {
	case "all":
		t.takeOffer()
	case "whole":
		t.wholeOffer()
	case "later":
		t.Note = textKept
		t.settle()
	case "f":
		if k, err := strconv.Atoi(what); err == nil && k >= 0 && k < len(t.Draft.Offers[0].Figures) {
			f := &t.Draft.Offers[0].Figures[k]
			f.Out = !f.Out
			t.offerTouched()
		}
		t.Move(form.ScreenOffer, "")
	default:
		t.tapPart(head, what)
	}
}

func (t *turn) offerTouched() {
	t.Draft.Touch(form.SpotOffer, t.By)
	t.Draft.Offers[0].Rev = t.Draft.Rev
}

// tapPart opens a part, or decides where it belongs.
func (t *turn) tapPart(index, what string) {
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= len(t.Draft.Offers[0].Parts) {
		t.Move(form.ScreenOffer, "")
		return
	}
	p := &t.Draft.Offers[0].Parts[n]
	kind, arg := "", 0
	if what != "" {
		kind = what[:1]
		arg, _ = strconv.Atoi(what[1:])
	}
	switch {
	case what == "":
		t.Move(form.ScreenPart, index)
		return
	case what == "next":
		if n+1 < len(t.Draft.Offers[0].Parts) {
			t.Move(form.ScreenPart, strconv.Itoa(n+1))
			return
		}
	case what == "out":
		p.Out = !p.Out
		t.offerTouched()
	case kind == "t":
		if _, ok := t.Form.Task(arg); ok {
			p.Task, p.Question, p.Sure, p.Out = arg, "", true, false
			t.offerTouched()
		}
	case kind == "q" && arg < len(t.Form.Questions):
		p.Task, p.Question, p.Sure, p.Out = 0, t.Form.Questions[arg].ID, true, false
		t.offerTouched()
	}
	t.Move(form.ScreenOffer, "")
}

// takeOffer takes the oldest offer as shown. Parts without a place become
// loose words, which are asked about one by one.
func (t *turn) takeOffer() {
	o := t.Draft.Offers[0]
	t.closeOffer(o)
	if o.Again {
		t.dropFrom(o.Piece)
	}
	taken, loose := 0, 0
	for i, p := range o.Parts {
		piece := reports.Piece{ID: partID(o.Piece, i), By: t.By.Actor, At: t.By.At, Text: p.Text, File: o.File}
		switch {
		case p.Out:
			t.Draft.Dropped = append(t.Draft.Dropped, piece)
		case p.Placed() && t.openPart(p): // what is closed takes nothing in
			t.placePart(p, piece)
			taken++
		default:
			t.Draft.Loose = append(t.Draft.Loose, piece)
			loose++
		}
	}
	figures := t.takeFigures(o)
	t.Note = fmt.Sprintf(textPartsTaken, taken)
	if figures > 0 {
		t.Note += fmt.Sprintf(textPartsFigures, figures)
	}
	if loose > 0 {
		t.Note += fmt.Sprintf(textPartsLoose, loose)
	}
	t.emit(conversations.Logged{What: fmt.Sprintf(textLogParts, o.Title()), After: fmt.Sprintf(textLogPartsTaken, taken, figures, loose)})
	t.afterOffer()
}

func partID(piece string, n int) string { return fmt.Sprintf("%s.%d", piece, n+1) }

// closeOffer takes the offer out of those that wait. What was pasted stays
// whole among the words taken out, titles and all, and the document goes to
// the report it was sent for.
func (t *turn) closeOffer(o form.Offer) {
	t.Draft.Offers = slices.Delete(slices.Clone(t.Draft.Offers), 0, 1)
	if o.Text != "" {
		t.Draft.Dropped = append(t.Draft.Dropped, reports.Piece{ID: o.Piece, By: o.By, At: o.At, Text: o.Text})
	}
	if i := slices.IndexFunc(t.Draft.Unplaced, func(f reports.File) bool { return o.File != "" && f.UID == o.File }); i >= 0 {
		t.Draft.Evidence = append(t.Draft.Evidence, t.Draft.Unplaced[i])
		t.Draft.Unplaced = slices.Delete(t.Draft.Unplaced, i, i+1)
	}
	if t.Draft.Submitted > 0 {
		t.Draft.Open = true
	}
	t.Draft.Touch(form.SpotOffer, t.By)
}

func (t *turn) placePart(p conversations.Part, piece reports.Piece) {
	if p.Question != "" {
		t.Draft.Put(form.QuestionSpot(p.Question), piece, t.By)
		return
	}
	e := t.Draft.OpenEntry(p.Task)
	if e.Progress == reports.Same {
		e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
	}
	if p.Difficulty && (e.Progress == "" || e.Progress == reports.Moving) {
		e.Progress = reports.Difficulty
	}
	field := "words"
	if p.Field != "" && e.Progress == reports.Difficulty {
		field = p.Field
	}
	if p.Difficulty && field == "words" && len(e.Words) > 0 {
		piece.Text = reports.TextDifficulty + piece.Text // papers part what was done from it
	}
	t.Draft.Put(form.TaskSpot(p.Task, field), piece, t.By)
}

// openPart reports whether a part's place may be changed.
func (t *turn) openPart(p conversations.Part) bool {
	if p.Question != "" {
		return !t.Form.Partly()
	}
	return t.Form.OpenTask(p.Task)
}

// dropFrom takes out what was taken from an earlier wording of the message.
func (t *turn) dropFrom(piece string) {
	spots := map[string]bool{}
	t.Draft.EachPiece(func(spot string, p reports.Piece) {
		if form.FromOffer(p, piece) && t.Form.OpenSpot(spot) {
			spots[spot] = true
		}
	})
	for spot := range spots {
		t.Draft.Drop(spot, t.By, func(p reports.Piece) bool { return form.FromOffer(p, piece) })
	}
}

// takeFigures takes the numbers that are plausible and whose place is free;
// the others are asked for one by one.
func (t *turn) takeFigures(o form.Offer) int {
	n := 0
	for _, f := range o.Figures {
		if f.Out || !t.Form.OpenFigure(f.Indicator) || !t.Free(o, f) {
			continue
		}
		t.Draft.SetReading(reports.Reading{Indicator: f.Indicator, Value: f.Value, Raw: f.Raw, Piece: partID(o.Piece, f.Part),
			By: t.By.Actor, At: t.By.At})
		t.Draft.Touch(form.FigureSpot(f.Indicator), t.By)
		n++
	}
	return n
}

// wholeOffer puts the offer aside: pasted words stay whole, as words without a
// place, and a document stays what it was sent as, evidence.
func (t *turn) wholeOffer() {
	o := t.Draft.Offers[0]
	t.Draft.Offers = slices.Delete(slices.Clone(t.Draft.Offers), 0, 1)
	t.Draft.Touch(form.SpotOffer, t.By)
	switch p := (reports.Piece{ID: o.Piece, By: o.By, At: o.At, Text: o.Text}); {
	case o.Text == "":
	case o.Again: // the earlier wording stays in the report
		t.Draft.Dropped = append(t.Draft.Dropped, p)
	default:
		t.Draft.Loose = append(t.Draft.Loose, p)
	}
	t.Note = textPartsWhole
	t.afterOffer()
}

// afterOffer goes on with what still has no place, or home.
func (t *turn) afterOffer() {
	note := t.Note
	switch {
	case len(t.Draft.Offers) > 0:
		t.Move(form.ScreenOffer, "")
	case len(t.Draft.Loose)+len(t.Draft.Unplaced) > 0:
		t.Move(form.ScreenPlace, "")
	default:
		t.settle()
	}
	t.Note = note
}
