// Package handover is who does the work instead: a colleague for one period,
// stand-ins during a leave, a successor for good.
package handover

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "handover",
		Commands: []desk.Command{{Name: "handover", Word: wordHandover, About: aboutHandover, Act: staff.ActReport, Private: true, Do: func(t *desk.Turn, _ string) error { return handover(t) }}},
		Taps:     []desk.Tap{tapHand.Do(tappedHandover)},
		Asks:     []desk.Ask{{What: askLeave, Text: textAskLeave, Do: func(t *desk.Turn, _, words string) error { return takeLeave(t, words) }}},
		On:       desk.Events{Joined: joined},
	}
}
