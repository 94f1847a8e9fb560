package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// nagData is a button that nags everybody who has not reported in a period, or
// one unit.
func nagData(period, unit string) string {
	return strings.TrimRight("ng."+period+"."+unit, ".")
}

// nagCommand answers /nag: who has not reported, each with a button.
func (t *turn) nagCommand(_ string) error {
	duty, ok := t.progress()
	if !ok {
		return t.sayf(textNothingOwed)
	}
	p, ok := t.nagPeriod(duty)
	if !ok {
		return t.sayf(textNotStarted, reports.DayText(t.Plan.Starts))
	}
	o, err := t.overviewAt(t.tx, duty, p, t.now)
	if err != nil {
		return err
	}
	units, spared := t.byUnit(o.rows, "")
	x := reports.Text{}.Head(fmt.Sprintf(textNagPick, reports.PeriodText(p)))
	var row []bot.Button
	for _, owed := range units {
		x = x.Line("· " + t.Plan.UnitName(owed[0].Unit) + "：" + t.subjectsText(owed))
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonNag, t.Plan.UnitName(owed[0].Unit)), Data: nagData(p.ID, owed[0].Unit)})
	}
	if len(spared) > 0 {
		x = x.Line(fmt.Sprintf(textNagSpared, strings.Join(spared, "、")))
	}
	if len(units) == 0 {
		return t.say(x.Line(textNobodyToNag))
	}
	rows := inRows([][]bot.Button{{{Label: buttonNagAll, Data: nagData(p.ID, "")}}}, row[:min(len(row), 40)], 2)
	return t.say(x.Trim(), rows...)
}

// nagPeriod returns the period whose reports are asked after: the one that has
// just passed while some of them are missing, or else the present one.
func (t *turn) nagPeriod(duty plan.Duty) (plan.Period, bool) {
	periods := t.periodsAt(duty, t.now)
	if len(periods) == 0 {
		return plan.Period{}, false
	}
	if t.now.Sub(periods[0].Deadline) < matterFor && t.now.After(periods[0].Deadline) {
		return periods[0], true
	}
	return periods[len(periods)-1], true
}

// tappedNags takes ng.PERIOD and ng.PERIOD.UNIT.
func (t *turn) tappedNags(parts []string) error {
	if !Can(t.me, ActNag) || len(parts) < 2 {
		return t.toast(textNotAllowed)
	}
	unit := ""
	if len(parts) > 2 {
		unit = parts[2]
	}
	if err := t.nag(parts[1], unit); err != nil {
		return err
	}
	return t.refresh()
}

// tappedNag takes kn.KEY: nag whoever owes the report.
func (t *turn) tappedNag(parts []string) error {
	k, ok := parseKey(parts[1:])
	_, o, _, owed := t.obligation(k)
	if !ok || !owed || !Can(t.me, ActNag) {
		return t.toast(textNotAllowed)
	}
	if err := t.nag(k.Period, o.Unit); err != nil {
		return err
	}
	return t.refresh()
}

// nag reminds by hand: one unit, or every one that has not reported. A unit
// that was nagged within two hours is left in peace, and so is whoever has had
// their cap of messages, has promised a time that has not come, or is muted.
func (t *turn) nag(period, unit string) error {
	duty, ok := t.progress()
	if !ok {
		return t.toast(textOldButton)
	}
	p, ok := t.period(duty, period)
	if !ok {
		return t.toast(textOldButton)
	}
	o, err := t.overviewAt(t.tx, duty, p, t.now)
	if err != nil {
		return err
	}
	units, spared := t.byUnit(o.rows, unit)
	n, err := t.nagEach(duty, p, units)
	if err != nil {
		return err
	}
	return t.toast("%s", clip(n.words(spared, t.quiet(t.now)), 190))
}

// nagFull stands where a unit's people were found to have had their cap.
const nagFull = "full"

// naggedRow is who nagged a unit last, and when.
type naggedRow struct {
	V    int       `json:"v"`
	By   string    `json:"by"` // the person's name, as it was
	What string    `json:"what"`
	At   time.Time `json:"at"`
}

// nagged is what came of a press, by the names of units.
type nagged struct {
	told, peace, full, lost []string
	rest                    int // units that another press is for
}

// nagAtOnce is how many units one press nags: what is noted of each fits into the
// transaction.
const nagAtOnce = 100

