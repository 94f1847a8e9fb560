package people

import (
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// claimTime is how long the link that makes a director stays valid.
const claimTime = time.Hour

// Claim makes a one-time secret by which whoever opens its link becomes the
// office director. It is valid for one hour; an earlier one that nobody used
// is withdrawn.
func Claim(d *desk.Desk, tx storage.Tx, now time.Time) (secret string, err error) {
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
		Hash: reports.SecretHash(secret), Role: reports.Director, Unit: d.Plan.Office, By: "operator", At: now, Expires: now.Add(claimTime),
	})
	return secret, err
}

// Claimed reports whether there is an office director.
func Claimed(r storage.Reader) (bool, error) {
	people, err := staff.Holders(r, reports.Director)
	return len(people) > 0, err
}
