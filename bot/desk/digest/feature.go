// Package digest is the office's morning: what changed, what needs a decision, and
// what the operator's own cron lines say.
package digest

import (
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/plan"
	"liubao/schedules"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:    "digest",
		Moments: []desk.Moment{{Kind: schedules.Digest, Do: desk.Once(digestDue)}, {Kind: schedules.Notice, Do: desk.Once(extraDue)}},
		Switches: []rules.Switch{{Name: rules.SwitchDigest, Title: textSwDigest, About: textSwDigestAbout,
			Rules: func(r *schedules.Rules, on bool) {
				switch {
				case !on:
					r.DigestAt = nil
				case r.DigestAt == nil:
					r.DigestAt = &plan.Clock{Hour: 8, Minute: 30}
				}
			}}},
		Shows: desk.Shows{Digest: digestReports},
	}
}
