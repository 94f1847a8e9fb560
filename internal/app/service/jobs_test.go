package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
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

// trap is an engine that does something of its own before a key is written.
type trap struct {
	storage.Engine
	put func(key string) error
}

func (e trap) Update(ctx context.Context, fn func(storage.Tx) error) error {
	return e.Engine.Update(ctx, func(tx storage.Tx) error { return fn(trapped{tx, e.put}) })
}

type trapped struct {
	storage.Tx
	put func(key string) error
}

func (t trapped) Put(key string, val []byte) error {
	if err := t.put(key); err != nil {
		return err
	}
	return t.Tx.Put(key, val)
}

// What cannot be stored of some people's files, what brings the program down that reads
// it, and a row that is damaged: the others' files arrive meanwhile. The one that brings
// its reader down is given up, and whoever sent it is told.
func TestOnesFilesHoldUpNobodyElses(t *testing.T) {
	now := clock.NewVirtual(time.Date(2026, 12, 8, 1, 0, 0, 0, time.UTC))
	tg, at := sandboxtest.Listen(t, sandbox.Options{Clock: now})
	p, err := plan.Default()
	require.NoError(t, err)
	client, err := telegram.New(telegram.Config{Token: tg.Token(), BaseURL: at.URL()})
	require.NoError(t, err)
	defer client.Close()
	bad := map[string]string{}
	e := trap{mem.New(), func(key string) error {
		switch bad[key] {
		case "fails":
			return errors.New("no room for it")
		case "panics":
			panic("what a file")
		}
		return nil
	}}
	s, err := New(t.Context(), Options{Engine: e, Client: client, Clock: now, Log: slog.New(slog.DiscardHandler),
		Desk: desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)}})
	require.NoError(t, err)
	one := tg.AddUser(sandbox.User{FirstName: "李明"})
	_, err = one.Start("")
	require.NoError(t, err)
	var files []reports.File
	for n := range fetchedAtOnce + 2 {
		id, err := one.SendDocument(one.ID(), fmt.Sprintf("%d.txt", n), fmt.Appendf(nil, "第%d份", n), "")
		require.NoError(t, err)
		i := slices.IndexFunc(tg.Messages(one.ID(), one.ID()), func(v sandbox.View) bool { return v.MessageID == id })
		d := tg.Messages(one.ID(), one.ID())[i].Document
		files = append(files, reports.File{ID: d.FileID, UID: d.FileUniqueID, Name: d.FileName, By: "p1", At: now.Now()})
	}
	slices.SortFunc(files, func(a, b reports.File) int { return cmp.Compare(a.UID, b.UID) })
	for _, f := range files[:fetchedAtOnce] {
		bad[storage.RowArrived.Key(f.UID)] = "fails"
	}
	breaks, sound := files[fetchedAtOnce], files[fetchedAtOnce+1]
	sum, err := s.files.Put(t.Context(), fmt.Appendf(nil, "第%s份", strings.TrimSuffix(breaks.Name, ".txt")))
	require.NoError(t, err)
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		if err := tx.Delete(storage.RowFile.Key(sum)); err != nil {
			return err
		}
		if err := tx.Put(storage.RowFetch.Key("0"), []byte("damaged")); err != nil {
			return err
		}
		for _, f := range files {
			if err := storage.SaveFetch(tx, f); err != nil {
				return err
			}
		}
		return storage.SavePerson(tx, reports.Person{ID: "p1", Name: "李明", Unit: p.Units[0].ID, Roles: []reports.Role{reports.Contact}, Chat: telegram.At(one.ID())})
	}))
	bad[storage.RowFile.Key(sum)] = "panics"
	waits := func(f reports.File) (yes bool) {
		require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
			_, yes, err = r.Get(storage.RowFetch.Key(f.UID))
			return err
		}))
		return yes
	}
	tried := map[string]int{}
	for range 2 {
		_, err = s.fetchSome(t.Context(), tried)
		require.ErrorContains(t, err, "no room for it")
	}
	assert.False(t, waits(sound), "it has arrived")
	assert.True(t, waits(breaks))
	for range 2 * fetchTries {
		_, _ = s.fetchSome(t.Context(), tried)
	}
	assert.False(t, waits(breaks), "it is given up")
	assert.True(t, waits(files[0]), "it stays on the list")
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		told := 0
		err := r.Scan(storage.ChatOutboxPrefix(telegram.At(one.ID())), "", 0, func(string, []byte) error { told++; return nil })
		assert.Equal(t, 1, told, "its sender is told")
		return err
	}))
}

// What has no end is given up after a time, and what panics is an error.
func TestEnded(t *testing.T) {
	never := make(chan int)
	_, err := ended(time.Millisecond, func() (int, error) { return <-never, nil })
	require.ErrorIs(t, err, errBroke)
	close(never)
	_, err = ended(time.Hour, func() (int, error) { panic("x") })
	require.ErrorIs(t, err, errBroke)
	n, err := ended(time.Hour, func() (int, error) { return 3, nil })
	require.NoError(t, err)
	require.Equal(t, 3, n)
}

// What a job cannot do is told with since when that is so, and no more once it can.
func TestFailing(t *testing.T) {
	s := &Service{failing: failures{at: map[string]Failing{}}}
	began := time.Date(2026, 12, 8, 1, 0, 0, 0, time.UTC)
	s.failing.note(keeping, errors.New("one"), began)
	s.failing.note(keeping, errors.New("two"), began.Add(time.Hour))
	s.failing.note(menus, nil, began)
	assert.Equal(t, []Failing{{keeping, began, errors.New("two")}}, s.Failing())
	s.failing.note(keeping, nil, began.Add(2*time.Hour))
	assert.Empty(t, s.Failing())
}
