package report

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/conversations/report/form"
	"liubao/reports"
)

// tapPlace gives the oldest loose words, or else the oldest file without one,
// their place: pl:t3, pl:q:ID, pl:all (files: the whole report), pl:drop, pl:none (no
// words at all), pl:later.
func (t *turn) tapPlace(rest string) {
	if rest == "later" {
		t.Note = textKept
		t.settle()
		return
	}
	reopen := t.Draft.Submitted > 0 && rest != "drop" && rest != "none"
	if len(t.Draft.Loose) > 0 {
		t.placeWords(rest)
	} else {
		t.placeFile(rest)
	}
	if reopen {
		t.Draft.Open = true
	}
	if t.Draft.Waiting() {
		t.moveWaiting()
		return
	}
	note := t.Note
	t.settle()
	t.Note = note
}

func (t *turn) placeWords(where string) {
	p := t.Draft.Loose[0]
	t.Draft.Loose = t.Draft.Loose[1:]
	spot := ""
	if n, is := placedTask(where); is {
		if _, ok := t.Form.Task(n); ok {
			spot = form.TaskSpot(n, "words")
		}
	}
	if id, ok := strings.CutPrefix(where, "q:"); ok {
		if _, is := t.Form.Question(id); is {
			spot = form.QuestionSpot(id)
		}
	}
	switch {
	case where == "drop":
		t.Draft.Dropped = append(t.Draft.Dropped, p)
		t.Draft.Touch("dropped", t.By)
		t.Note = textDroppedOne
	case where == "none": // the whole heap; it stays in the audit log
		t.Draft.Dropped = append(append(t.Draft.Dropped, p), t.Draft.Loose...)
		t.Note = fmt.Sprintf(textDroppedAll, 1+len(t.Draft.Loose))
		t.Draft.Loose = nil
		t.Draft.Touch("dropped", t.By)
	case spot == "":
		t.Draft.Loose = append([]reports.Piece{p}, t.Draft.Loose...)
	default:
		if n, part, ok := form.SpotTask(spot); ok && part == "words" {
			if e := t.Draft.OpenEntry(n); e.Progress == reports.Same {
				e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
			}
		}
		t.Draft.Put(spot, p, t.By)
		t.Note = fmt.Sprintf(textNoted, t.Form.SpotTitle(spot))
	}
}

// placedTask reads t3.
func placedTask(where string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(where, "t"))
	return n, err == nil
}

// tapCollide settles what two people wrote in the same place. Nothing is
// deleted: what is not wanted moves to the words taken out.
func (t *turn) tapCollide(rest string) {
	spot, mine := t.At.Item, t.At.Pending
	if mine != nil {
		isMine := func(p reports.Piece) bool { return p.ID == mine.ID }
		switch rest {
		case "mine":
			t.Draft.Drop(spot, t.By, func(p reports.Piece) bool { return !isMine(p) })
		case "theirs":
			t.Draft.Drop(spot, t.By, isMine)
		}
	}
	t.At.Pending = nil
	n, _, _ := form.SpotTask(spot)
	if id, ok := strings.CutPrefix(spot, "q."); ok {
		t.advance(form.ScreenQuestion, id)
		return
	}
	t.advance(form.ScreenTask, fmt.Sprint(n))
}

// tapAmend takes or leaves an edit of something already submitted.
func (t *turn) tapAmend(yes bool) {
	p, spot := t.At.Pending, t.At.Item
	t.At.Pending = nil
	if p == nil || !yes {
		if p != nil {
			t.Draft.Dropped = append(t.Draft.Dropped, *p)
			t.Draft.Touch("dropped", t.By)
		}
		t.settle()
		return
	}
	t.Draft.Open = true
	if id, ok := strings.CutPrefix(spot, "i."); ok {
		t.Move(form.ScreenFigure, id)
		t.wroteFigure(*p)
		t.tapBetween()
		return
	}
	if old, at := t.Draft.Find(p.ID); old != nil {
		t.replace(old, at, p.Text)
	}
	t.Move(form.ScreenPreview, "")
}

// fileLabels names files, separated by 、.
func fileLabels(fs []reports.File) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Label())
	}
	return strings.Join(out, "、")
}
