package spine

import (
	"bytes"
	"context"
	"errors"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// lookAhead is how many waiting messages of a chat are looked at to see
// whether a reply is among them.
const lookAhead = 20

// view is what stands first in a chat's outbox.
type view struct {
	found bool
	kind  bot.MessageKind
	at    time.Time // not before this
	bulk  bool
	since time.Time
	first job // what is due first; its key is "" where nothing is
}

// glance is what is read of an [outRow] behind the first: not its words, which
// are most of it.
type glance struct {
	Bulk      bool      `json:"bulk"`
	NotBefore time.Time `json:"notBefore"`
	Slot      string    `json:"slot"`
	Part      int       `json:"part"`
	Again     time.Time `json:"again"`
}

// look reads the beginning of a chat's outbox.
func (d *delivery) look(ctx context.Context, chat bot.Address) (v view, err error) {
	now := d.b.cfg.Clock.Now()
	err = d.b.cfg.Engine.View(ctx, func(r storage.Reader) error {
		v, err = d.survey(r, chat, now)
		return err
	})
	return v, err
}

// survey finds what is due first in a chat's outbox, and decides on it. The
// first message goes first, except that one whose time has not come lets others
// pass, but not the rest of the same message; one that was held back after a
// failure does not. It writes nothing.
func (d *delivery) survey(r storage.Reader, chat bot.Address, now time.Time) (view, error) {
	v := view{bulk: true}
	t := times{now: now, awake: d.b.cfg.Awake(now)}
	n := 0
	err := r.Scan(storage.ChatOutboxPrefix(chat), "", 0, func(key string, raw []byte) error {
		bulk, due, err := v.add(key, raw, &t)
		if err != nil || !due {
			return err
		}
		v.bulk = v.bulk && bulk
		n++
		if n >= lookAhead || !v.bulk {
			return errStop
		}
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		return v, err
	}
	if v.first.key == "" || v.at.After(now) {
		return v, nil
	}
	return v, v.first.prepare(r, now, d.run.Load())
}

// times tells when messages may go, looked at in their order.
type times struct {
	now, awake time.Time
	// waits is the message last found to wait, with the time it waits for.
	waits glance
	until time.Time
}

// dueAt returns when a message may go: one without a time at once, one whose
// time has come in the waking hours. The later parts of a text wait for as long as
// the first, and follow it at once.
func (t *times) dueAt(g glance) time.Time {
	at := g.NotBefore
	switch {
	case g.Part > 0 && t.until.After(t.now) && t.waits.Slot == g.Slot && t.waits.Part < g.Part && t.waits.NotBefore.Equal(g.NotBefore):
		if t.until.After(at) {
			at = t.until
		}
	case g.Part == 0 && !at.IsZero() && !at.After(t.now):
		at = t.awake
	}
	if again := sane(g.Again, t.now); again.After(t.now) || g.Bulk && !again.IsZero() { // what nobody asked for is not repeated at night
		if !again.After(t.now) {
			again = t.awake
		}
		if again.After(at) {
			at = again
		}
	}
	if at.After(t.now) {
		t.waits, t.until = g, at
	}
	return at
}

// add looks at one row.
func (v *view) add(key string, raw []byte, t *times) (bulk, due bool, err error) {
	if v.first.key != "" {
		row, err := storage.Decode[glance](key, raw)
		return row.Bulk, err == nil && !t.dueAt(row).After(t.now), bot.UnlessDamaged(err)
	}
	row, err := storage.Decode[*bot.OutRow](key, raw)
	if err != nil {
		return false, false, bot.UnlessDamaged(err)
	}
	if at := t.dueAt(glance{row.Bulk, row.NotBefore, row.Slot, row.Part, row.Again}); at.After(t.now) { // its time has not come: others may pass
		if !v.found || at.Before(v.at) {
			v.found, v.kind, v.since, v.at = true, row.Kind, row.At, at
		}
		return false, false, nil
	}
	v.found, v.kind, v.since, v.at = true, row.Kind, row.At, sane(row.Hold, t.now)
	v.first = job{key: key, raw: bytes.Clone(raw), row: row}
	return row.Bulk, true, nil
}
