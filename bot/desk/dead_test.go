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
