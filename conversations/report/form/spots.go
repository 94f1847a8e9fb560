package form

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// A spot is one place in a draft that takes words, named by a short string:
// t3.words, t3.need, t3.from, t3.reason for a task, q.next for a question,
// i.new5 for an indicator. Spots let a text that arrives a second late join
// the answer before it, and let two people's words meet in one place.

// TaskSpot, QuestionSpot and FigureSpot name the spots.
func TaskSpot(task int, part string) string { return "t" + strconv.Itoa(task) + "." + part }
func QuestionSpot(id string) string         { return "q." + id }
func FigureSpot(id string) string           { return "i." + id }

// SpotTask returns the task a spot belongs to and the part of it.
func SpotTask(spot string) (task int, part string, ok bool) {
	rest, is := strings.CutPrefix(spot, "t")
	number, part, has := strings.Cut(rest, ".")
	if !is || !has {
		return 0, "", false
	}
	n, err := strconv.Atoi(number)
	return n, part, err == nil
}

// Pieces returns the pieces at a spot, to be read and changed in place; nil
// where the spot holds none (an indicator's).
func (w *Draft) Pieces(spot string) *[]reports.Piece {
	if task, part, ok := SpotTask(spot); ok {
		e := w.OpenEntry(task)
		switch part {
		case "words":
			return &e.Words
		case "need":
			return &e.Need
		case "from":
			return &e.NeedFrom
		case "reason":
			return &e.Reason
		}
	}
	if id, ok := strings.CutPrefix(spot, "q."); ok {
		return &w.OpenAnswer(id).Words
	}
	return nil
}

// Put adds words at a spot.
func (w *Draft) Put(spot string, p reports.Piece, b conversations.By) {
	ps := w.Pieces(spot)
	if ps == nil {
		w.Loose = append(w.Loose, p)
		w.Touch("loose", b)
		return
	}
	*ps = append(*ps, p)
	if task, part, ok := SpotTask(spot); ok && part == "words" {
		if e := w.OpenEntry(task); e.Progress == "" {
			e.Progress = reports.Moving
		}
	}
	if id, ok := strings.CutPrefix(spot, "q."); ok {
		w.Skipped = slices.DeleteFunc(w.Skipped, func(s string) bool { return s == id })
	}
	w.Touch(spot, b)
}

// Drop moves the pieces at a spot to the words taken out. They stay in the draft.
func (w *Draft) Drop(spot string, b conversations.By, which func(reports.Piece) bool) {
	ps := w.Pieces(spot)
	if ps == nil {
		return
	}
	var kept []reports.Piece
	for _, p := range *ps {
		if which == nil || which(p) {
			w.Dropped = append(w.Dropped, p)
		} else {
			kept = append(kept, p)
		}
	}
	*ps = kept
	w.Touch(spot, b)
}

// Find returns the piece with the id, to be read or changed, and the spot it
// stands at ("" while it has no place).
func (w *Draft) Find(id string) (p *reports.Piece, spot string) {
	in := func(ps *[]reports.Piece) *reports.Piece {
		for i := range *ps {
			if (*ps)[i].ID == id {
				*ps = slices.Clone(*ps) // see Clone
				return &(*ps)[i]
			}
		}
		return nil
	}
	for i := range w.Entries {
		e := &w.Entries[i]
		for part, ps := range partsOf(e) {
			if p := in(ps); p != nil {
				return p, TaskSpot(e.Task, part)
			}
		}
	}
	for i := range w.Answers {
		if p := in(&w.Answers[i].Words); p != nil {
			return p, QuestionSpot(w.Answers[i].Question)
		}
	}
	return in(&w.Loose), ""
}

// partsOf visits the parts of an entry that hold words.
func partsOf(e *reports.Entry) iter.Seq2[string, *[]reports.Piece] {
	return func(yield func(string, *[]reports.Piece) bool) {
		_ = yield("words", &e.Words) && yield("need", &e.Need) && yield("from", &e.NeedFrom) && yield("reason", &e.Reason)
	}
}

// SpotTitle names a spot in chat.
func (d *Form) SpotTitle(spot string) string {
	if n, part, ok := SpotTask(spot); ok {
		t, _ := d.Task(n)
		return "任务" + strconv.Itoa(n) + " " + t.Title + partTitles[part]
	}
	if id, ok := strings.CutPrefix(spot, "q."); ok {
		q, _ := d.Question(id)
		return q.Title
	}
	if id, ok := strings.CutPrefix(spot, "i."); ok {
		i, _ := d.Indicator(id)
		return i.Name
	}
	return TextLoose
}

var partTitles = map[string]string{"words": "", "need": "·需要什么", "from": "·请谁支持", "reason": "·说明"}
