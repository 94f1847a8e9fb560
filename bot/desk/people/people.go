package people

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// slotPeople names the one message in which members are looked at and changed.
const slotPeople = "people"

const (
	// mostLacking is how many units that nobody reports for have a button of their own.
	mostLacking = 6
	// mostShown is how many members the card lists; the rest are behind their units.
	mostShown = 40
)

// peopleTap is a button of the members' card: "" all, u a unit, p a person; n invites
// to a unit with a role, r gives a person a role or takes it, h has another take over
// from a person, l makes a person a new link, a makes an invitation anew, v revokes it.
// The task force's unit is "-", an invitation goes by the beginning of its hash.
type peopleTap struct{ What, ID, Role string }

var tapPeople = desk.NewTap[peopleTap]("pp")

func peopleData(what, id, role string) string { return tapPeople.Data(peopleTap{what, id, role}) }

// people answers /people.
func people(t *desk.Turn) error { return showAll(t, bot.Send) }

func tappedPeople(t *desk.Turn, a peopleTap) error {
	if !staff.Can(t.Me, staff.ActPeople) {
		return t.Toast(desk.TextNotAllowed)
	}
	switch a.What {
	case "":
		return showAll(t, bot.Edit)
	case "u", "n":
		unit := strings.TrimPrefix(a.ID, "-")
		if _, ok := t.Plan.Unit(unit); !ok && unit != "" {
			return t.Toast(desk.TextOldButton)
		}
		if a.What == "u" {
			return showUnit(t, unit, bot.Edit)
		}
		return tappedInvite(t, inviteTap{a.ID, a.Role})
	case "a", "v":
		return changeInvite(t, a)
	}
	return tappedPerson(t, a)
}

func putPeople(t *desk.Turn, kind bot.MessageKind, x reports.Text, rows [][]bot.Button) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: kind, Replaces: kind == bot.Send, OrSend: kind == bot.Edit, Chat: t.Update.Chat.ID,
		Slot: slotPeople, Text: x.Trim(), Rows: rows, Purpose: "people", Person: t.Me.ID, At: t.Now})
}

// showAll lists who takes part, by unit: first the units that nobody reports for, each
// invited with one tap.
func showAll(t *desk.Turn, kind bot.MessageKind) error {
	byUnit, err := members(t)
	if err != nil {
		return err
	}
	x := reports.Text{}.Head(textPeopleHead)
	var rows [][]bot.Button
	lacking := without(t, byUnit)
	if len(lacking) > 0 {
		x = x.Add(reports.Bold, textNobodyYet).Line(unitNames(t, lacking))
	}
	for _, u := range lacking[:min(len(lacking), mostLacking)] {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonInviteTo, t.Plan.UnitName(u)), Data: peopleData("n", u, string(reports.Contact)), Style: bot.MainButton}})
	}
	var units []bot.Button
	listed := 0
	for _, u := range append([]string{""}, unitIDs(t.Desk)...) {
		ps := byUnit[u]
		if len(ps) == 0 {
			continue
		}
		units = append(units, bot.Button{Label: fmt.Sprintf(buttonUnitOf, t.UnitOrOffice(u), len(ps)), Data: peopleData("u", cmp.Or(u, "-"), "")})
		if listed += len(ps); listed > mostShown {
			continue
		}
		x = x.Add(reports.Bold, t.UnitOrOffice(u)).Line("")
		for _, p := range ps {
			x = x.Line("· " + p.Name + "，" + reports.RoleNames(p) + desk.ReachText(p))
		}
	}
	if listed > mostShown {
		x = x.Line(textPeopleMore)
	}
	open, err := openInvites(t)
	if err != nil {
		return err
	}
	last := []bot.Button{{Label: buttonInviteOthers, Data: inviteAnew()}}
	if len(open) > 0 {
		last = append(last, bot.Button{Label: fmt.Sprintf(buttonOpenInvites, len(open)), Data: tapOpen.Data(openArgs{})})
	}
	rows = desk.InRows(rows, units[:min(len(units), 80)], 2)
	return putPeople(t, kind, x, append(rows, last))
}

