package people

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// invite begins an invitation: pick the unit, then the role, get the link.
func invite(t *desk.Turn) error {
	open, err := openInvites(t)
	if err != nil {
		return err
	}
	first := []bot.Button{{Label: buttonRoster, Data: rosterData("")}}
	if len(open) > 0 {
		first = append(first, bot.Button{Label: fmt.Sprintf(buttonOpenInvites, len(open)), Data: tapOpen.Data(openArgs{})})
	}
	return inviteCard(t, bot.Send, textInviteUnit, append([][]bot.Button{first}, t.UnitRows(inviteAnew())...))
}

// inviteCard shows the one card on which an invitation is put together.
func inviteCard(t *desk.Turn, kind bot.MessageKind, words string, rows [][]bot.Button) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: kind, Replaces: kind == bot.Send, OrSend: kind == bot.Edit,
		Chat: t.Update.Chat.ID, Slot: "invite", Text: reports.T(words), Rows: rows, Purpose: "invite", Person: t.Me.ID, At: t.Now})
}

// inviteTap picks a unit, "-" for the office, and then a role.
type inviteTap struct{ Unit, Role string }

var tapInvite = desk.NewTap[inviteTap]("iv")

// inviteAnew asks which unit somebody is to join.
func inviteAnew() string { return tapInvite.Data(inviteTap{}) }

func tappedInvite(t *desk.Turn, a inviteTap) error {
	if !staff.Can(t.Me, staff.ActInvite) {
		return t.Toast(desk.TextNotAllowed)
	}
	if a.Unit == "" {
		return inviteCard(t, bot.Edit, textInviteUnit, t.UnitRows(inviteAnew()))
	}
	unit := strings.TrimPrefix(a.Unit, "-")
	if _, ok := t.Plan.Unit(unit); !ok && unit != "" {
		return t.Toast(desk.TextOldButton)
	}
	if a.Role == "" {
		var rows [][]bot.Button
		for _, r := range staff.Invitable {
			if staff.UnitRole(r) == (unit != "") {
				rows = append(rows, []bot.Button{{Label: r.Label(), Data: tapInvite.Data(inviteTap{a.Unit, string(r)})}})
			}
		}
		if unit == "" && t.Me.Has(reports.Director) {
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonSuccessor, reports.Director.Label()), Data: tapInvite.Data(inviteTap{a.Unit, string(reports.Director)})}})
		}
		rows = append(rows, []bot.Button{{Label: buttonOtherUnit, Data: inviteAnew()}})
		return inviteCard(t, bot.Edit, fmt.Sprintf(textInviteRole, t.UnitOrOffice(unit)), rows)
	}
	role := reports.Role(a.Role)
	if role == reports.Director && unit == "" && t.Me.Has(reports.Director) {
		return makeInvite(t, t.Plan.Office, role)
	}
	if !slices.Contains(staff.Invitable, role) || staff.UnitRole(role) != (unit != "") {
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
	if staff.Can(by, staff.ActPeople) && !t.Me.Has(reports.Director) {
		rows = append(rows, []bot.Button{{Label: buttonNotThem, Data: tapRemove.Data(removeTap{ID: t.Me.ID})}})
	}
	return t.Tell(by, "joined", reports.T(words), rows...)
}

func makeInvite(t *desk.Turn, unit string, role reports.Role) error {
	return inviteLike(t, reports.Invite{Unit: unit, Role: role})
}

// inviteLike makes an invitation to the same unit, role and work, with a link of its own.
func inviteLike(t *desk.Turn, like reports.Invite) error {
	unit, role, secret := like.Unit, like.Role, t.Secret()
	i := reports.Invite{Hash: reports.SecretHash(secret), Unit: unit, Role: role, By: t.Me.ID, At: t.Now, Expires: t.Now.Add(desk.InviteTime),
		Name: like.Name, Replaces: like.Replaces}
	if err := storage.SaveInvite(t.Tx, i); err != nil {
		return err
	}
	if err := desk.SetTimer(t.Tx, t.Now.Add(unopenedAfter), timerInvite, i.Hash); err != nil {
		return err
	}
	if err := t.Log(unit, "", desk.TextLogInvited, "", role.Label()); err != nil {
		return err
	}
	until := t.TimeText(i.Expires)
	who := role.Label()
	if unit != "" {
		who = t.Plan.UnitName(unit) + who
	}
	link := t.Link(secret)
	return t.Say(reports.T(fmt.Sprintf(textInviteLink, who, t.Plan.Name, link, until)), []bot.Button{{Label: buttonCopyLink, Copy: invitation(who, t.Plan.Name, link)}})
}

// invitation is what one tap copies, to be sent to whoever is invited: the words
// and the link, or the link alone where a button can carry no more.
func invitation(who, plan, link string) string {
	if words := fmt.Sprintf(textInviteCopy, who, plan, link); len([]rune(words)) <= bot.MaxCopy {
		return words
	}
	return link
}
