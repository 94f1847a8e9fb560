package ops

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/telegram"
	"liubao/internal/app/config"
	"liubao/internal/app/rehearsal"
	"liubao/reports"
	"liubao/storage"
)

func bad(found []Finding) (out []string) {
	for _, f := range found {
		if f.Bad {
			out = append(out, f.Text)
		}
	}
	return out
}

func TestCheckLive(t *testing.T) {
	s := newSite(t, "")
	found, err := CheckLive(t.Context(), s.o)
	require.NoError(t, err)
	assert.Equal(t, Finding{What: textFindBot, Text: "@liubao_bot"}, found[0])
	assert.Equal(t, []string{textNoGroup}, bad(found))
	assert.NoDirExists(t, filepath.Dir(s.o.Config.Data.File), "looking makes no data file")

	s.start()
	s.running()
	boss := s.director()
	g, err := s.tg.AddGroup("六保专班群", "supergroup", boss)
	require.NoError(t, err)
	g.AddBot(boss)
	require.NoError(t, s.p.service.Load().Update(t.Context(), func(tx storage.Tx) error {
		return storage.SaveGroup(tx, reports.Group{Chat: telegram.At(g.ID()), Title: "六保专班群", At: morning})
	}))
	found, err = CheckLive(t.Context(), s.o)
	require.NoError(t, err)
	assert.Empty(t, bad(found))
	assert.Equal(t, "六保专班群: it may write (member)", found[len(found)-1].Text)

	other := s.o // a configuration with another token, tried beside the bot
	other.Token = config.NewSecret("123456789:AAabcdefghijklmnopqrstuvwxyz0123456")
	_, err = CheckLive(t.Context(), other)
	require.ErrorContains(t, err, "refuses the token")

	g.KickBot(boss)
	s.o.Config.Webhook.URL = "https://bot.example.org/telegram"
	found, err = CheckLive(t.Context(), s.o)
	require.NoError(t, err)
	wrong := bad(found)
	require.Len(t, wrong, 2)
	assert.Equal(t, "no webhook is set, and it should be https://bot.example.org/telegram: the bot sets it when it starts", wrong[0])
	// Depending on whether the running bot has already heard of it:
	assert.Contains(t, []string{"六保专班群: the bot is no longer in the group; add it again", textNoGroup}, wrong[1])
}

func TestRehearseWithMadeUpPeople(t *testing.T) {
	s := newSite(t, "")
	s.clock.Jump(morning.Add(-time.Minute)) // the first step is still to come
	out, err := Rehearse(t.Context(), s.o, "财政局", false)
	require.NoError(t, err)
	assert.True(t, out.Invented)
	assert.Equal(t, []string{"2026-12-15", "2026-12-30"}, out.Periods)
	count := map[string]int{}
	for _, m := range out.Sent {
		count[m.To]++
		at := m.At.In(s.o.Plan.Location())
		assert.True(t, at.Hour() >= 8 && at.Hour() < 20, "%s lies in the quiet hours", at)
		assert.True(t, strings.Contains(m.To, "财政局") || !strings.Contains(m.To, "联络员"), "%s reports in time", m.To)
	}
	assert.Equal(t, 12, count["财政局联络员"], "six steps of the ladder, twice")
	assert.Equal(t, 2, count["专班群"])
	first := slices.IndexFunc(out.Sent, func(m rehearsal.Rehearsed) bool { return m.To == "财政局联络员" })
	assert.Equal(t, morning, out.Sent[first].At.In(morning.Location()))

	_, err = Rehearse(t.Context(), s.o, "没有这个单位", false)
	require.ErrorContains(t, err, "the plan has no unit")
}

func TestRehearseTouchesNothing(t *testing.T) {
	s := newSite(t, "")
	s.clock.Jump(morning.Add(-time.Minute))
	s.start()
	s.running()
	s.director()
	s.until("it was welcomed", func() bool { return s.p.service.Load().Stats().Sent > 0 })
	u, _ := s.o.Plan.FindUnit("财政局")
	require.NoError(t, s.p.service.Load().Update(t.Context(), func(tx storage.Tx) error {
		for i, name := range []string{"张三", "李四"} {
			p := reports.Person{ID: name, Name: name, Unit: u.ID, Roles: []reports.Role{reports.Contact}, Chat: telegram.At(int64(i + 1))}
			if err := storage.SavePerson(tx, p); err != nil {
				return err
			}
		}
		return nil
	}))
	sent := s.tg.Calls("sendMessage")
	out, err := Rehearse(t.Context(), s.o, u.ID, false)
	require.NoError(t, err)
	assert.False(t, out.Invented)
	to := map[string]int{}
	for _, m := range out.Sent {
		to[m.To]++
	}
	assert.Equal(t, 12, to["财政局 张三"])
	assert.Equal(t, 12, to["财政局 李四"])
	assert.Equal(t, sent, s.tg.Calls("sendMessage"))
	require.NoError(t, s.p.engine.View(t.Context(), func(r storage.Reader) error {
		return r.Scan(storage.RowOutbox.Prefix(), "", 0, func(key string, _ []byte) error {
			t.Errorf("%s waits to be sent", key)
			return nil
		})
	}))
	require.NoError(t, s.p.engine.View(t.Context(), func(r storage.Reader) error {
		all, err := storage.PeriodReports(r, "2026-12-15")
		assert.Empty(t, all, "the others have only reported in the rehearsal")
		return err
	}))
	s.clock.Advance(time.Second)
	_, err = Rehearse(t.Context(), s.o, "财政局", true)
	require.NoError(t, err)
}
