package desk

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// invite begins an invitation: pick the unit, then the role, get the link.
func (t *turn) invite() error {
	return t.inviteCard(bot.Send, textInviteUnit, t.unitRows("iv"))
}

// inviteCard shows the one card on which an invitation is put together.
func (t *turn) inviteCard(kind bot.MessageKind, words string, rows [][]bot.Button) error {
	return bot.Enqueue(t.tx, bot.Message{Kind: kind, Replaces: kind == bot.Send, OrSend: kind == bot.Edit,
		Chat: t.u.Chat.ID, Slot: "invite", Text: reports.T(words), Rows: rows, Purpose: "invite", Person: t.me.ID, At: t.now})
}

// unitRows offers every unit, two a row, and the task force itself.
func (t *turn) unitRows(what string) [][]bot.Button {
	var rows [][]bot.Button
	var row []bot.Button
	for _, u := range t.Plan.Units {
		row = append(row, bot.Button{Label: u.Name, Data: what + "." + u.ID})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	row = append(row, bot.Button{Label: textTaskForce, Data: what + ".-"})
	return append(rows, row)
}

// tappedInvite takes iv.UNIT and iv.UNIT.ROLE.
func (t *turn) tappedInvite(parts []string) error {
	if !Can(t.me, ActInvite) {
		return t.toast(textNotAllowed)
	}
	if len(parts) < 2 {
		return t.inviteCard(bot.Edit, textInviteUnit, t.unitRows("iv"))
	}
	unit := strings.TrimPrefix(parts[1], "-")
	if _, ok := t.Plan.Unit(unit); !ok && unit != "" {
		return t.toast(textOldButton)
	}
	if len(parts) == 2 {
		var rows [][]bot.Button
		for _, r := range invitable {
			if unitRole(r) == (unit != "") {
				rows = append(rows, []bot.Button{{Label: r.Label(), Data: fmt.Sprintf("iv.%s.%s", parts[1], r)}})
			}
		}
		rows = append(rows, []bot.Button{{Label: buttonOtherUnit, Data: "iv"}})
		return t.inviteCard(bot.Edit, fmt.Sprintf(textInviteRole, t.unitOrOffice(unit)), rows)
	}
	role := reports.Role(parts[2])
	if !slices.Contains(invitable, role) || unitRole(role) != (unit != "") {
		return t.toast(textOldButton)
	}
	return t.makeInvite(unit, role)
}

func (t *turn) makeInvite(unit string, role reports.Role) error {
	secret := t.Secret()
	i := reports.Invite{Hash: hash(secret), Unit: unit, Role: role, By: t.me.ID, At: t.now, Expires: t.now.Add(inviteTime)}
	if err := storage.SaveInvite(t.tx, i); err != nil {
		return err
	}
	if err := setTimer(t.tx, t.now.Add(unopenedAfter), timerInvite, i.Hash); err != nil {
		return err
	}
	if err := t.log(unit, "", textLogInvited, "", role.Label()); err != nil {
		return err
	}
	until := reports.TimeText(i.Expires, t.loc)
	who := role.Label()
	if unit != "" {
		who = t.Plan.UnitName(unit) + who
	}
	return t.say(reports.T(fmt.Sprintf(textInviteLink, who, t.Plan.Name, t.Link(secret), until)))
}
