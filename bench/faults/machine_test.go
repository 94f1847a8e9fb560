package faults_test

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bench/town"
	"liubao/storage"
)

// TestNothingIsAcknowledgedBeforeItsCommit holds a commit up and looks at what
// Telegram still keeps.
func TestNothingIsAcknowledgedBeforeItsCommit(t *testing.T) {
	w := newWorld(t, town.Options{Units: 3, Enough: 1})
	gate := make(chan struct{})
	w.disk.set(nil, gate)
	waiting := w.Server.Pending()
	require.Equal(t, 3, waiting, "everybody pressed Start")
	w.bot.Start()
	w.until("updates were handed out", func() bool { return w.Server.Calls("getUpdates") > 0 })
	for range 20 { // polls time out and are made again, if anybody makes them
		w.clock.Advance(time.Minute)
		assert.Equal(t, waiting, w.Server.Pending(), "acknowledged before the commit returned")
	}
	assert.Equal(t, 1, w.Server.Calls("getUpdates"), "no poll while a commit is open")
	w.disk.set(nil, nil)
	close(gate)
	w.reportsAll()
	w.judge(0)
}

// TestFullOrReadOnlyDisk takes the disk away while people report.
func TestFullOrReadOnlyDisk(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EROFS} {
		t.Run(errno.Error(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, town.Options{Units: 4, Enough: 2})
			w.bot.Start()
			lived := make(chan error, 1)
			go func() { lived <- w.Live(t.Context()) }()
			w.until("they have begun", func() bool { return w.bot.Stats().Handled > 20 })
			w.disk.set(fmt.Errorf("%w: %w", storage.ErrNotDurable, errno), nil)
			w.until("somebody waits", func() bool { return w.Server.Pending() > 0 })
			w.until("it is said", func() bool { return strings.Contains(w.log.String(), errno.Error()) })
			before, sent := w.Server.Pending(), len(w.Said())
			w.clock.Advance(time.Minute)
			assert.GreaterOrEqual(t, w.Server.Pending(), before, "nothing is acknowledged")
			assert.LessOrEqual(t, len(w.Said())-sent, 4, "at most what was under way is sent")
			w.disk.set(nil, nil)
			require.NoError(t, <-lived, "%s", w.log)
			w.judge(0)
		})
	}
}

// TestTwoPollersOnOneToken has a second program poll with the bot's token.
func TestTwoPollersOnOneToken(t *testing.T) {
	w := newWorld(t, town.Options{Units: 3, Enough: 1})
	w.bot.Start()
	w.until("the bot polls", func() bool { return w.Server.Pending() == 0 && w.Server.Polling() })
	w.until("the conflict is noticed", func() bool {
		w.raw("getUpdates?offset=0&limit=1&timeout=0")
		return w.bot.Stats().Conflicts > 0
	})
	assert.Contains(t, w.log.String(), "ANOTHER PROGRAM IS POLLING WITH THIS BOT'S TOKEN")
	w.reportsAll()
	w.judge(0)
}

// TestClockJumps sets the clock forward and back while people report.
func TestClockJumps(t *testing.T) {
	w := newWorld(t, town.Options{Units: 4, Enough: 3})
	w.bot.Start()
	ctx, stop := context.WithCancel(t.Context())
	jumped := make(chan struct{})
	happens := w.Server.Subscribe()
	defer happens.Close()
	go func() {
		defer close(jumped)
		for n := 0; ctx.Err() == nil; n++ {
			by := []time.Duration{time.Hour, -2 * time.Hour, 23 * time.Hour, -22 * time.Hour}[n%4]
			w.clock.Jump(w.clock.Now().Add(by))
			for range 20 {
				if _, err := happens.Next(ctx); err != nil {
					return
				}
			}
		}
	}()
	w.reportsAll()
	stop()
	<-jumped
	w.judge(0)
}

// TestUpdatesThatCannotBeRead puts one among the people's own.
func TestUpdatesThatCannotBeRead(t *testing.T) {
	w := newWorld(t, town.Options{Units: 3, Enough: 1})
	for range 3 {
		require.NoError(t, w.Server.InjectUpdate("message", `{"message_id":"a word"}`))
	}
	w.bot.Start()
	w.reportsAll()
	assert.EqualValues(t, 3, w.bot.Stats().DeadIn)
	assert.Contains(t, w.log.String(), "kept among the dead letters")
}
