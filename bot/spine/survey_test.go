package spine

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// What waited for its time while the program was down waits for the morning
// where it comes back at night; an answer does not.
func TestNightAfterADowntime(t *testing.T) {
	morning := time.Time{}
	quiet := func(c *Config) {
		c.Awake = func(t time.Time) time.Time {
			if t.Before(morning) {
				return morning
			}
			return t
		}
	}
	inBubble(t, quiet, func(r *rig) {
		noon := text(1, "通知")
		noon.NotBefore = time.Now().Add(time.Hour)
		r.say(noon)
		time.Sleep(8 * time.Hour) // nothing runs
		morning = time.Now().Add(10 * time.Hour)
		r.say(text(1, "答复"))
		r.bot.Start(Delivering)
		settleFor(9 * time.Hour)
		assert.Equal(t, []string{"send 1 #101 答复"}, r.api.lines())
		settleFor(2 * time.Hour)
		assert.Equal(t, []string{"send 1 #101 答复", "send 1 #102 通知"}, r.api.lines())
	})
}

// viewFails fails one View when told to.
type viewFails struct {
	storage.Engine
	next *atomic.Bool
}

func (e viewFails) View(ctx context.Context, fn func(storage.Reader) error) error {
	if e.next.CompareAndSwap(true, false) {
		return errDisk
	}
	return e.Engine.View(ctx, fn)
}

func TestFailedLookRepeatsNothing(t *testing.T) {
	var fail atomic.Bool
	inBubble(t, func(c *Config) { c.Engine = viewFails{c.Engine, &fail} }, func(r *rig) {
		r.bot.Start(Delivering)
		in := func(kind bot.MessageKind, slot, s string) bot.Message {
			return bot.Message{Kind: kind, Chat: at(7), Slot: slot, Text: reports.T(s)}
		}
		r.say(in(bot.Send, "a", "甲"), in(bot.Send, "b", "乙"))
		settleFor(time.Minute)
		r.api.delay = 50 * time.Millisecond
		r.say(in(bot.Edit, "b", "乙一"), in(bot.Edit, "a", "甲一"))
		time.Sleep(20 * time.Millisecond)
		fail.Store(true) // the look after the first edit
		settleFor(time.Minute)
		assert.Equal(t, []string{"send 7 #101 甲", "send 7 #102 乙", "edit 7 #102 乙一", "edit 7 #101 甲一"}, r.api.lines())
	})
}
