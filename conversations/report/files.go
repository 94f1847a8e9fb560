package report

import (
	"fmt"
	"slices"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/conversations/report/screen"
	"liubao/reports"
)

// sent takes a photo or document: evidence on the task it was sent for, the
// signed page where that is awaited, and otherwise a question where it belongs.
// An album comes as several messages; all of them belong where its first one did,
// although its caption has moved the dialog on.
func (t *turn) sent(e conversations.Sent) {
	f := e.File
	f.Piece = e.Piece
	scan := t.At.Screen == form.ScreenSent && t.AwaitsScan()
	t.emit(conversations.Fetch{File: f})
	if !scan {
		t.toRead(f)
	}
	t.Draft.Touch("files", t.By)
	if scan {
		t.scanned(f)
		return
	}
	task, words := t.At.TaskFor(e.Group), t.At.Screen == form.ScreenWords || t.At.Screen == form.ScreenTask
	if e.Group != "" && e.Group == t.At.Group {
		words = task != 0
		t.tapBetween()
	}
	t.At.Group, t.At.GroupTask = e.Group, task
	switch {
	case task != 0 && t.Form.OpenTask(task):
		t.sentFor(task, f, words)
	case len(t.Form.Tasks) == 0: // there is one place only: the report itself
		t.Draft.Evidence = append(t.Draft.Evidence, f)
		t.Note = fmt.Sprintf(textFileAdded, f.Label())
		if t.Draft.Submitted > 0 {
			t.Draft.Open = true
		}
		t.advance(t.At.Screen, t.At.Item)
	default:
		t.Draft.Unplaced = append(t.Draft.Unplaced, f)
		if Readable(f) {
			t.Note = fmt.Sprintf(textReading, f.Label())
		}
		t.Move(form.ScreenPlace, "")
	}
}

// toRead has a document taken apart. What falls due once is the document itself: only
// whether a picture can be printed is looked at.
func (t *turn) toRead(f reports.File) {
	if f.Kind == "document" {
		t.emit(conversations.Read{File: f, Whole: t.Form.Once})
	}
}

// sentFor puts a file on a task, and its caption among the task's words where those
// are what the person was at.
func (t *turn) sentFor(task int, f reports.File, words bool) {
	entry := t.Draft.OpenEntry(task)
	entry.Evidence = append(entry.Evidence, f)
	note := fmt.Sprintf(textFileNoted, f.Label(), fmt.Sprintf("任务%d", task))
	if f.Note != "" && words && conversations.Remarked(f.Note) == conversations.Content {
		t.caption(task, f)
	}
	t.Note = note
}

// caption takes a file's caption for words of its task.
func (t *turn) caption(task int, f reports.File) {
	p := reports.Piece{ID: f.Piece, By: t.By.Actor, At: t.By.At, Text: f.Note}
	if t.At.Task() == task {
		t.At.LastAt = p.At
		t.wroteTask(task, p)
		return
	}
	t.putWords(task, p)
}

// putWords adds words to a task without moving there.
func (t *turn) putWords(task int, p reports.Piece) {
	if e := t.Draft.OpenEntry(task); e.Progress == reports.Same {
		e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
	}
	t.Draft.Put(form.TaskSpot(task, "words"), p, t.By)
}

// place is where a file stands in the draft.
type place struct {
	files *[]reports.File
	n     int
	task  int // 0 for a file that belongs to no task
}

// fileOf finds the file that came with a message.
func (t *turn) fileOf(piece string) (place, bool) {
	in := func(fs *[]reports.File, task int) (place, bool) {
		n := slices.IndexFunc(*fs, func(f reports.File) bool { return f.Piece == piece && piece != "" })
		return place{fs, n, task}, n >= 0
	}
	for i := range t.Draft.Entries {
		if p, ok := in(&t.Draft.Entries[i].Evidence, t.Draft.Entries[i].Task); ok {
			return p, true
		}
	}
	if p, ok := in(&t.Draft.Evidence, 0); ok {
		return p, true
	}
	return in(&t.Draft.Unplaced, 0)
}

// editedFile follows an edit of a photo's or document's message: another file takes
// the place of the first, and the caption is the one that stands there now. After
// the submission that is a correction like any other. It reports whether the message
// had a file.
func (t *turn) editedFile(e conversations.Edited) bool {
	at, ok := t.fileOf(e.Piece)
	if !ok {
		return false
	}
	was := (*at.files)[at.n]
	now := was
	if e.File != nil && e.File.UID != was.UID {
		now = *e.File
		now.Piece = e.Piece
	}
	now.Note = e.Text
	if now == was {
		return false
	}
	if at.task != 0 && !t.Form.OpenTask(at.task) {
		t.keepEdit(e)
		return true
	}
	t.correcting()
	*at.files = slices.Clone(*at.files) // the old list belongs to others too
	(*at.files)[at.n] = now
	t.Draft.Touch("files", t.By)
	if now.UID != was.UID {
		t.emit(conversations.Fetch{File: now}, conversations.Logged{What: textLogEdited + textLogFile, Before: was.Label(), After: now.Label()})
		t.toRead(now)
	}
	t.editedCaption(at.task, e.Piece, now.Note)
	t.Note = fmt.Sprintf(textFileEdited, now.Label())
	return true
}

// correcting opens a report that is handed in, and goes to where it is handed in anew.
func (t *turn) correcting() {
	if t.Draft.Submitted > 0 && !t.Draft.Open {
		t.Draft.Open = true
		t.Move(form.ScreenPreview, "")
	}
}

// editedCaption keeps the words that a caption has become in step with it.
func (t *turn) editedCaption(task int, piece, text string) {
	p, spot := t.Draft.Find(piece)
	switch {
	case p != nil && text == "":
		t.Draft.Drop(spot, t.By, func(x reports.Piece) bool { return x.ID == piece })
	case p != nil && p.Text != text:
		t.replace(p, spot, text)
	case p == nil && task != 0 && text != "" && conversations.Remarked(text) == conversations.Content:
		t.putWords(task, reports.Piece{ID: piece, By: t.By.Actor, At: t.By.At, Text: text})
	}
}

// placeFile gives the oldest file without a place its place, or all of them the
// whole report; they are asked about one by one, each by its name.
func (t *turn) placeFile(where string) {
	files := t.Draft.Unplaced
	if len(files) == 0 {
		return
	}
	n, isTask := placedTask(where)
	_, known := t.Form.Task(n)
	switch {
	case where == "all" || where == "drop":
		// A file that nobody wants on a task still stays with the report.
		t.Draft.Evidence = append(t.Draft.Evidence, files...)
		t.Note = fmt.Sprintf(textFileWhole, fileLabels(files))
		t.emit(conversations.Logged{What: screen.ButtonWhole + textLogFiles, After: fileLabels(files)})
		t.Draft.Unplaced = nil
	case isTask && known:
		e := t.Draft.OpenEntry(n)
		e.Evidence = append(e.Evidence, files[0])
		t.Note = fmt.Sprintf(textFileNoted, files[0].Label(), fmt.Sprintf("任务%d", n))
		t.emit(conversations.Logged{What: t.Form.SpotTitle(form.TaskSpot(n, "words")) + textLogFiles, After: files[0].Label()})
		t.Draft.Unplaced = slices.Clone(files[1:])
	default:
		return
	}
	t.Draft.Touch("files", t.By)
}
