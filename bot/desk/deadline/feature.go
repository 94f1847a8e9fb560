// Package deadline is when something is due: the dates that the plan leaves open,
// extensions, and what need not be made or be reminded of.
package deadline

import (
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name:     "deadline",
		Commands: []desk.Command{{Name: "dates", Word: wordDates, About: aboutDates, Act: staff.ActDates, Private: true, Do: func(t *desk.Turn, _ string) error { return dates(t) }}},
		Taps: []desk.Tap{
			tapDates.Do(tappedDates),
			tapCase.Do(tappedCase),
			tapCases.Do(caseList),
			tapExtendAll.Do(tappedExtendAll),
			tapHeld.Do(tappedHeld),
			tapUntil.Do(dayChosen),
			tapDay.Do(tappedDay),
		},
		Timers: []desk.Timer{timerMoved.DoMany(tellMoved)},
		Asks: []desk.Ask{
			askDate.Do(false, dateGiven),
			askUntil.Do(false, dayGiven),
			askWhy.Do(false, extended).Joined(),
			{What: askExcuse, Text: textAskExcuse, Joins: true, Hint: textHintWhy, Do: excuse},
			{What: askMute, Text: textAskMute, Joins: true, Hint: textHintWhy, Do: mute},
		},
		Shows: desk.Shows{
			Actions: []desk.LineAction{{Label: buttonHandleOne, Data: "cs", May: func(p reports.Person, l standing.Standing) bool {
				return staff.Can(p, staff.ActHandle) && !l.Reported() && !l.Unreadable()
			}}},
			Home:    casesButton,
			Section: onceSection,
		},
	}
}
