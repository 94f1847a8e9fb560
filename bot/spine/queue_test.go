package spine

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

func answerTo(message int, s string) bot.Message {
	return bot.Message{Kind: bot.Send, Chat: at(1), Text: reports.T(s), Instead: fmt.Sprintf("answer/%d/1", message), Crowd: "另外%d条"}
}

// waiting is what the row says that counts what waits for a chat.
type waiting struct {
	Count int    `json:"count"`
	Over  int    `json:"over"`
	Last  uint64 `json:"last"`
}

func (r *rig) queue(chat int64) waiting {
	var row waiting
	require.NoError(r.t, r.eng.View(r.t.Context(), func(rd storage.Reader) (err error) {
		row, _, err = storage.Get[waiting](rd, storage.QueueKey(at(chat)))
		return err
	}))
	return row
}

// A button pressed 10,000 times leaves one answer waiting, and its last press costs
// what its first did.
func TestOneButtonPressedOverAndOver(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		for i := range 10_000 {
			r.say(answerTo(7, fmt.Sprint(i)))
		}
		require.Len(t, r.outbox(1), 1)
		assert.Equal(t, 1, r.queue(1).Count)
		r.bot.Start(Delivering)
		settleFor(time.Minute)
		assert.Equal(t, []string{"send 1 #101 9999"}, r.api.lines())
		assert.Zero(t, r.queue(1).Count)
	})
}

// Answers to different messages never take one another's place; beyond the cap one
// says how many were taken.
func TestManyMessagesAtOnce(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		for i := range 50 + 300 {
			r.say(answerTo(i+1, fmt.Sprintf("答%d", i)))
		}
		assert.Equal(t, 50+1, r.queue(1).Count)
		r.bot.Start(Delivering)
		settleFor(5 * time.Minute)
		lines := r.api.lines()
		require.Len(t, lines, 50+1)
		for i := range 50 {
			assert.Equal(t, fmt.Sprintf("send 1 #%d 答%d", 101+i, i), lines[i])
		}
		assert.Contains(t, lines[50], "另外300条")
		r.say(answerTo(999, "又一条"))
		settleFor(time.Minute)
		assert.Contains(t, r.api.lines()[50+1], "又一条", "the count begins anew")
		assert.Zero(t, r.queue(1).Over)
	})
}

// The count is what waits, whatever happened: sent, replaced, dropped, moved, dead.
func TestQueueCountsWhatWaits(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.say(text(1, "一"), bot.Message{Kind: bot.Send, Chat: at(1), Slot: "card", Text: reports.T("卡")}, bot.Message{Kind: bot.Send, Chat: at(1), Slot: "card", Text: reports.T("新卡")},
			bot.Message{Kind: bot.Send, Chat: at(1), Text: reports.T("过期"), Expires: time.Now().Add(-time.Hour)}, text(1, "坏"))
		assert.Equal(t, len(r.outbox(1)), r.queue(1).Count)
		r.api.failing(func(c call) error {
			if c.text == "坏" {
				return apiError(bot.Rejected)
			}
			return nil
		})
		r.bot.Start(Delivering)
		settleFor(time.Minute)
		assert.Empty(t, r.outbox(1))
		assert.Zero(t, r.queue(1).Count)
		assert.EqualValues(t, 5, r.queue(1).Last, "numbers are given once")
	})
}
