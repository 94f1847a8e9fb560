package spine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// result is what came of an attempt.
type result struct {
	job
	made bot.Ref // the message made
	err  error
	at   time.Time
}

// over reports whether the message is no longer to be attempted, or not as it was.
func (o result) over() bool {
	switch bot.ClassOf(o.err) {
	case bot.Temporary, bot.Unauthorized, bot.RetryAfter, bot.InDoubt:
		return false
	}
	return true
}

// file opens one to be sent. One that is not there, or damaged, will never be; a
// place that does not answer may, later.
func (d *delivery) file(ctx context.Context, ref bot.FileRef) (io.ReadCloser, error) {
	if d.b.cfg.Files == nil {
		return nil, &bot.Error{Class: bot.Rejected, Text: "no files are configured"}
	}
	f, err := d.b.cfg.Files.Open(ctx, ref.Hash)
	switch {
	case err == nil:
		return f, nil
	case errors.Is(err, storage.ErrNoFile), errors.Is(err, storage.ErrCorrupt):
		return nil, &bot.Error{Class: bot.Rejected, Text: "open file: " + err.Error()}
	}
	return nil, &bot.Error{Class: bot.Temporary, Text: "open file: " + err.Error()}
}

// conclude writes down what came of an attempt, whatever it was.
func (d *delivery) conclude(ctx context.Context, o result) error {
	class := bot.ClassOf(o.err)
	if class == 0 || class == bot.DoneAlready {
		return d.succeed(ctx, o)
	}
	log := d.b.cfg.Log.With("chat", o.row.Chat, "kind", o.row.Kind, "purpose", o.row.Purpose)
	switch class {
	case bot.Gone:
		log.Info("the message to change is gone")
		return d.gone(ctx, o)
	case bot.Unreachable:
		log.Warn("the chat cannot be reached; what waits for it is dropped", "err", o.err)
		return d.unreachable(ctx, o)
	case bot.Migrated:
		log.Warn("the chat has moved", "err", o.err)
		return d.migrated(ctx, o)
	case bot.Rejected:
		if o.row.Kind == bot.React || o.row.Kind == bot.Pin { // nothing is lost with it: the right may be missing
			log.Info("a sign or a pin is refused", "err", o.err)
			return d.b.record(ctx, func(tx storage.Tx) error { return bot.Dequeue(tx, o.row.Chat, o.key) }, nil)
		}
		return d.reject(ctx, o, o.err.Error(), "")
	case bot.NoRight:
		return d.forbidden(ctx, o)
	case bot.NoTopic:
		if o.row.Thread == 0 {
			return d.reject(ctx, o, o.err.Error(), "")
		}
		log.Warn("the topic does not exist; the message goes to the whole group", "err", o.err)
		o.row.Thread = 0
		return d.again(ctx, o, 0)
	case bot.RetryAfter:
		return d.flooded(ctx, o)
	case bot.InDoubt:
		d.b.stats.doubts.Add(1)
		if o.row.Makes() {
			return d.doubted(ctx, o)
		}
	case bot.Unauthorized:
		log.Error("THE BOT'S TOKEN IS NOT ACCEPTED; all messages wait", "err", o.err)
		d.pause(o.at.Add(30 * time.Second))
	}
	d.b.stats.failed.Add(1)
	log.Warn("a message was not delivered; trying again", "err", o.err, "failures", o.row.Fails+1)
	wait := backoff(o.row.Fails)
	o.row.Fails++
	return d.again(ctx, o, wait)
}

// doubted keeps a message that may or may not have arrived for a repetition, or
// gives it up.
func (d *delivery) doubted(ctx context.Context, o result) error {
	o.row.Doubts++
	wait, more := o.row.DoubtWait()
	d.b.cfg.Log.Warn("a message is in doubt", "chat", o.row.Chat, "kind", o.row.Kind, "purpose", o.row.Purpose, "attempts", o.row.Doubts, "wait", wait, "err", o.err)
	if !more {
		return d.reject(ctx, o, fmt.Sprintf("in doubt %d times: it may or may not have arrived", o.row.Doubts), "")
	}
	if !o.row.Insisted() {
		return d.again(ctx, o, wait)
	}
	o.row.Again = o.at.Add(wait)
	return d.again(ctx, o, 0)
}

