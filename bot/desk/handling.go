package desk

import (
	"fmt"
	"time"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// What was promised and decided about a report stands in package standing.
type (
	Handling = standing.Handling
	Promise  = standing.Promise
	Decision = standing.Decision
	Returned = standing.Return
	RungRow  = standing.Rung
)

func ReadHandling(r storage.Reader, k reports.Key) (Handling, error) {
	return standing.ReadHandling(r, k)
}

func SaveHandling(tx storage.Tx, h Handling) error { return standing.SaveHandling(tx, h) }

// Returned reports whether the office waits for a correction.
func (d Debt) Returned() bool { return d.Report != nil && d.Report.State == reports.Returned }

// Held reports whether the report was left out of its period's extension.
func (d Debt) Held() bool { return d.Handling.Held != nil && d.Handling.Extended == nil }

// Due is when the report, or its correction, is due.
func (d Debt) Due() time.Time {
	if d.Returned() && d.Handling.Returned != nil {
		return d.Handling.Returned.Until
	}
	return d.Period.Deadline
}

// Excused reports whether the office let the unit off.
func (d Debt) Excused() bool { return d.Handling.Excused != nil && d.Report == nil }

// Settled reports whether nothing more is asked for: reported or excused.
func (d Debt) Settled() bool { return d.Reported() || d.Excused() }

// Peace reports whether nobody is to be reminded of the report at a time.
func (d Debt) Peace(now time.Time) bool {
	return d.Settled() || d.Handling.Muted != nil || d.Handling.Promised(now)
}

// Extended returns the period with the report's own deadline in it.
func Extended(h Handling, p plan.Period) plan.Period {
	p.Deadline = h.Deadline(p)
	return p
}

// DebtsOf reads where all reports of a duty and period stand, but for their
// drafts. It costs a read for each hundred of them, twice.
func (d *Desk) DebtsOf(r storage.Reader, duty plan.Duty, p plan.Period) ([]Debt, error) {
	found, err := storage.Briefs(r, p.ID, duty.ID)
	if err != nil {
		return nil, err
	}
	return d.debtsWith(r, duty, p, found)
}

// debtsWith is debtsOf where the reports' briefs have been read.
func (d *Desk) debtsWith(r storage.Reader, duty plan.Duty, p plan.Period, found map[string]reports.Brief) ([]Debt, error) {
	handlings, err := storage.All[Handling](r, storage.HandlingsPrefix(p.ID, duty.ID))
	if err != nil {
		return nil, err
	}
	bySubject := map[string]*Debt{}
	var out []Debt
	for _, o := range d.Obligations.Of(duty) {
		out = append(out, Debt{Obligation: o, TheDuty: &duty, Period: p, Handling: Handling{V: 1, Key: reports.Key{Period: p.ID, Duty: duty.ID, Subject: o.Subject}}})
	}
	for i := range out {
		bySubject[out[i].Subject] = &out[i]
	}
	for subject, b := range found {
		if x := bySubject[subject]; x != nil {
			x.Report = &b
		}
	}
	for _, h := range handlings {
		if x := bySubject[h.Key.Subject]; x != nil {
			x.Handling, x.Period = h, Extended(h, x.Period)
		}
	}
	return out, nil
}

// handlingNotes says in words what the office asks next about a report: what was
// promised, what was decided, and how far up the chain it has gone.
func (d *Desk) handlingNotes(r storage.Reader, x Debt, now time.Time) ([]string, error) {
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

var TierNames = map[schedules.Tier]string{
	schedules.ToDeputy: textTierDeputy, schedules.ToHead: textTierHead,
	schedules.ToOffice: textTierOffice, schedules.ToLeader: textTierLeader,
}
