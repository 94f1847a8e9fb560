package desk

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// slotSettings names the message that the director's settings edit.
const slotSettings = "settings"

// The switches, each of them a feature's.
const (
	SwitchContribution = "contribution" // responsible units are asked for contributions
	SwitchLedger       = "ledger"       // ledgers are kept
	SwitchInspection   = "inspection"   // findings are recorded and tracked
	SwitchDigest       = "digest"       // the office hears each morning what needs a decision
	SwitchReviewCards  = "review"       // the office sees each report as a card
	SwitchMustReview   = "must-review"  // a report is done only once it is passed
	SwitchEscalation   = "escalation"   // overdue reports go up the chain
)

// Switch is something the director switches on and off in the chat. What would
// add to the units' work is off until the director switches it on.
type Switch struct {
	Name  string
	Title string
	About string
	On    bool                         // where nobody has decided
	Rules func(*schedules.Rules, bool) // what a decision changes about time, nil for nothing
}

// switchRow is a decision about a switch.
type switchRow struct {
	V  int       `json:"v"`
	On bool      `json:"on"`
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// switchesRow holds the decisions by the switches' names, in one value so that
// a transaction reads them at once.
type switchesRow struct {
	V   int                  `json:"v"`
	Set map[string]switchRow `json:"set,omitempty"`
}

const settingSwitches = "switches"

// switched reports whether a switch is on.
func (d *Desk) switched(r storage.Reader, name string) (bool, error) {
	row, _, err := storage.Get[switchesRow](r, storage.SettingKey(settingSwitches))
	if s, ok := row.Set[name]; ok || err != nil {
		return s.On, err
	}
	for _, s := range d.switches {
		if s.Name == name {
			return s.On, nil
		}
	}
	return false, nil
}

// setSwitch turns a switch.
func setSwitch(tx storage.Tx, name string, on bool, by string, now time.Time) error {
	row, _, err := storage.Setting[switchesRow](tx, settingSwitches)
	if err != nil {
		return err
	}
	row.V = 1
	overlay(&row.Set, map[string]switchRow{name: {V: 1, On: on, By: by, At: now}})
	return storage.SaveSetting(tx, settingSwitches, row)
}

// settings answers /settings: the switches, and the way to the dates.
func (t *turn) settings() error {
	m, err := t.settingsMessage()
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}

func (t *turn) settingsMessage() (bot.Message, error) {
	x := reports.Text{}.Head(textSettingsHead)
	var rows [][]bot.Button
	for _, s := range t.switches {
		on, err := t.switched(t.tx, s.Name)
		if err != nil {
			return bot.Message{}, err
		}
		x = x.Add(reports.Bold, s.Title).Line("：" + onOff(on, textOn, textOff)).Line("   " + s.About)
		rows = append(rows, []bot.Button{{
			Label: fmt.Sprintf(onOff(on, buttonSwitchOff, buttonSwitchOn), s.Title),
			// The button says what it turns the switch to: pressed twice it does it once.
			Data: "se." + onOff(on, "0", "1") + "." + s.Name,
		}})
	}
	rows = append(rows, []bot.Button{{Label: buttonDates, Data: "da.l"}})
	return bot.Message{Chat: t.u.Chat.ID, Slot: slotSettings, Text: x, Rows: rows, Purpose: "settings", Person: t.me.ID, At: t.now}, nil
}

// tappedSettings takes se.1.SWITCH (on) and se.0.SWITCH (off).
func (t *turn) tappedSettings(parts []string) error {
	if !Can(t.me, ActSettings) || len(parts) < 3 {
		return t.toast(textNotAllowed)
	}
	on := parts[1] == "1"
	for _, s := range t.switches {
		if s.Name != parts[2] {
			continue
		}
		if err := t.turnSwitch(s, on); err != nil {
			return err
		}
		m, err := t.settingsMessage()
		if err != nil {
			return err
		}
		m.Kind, m.OrSend = bot.Edit, true
		return bot.Enqueue(t.tx, m)
	}
	return t.toast(textOldButton)
}

func (t *turn) turnSwitch(s Switch, on bool) error {
	was, err := t.switched(t.tx, s.Name)
	if err != nil || was == on {
		return err
	}
	if err := setSwitch(t.tx, s.Name, on, t.me.ID, t.now); err != nil {
		return err
	}
	if err := t.log("", "", textLogSwitch+" "+s.Title, onOff(was, textOn, textOff), onOff(on, textOn, textOff)); err != nil {
		return err
	}
	return t.toast(textSwitched, s.Title, onOff(on, textOn, textOff))
}
