package service

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/bot/telegram"
	"liubao/internal/clock"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/sandbox/sandboxtest"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// A server that never answers how a menu is set holds nobody's answer up, and each
// other chat's menu for seconds only. A menu that was set is remembered: the next start
// sets none.
func TestMenusHoldNobodyUp(t *testing.T) {
	const wait = 30 * time.Second // reached only where the test fails
	still := clock.NewVirtual(time.Date(2026, 12, 8, 1, 0, 0, 0, time.UTC))
	tg, at := sandboxtest.Listen(t, sandbox.Options{Clock: still}) // its delays never end
	p, err := plan.Default()
	require.NoError(t, err)
	e := mem.New()
	var people []*sandbox.Person
	var known []reports.Person
	for n := range 2 {
		one := tg.AddUser(sandbox.User{FirstName: fmt.Sprintf("联络员%d", n)})
		people = append(people, one)
		_, err := one.Start("")
		require.NoError(t, err)
		x := reports.Person{ID: fmt.Sprintf("p%d", n), Name: fmt.Sprintf("联络员%d", n), Unit: p.Units[n].ID, Roles: []reports.Role{reports.Contact}, Chat: telegram.At(one.ID())}
		known = append(known, x)
	}
	start := func() (s *Service, stop func()) {
		client, err := telegram.New(telegram.Config{Token: tg.Token(), BaseURL: at.URL()})
		require.NoError(t, err)
		s, err = New(t.Context(), Options{Engine: e, Client: client, Log: slog.New(slog.DiscardHandler),
			Desk: desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)}})
		require.NoError(t, err)
		for _, x := range known {
			require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return storage.SavePerson(tx, x) }))
		}
		s.Start()
		return s, func() {
			ctx, cancel := context.WithTimeout(context.Background(), wait)
			defer cancel()
			s.Stop(ctx)
			client.Close()
		}
	}
	const set = "setMyCommands"
	slow := tg.Inject(sandbox.Fault{Kind: sandbox.FaultLatency, After: true, Delay: time.Hour, Methods: []string{set}})
	_, stop := start()
	require.Eventually(t, func() bool { return tg.Calls(set) == 1 }, wait, time.Millisecond)
	_, err = people[1].Send(people[1].ID(), "/help")
	require.NoError(t, err)
	answered := func() bool {
		for _, m := range tg.Messages(people[1].ID(), people[1].ID()) {
			if m.FromBot && strings.Contains(m.Text, "/") {
				return true
			}
		}
		return false
	}
	require.Eventually(t, answered, wait, time.Millisecond)
	assert.Equal(t, 1, tg.Calls(set), "the first menu is still waited for")
	require.Eventually(t, func() bool { return tg.Calls(set) > 1 }, 15*time.Second, time.Millisecond, "the other chat's turn")
	slow()
	stop()

	s, stop := start()
	settled := func(s *Service) func() bool {
		return func() bool {
			s.parked.mu.Lock()
			defer s.parked.mu.Unlock()
			return s.parked.until["menus"].After(time.Now())
		}
	}
	require.Eventually(t, settled(s), wait, time.Millisecond)
	stop()
	before := tg.Calls(set)
	assert.Positive(t, before)
	s, stop = start()
	require.Eventually(t, settled(s), wait, time.Millisecond)
	stop()
	assert.Equal(t, before, tg.Calls(set), "each was remembered")

	for _, x := range known { // what was remembered of one is damaged: it is set anew, and the other's all the same
		row := menuRow{V: 1, Menu: "of an earlier program"}
		require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return storage.Put(tx, storage.MenuKey(x.Chat), row) }))
	}
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error { return tx.Put(storage.MenuKey(known[0].Chat), []byte("damaged")) }))
	s, stop = start()
	require.Eventually(t, settled(s), wait, time.Millisecond)
	stop()
	assert.Equal(t, before+2, tg.Calls(set))
}
