package people

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// people lists who takes part, by unit, and where nobody can be reached.
func people(t *desk.Turn) error {
	all, err := storage.AllPeople(t.Tx)
	if err != nil {
		return err
	}
	byUnit := map[string][]reports.Person{}
	for _, p := range all {
		if p.Left.IsZero() {
			byUnit[p.Unit] = append(byUnit[p.Unit], p)
		}
	}
	x := reports.Text{}.Head(textPeopleHead)
	var rows [][]bot.Button
	for _, u := range append([]string{""}, unitIDs(t.Desk)...) {
		ps := byUnit[u]
		if len(ps) == 0 {
			continue
		}
		x = x.Add(reports.Bold, t.UnitOrOffice(u)).Line("")
		for _, p := range ps {
			x = x.Line("· " + p.Name + "，" + desk.RoleNames(p) + desk.ReachText(p))
			if p.ID != t.Me.ID && !p.Has(reports.Director) {
				rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonRemove, p.Name), Data: "rm." + p.ID}})
			}
		}
	}
	if missing := without(t, byUnit); missing != "" {
		x = x.Line("").Line(textNobodyYet + missing)
	}
	if len(rows) > 30 { // a card takes so many buttons; the rest are reached through their unit
		rows = rows[:30]
	}
	return t.Say(x, rows...)
}

func unitIDs(d *desk.Desk) []string {
	var out []string
	for _, u := range d.Plan.Units {
		out = append(out, u.ID)
	}
	return out
}

// without names the lead units that nobody has joined from.
func without(t *desk.Turn, byUnit map[string][]reports.Person) string {
	var out []string
	for _, a := range t.Plan.Areas {
		name := t.Plan.UnitName(a.Lead)
		if !slices.ContainsFunc(byUnit[a.Lead], func(p reports.Person) bool { return p.Has(reports.Contact, reports.Deputy) }) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, "、")
}

// tappedRemove takes rm.PERSON and rm.PERSON.yes.
func tappedRemove(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActPeople) || len(parts) < 2 {
		return t.Toast(desk.TextNotAllowed)
	}
	p, ok, err := storage.Person(t.Tx, parts[1])
	if err != nil {
		return err
	}
	if !ok || !p.Left.IsZero() || p.ID == t.Me.ID || p.Has(reports.Director) {
		return t.Toast(desk.TextOldButton)
	}
	if len(parts) == 2 {
		return t.Say(reports.T(fmt.Sprintf(textRemoveSure, t.UnitOrOffice(p.Unit), p.Name)),
			[]bot.Button{{Label: buttonRemoveYes, Data: "rm." + p.ID + ".yes"}})
	}
	p.Left = t.Now
	if err := storage.SavePerson(t.Tx, p); err != nil {
		return err
	}
	if err := t.Log(p.Unit, "", textLogRemoved, p.Name+" "+desk.RoleNames(p), ""); err != nil {
		return err
	}
	return t.Sayf(textRemoved, p.Name)
}
