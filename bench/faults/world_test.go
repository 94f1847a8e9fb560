// Package faults_test has people report, and the office broadcast, while
// everything fails that can: the whole production bot against the strict
// sandbox, on a clock fifty times as fast as the machine's.
package faults_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bench/town"
	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/telegram"
	"liubao/internal/app/config"
	"liubao/internal/app/service"
	"liubao/internal/clock"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/bolt"
)

// patience bounds a wait in the machine's time; it is reached only where a
// test fails.
const patience = 40 * time.Second

// journal is a log that tests read.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// world is a town and the bot that serves it.
type world struct {
	*town.Town
	t     *testing.T
	clock *clock.Virtual
	disk  *disk
	bot   *service.Service
	log   *journal
	quit  func()
}

func newWorld(t *testing.T, o town.Options) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewVirtual(time.Date(2026, 12, 8, 1, 0, 0, 0, time.UTC)), log: &journal{}}
	w.clock.SetSpeed(50)
	o.Dir, o.Clock, o.Impatient, o.Tasks, o.Limits = t.TempDir(), w.clock, patience, 2, &sandbox.NoLimits
	if name := os.Getenv(sandbox.SpecEnv); name != "" {
		spec, err := sandbox.LoadSpec(name)
		require.NoError(t, err)
		o.Spec = spec
	}
	var err error
	w.Town, err = town.New(o)
	require.NoError(t, err)
	engine, err := bolt.Open(w.Data, bolt.Options{})
	require.NoError(t, err)
	w.disk = &disk{Engine: engine}
	client, err := telegram.New(telegram.Config{Token: w.Server.Token(), BaseURL: w.Listener.URL()})
	require.NoError(t, err)
	conf, err := config.Load(w.Config)
	require.NoError(t, err)
	p, err := conf.LoadPlan("")
	require.NoError(t, err)
	rules, err := conf.Rules(p)
	require.NoError(t, err)
	w.bot, err = service.New(t.Context(), service.Options{
		Engine: w.disk, Client: client, Clock: w.clock, Limits: bot.NoLimits, Log: slog.New(slog.NewTextHandler(w.log, nil)),
		Desk: desk.Config{Plan: p, Rules: rules, Calendar: conf.Workdays(), Options: desk.Options{AutoPublish: true}},
	})
	require.NoError(t, err)
	w.quit = sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		w.bot.Stop(ctx)
		assert.NoError(t, engine.Close())
	})
	t.Cleanup(func() {
		w.quit()
		client.Close()
		assert.NoError(t, w.Close())
		w.clock.SetSpeed(0)
	})
	return w
}

// disk is a store whose commits can be held up or made to fail.
type disk struct {
	storage.Engine
	mu   sync.Mutex
	fail error
	gate chan struct{} // commits wait until it is closed
}

func (d *disk) set(fail error, gate chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fail, d.gate = fail, gate
}

func (d *disk) Update(ctx context.Context, fn func(storage.Tx) error) error {
	d.mu.Lock()
	fail, gate := d.fail, d.gate
	d.mu.Unlock()
	if gate != nil {
		<-gate
	}
	if fail != nil {
		return fail
	}
	return d.Engine.Update(ctx, fn)
}

// until waits for something to come true.
func (w *world) until(what string, cond func() bool) {
	w.t.Helper()
	require.Eventually(w.t, cond, patience, 2*time.Millisecond, "%s: %+v\n%s", what, w.bot.Stats(), w.log)
}

// reportsAll lets everybody report until they have had enough.
func (w *world) reportsAll() {
	w.t.Helper()
	require.NoError(w.t, w.Live(w.t.Context()), "%s", w.log)
}

// judge ends the bot and looks whether everything is there, in order, and
// nothing more than repeats came twice.
func (w *world) judge(repeats int) {
	w.t.Helper()
	stats := w.bot.Stats()
	w.quit()
	found, err := w.Check(context.Background())
	require.NoError(w.t, err, "%s", w.log)
	assert.Positive(w.t, found.Words)
	assert.NotZero(w.t, found.Reports)
	again, late, disorder := town.Repetitions(w.Said())
	assert.Empty(w.t, disorder)
	assert.Empty(w.t, late)
	assert.LessOrEqual(w.t, len(again), repeats, "only what was in doubt is repeated: %v", again)
	assert.Zero(w.t, stats.DeadIn+stats.DeadOut)
	for _, f := range w.Server.Findings() {
		w.t.Errorf("against the specification: %s", f)
	}
}

// broadcast enqueues a message for every chat.
func (w *world) broadcast(chats []int64, text string) {
	w.t.Helper()
	for n, chat := range chats {
		require.NoError(w.t, w.bot.Update(w.t.Context(), func(tx storage.Tx) error {
			return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: telegram.At(chat), Bulk: true, Text: reports.T(fmt.Sprintf("%s %d", text, n)), At: w.clock.Now()})
		}))
	}
}

// got counts how often the chat was sent a text.
func (w *world) got(chat int64, text string) (n int) {
	for _, m := range w.Server.Messages(chat, 0) {
		if m.FromBot && m.Text == text {
			n++
		}
	}
	return n
}

// raw asks the Bot API as a program of its own with the same token would.
func (w *world) raw(method string) (status int) {
	resp, err := http.Get(w.Listener.URL() + "/bot" + w.Server.Token() + "/" + method)
	if err != nil {
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}