// nagEach nags as many of the units as fit into a transaction, and leaves out
// those nagged lately.
func (t *turn) nagEach(duty plan.Duty, p plan.Period, units [][]debt) (n nagged, err error) {
	lately, err := t.naggedLately(duty, p)
	if err != nil {
		return n, err
	}
	everybody, err := storage.AllPeople(t.tx)
	if err != nil {
		return n, err
	}
	seen := 0
	for _, owed := range units {
		unit := owed[0].Unit
		name := t.Plan.UnitName(unit)
		if row, ok := lately[unit]; ok && row.What == nagFull {
			n.full = append(n.full, name)
			continue
		} else if ok {
			n.peace = append(n.peace, name+fmt.Sprintf(textNagBy, row.By, row.At.In(t.loc).Format("15:04")))
			continue
		}
		people := slices.DeleteFunc(slices.Clone(everybody), func(x reports.Person) bool {
			return x.Unit != unit || !x.Reachable() || !owes(x, duty, owed[0].Obligation)
		})
		if len(people) == 0 {
			n.lost = append(n.lost, name)
			continue
		}
		if seen == nagAtOnce {
			n.rest++
			continue
		}
		seen++
		sent, why, err := t.nagUnit(duty, p, owed, people, len(units) > 1)
		switch {
		case err != nil:
			return n, err
		case sent:
			n.told = append(n.told, name)
		case why == textNagFull: // noted, so that the next press gets to the others
			n.full = append(n.full, name)
			if err := storage.Put(t.tx, storage.NaggedKey(p.ID, duty.ID, unit), naggedRow{V: 1, By: t.me.Name, What: nagFull, At: t.now}); err != nil {
				return n, err
			}
		default:
			n.lost = append(n.lost, name)
		}
	}
	return n, nil
}

// words says what came of it.
func (n nagged) words(spared []string, night bool) string {
	var words []string
	add := func(text string, names []string) {
		if len(names) > 0 {
			words = append(words, fmt.Sprintf(text, strings.Join(names, "、")))
		}
	}
	add(textNagged, n.told)
	if n.rest > 0 {
		words = append(words, fmt.Sprintf(textNagRest, n.rest))
	}
	add(textNagSpared, spared)
	add(textNagPeace, n.peace)
	add(textNagFull, n.full)
	add(textNagLost, n.lost)
	if len(words) == 0 {
		return textNobodyToNag
	}
	if len(n.told) > 0 && night {
		words = append(words, textNagAtDawn)
	}
	return strings.Join(words, "；")
}

// naggedLately returns which units were nagged within two hours, and by whom.
func (t *turn) naggedLately(duty plan.Duty, p plan.Period) (map[string]naggedRow, error) {
	out := map[string]naggedRow{}
	err := storage.Each(t.tx, storage.NaggedPrefix(p.ID, duty.ID), "", 0, func(key string, row naggedRow) error {
		if t.now.Sub(row.At) < nagEvery {
			c := storage.Components(key)
			out[c[len(c)-1]] = row
		}
		return nil
	})
	return out, err
}

// byUnit groups what is to be nagged by unit, in order. spared names what is
// not reported and is left out, each with the reason: the whole unit, or the
// one report where the unit is nagged of another.
func (t *turn) byUnit(rows []overviewRow, only string) (units [][]debt, spared []string) {
	var peace []debt
	for _, s := range rows {
		if s.settled() || only != "" && s.Unit != only {
			continue
		}
		if s.peace(t.now) {
			peace = append(peace, s.debt)
			continue
		}
		if i := slices.IndexFunc(units, func(d []debt) bool { return d[0].Unit == s.Unit }); i >= 0 {
			units[i] = append(units[i], s.debt)
			continue
		}
		units = append(units, []debt{s.debt})
	}
	for _, x := range peace {
		name := t.Plan.UnitName(x.Unit)
		if slices.ContainsFunc(units, func(d []debt) bool { return d[0].Unit == x.Unit }) {
			name = t.subjectName(x.key())
		}
		if name += t.sparedWhy(x.h); !slices.Contains(spared, name) {
			spared = append(spared, name)
		}
	}
	return units, spared
}

// sparedWhy says why a report is not nagged of now.
func (t *turn) sparedWhy(h handling) string {
	switch {
	case h.Muted != nil:
		return textSparedMuted
	case h.Promise != nil && h.Promise.Broken.IsZero() && t.now.Before(h.Promise.Until):
		return fmt.Sprintf(textSparedPromise, t.whenText(h.Promise.Until))
	case h.Snooze != nil:
		return fmt.Sprintf(textSparedSnooze, t.whenText(h.Snooze.Until))
	}
	return ""
}

// nagUnit reminds a unit's people. One of several is reminded by a timer, each in
// a transaction of its own, and so is everybody at night, in the morning.
func (t *turn) nagUnit(duty plan.Duty, p plan.Period, owed []debt, people []reports.Person, several bool) (sent bool, why string, err error) {
	unit := owed[0].Unit
	if several || t.quiet(t.now) {
		sent, why, err = t.nagLater(duty, p, owed, people)
	} else {
		sent, why, err = t.nagNow(duty, p, owed)
	}
	if err != nil || !sent {
		return false, why, err
	}
	if err := t.log(unit, p.ID, textLogNagged, "", ""); err != nil {
		return false, "", err
	}
	if err := t.acted(p.ID, unit, textActNag); err != nil {
		return false, "", err
	}
	return true, "", storage.Put(t.tx, storage.NaggedKey(p.ID, duty.ID, unit), naggedRow{V: 1, By: t.me.Name, What: textActNag, At: t.now})
}

func (t *turn) nagNow(duty plan.Duty, p plan.Period, owed []debt) (sent bool, why string, err error) {
	for i, x := range owed { // with the draft, which the reminder speaks of
		if owed[i], err = t.debt(t.tx, x.duty, x.period, x.Obligation); err != nil {
			return false, "", err
		}
	}
	return t.nagPeople(t.tx, duty, p, owed, t.now)
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
