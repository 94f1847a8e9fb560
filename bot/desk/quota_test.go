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

// keeper takes every file, and every file of an edit.
func keeper() desk.Feature {
	return desk.Feature{
		Name: "keeper",
		Said: func(t *desk.Turn) (bool, error) { return true, storage.SaveFetch(t.Tx, t.File()) },
		Edited: func(t *desk.Turn, _ desk.PieceRow) (bool, error) {
			return true, storage.SaveFetch(t.Tx, t.File())
		},
	}
}

// TestQuota: a person's files of one day end at a number and a length, with one
// sentence that counts what was not taken; others and the next day are not concerned.
func TestQuota(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Features: []desk.Feature{keeper()}, Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e, ctx := mem.New(), context.Background()
	update := func(fn func(tx storage.Tx) error) { t.Helper(); require.NoError(t, e.Update(ctx, fn)) }
	for _, who := range []string{"p1", "p2"} {
		update(func(tx storage.Tx) error {
			return storage.SavePerson(tx, reports.Person{ID: who, Name: who, Unit: "caizheng", Roles: []reports.Role{reports.Contact}, Chat: reports.Address("tg:" + who)})
		})
	}
	now := time.Date(2026, time.December, 9, 2, 0, 0, 0, time.UTC)
	send := func(kind bot.Kind, who, uid string, size int64) {
		t.Helper()
		at := bot.Address("tg:" + who)
		update(func(tx storage.Tx) error {
			_, err := d.Handle(ctx, tx, bot.Event{Kind: kind, MessageID: "m1", Chat: bot.Chat{ID: at, Kind: bot.PrivateChat}, From: bot.User{ID: at},
				File: &bot.File{ID: uid, UID: uid, Kind: "document", Name: uid, Size: size}}, now)
			return err
		})
	}
	kept := func() (n int) {
		require.NoError(t, e.View(ctx, func(r storage.Reader) error {
			all, err := storage.Fetches(r)
			n = len(all)
			return err
		}))
		return n
	}
	for i := range 103 {
		send(bot.KindMessage, "p1", fmt.Sprint("a", i), 1000)
	}
	require.Equal(t, 100, kept())
	out := said(t, e)
	require.Len(t, out, 1)
	require.Equal(t, "每人每天最多收100个文件（共300MB），今天已到上限，有3个没有收下。请您明天再发，急用的请直接交给办公室。", out[0].Text.String())
	send(bot.KindMessage, "p1", "a5", 1000)
	require.Len(t, said(t, e), 1, "what is here already is no new file")

	update(func(tx storage.Tx) error {
		return storage.Put(tx, storage.PieceKey("tg:p1", "m1"), desk.PieceRow{V: 1})
	})
	send(bot.KindEdited, "p1", "edit", 1000)
	require.Equal(t, 100, kept(), "an edit is no way around it")
	require.Contains(t, said(t, e)[0].Text.String(), "有4个没有收下")

	send(bot.KindMessage, "p2", "b0", 299<<20)
	send(bot.KindMessage, "p2", "b1", 2<<20)
	send(bot.KindMessage, "p2", "b2", 1<<20)
	require.Equal(t, 102, kept(), "what still fits is taken")

	now = now.Add(13*time.Hour + 59*time.Minute) // a minute before midnight
	send(bot.KindMessage, "p1", "late", 1000)
	require.Equal(t, 102, kept())
	now = now.Add(2 * time.Minute)
	send(bot.KindMessage, "p1", "late", 1000)
	require.Equal(t, 103, kept())
}
