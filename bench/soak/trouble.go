package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"liubao/sandbox"
	"liubao/storage"
)

// When something counts as wrong, by docs/operating.md, and how soon the program is
// bound to notice at all.
const (
	unreached   = 2 * time.Minute  // no poll has been answered
	polling     = 30 * time.Second // how long a poll may have been under way when the proxy came
	stuck       = 10 * time.Minute // messages are due and none goes out
	writing     = time.Minute      // how often the program writes something, whatever happens
	rowsLook    = time.Minute      // how often rows are looked at
	rowsAtATime = 10_000           // and how many
)

// How long it takes on the average until the next trouble: in the minute before reminders
// go out, in those hours, and in all others.
const (
	justThen = 20 * time.Second
	atWork   = 165 * time.Second
	quietly  = 7 * time.Hour
)

// nextMoment is when reminders go out next.
func (m *month) nextMoment(now time.Time) (at time.Time, ok bool) {
	i := slices.IndexFunc(m.moments, func(at time.Time) bool { return !at.Before(now) })
	if i < 0 {
		return at, false
	}
	return m.moments[i], true
}

// listen reads what the operator's command has heard.
func (m *month) listen(now time.Time) error {
	if info, err := os.Stat(m.told); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == int64(m.heard) {
		return nil // nothing yet, or nothing new
	}
	b, err := os.ReadFile(m.told)
	if err != nil {
		return err
	}
	b = b[m.heard:]
	m.heard += len(b)
	for line := range bytes.Lines(b) {
		h := heard{at: now}
		if err := json.Unmarshal(line, &h.Alarm); err != nil {
			return fmt.Errorf("the operator's command was given %q: %w", line, err)
		}
		m.alarms = append(m.alarms, h)
		fmt.Fprintf(m.out, "%s told: %s %q\n", now.In(m.loc).Format("01-02 15:04:05"), h.State, h.Text)
	}
	return nil
}

// disturb begins a trouble now and then, most of them when reminders go out, and
// ends those whose time is over.
func (m *month) disturb(ctx context.Context, now time.Time) {
	for i := range m.troubles { // a damaged row may be written anew before anybody looks
		if t := &m.troubles[i]; t.row != nil && t.till.IsZero() && !m.holds(ctx, t.row) {
			t.till = now
		}
	}
	if len(m.over) > 0 {
		if !now.Before(m.until) {
			for _, off := range m.over {
				off()
			}
			m.over = nil
		}
		return
	}
	often := quietly
	switch at, ok := m.nextMoment(now); {
	case ok && at.Sub(now) <= time.Minute:
		often = justThen
	case busy(now.In(m.loc)):
		often = atWork
	}
	if m.rnd.Float64() < now.Sub(m.lived).Seconds()/often.Seconds() {
		m.begin(ctx, now)
	}
}

func (m *month) begin(ctx context.Context, now time.Time) {
	kinds := []func(context.Context, time.Time) trouble{m.page, m.silence, m.stall, m.damage, m.fillDisk, m.flood, m.menus}
	t := kinds[m.rnd.IntN(len(kinds))](ctx, now)
	if t.kind == "" {
		return
	}
	if t.from = now; t.till.After(m.until) {
		m.until = t.till
	}
	m.troubles = append(m.troubles, t)
	fmt.Fprintf(m.out, "%s %s\n", now.In(m.loc).Format("01-02 15:04:05"), t.kind)
}

// page is a proxy that answers everything itself for 8 to 300 seconds.
func (m *month) page(_ context.Context, now time.Time) trouble {
	m.over = append(m.over, m.tg.Inject(sandbox.ProxyPage()))
	return trouble{kind: "proxy's page", till: now.Add(time.Duration(8+m.rnd.IntN(290)) * time.Second),
		tells: "Telegram has not been reached", threshold: now.Add(polling + unreached)}
}

