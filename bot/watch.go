package bot

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"liubao/storage"
)

// watch notes what a transaction does to the outbox, and whether the storage
// failed it.
type watch struct {
	storage.Tx
	d     *delivery
	chats []int64  // those it enqueued for
	first []expect // what is alone in its chat's outbox now
	sum   sum      // of what it enqueued last
	err   error
}

// expect is a message that stood alone in its chat's outbox once it was
// enqueued, due at once, and needs nothing that is not known already.
type expect struct {
	job job
	at  uint64 // the touch that enqueued it
}

func (d *delivery) watch(tx storage.Tx) *watch { return &watch{Tx: tx, d: d} }

func (w *watch) note(err error) error {
	if err != nil && w.err == nil {
		w.err = err
	}
	return err
}

// Put notes the chat of what is enqueued.
func (w *watch) Put(key string, val []byte) error {
	if chat, ok := chatOf(key); ok {
		w.chats = append(w.chats, chat)
		w.d.touched.touch(chat)
		w.sum = sumOf(val)
	}
	return w.note(w.Tx.Put(key, val))
}

// Delete notes the chat too.
func (w *watch) Delete(key string) error {
	if chat, ok := chatOf(key); ok {
		w.d.touched.touch(chat)
	}
	return w.note(w.Tx.Delete(key))
}

func (w *watch) Get(key string) ([]byte, bool, error) {
	v, ok, err := w.Tx.Get(key)
	return v, ok, w.note(err)
}

func (w *watch) Scan(prefix, after string, limit int, fn func(string, []byte) error) error {
	var own error
	err := w.Tx.Scan(prefix, after, limit, func(k string, v []byte) error {
		own = fn(k, v)
		return own
	})
	if own != nil {
		return err
	}
	return w.note(err)
}

// alone notes that the row just put is the only one of its chat. slot is what
// stands in its slot, where that was read.
func (w *watch) alone(key string, row *outRow, slot *slotRow) {
	if !row.makes() && (row.Kind != Edit || slot == nil) && row.Target == 0 {
		return
	}
	e := expect{job: job{key: key, sum: w.sum, row: row}, at: w.d.touched.last(row.Chat)}
	if slot != nil {
		e.job.slot = *slot
	}
	w.first = append(w.first, e)
}

// wrote reports whether the transaction itself put the message under a key into
// an outbox that was empty.
func (w *watch) wrote(key string) bool {
	return slices.ContainsFunc(w.first, func(e expect) bool { return e.job.key == key })
}

// expected returns what the transaction left alone in a chat's outbox; its row is
// nil where there is no such thing.
func (w *watch) expected(chat int64) expect {
	for _, e := range w.first {
		if e.job.row.Chat == chat {
			return e
		}
	}
	return expect{}
}

// known returns what stands first in a chat's outbox where that is what is
// expected there: nobody has written there since.
func (d *delivery) known(e expect, now time.Time) (v view, ok bool) {
	row := e.job.row
	if row == nil || e.at != d.touched.last(row.Chat) {
		return v, false
	}
	v = view{found: true, kind: row.Kind, bulk: row.Bulk, since: row.At, first: e.job, asOf: now}
	mine := *row // what is expected stays as it is
	v.first.row = &mine
	v.first.aim(now, d.run.Load())
	return v, v.first.verdict == attempt
}

// ready reports whether a message that is alone in its chat's outbox would be
// attempted at once: that is then written down together with the message.
func (d *delivery) ready(row *outRow) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.b.cfg.Clock.Now()
	if !d.running || !d.started || d.ending || row.Bulk || d.flying >= d.b.cfg.Senders || d.open().After(now) {
		return false
	}
	if d.promised.After(now) && d.promisedTo != row.Chat { // somebody was promised the same just now
		return false
	}
	l := d.lanes[row.Chat]
	if !(l == nil || l.state == empty && !l.pace.ready(d.b.cfg.Limits, row.Chat, row.Kind).After(now)) {
		return false
	}
	d.promised, d.promisedTo = now.Add(d.b.cfg.Limits.Overall), row.Chat
	return true
}

// touches tells whether anything was written to a chat's outbox since:
// transactions run one after the other, and each that writes counts on. Several
// chats share a place, so that now and then it says so of one that was left alone.
type touches struct {
	n      atomic.Uint64
	places [1024]atomic.Uint64
}

func (t *touches) place(chat int64) *atomic.Uint64 {
	return &t.places[uint64(chat)*0x9e3779b97f4a7c15>>54]
}

func (t *touches) touch(chat int64)       { t.place(chat).Store(t.n.Add(1)) }
func (t *touches) last(chat int64) uint64 { return t.place(chat).Load() }

// sum stands for a row as it is stored: of two that differ it is the same once
// in many lifetimes of the universe.
type sum uint64

var sumSeed = maphash.MakeSeed()

func sumOf(val []byte) sum { return sum(maphash.Bytes(sumSeed, val)) }

// chatOf returns the chat of an outbox key.
func chatOf(key string) (int64, bool) {
	id, ok := strings.CutPrefix(key, storage.OutboxPrefix())
	if !ok {
		return 0, false
	}
	if id, _, ok = strings.Cut(id, "/"); !ok {
		return 0, false
	}
	chat, err := storage.ParseID(id)
	return chat, err == nil
}
