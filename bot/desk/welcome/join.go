package welcome

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
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
	i, ok, err := storage.Invite(t.Tx, reports.SecretHash(secret))
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
	if staff.UnitRole(i.Role) && p.Unit != "" && p.Unit != i.Unit && p.Has(staff.UnitRoles...) {
		return t.Sayf(textOtherUnit, t.Plan.UnitName(p.Unit))
	}
	if i.Unit != "" && (staff.UnitRole(i.Role) || p.Unit == "") {
		p.Unit = i.Unit
	}
	if !p.Has(i.Role) {
		p.Roles = append(slices.Clone(p.Roles), i.Role)
	}
	p.Chat, p.Unreachable = t.Update.Chat.ID, time.Time{}
	another, asked := "", false
	if !t.Known() {
		var err error
		asked = i.Name == ""
		if p.Name, another, err = nameFor(t, p, p.Name); err != nil {
			return err
		}
	}
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
	if asked && another == "" {
		return welcomeNameless(t)
	}
	if err := help(t, []bot.Button{{Label: buttonRename, Data: tapRename}}); err != nil || another == "" {
		return err
	}
	return t.Askf(askName, "", "%s", another)
}

// welcomeNameless greets somebody whose invitation named nobody: what Telegram
// calls them is no name for a paper. The card asks, and waits for nothing.
func welcomeNameless(t *desk.Turn) error {
	if err := t.AwaitAnswer(askJoined, ""); err != nil {
		return err
	}
	return card(t, textNoSecrets+fmt.Sprintf(textNameNow, t.Me.Name))
}

// help says in one message who the person is, what their unit owes and when,
// and what they can do. Rows are further buttons.
func help(t *desk.Turn, more ...[]bot.Button) error { return card(t, textRules, more...) }

// card is help with a last line.
func card(t *desk.Turn, last string, more ...[]bot.Button) error {
	var roles []string
	for _, r := range t.Me.Roles {
		roles = append(roles, r.Label())
	}
	x := reports.Text{}.Add(reports.Bold, t.Me.Name).
		Line(fmt.Sprintf(textWhoYouAre, t.UnitOrOffice(t.Me.Unit), strings.Join(roles, "、")))
	var rows [][]bot.Button
	if staff.Can(t.Me, staff.ActReport) {
		owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
		if err != nil {
			return err
		}
		shown, more := newestMissed(owed, t.Now)
		x = x.Line("").Append(t.OwedText(shown))
		if more > 0 {
			x = x.Line(fmt.Sprintf(textMissedMore, more))
		}
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
	return t.Say(x.Line("").Add(reports.Italic, last), append(rows, more...)...)
}

// missedNamed is how many missed reports the card names, the newest; the rest is counted.
const missedNamed = 3

// newestMissed leaves of what is overdue the newest, and says how many it left out.
func newestMissed(owed []standing.Standing, now time.Time) (shown []standing.Standing, more int) {
	missed := 0
	for _, x := range owed {
		if x.Overdue(now) {
			missed++
		}
	}
	more = max(0, missed-missedNamed)
	skip := more
	for _, x := range owed { // the oldest come first
		if skip > 0 && x.Overdue(now) {
			skip--
			continue
		}
		shown = append(shown, x)
	}
	return shown, more
}
