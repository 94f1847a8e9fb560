package report

import (
	"liubao/bot/desk"
	"liubao/conversations/report"
	"liubao/reports"
	"liubao/storage"
)

// The buttons outside of a card.
var (
	tapOpen  = desk.NewTap[keyTap]("o")
	tapWhich = desk.NewTap[keyTap]("wh")
)

// keyTap names a report.
type keyTap struct{ Key reports.Key }

// readCursor returns where the person is among their reports.
func readCursor(t *desk.Turn) (report.Cursor, error) {
	c, _, err := storage.Cursor[report.Cursor](t.Tx, t.Update.Chat.ID, t.Update.From.ID)
	return c, err
}

// readDraft returns the words of a report so far.
func readDraft(t *desk.Turn, k reports.Key) (report.Draft, error) {
	w, _, err := storage.Draft[report.Draft](t.Tx, k)
	return w, err
}

// saveDraft saves a draft, and beside it the words that were taken out of it:
// else a draft would grow with everything that was ever thought better of, and be
// written anew with every word.
func saveDraft(t *desk.Turn, k reports.Key, w report.Draft) error {
	if len(w.Dropped) > 0 {
		if err := storage.SaveDropped(t.Tx, k, w.Rev, w.Dropped); err != nil {
			return err
		}
		w.Dropped = nil
	}
	return storage.SaveDraft(t.Tx, k, w)
}
