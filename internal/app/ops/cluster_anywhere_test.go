package ops

import (
	"encoding/json"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/internal/app/claims"
	"liubao/storage"
	"liubao/storage/audit"
)

// What an operator asks is answered on any machine of a cluster whose bots run: as on
// the one that leads.
func TestFromAnyNode(t *testing.T) {
	leads, stands := pair(t)
	leads.start()
	leads.running()
	stands.start()
	leads.director()
	letter := map[string]any{"v": 1, "source": "in", "at": morning, "reason": "坏了", "raw": json.RawMessage(`{"update_id":1}`)}
	require.NoError(t, leads.p.service.Load().Update(t.Context(), func(tx storage.Tx) error {
		for n := range uint64(4) {
			if err := storage.Put(tx, storage.DeadKey(n+1), letter); err != nil {
				return err
			}
		}
		return nil
	}))
	require.Nil(t, stands.p.service.Load())
	left := uint64(4)
	for _, s := range []*site{stands, leads} {
		was, err := Ask[[]bot.Letter](t.Context(), s.o, "dead/list", nil)
		require.NoError(t, err)
		require.Len(t, was, int(left))
		number := func(n int) url.Values { return url.Values{"number": {strconv.FormatUint(was[n].Number, 10)}} }
		got, err := Ask[bot.Letter](t.Context(), s.o, "dead/drop", number(0))
		require.NoError(t, err)
		assert.Equal(t, "坏了", got.Reason)
		_, err = Ask[bot.Letter](t.Context(), s.o, "dead/retry", number(1))
		require.NoError(t, err)
		_, err = Ask[bot.Letter](t.Context(), s.o, "dead/drop", number(0))
		require.Error(t, err, "it is gone")
		left -= 2

		found, err := Ask[audit.Findings](t.Context(), s.o, "audit/verify", nil)
		require.NoError(t, err)
		assert.Positive(t, found.Rows)
		assert.True(t, found.OK())
		made, err := Ask[Export](t.Context(), s.o, "export", url.Values{"kind": {"word"}, "period": {"2026-12-15"}})
		require.NoError(t, err)
		require.Len(t, made.Files, 1)
		assert.Equal(t, "PK", string(made.Files[0].Data[:2]))
		status, err := Ask[Status](t.Context(), s.o, "status", nil)
		require.NoError(t, err)
		assert.Equal(t, "bot-1", status.Cluster.Leader)
		assert.Equal(t, s.o.Config.Data.Node, status.Cluster.Node)
		live, err := Ask[[]Finding](t.Context(), s.o, "check", nil)
		require.NoError(t, err)
		assert.Contains(t, live[2].Text, "the lease is 2s")
		_, err = Ask[Plans](t.Context(), s.o, "plan/list", nil)
		require.NoError(t, err)
	}
}

// A link that was made on a machine whose bot stands by is no longer in its file once
// it was used at the one that leads, or is too old.
func TestClaimOnAStandby(t *testing.T) {
	leads, stands := pair(t)
	leads.start()
	leads.running()
	stands.start()
	_, err := Ask[claims.Claim](t.Context(), stands.o, "claim", nil)
	require.NoError(t, err)
	gone := func() bool {
		stands.clock.Advance(claimLook)
		return stands.link() == ""
	}
	secret := stands.link()
	require.NotEmpty(t, secret)
	stands.clock.Advance(claimLook)
	require.Equal(t, secret, stands.link(), "it is still good")
	stands.director()
	stands.until("the file is removed", gone)

	_, err = Ask[claims.Claim](t.Context(), stands.o, "claim", nil)
	require.NoError(t, err)
	require.NotEmpty(t, stands.link())
	stands.clock.Advance(2 * time.Hour)
	stands.until("the file is removed", gone)
}

// What an answered update costs at etcd: one commit each for taking it in, for handling
// it, for the attempt to send the answer, and for what became of that; and no read.
func TestRequestsOfAnUpdate(t *testing.T) {
	leads, _ := pair(t)
	leads.start()
	leads.running()
	who := leads.director()
	chat := who.ID()
	ask := func(n int) {
		before := leads.tg.Calls("sendMessage")
		for i := range n {
			leads.clock.Advance(3 * time.Second) // as many messages as a chat may have
			_, err := who.Send(chat, "/help")
			require.NoError(t, err)
			leads.until("it is answered", func() bool { return leads.tg.Calls("sendMessage") > before+i })
		}
		leads.until("nothing waits", func() bool {
			leads.clock.Advance(3 * time.Second)
			return leads.p.service.Load().Stats().Outbox == 0
		})
	}
	ask(3)
	was := leads.p.cluster.Figures()
	const n = 20
	ask(n)
	now := leads.p.cluster.Figures()
	t.Logf("%d updates: %d commits, %d reads", n, now.Commits-was.Commits, now.Reads-was.Reads)
	assert.LessOrEqual(t, now.Commits-was.Commits, int64(4*n+4))
	assert.Zero(t, now.Reads-was.Reads)
}
