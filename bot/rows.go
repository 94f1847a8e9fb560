package bot

import (
	"encoding/json"
	"errors"
	"time"

	"liubao/storage"
)

// OutRow is one message of a chat that is still to be made, changed or deleted.
type OutRow struct {
	V int `json:"v"`
	Message
	Part int  `json:"part,omitempty"` // which of the slot's messages, from 0
	Last bool `json:"last,omitempty"` // the last part: it carries the buttons
	// Target is the message to act on where it is not the slot's present one.
	Target Ref `json:"target,omitempty"`
	// Refill: an edit whose message was gone, now to be sent into its place.
	Refill bool `json:"refill,omitempty"`
	// Sending: an attempt was committed and no result. Found so by another run
	// of the program than Run, the message is in doubt.
	Sending bool      `json:"sending,omitempty"`
	Run     uint64    `json:"run,omitempty"`
	Doubts  int       `json:"doubts,omitempty"` // attempts without a known result, the program living
	Deaths  int       `json:"deaths,omitempty"` // ends of the program between attempt and result
	Fails   int       `json:"fails,omitempty"`  // attempts that certainly failed
	Hold    time.Time `json:"hold,omitzero"`    // not before this, nor what stands behind it: set after a failure
	Again   time.Time `json:"again,omitzero"`   // not before this, what stands behind it may pass: set after a doubt
}

// Insisted reports whether a repetition is better than a loss.
func (r *OutRow) Insisted() bool { return r.Bulk || r.Insist || len(r.Marks) > 0 }

// doubtWaits are the pauses after an attempt without a known result at a message
// that is insisted on: a stall of seconds and one of a day are both outlasted.
var doubtWaits = []time.Duration{time.Minute, 3 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour}

// answerDoubtWait is the pause before the only repetition of an answer, for which
// somebody waits who can ask again.
const answerDoubtWait = 5 * time.Second

// DoubtWait returns how long to wait after the attempts without a known result
// that the row has had, and false where there have been enough.
func (r *OutRow) DoubtWait() (time.Duration, bool) {
	switch {
	case !r.Insisted():
		return answerDoubtWait, r.Doubts < 2
	case r.Doubts > len(doubtWaits):
		return 0, false
	}
	return doubtWaits[r.Doubts-1], true
}

// Makes reports whether delivering the row creates a message: repeating it
// would be seen.
func (r *OutRow) Makes() bool {
	return r.Kind == Send || r.Kind == Document || r.Kind == Photo || r.Kind == Album
}

// SlotRow says which messages stand in a slot.
type SlotRow struct {
	V        int   `json:"v"`
	IDs      []Ref `json:"ids,omitempty"`      // in order, "" for a deleted one
	Keyboard Ref   `json:"keyboard,omitempty"` // the message that has buttons, "" for none
}

// Message returns the message of a part, "" where there is none.
func (s SlotRow) Message(i int) Ref {
	if i < len(s.IDs) {
		return s.IDs[i]
	}
	return ""
}

// DeadRow is what could not be handled or delivered, with all that is needed to
// look into it.
type DeadRow struct {
	V      int             `json:"v"`
	Source string          `json:"source"` // in or out
	At     time.Time       `json:"at"`
	Chat   Address         `json:"chat,omitempty"`
	Reason string          `json:"reason"`
	Raw    json.RawMessage `json:"raw,omitempty"` // of an update
	Row    *OutRow         `json:"row,omitempty"` // of a message
}

// InRow is an update as it waits in the inbox.
type InRow struct {
	V   int             `json:"v"`
	At  time.Time       `json:"at"` // when it was taken in
	Raw json.RawMessage `json:"raw"`
}

// IntakeRow says up to where events have been taken in.
type IntakeRow struct {
	V      int       `json:"v"`
	Cursor string    `json:"cursor"` // where to go on, by the channel's own reckoning
	Seq    uint64    `json:"seq"`    // the last inbox number given out
	At     time.Time `json:"at"`     // when the last update came
}

// metaDead is where the counter of dead letters stands.
const metaDead = "dead"

type deadCount struct {
	V    int    `json:"v"`
	Last uint64 `json:"last"`
}

// Bury writes a dead letter. A message that dies is as good as never sent: its
// marks go.
func Bury(tx storage.Tx, d DeadRow) error {
	if d.Row != nil {
		if err := Unmark(tx, d.Row); err != nil {
			return err
		}
	}
	n, _, err := storage.Get[deadCount](tx, storage.RowMeta.Key(metaDead))
	if err != nil {
		return err
	}
	d.V, n.V = 1, 1
	n.Last++
	if err := storage.Put(tx, storage.RowMeta.Key(metaDead), n); err != nil {
		return err
	}
	return storage.Put(tx, storage.DeadKey(n.Last), d)
}

// Unmark deletes a message's marks.
func Unmark(tx storage.Tx, row *OutRow) error {
	for _, key := range row.Marks {
		if err := tx.Delete(key); err != nil {
			return err
		}
	}
	return nil
}

