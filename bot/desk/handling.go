package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// What was promised and decided about a report stands in package standing.
type (
	handling = standing.Handling
	promise  = standing.Promise
	decision = standing.Decision
	returned = standing.Return
	rungRow  = standing.Rung
)

func readHandling(r storage.Reader, k reports.Key) (handling, error) {
	return standing.ReadHandling(r, k)
}

func saveHandling(tx storage.Tx, h handling) error { return standing.SaveHandling(tx, h) }

// returned reports whether the office waits for a correction.
func (d debt) returned() bool { return d.report != nil && d.report.State == reports.Returned }

// held reports whether the report was left out of its period's extension.
func (d debt) held() bool { return d.h.Held != nil && d.h.Extended == nil }

// due is when the report, or its correction, is due.
func (d debt) due() time.Time {
	if d.returned() && d.h.Returned != nil {
		return d.h.Returned.Until
	}
	return d.period.Deadline
}

// excused reports whether the office let the unit off.
func (d debt) excused() bool { return d.h.Excused != nil && d.report == nil }

// settled reports whether nothing more is asked for: reported or excused.
func (d debt) settled() bool { return d.reported() || d.excused() }

// peace reports whether nobody is to be reminded of the report at a time.
func (d debt) peace(now time.Time) bool {
	return d.settled() || d.h.Muted != nil || d.h.Promised(now)
}

// extended returns the period with the report's own deadline in it.
func extended(h handling, p plan.Period) plan.Period {
	p.Deadline = h.Deadline(p)
	return p
}

// debtsOf reads where all reports of a duty and period stand, but for their
// drafts. It costs a read for each hundred of them, twice.
func (d *Desk) debtsOf(r storage.Reader, duty plan.Duty, p plan.Period) ([]debt, error) {
	found, err := storage.Briefs(r, p.ID, duty.ID)
	if err != nil {
		return nil, err
	}
	return d.debtsWith(r, duty, p, found)
}

// debtsWith is debtsOf where the reports' briefs have been read.
func (d *Desk) debtsWith(r storage.Reader, duty plan.Duty, p plan.Period, found map[string]reports.Brief) ([]debt, error) {
	handlings, err := storage.All[handling](r, storage.HandlingsPrefix(p.ID, duty.ID))
	if err != nil {
		return nil, err
	}
	bySubject := map[string]*debt{}
	var out []debt
	for _, o := range d.owed.of(duty) {
		out = append(out, debt{Obligation: o, duty: &duty, period: p, h: handling{V: 1, Key: reports.Key{Period: p.ID, Duty: duty.ID, Subject: o.Subject}}})
	}
	for i := range out {
		bySubject[out[i].Subject] = &out[i]
	}
	for subject, b := range found {
		if x := bySubject[subject]; x != nil {
			x.report = &b
		}
	}
	for _, h := range handlings {
		if x := bySubject[h.Key.Subject]; x != nil {
			x.h, x.period = h, extended(h, x.period)
		}
	}
	return out, nil
}

// handlingNotes says in words what the office asks next about a report: what was
// promised, what was decided, and how far up the chain it has gone.
func (d *Desk) handlingNotes(r storage.Reader, x debt, now time.Time) ([]string, error) {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	who := func(id string) (string, error) {
		p, _, err := storage.Person(r, id)
		return p.Name, err
	}
	h := x.h
	if x.excused() {
		by, err := who(h.Excused.By)
		add(textNoteExcused, by, unstopped(h.Excused.Reason))
		return out, err
	}
	if x.reported() {
		return out, nil
	}
	if x.returned() && h.Returned != nil {
		add(textNoteReturned, reports.TimeText(h.Returned.Until, d.loc), unstopped(h.Returned.Reason))
	}
	if p := h.Promise; p != nil {
		by, err := who(p.By)
		if err != nil {
			return nil, err
		}
		switch {
		case !p.Broken.IsZero():
			add(textNoteBroken, by, reports.TimeText(p.Until, d.loc))
		default:
			add(textNotePromise, by, reports.TimeText(p.Until, d.loc))
		}
	}
	if s := h.Snooze; s != nil && now.Before(s.Until) {
		by, err := who(s.By)
		if err != nil {
			return nil, err
		}
		add(textNoteSnooze, by, reports.TimeText(s.Until, d.loc))
	}
	if x.held() {
		add(textNoteHeld, reports.TimeText(h.Held.Until, d.loc))
	}
	if h.Extended != nil {
		add(textNoteExtended, reports.TimeText(h.Extended.Until, d.loc), unstopped(h.Extended.Reason))
	}
	if h.Muted != nil {
		add(textNoteMuted, unstopped(h.Muted.Reason))
	}
	if up, ok := h.Rung(); ok {
		add(textNoteRung, tierNames[up.To], reports.TimeText(up.At, d.loc))
	}
	return out, nil
}

// unstopped takes the full stop off a reason that stands in a longer line.
func unstopped(s string) string { return strings.TrimRight(strings.TrimSpace(s), "。；") }

var tierNames = map[schedules.Tier]string{
	schedules.ToDeputy: textTierDeputy, schedules.ToHead: textTierHead,
	schedules.ToOffice: textTierOffice, schedules.ToLeader: textTierLeader,
}

// mayDecide reports whether the person may decide about a unit's report: not
// about their own unit's, for nobody reviews, excuses or extends their own
// alone. who names those who may instead.
func (t *turn) mayDecide(a Act, unit string) (ok bool, who []reports.Person, err error) {
	if !Can(t.me, a) {
		return false, nil, nil
	}
	if t.me.Unit != unit {
		return true, nil, nil
	}
	who, err = t.deciders(t.tx, a, unit)
	return false, who, err
}

// deciders returns who decides about a unit's report: the office's people of
// other units, and where there are none the leaders of other units.
func (d *Desk) deciders(r storage.Reader, a Act, unit string) ([]reports.Person, error) {
	all, err := storage.PeopleWith(r, rolesFor(a)...)
	if err != nil {
		return nil, err
	}
	var offices, leaders []reports.Person
	for _, p := range all {
		switch {
		case p.Unit == unit || !p.Reachable() || !Can(p, a):
		case office(p):
			offices = append(offices, p)
		default:
			leaders = append(leaders, p)
		}
	}
	if len(offices) > 0 {
		return offices, nil
	}
	return leaders, nil
}

// refuse says why somebody may not decide, and who may.
func (t *turn) refuse(who []reports.Person) error {
	if len(who) == 0 {
		t.answer = bot.Answer{Text: textOwnUnitNobody, Alert: true}
		return nil
	}
	t.answer = bot.Answer{Text: clip(fmt.Sprintf(textOwnUnit, namesOf(who)), 190), Alert: true}
	return nil
}
