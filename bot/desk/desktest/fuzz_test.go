package desktest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/internal/app/service"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// FuzzCallbacks presses buttons that nobody was shown, as anybody: nothing fails,
// and what stands about another unit stays as it is for a contact.
func FuzzCallbacks(f *testing.F) {
	for _, s := range []string{"o.20261215.progress.a1", "20261215.progress.a1.1.t1:moving", "rv.20261215.progress.a1.1.a", "bd.tg:-100.0", "cg.20261215", "..", "set.x.on"} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(2))
	}
	p, err := plan.Default()
	if err != nil {
		f.Fatal(err)
	}
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	d, err := desk.New(desk.Config{Features: service.Features(), Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	if err != nil {
		f.Fatal(err)
	}
	cast := []reports.Person{
		{ID: "p1", Name: "党群局甲", Unit: "dangqun", Roles: []reports.Role{reports.Contact}, Chat: "tg:1"},
		{ID: "p2", Name: "主任", Unit: "jingfa", Roles: []reports.Role{reports.Director}, Chat: "tg:2"},
		{ID: "p3", Name: "组长", Roles: []reports.Role{reports.Leader}, Chat: "tg:3"},
		{ID: "p4", Name: "督查", Roles: []reports.Role{reports.Inspector}, Chat: "tg:4"},
	}
	now := time.Date(2026, 12, 10, 2, 0, 0, 0, time.UTC)
	e := mem.New()
	ctx := context.Background()
	for _, x := range cast {
		if err := e.Update(ctx, func(tx storage.Tx) error { return storage.SavePerson(tx, x) }); err != nil {
			f.Fatal(err)
		}
	}
	f.Add("rv.20261215.progre"+strings.Repeat("O", 500), uint8(1))
	f.Fuzz(func(t *testing.T, data string, who uint8) {
		at := cast[int(who)%len(cast)].Chat
		u := bot.Event{Kind: bot.KindCallback, Chat: bot.Chat{ID: at, Kind: bot.PrivateChat}, From: bot.User{ID: at}, MessageID: "5",
			Callback: &bot.Callback{ID: "q", Data: data}}
		err := e.Update(ctx, func(tx storage.Tx) error {
			if _, err := d.Handle(ctx, tx, u, now); err != nil {
				return err
			}
			return errUndone
		})
		if !errors.Is(err, errUndone) {
			t.Fatalf("%q: %v", data, err)
		}
	})
}

type undone string

func (u undone) Error() string { return string(u) }

// errUndone keeps what a press did from staying.
const errUndone = undone("undone")
