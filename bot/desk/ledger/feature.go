// Package ledger is the small tables that the units keep.
package ledger

import (
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "ledger",
		Commands: []desk.Command{{Name: "ledger", Word: wordLedger, About: aboutLedger, Act: staff.ActOwn, Private: true, Switch: rules.SwitchLedger,
			Do: func(t *desk.Turn, _ string) error { return ledgers(t) }}},
		Taps:     []desk.Tap{tapLedger.Do(tapped)},
		Asks:     []desk.Ask{askRow.Do(false, addLedgerRow), askCell.Do(false, writeLedgerCell).Joined()},
		Switches: []rules.Switch{{Name: rules.SwitchLedger, Title: textSwLedger, About: textSwLedgerAbout}},
		Shows:    desk.Shows{Home: ledgerButton, Known: counted},
	}
}
