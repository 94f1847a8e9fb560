package settings

import (
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/reports"
)

// slotSettings names the message that the director's settings edit.
const slotSettings = "settings"

// settings answers /settings: the switches, and the way to the dates.
func settings(t *desk.Turn) error {
	return t.Open(settingsMessage(t))
}

func settingsMessage(t *desk.Turn) (bot.Message, error) {
	x := reports.Text{}.Head(textSettingsHead)
	var rows [][]bot.Button
	for _, s := range t.Switches {
		on, err := t.Switched(t.Tx, s.Name)
		if err != nil {
			return bot.Message{}, err
		}
		x = x.Add(reports.Bold, s.Title).Line("：" + desk.OnOff(on, textOn, textOff)).Line("   " + s.About)
		rows = append(rows, []bot.Button{{
			Label: fmt.Sprintf(desk.OnOff(on, buttonSwitchOff, buttonSwitchOn), s.Title),
			// The button says what it turns the switch to: pressed twice it does it once.
			Data: tapSwitch.Data(switchTap{!on, s.Name}),
		}})
	}
	rows = append(rows, []bot.Button{{Label: buttonDates, Data: "da.l"}})
	return bot.Message{Chat: t.Update.Chat.ID, Slot: slotSettings, Text: x, Rows: rows, Purpose: "settings", Person: t.Me.ID, At: t.Now}, nil
}

// switchTap turns a switch on or off.
type switchTap struct {
	On     bool
	Switch string
}

var tapSwitch = desk.NewTap[switchTap]("se")

func tappedSettings(t *desk.Turn, a switchTap) error {
	if !staff.Can(t.Me, staff.ActSettings) {
		return t.Toast(desk.TextNotAllowed)
	}
	for _, s := range t.Switches {
		if s.Name != a.Switch {
			continue
		}
		if err := turnSwitch(t, s, a.On); err != nil {
			return err
		}
		return t.Redraw(settingsMessage(t))
	}
	return t.Toast(desk.TextOldButton)
}

func turnSwitch(t *desk.Turn, s rules.Switch, on bool) error {
	was, err := t.Switched(t.Tx, s.Name)
	if err != nil || was == on {
		return err
	}
	if err := rules.SetSwitch(t.Tx, s.Name, on, t.Me.ID, t.Now); err != nil {
		return err
	}
	if err := t.Log("", "", textLogSwitch+" "+s.Title, desk.OnOff(was, textOn, textOff), desk.OnOff(on, textOn, textOff)); err != nil {
		return err
	}
	return t.Toast(textSwitched, s.Title, desk.OnOff(on, textOn, textOff))
}
