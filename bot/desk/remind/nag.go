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

// nagMissing nags every unit that owes a report of the period, or the one named. Of
// many the first are nagged at once and the others by a timer.
func nagMissing(t *desk.Turn, duty plan.Duty, p plan.Period, unit string) (n nagged, spared []string, err error) {
	o, err := standing.Read(t.Tx, t.Plan, duty, p, t.Now)
	if err != nil {
		return n, nil, err
	}
	units, spared := byUnit(t, o.Rows, unit)
	n, err = nagEach(t, duty, p, units)
	if err == nil && n.rest > 0 {
		err = timerNagRest.Set(t.Tx, t.Now, nagRest{Period: p.ID, Duty: duty.ID, By: t.Me.ID, Since: t.Now, After: n.last})
	}
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
	rest                    int    // units that have their turn later
	last                    string // the unit that had its turn last
}

// nagAtOnce is how many units are nagged in a transaction: what is noted of each fits
// into it.
const nagAtOnce = 100

// nagEach nags as many of the units as fit into a transaction, and leaves out
// those nagged lately.
func nagEach(t *desk.Turn, duty plan.Duty, p plan.Period, units [][]standing.Standing) (n nagged, err error) {
	lately, err := naggedLately(t, duty, p)
	if err != nil {
		return n, err
	}
	everybody, err := peopleByUnit(t.Tx)
	if err != nil {
		return n, err
	}
	seen := 0
	for i, owed := range units {
		unit := owed[0].Unit
		if row, ok := lately[unit]; ok {
			n.noted(t, unit, row)
			continue
		}
		if seen == nagAtOnce {
			n.rest = len(units) - i
			break
		}
		n.last = unit
		name := t.Plan.UnitName(unit)
		people := slices.DeleteFunc(slices.Clone(everybody[t.Heir(unit)]), func(x reports.Person) bool {
			return !x.Reachable() || !staff.Owes(x, duty, t.Acting(owed[0].Obligation))
		})
		if len(people) == 0 {
			n.lost = append(n.lost, name)
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
			if err := storage.Put(t.Tx, storage.RowNagged.Key(p.ID, duty.ID, unit), naggedRow{V: 1, By: t.Me.Name, What: nagFull, At: t.Now}); err != nil {
				return n, err
			}
		default:
			n.lost = append(n.lost, name)
		}
	}
	return n, nil
}

// noted counts a unit that was nagged within two hours, or found to be over its cap.
func (n *nagged) noted(t *desk.Turn, unit string, row naggedRow) {
	name := t.Plan.UnitName(unit)
	if row.What == nagFull {
		n.full = append(n.full, name)
		return
	}
	n.peace = append(n.peace, name+fmt.Sprintf(textNagBy, row.By, row.At.In(t.Loc).Format("15:04")))
}

func peopleByUnit(r storage.Reader) (map[string][]reports.Person, error) {
	all, err := storage.AllPeople(r)
	if err != nil {
		return nil, err
	}
	out := map[string][]reports.Person{}
	for _, x := range all {
		out[x.Unit] = append(out[x.Unit], x)
	}
	return out, nil
}

// nagNames is how many of the units that were reminded are named.
const nagNames = 30

// words says what came of it, a line for each. Whoever was reminded is counted where
// they are many; whoever was not is always named.
func (n nagged) words(spared []string, night bool) []string {
	var words []string
	add := func(text string, names []string) {
		if len(names) > 0 {
			words = append(words, fmt.Sprintf(text, strings.Join(names, "、")))
		}
	}
	few := func(names []string) []string {
		if len(names) <= nagNames {
			return names
		}
		return []string{fmt.Sprintf(textNagMany, strings.Join(names[:3], "、"), len(names))}
	}
	add(textNagged, few(n.told))
	if n.rest > 0 {
		words = append(words, fmt.Sprintf(textNagRest, n.rest))
	}
	add(textNagSpared, spared)
	add(textNagPeace, few(n.peace))
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
	err := storage.EachSound(t.Tx, storage.RowNagged.Prefix(p.ID, duty.ID), "", 0, func(key string, row naggedRow) error {
		if t.Now.Sub(row.At) < desk.NagEvery {
			c := storage.Components(key)
			out[c[len(c)-1]] = row
		}
		return nil
	})
	return out, err
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
	return true, "", storage.Put(t.Tx, storage.RowNagged.Key(p.ID, duty.ID, unit), naggedRow{V: 1, By: t.Me.Name, What: textActNag, At: t.Now})
}

func nagNow(t *desk.Turn, duty plan.Duty, p plan.Period, owed []standing.Standing) (sent bool, why string, err error) {
	for i, x := range owed { // with the draft, which the reminder speaks of
		if owed[i], err = standing.One(t.Tx, x.TheDuty, x.Period, x.Obligation); err != nil {
			return false, "", err
		}
	}
	return nagPeople(t.Desk, t.Tx, duty, p, owed, t.Now)
}
