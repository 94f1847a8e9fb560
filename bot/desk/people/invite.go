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

// invite begins an invitation: pick the unit, then the role, get the link.
func invite(t *desk.Turn) error {
	open, err := openInvites(t)
	if err != nil {
		return err
	}
	first := []bot.Button{{Label: buttonRoster, Data: "ro"}}
	if len(open) > 0 {
		first = append(first, bot.Button{Label: fmt.Sprintf(buttonOpenInvites, len(open)), Data: tapOpen.Data(openArgs{})})
	}
	return inviteCard(t, bot.Send, textInviteUnit, append([][]bot.Button{first}, t.UnitRows("iv")...))
}

// inviteCard shows the one card on which an invitation is put together.
func inviteCard(t *desk.Turn, kind bot.MessageKind, words string, rows [][]bot.Button) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: kind, Replaces: kind == bot.Send, OrSend: kind == bot.Edit,
		Chat: t.Update.Chat.ID, Slot: "invite", Text: reports.T(words), Rows: rows, Purpose: "invite", Person: t.Me.ID, At: t.Now})
}

// tappedInvite takes iv.UNIT and iv.UNIT.ROLE.
func tappedInvite(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActInvite) {
		return t.Toast(desk.TextNotAllowed)
	}
	if len(parts) < 2 {
		return inviteCard(t, bot.Edit, textInviteUnit, t.UnitRows("iv"))
	}
	unit := strings.TrimPrefix(parts[1], "-")
	if _, ok := t.Plan.Unit(unit); !ok && unit != "" {
		return t.Toast(desk.TextOldButton)
	}
	if len(parts) == 2 {
		var rows [][]bot.Button
		for _, r := range desk.Invitable {
			if desk.UnitRole(r) == (unit != "") {
				rows = append(rows, []bot.Button{{Label: r.Label(), Data: fmt.Sprintf("iv.%s.%s", parts[1], r)}})
			}
		}
		if unit == "" && t.Me.Has(reports.Director) {
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonSuccessor, reports.Director.Label()), Data: fmt.Sprintf("iv.%s.%s", parts[1], reports.Director)}})
		}
		rows = append(rows, []bot.Button{{Label: buttonOtherUnit, Data: "iv"}})
		return inviteCard(t, bot.Edit, fmt.Sprintf(textInviteRole, t.UnitOrOffice(unit)), rows)
	}
	role := reports.Role(parts[2])
	if role == reports.Director && unit == "" && t.Me.Has(reports.Director) {
		return makeInvite(t, t.Plan.Office, role)
	}
	if !slices.Contains(desk.Invitable, role) || desk.UnitRole(role) != (unit != "") {
		return t.Toast(desk.TextOldButton)
	}
	return makeInvite(t, unit, role)
}

// tellInviter tells whoever invited who came. A link may have been passed on, so
// that a person who is not meant can be taken out; whoever joined does not wait for it.
func tellInviter(t *desk.Turn, i reports.Invite) error {
	by, ok, err := storage.Person(t.Tx, i.By)
	if err != nil || !ok || by.ID == t.Me.ID || i.Role == reports.Director { // who is followed hears more
		return err
	}
	words := fmt.Sprintf(textJoinedTell, t.UnitOrOffice(i.Unit), t.Me.Name, i.Role.Label())
	if from := t.Update.From; from.Name != t.Me.Name {
		words += fmt.Sprintf(textJoinedAs, from.Name)
	}
	var rows [][]bot.Button
	if desk.Can(by, desk.ActPeople) && !t.Me.Has(reports.Director) {
		rows = append(rows, []bot.Button{{Label: buttonNotThem, Data: "rm." + t.Me.ID}})
	}
	return t.Tell(by, "joined", reports.T(words), rows...)
}

func makeInvite(t *desk.Turn, unit string, role reports.Role) error {
	secret := t.Secret()
	i := reports.Invite{Hash: desk.SecretHash(secret), Unit: unit, Role: role, By: t.Me.ID, At: t.Now, Expires: t.Now.Add(desk.InviteTime)}
	if err := storage.SaveInvite(t.Tx, i); err != nil {
		return err
	}
	if err := desk.SetTimer(t.Tx, t.Now.Add(unopenedAfter), timerInvite, i.Hash); err != nil {
		return err
	}
	if err := t.Log(unit, "", desk.TextLogInvited, "", role.Label()); err != nil {
		return err
	}
	until := reports.TimeText(i.Expires, t.Loc)
	who := role.Label()
	if unit != "" {
		who = t.Plan.UnitName(unit) + who
	}
	return t.Say(reports.T(fmt.Sprintf(textInviteLink, who, t.Plan.Name, t.Link(secret), until)))
}
