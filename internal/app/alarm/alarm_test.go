package alarm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/config"
)

var morning = time.Date(2026, 12, 10, 9, 30, 0, 0, time.FixedZone("", 8*3600))

// watched is a watcher and what it told.
type watched struct {
	Watcher
	told []Alarm
	fail error
	now  time.Time
}

func newWatched() *watched {
	w := &watched{now: morning}
	w.Tell = func(_ context.Context, a Alarm) error {
		if w.fail == nil {
			w.told = append(w.told, a)
		}
		return w.fail
	}
	return w
}

// after lets time pass, looks, and returns what was told: its state, and "" for nothing.
func (w *watched) after(d time.Duration, a Alarm) string {
	before := len(w.told)
	w.now = w.now.Add(d)
	a.At = w.now
	_ = w.Look(context.Background(), a)
	if len(w.told) == before {
		return ""
	}
	return w.told[len(w.told)-1].State
}

var (
	stuck = "messages wait and none goes out since 2026-12-10 09:30:00"
	later = "messages wait and none goes out since 2026-12-10 09:45:11"
	dead  = "something died at 09:31"
)

// What is wrong is told once, what is new besides it too, what lasts again after
// a time, and once more when all is over. What could not be told is tried again.
func TestWatcherTellsOnce(t *testing.T) {
	w := newWatched()
	assert.Empty(t, w.after(time.Minute, Alarm{}))
	w.fail = errors.New("no route")
	assert.Empty(t, w.after(time.Minute, Alarm{Problems: []string{stuck}}))
	w.fail = nil
	assert.Equal(t, "problem", w.after(time.Minute, Alarm{Problems: []string{stuck}}))
	assert.Empty(t, w.after(time.Minute, Alarm{Problems: []string{later}}), "the same, since another time")
	assert.Equal(t, "problem", w.after(time.Minute, Alarm{Problems: []string{stuck}, Warnings: []string{dead}}))
	assert.Equal(t, stuck+"\n"+dead, w.told[1].Text)
	assert.Empty(t, w.after(time.Minute, Alarm{Warnings: []string{dead}}), "the worst may be over")
	assert.Empty(t, w.after(time.Second, Alarm{Problems: []string{stuck}, Warnings: []string{dead}}), "it is not: nothing new")
	assert.Empty(t, w.after(59*time.Second, Alarm{Warnings: []string{dead}}))
	assert.Equal(t, "warning", w.after(time.Minute, Alarm{Warnings: []string{dead}}), "the worst is over")
	assert.Empty(t, w.after(time.Minute, Alarm{Warnings: []string{dead}}))
	assert.Equal(t, "warning", w.after(13*time.Hour, Alarm{Warnings: []string{dead}}), "it lasts")
	assert.Empty(t, w.after(time.Minute, Alarm{}))
	assert.Equal(t, "ok", w.after(time.Minute, Alarm{}))
	assert.Equal(t, Alarm{State: "ok", At: w.now}, w.told[4])
	assert.Empty(t, w.after(time.Minute, Alarm{}))
}

// A trouble that comes back is another trouble, though something else has lasted
// all the while: it is told again. What comes and goes within minutes is not.
func TestWatcherTellsWhatComesBack(t *testing.T) {
	w := newWatched()
	both := Alarm{Warnings: []string{dead, "the clock was set back at 09:32"}}
	alone := Alarm{Warnings: []string{dead}}
	assert.Equal(t, "warning", w.after(0, both))
	assert.Empty(t, w.after(time.Minute, alone))
	assert.Empty(t, w.after(time.Minute, both), "it was just told")
	assert.Empty(t, w.after(time.Minute, alone))
	for range 6 {
		assert.Empty(t, w.after(time.Minute, alone))
	}
	assert.Equal(t, "warning", w.after(time.Minute, both))
	ill := Alarm{Problems: []string{stuck}, Warnings: []string{dead}}
	assert.Equal(t, "problem", w.after(time.Minute, ill))
	assert.Empty(t, w.after(time.Minute, alone))
	assert.Equal(t, "warning", w.after(time.Minute, alone))
	assert.Equal(t, "problem", w.after(time.Minute, ill), "it was told to be over")
}

func TestWatcherTellsEachByName(t *testing.T) {
	w := newWatched()
	urgent := func(all ...string) string { return w.after(time.Minute, Alarm{Warnings: []string{dead}, Urgent: all}) }
	assert.Equal(t, "urgent", urgent("problem 0001 since 21:00"))
	assert.Equal(t, "problem 0001 since 21:00\n"+dead, w.told[0].Text)
	assert.Empty(t, urgent("problem 0001 since 21:00"))
	assert.Equal(t, "urgent", urgent("problem 0001 since 21:00", "problem 0002 since 21:00"), "each is told")
	row := func(all ...string) string { return w.after(time.Minute, Alarm{Warnings: all}) }
	assert.Equal(t, "warning", row(`the row "person/1" cannot be read since 09:31`))
	assert.Empty(t, row(`the row "person/1" cannot be read since 09:35`))
	assert.Equal(t, "warning", row(`the row "person/1" cannot be read since 09:31`, `the row "person/2" cannot be read since 09:35`))
}

// A disk full of damaged rows is told in no more lines than anybody reads.
func TestWhatIsToldIsBounded(t *testing.T) {
	w := newWatched()
	var many []string
	for i := range 100 {
		many = append(many, fmt.Sprintf("the row %q cannot be read", fmt.Sprint(i)))
	}
	assert.Equal(t, "problem", w.after(0, Alarm{Problems: many, Warnings: many}))
	assert.Len(t, strings.Split(w.told[0].Text, "\n"), 2*mostReasons)
}

// asked notes until when a request may last.
type asked struct{ until time.Time }

func (a *asked) RoundTrip(r *http.Request) (*http.Response, error) {
	a.until, _ = r.Context().Deadline()
	return nil, errors.New("nobody is there")
}

// An address or a program that never answers does not hold up the next look for long.
func TestSendEnds(t *testing.T) {
	a := &asked{}
	before := http.DefaultClient.Transport
	http.DefaultClient.Transport = a
	defer func() { http.DefaultClient.Transport = before }()
	require.Error(t, Send(t.Context(), config.Alarm{URL: "http://127.0.0.1:1/"}, Alarm{}))
	assert.WithinDuration(t, time.Now().Add(longest), a.until, longest)
}

// The operator's program gets its arguments as they are written, and what is wrong
// on its input; the address gets the same, also where the program fails.
func TestSendGoesByCommandAndAddress(t *testing.T) {
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
	want := Alarm{State: "problem", Text: "x", Problems: []string{"x"}, At: morning.UTC()}
	require.NoError(t, Send(t.Context(), config.Alarm{Command: []string{"/bin/sh", script, out}, URL: hook.URL}, want))
	b, err := os.ReadFile(out)
	require.NoError(t, err)
	var got Alarm
	require.NoError(t, json.Unmarshal(b, &got))
	assert.Equal(t, want, got)
	assert.Equal(t, want, posted)
	posted = Alarm{}
	require.ErrorContains(t, Send(t.Context(), config.Alarm{Command: []string{filepath.Join(dir, "nobody")}, URL: hook.URL}, want), "alarm.command")
	assert.Equal(t, want, posted)
	err = Send(t.Context(), config.Alarm{URL: "http://127.0.0.1:1/?key=secret"}, want)
	require.ErrorContains(t, err, "alarm.url")
	assert.NotContains(t, err.Error(), "secret")
}
