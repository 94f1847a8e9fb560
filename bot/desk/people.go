package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// How long links stay valid.
const (
	claimTime  = time.Hour
	inviteTime = 7 * 24 * time.Hour
)

// linkReport is the group's link to one's own chat. It is no secret.
const linkReport = "report"

func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Claim makes a one-time secret by which whoever opens its link becomes the
// office director. It is valid for one hour; an earlier one that nobody used
// is withdrawn.
func (d *Desk) Claim(tx storage.Tx, now time.Time) (secret string, err error) {
	old, err := storage.Invites(tx)
	if err != nil {
		return "", err
	}
	for _, i := range old {
		if i.Role == reports.Director && i.UsedBy == "" {
			if err := storage.DeleteInvite(tx, i.Hash); err != nil {
				return "", err
			}
		}
	}
	secret = d.Secret()
	err = storage.SaveInvite(tx, reports.Invite{
		Hash: hash(secret), Role: reports.Director, Unit: d.Plan.Office, By: "operator", At: now, Expires: now.Add(claimTime),
	})
	return secret, err
}

// Claimed reports whether there is an office director.
func (d *Desk) Claimed(r storage.Reader) (bool, error) {
	people, err := holders(r, reports.Director)
	return len(people) > 0, err
}

// start answers /start, with an invite's secret or without.
func (t *turn) start(secret string) error {
	if !t.u.Chat.Private() {
		return nil
	}
	if secret == "" {
		if !t.known() {
			return t.stranger()
		}
		if err := t.reachable(); err != nil {
			return err
		}
		return t.help()
	}
	if x, ok := t.starts[secret]; ok {
		if !t.known() {
			return t.stranger()
		}
		return t.allowed(x.Act, func() error { return x.Do(t) })
	}
	i, ok, err := storage.Invite(t.tx, hash(secret))
	if err != nil {
		return err
	}
	switch {
	case !ok || i.UsedBy != "":
		if ok && i.UsedBy == t.me.ID && t.known() {
			return t.help() // the same person opened the link twice
		}
		return t.badInvite()
	case t.now.After(i.Expires):
		return t.badInvite()
	}
	return t.join(i)
}

func (t *turn) badInvite() error {
	if !t.known() {
		if again, err := t.answeredToday(); err != nil || again {
			return err
		}
	}
	return t.sayf(textBadInvite)
}

// reachable notes that a person who blocked the bot has come back.
func (t *turn) reachable() error {
	if t.me.Unreachable.IsZero() && t.me.Chat == t.u.Chat.ID {
		return nil
	}
	t.me.Unreachable, t.me.Chat = time.Time{}, t.u.Chat.ID
	return storage.SavePerson(t.tx, t.me)
}

// join makes whoever opened an invite's link a person, or gives a person the role.
func (t *turn) join(i reports.Invite) error {
	p := t.me
	if !t.known() {
		old, ok, err := storage.PersonByUser(t.tx, t.u.From.ID) // who has left may come back
		if err != nil {
			return err
		}
		if p = old; !ok {
			p = reports.Person{ID: t.newID(), Chat: t.u.From.ID, Since: t.now}
		}
		p.Name, p.Left, p.Roles = t.u.From.Name, time.Time{}, nil
	}
	if unitRole(i.Role) && p.Unit != "" && p.Unit != i.Unit && p.Has(unitRoles...) {
		return t.sayf(textOtherUnit, t.Plan.UnitName(p.Unit))
	}
	if i.Unit != "" && (unitRole(i.Role) || p.Unit == "") {
		p.Unit = i.Unit
	}
	if !p.Has(i.Role) {
		p.Roles = append(slices.Clone(p.Roles), i.Role)
	}
	p.Chat, p.Unreachable = t.u.Chat.ID, time.Time{}
	if err := storage.SavePerson(t.tx, p); err != nil {
		return err
	}
	i.UsedBy, i.UsedAt = p.ID, t.now
	if err := storage.SaveInvite(t.tx, i); err != nil {
		return err
	}
	t.me = p
	if err := t.log(p.Unit, "", textLogJoined, "", p.Name+" "+i.Role.Label()); err != nil {
		return err
	}
	if err := t.tellInviter(i); err != nil {
		return err
	}
	if err := t.raiseJoined(i); err != nil {
		return err
	}
	return t.help()
}

func (t *turn) tellInviter(i reports.Invite) error {
	by, ok, err := storage.Person(t.tx, i.By)
	if err != nil || !ok || by.ID == t.me.ID {
		return err
	}
	return t.tell(by, "joined", reports.T(fmt.Sprintf(textJoinedTell, t.unitOrOffice(i.Unit), t.me.Name, i.Role.Label())))
}

func (d *Desk) unitOrOffice(unit string) string {
	if unit == "" {
		return textTaskForce
	}
	return d.Plan.UnitName(unit)
}

