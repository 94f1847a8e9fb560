package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"liubao/reports"
	"liubao/storage"
)

// How long links stay valid.
const (
	claimTime  = time.Hour
	InviteTime = 7 * 24 * time.Hour
)

// LinkReport is the group's link to one's own chat. It is no secret.
const LinkReport = "report"

func SecretHash(secret string) string {
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
		Hash: SecretHash(secret), Role: reports.Director, Unit: d.Plan.Office, By: "operator", At: now, Expires: now.Add(claimTime),
	})
	return secret, err
}

// Claimed reports whether there is an office director.
func (d *Desk) Claimed(r storage.Reader) (bool, error) {
	people, err := Holders(r, reports.Director)
	return len(people) > 0, err
}

// FreshLink makes a single-use link and returns it.
func (d *Desk) FreshLink(tx storage.Tx, i reports.Invite, by string, now time.Time) (string, error) {
	secret := d.Secret()
	i.Hash, i.By, i.At, i.Expires = SecretHash(secret), by, now, now.Add(InviteTime)
	if err := storage.SaveInvite(tx, i); err != nil {
		return "", err
	}
	return d.Link(secret), Audit(tx, now, by, i.Unit, "", TextLogInvited, "", i.Role.Label())
}
