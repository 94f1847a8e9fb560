package storage

import "liubao/reports"

// What a report is made from: the draft, what was taken out of it, and where each
// person is in a dialog.

// SaveDraft stores the words of a report not yet submitted, and its brief
// where it has one.
func SaveDraft[T any](tx Tx, k reports.Key, draft T) error {
	if err := saveDraftBrief(tx, k, draft); err != nil {
		return err
	}
	return PutPassing(tx, RowDraft.Of(k), draft) // it is written anew with every word
}

// Draft returns the words of a report not yet submitted.
func Draft[T any](r Reader, k reports.Key) (T, bool, error) { return Get[T](r, RowDraft.Of(k)) }

// SaveDropped stores words that were taken out of a draft, under its revision
// then, which only grows: behind those that stand there already.
func SaveDropped(tx Tx, k reports.Key, rev int, words []reports.Piece) error {
	row, _, err := Get[droppedRow](tx, DroppedKey(k, rev))
	if err != nil {
		return err
	}
	return Put(tx, DroppedKey(k, rev), droppedRow{format, append(row.Words, words...)})
}

// Dropped returns the words taken out of a draft, in the order in which that
// was done. The audit log tells them too, with who did it.
func Dropped(r Reader, k reports.Key) ([]reports.Piece, error) {
	var out []reports.Piece
	err := Each(r, DroppedPrefix(k), "", 0, func(_ string, row droppedRow) error {
		out = append(out, row.Words...)
		return nil
	})
	return out, err
}

// droppedRow is words that were taken out of a draft at one revision.
type droppedRow struct {
	V     int             `json:"v"`
	Words []reports.Piece `json:"words"`
}

// SaveCursor stores where a person is in a chat's dialog.
func SaveCursor[T any](tx Tx, chat, user reports.Address, cursor T) error {
	return Put(tx, RowCursor.InChat(chat, user), cursor)
}

// Cursor returns where a person is in a chat's dialog.
func Cursor[T any](r Reader, chat, user reports.Address) (T, bool, error) {
	return Get[T](r, RowCursor.InChat(chat, user))
}
