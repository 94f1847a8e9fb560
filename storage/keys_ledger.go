package storage

import "fmt"

// LedgerRowKey is where a row of a ledger stands. Rows sort by their number.
func LedgerRowKey(ledger string, number uint64) string {
	return Key("ledger", ledger, fmt.Sprintf("%08d", number))
}

// LedgerPrefix covers a ledger's rows.
func LedgerPrefix(ledger string) string { return Prefix("ledger", ledger) }

// LedgerChangeKey is where a change of a ledger's row stands.
func LedgerChangeKey(ledger string, number uint64, seq int) string {
	return Key("ledgerlog", ledger, fmt.Sprintf("%08d", number), fmt.Sprintf("%06d", seq))
}

// LedgerChangesPrefix covers the changes of a row, the oldest first.
func LedgerChangesPrefix(ledger string, number uint64) string {
	return Prefix("ledgerlog", ledger, fmt.Sprintf("%08d", number))
}
