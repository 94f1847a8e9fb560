package desk

import (
	"strings"
	"time"

	"liubao/reports"
	"liubao/storage"
)

// What a person can be asked outside of a report.
const askSignReturn = "sign-return" // why a head sends a report back

// askTime is how long the next words are taken for the answer.
const askTime = 30 * time.Minute

// askRow is a question a person has been asked: their next words answer it.
type askRow struct {
	V    int       `json:"v"`
	What string    `json:"what"`
	Arg  string    `json:"arg"`
	At   time.Time `json:"at"`
}

// asked is a question: how it is put, and what is done with the answer. files
// says that a photo or document may answer it, its caption being the words.
type asked struct {
	text  string
	files bool
	do    func(t *turn, arg, words string) error
}

// askFuncs are the questions that the next words answer. Features add theirs.
var askFuncs = map[string]asked{}

func init() { // the table names functions that read the table
	askFuncs[askSignReturn] = asked{text: textAskSignReturn, do: func(t *turn, arg, words string) error {
		k, ok := splitKey(arg)
		if !ok {
			return nil
		}
		return t.signReturned(k, words)
	}}
}

// ask asks the person something; their next words in this chat answer it.
func (t *turn) ask(what, arg string) error {
	row := askRow{V: 1, What: what, Arg: arg, At: t.now}
	if err := storage.Put(t.tx, storage.AskKey(t.u.Chat.ID, t.u.From.ID), row); err != nil {
		return err
	}
	return t.sayf("%s", askFuncs[what].text)
}

// answered takes words as the answer to what was asked, if anything was.
func (t *turn) answered() (bool, error) {
	key := storage.AskKey(t.u.Chat.ID, t.u.From.ID)
	row, ok, err := storage.Get[askRow](t.tx, key)
	if err != nil || !ok {
		return false, err
	}
	q, words := askFuncs[row.What], strings.TrimSpace(t.u.Words())
	late := t.now.Sub(row.At) > askTime
	if !late && (words == "" || t.u.File != nil) && !(q.files && t.u.File != nil) {
		return false, nil // what was sent is no answer: the question stands
	}
	if err := t.tx.Delete(key); err != nil || late || q.do == nil {
		return false, err
	}
	return true, q.do(t, row.Arg, words)
}

// splitKey reads what [reports.Key.String] writes.
func splitKey(s string) (reports.Key, bool) {
	p := strings.Split(s, "/")
	if len(p) != 3 {
		return reports.Key{}, false
	}
	return reports.Key{Period: p[0], Duty: p[1], Subject: p[2]}, true
}
