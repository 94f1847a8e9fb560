package desk

import (
	"liubao/plan"
	"liubao/schedules"
)

// digestFeature is the office's morning: what changed, what needs a decision, and
// what the operator's own cron lines say.
func digestFeature() Feature {
	return Feature{
		Name:    "digest",
		Moments: []Moment{{Kind: schedules.Digest, Do: once((*Desk).digestDue)}, {Kind: schedules.Notice, Do: once((*Desk).extraDue)}},
		Switches: []Switch{{Name: SwitchDigest, Title: textSwDigest, About: textSwDigestAbout,
			Rules: func(r *schedules.Rules, on bool) {
				switch {
				case !on:
					r.DigestAt = nil
				case r.DigestAt == nil:
					r.DigestAt = &plan.Clock{Hour: 8, Minute: 30}
				}
			}}},
		Shows: Shows{Digest: (*Desk).digestReports},
	}
}
