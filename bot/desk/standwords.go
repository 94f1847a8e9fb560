package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// What the chat says of where a report stands.

// StateWord is a word for where a report stands.
func StateWord(x standing.Standing, now time.Time) string {
	switch {
	case x.Excused():
		return textExcused
	case x.Report != nil:
		return x.Report.State.Label()
	case x.Overdue(now):
		return textOverdue
	case x.Draft != nil && x.Draft.Filled > 0:
		return textDrafting
	}
	return TextNotReported
}

// MoreWords says of a line how often it was reminded, whom nobody can reach,
// and what features add.
func (t *Turn) MoreWords(b Board, l standing.Standing, now time.Time) ([]string, error) {
	var out []string
	if n := l.Reminders(); n > 0 && !l.Settled() {
		out = append(out, fmt.Sprintf(textReminded, n, reports.TimeText(l.Reminded.Last, t.Loc)))
	}
	switch {
	case b.Contacts[l.Unit] == 0:
		out = append(out, textNobody)
	case b.Reachable[l.Unit] == 0:
		out = append(out, textNobodyReachable)
	}
	notes, err := t.handlingNotes(t.Tx, l, now)
	if err != nil {
		return nil, err
	}
	if len(notes) > 0 {
		out = append(out, strings.Join(notes, "；"))
	}
	for _, f := range t.Installed {
		if f.Shows.Note == nil {
			continue
		}
		s, err := f.Shows.Note(t.Desk, t.Tx, l, now)
		if err != nil {
			return nil, err
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out, nil
}

// LineWords is a light with its word, and when it came or how long it is over.
func (d *Desk) LineWords(l standing.Standing, now time.Time) (light, words string) {
	switch {
	case l.Reported():
		on := TextOnTime
		if late := l.LateBy(); late > 0 {
			on = fmt.Sprintf(TextLate, reports.SpanText(late))
		}
		words = fmt.Sprintf(textReportedAt, l.Report.State.Label(), reports.TimeText(l.Report.FirstAt, d.Loc), on)
		if n := l.Report.Count(reports.Difficulty); n > 0 {
			words += fmt.Sprintf(TextDifficulties, n)
		}
		if l.Report.Version > 1 {
			words += fmt.Sprintf(textCorrected, l.Report.Version-1)
		}
		return "✅", words
	case l.Excused():
		return "➖", textExcused
	case l.Report != nil:
		words, light = l.Report.State.Label(), "↩️"
	case l.Draft != nil && l.Draft.Filled > 0:
		words = fmt.Sprintf(textDraftingOf, l.Draft.Filled, l.Draft.Of, reports.TimeText(l.Draft.Updated, d.Loc))
		light = "✏️"
	default:
		words, light = textSilent, "⬜"
	}
	if l.Overdue(now) {
		return "🔴", fmt.Sprintf(textOverdueFor, reports.SpanText(now.Sub(l.Due()))) + "，" + words
	}
	return light, words
}

// handlingNotes says in words what the office asks next about a report: what was
// promised, what was decided, and how far up the chain it has gone.
func (d *Desk) handlingNotes(r storage.Reader, x standing.Standing, now time.Time) ([]string, error) {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	who := func(id string) (string, error) {
		p, _, err := storage.Person(r, id)
		return p.Name, err
	}
	h := x.Handling
	if x.Excused() {
		by, err := who(h.Excused.By)
		add(textNoteExcused, by, Unstopped(h.Excused.Reason))
		return out, err
	}
	if x.Reported() {
		return out, nil
	}
	if x.Returned() && h.Returned != nil {
		add(textNoteReturned, reports.TimeText(h.Returned.Until, d.Loc), Unstopped(h.Returned.Reason))
	}
	if p := h.Promise; p != nil {
		by, err := who(p.By)
		if err != nil {
			return nil, err
		}
		switch {
		case !p.Broken.IsZero():
			add(textNoteBroken, by, reports.TimeText(p.Until, d.Loc))
		default:
			add(textNotePromise, by, reports.TimeText(p.Until, d.Loc))
		}
	}
	if s := h.Snooze; s != nil && now.Before(s.Until) {
		by, err := who(s.By)
		if err != nil {
			return nil, err
		}
		add(textNoteSnooze, by, reports.TimeText(s.Until, d.Loc))
	}
	if x.Held() {
		add(textNoteHeld, reports.TimeText(h.Held.Until, d.Loc))
	}
	if h.Extended != nil {
		add(textNoteExtended, reports.TimeText(h.Extended.Until, d.Loc), Unstopped(h.Extended.Reason))
	}
	if h.Muted != nil {
		add(textNoteMuted, Unstopped(h.Muted.Reason))
	}
	if up, ok := h.Rung(); ok {
		add(textNoteRung, TierNames[up.To], reports.TimeText(up.At, d.Loc))
	}
	return out, nil
}

// TierNames are the words for the stations of the chain.
var TierNames = map[schedules.Tier]string{
	schedules.ToDeputy: textTierDeputy, schedules.ToHead: textTierHead,
	schedules.ToOffice: textTierOffice, schedules.ToLeader: textTierLeader,
}

// OwedText lists what a unit owes and when.
func (t *Turn) OwedText(owed []standing.Standing) reports.Text {
	var x reports.Text
	if len(owed) == 0 {
		return x.Line(TextNothingOwed)
	}
	x = x.Line(textYourUnitOwes)
	for _, o := range owed {
		x = x.Line(fmt.Sprintf("· %s：%s，%s", t.SubjectName(o.Key()),
			fmt.Sprintf(TextDueBy, reports.TimeText(o.Period.Deadline, t.Loc)), StateWord(o, t.Now)))
	}
	return x
}
