package request

import (
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
)

// buttons are what the person can do now.
func buttons(x reports.Request, s rights, who reports.Person, now time.Time) [][]bot.Button {
	if !x.Open() {
		return nil
	}
	do := func(what, label string) bot.Button { return press{What: what, ID: x.ID}.button(label) }
	var rows [][]bot.Button
	if p, ok := x.Party(who.Unit); ok && s.party && x.Turn() == reports.TurnUnits && !p.Answered() {
		var row []bot.Button
		if p.AckAt.IsZero() {
			row = append(row, do(pressAck, buttonReceived))
		}
		row = append(row, do(pressDone, buttonSolved), do(pressAnswer, buttonAnswer), do(pressNotOur, buttonNotOur))
		rows = desk.InRows(rows, row, 2)
	}
	if s.asker && x.State == reports.RequestOpen {
		label := buttonSolved
		if x.Kind != reports.Trouble {
			label = buttonClose
		}
		if x.Turn() == reports.TurnAsker {
			rows = append(rows, []bot.Button{do(pressClose, label), do(pressNotYet, buttonNotYet)})
		} else if !s.party {
			rows = append(rows, []bot.Button{do(pressClose, label)})
		}
	}
	if s.office {
		rows = append(rows, officeButtons(x, do, now)...)
	}
	return rows
}

// officeButtons are what the office decides.
func officeButtons(x reports.Request, do func(what, label string) bot.Button, now time.Time) [][]bot.Button {
	var row []bot.Button
	at, waits := waitsUntil(x)
	switch {
	case x.State == reports.RequestSuspended:
		return nil
	case x.State == reports.RequestWithheld:
		row = append(row, do(pressSend, buttonSend))
	case waits && at.After(now) && x.Kind == reports.Trouble:
		row = append(row, do(pressWithhold, buttonWithhold), do(pressSend, buttonSend))
	case waits && x.Decision != "": // the units were never told, and can be after all
		row = append(row, do(pressSend, buttonSend))
	}
	row = append(row, do(pressUnits, buttonUnits))
	if len(x.Parties) > 0 {
		row = append(row, do(pressDays, buttonDays))
	}
	if x.Kind == reports.Trouble {
		row = append(row, do(pressMeeting, buttonMeeting), do(pressLeader, buttonLeader), do(pressEnd, buttonEnd))
	}
	return desk.InRows(nil, row, 3)
}
