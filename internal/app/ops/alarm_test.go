package ops

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is wrong is told once, what is new besides it too, what lasts again after
// a time, and once more when all is over. What could not be told is tried again.
func TestWatcherTellsOnce(t *testing.T) {
	var told []Alarm
	var fail error
	w := &watcher{tell: func(_ context.Context, a Alarm) error {
		if fail == nil {
			told = append(told, a)
		}
		return fail
	}}
	now := morning
	look := func(problems, warnings []string) int {
		before := len(told)
		now = now.Add(time.Minute)
		_ = w.look(t.Context(), Status{Now: now, Problems: problems, Warnings: warnings})
		return len(told) - before
	}
	assert.Zero(t, look(nil, nil))
	stuck, dead := []string{"messages wait and none goes out since 2026-12-10 09:30:00"}, []string{"something died at 09:31"}
	fail = errors.New("no route")
	assert.Zero(t, look(stuck, nil))
	fail = nil
	assert.Equal(t, 1, look(stuck, nil))
	assert.Equal(t, "problem", told[0].State)
	assert.Zero(t, look([]string{"messages wait and none goes out since 2026-12-10 09:45:11"}, nil), "the same, since another time")
	assert.Equal(t, 1, look(stuck, dead))
	assert.Equal(t, stuck[0]+"\n"+dead[0], told[1].Text)
	assert.Zero(t, look(nil, dead))
	now = now.Add(13 * time.Hour)
	assert.Equal(t, 1, look(nil, dead), "it lasts")
	assert.Equal(t, "warning", told[2].State)
	assert.Equal(t, 1, look(nil, nil))
	assert.Equal(t, Alarm{State: "ok", At: now}, told[3])
	assert.Zero(t, look(nil, nil))
}

// The operator's program gets its arguments as they are written, and what is wrong
// on its input; the address gets the same.
func TestAlarmGoesByCommandAndAddress(t *testing.T) {
	var posted Alarm
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&posted); err != nil {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	defer hook.Close()
	dir := t.TempDir()
	out := filepath.Join(dir, "a file; with $(odd) words")
	script := filepath.Join(dir, "page.sh")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\ncat > \"$1\"\n"), 0o700))
	s := newSite(t, "")
	p, err := Open(s.o)
	require.NoError(t, err)
	defer p.Close()
	p.Config.Alarm.Command, p.Config.Alarm.URL = []string{"/bin/sh", script, out}, hook.URL
	want := Alarm{State: "problem", Text: "x", Problems: []string{"x"}, At: morning.UTC()}
	require.NoError(t, p.sound(t.Context(), want))
	b, err := os.ReadFile(out)
	require.NoError(t, err)
	var got Alarm
	require.NoError(t, json.Unmarshal(b, &got))
	assert.Equal(t, want, got)
	assert.Equal(t, want, posted)
	p.Config.Alarm.Command = []string{filepath.Join(dir, "nobody")}
	require.ErrorContains(t, p.sound(t.Context(), want), "alarm.command")
	p.Config.Alarm.Command, p.Config.Alarm.URL = nil, "http://127.0.0.1:1/?key=secret"
	err = p.sound(t.Context(), want)
	require.ErrorContains(t, err, "alarm.url")
	assert.NotContains(t, err.Error(), "secret")
}

// The whole way: a token that Telegram refuses is told within a minute, though the
// bot cannot say so by Telegram.
func TestOperatorIsToldOfARefusedToken(t *testing.T) {
	states := make(chan Alarm, 10)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var a Alarm
		if json.NewDecoder(r.Body).Decode(&a) == nil {
			states <- a
		}
	}))
	defer hook.Close()
	s := newSite(t, "[alarm]\nurl = \""+hook.URL+"\"\n")
	require.NoError(t, s.at.Refuse(true))
	s.start()
	var a Alarm
	s.until("the operator is told", func() bool {
		s.clock.Advance(15 * time.Second)
		select {
		case a = <-states:
			return true
		default:
			return false
		}
	})
	assert.Equal(t, "problem", a.State)
	assert.Contains(t, a.Text, "Telegram has not been reached since")
	s.end()
}
