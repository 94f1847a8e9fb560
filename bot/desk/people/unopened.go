package people

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// unopenedAfter is how long an invitation may lie before who sent it is told.
const unopenedAfter = 48 * time.Hour

// timerInvite looks whether an invitation was opened; its argument is its hash.
const timerInvite = "invite"

// inviteUnopened tells who invited that nobody came, with a fresh link: only
// where the unit still has nobody.
func inviteUnopened(d *desk.Desk, tx storage.Tx, hash string, now time.Time) error {
	i, ok, err := storage.Invite(tx, hash)
	if err != nil || !ok || i.UsedBy != "" || i.Unit == "" {
		return err
	}
	people, err := storage.PeopleOfUnit(tx, i.Unit)
	if err != nil || slices.ContainsFunc(people, func(p reports.Person) bool { return p.Reachable() && p.Has(i.Role) }) {
		return err
	}
	invites, err := storage.Invites(tx)
	if err != nil || slices.ContainsFunc(invites, func(x reports.Invite) bool {
		return x.Unit == i.Unit && x.Role == i.Role && x.At.After(i.At)
	}) {
		return err // there is a newer one
	}
	by, ok, err := storage.Person(tx, i.By)
	if err != nil || !ok || !by.Reachable() {
		return err
	}
	return d.Notify(tx, by, bot.Message{Kind: bot.Send, Purpose: "people",
		Text: reports.T(fmt.Sprintf(textUnopened, d.Plan.UnitName(i.Unit), i.Role.Label())),
		Rows: [][]bot.Button{{{Label: desk.ButtonFresh, Data: tapInvite.Data(inviteTap{i.Unit, string(i.Role)})}}}}, now)
}
