package remind

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// nagCommand carries out /nag: everybody who has not reported is reminded, or the
// unit that was named, and the answer says what came of it.
func nagCommand(t *desk.Turn, name string) error {
	duty, ok := t.Progress()
	if !ok {
		return t.Sayf(desk.TextNothingOwed)
	}
	p, ok := nagPeriod(t, duty)
	if !ok {
		return t.Sayf(desk.TextNotStarted, t.DayText(t.Plan.Starts))
	}
	unit := ""
	if name != "" {
		u, ok := t.Plan.FindUnit(name)
		if close := t.Plan.Similar(name); !ok && len(close) == 1 {
			u, ok = t.Plan.FindUnit(close[0])
		}
		if !ok {
			return t.Sayf(textNagWho, conversations.Clip(name, 20))
		}
		unit = u.ID
	}
	n, spared, err := nagMissing(t, duty, p, unit)
	if err != nil {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textNagPick, t.PeriodText(p)))
	for _, s := range n.words(spared, t.Quiet(t.Now)) {
		x = x.Line(s)
	}
	if err := t.Say(x.Trim()); err != nil {
		return err
	}
	return t.Refresh()
}

// nagMissing nags every unit that owes a report of the period, or the one named.
func nagMissing(t *desk.Turn, duty plan.Duty, p plan.Period, unit string) (n nagged, spared []string, err error) {
	o, err := standing.Read(t.Tx, t.Plan, duty, p, t.Now)
	if err != nil {
		return n, nil, err
	}
	units, spared := byUnit(t, o.Rows, unit)
	n, err = nagEach(t, duty, p, units)
	return n, spared, err
}

// nagPeriod returns the period whose reports are asked after: the one that has
// just passed while some of them are missing, or else the present one.
func nagPeriod(t *desk.Turn, duty plan.Duty) (plan.Period, bool) {
	periods := t.PeriodsAt(duty, t.Now)
	if len(periods) == 0 {
		return plan.Period{}, false
	}
	if t.Now.Sub(periods[0].Deadline) < desk.MatterFor && t.Now.After(periods[0].Deadline) {
		return periods[0], true
	}
	return periods[len(periods)-1], true
}

// nagTap nags whoever owes a report.
type nagTap struct{ Key reports.Key }

var tapNag = desk.NewTap[nagTap]("kn")

func tappedNags(t *desk.Turn, a desk.NagsTap) error {
	if !staff.Can(t.Me, staff.ActNag) {
		return t.Toast(desk.TextNotAllowed)
	}
	if err := nag(t, string(a.Period), a.Unit); err != nil {
		return err
	}
	return t.Refresh()
}

func tappedNag(t *desk.Turn, a nagTap) error {
	k := a.Key
	_, o, _, owed := t.Obligation(k)
	if !owed || !staff.Can(t.Me, staff.ActNag) {
		return t.Toast(desk.TextNotAllowed)
	}
	if err := nag(t, k.Period, o.Unit); err != nil {
		return err
	}
	return t.Refresh()
}

// nag reminds by hand: one unit, or every one that has not reported. A unit
// that was nagged within two hours is left in peace, and so is whoever has had
// their cap of messages, has promised a time that has not come, or is muted.
func nag(t *desk.Turn, period, unit string) error {
	duty, ok := t.Progress()
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	p, ok := t.Period(duty, period)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	n, spared, err := nagMissing(t, duty, p, unit)
	if err != nil {
		return err
	}
	return t.Toast("%s", conversations.Clip(strings.Join(n.words(spared, t.Quiet(t.Now)), "；"), 190))
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
func nagEach(t *desk.Turn, duty plan.Duty, p plan.Period, units [][]standing.Standing) (n nagged, err error) {
	lately, err := naggedLately(t, duty, p)
	if err != nil {
		return n, err
	}
	everybody, err := storage.AllPeople(t.Tx)
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
			n.peace = append(n.peace, name+fmt.Sprintf(textNagBy, row.By, row.At.In(t.Loc).Format("15:04")))
			continue
		}
		people := slices.DeleteFunc(slices.Clone(everybody), func(x reports.Person) bool {
			return x.Unit != t.Heir(unit) || !x.Reachable() || !staff.Owes(x, duty, t.Acting(owed[0].Obligation))
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
		sent, why, err := nagUnit(t, duty, p, owed, people, len(units) > 1)
		switch {
		case err != nil:
			return n, err
		case sent:
			n.told = append(n.told, name)
		case why == textNagFull: // noted, so that the next press gets to the others
			n.full = append(n.full, name)
			if err := storage.Put(t.Tx, storage.NaggedKey(p.ID, duty.ID, unit), naggedRow{V: 1, By: t.Me.Name, What: nagFull, At: t.Now}); err != nil {
				return n, err
			}
		default:
			n.lost = append(n.lost, name)
		}
	}
	return n, nil
}

// words says what came of it, a line for each.
func (n nagged) words(spared []string, night bool) []string {
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
		return []string{textNobodyToNag}
	}
	if len(n.told) > 0 && night {
		words = append(words, textNagAtDawn)
	}
	return words
}

