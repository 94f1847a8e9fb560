package report

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// wrote takes words the person sent.
func (t *turn) wrote(p reports.Piece) {
	if t.remarked(p) || t.joins(p) || t.listed(p) {
		return
	}
	t.At.LastAt, t.At.LastSpot = p.At, ""
	task := t.ItemTask()
	switch t.At.Screen {
	case form.ScreenTask:
		t.wroteTask(task, p)
	case form.ScreenWords:
		t.fill(form.TaskSpot(task, "words"), p)
	case form.ScreenNeed:
		t.fill(form.TaskSpot(task, "need"), p)
	case form.ScreenFrom:
		t.fill(form.TaskSpot(task, "from"), p)
	case form.ScreenReason:
		t.fill(form.TaskSpot(task, "reason"), p)
	case form.ScreenTaking:
		t.wroteTaking(p)
	case form.ScreenQuestion:
		t.fill(form.QuestionSpot(t.At.Item), p)
	case form.ScreenFigure, form.ScreenSure, form.ScreenUnread:
		t.wroteFigure(p)
	default:
		if q := t.only(); q != "" {
			t.Move(form.ScreenQuestion, q)
			t.fill(form.QuestionSpot(q), p)
			return
		}
		if t.At.Screen == form.ScreenHome && t.Draft.Submitted == 0 && t.figuresOfOthers(p) {
			return // 城镇新增就业260人，失业人员再就业86人
		}
		t.Draft.Loose = append(t.Draft.Loose, p)
		t.Draft.Touch("loose", t.By)
		t.Move(form.ScreenPlace, "")
	}
}

// only returns the one question of what falls due once and asks nothing else: where its
// card is open, words belong there. What is to change a report that was handed in, and
// what the office writes beside its own work, is asked about.
func (t *turn) only() string {
	at := t.Form.Once && (t.At.Screen == form.ScreenHome || t.At.Screen == form.ScreenPreview)
	if !at || len(t.Form.Tasks)+len(t.Form.Indicators) > 0 || len(t.Form.Questions) != 1 || t.Draft.Submitted > 0 && !t.Draft.Open {
		return ""
	}
	return t.Form.Questions[0].ID
}

// joins adds a text to the answer before it where the two were sent together.
func (t *turn) joins(p reports.Piece) bool {
	if t.At.LastSpot == "" || p.At.Sub(t.At.LastAt) > conversations.JoinWithin || p.At.Before(t.At.LastAt) || t.answers(p.Text) {
		return false
	}
	t.At.LastAt = p.At
	if id, ok := strings.CutPrefix(t.At.LastSpot, "i."); ok {
		t.joinFigure(id, p)
	} else {
		t.Draft.Put(t.At.LastSpot, p, t.By)
	}
	t.Note = fmt.Sprintf(textJoined, t.Form.SpotTitle(t.At.LastSpot))
	return true
}

// answers reports whether a text is what the open question asks for and no more
// words for the answer before it: a lone number at an indicator.
func (t *turn) answers(text string) bool {
	i, ok := t.Form.Indicator(t.At.Item)
	if !ok || t.At.Screen != form.ScreenFigure || t.At.LastSpot == form.FigureSpot(i.ID) {
		return false
	}
	n, ok := form.ReadFigure(i, text)
	return ok && !t.Form.Doubtful(i, n, text)
}

// joinFigure keeps words that followed a number as its note.
func (t *turn) joinFigure(id string, p reports.Piece) {
	r, _ := t.Draft.Reading(id)
	r.Note = strings.TrimSpace(r.Note + "\n" + p.Text)
	t.Draft.SetReading(r)
	t.Draft.Touch(form.FigureSpot(id), t.By)
}

// wroteTask takes words sent on a task's card before a state was chosen, or
// over 同上期: there is progress to tell.
func (t *turn) wroteTask(task int, p reports.Piece) {
	e := t.Draft.OpenEntry(task)
	if e.Progress == reports.Same {
		e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
	}
	t.fill(form.TaskSpot(task, "words"), p)
}

// isParted reports whether the words of an entry say where what is difficult begins.
func isParted(e *reports.Entry) bool {
	done, _ := reports.Parted(reports.Join(e.Words))
	return done != ""
}

// fill puts words at a spot and goes on, unless a colleague has written there
// since the person last looked: then both stay and the person is asked.
func (t *turn) fill(spot string, p reports.Piece) {
	seen := t.Draft.Touched[spot]
	t.Draft.Put(spot, p, t.By)
	t.At.LastSpot = spot
	t.Note = fmt.Sprintf(textNoted, t.Form.SpotTitle(spot))
	if seen.Rev > t.At.Seen && seen.By != t.By.Actor {
		t.Note = ""
		t.At.Pending = &p
		t.Move(form.ScreenCollide, spot)
		return
	}
	t.advance(t.At.Screen, t.At.Item)
}

