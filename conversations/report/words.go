package report

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// wrote takes words the person sent.
func (t *turn) wrote(p reports.Piece) {
	if t.joins(p) {
		return
	}
	t.c.LastAt, t.c.LastSpot = p.At, ""
	task := t.itemTask()
	switch t.c.Screen {
	case screenTask:
		t.wroteTask(task, p)
	case screenWords:
		t.fill(taskSpot(task, "words"), p)
	case screenNeed:
		t.fill(taskSpot(task, "need"), p)
	case screenFrom:
		t.fill(taskSpot(task, "from"), p)
	case screenReason:
		t.fill(taskSpot(task, "reason"), p)
	case screenTaking:
		t.wroteTaking(p)
	case screenQuestion:
		t.fill(questionSpot(t.c.Item), p)
	case screenFigure, screenSure, screenUnread:
		t.wroteFigure(p)
	default:
		t.w.Loose = append(t.w.Loose, p)
		t.w.touch("loose", t.by)
		t.move(screenPlace, "")
	}
}

// joins adds a text to the answer before it where the two were sent together.
func (t *turn) joins(p reports.Piece) bool {
	if t.c.LastSpot == "" || p.At.Sub(t.c.LastAt) > conversations.JoinWithin || p.At.Before(t.c.LastAt) || t.answers(p.Text) {
		return false
	}
	t.c.LastAt = p.At
	if id, ok := strings.CutPrefix(t.c.LastSpot, "i."); ok {
		t.joinFigure(id, p)
	} else {
		t.w.put(t.c.LastSpot, p, t.by)
	}
	t.note = fmt.Sprintf(textJoined, t.d.spotTitle(t.c.LastSpot))
	return true
}

// answers reports whether a text is what the open question asks for and no more
// words for the answer before it: a lone number at an indicator.
func (t *turn) answers(text string) bool {
	i, ok := t.d.indicator(t.c.Item)
	if !ok || t.c.Screen != screenFigure || t.c.LastSpot == figureSpot(i.ID) {
		return false
	}
	n, ok := readFigure(i, text)
	return ok && !t.d.doubtful(i, n, text)
}

// joinFigure keeps words that followed a number as its note.
func (t *turn) joinFigure(id string, p reports.Piece) {
	r, _ := t.w.Reading(id)
	r.Note = strings.TrimSpace(r.Note + "\n" + p.Text)
	t.w.setReading(r)
	t.w.touch(figureSpot(id), t.by)
}

// wroteTask takes words sent on a task's card before a state was chosen, or
// over 同上期: there is progress to tell.
func (t *turn) wroteTask(task int, p reports.Piece) {
	e := t.w.entry(task)
	if e.Progress == reports.Same {
		e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
	}
	t.fill(taskSpot(task, "words"), p)
}

// fill puts words at a spot and goes on, unless a colleague has written there
// since the person last looked: then both stay and the person is asked.
func (t *turn) fill(spot string, p reports.Piece) {
	seen := t.w.Touched[spot]
	t.w.put(spot, p, t.by)
	t.c.LastSpot = spot
	t.note = fmt.Sprintf(textNoted, t.d.spotTitle(spot))
	if seen.Rev > t.c.Seen && seen.By != t.by.Actor {
		t.note = ""
		t.c.Pending = &p
		t.move(screenCollide, spot)
		return
	}
	t.advance(t.c.Screen, t.c.Item)
}

// wroteFigure takes words where a number is due.
func (t *turn) wroteFigure(p reports.Piece) {
	i, ok := t.d.indicator(t.c.Item)
	if !ok {
		t.settle()
		return
	}
	before := t.c.Pending
	n, ok := readFigure(i, p.Text)
	t.c.Pending, t.c.Value = &p, nil
	if before != nil && before.ID != p.ID {
		t.w.Dropped = append(t.w.Dropped, *before)
		t.w.touch("dropped", t.by)
	}
	if !ok {
		t.move(screenUnread, i.ID)
		return
	}
	if t.d.doubtful(i, n, p.Text) {
		t.c.Value = &n
		t.move(screenSure, i.ID)
		return
	}
	t.read(i, n, p)
	if r, _ := t.w.Reading(i.ID); before != nil && before.ID != p.ID && r.Note == "" {
		r.Note = before.Text
		t.w.setReading(r)
	}
}

