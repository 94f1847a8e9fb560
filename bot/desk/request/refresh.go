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
	units := x.Units()
	if x.Unit != "" {
		units = append(units, x.Unit)
	}
	var people []reports.Person
	for _, u := range units {
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
		m.Kind = bot.Edit
		if err := bot.Enqueue(t.Tx, m); err != nil {
			return err
		}
	}
	return nil
}

// notTheirs tells the units that were to act and are not any more, by their cards.
func notTheirs(t *desk.Turn, x reports.Request, before []reports.Party) error {
	for _, p := range before {
		if _, still := x.Party(p.Unit); still || p.Told.IsZero() {
			continue
		}
		people, err := staff.ContactsOf(t.Tx, p.Unit)
		if err != nil {
			return err
		}
		for _, who := range people {
			if sees(x, who) {
				continue
			}
			if err := bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, Chat: who.Chat, Slot: slotOf(x), Text: reports.T(fmt.Sprintf(textNoLonger, title(x))),
				Purpose: "request", Person: who.ID, At: t.Now}); err != nil {
				return err
			}
		}
	}
	return nil
}
