package bot

import (
	"context"
	"errors"
	"time"

	"liubao/storage"
)

// lookAhead is how many waiting messages of a chat are looked at to see
// whether a reply is among them.
const lookAhead = 20

// view is what stands first in a chat's outbox.
type view struct {
	found bool
	kind  MessageKind
	at    time.Time // not before this
	bulk  bool
	since time.Time
	first job       // what is due first; its key is "" where nothing is
	asOf  time.Time // when this was so
}

// fresh reports whether the view can still be acted on without looking again.
func (v view) fresh(now time.Time) bool {
	age := now.Sub(v.asOf)
	return v.first.verdict == attempt && age >= 0 && age < time.Second
}

// glance is what is read of an [outRow] behind the first: not its words, which
// are most of it.
type glance struct {
	Bulk      bool      `json:"bulk"`
	NotBefore time.Time `json:"notBefore"`
}

// look reads the beginning of a chat's outbox.
func (d *delivery) look(ctx context.Context, chat int64) (v view, err error) {
	now := d.b.cfg.Clock.Now()
	err = d.b.cfg.Engine.View(ctx, func(r storage.Reader) error {
		v, err = d.survey(r, chat, now)
		return err
	})
	return v, err
}

// survey finds what is due first in a chat's outbox, and decides on it. The
// first message goes first, except that one whose time has not come lets others
// pass; one that was held back after a failure does not. It writes nothing.
func (d *delivery) survey(r storage.Reader, chat int64, now time.Time) (view, error) {
	awake := d.b.cfg.Awake(now)
	v := view{bulk: true, asOf: now}
	n := 0
	err := r.Scan(storage.ChatOutboxPrefix(chat), "", 0, func(key string, raw []byte) error {
		bulk, due, err := v.take(key, raw, now, awake)
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
	return v, v.first.prepare(r, now)
}

// dueAt returns when a message whose time is notBefore may go: one without a time at
// once, one whose time has come in the waking hours.
func dueAt(notBefore, now, awake time.Time) time.Time {
	if !notBefore.IsZero() && !notBefore.After(now) {
		return awake
	}
	return notBefore
}

// take looks at one row.
func (v *view) take(key string, raw []byte, now, awake time.Time) (bulk, due bool, err error) {
	if v.first.key != "" {
		row, err := storage.Decode[glance](key, raw)
		return row.Bulk, !dueAt(row.NotBefore, now, awake).After(now), err
	}
	row, err := storage.Decode[outRow](key, raw)
	if err != nil {
		return false, false, err
	}
	if at := dueAt(row.NotBefore, now, awake); at.After(now) { // its time has not come: others may pass
		if !v.found || at.Before(v.at) {
			v.found, v.kind, v.since, v.at = true, row.Kind, row.At, at
		}
		return false, false, nil
	}
	v.found, v.kind, v.since, v.at = true, row.Kind, row.At, sane(row.Hold, now)
	v.first = job{key: key, raw: raw, row: row}
	return row.Bulk, true, nil
}