// read stores a number and goes on.
func (t *turn) read(i Indicator, n plan.Number, p reports.Piece) {
	t.w.setReading(reports.Reading{
		Indicator: i.ID, Value: n, Raw: p.Text, Piece: p.ID, By: t.by.Actor, At: t.by.At,
	})
	t.w.touch(figureSpot(i.ID), t.by)
	t.c.Pending, t.c.Value = nil, nil
	t.c.LastSpot = figureSpot(i.ID)
	t.note = fmt.Sprintf(textNoted, i.Name+"："+i.Format(n))
	t.advance(screenFigure, i.ID)
}

// edited takes an edit of words sent earlier. It reports whether anything is
// to be shown: an edit of words that are no longer part of the report is not.
func (t *turn) edited(e conversations.Edited) bool {
	if t.c.Pending != nil && t.c.Pending.ID == e.Piece && (t.c.Screen == screenSure || t.c.Screen == screenUnread) {
		t.wroteFigure(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text, Was: []string{t.c.Pending.Text}})
		return true
	}
	if p, spot := t.w.find(e.Piece); p != nil {
		if p.Text == e.Text {
			return false
		}
		if !t.d.openSpot(spot) {
			t.keepEdit(e)
			return true
		}
		if spot != "" && t.w.Submitted > 0 && !t.w.Open {
			t.c.Pending = &reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text}
			t.move(screenAmend, spot)
			return true
		}
		t.replace(p, spot, e.Text)
		return true
	}
	for _, r := range t.w.Readings {
		if r.Piece == e.Piece && r.Piece != "" && r.Raw != e.Text {
			if !t.d.openFigure(r.Indicator) {
				t.keepEdit(e)
				return true
			}
			t.editedFigure(r, e)
			return true
		}
	}
	return false
}

func (t *turn) replace(p *reports.Piece, spot, text string) {
	p.Was = append(slices.Clone(p.Was), p.Text)
	p.Text = text
	t.w.touch(spot, t.by)
	t.note = fmt.Sprintf(textEditNoted, t.d.spotTitle(spot))
}

// editedFigure reads an edited number again.
func (t *turn) editedFigure(r reports.Reading, e conversations.Edited) {
	if t.w.Submitted > 0 && !t.w.Open {
		t.c.Pending = &reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text}
		t.move(screenAmend, figureSpot(r.Indicator))
		return
	}
	t.move(screenFigure, r.Indicator)
	t.wroteFigure(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text, Was: []string{r.Raw}})
}

// sent takes a photo or document: evidence on the task it was sent for, the
// signed page where that is awaited, and otherwise a question where it belongs.
func (t *turn) sent(e conversations.Sent) {
	f := e.File
	scan := t.c.Screen == screenSent && t.awaitsScan()
	t.emit(conversations.Fetch{File: f})
	if !scan && f.Kind == "document" && !t.d.Once { // what falls due once is the document itself
		t.emit(conversations.Read{File: f})
	}
	t.w.touch("files", t.by)
	if scan {
		t.scanned(f)
		return
	}
	switch t.c.Screen {
	case screenTask, screenWords, screenNeed, screenFrom, screenReason:
		n := t.itemTask()
		entry := t.w.entry(n)
		entry.Evidence = append(entry.Evidence, f)
		t.note = fmt.Sprintf(textFileNoted, f.Label(), fmt.Sprintf("任务%d", n))
	default:
		if len(t.d.Tasks) == 0 { // there is one place only: the report itself
			t.w.Evidence = append(t.w.Evidence, f)
			t.note = fmt.Sprintf(textFileAdded, f.Label())
			if t.w.Submitted > 0 {
				t.w.Open = true
			}
			t.advance(t.c.Screen, t.c.Item)
			return
		}
		t.w.Unplaced = append(t.w.Unplaced, f)
		if Readable(f) {
			t.note = fmt.Sprintf(textReading, f.Label())
		}
		t.move(screenPlace, "")
		return
	}
	if f.Note != "" && (t.c.Screen == screenWords || t.c.Screen == screenTask) {
		note := t.note
		t.wrote(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: f.Note})
		t.note = note
	}
}