// mostWaiting is how many messages may wait for a chat before further answers are
// counted instead of given.
const mostWaiting = 50

// queueRow says how long a chat's outbox is, so that nobody reads it to know.
type queueRow struct {
	V     int    `json:"v"`
	Last  uint64 `json:"last"`           // the highest number given out
	Count int    `json:"count"`          // messages that wait
	Over  int    `json:"over,omitempty"` // answers not given since more than mostWaiting wait
}

// queued is a chat's outbox as far as one slot is concerned.
type queued struct {
	chat Address
	head queueRow
	rows []queuedRow
}

type queuedRow struct {
	key string
	row OutRow
}

// loadQueue reads what waits for a chat in a slot, or under the name of an answer.
func loadQueue(r storage.Reader, chat Address, slot, instead string) (q queued, err error) {
	q.chat = chat
	var there bool
	if q.head, there, err = storage.GetSound[queueRow](r, storage.QueueKey(chat)); err != nil {
		return q, err
	}
	if there && slot == "" && instead == "" {
		return q, nil
	}
	if slot == "" && instead == "" { // a chat of before there was such a row
		return q, q.count(r)
	}
	n := 0
	err = r.Scan(storage.ChatOutboxPrefix(chat), "", 0, func(key string, val []byte) error {
		n++
		q.head.Last = max(q.head.Last, seqOf(key))
		row, err := storage.Decode[OutRow](key, val)
		if err != nil { // damaged: it is passed over, and the operator is told of it
			return UnlessDamaged(err)
		}
		if slot != "" && row.Slot == slot || instead != "" && row.Instead == instead {
			q.rows = append(q.rows, queuedRow{key, row})
		}
		return nil
	})
	q.head.Count = n
	return q, err
}

// count counts what waits.
func (q *queued) count(r storage.Reader) error {
	q.head.Count = 0
	return r.Scan(storage.ChatOutboxPrefix(q.chat), "", 0, func(key string, _ []byte) error {
		q.head.Last, q.head.Count = seqOf(key), q.head.Count+1
		return nil
	})
}

// UnlessDamaged passes over a row that cannot be read: it holds up neither the
// rest of its chat nor other chats, and stays where it is for the operator.
func UnlessDamaged(err error) error {
	if errors.Is(err, storage.ErrCorrupt) {
		return nil
	}
	return err
}

// append adds a row at the end of the chat's outbox.
func (q *queued) append(tx storage.Tx, row OutRow) error {
	q.head.Last++
	q.head.Count++
	row.V = 1
	return errors.Join(q.save(tx), storage.Put(tx, storage.OutboxKey(q.chat, q.head.Last), &row))
}

// remove takes a row out.
func (q *queued) remove(tx storage.Tx, key string) error {
	q.head.Count = max(0, q.head.Count-1)
	return errors.Join(q.save(tx), tx.Delete(key))
}

func (q *queued) save(tx storage.Tx) error {
	q.head.V = 1
	return storage.Put(tx, storage.QueueKey(q.chat), q.head)
}

// Dequeue takes a row out of a chat's outbox.
func Dequeue(tx storage.Tx, chat Address, key string) error {
	q, err := loadQueue(tx, chat, "", "")
	if err != nil {
		return err
	}
	return q.remove(tx, key)
}

// Withdraw takes out of a chat's outbox what is not to go before a later time.
func Withdraw(tx storage.Tx, chat Address, now time.Time) error {
	q, err := loadQueue(tx, chat, "", "")
	if err != nil {
		return err
	}
	if err := storage.EachSound(tx, storage.ChatOutboxPrefix(chat), "", 0, func(key string, row OutRow) error {
		if !row.Sending && row.NotBefore.After(now) {
			q.rows = append(q.rows, queuedRow{key, row})
		}
		return nil
	}); err != nil {
		return err
	}
	for _, x := range q.rows {
		if err := errors.Join(Unmark(tx, &x.row), q.remove(tx, x.key)); err != nil {
			return err
		}
	}
	return nil
}

// seqOf returns the sequence number a key ends in, 0 for none.
func seqOf(key string) uint64 {
	c := storage.Components(key)
	n, err := storage.ParseSeq(c[len(c)-1])
	if err != nil {
		return 0
	}
	return n
}

// Set notes the message of a part.
func (s *SlotRow) Set(part int, id Ref) {
	for len(s.IDs) <= part {
		s.IDs = append(s.IDs, "")
	}
	s.IDs[part] = id
}

// Forget takes a message out of the slot.
func (s *SlotRow) Forget(id Ref) {
	for i := range s.IDs {
		if s.IDs[i] == id {
			s.IDs[i] = ""
		}
	}
	for len(s.IDs) > 0 && s.IDs[len(s.IDs)-1] == "" {
		s.IDs = s.IDs[:len(s.IDs)-1]
	}
	if s.Keyboard == id {
		s.Keyboard = ""
	}
}
