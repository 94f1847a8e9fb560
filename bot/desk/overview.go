package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// BoardMatters reports whether a period whose deadline has passed is still the
// one to look at: reports are missing, and the last nag is not long ago.
func (d *Desk) BoardMatters(b Board) bool {
	return b.Settled() < len(b.Lines) && b.At.Sub(b.Period.Deadline) < MatterFor
}

// MatterFor is how long after its deadline a period with missing reports is the
// one to look at.
const MatterFor = 5 * 24 * time.Hour

// MoreWords says of a line how often it was reminded, whom nobody can reach,
// and what features add.
func (t *Turn) MoreWords(l Line, now time.Time) ([]string, error) {
	var out []string
	if l.Reminded.N > 0 && !l.Settled() {
		out = append(out, fmt.Sprintf(textReminded, l.Reminded.N, reports.TimeText(l.Reminded.Last, t.Loc)))
	}
	switch {
	case l.people == 0:
		out = append(out, textNobody)
	case l.reachable == 0:
		out = append(out, textNobodyReachable)
	}
	notes, err := t.handlingNotes(t.Tx, l.debt(), now)
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

func (d *Desk) LineWords(l Line, now time.Time) (light, words string) {
	switch {
	case l.Reported():
		on := TextOnTime
		if late := l.Report.Late(); late > 0 {
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
	case l.debt().Excused():
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
		return "🔴", fmt.Sprintf(textOverdueFor, reports.SpanText(now.Sub(l.debt().Due()))) + "，" + words
	}
	return light, words
}

// OverviewRow is where one report stands, its words included: what a roll-up
// is made of. The cockpit reads a [board] instead.
type OverviewRow struct {
	Debt
	Words reports.Report // of [debt.report], where there is one
}

// Overview is where every report of a duty and period stands.
type Overview struct {
	Duty   plan.Duty
	Period plan.Period
	Rows   []OverviewRow
	At     time.Time
}

// OverviewAt reads where the reports of a period stand, each with its words.
func (d *Desk) OverviewAt(r storage.Reader, duty plan.Duty, p plan.Period, now time.Time) (Overview, error) {
	o := Overview{Duty: duty, Period: p, At: now}
	whole, err := storage.Reports(r, p.ID, duty.ID)
	if err != nil {
		return o, err
	}
	briefs, words := map[string]reports.Brief{}, map[string]reports.Report{}
	for _, x := range whole {
		briefs[x.Key.Subject], words[x.Key.Subject] = x.Brief(), x
	}
	all, err := d.debtsWith(r, duty, p, briefs)
	for _, x := range all {
		o.Rows = append(o.Rows, OverviewRow{Debt: x, Words: words[x.Subject]})
	}
	return o, err
}
