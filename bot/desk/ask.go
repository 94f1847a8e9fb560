package desk

import (
	"strings"
	"time"

	"liubao/reports"
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

// ask asks the person something; their next words in this chat answer it.
func (t *turn) ask(what, arg string) error {
	row := askRow{V: 1, What: what, Arg: arg, At: t.now}
	if err := storage.Put(t.tx, storage.AskKey(t.u.Chat.ID, t.u.From.ID), row); err != nil {
		return err
	}
	return t.sayf("%s", t.asks[what].Text)
}

// answered takes words as the answer to what was asked, if anything was.
func (t *turn) answered() (bool, error) {
	key := storage.AskKey(t.u.Chat.ID, t.u.From.ID)
	row, ok, err := storage.Get[askRow](t.tx, key)
	if err != nil || !ok {
		return false, err
	}
	q, words := t.asks[row.What], strings.TrimSpace(t.u.Words())
	late := t.now.Sub(row.At) > askTime
	if !late && (words == "" || t.u.File != nil) && !(q.Files && t.u.File != nil) {
		return false, nil // what was sent is no answer: the question stands
	}
	if err := t.tx.Delete(key); err != nil || late || q.Do == nil {
		return false, err
	}
	return true, q.Do(t, row.Arg, words)
}

// splitKey reads what [reports.Key.String] writes.
func splitKey(s string) (reports.Key, bool) {
	p := strings.Split(s, "/")
	if len(p) != 3 {
		return reports.Key{}, false
	}
	return reports.Key{Period: p[0], Duty: p[1], Subject: p[2]}, true
}
