package desk

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk/batch"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// broken is a damaged row.
var broken = fmt.Errorf("report/x: %w", storage.ErrCorrupt)

// reconciled carries out the roll-up's moment twice, first with what fails and then
// without, and returns how often it was tried.
func reconciled(t *testing.T, fail error) int {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	tried := 0
	rollup := Feature{Name: "rollup", Moments: []Moment{{Kind: schedules.Publish,
		Do: func(*Desk, context.Context, batch.Updater, []schedules.Moment, time.Time) error { tried++; return fail }}}}
	d, err := New(Config{Features: []Feature{rollup}, Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e, ctx := mem.New(), context.Background()
	from := time.Date(2026, 12, 15, 1, 0, 0, 0, time.UTC)
	_, err = d.Reconcile(ctx, e, from)
	require.NoError(t, err)
	due, err := d.Reconcile(ctx, e, from.Add(30*time.Hour))
	if fail == nil {
		require.NoError(t, err)
		require.NotZero(t, due)
	} else {
		require.ErrorIs(t, err, storage.ErrCorrupt)
	}
	require.NotZero(t, tried)
	before := tried
	fail = nil
	_, err = d.Reconcile(ctx, e, from.Add(30*time.Hour+time.Minute))
	require.NoError(t, err)
	return tried - before
}

// What concerns everybody is tried again though a damaged row made it fail; what
// failed for some of many is not, or it would hold back what is due later for ever.
func TestWhatConcernsEverybodyIsTriedAgain(t *testing.T) {
	assert.Zero(t, reconciled(t, nil), "it was carried out")
	assert.NotZero(t, reconciled(t, broken), "the roll-up is left out for ever")
	assert.Zero(t, reconciled(t, batch.Failures{broken}), "one person's row")
}

// Whoever sent what could not be handled is answered, in a chat of their own.
func TestDeadIsAnswered(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := New(Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	who := reports.Person{ID: "p1", Name: "甲", Unit: "caizheng", Roles: []reports.Role{reports.Contact}, Chat: "tg:7"}
	at := time.Date(2026, 12, 9, 1, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		dead bot.Dead
		want string
	}{
		"a person's update":          {bot.Dead{Source: "in", Chat: "tg:7", At: at}, textDeadUnhandled},
		"a stranger's":               {bot.Dead{Source: "in", Chat: "tg:8", At: at}, ""},
		"one whose row is damaged":   {bot.Dead{Source: "in", Chat: "tg:7", At: at, Lost: true}, textDeadLost},
		"somebody's, not a person's": {bot.Dead{Source: "in", Chat: "tg:-100", At: at, Lost: true}, ""},
		"a group's":                  {bot.Dead{Source: "in", Chat: "tg:-100", At: at}, ""},
		"whose chat is not known":    {bot.Dead{Source: "in", At: at, Lost: true}, ""},
		"a message of the bot":       {bot.Dead{Source: "out", Chat: "tg:7", At: at}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e, ctx := mem.New(), context.Background()
			require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
				if err := storage.SavePerson(tx, who); err != nil {
					return err
				}
				return d.Dead(tx, c.dead)
			}))
			var said []string
			require.NoError(t, e.View(ctx, func(r storage.Reader) error {
				said = nil
				return storage.Each(r, storage.RowOutbox.Prefix(), "", 0, func(_ string, m bot.Message) error {
					assert.Equal(t, c.dead.Chat, m.Chat)
					said = append(said, m.Text.String())
					return nil
				})
			}))
			if c.want == "" {
				assert.Empty(t, said)
				return
			}
			assert.Equal(t, []string{c.want}, said)
		})
	}
}

// A timer that fails, for whatever reason, keeps no other that is due from being carried out.
func TestOneTimerStopsNoOther(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	var done []string
	feature := Feature{Name: "timed", Timers: []Timer{{What: "timed", Many: func(_ *Desk, _ context.Context, _ batch.Updater, arg string, _ time.Time) error {
		if arg == "bad" {
			return broken
		}
		done = append(done, arg)
		return nil
	}}}}
	d, err := New(Config{Features: []Feature{feature}, Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e, now := mem.New(), time.Date(2026, 12, 9, 2, 0, 0, 0, time.UTC)
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		for i, arg := range []string{"one", "bad", "two"} {
			if err := SetTimer(tx, now.Add(time.Duration(i)*time.Second), "timed", arg); err != nil {
				return err
			}
		}
		return nil
	}))
	_, err = d.Reconcile(t.Context(), e, now.Add(time.Minute))
	require.ErrorIs(t, err, storage.ErrCorrupt)
	assert.Equal(t, []string{"one", "two"}, done)
}
