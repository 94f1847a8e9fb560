package desk

import (
	"time"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Board is where every report of a duty and period stands, for the cockpit. It
// is read from briefs: one period's keys and nobody else's, so that its cost
// grows neither with history nor with the length of what people wrote.
type Board struct {
	Duty   plan.Duty
	Period plan.Period
	Lines  []Line
	At     time.Time
	Names  map[string]string // person id to name
}

// Line is where one report stands.
type Line struct {
	plan.Obligation
	duty      *plan.Duty
	period    plan.Period
	Report    *reports.Brief      // submitted, nil for not yet
	Draft     *reports.DraftBrief // begun, nil for not yet
	Reminded  standing.Reminded
	h         Handling
	people    int // contacts of the unit
	reachable int // of them
}

func (l Line) Key() reports.Key {
	return reports.Key{Period: l.period.ID, Duty: l.Obligation.Duty, Subject: l.Subject}
}

func (l Line) Reported() bool { return l.Report != nil && l.Report.State != reports.Returned }

func (l Line) Overdue(now time.Time) bool { return l.debt().Overdue(now) }

// Settled reports whether nothing more is asked for: reported or excused.
func (l Line) Settled() bool { return l.debt().Settled() }

// debt is the line as one report that is owed.
func (l Line) debt() Debt {
	return Debt{Obligation: l.Obligation, TheDuty: l.duty, Period: l.period, Report: l.Report, Draft: l.Draft, Handling: l.h}
}

func (b Board) Settled() int {
	n := 0
	for _, l := range b.Lines {
		if l.Settled() {
			n++
		}
	}
	return n
}

func (b Board) Reported() int {
	n := 0
	for _, l := range b.Lines {
		if l.Reported() {
			n++
		}
	}
	return n
}

// Line returns the line about a subject.
func (b Board) Line(subject string) (Line, bool) {
	for _, l := range b.Lines {
		if l.Subject == subject {
			return l, true
		}
	}
	return Line{}, false
}

// Board reads where the reports of a period stand.
func (d *Desk) Board(r storage.Reader, duty plan.Duty, p plan.Period, now time.Time) (Board, error) {
	b := Board{Duty: duty, Period: p, At: now, Names: map[string]string{}}
	briefs, err := storage.Briefs(r, p.ID, duty.ID)
	if err != nil {
		return b, err
	}
	drafts, err := storage.DraftBriefs(r, p.ID, duty.ID)
	if err != nil {
		return b, err
	}
	reminded, err := standing.ReadReminded(r, p.ID, duty.ID)
	if err != nil {
		return b, err
	}
	handlings := map[string]Handling{}
	if err := storage.Each(r, storage.HandlingsPrefix(p.ID, duty.ID), "", 0, func(_ string, h Handling) error {
		handlings[h.Key.Subject] = h
		return nil
	}); err != nil {
		return b, err
	}
	people, err := storage.AllPeople(r)
	if err != nil {
		return b, err
	}
	count, reach := map[string]int{}, map[string]int{}
	for _, x := range people {
		b.Names[x.ID] = x.Name
		if Can(x, ActReport) && x.Has(reports.Contact, reports.Deputy) {
			count[x.Unit]++
			if x.Reachable() {
				reach[x.Unit]++
			}
		}
	}
	for _, o := range d.Obligations.Of(duty) {
		l := Line{Obligation: o, duty: &duty, period: p, Reminded: standing.RemindedOf(reminded, o), people: count[o.Unit], reachable: reach[o.Unit]}
		if h, ok := handlings[o.Subject]; ok {
			l.h, l.period = h, Extended(h, p)
		}
		if x, ok := briefs[o.Subject]; ok {
			l.Report = &x
		}
		if x, ok := drafts[o.Subject]; ok {
			l.Draft = &x
		}
		b.Lines = append(b.Lines, l)
	}
	return b, nil
}
