package desk

import (
	"fmt"
	"liubao/bot/desk/standing"
	"slices"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// TellUnit tells a unit's contacts what was decided about their report.
func (t *Turn) TellUnit(x standing.Standing, words string, rows ...[]bot.Button) error {
	people, err := storage.PeopleOfUnit(t.Tx, x.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() || !Writes(p, *x.TheDuty, x.Obligation) {
			continue
		}
		if err := t.Notify(t.Tx, p, bot.Message{Kind: bot.Send, Text: reports.T(words), Rows: rows,
			Purpose: "decision"}, t.Now); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) Alarm(tx storage.Tx, now time.Time, words string) error {
	people, err := Holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := d.Notify(tx, p, bot.Message{Kind: bot.Send, Text: reports.T(words),
			Purpose: "alarm"}, now); err != nil {
			return err
		}
	}
	return nil
}

// MayDecide reports whether the person may decide about a unit's report: not
// about their own unit's, for nobody reviews, excuses or extends their own
// alone. who names those who may instead.
func (t *Turn) MayDecide(a Act, unit string) (ok bool, who []reports.Person, err error) {
	if !Can(t.Me, a) {
		return false, nil, nil
	}
	if t.Me.Unit != unit {
		return true, nil, nil
	}
	who, err = t.Deciders(t.Tx, a, unit)
	return false, who, err
}

// Deciders returns who decides about a unit's report: the office's people of
// other units, and where there are none the leaders of other units.
func (d *Desk) Deciders(r storage.Reader, a Act, unit string) ([]reports.Person, error) {
	all, err := storage.PeopleWith(r, RolesFor(a)...)
	if err != nil {
		return nil, err
	}
	var offices, leaders []reports.Person
	for _, p := range all {
		switch {
		case p.Unit == unit || !p.Reachable() || !Can(p, a):
		case Office(p):
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

// Refuse says why somebody may not decide, and who may.
func (t *Turn) Refuse(who []reports.Person) error {
	if len(who) == 0 {
		t.Answer = bot.Answer{Text: textOwnUnitNobody, Alert: true}
		return nil
	}
	t.Answer = bot.Answer{Text: Clip(fmt.Sprintf(TextOwnUnit, NamesOf(who)), 190), Alert: true}
	return nil
}

// MostContacts is how many people of a unit hear of what is assigned to it.
const MostContacts = 4

// ContactsOf returns the people of a unit who write its reports and can be reached.
func ContactsOf(r storage.Reader, unit string) ([]reports.Person, error) {
	people, err := storage.PeopleOfUnit(r, unit)
	out := slices.DeleteFunc(people, func(p reports.Person) bool { return !p.Reachable() || !p.Has(UnitRoles...) })
	return out[:min(len(out), MostContacts)], err
}

func (t *Turn) TellAuthor(r reports.Report, words string, rows ...[]bot.Button) error {
	p, ok, err := storage.Person(t.Tx, r.SubmittedBy)
	if err != nil || !ok || p.ID == t.Me.ID || !p.Reachable() {
		return err
	}
	return t.Notify(t.Tx, p, bot.Message{Kind: bot.Send, Text: reports.T(words), Rows: rows,
		Purpose: "sign-off", Period: r.Key.Period}, t.Now)
}
