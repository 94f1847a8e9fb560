package desk

import (
	"liubao/conversations/report"
	"liubao/reports"
	"liubao/storage"
)

// What is read for nearly every update is read once, and known when it is saved.

// cursor returns where the person is; it is read once.
func (t *turn) cursor() (report.Cursor, error) {
	if t.at != nil {
		return *t.at, nil
	}
	c, _, err := storage.Cursor[report.Cursor](t.tx, t.u.Chat.ID, t.u.From.ID)
	if err == nil {
		t.at = &c
	}
	return c, err
}

// draft returns the words of a report so far; it is read once.
func (t *turn) draft(k reports.Key) (report.Draft, error) {
	if t.words.read && t.words.key == k {
		return t.words.draft, nil
	}
	w, _, err := storage.Draft[report.Draft](t.tx, k)
	if err == nil {
		t.words = keptDraft{true, k, w}
	}
	return w, err
}

// saveDraft saves a draft, and beside it the words that were taken out of it:
// else a draft would grow with everything that was ever thought better of, and be
// written anew with every word.
func (t *turn) saveDraft(k reports.Key, w report.Draft) error {
	if len(w.Dropped) > 0 {
		if err := storage.SaveDropped(t.tx, k, w.Rev, w.Dropped); err != nil {
			return err
		}
		w.Dropped = nil
	}
	t.words = keptDraft{true, k, w}
	return storage.SaveDraft(t.tx, k, w)
}

// keptDraft is a draft as it stands in the store while an update is handled.
type keptDraft struct {
	read  bool
	key   reports.Key
	draft report.Draft
}

func (t *turn) saveCursor(c report.Cursor) error {
	t.at = &c
	return storage.SaveCursor(t.tx, t.u.Chat.ID, t.u.From.ID, c)
}
