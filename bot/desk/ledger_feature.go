package desk

// ledgerFeature is the small tables that the units keep.
func ledgerFeature() Feature {
	return Feature{
		Name: "ledger",
		Commands: []Command{{Name: "ledger", About: aboutLedger, Act: ActOwn, Private: true, Switch: SwitchLedger,
			Do: func(t *turn, _ string) error { return t.ledgers() }}},
		Taps: []Tap{{Name: "lg", Do: (*turn).tappedLedger}},
		Asks: []Ask{
			{What: askLedgerRow, Text: textAskLedgerRow, Do: (*turn).addLedgerRow},
			{What: askLedgerCell, Text: textAskLedgerVal, Do: (*turn).writeLedgerCell},
		},
		Switches: []Switch{{Name: SwitchLedger, Title: textSwLedger, About: textSwLedgerAbout}},
		Shows:    Shows{Home: ledgerButton},
	}
}
