package request

import (
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
)

// refresh brings the person's own card up to date.
func refresh(t *desk.Turn, x reports.Request) error {
	m, err := card(t.Desk, t.Tx, x, t.Me, t.Now)
	if err != nil {
		return err
	}
	m.Kind, m.OrSend, m.Chat = bot.Edit, true, t.Update.Chat.ID
	return bot.Enqueue(t.Tx, m)
}

// showAll brings the cards of all whom a request concerns up to date, but for the
// units that are told of it anew.
func showAll(t *desk.Turn, x reports.Request, told ...string) error {
	units := slices.Concat(x.Units(), stepUnits(x))
	if x.Unit != "" {
		units = append(units, x.Unit)
	}
	slices.Sort(units)
	var people []reports.Person
	for _, u := range slices.Compact(units) {
		if slices.Contains(told, u) {
			continue
		}
		of, err := staff.ContactsOf(t.Tx, u)
		if err != nil {
			return err
		}
		people = append(people, of...)
	}
	office, err := staff.Holders(t.Tx, reports.Director, reports.DeputyDir, reports.Leader)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, p := range append(people, office...) {
		if seen[p.ID] || !p.Reachable() {
			continue
		}
		seen[p.ID] = true
		m, err := card(t.Desk, t.Tx, x, p, t.Now)
		if err != nil {
			return err
		}
		if !sees(x, p) { // it was theirs
			m.Text, m.Rows = reports.T(fmt.Sprintf(textNoLonger, title(x))), nil
		}
		m.Kind = bot.Edit
		if err := bot.Enqueue(t.Tx, m); err != nil {
			return err
		}
	}
	return nil
}

// stepUnits are the units that ever had to do with a request.
func stepUnits(x reports.Request) []string {
	var out []string
	for _, s := range x.Story {
		if s.Unit != "" {
			out = append(out, s.Unit)
		}
	}
	return out
}
