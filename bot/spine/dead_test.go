package spine

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

func (r *rig) letters() (out []bot.Letter) {
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) (err error) {
		out, err = bot.Letters(rd)
		return err
	}))
	return out
}

// What died is listed, tried again once the cause is gone, or thrown away.
func TestDeadLettersAreReadRetriedAndDropped(t *testing.T) {
	broken := true
	handler := bot.Handler(func(ctx context.Context, tx storage.Tx, u bot.Event, now time.Time) (bot.Answer, error) {
		if broken {
			return bot.Answer{}, fmt.Errorf("坏了")
		}
		return echo(ctx, tx, u, now)
	})
	inBubble(t, func(c *Config) { c.Handler = handler }, func(r *rig) {
		r.bot.Start()
		r.api.failing(func(c call) error {
			if broken && c.chat == 7 {
				return apiError(bot.Rejected)
			}
			return nil
		})
		r.api.post(message(1, 5, "填好了"))
		r.say(bot.Message{Kind: bot.Send, Chat: at(7), Text: reports.T("请填报"), Purpose: "reminder", Person: "p7"})
		settleFor(time.Minute)
		all := r.letters()
		require.Len(t, all, 2)
		in, out := all[0], all[1]
		if in.Source != "in" {
			in, out = out, in
		}
		assert.Equal(t, at(5), in.Chat)
		assert.Contains(t, string(in.Raw), "填好了")
		assert.Equal(t, "请填报 reminder p7 rejected: test", out.Words+" "+out.Purpose+" "+out.Person+" "+out.Reason)
		broken = false
		require.ErrorContains(t, r.bot.Retry(r.t.Context(), 99), "no dead letter 99")
		require.NoError(t, r.bot.Retry(r.t.Context(), in.Number))
		require.NoError(t, r.bot.Retry(r.t.Context(), out.Number))
		settleFor(time.Minute)
		assert.ElementsMatch(t, []string{"send 5 #101 填好了", "send 7 #102 请填报"}, withoutIDs(r.api.lines()))
		assert.Empty(t, r.letters())
		broken = true
		r.api.post(message(2, 5, "又坏了"))
		settleFor(time.Minute)
		require.Len(t, r.letters(), 1)
		require.NoError(t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error { return bot.Drop(tx, r.letters()[0].Number) }))
		assert.Empty(t, r.letters())
	})
}

// withoutIDs numbers messages by their chats, since two chats are served side by side.
func withoutIDs(lines []string) []string {
	for i, l := range lines {
		var chat, id int
		var words string
		if _, err := fmt.Sscanf(l, "send %d #%d %s", &chat, &id, &words); err == nil {
			lines[i] = fmt.Sprintf("send %d #%d %s", chat, map[int]int{5: 101, 7: 102}[chat], words)
		}
	}
	return lines
}

func TestDeadLettersArePruned(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		now := time.Now()
		put := func(n int, age time.Duration) {
			require.NoError(t, r.eng.Update(r.t.Context(), func(tx storage.Tx) error {
				return storage.Put(tx, storage.DeadKey(uint64(n)), bot.DeadRow{V: 1, Source: "in", At: now.Add(-age), Raw: json.RawMessage(`{}`)})
			}))
		}
		prune := func() {
			for more := true; more; {
				require.NoError(t, r.eng.Update(r.t.Context(), func(tx storage.Tx) (err error) { more, err = bot.PruneDead(tx, now); return err }))
			}
		}
		for n := range 40 {
			put(n+1, 91*24*time.Hour)
		}
		put(100, 89*24*time.Hour)
		prune()
		assert.Equal(t, []string{storage.DeadKey(100)}, r.keys("dead/"))
		for n := range 1000 + 50 {
			put(200+n, time.Hour)
		}
		prune()
		all := r.keys("dead/")
		require.Len(t, all, 1000)
		assert.Equal(t, storage.DeadKey(250), all[0])
	})
}
