package spine

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// tellMany enqueues a card for each of 90 chats in one transaction: the limit
// over all chats lets them go in three seconds.
func (r *rig) tellMany() {
	require.NoError(r.t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error {
		for chat := range int64(90) {
			if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: at(chat + 1), Slot: "card", Text: reports.T("旧")}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// What has not been sent yet is replaced by the newer one, however it waits: here for the limit over all chats.
func TestUnsentIsReplacedWhereManyAreTold(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		settleFor(time.Second)
		card := func(chat int64, s string) bot.Message {
			return bot.Message{Kind: bot.Send, Chat: at(chat), Slot: "card", Text: reports.T(s)}
		}
		r.tellMany()
		settleFor(500 * time.Millisecond)
		var waiting []int64
		for chat := range int64(90) {
			if !slices.Contains(r.api.toldChats(), chat+1) {
				waiting = append(waiting, chat+1)
			}
		}
		require.NotEmpty(t, waiting)
		late := waiting[len(waiting)-1]
		r.say(card(late, "新"))
		settleFor(20 * time.Second)
		var got []string
		for _, c := range r.api.seen() {
			if c.chat == late {
				got = append(got, c.text)
			}
		}
		assert.Equal(t, []string{"新"}, got)
	})
}

// toldChats returns the chats that were told something.
func (f *fakeAPI) toldChats() (out []int64) {
	for _, c := range f.seen() {
		out = append(out, c.chat)
	}
	return out
}

// The same where a button is pressed: a card that is to lose a part.
func TestDeletedBeforeItIsSent(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		settleFor(time.Second)
		r.tellMany()
		settleFor(500 * time.Millisecond)
		var late int64
		for chat := range int64(90) {
			if !slices.Contains(r.api.toldChats(), chat+1) {
				late = chat + 1
			}
		}
		require.NotZero(t, late)
		r.say(bot.Message{Kind: bot.Delete, Chat: at(late), Slot: "card"})
		settleFor(20 * time.Second)
		var got []string
		for _, c := range r.api.seen() {
			if c.chat == late {
				got = append(got, c.method)
			}
		}
		assert.Empty(t, got)
	})
}

// A group that becomes a supergroup: what waits moves in order, what is only being enqueued too.
func TestMigrationOfWhatIsBeingEnqueued(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		settleFor(time.Second)
		require.NoError(t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error {
			if err := bot.Enqueue(tx, text(-1, "一")); err != nil {
				return err
			}
			if _, err := bot.Migrate(tx, at(-1), at(-2)); err != nil {
				return err
			}
			return bot.Enqueue(tx, text(-2, "二"))
		}))
		settleFor(20 * time.Second)
		var got []string
		for _, c := range r.api.seen() {
			got = append(got, c.String())
		}
		assert.Equal(t, []string{"send -2 #101 一", "send -2 #102 二"}, got)
	})
}

// A message that Telegram asked to hold back is held back in the supergroup too.
func TestMigratedMessageKeepsItsHold(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		hold := time.Now().Add(time.Minute)
		require.NoError(t, r.eng.Update(r.t.Context(), func(tx storage.Tx) error {
			return storage.Put(tx, storage.OutboxKey(at(-1), 1), bot.OutRow{V: 1, Message: text(-1, "一"), Fails: 2, Hold: hold})
		}))
		r.bot.Start(Delivering)
		settleFor(time.Second)
		require.NoError(t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error {
			_, err := bot.Migrate(tx, at(-1), at(-2))
			return err
		}))
		settleFor(20 * time.Second)
		assert.Empty(t, r.api.lines())
		settleFor(60 * time.Second)
		assert.Len(t, r.api.lines(), 1)
	})
}

// A stop lets what has not been attempted wait; the next start finds nothing in doubt.
func TestNothingIsInDoubtAfterAStop(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		settleFor(time.Second)
		r.tellMany()
		settleFor(500 * time.Millisecond)
		r.stop()
		r.bot.Start(Delivering)
		settleFor(20 * time.Second)
		assert.Len(t, r.api.seen(), 90)
		assert.Zero(t, r.bot.Stats().Doubts)
	})
}
