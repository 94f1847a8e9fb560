package desk

import (
	"liubao/conversations/report"
	"liubao/reports"
	"liubao/storage"
)

// Cursor returns where the person is; it is read once.
func (t *Turn) Cursor() (report.Cursor, error) {
	if t.at != nil {
		return *t.at, nil
	}
	c, _, err := storage.Cursor[report.Cursor](t.Tx, t.Update.Chat.ID, t.Update.From.ID)
	if err == nil {
		t.at = &c
	}
	return c, err
}

// Draft returns the words of a report so far; it is read once.
func (t *Turn) Draft(k reports.Key) (report.Draft, error) {
	if t.words.read && t.words.key == k {
		return t.words.draft, nil
	}
	w, _, err := storage.Draft[report.Draft](t.Tx, k)
	if err == nil {
		t.words = keptDraft{true, k, w}
	}
	return w, err
}

// SaveDraft saves a draft, and beside it the words that were taken out of it:
// else a draft would grow with everything that was ever thought better of, and be
// written anew with every word.
func (t *Turn) SaveDraft(k reports.Key, w report.Draft) error {
	if len(w.Dropped) > 0 {
		if err := storage.SaveDropped(t.Tx, k, w.Rev, w.Dropped); err != nil {
			return err
		}
		w.Dropped = nil
	}
	t.words = keptDraft{true, k, w}
	return storage.SaveDraft(t.Tx, k, w)
}

// keptDraft is a draft as it stands in the store while an update is handled.
type keptDraft struct {
	read  bool
	key   reports.Key
	draft report.Draft
}

func (t *Turn) SaveCursor(c report.Cursor) error {
	t.at = &c
	return storage.SaveCursor(t.Tx, t.Update.Chat.ID, t.Update.From.ID, c)
}
