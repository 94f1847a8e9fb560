// Package ledger is the small tables that the units keep.
package ledger

import (
	"liubao/bot/desk"
)

// Feature is what the desk needs to know of it.
func Feature() desk.Feature {
	return desk.Feature{
		Name: "ledger",
		Commands: []desk.Command{{Name: "ledger", About: aboutLedger, Act: desk.ActOwn, Private: true, Switch: desk.SwitchLedger,
			Do: func(t *desk.Turn, _ string) error { return ledgers(t) }}},
		Taps:     []desk.Tap{tapLedger.Do(tapped)},
		Asks:     []desk.Ask{askRow.Do(false, addLedgerRow), askCell.Do(false, writeLedgerCell)},
		Switches: []desk.Switch{{Name: desk.SwitchLedger, Title: textSwLedger, About: textSwLedgerAbout}},
		Shows:    desk.Shows{Home: ledgerButton},
	}
}
