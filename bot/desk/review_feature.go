package desk

import (
	"liubao/reports"
)

// reviewFeature is the office's reading of each report: passed, or sent back.
func reviewFeature() Feature {
	return Feature{
		Name: "review",
		Taps: []Tap{{Name: "rv", Do: (*turn).tappedReview}},
		Asks: []Ask{{What: askReturn, Text: textAskReturn, Do: (*turn).returnGiven}},
		Switches: []Switch{
			{Name: SwitchReviewCards, Title: textSwReview, About: textSwReviewAbout, On: true},
			{Name: SwitchMustReview, Title: textSwMust, About: textSwMustAbout},
		},
		On:    Events{Submitted: (*turn).reviewSubmitted, Signed: (*turn).reviewSigned},
		Shows: Shows{Actions: []LineAction{{Label: buttonReview, Data: "rv", May: func(p reports.Person, l line) bool { return Can(p, ActReview) && l.report != nil }}}},
	}
}
