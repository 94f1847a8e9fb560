package desk

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// slotSettings names the message that the director's settings edit.
const slotSettings = "settings"

// The switches. Whoever adds a feature that can be switched adds a row to
// [switches] and asks [switched].
const (
	SwitchContribution = "contribution" // responsible units are asked for contributions
	SwitchLedger       = "ledger"       // ledgers are kept
	SwitchInspection   = "inspection"   // findings are recorded and tracked
	SwitchDigest       = "digest"       // the office hears each morning what needs a decision
	SwitchReviewCards  = "review"       // the office sees each report as a card
	SwitchMustReview   = "must-review"  // a report is done only once it is passed
	SwitchEscalation   = "escalation"   // overdue reports go up the chain
)

// toggle is something the director switches on and off in the chat.
type toggle struct {
	name  string
	title string
	about string
	on    bool                         // where nobody has decided
	rules func(*schedules.Rules, bool) // what a decision changes about time, nil for nothing
}

// switches are all there are, in the order of the card. What would add to the
// units' work is off until the director switches it on.
var switches = []toggle{
	{name: SwitchReviewCards, title: textSwReview, about: textSwReviewAbout, on: true},
	{name: SwitchMustReview, title: textSwMust, about: textSwMustAbout},
	{name: SwitchEscalation, title: textSwEscalation, about: textSwEscalationAbout, on: true,
		rules: func(r *schedules.Rules, on bool) {
			if !on {
				r.Chain, r.Chains = nil, nil
			}
		}},
	{name: SwitchDigest, title: textSwDigest, about: textSwDigestAbout,
		rules: func(r *schedules.Rules, on bool) {
			switch {
			case !on:
				r.DigestAt = nil
			case r.DigestAt == nil:
				r.DigestAt = &plan.Clock{Hour: 8, Minute: 30}
			}
		}},
	{name: SwitchContribution, title: textSwContribution, about: textSwContributionAbout,
		rules: func(r *schedules.Rules, on bool) {
			switch {
			case !on:
				r.ContributionDaysBefore = 0
			case r.ContributionDaysBefore == 0:
				r.ContributionDaysBefore = 5
			}
		}},
	{name: SwitchLedger, title: textSwLedger, about: textSwLedgerAbout},
	{name: SwitchInspection, title: textSwInspection, about: textSwInspectionAbout},
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
func switched(r storage.Reader, name string) (bool, error) {
	row, _, err := storage.Get[switchesRow](r, storage.SettingKey(settingSwitches))
	if s, ok := row.Set[name]; ok || err != nil {
		return s.On, err
	}
	for _, s := range switches {
		if s.name == name {
			return s.on, nil
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
	for _, s := range switches {
		on, err := switched(t.tx, s.name)
		if err != nil {
			return bot.Message{}, err
		}
		x = x.Add(reports.Bold, s.title).Line("：" + onOff(on, textOn, textOff)).Line("   " + s.about)
		rows = append(rows, []bot.Button{{
			Label: fmt.Sprintf(onOff(on, buttonSwitchOff, buttonSwitchOn), s.title),
			// The button says what it turns the switch to: pressed twice it does it once.
			Data: "se." + onOff(on, "0", "1") + "." + s.name,
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
	for _, s := range switches {
		if s.name != parts[2] {
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

func (t *turn) turnSwitch(s toggle, on bool) error {
	was, err := switched(t.tx, s.name)
	if err != nil || was == on {
		return err
	}
	if err := setSwitch(t.tx, s.name, on, t.me.ID, t.now); err != nil {
		return err
	}
	if err := t.log("", "", textLogSwitch+" "+s.title, onOff(was, textOn, textOff), onOff(on, textOn, textOff)); err != nil {
		return err
	}
	return t.toast(textSwitched, s.title, onOff(on, textOn, textOff))
}
