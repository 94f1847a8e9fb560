package migrate

import (
	"encoding/json"
	"errors"

	"liubao/storage"
)

// toFocus leads to schema 6. Before, a question, a problem's form and a contribution
// each said for themselves that a person's next words are theirs; from then on one
// row says whose they are. The rows themselves, with all that was typed, stay.
var toFocus = migration{to: 6, what: "whose the next words are", step: focusStep}

// focusRows is how many rows one step looks at.
const focusRows = 200

// focus6 is the row as schema 6 began it.
type focus6 struct {
	V      int             `json:"v"`
	Dialog string          `json:"dialog,omitempty"`
	Ask    json.RawMessage `json:"ask,omitempty"`
}

// waiting5 is what schema 5 kept of who waits for words.
type waiting5 struct {
	Focus   bool `json:"focus"`   // of a problem's form
	Done    bool `json:"done"`    // of a contribution's cursor
	Version int  `json:"version"` // of its card; 0 before the first
}

// nouns5 are those rows, in the order in which they had the words: a question
// before all others.
var nouns5 = []string{"problemform", "contribcursor", "ask"}

// focusStep looks at some of them. from is the last key that was looked at.
func focusStep(tx storage.Tx, from string) (next string, done bool, err error) {
	at := 0
	for i, noun := range nouns5 {
		if from != "" && storage.Components(from)[0] == noun {
			at = i
		}
	}
	var keys []string
	if err := tx.Scan(storage.Noun(nouns5[at]).Prefix(), from, focusRows, func(key string, _ []byte) error {
		keys = append(keys, key)
		return nil
	}); err != nil {
		return "", false, err
	}
	for _, key := range keys {
		if err := focusFrom(tx, key); err != nil {
			return "", false, err
		}
	}
	switch {
	case len(keys) > 0:
		return keys[len(keys)-1], false, nil
	case at+1 < len(nouns5):
		return storage.Noun(nouns5[at+1]).Prefix(), false, nil
	}
	return "", true, nil
}

// focusFrom writes down what one row says about the next words. A row that cannot
// be read says nothing: the check of the data names it.
func focusFrom(tx storage.Tx, key string) error {
	c := storage.Components(key)
	if len(c) != 3 {
		return nil
	}
	to := storage.RowFocus.Key(c[1], c[2])
	f, _, err := storage.Get[focus6](tx, to)
	if err != nil {
		return err
	}
	f.V = 1
	if c[0] == "ask" {
		if f.Ask, _, err = storage.Get[json.RawMessage](tx, key); errors.Is(err, storage.ErrCorrupt) {
			return nil
		}
		return errors.Join(err, tx.Delete(key), storage.Put(tx, to, f))
	}
	row, _, err := storage.Get[waiting5](tx, key)
	if errors.Is(err, storage.ErrCorrupt) || f.Dialog != "" {
		return nil // see above
	}
	switch {
	case c[0] == "problemform" && row.Focus:
		f.Dialog = "problem"
	case c[0] == "contribcursor" && !row.Done && row.Version > 0:
		f.Dialog = "contribution"
	default:
		return err
	}
	return errors.Join(err, storage.Put(tx, to, f))
}
