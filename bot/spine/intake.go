package spine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/storage"
)

const (
	// pollLimit is the most events asked for at once.
	pollLimit = 100
	// chunkRows and chunkBytes bound what one transaction takes in, so that it stays
	// within storage's limits whatever people send.
	chunkRows  = 80
	chunkBytes = 700 << 10
	// maxUpdate bounds one event, in bytes. Real ones are far smaller.
	maxUpdate = 256 << 10
	// seenFor is how long the numbers of events are remembered: no channel hands
	// one over again after a week.
	seenFor = 8 * 24 * time.Hour
	// seenBits is how many neighbouring numbers share one row.
	seenBits = 1024
)

// intake writes updates down before they are acknowledged.
type intake struct {
	b    *Bot
	turn chan struct{} // one commit at a time, so that order is kept
	// doubt: a commit failed and may yet have been made. Its rows would then be in
	// the inbox and in nobody's memory.
	doubt  bool
	pruned time.Time
}

// poll asks for updates until ctx ends. The next poll acknowledges what the
// last one brought, so it begins only after that is on disk.
func (in *intake) poll(ctx context.Context) {
	fails := 0
	for ctx.Err() == nil {
		err := in.once(ctx)
		switch {
		case err == nil:
			fails = 0
			continue
		case ctx.Err() != nil:
			return
		case errors.Is(err, context.DeadlineExceeded):
			continue // a long poll that outlasted its answer: nothing came
		}
		in.b.stats.pollFails.Add(1)
		log := in.b.cfg.Log
		if bot.ClassOf(err) == bot.Conflict {
			in.b.stats.conflicts.Add(1)
			log.Error("ANOTHER PROGRAM IS POLLING WITH THIS BOT'S TOKEN, or a webhook is set: stop it, or updates are torn apart", "err", err)
		} else {
			log.Warn("updates could not be taken in; nothing is acknowledged", "err", err, "failures", fails+1)
		}
		in.b.sleep(ctx, backoff(fails))
		fails++
	}
}

func (in *intake) once(ctx context.Context) error {
	if err := in.b.lanes.room(ctx); err != nil {
		return err
	}
	if err := in.lock(ctx); err != nil {
		return err
	}
	err := in.clear(ctx) // before the next poll acknowledges what is in doubt
	in.unlock()
	cursor := ""
	if err == nil {
		cursor, err = in.position(ctx)
	}
	if in.untaken(ctx, err); err != nil {
		return err
	}
	events, next, err := in.b.cfg.Channel.Receive(ctx, cursor, pollLimit, in.b.cfg.PollTimeout)
	in.b.heard(err)
	if err != nil {
		return err
	}
	in.b.stats.polled.Store(in.b.cfg.Clock.Now().UnixNano())
	if len(events) == 0 {
		in.b.stats.untakenSince.Store(0)
		return nil
	}
	if err := in.accept(ctx, next, events); err != nil {
		return err
	}
	if next == cursor {
		return errors.New("the server sends events that cannot be acknowledged")
	}
	return nil
}

// position returns where to go on.
func (in *intake) position(ctx context.Context) (cursor string, err error) {
	err = in.b.cfg.Engine.View(ctx, func(r storage.Reader) error {
		row, _, err := storage.Get[bot.IntakeRow](r, storage.RowMeta.Key(storage.MetaCursor))
		cursor = row.Cursor
		return err
	})
	return cursor, err
}

// Accept takes in events that a channel was handed, instead of asking for them.
// Only when it returns nil may they be acknowledged.
func (b *Bot) Accept(ctx context.Context, events ...bot.Inbound) error {
	return b.intake.accept(ctx, "", events)
}

// accept takes events in, and notes since when that fails: whoever sent them is not
// answered meanwhile, though the channel is there.
func (in *intake) accept(ctx context.Context, cursor string, events []bot.Inbound) error {
	err := in.write(ctx, cursor, events)
	if err == nil {
		in.b.stats.untakenSince.Store(0)
	}
	in.untaken(ctx, err)
	return err
}

func (in *intake) untaken(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		in.b.stats.untakenSince.CompareAndSwap(0, in.b.cfg.Clock.Now().UnixNano())
	}
}

// write commits events to the inbox, with the cursor behind them where there is
// one, then hands them to the lanes. Events taken in before are left out.
func (in *intake) write(ctx context.Context, cursor string, events []bot.Inbound) error {
	if err := in.lock(ctx); err != nil {
		return err
	}
	defer in.unlock()
	if err := in.clear(ctx); err != nil {
		return err
	}
	items := make([]item, 0, len(events))
	for _, e := range events {
		items = append(items, in.b.decodeItem(e))
	}
	for len(items) > 0 {
		n := chunk(items)
		moved := cursor
		if n < len(items) {
			moved = "" // the cursor stands behind the last of them
		}
		fresh, err := in.commit(context.WithoutCancel(ctx), moved, items[:n])
		if err != nil {
			in.doubt = true
			return fmt.Errorf("take in updates: %w", err)
		}
		in.b.stats.received.Add(int64(len(fresh)))
		in.b.lanes.dispatch(fresh)
		items = items[n:]
	}
	in.prune(ctx)
	return nil
}

