package report

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// tapPlace gives the oldest loose words, or else all files without a place,
// their place: pl:t3, pl:q:ID, pl:all (files: the whole report), pl:drop, pl:later.
func (t *turn) tapPlace(rest string) {
	if rest == "later" {
		t.note = textKept
		t.settle()
		return
	}
	reopen := t.w.Submitted > 0 && rest != "drop"
	if len(t.w.Loose) > 0 {
		t.placeWords(rest)
	} else {
		t.placeFiles(rest)
	}
	if reopen {
		t.w.Open = true
	}
	if t.w.waiting() {
		t.moveWaiting()
		return
	}
	note := t.note
	t.settle()
	t.note = note
}

func (t *turn) placeWords(where string) {
	p := t.w.Loose[0]
	t.w.Loose = t.w.Loose[1:]
	spot := ""
	if n, err := strconv.Atoi(strings.TrimPrefix(where, "t")); err == nil {
		if _, ok := t.d.task(n); ok {
			spot = taskSpot(n, "words")
		}
	}
	if id, ok := strings.CutPrefix(where, "q:"); ok {
		if _, is := t.d.question(id); is {
			spot = questionSpot(id)
		}
	}
	switch {
	case where == "drop":
		t.w.Dropped = append(t.w.Dropped, p)
		t.w.touch("dropped", t.by)
		t.note = textDroppedOne
	case spot == "":
		t.w.Loose = append([]reports.Piece{p}, t.w.Loose...)
	default:
		if n, part, ok := spotTask(spot); ok && part == "words" {
			if e := t.w.entry(n); e.Progress == reports.Same {
				e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
			}
		}
		t.w.put(spot, p, t.by)
		t.note = fmt.Sprintf(textNoted, t.d.spotTitle(spot))
	}
}

func (t *turn) placeFiles(where string) {
	files := t.w.Unplaced
	if len(files) == 0 {
		return
	}
	label := files[0].Label()
	switch n, err := strconv.Atoi(strings.TrimPrefix(where, "t")); {
	case where == "all" || where == "drop":
		// A file that nobody wants on a task still stays with the report.
		t.w.Evidence = append(t.w.Evidence, files...)
		t.note = fmt.Sprintf(textFileWhole, label)
		t.emit(conversations.Logged{What: buttonWhole + textLogFiles, After: fileLabels(files)})
	case err == nil:
		e := t.w.entry(n)
		e.Evidence = append(e.Evidence, files...)
		t.note = fmt.Sprintf(textFileNoted, label, fmt.Sprintf("任务%d", n))
		t.emit(conversations.Logged{What: t.d.spotTitle(taskSpot(n, "words")) + textLogFiles, After: fileLabels(files)})
	default:
		return
	}
	t.w.Unplaced = nil
	t.w.touch("files", t.by)
}

// tapCollide settles what two people wrote in the same place. Nothing is
// deleted: what is not wanted moves to the words taken out.
func (t *turn) tapCollide(rest string) {
	spot, mine := t.c.Item, t.c.Pending
	if mine != nil {
		isMine := func(p reports.Piece) bool { return p.ID == mine.ID }
		switch rest {
		case "mine":
			t.w.drop(spot, t.by, func(p reports.Piece) bool { return !isMine(p) })
		case "theirs":
			t.w.drop(spot, t.by, isMine)
		}
	}
	t.c.Pending = nil
	n, _, _ := spotTask(spot)
	if id, ok := strings.CutPrefix(spot, "q."); ok {
		t.advance(screenQuestion, id)
		return
	}
	t.advance(screenTask, fmt.Sprint(n))
}

// tapAmend takes or leaves an edit of something already submitted.
func (t *turn) tapAmend(yes bool) {
	p, spot := t.c.Pending, t.c.Item
	t.c.Pending = nil
	if p == nil || !yes {
		if p != nil {
			t.w.Dropped = append(t.w.Dropped, *p)
			t.w.touch("dropped", t.by)
		}
		t.settle()
		return
	}
	t.w.Open = true
	if id, ok := strings.CutPrefix(spot, "i."); ok {
		t.move(screenFigure, id)
		t.wroteFigure(*p)
		t.tapBetween()
		return
	}
	if old, at := t.w.find(p.ID); old != nil {
		t.replace(old, at, p.Text)
	}
	t.move(screenPreview, "")
}

// fileLabels names files, separated by 、.
func fileLabels(fs []reports.File) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Label())
	}
	return strings.Join(out, "、")
}
