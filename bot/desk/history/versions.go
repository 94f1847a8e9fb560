package history

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{Name: "history", Lasts: true, Taps: []desk.Tap{tapVersions.Do(tapped)}}
}

// versionsTap names the report whose versions are asked for.
type versionsTap struct{ Key reports.Key }

var tapVersions = desk.NewTap[versionsTap]("vs")

// tapped shows the office a report's versions and what was taken out while it was
// written.
func tapped(t *desk.Turn, a versionsTap) error {
	if !staff.Can(t.Me, staff.ActReview) {
		return t.Toast(desk.TextNotAllowed)
	}
	x, err := Versions(t.Desk, t.Tx, a.Key)
	if err != nil {
		return err
	}
	if len(x) == 0 {
		return t.Toast(desk.TextOldButton)
	}
	return t.Say(shown(x))
}

// mostSaid is how many characters are shown in the chat: three messages.
const mostSaid = 10000

// shown cuts what is too long for the chat. The newest stands at the end.
func shown(x reports.Text) reports.Text {
	all := []rune(x.String())
	if len(all) <= mostSaid {
		return x
	}
	_, words, _ := strings.Cut(string(all[len(all)-mostSaid:]), "\n")
	return reports.T(textVersionsLong + "\n\n" + words)
}

// OfUnit tells the [Versions] of all that a unit owes for a period, as `liubao audit
// show` prints them below the [Story].
func OfUnit(d *desk.Desk, r storage.Reader, unit, period string) (lines []string, err error) {
	if d, err = d.With(r); err != nil { // what was decided in the chat counts
		return nil, err
	}
	for _, duty := range d.Plan.EverDuties() {
		of, ok := d.Period(duty, period)
		if !ok {
			continue
		}
		for _, o := range d.ObligationsIn(duty, of) {
			if o.Unit != unit {
				continue
			}
			x, err := Versions(d, r, reports.Key{Period: period, Duty: duty.ID, Subject: o.Subject})
			if err != nil {
				return nil, err
			}
			if len(x) > 0 {
				lines = append(lines, strings.Split(x.String(), "\n")...)
			}
		}
	}
	return lines, nil
}

// Versions tells all that was ever written for one report, whole: a heading, then
// each version from the first with every piece of it, who wrote it and when, and
// what stood there before an edit; last the words that were taken out while it was
// written. Without a report and such words the text is empty.
func Versions(d *desk.Desk, r storage.Reader, k reports.Key) (reports.Text, error) {
	versions, err := storage.Versions(r, k)
	if err != nil {
		return nil, err
	}
	dropped, err := storage.Dropped(r, k)
	if err != nil || len(versions)+len(dropped) == 0 {
		return nil, err
	}
	w := &writing{d: d, r: r, names: map[string]string{}}
	w.head(textVersions, d.ReportTitle(k, time.Time{}))
	for _, v := range versions {
		w.version(v)
	}
	if len(dropped) > 0 {
		w.head("\n" + textDropped)
		w.pieces(dropped)
	}
	return w.text.Trim(), w.err
}

// writing is what is told of one report.
type writing struct {
	d     *desk.Desk
	r     storage.Reader
	names map[string]string // of people, by id
	text  reports.Text
	err   error // of the first name that could not be read
}

func (w *writing) line(format string, args ...any) {
	w.text = w.text.Line(fmt.Sprintf(format, args...))
}

func (w *writing) head(format string, args ...any) {
	w.text = w.text.Head(fmt.Sprintf(format, args...))
}

func (w *writing) version(v reports.Report) {
	w.head("\n"+textVersion, v.Version, reports.TimeText(v.SubmittedAt, w.d.Loc), w.name(v.SubmittedBy))
	if v.Correction != "" {
		w.line(textCorrects, v.Correction)
	}
	then := w.planOf(v.Key.Period)
	for _, e := range v.Entries {
		task, _ := then.Task(e.Task)
		w.line("%d %s：%s", e.Task, task.Title, e.Progress.Label())
		for _, words := range [][]reports.Piece{e.Words, e.Need, e.NeedFrom, e.Reason} {
			w.pieces(words)
		}
	}
	for _, x := range v.Readings {
		if i, ok := then.Indicator(x.Indicator); ok {
			w.line("%s：%s", i.Name, figure(i, x))
			if x.By != "" {
				w.piece(reports.Piece{By: x.By, At: x.At, Text: cmp.Or(x.Raw, i.Format(x.Value))})
			}
		}
	}
	duty, _ := then.Duty(v.Key.Duty)
	for _, a := range v.Answers {
		if len(a.Words) > 0 {
			w.line("%s", question(duty, a.Question))
			w.pieces(a.Words)
		}
	}
}

// planOf returns the plan as it stood for a period.
func (w *writing) planOf(period string) *plan.Plan {
	if day, err := plan.ParseDate(period); err == nil {
		return w.d.Plan.On(day)
	}
	return w.d.Plan
}

func (w *writing) pieces(all []reports.Piece) {
	for _, p := range all {
		w.piece(p)
	}
}

func (w *writing) piece(p reports.Piece) {
	w.line("· %s %s：%s", reports.TimeText(p.At, w.d.Loc), w.name(p.By), conversations.OneLine(p.Text))
	for _, was := range p.Was {
		w.line(textWas, conversations.OneLine(was))
	}
}

// name returns a person's name, of one who is gone the id.
func (w *writing) name(id string) string {
	if name, ok := w.names[id]; ok {
		return name
	}
	p, ok, err := storage.Person(w.r, id)
	w.err = cmp.Or(w.err, err)
	if w.names[id] = p.Name; !ok {
		w.names[id] = id + textStoryUnknown
	}
	return w.names[id]
}

func figure(i plan.Indicator, x reports.Reading) string {
	if x.Unknown {
		return textNoFigure
	}
	return i.Format(x.Value)
}

func question(duty plan.Duty, id string) string {
	for _, q := range duty.Questions {
		if q.ID == id {
			return q.Title
		}
	}
	return form.QuestionTitle(id)
}
