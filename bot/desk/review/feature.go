// Package review is the office's reading of each report: passed, or sent back.
package review

import (
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "review",
		Taps: []desk.Tap{tapReview.Do(tappedReview)},
		Asks: []desk.Ask{{What: askReturn, Text: textAskReturn, Joins: true, Hint: textHintReturn, Do: returnGiven}},
		Switches: []rules.Switch{
			{Name: rules.SwitchReviewCards, Title: textSwReview, About: textSwReviewAbout, On: true},
			{Name: rules.SwitchMustReview, Title: textSwMust, About: textSwMustAbout},
		},
		On: desk.Events{Submitted: reviewSubmitted, Signed: reviewSigned},
		Shows: desk.Shows{Actions: []desk.LineAction{{Label: desk.ButtonReview, Data: "rv", May: func(p reports.Person, l standing.Standing) bool {
			return staff.Can(p, staff.ActReview) && l.Report != nil && !l.Unreadable()
		}}}},
	}
}