// naggedLately returns which units were nagged within two hours, and by whom.
func naggedLately(t *desk.Turn, duty plan.Duty, p plan.Period) (map[string]naggedRow, error) {
	out := map[string]naggedRow{}
	err := storage.EachSound(t.Tx, storage.NaggedPrefix(p.ID, duty.ID), "", 0, func(key string, row naggedRow) error {
		if t.Now.Sub(row.At) < desk.NagEvery {
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
func byUnit(t *desk.Turn, rows []standing.Standing, only string) (units [][]standing.Standing, spared []string) {
	var peace []standing.Standing
	for _, s := range rows {
		if s.Settled() || only != "" && s.Unit != only {
			continue
		}
		if s.Peace(t.Now) {
			peace = append(peace, s)
			continue
		}
		if i := slices.IndexFunc(units, func(d []standing.Standing) bool { return d[0].Unit == s.Unit }); i >= 0 {
			units[i] = append(units[i], s)
			continue
		}
		units = append(units, []standing.Standing{s})
	}
	for _, x := range peace {
		name := t.Plan.UnitName(x.Unit)
		if slices.ContainsFunc(units, func(d []standing.Standing) bool { return d[0].Unit == x.Unit }) {
			name = t.SubjectName(x.Key())
		}
		if name += sparedWhy(t, x.Handling); !slices.Contains(spared, name) {
			spared = append(spared, name)
		}
	}
	return units, spared
}

// sparedWhy says why a report is not nagged of now.
func sparedWhy(t *desk.Turn, h standing.Handling) string {
	switch {
	case h.Muted != nil:
		return textSparedMuted
	case h.Promise != nil && h.Promise.Broken.IsZero() && t.Now.Before(h.Promise.Until):
		return fmt.Sprintf(textSparedPromise, t.WhenText(h.Promise.Until))
	case h.Snooze != nil:
		return fmt.Sprintf(textSparedSnooze, t.WhenText(h.Snooze.Until))
	}
	return ""
}

// nagUnit reminds a unit's people. One of several is reminded by a timer, each in
// a transaction of its own, and so is everybody at night, in the morning.
func nagUnit(t *desk.Turn, duty plan.Duty, p plan.Period, owed []standing.Standing, people []reports.Person, several bool) (sent bool, why string, err error) {
	unit := owed[0].Unit
	if several || t.Quiet(t.Now) {
		sent, why, err = nagLater(t, duty, p, owed, people)
	} else {
		sent, why, err = nagNow(t, duty, p, owed)
	}
	if err != nil || !sent {
		return false, why, err
	}
	if err := t.Log(unit, p.ID, textLogNagged, "", ""); err != nil {
		return false, "", err
	}
	if err := t.Acted(p.ID, unit, textActNag); err != nil {
		return false, "", err
	}
	return true, "", storage.Put(t.Tx, storage.NaggedKey(p.ID, duty.ID, unit), naggedRow{V: 1, By: t.Me.Name, What: textActNag, At: t.Now})
}

func nagNow(t *desk.Turn, duty plan.Duty, p plan.Period, owed []standing.Standing) (sent bool, why string, err error) {
	for i, x := range owed { // with the draft, which the reminder speaks of
		if owed[i], err = standing.One(t.Tx, x.TheDuty, x.Period, x.Obligation); err != nil {
			return false, "", err
		}
	}
	return nagPeople(t.Desk, t.Tx, duty, p, owed, t.Now)
}
