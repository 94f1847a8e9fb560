package bot

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

// counts counts transactions.
type counts struct {
	storage.Engine
	views, updates *atomic.Int32
}

func (e counts) View(ctx context.Context, fn func(storage.Reader) error) error {
	e.views.Add(1)
	return e.Engine.View(ctx, fn)
}

func (e counts) Update(ctx context.Context, fn func(storage.Tx) error) error {
	e.updates.Add(1)
	return e.Engine.Update(ctx, fn)
}

// An answer goes out without its outbox being read for it; one that waits for
// others, or for its time, does not.
func TestAnswerIsNotLookedFor(t *testing.T) {
	var views, updates atomic.Int32
	inBubble(t, func(c *Config) { c.Engine = counts{c.Engine, &views, &updates} }, func(r *rig) {
		r.bot.Start(Delivering)
		settleFor(time.Second)
		looks := func(ms ...Message) int32 {
			before := views.Load()
			r.say(ms...)
			settleFor(2 * time.Second)
			return views.Load() - before
		}
		card := func(kind MessageKind, s string) Message {
			return Message{Kind: kind, Chat: 7, Slot: "card", Text: reports.T(s)}
		}
		before := updates.Load()
		assert.Zero(t, looks(card(Send, "一")))
		assert.EqualValues(t, 2, updates.Load()-before, "it is written down as being sent together with what it says, and then that it was")
		assert.Zero(t, looks(card(Edit, "二")))
		assert.NotZero(t, looks(text(7, "三"), card(Edit, "四")))
		assert.NotZero(t, looks(card(Strip, "")))
		assert.Zero(t, looks(card(Edit, "五")))
		assert.Equal(t, []string{"send 7 #101 一", "edit 7 #101 二", "send 7 #102 三", "edit 7 #101 四", "edit 7 #101 五"}, r.api.lines())
		asks := card(Send, "六")
		asks.Rows, asks.Replaces = [][]Button{{{Label: "好", Data: "ok"}}}, true
		assert.Zero(t, looks(asks))
		asks.Text = reports.T("七")
		assert.Zero(t, looks(asks), "not for taking the buttons off the message before either")
		assert.Equal(t, []string{"send 7 #103 六", "send 7 #104 七", "strip 7 #103 "}, r.api.lines()[5:])
		assert.Empty(t, r.outbox(7))
	})
}

// What was known of an outbox counts for nothing once somebody has written
// there, however late whoever knew it comes to say so.
func TestWhatIsKnownGrowsOld(t *testing.T) {
	for name, later := range map[string]func(tx storage.Tx) error{
		"nothing": nil,
		"another": func(tx storage.Tx) error { return Enqueue(tx, text(7, "二")) },
		"gone":    func(tx storage.Tx) error { return tx.Delete(storage.OutboxKey(7, 1)) },
	} {
		t.Run(name, func(t *testing.T) {
			b, err := New(Config{Engine: mem.New(), API: newFakeAPI(), Handler: echo, Log: quiet()})
			require.NoError(t, err)
			commit := func(fn func(tx storage.Tx) error) (w *watch) {
				require.NoError(t, b.cfg.Engine.Update(t.Context(), func(tx storage.Tx) error {
					w = b.delivery.watch(tx)
					return fn(w)
				}))
				return w
			}
			first := commit(func(tx storage.Tx) error { return Enqueue(tx, text(7, "一")) })
			v, known := b.delivery.known(first.expected(7), time.Now())
			require.True(t, known)
			assert.Equal(t, "一", v.first.row.Text.String())
			seen, err := b.delivery.look(t.Context(), 7)
			require.NoError(t, err)
			seen.asOf, v.asOf = time.Time{}, time.Time{}
			assert.Equal(t, seen.first.row, v.first.row, "as if it had been looked for")
			seen.first.row, v.first.row = nil, nil
			assert.Equal(t, seen, v)
			if later != nil {
				commit(later)
			}
			_, known = b.delivery.known(first.expected(7), time.Now())
			assert.Equal(t, later == nil, known)
			b.delivery.wake(first)
			assert.Equal(t, map[bool]laneState{true: resting, false: unseen}[later == nil], b.delivery.lanes[7].state)
		})
	}
}

// What one transaction says twice is said once, however it is to be sent.
func TestReplacedInTheSameTransaction(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		settleFor(time.Second)
		both := func(kinds ...MessageKind) {
			require.NoError(r.t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error {
				for i, kind := range kinds {
					m := Message{Kind: kind, Chat: 7, Slot: "card", Text: reports.T([]string{"先", "后"}[i])}
					if err := Enqueue(tx, m); err != nil {
						return err
					}
				}
				return nil
			}))
			settleFor(5 * time.Second)
		}
		both(Send, Send)
		both(Send, Edit)
		both(Send, Delete)
		both(Edit, Edit)
		assert.Equal(t, []string{"send 7 #101 后", "send 7 #102 后", "edit 7 #102 后"}, r.api.lines())
		assert.Empty(t, r.outbox(7))
	})
}

// A message that was seen and has gone again since leaves nothing to do.
func TestNothingIsLeftToBegin(t *testing.T) {
	b, err := New(Config{Engine: mem.New(), API: newFakeAPI(), Handler: echo, Log: quiet()})
	require.NoError(t, err)
	j, err := b.delivery.begin(t.Context(), &outLane{chat: 7})
	require.NoError(t, err)
	assert.Equal(t, nothing, j.verdict)
}
