package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// A whole feature: /later shows a card, its button sets a timer, and when that
// fires the person is told. This is all that such a feature takes; the row of the
// role table is borrowed from /help.

// later is the argument of the card's button, laterDue of the timer.
type (
	later    struct{ Hours int }
	laterDue struct {
		Person string `json:"person"`
	}
)

var (
	tapLater   = desk.NewTap[later]("la1")
	timerLater = desk.NewTimer[laterDue]("later", nil)
)

const textLater = "什么时候再叫您？"

func laterFeature() desk.Feature {
	return desk.Feature{
		Name:     "later",
		Commands: []desk.Command{{Name: "later", About: "过一会儿提醒我", Act: staff.ActHelp, Private: true, Do: laterCard}},
		Taps:     []desk.Tap{tapLater.Do(laterSet)},
		Timers:   []desk.Timer{timerLater.Do(laterTold)},
	}
}

func laterCard(t *desk.Turn, _ string) error {
	return t.Say(reports.T(textLater), []bot.Button{{Label: "1小时后", Data: tapLater.Data(later{Hours: 1})}})
}

func laterSet(t *desk.Turn, a later) error {
	at := t.Now.Add(time.Duration(a.Hours) * time.Hour)
	if err := timerLater.Set(t.Tx, at, laterDue{Person: t.Me.ID}); err != nil {
		return err
	}
	return t.Toast("%s叫您", t.WhenText(at))
}

func laterTold(d *desk.Desk, tx storage.Tx, a laterDue, now time.Time) error {
	p, ok, err := storage.Person(tx, a.Person)
	if err != nil || !ok {
		return err
	}
	return d.Notify(tx, p, bot.Message{Kind: bot.Send, Text: reports.T("到时间了。"), Purpose: "later"}, now)
}

// said lists what is on its way.
func said(t *testing.T, e storage.Engine) []bot.Message {
	t.Helper()
	var out []bot.Message
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		out = nil
		return storage.Each(r, storage.RowOutbox.Prefix(), "", 0, func(_ string, m bot.Message) error {
			out = append(out, m)
			return nil
		})
	}))
	return out
}

// TestFeature plays the feature alone on a desk: its card, its button, its timer.
func TestFeature(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Features: []desk.Feature{laterFeature()}, Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e, ctx := mem.New(), context.Background()
	who := reports.Person{ID: "p1", Name: "甲", Unit: "caizheng", Roles: []reports.Role{reports.Contact}, Chat: "tg:7"}
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error { return storage.SavePerson(tx, who) }))
	now := time.Date(2026, time.December, 9, 2, 0, 0, 0, time.UTC)
	handle := func(u bot.Event) (a bot.Answer) {
		u.Chat, u.From = bot.Chat{ID: who.Chat, Kind: bot.PrivateChat}, bot.User{ID: who.Chat}
		require.NoError(t, e.Update(ctx, func(tx storage.Tx) (err error) {
			a, err = d.Handle(ctx, tx, u, now)
			return err
		}))
		return a
	}
	handle(bot.Event{Kind: bot.KindMessage, Text: "/later"})
	card := said(t, e)
	require.Len(t, card, 1)
	require.Equal(t, textLater, card[0].Text.String())
	a := handle(bot.Event{Kind: bot.KindCallback, Callback: &bot.Callback{Data: card[0].Rows[0][0].Data}})
	require.Equal(t, "今天11:00叫您", a.Text)
	_, err = d.Reconcile(ctx, e, now.Add(59*time.Minute))
	require.NoError(t, err)
	require.Len(t, said(t, e), 1, "too early")
	_, err = d.Reconcile(ctx, e, now.Add(time.Hour))
	require.NoError(t, err)
	require.Len(t, said(t, e), 2)
	// A button of another form is an old button.
	for _, data := range []string{"la1.x", "la1.1.2", "la2.1"} {
		require.NotEmpty(t, handle(bot.Event{Kind: bot.KindCallback, Callback: &bot.Callback{Data: data}}).Text, data)
	}
}

// Two features that claim one name cannot both be called.
func TestFeaturesClaimNamesOnce(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	_, err = desk.New(desk.Config{Features: []desk.Feature{laterFeature(), laterFeature()}, Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.ErrorContains(t, err, "later")
}

// every is one of each kind of field that a button's argument may have.
type every struct {
	Key    reports.Key
	Period codec.Period
	Day    plan.Date
	On     bool
	N      int
	Rest   string
}

// FuzzButtons: whatever a button carries is read as what it was made of, and what
// was not made by the codec never reaches the feature.
func FuzzButtons(f *testing.F) {
	tap := desk.NewTap[every]("e")
	var got *every
	feature := desk.Feature{Name: "e", Taps: []desk.Tap{tap.Do(func(_ *desk.Turn, a every) error { got = &a; return nil })}}
	press := feature.Taps[0].Do
	f.Add("2026-12-15", "progress", "a1", 20261230, true, 7, "t3:same")
	f.Add("", "", "", 0, false, -1, "a.b.c")
	f.Fuzz(func(t *testing.T, period, duty, subject string, day int, on bool, n int, rest string) {
		a := every{On: on, N: n, Rest: strings.TrimRight(rest, ".")}
		if d, err := plan.ParseDate(period); err == nil && period == d.String() && duty != "" && !strings.Contains(duty+subject, ".") {
			a.Key, a.Period = reports.Key{Period: period, Duty: duty, Subject: subject}, codec.Period(period)
		}
		text := fmt.Sprint(day)
		if len(text) == 8 {
			if d, err := plan.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:]); err == nil {
				a.Day = d
			}
		}
		got = nil
		require.NoError(t, press(&desk.Turn{}, strings.Split(tap.Data(a), ".")))
		require.NotNil(t, got, tap.Data(a))
		want, _ := json.Marshal(a)
		read, _ := json.Marshal(*got)
		require.Equal(t, string(want), string(read))
		got = nil // anything at all: read back to the same button, or refused
		if err := press(&desk.Turn{}, strings.Split("e."+rest, ".")); err == nil && got != nil {
			again := tap.Data(*got)
			first := *got
			require.NoError(t, press(&desk.Turn{}, strings.Split(again, ".")))
			require.Equal(t, first, *got)
		}
	})
}
