package desk

import (
	"time"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// board is where every report of a duty and period stands, for the cockpit. It
// is read from briefs: one period's keys and nobody else's, so that its cost
// grows neither with history nor with the length of what people wrote.
type board struct {
	duty   plan.Duty
	period plan.Period
	lines  []line
	at     time.Time
	names  map[string]string // person id to name
}

// line is where one report stands.
type line struct {
	plan.Obligation
	duty      *plan.Duty
	period    plan.Period
	report    *reports.Brief      // submitted, nil for not yet
	draft     *reports.DraftBrief // begun, nil for not yet
	reminded  standing.Reminded
	h         handling
	people    int // contacts of the unit
	reachable int // of them
}

func (l line) key() reports.Key {
	return reports.Key{Period: l.period.ID, Duty: l.Obligation.Duty, Subject: l.Subject}
}

func (l line) reported() bool { return l.report != nil && l.report.State != reports.Returned }

func (l line) overdue(now time.Time) bool { return l.debt().overdue(now) }

// settled reports whether nothing more is asked for: reported or excused.
func (l line) settled() bool { return l.debt().settled() }

// debt is the line as one report that is owed.
func (l line) debt() debt {
	return debt{Obligation: l.Obligation, duty: l.duty, period: l.period, report: l.report, draft: l.draft, h: l.h}
}

func (b board) settled() int {
	n := 0
	for _, l := range b.lines {
		if l.settled() {
			n++
		}
	}
	return n
}

func (b board) reported() int {
	n := 0
	for _, l := range b.lines {
		if l.reported() {
			n++
		}
	}
	return n
}

// line returns the line about a subject.
func (b board) line(subject string) (line, bool) {
	for _, l := range b.lines {
		if l.Subject == subject {
			return l, true
		}
	}
	return line{}, false
}

// board reads where the reports of a period stand.
func (d *Desk) board(r storage.Reader, duty plan.Duty, p plan.Period, now time.Time) (board, error) {
	b := board{duty: duty, period: p, at: now, names: map[string]string{}}
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
	handlings := map[string]handling{}
	if err := storage.Each(r, storage.HandlingsPrefix(p.ID, duty.ID), "", 0, func(_ string, h handling) error {
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
		b.names[x.ID] = x.Name
		if Can(x, ActReport) && x.Has(reports.Contact, reports.Deputy) {
			count[x.Unit]++
			if x.Reachable() {
				reach[x.Unit]++
			}
		}
	}
	for _, o := range d.owed.of(duty) {
		l := line{Obligation: o, duty: &duty, period: p, reminded: standing.RemindedOf(reminded, o), people: count[o.Unit], reachable: reach[o.Unit]}
		if h, ok := handlings[o.Subject]; ok {
			l.h, l.period = h, extended(h, p)
		}
		if x, ok := briefs[o.Subject]; ok {
			l.report = &x
		}
		if x, ok := drafts[o.Subject]; ok {
			l.draft = &x
		}
		b.lines = append(b.lines, l)
	}
	return b, nil
}

// lights: every one comes with its word, never the colour alone.
var progressLights = map[reports.Progress]string{
	reports.Same: "🔵", reports.Moving: "🟢", reports.Difficulty: "🟠", reports.Done: "✅",
}

// taskLight is a task's light with its word.
func taskLight(l line, task int) (light, word string) {
	if l.report != nil {
		if p := l.report.Progress(task); p != "" {
			return progressLights[p], p.Label()
		}
	}
	if l.draft != nil {
		for _, t := range l.draft.Tasks {
			if t == task {
				return "✏️", textLightDrafts
			}
		}
	}
	return "⬜", reports.Progress("").Label()
}