// succeed removes the row, unless it has been replaced meanwhile, and notes in
// the slot what now stands there.
func (d *delivery) succeed(ctx context.Context, o result) error {
	err := d.b.record(ctx, func(tx storage.Tx) error {
		replaced, err := o.changedSince(tx)
		if err != nil {
			return err
		}
		if !replaced {
			if err := bot.Dequeue(tx, o.row.Chat, o.key); err != nil {
				return err
			}
		}
		if o.row.Slot == "" {
			return nil
		}
		return o.noteSlot(tx)
	}, d.b.hookDelivered(o))
	if err == nil {
		d.b.stats.sent.Add(1)
	}
	return err
}

func (o result) noteSlot(tx storage.Tx) error {
	key := storage.SlotKey(o.row.Chat, o.row.Slot)
	s, there, err := storage.GetSound[bot.SlotRow](tx, key)
	if err != nil {
		return err
	}
	old, before := s.Keyboard, slices.Clone(s.IDs)
	s.V = 1
	o.apply(&s)
	if there && s.Keyboard == old && slices.Equal(s.IDs, before) {
		return nil // as after most edits
	}
	if o.row.Makes() && o.row.Replaces && old != "" && old != o.made {
		if err := bot.StripOld(tx, o.row, old); err != nil {
			return err
		}
	}
	if len(s.IDs) == 0 && s.Keyboard == "" {
		return tx.Delete(key)
	}
	return storage.Put(tx, key, s)
}

// apply brings the slot up to date with what was done.
func (o result) apply(s *bot.SlotRow) {
	switch {
	case o.row.Makes():
		if o.row.Part == 0 && !o.row.Refill {
			s.IDs = nil // a new message begins
		}
		s.Set(o.row.Part, o.made)
		if o.row.Last {
			s.Keyboard = ""
		}
		if len(o.row.Rows) > 0 {
			s.Keyboard = o.made
		}
	case o.row.Kind == bot.Edit:
		if len(o.row.Rows) > 0 {
			s.Keyboard = o.target
		} else if s.Keyboard == o.target {
			s.Keyboard = ""
		}
	case o.row.Kind == bot.Strip:
		if s.Keyboard == o.target {
			s.Keyboard = ""
		}
	case o.row.Kind == bot.Delete:
		s.Forget(o.target)
	}
}

// gone takes the message out of its slot. An edit that may become a new
// message stays and does so at its next attempt.
func (d *delivery) gone(ctx context.Context, o result) error {
	return d.b.record(ctx, func(tx storage.Tx) error {
		replaced, err := o.changedSince(tx)
		if err != nil {
			return err
		}
		if !replaced && (o.row.Kind != bot.Edit || !o.row.OrSend) {
			if err := bot.Dequeue(tx, o.row.Chat, o.key); err != nil {
				return err
			}
		}
		if o.row.Slot == "" || o.target == "" {
			return nil
		}
		key := storage.SlotKey(o.row.Chat, o.row.Slot)
		s, ok, err := storage.GetSound[bot.SlotRow](tx, key)
		if err != nil || !ok {
			return err
		}
		s.Forget(o.target)
		return storage.Put(tx, key, s)
	}, nil)
}

// again keeps the row for another attempt after wait.
func (d *delivery) again(ctx context.Context, o result, wait time.Duration) error {
	o.row.Sending = false
	o.row.Hold = o.at.Add(wait)
	if wait == 0 {
		o.row.Hold = time.Time{}
	}
	return d.b.record(ctx, func(tx storage.Tx) error {
		replaced, err := o.changedSince(tx)
		if err != nil || replaced {
			return err
		}
		return storage.Put(tx, o.key, o.row)
	}, nil)
}