// silence leaves what is sent without an answer for 80 seconds each.
func (m *month) silence(_ context.Context, now time.Time) trouble {
	m.over = append(m.over, m.tg.Inject(sandbox.SilentSends(m.rnd.IntN(2) == 0)))
	return trouble{kind: "silence", till: now.Add(80 * time.Second), silent: true}
}

// stall lets nothing be sent for a quarter of an hour and more, while updates come in.
func (m *month) stall(_ context.Context, now time.Time) trouble {
	f := sandbox.SilentSends(false)
	f.Kind, f.Delay = sandbox.FaultStatus, 0
	m.over = append(m.over, m.tg.Inject(f))
	t := trouble{kind: "stall", till: now.Add(time.Duration(12+m.rnd.IntN(10)) * time.Minute)}
	if at, ok := m.nextMoment(now); ok { // the first that cannot be sent
		t.tells, t.threshold = "none goes out", at.Add(stuck)
	}
	return t
}

// spoiled are the kinds of rows that are damaged: those that many read. A person's
// own row is not among them: whoever it is about cannot be reminded.
var spoiled = []string{"reminded", "sentcount", "slot", "queue", "sent", "handling", "brief"}

// row is a damaged row as it stands in the data.
type row struct {
	key string
	val []byte
}

// damage flips a byte of a row.
func (m *month) damage(ctx context.Context, now time.Time) trouble {
	var rows []row
	n := 0
	err := m.disk.View(ctx, func(r storage.Reader) error {
		rows, n = nil, 0
		return r.Scan("", "", 0, func(key string, val []byte) error {
			n++
			if _, _, err := storage.Unpack(val); err != nil || !slices.Contains(spoiled, storage.Components(key)[0]) {
				return nil //nolint:nilerr // damaged already: a second time might mend it
			}
			rows = append(rows, row{key, slices.Clone(val)})
			return nil
		})
	})
	if err != nil || len(rows) == 0 {
		return trouble{}
	}
	bad := rows[m.rnd.IntN(len(rows))]
	bad.val[len(bad.val)/2] ^= 0x20
	if err := m.disk.Update(ctx, func(tx storage.Tx) error { return tx.Put(bad.key, bad.val) }); err != nil {
		return trouble{}
	}
	round := rowsLook * time.Duration(1+n/rowsAtATime)
	return trouble{kind: "damaged row: " + bad.key, row: &bad, tells: fmt.Sprintf("%q", bad.key), threshold: now.Add(round)}
}

func (m *month) holds(ctx context.Context, x *row) (same bool) {
	_ = m.disk.View(ctx, func(r storage.Reader) error {
		b, ok, err := r.Get(x.key)
		same = ok && bytes.Equal(b, x.val)
		return err
	})
	return same
}

// fullDisk is the kind of trouble in which nothing can be written.
const fullDisk = "full disk"

// fillDisk lets every commit fail for minutes.
func (m *month) fillDisk(_ context.Context, now time.Time) trouble {
	m.disk.full.Store(true)
	m.over = append(m.over, func() { m.disk.full.Store(false) })
	return trouble{kind: fullDisk, till: now.Add(time.Duration(1+m.rnd.IntN(10)) * time.Minute),
		tells: "the data file cannot be written", threshold: now.Add(writing)}
}

// flood is a client that sends without end.
func (m *month) flood(_ context.Context, now time.Time) trouble {
	a := m.people[m.rnd.IntN(len(m.people))]
	for range 300 {
		if _, err := a.Send(a.ID(), "/report"); err != nil {
			return trouble{}
		}
	}
	return trouble{kind: "flood", till: now.Add(5 * time.Second)}
}

// menus answers every command menu after 15 seconds.
func (m *month) menus(_ context.Context, now time.Time) trouble {
	m.over = append(m.over, m.tg.Inject(sandbox.SlowMenus()))
	return trouble{kind: "slow menus", till: now.Add(20 * time.Minute)}
}