// members returns everybody who takes part, by unit.
func members(t *desk.Turn) (map[string][]reports.Person, error) {
	all, err := storage.AllPeople(t.Tx)
	out := map[string][]reports.Person{}
	for _, p := range all {
		if p.Left.IsZero() {
			out[p.Unit] = append(out[p.Unit], p)
		}
	}
	return out, err
}

// showUnit shows a unit's people and its invitations, and invites more.
func showUnit(t *desk.Turn, unit string, kind bot.MessageKind) error {
	byUnit, err := members(t)
	if err != nil {
		return err
	}
	open, err := openInvites(t)
	if err != nil {
		return err
	}
	x := reports.Text{}.Head(t.UnitOrOffice(unit))
	var who, invite []bot.Button
	for _, p := range byUnit[unit] {
		x = x.Line("· " + p.Name + "，" + reports.RoleNames(p) + desk.ReachText(p))
		who = append(who, bot.Button{Label: p.Name, Data: peopleData("p", p.ID, "")})
	}
	if len(who) == 0 {
		x = x.Line(textNobodyHere)
	}
	for _, r := range staff.Invitable {
		if staff.UnitRole(r) == (unit != "") {
			invite = append(invite, bot.Button{Label: fmt.Sprintf(buttonInviteTo, r.Label()), Data: peopleData("n", cmp.Or(unit, "-"), string(r))})
		}
	}
	rows := desk.InRows(desk.InRows(nil, who[:min(len(who), 40)], 2), invite, 2)
	for _, i := range open {
		if i.Unit != unit || len(rows) > 40 {
			continue
		}
		x = x.Line(fmt.Sprintf(textInviteWaits, i.Role.Label(), i.Name, t.TimeText(i.At), t.TimeText(i.Expires)))
		id := i.Hash[:min(hashShown, len(i.Hash))]
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonInviteAnew, i.Role.Label()), Data: peopleData("a", id, "")},
			{Label: fmt.Sprintf(buttonInviteRevoke, i.Role.Label()), Data: peopleData("v", id, ""), Style: bot.BadButton}})
	}
	return putPeople(t, kind, x, append(rows, []bot.Button{{Label: desk.ButtonUp, Data: peopleData("", "", "")}}))
}

// changeInvite revokes an invitation, or makes it anew with a link of its own: the
// old one is no longer good.
func changeInvite(t *desk.Turn, a peopleTap) error {
	open, err := openInvites(t)
	if err != nil {
		return err
	}
	k := slices.IndexFunc(open, func(i reports.Invite) bool { return a.ID != "" && strings.HasPrefix(i.Hash, a.ID) })
	if k < 0 {
		return t.Toast(textInviteGone)
	}
	i := open[k]
	if err := revoke(t, i); err != nil {
		return err
	}
	if a.What == "a" {
		if err := t.Toast(textInviteAnew); err != nil {
			return err
		}
		if err := inviteLike(t, i); err != nil {
			return err
		}
	}
	return showUnit(t, i.Unit, bot.Edit)
}

func unitIDs(d *desk.Desk) []string {
	var out []string
	for _, u := range d.Plan.Units {
		out = append(out, u.ID)
	}
	return out
}

func unitNames(t *desk.Turn, units []string) string {
	var out []string
	for _, u := range units {
		out = append(out, t.Plan.UnitName(u))
	}
	return strings.Join(out, "、")
}

// without returns the lead units that nobody reports for.
func without(t *desk.Turn, byUnit map[string][]reports.Person) []string {
	var out []string
	for _, a := range t.Plan.Areas {
		if !slices.ContainsFunc(byUnit[a.Lead], func(p reports.Person) bool { return p.Has(reports.Contact, reports.Deputy) }) && !slices.Contains(out, a.Lead) {
			out = append(out, a.Lead)
		}
	}
	return out
}
