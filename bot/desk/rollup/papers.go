package rollup

import (
	"time"

	"liubao/bot/desk/orders"
	"liubao/reports"
	"liubao/storage"
)

// rollupPapers sends the group the picture and the Word file that go with the
// roll-up, or brings them up to date.
func rollupPapers(tx storage.Tx, row rollupRow, now time.Time) error {
	paper := reports.Paper{Period: row.Period, Public: true, Difficulties: row.Difficulties, Names: row.Names}
	for _, k := range []reports.PaperKind{reports.PaperCard, reports.PaperSummary} {
		paper.Kind = k
		if err := orders.Place(tx, orders.Row{Chat: row.Chat, Thread: row.Thread, Name: rollupSlot(row.Period) + "/" + string(k), Keep: true,
			Purpose: "rollup", ReplyTo: rollupSlot(row.Period), At: now, Paper: paper}); err != nil {
			return err
		}
	}
	return nil
}