// help says in one message who the person is, what their unit owes and when,
// and what they can do.
func (t *turn) help() error {
	var roles []string
	for _, r := range t.me.Roles {
		roles = append(roles, r.Label())
	}
	x := reports.Text{}.Add(reports.Bold, t.me.Name).
		Line(fmt.Sprintf(textWhoYouAre, t.unitOrOffice(t.me.Unit), strings.Join(roles, "、")))
	var rows [][]bot.Button
	if Can(t.me, ActReport) {
		owed, err := t.debts(t.tx, t.me, t.now)
		if err != nil {
			return err
		}
		x = x.Line("").Append(t.owedText(owed))
		if len(owed) > 0 {
			k := choose(owed, reports.Key{})
			rows = append(rows, []bot.Button{{Label: buttonReport, Data: keyData("o", k)}})
		}
	}
	x = x.Line("")
	menu, err := t.MenuFor(t.tx, t.me)
	if err != nil {
		return err
	}
	for _, c := range menu {
		x = x.Line("/" + c.Name + " " + c.About)
	}
	return t.say(x.Line("").Add(reports.Italic, textRules), rows...)
}

// owedText lists what a unit owes and when.
func (t *turn) owedText(owed []debt) reports.Text {
	var x reports.Text
	if len(owed) == 0 {
		return x.Line(textNothingOwed)
	}
	x = x.Line(textYourUnitOwes)
	for _, o := range owed {
		x = x.Line(fmt.Sprintf("· %s：%s，%s", t.subjectName(o.key()),
			fmt.Sprintf(textDueBy, reports.TimeText(o.period.Deadline, t.loc)), o.state(t.now)))
	}
	return x
}

// rename sets the name that colleagues and the office see.
func (t *turn) rename(name string) error {
	name = strings.Join(strings.Fields(name), " ")
	if n := len([]rune(name)); n == 0 || n > 20 {
		return t.sayf(textNameHow)
	}
	before := t.me.Name
	t.me.Name = name
	if err := storage.SavePerson(t.tx, t.me); err != nil {
		return err
	}
	if err := t.log(t.me.Unit, "", textLogRenamed, before, name); err != nil {
		return err
	}
	return t.sayf(textNamed, name)
}

// people lists who takes part, by unit, and where nobody can be reached.
func (t *turn) people() error {
	all, err := storage.AllPeople(t.tx)
	if err != nil {
		return err
	}
	byUnit := map[string][]reports.Person{}
	for _, p := range all {
		if p.Left.IsZero() {
			byUnit[p.Unit] = append(byUnit[p.Unit], p)
		}
	}
	x := reports.Text{}.Head(textPeopleHead)
	var rows [][]bot.Button
	for _, u := range append([]string{""}, t.unitIDs()...) {
		ps := byUnit[u]
		if len(ps) == 0 {
			continue
		}
		x = x.Add(reports.Bold, t.unitOrOffice(u)).Line("")
		for _, p := range ps {
			x = x.Line("· " + p.Name + "，" + roleNames(p) + reachText(p))
			if p.ID != t.me.ID && !p.Has(reports.Director) {
				rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonRemove, p.Name), Data: "rm." + p.ID}})
			}
		}
	}
	if missing := t.without(byUnit); missing != "" {
		x = x.Line("").Line(textNobodyYet + missing)
	}
	if len(rows) > 30 { // a card takes so many buttons; the rest are reached through their unit
		rows = rows[:30]
	}
	return t.say(x, rows...)
}

func (d *Desk) unitIDs() []string {
	var out []string
	for _, u := range d.Plan.Units {
		out = append(out, u.ID)
	}
	return out
}

func roleNames(p reports.Person) string {
	var out []string
	for _, r := range p.Roles {
		out = append(out, r.Label())
	}
	return strings.Join(out, "、")
}

func reachText(p reports.Person) string {
	if p.Reachable() {
		return ""
	}
	return textUnreachable
}

// without names the lead units that nobody has joined from.
func (t *turn) without(byUnit map[string][]reports.Person) string {
	var out []string
	for _, a := range t.Plan.Areas {
		name := t.Plan.UnitName(a.Lead)
		if !slices.ContainsFunc(byUnit[a.Lead], func(p reports.Person) bool { return p.Has(reports.Contact, reports.Deputy) }) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, "、")
}

// tappedRemove takes rm.PERSON and rm.PERSON.yes.
func (t *turn) tappedRemove(parts []string) error {
	if !Can(t.me, ActPeople) || len(parts) < 2 {
		return t.toast(textNotAllowed)
	}
	p, ok, err := storage.Person(t.tx, parts[1])
	if err != nil {
		return err
	}
	if !ok || !p.Left.IsZero() || p.ID == t.me.ID || p.Has(reports.Director) {
		return t.toast(textOldButton)
	}
	if len(parts) == 2 {
		return t.say(reports.T(fmt.Sprintf(textRemoveSure, t.unitOrOffice(p.Unit), p.Name)),
			[]bot.Button{{Label: buttonRemoveYes, Data: "rm." + p.ID + ".yes"}})
	}
	p.Left = t.now
	if err := storage.SavePerson(t.tx, p); err != nil {
		return err
	}
	if err := t.log(p.Unit, "", textLogRemoved, p.Name+" "+roleNames(p), ""); err != nil {
		return err
	}
	return t.sayf(textRemoved, p.Name)
}
