package desk

import (
	"strings"
	"time"

	"liubao/storage"
)

// askTime is how long the next words are taken for the answer.
const askTime = 30 * time.Minute

// askRow is a question a person has been asked: their next words answer it.
type askRow struct {
	V    int       `json:"v"`
	What string    `json:"what"`
	Arg  string    `json:"arg"`
	At   time.Time `json:"at"`
}

// Ask asks the person something; their next words in this chat answer it.
func (t *Turn) Ask(what, arg string) error {
	row := askRow{V: 1, What: what, Arg: arg, At: t.Now}
	if err := storage.Put(t.Tx, storage.AskKey(t.Update.Chat.ID, t.Update.From.ID), row); err != nil {
		return err
	}
	return t.Sayf("%s", t.asks[what].Text)
}

// answered takes words as the answer to what was asked, if anything was.
func (t *Turn) answered() (bool, error) {
	key := storage.AskKey(t.Update.Chat.ID, t.Update.From.ID)
	row, ok, err := storage.Get[askRow](t.Tx, key)
	if err != nil || !ok {
		return false, err
	}
	q, words := t.asks[row.What], strings.TrimSpace(t.Update.Words())
	late := t.Now.Sub(row.At) > askTime
	if !late && (words == "" || t.Update.File != nil) && !(q.Files && t.Update.File != nil) {
		return false, nil // what was sent is no answer: the question stands
	}
	if err := t.Tx.Delete(key); err != nil || late || q.Do == nil {
		return false, err
	}
	return true, q.Do(t, row.Arg, words)
}

// Askf asks what must be put with names in it.
func (t *Turn) Askf(what, arg, format string, args ...any) error {
	row := askRow{V: 1, What: what, Arg: arg, At: t.Now}
	if err := storage.Put(t.Tx, storage.AskKey(t.Update.Chat.ID, t.Update.From.ID), row); err != nil {
		return err
	}
	return t.Sayf(format, args...)
}
