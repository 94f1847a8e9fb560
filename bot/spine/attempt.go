package spine

import (
	"bytes"
	"context"
	"errors"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// maxDeaths is how many ends of the program between an attempt and its result
// a message lives through. Each may repeat it once, and none may lose it: an
// answer that never comes is worse than one that comes twice. The bound is for
// a message that itself brings the program down.
const maxDeaths = 8

// verdict says what is to be done with a chat's first message.
type verdict int

const (
	nothing verdict = iota // none is due
	attempt
	drop // it has become pointless
	kill // it goes to the dead letters
)

// job is a message about to be delivered.
type job struct {
	key     string
	raw     []byte // the row as stored when the attempt began
	row     *bot.OutRow
	slot    bot.SlotRow // what stands in its slot
	target  bot.Ref     // the message to change
	reply   bot.Ref     // the message to reply to
	verdict verdict
	why     string
	doubted bool // a former attempt's result is not known
	changed bool // the row is to be written before the attempt
}

// prepare decides on a message that is due. It writes nothing.
func (j *job) prepare(r storage.Reader, now time.Time, run uint64) (err error) {
	if j.row.Slot != "" {
		if j.slot, _, err = storage.GetSound[bot.SlotRow](r, storage.SlotKey(j.row.Chat, j.row.Slot)); err != nil {
			return err
		}
	}
	j.aim(now, run)
	if j.verdict == attempt && j.row.ReplyTo != "" && j.reply == "" {
		to, _, err := storage.GetSound[bot.SlotRow](r, storage.SlotKey(j.row.Chat, j.row.ReplyTo))
		if err != nil {
			return err
		}
		j.reply = to.Message(0)
	}
	return nil
}

// aim finds the message to change or to reply to, and whether to go on at all.
func (j *job) aim(now time.Time, run uint64) {
	row, slot := j.row, j.slot
	j.verdict, j.reply = attempt, row.ReplyToID
	if row.Sending && row.Run != run { // the process ended between attempt and result
		row.Deaths++
		j.doubted = true
	}
	switch {
	case row.Deaths > maxDeaths:
		j.verdict, j.why = kill, "the program ended again and again while sending it"
		return
	case !row.Expires.IsZero() && row.Expires.Before(now):
		j.verdict, j.why = drop, "its time is over"
		return
	}
	switch row.Kind {
	case bot.Edit, bot.Delete:
		j.target = slot.Message(row.Part)
	case bot.Strip:
		j.target = slot.Keyboard
	case bot.Pin:
		j.target = slot.Message(0)
	case bot.React:
		j.target, j.reply = row.ReplyToID, ""
	}
	if row.Target != "" {
		j.target = row.Target
	}
	switch {
	case row.Makes():
		j.mark(run)
	case row.Kind == bot.Leave || j.target != "":
	case row.Kind == bot.Edit && row.OrSend:
		row.Kind, row.Refill = bot.Send, true
		if row.File.Hash != "" {
			row.Kind = bot.Photo
		}
		j.mark(run)
	default:
		j.verdict, j.why = drop, "the message it is about does not exist"
	}
}

// mark notes that this run attempts to make the message.
func (j *job) mark(run uint64) {
	if j.row.Sending && j.row.Run == run {
		return // that stands there already
	}
	j.row.Sending, j.row.Run, j.changed = true, run, true
}

// begin decides on the chat's first message, and writes down that it is being
// attempted. Edits and the like can be repeated unseen, so they need no such
// note.
func (d *delivery) begin(ctx context.Context, chat bot.Address) (job, error) {
	v, err := d.look(ctx, chat)
	if err != nil || v.first.verdict == nothing || v.first.verdict == attempt && !v.first.changed {
		return v.first, err
	}
	var j job
	var dead bot.DeadRow
	now := d.b.cfg.Clock.Now()
	err = d.b.record(ctx, func(tx storage.Tx) error {
		v, err := d.survey(tx, chat, now)
		if err != nil {
			return err
		}
		j = v.first
		switch {
		case j.verdict == drop:
			return errors.Join(bot.Dequeue(tx, chat, j.key), bot.Unmark(tx, j.row))
		case j.verdict == kill:
			dead = bot.DeadRow{Source: "out", At: now, Chat: chat, Reason: j.why, Row: j.row}
			return errors.Join(bot.Dequeue(tx, chat, j.key), bot.Bury(tx, dead))
		case j.verdict == attempt && j.changed:
			if err := storage.Put(tx, j.key, j.row); err != nil {
				return err
			}
			raw, _, err := tx.Get(j.key)
			j.raw = bytes.Clone(raw)
			return err
		}
		return nil
	}, func(tx storage.Tx) error {
		if hook := d.b.hookDead(dead.Told()); j.verdict == kill && hook != nil {
			return hook(tx)
		}
		return nil
	})
	if err == nil {
		d.tellBegin(j)
	}
	return j, err
}

func (d *delivery) tellBegin(j job) {
	if j.row == nil || !j.doubted && j.verdict == attempt {
		return
	}
	log := d.b.cfg.Log.With("chat", j.row.Chat, "kind", j.row.Kind, "purpose", j.row.Purpose)
	if j.doubted {
		d.b.stats.doubts.Add(1)
		log.Warn("a message was being sent when the program ended: it is in doubt", "deaths", j.row.Deaths)
	}
	switch j.verdict {
	case drop:
		d.b.stats.expired.Add(1)
		log.Info("a message is dropped", "why", j.why)
	case kill:
		d.b.stats.deadOut.Add(1)
		d.b.stats.died.Store(d.b.cfg.Clock.Now().UnixNano())
		log.Error("a message is kept among the dead letters", "why", j.why)
	}
}

// deliver attempts a lane's first message and writes down what came of it. It
// returns storage's errors only. done is true where it is no longer first.
func (d *delivery) deliver(work context.Context, l *outLane) (done bool, err error) {
	j, err := d.begin(work, l.chat)
	if err != nil || j.verdict != attempt {
		return j.verdict == drop || j.verdict == kill, err
	}
	made, err := d.call(work, j)
	d.b.heard(err)
	out := result{job: j, made: made, err: err, at: d.b.cfg.Clock.Now()}
	for fails := 0; ; fails++ {
		ctx, cancel := work, context.CancelFunc(func() {})
		if work.Err() != nil { // the drain is over: one last chance to write it down
			ctx, cancel = context.WithTimeout(context.WithoutCancel(work), 400*time.Millisecond)
		}
		err := d.conclude(ctx, out)
		cancel()
		if err == nil || work.Err() != nil {
			return out.over(), err
		}
		d.b.cfg.Log.Error("what came of a message cannot be written down; trying again", "chat", l.chat, "err", err)
		d.rest(work, l, backoff(fails))
	}
}

// rest waits before storage is tried again; meanwhile the lane counts as idle.
func (d *delivery) rest(ctx context.Context, l *outLane, wait time.Duration) {
	d.mu.Lock()
	l.asleep = true
	d.mu.Unlock()
	d.b.sleep(ctx, wait)
	d.mu.Lock()
	l.asleep = false
	d.mu.Unlock()
}

// call hands the message to its channel.
func (d *delivery) call(ctx context.Context, j job) (bot.Ref, error) {
	out := bot.Delivery{Message: j.row.Message, Key: j.key, Target: j.target, Reply: j.reply}
	if j.row.File.Hash != "" {
		f, err := d.file(ctx, j.row.File)
		if err != nil {
			return "", err
		}
		defer f.Close()
		out.Data = f
	}
	for _, ref := range j.row.Files {
		f, err := d.file(ctx, ref)
		if err != nil {
			return "", err
		}
		defer f.Close()
		out.All = append(out.All, f)
	}
	return d.b.cfg.Channel.Deliver(ctx, out)
}

// changedSince reports whether the row was replaced during the attempt: then
// what it says now is still to be delivered.
func (j job) changedSince(r storage.Reader) (bool, error) {
	now, ok, err := r.Get(j.key)
	return err == nil && (!ok || !bytes.Equal(now, j.raw)), err
}