// forbidden gives up what the chat does not let the bot do, and says which right is
// missing. What nobody misses, and signs and pins, are no dead letters.
func (d *delivery) forbidden(ctx context.Context, o result) error {
	right := o.row.Kind.Needs()
	if e, ok := errors.AsType[*bot.Error](o.err); ok && e.Right != "" {
		right = e.Right
	}
	d.b.cfg.Log.Warn("the chat does not let the bot do this", "chat", o.row.Chat, "kind", o.row.Kind, "purpose", o.row.Purpose, "right", right, "err", o.err)
	if o.row.Kind != bot.React && o.row.Kind != bot.Pin && !o.row.Forgo {
		return d.reject(ctx, o, o.err.Error(), right)
	}
	told := bot.DeadRow{Source: "out", At: o.at, Chat: o.row.Chat, Reason: o.err.Error(), Row: o.row}.Told()
	told.Right = right
	return d.b.record(ctx, func(tx storage.Tx) error { return bot.Dequeue(tx, o.row.Chat, o.key) }, d.b.hookDead(told))
}

// reject puts the message among the dead letters and tells the operator; right is
// what the bot lacks in the chat, "" where that is not why.
func (d *delivery) reject(ctx context.Context, o result, reason string, right bot.Right) error {
	dead := bot.DeadRow{Source: "out", At: o.at, Chat: o.row.Chat, Reason: reason, Row: o.row}
	told := dead.Told()
	told.Right = right
	err := d.b.record(ctx, func(tx storage.Tx) error {
		replaced, err := o.changedSince(tx)
		if err != nil || replaced {
			return err
		}
		return errors.Join(bot.Dequeue(tx, o.row.Chat, o.key), bot.Bury(tx, dead))
	}, d.b.hookDead(told))
	if err == nil {
		d.b.stats.deadOut.Add(1)
		d.b.stats.died.Store(o.at.UnixNano())
		d.b.cfg.Log.Error("a message is kept among the dead letters", "chat", o.row.Chat, "purpose", o.row.Purpose, "why", reason)
	}
	return err
}

// flood remembers which chat was last told to wait.
type flood struct {
	chat  bot.Address
	until time.Time
}

// flooded holds the chat back for as long as the channel asked. Told the same in
// a second chat meanwhile, it holds everything: then the limit over all chats
// was meant.
func (d *delivery) flooded(ctx context.Context, o result) error {
	wait := time.Second
	if e, ok := errors.AsType[*bot.Error](o.err); ok {
		wait = max(e.Wait, wait)
	}
	until := o.at.Add(wait)
	d.b.stats.floods.Add(1)
	d.mu.Lock()
	all := d.floods.chat != "" && d.floods.chat != o.row.Chat && d.floods.until.After(o.at)
	d.floods = flood{o.row.Chat, until}
	d.mu.Unlock()
	d.b.cfg.Log.Warn("the channel asks to wait", "chat", o.row.Chat, "wait", wait, "all", all)
	o.row.Sending, o.row.Hold = false, until
	err := d.b.record(ctx, func(tx storage.Tx) error {
		replaced, err := o.changedSince(tx)
		if err != nil {
			return err
		}
		if !replaced {
			if err := storage.Put(tx, o.key, o.row); err != nil {
				return err
			}
		}
		if !all {
			return nil
		}
		return storage.Put(tx, storage.RowMeta.Key(metaHold), holdRow{V: 1, Until: until})
	}, nil)
	if err == nil && all {
		d.pause(until)
	}
	return err
}

// pause holds all sending back.
func (d *delivery) pause(until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if until.After(d.hold) {
		d.hold = until
	}
}

// unreachable drops what waits for the chat and tells the hook.
func (d *delivery) unreachable(ctx context.Context, o result) error {
	hook := d.b.hookUnreachable(o.row.Chat, o.at)
	for more := true; more; hook = nil {
		err := d.b.record(ctx, func(tx storage.Tx) error {
			var err error
			more, err = bot.DropQueue(tx, o.row.Chat)
			return err
		}, hook)
		if err != nil {
			return err
		}
	}
	d.b.stats.unreachable.Add(1)
	return nil
}
