package people

import (
	"fmt"

	"liubao/bot/desk"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// rosterTap is new, show, send, renew or print; "" shows as well.
type rosterTap struct{ What string }

var tapRoster = desk.NewTap[rosterTap]("ro")

func rosterData(what string) string { return tapRoster.Data(rosterTap{what}) }

func tappedRoster(t *desk.Turn, a rosterTap) error {
	if !staff.Can(t.Me, staff.ActInvite) {
		return t.Toast(desk.TextNotAllowed)
	}
	row, ok, err := storage.Setting[rosterRow](t.Tx, settingRoster)
	if err != nil {
		return err
	}
	switch {
	case !ok || a.What == "new":
		return askForRoster(t)
	case a.What == "send":
		return sendLinks(t, row, false)
	case a.What == "renew":
		return sendLinks(t, row, true)
	case a.What == "print":
		return printLinks(t, row)
	}
	return showRoster(t, row)
}

func showRoster(t *desk.Turn, row rosterRow) error {
	text, rows, err := rosterCard(t.Desk, t.Tx, row, t.Now)
	if err != nil {
		return err
	}
	return t.Say(text, rows...)
}

// freshLinks makes a link for everybody who has not joined, or for those alone
// whose link is stale. Earlier links of theirs are good no longer.
func freshLinks(t *desk.Turn, row rosterRow, staleAlone bool) ([]reports.Ticket, error) {
	people, err := storage.AllPeople(t.Tx)
	if err != nil {
		return nil, err
	}
	var out []reports.Ticket
	for i, e := range row.People {
		s, err := stateOf(t.Tx, e, people, t.Now)
		if err != nil {
			return nil, err
		}
		if s == joined || staleAlone && s != stale {
			continue
		}
		if e.Hash != "" {
			if err := storage.DeleteInvite(t.Tx, e.Hash); err != nil {
				return nil, err
			}
		}
		secret := t.Secret()
		row.People[i].Hash = reports.SecretHash(secret)
		if err := storage.SaveInvite(t.Tx, reports.Invite{Hash: row.People[i].Hash, Unit: e.Unit, Role: e.Role, Name: e.Name,
			By: t.Me.ID, At: t.Now, Expires: t.Now.Add(desk.InviteTime)}); err != nil {
			return nil, err
		}
		out = append(out, reports.Ticket{Unit: e.Unit, Name: e.Name, Role: e.Role, Link: t.Link(secret)})
	}
	return out, storage.SaveSetting(t.Tx, settingRoster, row)
}

// sendLinks sends one message for each unit, to be forwarded as it is.
func sendLinks(t *desk.Turn, row rosterRow, staleAlone bool) error {
	tickets, err := freshLinks(t, row, staleAlone)
	if err != nil {
		return err
	}
	if len(tickets) == 0 {
		return t.Toast(textRosterAllIn)
	}
	until := t.TimeText(t.Now.Add(desk.InviteTime))
	for _, u := range units(t.Plan, row) {
		x, n := reports.T(fmt.Sprintf(textUnitLinks, u.Name, t.Plan.Name, until)), 0
		for _, k := range tickets {
			if k.Unit == u.ID {
				x = x.Line("").Line(k.Name + "（" + k.Role.Label() + "）：").Line(k.Link)
				n++
			}
		}
		if n == 0 {
			continue
		}
		if err := t.Log(u.ID, "", textLogEnrolled, "", fmt.Sprintf(textLogLinks, n)); err != nil {
			return err
		}
		if err := t.Say(x); err != nil {
			return err
		}
	}
	return t.Sayf(textLinksSent, len(tickets))
}

// printLinks orders the page with a code for everybody who has not joined.
func printLinks(t *desk.Turn, row rosterRow) error {
	tickets, err := freshLinks(t, row, false)
	if err != nil {
		return err
	}
	if len(tickets) == 0 {
		return t.Toast(textRosterAllIn)
	}
	if err := t.Log("", "", textLogEnrolled, "", fmt.Sprintf(textLogLinks, len(tickets))); err != nil {
		return err
	}
	return orders.Place(t.Tx, orders.Row{Chat: t.Update.Chat.ID, Name: "roster", Asked: true, Person: t.Me.ID, Purpose: "invite", At: t.Now,
		Paper: reports.Paper{Kind: reports.PaperInvites, Tickets: tickets, Until: t.Now.Add(desk.InviteTime)}})
}
