package gate

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// TestSend: what nobody asked for goes to whoever acts, within the cap, once, and not at
// night; what is held back leaves neither a mark nor a count.
func TestSend(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	r := schedules.DefaultRules()
	r.Cap = 2
	b, err := rules.New(rules.Config{Plan: p, Rules: r, Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e, ctx := mem.New(), context.Background()
	noon := time.Date(2026, time.December, 9, 12, 0, 0, 0, b.Loc)
	contact := func(id string) reports.Person {
		return reports.Person{ID: id, Name: id, Unit: "caizheng", Chat: reports.Address("tg:" + id), Roles: []reports.Role{reports.Contact}}
	}
	me, other := contact("1"), contact("2")
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		for _, x := range []reports.Person{me, other} {
			if err := storage.SavePerson(tx, x); err != nil {
				return err
			}
		}
		return storage.Put(tx, storage.RowHanded.Key("2026-12-31", me.ID), staff.HandedRow{V: 1, To: other.ID, At: noon})
	}))
	send := func(x Post, at time.Time) (became Posted) {
		t.Helper()
		x.Message.Kind, x.Message.Text, x.Message.Purpose = bot.Send, reports.T("请报送。"), "reminder"
		require.NoError(t, e.Update(ctx, func(tx storage.Tx) (err error) {
			became, err = Send(b, false, tx, x, at)
			return err
		}))
		return became
	}
	mark := func(stage string) []Mark { return []Mark{{Period: "2026-12-15", Duty: "progress", Stage: stage}} }
	full := func() (full bool) {
		require.NoError(t, e.View(ctx, func(r storage.Reader) (err error) {
			full, err = Full(b, r, me, noon)
			return err
		}))
		return full
	}

	require.Equal(t, NoReach, send(Post{To: reports.Person{ID: "3"}}, noon))
	require.Equal(t, Sent, send(Post{To: me, Weight: Free}, noon))
	require.Equal(t, StoodIn, send(Post{To: me, Acting: "2026-12-31", Once: mark("d-3")}, noon))
	require.Equal(t, Sent, send(Post{To: me, Acting: "2026-12-15", Once: mark("d-3")}, noon), "for this period they act themselves")
	require.Equal(t, ToldOnce, send(Post{To: me, Once: mark("d-3")}, noon))
	require.False(t, full(), "what was not sent does not count, nor what is free")
	require.Equal(t, Sent, send(Post{To: me, Once: mark("d-1")}, noon))
	require.True(t, full())
	require.Equal(t, CapFull, send(Post{To: me, Once: mark("d")}, noon))
	require.Equal(t, Sent, send(Post{To: me, Weight: Counted, Once: mark("d")}, noon), "a reminder of the last day is never held back")
	require.Equal(t, Sent, send(Post{To: me, Weight: Free}, noon.Add(11*time.Hour)))

	var last bot.Message
	require.NoError(t, e.View(ctx, func(r storage.Reader) error {
		return storage.Each(r, storage.ChatOutboxPrefix(me.Chat), "", 0, func(_ string, row bot.OutRow) error {
			last = row.Message
			return nil
		})
	}))
	require.WithinDuration(t, plan.Date{Year: 2026, Month: time.December, Day: 10}.At(r.Quiet.To, b.Loc), last.NotBefore, 0, "it waits for the morning")
}
