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
	key   string // "" where no message is due
	kind  MessageKind
	at    time.Time // not before this
	bulk  bool
	since time.Time
}

// glance is what look reads of an [outRow]: not its words, which are most of it.
type glance struct {
	Kind      MessageKind `json:"kind"`
	Bulk      bool        `json:"bulk"`
	At        time.Time   `json:"at"`
	NotBefore time.Time   `json:"notBefore"`
	Hold      time.Time   `json:"hold"`
}

// look reads the beginning of a chat's outbox. The first message goes first,
// except that one whose time has not come lets others pass; one that was held
// back after a failure does not.
func (d *delivery) look(ctx context.Context, chat int64) (v view, err error) {
	now := d.b.cfg.Clock.Now()
	err = d.b.cfg.Engine.View(ctx, func(r storage.Reader) error {
		v = view{bulk: true}
		n := 0
		err := storage.Each(r, storage.ChatOutboxPrefix(chat), "", 0, func(key string, row glance) error {
			if row.NotBefore.After(now) { // its time has not come: others may pass
				if v.key == "" && (!v.found || row.NotBefore.Before(v.at)) {
					v.found, v.kind, v.since, v.at = true, row.Kind, row.At, row.NotBefore
				}
				return nil
			}
			if v.key == "" {
				v.found, v.key, v.kind, v.since, v.at = true, key, row.Kind, row.At, sane(row.Hold, now)
			}
			v.bulk = v.bulk && row.Bulk
			n++
			if n >= lookAhead || !v.bulk {
				return errStop
			}
			return nil
		})
		if errors.Is(err, errStop) {
			return nil
		}
		return err
	})
	return v, err
}
