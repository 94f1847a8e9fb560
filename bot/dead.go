package bot

import (
	"encoding/json"
	"fmt"
	"time"

	"liubao/storage"
)

// What the dead letters are kept for, and how many at most.
const (
	deadFor  = 90 * 24 * time.Hour
	mostDead = 1000
)

// Letter is a dead letter: what could not be handled or delivered.
type Letter struct {
	Number  uint64          `json:"number"`
	Source  string          `json:"source"` // in (an event) or out (a message)
	At      time.Time       `json:"at"`
	Chat    Address         `json:"chat,omitempty"`
	Reason  string          `json:"reason"`
	Kind    MessageKind     `json:"kind,omitempty"`
	Purpose string          `json:"purpose,omitempty"`
	Person  string          `json:"person,omitempty"`
	Words   string          `json:"words,omitempty"` // of a message
	Raw     json.RawMessage `json:"raw,omitempty"`   // of an event
}

// Dead is what the desk is told of a dead letter when it becomes one.
type Dead struct {
	Source string // in (an event) or out (a message)
	Chat   Address
	Reason string
	At     time.Time
	Lost   bool // of an event: what was sent is not known, its row being damaged
	// Message is what was not delivered; the zero one of an event. Right is what the
	// bot lacks in the chat, "" where that is not why.
	Message Message
	Right   Right
}

// Told is what is told of the letter.
func (d DeadRow) Told() Dead {
	told := Dead{Source: d.Source, Chat: d.Chat, Reason: d.Reason, At: d.At}
	if d.Row != nil {
		told.Message = d.Row.Message
	}
	return told
}

// Letters returns the dead letters, the oldest first.
func Letters(r storage.Reader) (out []Letter, err error) {
	err = storage.EachSound(r, storage.RowDead.Prefix(), "", 0, func(key string, d DeadRow) error {
		out = append(out, d.letter(seqOf(key)))
		return nil
	})
	return out, err
}

func (d DeadRow) letter(number uint64) Letter {
	l := Letter{Number: number, Source: d.Source, At: d.At, Chat: d.Chat, Reason: d.Reason, Raw: d.Raw}
	if d.Row != nil {
		l.Kind, l.Purpose, l.Person, l.Words = d.Row.Kind, d.Row.Purpose, d.Row.Person, d.Row.Text.String()
	}
	return l
}

// Drop throws a dead letter away.
func Drop(tx storage.Tx, number uint64) error {
	if _, err := dead(tx, number); err != nil {
		return err
	}
	return tx.Delete(storage.DeadKey(number))
}

func dead(tx storage.Tx, number uint64) (DeadRow, error) {
	d, ok, err := storage.Get[DeadRow](tx, storage.DeadKey(number))
	if err == nil && !ok {
		err = fmt.Errorf("there is no dead letter %d", number)
	}
	return d, err
}

// Retry puts a dead letter back to where it came from: an event behind those that
// wait to be handled, a message behind those that wait for its chat. A bot that
// runs takes it up by its own Retry.
func Retry(tx storage.Tx, number uint64, now time.Time) error {
	d, err := dead(tx, number)
	if err != nil {
		return err
	}
	if err := tx.Delete(storage.DeadKey(number)); err != nil {
		return err
	}
	if d.Row != nil {
		row := OutRow{Message: d.Row.Message, Part: d.Row.Part, Last: d.Row.Last, Target: d.Row.Target, Refill: d.Row.Refill}
		row.Expires = time.Time{}
		q, err := loadQueue(tx, row.Chat, "", "")
		if err != nil {
			return err
		}
		return q.append(tx, row)
	}
	key := storage.RowMeta.Key(storage.MetaCursor)
	pos, _, err := storage.Get[IntakeRow](tx, key)
	if err != nil {
		return err
	}
	pos.V, pos.Seq = 1, pos.Seq+1
	if err := storage.Put(tx, key, pos); err != nil {
		return err
	}
	return storage.Put(tx, storage.InboxKey(pos.Seq, d.Chat), InRow{V: 1, At: now, Raw: d.Raw})
}

// PruneDead throws away what is old, and the oldest where there are too many. It
// drops a limited number; call it again while it returns true.
func PruneDead(tx storage.Tx, now time.Time) (more bool, err error) {
	type old struct {
		At time.Time `json:"at"`
	}
	var keys, drop []string
	err = storage.EachSound(tx, storage.RowDead.Prefix(), "", 0, func(key string, d old) error {
		if keys = append(keys, key); now.Sub(d.At) > deadFor {
			drop = append(drop, key)
		}
		return nil
	})
	if len(keys)-len(drop) > mostDead { // the oldest come first
		drop = keys[:len(keys)-mostDead]
	}
	if len(drop) > batchRows {
		drop, more = drop[:batchRows], true
	}
	for _, key := range drop {
		if err == nil {
			err = tx.Delete(key)
		}
	}
	return more, err
}
