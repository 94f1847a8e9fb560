package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// While nothing goes out, an answer to one message waits once, however often its button
// is pressed; answers to different messages never take one another's place; and beyond
// what may wait one says how many were taken.
func TestAnswersThatWait(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	says := desk.Feature{Name: "says", Said: func(t *desk.Turn) (bool, error) { return true, t.Say(reports.T("收到：" + t.Update.Text)) }}
	d, err := desk.New(desk.Config{Features: []desk.Feature{says}, Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e, at := mem.New(), bot.Address("tg:p1")
	update := func(fn func(tx storage.Tx) error) { t.Helper(); require.NoError(t, e.Update(t.Context(), fn)) }
	update(func(tx storage.Tx) error {
		return storage.SavePerson(tx, reports.Person{ID: "p1", Name: "李明", Unit: "caizheng", Roles: []reports.Role{reports.Contact}, Chat: at})
	})
	now := time.Date(2026, time.December, 9, 2, 0, 0, 0, time.UTC)
	handle := func(x bot.Event) {
		x.Chat, x.From = bot.Chat{ID: at, Kind: bot.PrivateChat}, bot.User{ID: at}
		update(func(tx storage.Tx) error { _, err := d.Handle(context.Background(), tx, x, now); return err })
	}
	for range 100 {
		handle(bot.Event{Kind: bot.KindMessage, MessageID: "m0", Text: "再来一次"})
	}
	require.Len(t, said(t, e), 1, "one message, one answer")
	for i := range 60 {
		handle(bot.Event{Kind: bot.KindMessage, MessageID: bot.Ref(fmt.Sprintf("m%d", i+1)), Text: fmt.Sprintf("第%d条", i+1)})
	}
	out := said(t, e)
	require.Len(t, out, 51)
	for i := range 49 {
		require.Equal(t, fmt.Sprintf("收到：第%d条", i+1), out[i+1].Text.String())
	}
	require.Contains(t, out[50].Text.String(), "11")
}
