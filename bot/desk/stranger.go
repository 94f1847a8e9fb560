package desk

import (
	"time"

	"liubao/storage"
)

// strangerEvery is how often a stranger is answered.
const strangerEvery = 24 * time.Hour

// Stranger answers somebody unknown: one polite sentence a day, no information.
func (t *Turn) Stranger() error {
	again, err := t.AnsweredToday()
	if err != nil || again {
		return err
	}
	return t.Sayf(textStranger)
}

func (t *Turn) AnsweredToday() (bool, error) {
	key := storage.StrangerKey(t.Update.From.ID)
	at, ok, err := storage.Get[time.Time](t.Tx, key)
	if err != nil {
		return false, err
	}
	if ok && t.Now.Sub(at) < strangerEvery {
		return true, nil
	}
	return false, storage.Put(t.Tx, key, t.Now)
}
