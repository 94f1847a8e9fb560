package desk

import (
	"fmt"
	"slices"
	"strings"

	"liubao/plan"
	"liubao/storage"
)

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
	var told, peace, full, lost []string
	units, spared := t.byUnit(o.rows, unit)
	rest := max(0, len(units)-nagAtOnce)
	for _, owed := range units[:len(units)-rest] {
		for i, x := range owed { // with the draft, which the reminder speaks of
			if owed[i], err = t.debt(t.tx, x.duty, x.period, x.Obligation); err != nil {
				return err
			}
		}
		name := t.Plan.UnitName(owed[0].Unit)
		sent, why, err := t.nagUnit(duty, p, owed)
		switch {
		case err != nil:
			return err
		case sent:
			told = append(told, name)
		case why == textNagFull:
			full = append(full, name)
		case why == textNagLost:
			lost = append(lost, name)
		default:
			who, err := t.naggedBy(duty, p, owed[0].Unit)
			if err != nil {
				return err
			}
			peace = append(peace, name+who)
		}
	}
	var words []string
	for _, part := range []struct {
		text  string
		names []string
	}{{textNagged, told}, {textNagSpared, spared}, {textNagPeace, peace}, {textNagFull, full}, {textNagLost, lost}} {
		if len(part.names) > 0 {
			words = append(words, fmt.Sprintf(part.text, strings.Join(part.names, "、")))
		}
	}
	if len(words) == 0 {
		return t.toast(textNobodyToNag)
	}
	if rest > 0 {
		words = append(words, fmt.Sprintf(textNagRest, rest))
	}
	if len(told) > 0 && !t.Awake(t.now).Equal(t.now) {
		words = append(words, textNagAtDawn)
	}
	return t.toast("%s", clip(strings.Join(words, "；"), 190))
}

// byUnit groups what is to be nagged by unit, in order. spared names what is
// not reported and is left out, each with the reason: the whole unit, or the
// one report where the unit is nagged of another.
func (t *turn) byUnit(rows []standing, only string) (units [][]debt, spared []string) {
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

func (t *turn) nagUnit(duty plan.Duty, p plan.Period, owed []debt) (sent bool, why string, err error) {
	unit := owed[0].Unit
	key := storage.NaggedKey(p.ID, duty.ID, unit)
	row, ok, err := storage.Get[deedRow](t.tx, key)
	if err != nil {
		return false, "", err
	}
	if ok && t.now.Sub(row.At) < nagEvery {
		return false, textNagPeace, nil
	}
	if t.quiet(t.now) {
		sent, why, err = t.nagAtDawn(duty, p, owed)
	} else {
		sent, why, err = t.nagPeople(t.tx, duty, p, owed, t.now)
	}
	if err != nil || !sent {
		return false, why, err
	}
	if err := t.log(unit, p.ID, textLogNagged, "", ""); err != nil {
		return false, "", err
	}
	if err := t.done(p.ID, unit, textActNag); err != nil {
		return false, "", err
	}
	return true, "", storage.Put(t.tx, key, deedRow{V: 1, By: t.me.Name, What: textActNag, At: t.now})
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
