package desk

import (
	"time"

	"liubao/reports"
	"liubao/storage"
)

// InviteTime is how long an invitation's link stays valid.
const InviteTime = 7 * 24 * time.Hour

// LinkReport is the group's link to one's own chat. It is no secret.
const LinkReport = "report"

// FreshLink makes a single-use link and returns it.
func (d *Desk) FreshLink(tx storage.Tx, i reports.Invite, by string, now time.Time) (string, error) {
	secret := d.Secret()
	i.Hash, i.By, i.At, i.Expires = reports.SecretHash(secret), by, now, now.Add(InviteTime)
	if err := storage.SaveInvite(tx, i); err != nil {
		return "", err
	}
	return d.Link(secret), storage.Log(tx, now, by, i.Unit, "", TextLogInvited, "", i.Role.Label())
}
