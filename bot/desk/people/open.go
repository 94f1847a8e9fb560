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

// openArgs names an invitation by the beginning of its hash; none for the list.
type openArgs struct{ Hash string }

// tapOpen lists the invitations that nobody has opened, and revokes one.
var tapOpen = desk.NewTap[openArgs]("io")

// hashShown is how much of a hash a button carries.
const hashShown = 12

// mostListed is how many invitations one card lists.
const mostListed = 20

// openInvites returns the invitations that can still be opened, newest first.
// Those of the operator are not the office's to revoke.
func openInvites(t *desk.Turn) ([]reports.Invite, error) {
	all, err := storage.Invites(t.Tx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i reports.Invite) bool {
		return i.UsedBy != "" || !t.Now.Before(i.Expires) || i.Role == reports.Director && !t.Me.Has(reports.Director)
	})
	slices.SortFunc(all, func(a, b reports.Invite) int { return b.At.Compare(a.At) })
	return all, nil
}

// tappedOpen shows the list, or revokes one and shows what is left.
func tappedOpen(t *desk.Turn, a openArgs) error {
	if !staff.Can(t.Me, staff.ActInvite) {
		return t.Toast(desk.TextNotAllowed)
	}
	open, err := openInvites(t)
	if err != nil {
		return err
	}
	if a.Hash != "" {
		k := slices.IndexFunc(open, func(i reports.Invite) bool { return strings.HasPrefix(i.Hash, a.Hash) })
		if k < 0 {
			return t.Toast(textInviteGone)
		}
		if err := revoke(t, open[k]); err != nil {
			return err
		}
		open = slices.Delete(open, k, k+1)
	}
	x := reports.Text{}.Head(textOpenHead)
	if len(open) == 0 {
		x = x.Line(textOpenNone)
	}
	var rows [][]bot.Button
	for n, i := range open {
		if n == mostListed {
			x = x.Line(fmt.Sprintf(textOpenMore, len(open)-n))
			break
		}
		x = x.Line(fmt.Sprintf(textOpenLine, n+1, t.UnitOrOffice(i.Unit), i.Role.Label(), t.TimeText(i.At), t.TimeText(i.Expires)))
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonRevoke, n+1, t.UnitOrOffice(i.Unit), i.Role.Label()), Data: tapOpen.Data(openArgs{i.Hash[:min(hashShown, len(i.Hash))]})}})
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: "invite", Text: x,
		Rows: append(rows, []bot.Button{{Label: buttonInviteMore, Data: inviteAnew()}}), Purpose: "invite", Person: t.Me.ID, At: t.Now})
}

// revoke makes a link worth nothing: whoever opens it is told that it is not
// valid.
func revoke(t *desk.Turn, i reports.Invite) error {
	if err := storage.DeleteInvite(t.Tx, i.Hash); err != nil {
		return err
	}
	if err := t.Log(i.Unit, "", textLogRevoked, i.Role.Label(), ""); err != nil {
		return err
	}
	return t.Toast(textRevoked)
}
