package people

import (
	"cmp"
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// tappedPerson does what a button of a person's card says.
func tappedPerson(t *desk.Turn, a peopleTap) error {
	p, ok, err := storage.Person(t.Tx, a.ID)
	if err != nil {
		return err
	}
	if !ok || !p.Left.IsZero() {
		return t.Toast(desk.TextOldButton)
	}
	if a.What == "p" {
		return showPerson(t, p)
	}
	if !changeable(t, p) {
		return t.Toast(desk.TextOldButton)
	}
	switch a.What {
	case "r":
		return changeRole(t, p, reports.Role(a.Role))
	case "h":
		return takenOver(t, p)
	case "l":
		return inviteLike(t, reports.Invite{Unit: p.Unit, Role: p.Roles[0], Name: p.Name})
	}
	return t.Toast(desk.TextOldButton)
}

// changeable reports whether somebody's roles are for the person to change: never
// their own, and a director's only by whoever follows.
func changeable(t *desk.Turn, p reports.Person) bool {
	return p.ID != t.Me.ID && !p.Has(reports.Director) && len(p.Roles) > 0
}

// offered are the roles that a person can hold where they are, and those they hold.
func offered(p reports.Person) []reports.Role {
	return slices.DeleteFunc(slices.Clone(staff.Invitable), func(r reports.Role) bool {
		return staff.UnitRole(r) != (p.Unit != "") && !p.Has(r)
	})
}

// showPerson shows one person and what can be done.
func showPerson(t *desk.Turn, p reports.Person) error {
	x := reports.Text{}.Head(p.Name).Line(fmt.Sprintf(textPersonLine, t.UnitOrOffice(p.Unit), reports.RoleNames(p), t.TimeText(p.Since)))
	if !p.Reachable() {
		x = x.Line(textPersonLost)
	}
	if !p.AwayFrom.IsZero() && !t.Today(t).After(p.AwayTo) {
		x = x.Line(fmt.Sprintf(textPersonAway, t.DayText(p.AwayFrom), t.DayText(p.AwayTo)))
	}
	var rows [][]bot.Button
	if changeable(t, p) {
		var roles []bot.Button
		for _, r := range offered(p) {
			label := r.Label()
			if p.Has(r) {
				label = "✓ " + label
			}
			roles = append(roles, bot.Button{Label: label, Data: peopleData("r", p.ID, string(r))})
		}
		rows = desk.InRows(rows, roles, 2)
		x = x.Line(textPersonHow)
		var row []bot.Button
		if p.Has(reports.Contact, reports.Deputy) {
			row = append(row, bot.Button{Label: buttonTakeOver, Data: peopleData("h", p.ID, "")})
		}
		if !p.Reachable() {
			row = append(row, bot.Button{Label: desk.ButtonFresh, Data: peopleData("l", p.ID, "")})
		}
		rows = append(rows, append(row, bot.Button{Label: buttonRemove, Data: tapRemove.Data(removeTap{ID: p.ID}), Style: bot.BadButton}))
	}
	return putPeople(t, bot.Edit, x, append(rows, []bot.Button{{Label: desk.ButtonUp, Data: peopleData("u", cmp.Or(p.Unit, "-"), "")}}))
}

// changeRole gives a person a role, or takes it. The last one is not taken: whoever
// holds none is removed, which is asked about.
func changeRole(t *desk.Turn, p reports.Person, role reports.Role) error {
	if !slices.Contains(offered(p), role) {
		return t.Toast(desk.TextOldButton)
	}
	before := reports.RoleNames(p)
	switch {
	case !p.Has(role):
		p.Roles = append(slices.Clone(p.Roles), role)
	case len(p.Roles) == 1:
		t.Answer = bot.Answer{Text: textLastRole, Alert: true}
		return nil
	default:
		p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(r reports.Role) bool { return r == role })
	}
	if err := storage.SavePerson(t.Tx, p); err != nil {
		return err
	}
	if err := t.Log(p.Unit, "", fmt.Sprintf(textLogRoles, p.Name), before, reports.RoleNames(p)); err != nil {
		return err
	}
	if err := t.Tell(p, "people", reports.T(fmt.Sprintf(textRolesTell, reports.RoleNames(p)))); err != nil {
		return err
	}
	if err := t.Toast(textRolesToast); err != nil {
		return err
	}
	return showPerson(t, p)
}

// takenOver makes the link with which somebody new takes a person's work over.
func takenOver(t *desk.Turn, p reports.Person) error {
	role := reports.Contact
	if !p.Has(role) {
		role = reports.Deputy
	}
	if err := inviteLike(t, reports.Invite{Unit: p.Unit, Role: role, Replaces: p.ID}); err != nil {
		return err
	}
	return t.Toast(textTakeOver, p.Name)
}

// removeTap takes a person out; without "yes" it is asked first.
type removeTap struct{ ID, Sure string }

var tapRemove = desk.NewTap[removeTap]("rm")

func tappedRemove(t *desk.Turn, a removeTap) error {
	if !staff.Can(t.Me, staff.ActPeople) {
		return t.Toast(desk.TextNotAllowed)
	}
	p, ok, err := storage.Person(t.Tx, a.ID)
	if err != nil {
		return err
	}
	if !ok || !p.Left.IsZero() || p.ID == t.Me.ID || p.Has(reports.Director) {
		return t.Toast(desk.TextOldButton)
	}
	if a.Sure == "" {
		return t.Say(reports.T(fmt.Sprintf(textRemoveSure, t.UnitOrOffice(p.Unit), p.Name)),
			[]bot.Button{{Label: buttonRemoveYes, Data: tapRemove.Data(removeTap{p.ID, "yes"}), Style: bot.BadButton}})
	}
	if err := t.Leaves(p); err != nil {
		return err
	}
	if err := t.Log(p.Unit, "", textLogRemoved, p.Name+" "+reports.RoleNames(p), ""); err != nil {
		return err
	}
	return t.Say(reports.T(fmt.Sprintf(textRemoved, p.Name)), []bot.Button{{Label: fmt.Sprintf(buttonSeeUnit, t.UnitOrOffice(p.Unit)), Data: peopleData("u", cmp.Or(p.Unit, "-"), "")}})
}
