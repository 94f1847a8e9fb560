package welcome

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// start answers /start, with an invite's secret or without.
func start(t *desk.Turn, secret string) error {
	if !t.Update.Chat.Private() {
		return nil
	}
	if secret == "" {
		if !t.Known() {
			return t.Stranger()
		}
		if err := t.Reachable(); err != nil {
			return err
		}
		return help(t)
	}
	if x, ok := t.Starts[secret]; ok {
		if !t.Known() {
			return t.Stranger()
		}
		return t.Allowed(x.Act, func() error { return x.Do(t) })
	}
	i, ok, err := storage.Invite(t.Tx, desk.SecretHash(secret))
	if err != nil {
		return err
	}
	switch {
	case !ok || i.UsedBy != "":
		if ok && i.UsedBy == t.Me.ID && t.Known() {
			return help(t) // the same person opened the link twice
		}
		return badInvite(t)
	case t.Now.After(i.Expires):
		return badInvite(t)
	}
	return join(t, i)
}

func badInvite(t *desk.Turn) error {
	if !t.Known() {
		if again, err := t.AnsweredToday(); err != nil || again {
			return err
		}
	}
	return t.Sayf(textBadInvite)
}

// join makes whoever opened an invite's link a person, or gives a person the role.
func join(t *desk.Turn, i reports.Invite) error {
	p := t.Me
	if !t.Known() {
		old, ok, err := storage.PersonByUser(t.Tx, t.Update.From.ID) // who has left may come back
		if err != nil {
			return err
		}
		if p = old; !ok {
			p = reports.Person{ID: t.NewID(), Chat: t.Update.From.ID, Since: t.Now}
		}
		p.Name, p.Left, p.Roles = cmp.Or(i.Name, t.Update.From.Name), time.Time{}, nil
	}
	if desk.UnitRole(i.Role) && p.Unit != "" && p.Unit != i.Unit && p.Has(desk.UnitRoles...) {
		return t.Sayf(textOtherUnit, t.Plan.UnitName(p.Unit))
	}
	if i.Unit != "" && (desk.UnitRole(i.Role) || p.Unit == "") {
		p.Unit = i.Unit
	}
	if !p.Has(i.Role) {
		p.Roles = append(slices.Clone(p.Roles), i.Role)
	}
	p.Chat, p.Unreachable = t.Update.Chat.ID, time.Time{}
	if err := storage.SavePerson(t.Tx, p); err != nil {
		return err
	}
	i.UsedBy, i.UsedAt = p.ID, t.Now
	if err := storage.SaveInvite(t.Tx, i); err != nil {
		return err
	}
	t.Me = p
	if err := t.Log(p.Unit, "", textLogJoined, "", p.Name+" "+i.Role.Label()); err != nil {
		return err
	}
	if err := t.RaiseJoined(i); err != nil {
		return err
	}
	return help(t, []bot.Button{{Label: buttonRename, Data: tapRename}})
}

// help says in one message who the person is, what their unit owes and when,
// and what they can do. Rows are further buttons.
func help(t *desk.Turn, more ...[]bot.Button) error {
	var roles []string
	for _, r := range t.Me.Roles {
		roles = append(roles, r.Label())
	}
	x := reports.Text{}.Add(reports.Bold, t.Me.Name).
		Line(fmt.Sprintf(textWhoYouAre, t.UnitOrOffice(t.Me.Unit), strings.Join(roles, "、")))
	var rows [][]bot.Button
	if desk.Can(t.Me, desk.ActReport) {
		owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
		if err != nil {
			return err
		}
		x = x.Line("").Append(t.OwedText(owed))
		if len(owed) > 0 {
			k := desk.Choose(owed, reports.Key{})
			rows = append(rows, []bot.Button{{Label: desk.ButtonReport, Data: desk.KeyData("o", k)}})
		}
	}
	x = x.Line("")
	menu, err := t.MenuFor(t.Tx, t.Me)
	if err != nil {
		return err
	}
	for _, c := range menu {
		x = x.Line("/" + c.Name + " " + c.About)
	}
	return t.Say(x.Line("").Add(reports.Italic, textRules), append(rows, more...)...)
}

// rename sets the name that colleagues and the office see.
func rename(t *desk.Turn, name string) error {
	name = strings.Join(strings.Fields(name), " ")
	if n := len([]rune(name)); n == 0 || n > 20 {
		return t.Sayf(textNameHow)
	}
	before := t.Me.Name
	t.Me.Name = name
	if err := storage.SavePerson(t.Tx, t.Me); err != nil {
		return err
	}
	if err := t.Log(t.Me.Unit, "", textLogRenamed, before, name); err != nil {
		return err
	}
	return t.Sayf(textNamed, name)
}
