package spine

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/storage"
)

// A row of the inbox that is damaged while nobody runs is told of: to whoever wrote it,
// by its key, and to the operator, among the dead letters. What stands behind it is handled.
func TestDamagedInboxRow(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		var mu sync.Mutex
		var got bot.Dead // the rig runs each transaction twice
		r.make(func(c *Config) {
			c.Hooks.Dead = func(_ storage.Tx, d bot.Dead) error {
				mu.Lock()
				defer mu.Unlock()
				got = d
				return nil
			}
		})
		require.NoError(t, r.bot.Accept(context.Background(), raws(message(10, 1, "一"), message(11, 2, "二"), message(12, 1, "三"))...))
		keys := r.keys(storage.RowInbox.Prefix())
		require.Len(t, keys, 3)
		require.NoError(t, r.eng.Update(context.Background(), func(tx storage.Tx) error {
			b, _, err := tx.Get(keys[0])
			if err != nil {
				return err
			}
			bad := append([]byte(nil), b...)
			bad[len(bad)/2] ^= 0x20
			return tx.Put(keys[0], bad)
		}))
		r.bot.Start(Handling, Delivering)
		settleFor(time.Minute)
		require.Len(t, r.dead(), 1)
		assert.Equal(t, at(1), got.Chat)
		assert.True(t, got.Lost)
		assert.Empty(t, r.keys(storage.RowInbox.Prefix()))
		assert.NotZero(t, r.bot.Stats().Died)
		var said []string
		for _, c := range r.api.seen() {
			said = append(said, c.text)
		}
		assert.ElementsMatch(t, []string{"二", "三"}, said)
	})
}

// A damaged row of what was taken in before stops nobody's update; and where the
// intake itself is stopped, it is told since when, though the channel answers.
func TestDamagedIntakeRows(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.post(message(10, 1, "一"))
		r.bot.Start()
		settleFor(time.Second)
		damage := func(key string) (mend func()) {
			var b []byte
			put := func(val []byte) {
				require.NoError(t, r.eng.Update(context.Background(), func(tx storage.Tx) error { return tx.Put(key, val) }))
			}
			require.NoError(t, r.eng.View(context.Background(), func(tx storage.Reader) error {
				val, _, err := tx.Get(key)
				b = append([]byte(nil), val...)
				return err
			}))
			bad := append([]byte(nil), b...)
			bad[len(bad)/2] ^= 0x20
			put(bad)
			return func() { put(b) }
		}
		damage(storage.SeenKey(0))
		r.api.post(message(11, 2, "二"))
		settleFor(time.Minute)
		assert.Equal(t, []string{"send 1 #101 一", "send 2 #102 二"}, r.api.lines())
		assert.Zero(t, r.bot.Stats().UntakenSince)

		mend := damage(storage.RowMeta.Key(storage.MetaCursor))
		began := time.Now()
		r.api.post(message(12, 2, "三"))
		settleFor(3 * time.Minute)
		assert.WithinDuration(t, began, r.bot.Stats().UntakenSince, time.Minute)
		mend()
		settleFor(2 * time.Minute)
		assert.Zero(t, r.bot.Stats().UntakenSince)
		assert.Contains(t, r.api.lines(), "send 2 #103 三")
	})
}

// The same is told of updates that are posted and cannot be written down.
func TestTellsSinceWhenNothingIsTakenIn(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		eng := &failingEngine{Engine: r.eng}
		r.make(func(c *Config) { c.Engine = eng })
		eng.set(func() error { return errDisk })
		began := time.Now()
		require.Error(t, r.bot.Accept(context.Background(), raws(message(10, 1, "一"))...))
		settleFor(time.Minute)
		require.Error(t, r.bot.Accept(context.Background(), raws(message(10, 1, "一"))...))
		assert.True(t, r.bot.Stats().UntakenSince.Equal(began))
		eng.set(func() error { return nil })
		require.NoError(t, r.bot.Accept(context.Background(), raws(message(10, 1, "一"))...))
		assert.Zero(t, r.bot.Stats().UntakenSince)
	})
}