// wroteFigure takes words where a number is due.
func (t *turn) wroteFigure(p reports.Piece) {
	i, ok := t.Form.Indicator(t.At.Item)
	if !ok {
		t.settle()
		return
	}
	if t.figuresOfOthers(p) {
		return
	}
	before := t.At.Pending
	n, ok := form.ReadFigure(i, p.Text)
	t.At.Pending, t.At.Value = &p, nil
	if before != nil && before.ID != p.ID {
		t.Draft.Dropped = append(t.Draft.Dropped, *before)
		t.Draft.Touch("dropped", t.By)
	}
	if !ok {
		t.Move(form.ScreenUnread, i.ID)
		return
	}
	if t.Form.Doubtful(i, n, p.Text) {
		t.At.Value = &n
		t.Move(form.ScreenSure, i.ID)
		return
	}
	t.read(i, n, p)
	if r, _ := t.Draft.Reading(i.ID); before != nil && before.ID != p.ID && r.Note == "" {
		r.Note = before.Text
		t.Draft.SetReading(r)
	}
}

// read stores a number and goes on.
func (t *turn) read(i form.Indicator, n plan.Number, p reports.Piece) {
	t.Draft.SetReading(reports.Reading{
		Indicator: i.ID, Value: n, Raw: p.Text, Piece: p.ID, By: t.By.Actor, At: t.By.At,
	})
	t.Draft.Touch(form.FigureSpot(i.ID), t.By)
	t.At.Pending, t.At.Value = nil, nil
	t.At.LastSpot = form.FigureSpot(i.ID)
	t.Note = fmt.Sprintf(textNoted, i.Name+"："+i.Format(n))
	t.advance(form.ScreenFigure, i.ID)
}

// edited takes an edit of words sent earlier. It reports whether anything is
// to be shown: an edit of words that are no longer part of the report is not.
func (t *turn) edited(e conversations.Edited) bool {
	if t.At.Pending != nil && t.At.Pending.ID == e.Piece && (t.At.Screen == form.ScreenSure || t.At.Screen == form.ScreenUnread) {
		t.wroteFigure(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text, Was: []string{t.At.Pending.Text}})
		return true
	}
	if _, is := t.fileOf(e.Piece); is || e.File != nil {
		return t.editedFile(e)
	}
	if t.listedBefore(e.Piece) {
		return t.editedList(e)
	}
	if p, spot := t.Draft.Find(e.Piece); p != nil {
		if p.Text == e.Text {
			return false
		}
		if !t.Form.OpenSpot(spot) {
			t.keepEdit(e)
			return true
		}
		if spot != "" && t.Draft.Submitted > 0 && !t.Draft.Open {
			t.askAmend(e, spot)
			return true
		}
		t.replace(p, spot, e.Text)
		return true
	}
	for _, r := range t.Draft.Readings {
		if r.Piece == e.Piece && r.Piece != "" && r.Raw != e.Text {
			if !t.Form.OpenFigure(r.Indicator) {
				t.keepEdit(e)
				return true
			}
			t.editedFigure(r, e)
			return true
		}
	}
	return false
}

// askAmend asks whether an edit of what was submitted is to be a correction. What
// another edit was waiting for an answer goes to the words without a place.
func (t *turn) askAmend(e conversations.Edited, spot string) {
	if p := t.At.Pending; p != nil && p.ID != e.Piece {
		t.unpend()
	}
	t.At.Pending = &reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text}
	t.Move(form.ScreenAmend, spot)
}

func (t *turn) replace(p *reports.Piece, spot, text string) {
	p.Was = append(slices.Clone(p.Was), p.Text)
	p.Text = text
	t.Draft.Touch(spot, t.By)
	t.Note = fmt.Sprintf(textEditNoted, t.Form.SpotTitle(spot))
}

// editedFigure reads an edited number again.
func (t *turn) editedFigure(r reports.Reading, e conversations.Edited) {
	if t.Draft.Submitted > 0 && !t.Draft.Open {
		t.askAmend(e, form.FigureSpot(r.Indicator))
		return
	}
	t.Move(form.ScreenFigure, r.Indicator)
	t.wroteFigure(reports.Piece{ID: e.Piece, By: e.Actor, At: e.At, Text: e.Text, Was: []string{r.Raw}})
}
