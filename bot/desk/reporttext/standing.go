package reporttext

import (
	"fmt"
	"time"

	"liubao/bot/desk/rules"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// State is a word for where a report stands.
func State(x standing.Standing, now time.Time) string {
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
	return NotReported
}

// Line is a light with its word, and when it came or how long it is over.
func Line(b *rules.Book, l standing.Standing, now time.Time) (light, words string) {
	switch {
	case l.Unreadable():
		if words = textUnreadable; !l.Report.FirstAt.IsZero() {
			words = fmt.Sprintf(textUnreadableAt, b.TimeText(l.Report.FirstAt, now))
		}
		return "⚠️", words
	case l.Reported():
		on := OnTime
		if late := l.LateBy(); late > 0 {
			on = fmt.Sprintf(Late, reports.SpanText(late))
		}
		words = fmt.Sprintf(textReportedAt, l.Report.State.Label(), b.TimeText(l.Report.FirstAt, now), on)
		if n := l.Report.Count(reports.Difficulty); n > 0 {
			words += fmt.Sprintf(Difficulties, n)
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
		words = fmt.Sprintf(textDraftingOf, l.Draft.Filled, l.Draft.Of, b.TimeText(l.Draft.Updated, now))
		light = "✏️"
	default:
		words, light = textSilent, "⬜"
	}
	if l.Overdue(now) {
		return "🔴", fmt.Sprintf(textOverdueFor, reports.SpanText(now.Sub(l.Due()))) + "，" + words
	}
	return light, words
}

// Handled says in words what the office asks next about a report: what was
// promised, what was decided, and how far up the chain it has gone.
func Handled(b *rules.Book, r storage.Reader, x standing.Standing, now time.Time) ([]string, error) {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	who := func(id string) (string, error) {
		p, _, err := storage.Person(r, id)
		return p.Name, err
	}
	h := x.Handling
	if x.Excused() {
		by, err := who(h.Excused.By)
		add(textNoteExcused, by, reports.Unstopped(conversations.OneLine(h.Excused.Reason)))
		return out, err
	}
	if x.Settled() {
		return out, nil
	}
	if x.Returned() && h.Returned != nil {
		add(textNoteReturned, b.TimeText(h.Returned.Until, now), reports.Unstopped(conversations.OneLine(h.Returned.Reason)))
	}
	if p := h.Promise; p != nil {
		by, err := who(p.By)
		if err != nil {
			return nil, err
		}
		switch {
		case !p.Broken.IsZero():
			add(textNoteBroken, by, b.TimeText(p.Until, now))
		default:
			add(textNotePromise, by, b.TimeText(p.Until, now))
		}
	}
	if s := h.Snooze; s != nil && now.Before(s.Until) {
		by, err := who(s.By)
		if err != nil {
			return nil, err
		}
		add(textNoteSnooze, by, b.TimeText(s.Until, now))
	}
	if x.Held() {
		add(textNoteHeld, b.TimeText(h.Held.Until, now))
	}
	if h.Extended != nil && x.Period.Deadline.Equal(h.Extended.Until) { // and not one that everybody has been given since
		add(textNoteExtended, b.TimeText(h.Extended.Until, now), reports.Unstopped(conversations.OneLine(h.Extended.Reason)))
	}
	if h.Muted != nil {
		add(textNoteMuted, reports.Unstopped(conversations.OneLine(h.Muted.Reason)))
	}
	if up, ok := h.Rung(); ok {
		add(textNoteRung, TierNames[up.To], b.TimeText(up.At, now))
	}
	return out, nil
}

// TierNames are the words for the stations of the chain.
var TierNames = map[schedules.Tier]string{
	schedules.ToDeputy: textTierDeputy, schedules.ToHead: textTierHead,
	schedules.ToOffice: textTierOffice, schedules.ToLeader: textTierLeader,
}
