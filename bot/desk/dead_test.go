package desk_test

import (
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

// The directors hear once a day that something could not be handled or delivered.
func TestDeadLettersAreToldOnceADay(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e := mem.New()
	at := bot.Address("tg:1")
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		return storage.SavePerson(tx, reports.Person{ID: "p1", Name: "王主任", Roles: []reports.Role{reports.Director}, Chat: at})
	}))
	morning := time.Date(2026, time.December, 10, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at   time.Time
		told int
	}{{morning, 1}, {morning.Add(time.Hour), 1}, {morning.AddDate(0, 0, 1), 2}} {
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return d.Dead(tx, bot.Dead{Source: "in", At: c.at}) }))
		told := 0
		require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
			return storage.Each(r, storage.ChatOutboxPrefix(at), "", 0, func(_ string, row bot.OutRow) error {
				require.Equal(t, "alarm", row.Purpose)
				told++
				return nil
			})
		}))
		require.Equal(t, c.told, told, c.at)
	}
}

// Whoever sent what could not be handled is answered, and so is somebody whose own row
// is damaged: it is why. A stranger hears nothing.
func TestWhatCouldNotBeHandledIsAnswered(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e := mem.New()
	now := time.Date(2026, time.December, 10, 2, 0, 0, 0, time.UTC)
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		for _, id := range []string{"1", "2"} {
			if err := storage.SavePerson(tx, reports.Person{ID: "p" + id, Name: "甲" + id, Chat: bot.Address("tg:" + id)}); err != nil {
				return err
			}
		}
		return tx.Put(storage.RowPerson.Key("p2"), []byte("damaged"))
	}))
	for chat, want := range map[bot.Address]int{"tg:1": 1, "tg:2": 1, "tg:3": 0} {
		answers := 0
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return d.Dead(tx, bot.Dead{Source: "in", At: now, Chat: chat}) }))
		require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
			return storage.Each(r, storage.ChatOutboxPrefix(chat), "", 0, func(_ string, row bot.OutRow) error {
				require.Equal(t, "dead", row.Purpose)
				answers++
				return nil
			})
		}))
		require.Equal(t, want, answers, chat)
	}
}