// lock waits for the turn to commit.
func (in *intake) lock(ctx context.Context) error {
	select {
	case in.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (in *intake) unlock() { <-in.turn }

// clear ends the doubt about a commit: whatever it left in the inbox is queued,
// once a transaction that reads has said that it is on disk.
func (in *intake) clear(ctx context.Context) error {
	if !in.doubt {
		return nil
	}
	if err := in.b.cfg.Engine.Update(ctx, func(tx storage.Tx) error {
		_, _, err := tx.Get(storage.RowMeta.Key(storage.MetaCursor))
		return err
	}); err != nil {
		return fmt.Errorf("what the last commit left is not certain: %w", err)
	}
	in.b.lanes.load(ctx)
	in.doubt = ctx.Err() != nil
	return nil
}

// waiting reads a row of the inbox. Of a damaged one the key tells whose it was.
func (b *Bot) waiting(key string, val []byte) (item, error) {
	row, err := storage.Decode[bot.InRow](key, val)
	if errors.Is(err, storage.ErrCorrupt) {
		raw, merr := json.Marshal(val) // for the operator, in base64
		return item{key: key, chat: storage.InboxChat(key), raw: raw, bad: err.Error(), lost: true}, merr
	}
	it := b.decodeItem(bot.Inbound{Raw: row.Raw})
	it.key = key
	return it, err
}

// decodeItem reads an event; one that cannot be read keeps the reason and what
// could be made out.
func (b *Bot) decodeItem(e bot.Inbound) item {
	it := item{raw: e.Raw, number: e.Number, known: e.Known}
	if err := b.decodeInto(&it); err != nil {
		it.bad = err.Error()
	}
	if len(e.Raw) > maxUpdate {
		it.raw, it.bad = json.RawMessage(`null`), fmt.Sprintf("an event of %d bytes is longer than %d", len(e.Raw), maxUpdate)
	}
	return it
}

func (b *Bot) decodeInto(it *item) (err error) {
	defer recovered(&err)
	it.update, err = b.cfg.Channel.Decode(it.raw)
	it.chat = it.update.Chat.ID
	return err
}

// chunk returns how many of the items one transaction can take.
func chunk(items []item) int {
	bytes := 0
	for i, it := range items {
		bytes += len(it.raw)
		if i == chunkRows || i > 0 && bytes > chunkBytes {
			return i
		}
	}
	return len(items)
}

// commit writes items to the inbox and moves the cursor, unless it is "", in one
// transaction, and returns those that are new, with their keys.
func (in *intake) commit(ctx context.Context, cursor string, items []item) (fresh []item, err error) {
	now := in.b.cfg.Clock.Now()
	err = in.b.update(ctx, func(tx storage.Tx) error {
		fresh = make([]item, 0, len(items))
		key := storage.RowMeta.Key(storage.MetaCursor)
		pos, _, err := storage.Get[bot.IntakeRow](tx, key)
		if err != nil {
			return err
		}
		seen := seenSet{tx: tx, now: now, rows: map[int64]*seenRow{}}
		for _, it := range items {
			isNew, err := seen.add(it)
			if err != nil {
				return err
			}
			if !isNew {
				continue
			}
			pos.Seq++
			it.key = storage.InboxKey(pos.Seq, it.chat)
			if err := storage.Put(tx, it.key, bot.InRow{V: 1, At: now, Raw: it.raw}); err != nil {
				return err
			}
			fresh = append(fresh, it)
		}
		if err := seen.store(); err != nil {
			return err
		}
		if cursor != "" {
			pos.Cursor = cursor
		}
		pos.V, pos.At = 1, now
		return storage.Put(tx, key, pos)
	})
	return fresh, err
}

// seenSet is the set of events taken in, a bit each.
type seenSet struct {
	tx   storage.Tx
	now  time.Time
	rows map[int64]*seenRow
}

// add reports whether the event is new, and adds it. Events without a number are
// always new: they cannot be told apart.
func (s seenSet) add(it item) (bool, error) {
	if !it.known {
		return true, nil
	}
	block, bit := it.number/seenBits, it.number%seenBits
	if bit < 0 {
		block, bit = block-1, bit+seenBits
	}
	row := s.rows[block]
	if row == nil {
		old, _, err := storage.GetSound[seenRow](s.tx, storage.SeenKey(block)) // without it an event may be handled twice, and with an error none ever
		if err != nil {
			return false, err
		}
		if len(old.Bits) != seenBits/8 || s.now.Sub(old.At) > seenFor {
			old.Bits = make([]byte, seenBits/8)
		}
		row = &old
		s.rows[block] = row
	}
	mask := byte(1) << (bit % 8)
	if row.Bits[bit/8]&mask != 0 {
		return false, nil
	}
	row.Bits[bit/8] |= mask
	row.At = s.now
	return true, nil
}

func (s seenSet) store() error {
	for block, row := range s.rows {
		row.V = 1
		if err := storage.Put(s.tx, storage.SeenKey(block), *row); err != nil {
			return err
		}
	}
	return nil
}

// prune forgets old ids, once a day. Failing to is no reason to stop.
func (in *intake) prune(ctx context.Context) {
	now := in.b.cfg.Clock.Now()
	if !in.pruned.IsZero() && now.Sub(in.pruned) < 24*time.Hour {
		return
	}
	in.pruned = now
	err := in.b.update(ctx, func(tx storage.Tx) error {
		var old []string
		err := storage.EachSound(tx, storage.RowSeen.Prefix(), "", 2000, func(key string, row seenRow) error {
			if now.Sub(row.At) > seenFor && len(old) < 90 {
				old = append(old, key)
			}
			return nil
		})
		for _, key := range old {
			err = errors.Join(err, tx.Delete(key))
		}
		return err
	})
	if err != nil {
		in.b.cfg.Log.Warn("old update ids could not be forgotten", "err", err)
	}
}
