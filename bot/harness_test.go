package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// call is one request that reached the fake server.
type call struct {
	at     time.Time
	method string
	chat   int64
	id     int
	text   string
	out    telegram.Out
}

func (c call) String() string { return fmt.Sprintf("%s %d #%d %s", c.method, c.chat, c.id, c.text) }

// fakeAPI is a Bot API server in memory. fail, where set, decides what a call
// answers; effect says whether a failing call nevertheless happened.
type fakeAPI struct {
	mu      sync.Mutex
	calls   []call
	last    int
	fail    func(c call) error
	delay   time.Duration
	cuts    int               // calls that the caller gave up
	queue   []json.RawMessage // updates not yet acknowledged
	offsets []int64
	arrived chan struct{}
	pollErr func(n int) error
}

func newFakeAPI() *fakeAPI { return &fakeAPI{arrived: make(chan struct{}, 1), last: 100} }

func (f *fakeAPI) do(ctx context.Context, c call) (telegram.Noted, error) {
	if f.delay > 0 {
		select {
		case <-time.After(f.delay):
		case <-ctx.Done():
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.cuts++; f.cuts%2 == 0 { // every other one had got there
				f.calls = append(f.calls, c)
			}
			return telegram.Noted{}, &telegram.Error{Class: telegram.InDoubt, Text: "cut"}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	c.at = time.Now()
	var err error
	if f.fail != nil {
		err = f.fail(c)
	}
	if err == nil || telegram.ClassOf(err) == telegram.InDoubt {
		if strings.HasPrefix(c.method, "send") {
			f.last++
			c.id = f.last
		}
		f.calls = append(f.calls, c)
	}
	return telegram.Noted{ID: c.id}, err
}

func (f *fakeAPI) Send(ctx context.Context, o telegram.Out) (telegram.Noted, error) {
	return f.do(ctx, call{method: "send", chat: o.Chat, text: o.HTML, out: o})
}

func (f *fakeAPI) SendDocument(ctx context.Context, o telegram.Out) (telegram.Noted, error) {
	return f.file(ctx, "sendDocument", o)
}

func (f *fakeAPI) SendPhoto(ctx context.Context, o telegram.Out) (telegram.Noted, error) {
	return f.file(ctx, "sendPhoto", o)
}

func (f *fakeAPI) file(ctx context.Context, method string, o telegram.Out) (telegram.Noted, error) {
	b, err := io.ReadAll(o.File.Data)
	if err != nil {
		return telegram.Noted{}, err
	}
	return f.do(ctx, call{method: method, chat: o.Chat, text: string(b) + "|" + o.HTML, out: o})
}

func (f *fakeAPI) EditText(ctx context.Context, chat int64, id int, html string, rows [][]telegram.Button) error {
	_, err := f.do(ctx, call{method: "edit", chat: chat, id: id, text: html, out: telegram.Out{Rows: rows}})
	return err
}

func (f *fakeAPI) EditPhoto(ctx context.Context, chat int64, id int, _ *telegram.Upload, html string, _ [][]telegram.Button) error {
	_, err := f.do(ctx, call{method: "editPhoto", chat: chat, id: id, text: html})
	return err
}

func (f *fakeAPI) EditMarkup(ctx context.Context, chat int64, id int, _ [][]telegram.Button) error {
	_, err := f.do(ctx, call{method: "strip", chat: chat, id: id})
	return err
}

func (f *fakeAPI) Delete(ctx context.Context, chat int64, id int) error {
	_, err := f.do(ctx, call{method: "delete", chat: chat, id: id})
	return err
}

func (f *fakeAPI) AnswerCallback(ctx context.Context, id, text string, _ bool) error {
	_, err := f.do(ctx, call{method: "answer", text: id + ":" + text})
	return err
}

func (f *fakeAPI) Leave(ctx context.Context, chat int64) error {
	_, err := f.do(ctx, call{method: "leave", chat: chat})
	return err
}

// Updates acknowledges what lies before the offset, as Telegram does.
func (f *fakeAPI) Updates(ctx context.Context, offset int64, limit int, timeout time.Duration) ([]json.RawMessage, error) {
	f.mu.Lock()
	f.offsets = append(f.offsets, offset)
	n := len(f.offsets)
	if f.pollErr != nil {
		if err := f.pollErr(n); err != nil {
			f.mu.Unlock()
			return nil, err
		}
	}
	keep := f.queue[:0:0]
	for _, raw := range f.queue {
		if id, ok := telegram.IDOf(raw); !ok || id >= offset {
			keep = append(keep, raw)
		}
	}
	f.queue = keep
	out := append([]json.RawMessage(nil), keep[:min(limit, len(keep))]...)
	f.mu.Unlock()
	if len(out) > 0 {
		return out, nil
	}
	select {
	case <-f.arrived:
	case <-time.After(timeout):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return nil, nil
}

func (f *fakeAPI) post(raws ...string) {
	f.mu.Lock()
	for _, r := range raws {
		f.queue = append(f.queue, json.RawMessage(r))
	}
	f.mu.Unlock()
	select {
	case f.arrived <- struct{}{}:
	default:
	}
}

// polls are the offsets that updates were asked for from.
func (f *fakeAPI) polls() []int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]int64(nil), f.offsets...)
}

func (f *fakeAPI) seen() []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]call(nil), f.calls...)
}

// lines are the calls as text, answers left out.
func (f *fakeAPI) lines() []string {
	var out []string
	for _, c := range f.seen() {
		if c.method != "answer" {
			out = append(out, c.String())
		}
	}
	return out
}

func (f *fakeAPI) failing(fn func(c call) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = fn
}

func apiError(class telegram.Class) *telegram.Error {
	return &telegram.Error{Class: class, Text: "test"}
}

// once fails the first call that match accepts.
func once(match func(call) bool, err error) func(call) error {
	done := false
	return func(c call) error {
		if done || !match(c) {
			return nil
		}
		done = true
		return err
	}
}

func message(id, chat int64, text string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1700000000,"chat":{"id":%d,"type":"private"},`+
		`"from":{"id":%d,"first_name":"联络员"},"text":%q}}`, id, id, chat, chat, text)
}

// echo says every text back.
var echo = HandlerFunc(func(_ context.Context, tx storage.Tx, u telegram.Update, now time.Time) (Answer, error) {
	return Answer{Text: "ok"}, Enqueue(tx, Message{Kind: Send, Chat: u.Chat.ID, Text: reports.T(u.Text), At: now})
})

type rig struct {
	t   *testing.T
	api *fakeAPI
	eng storage.Engine
	bot *Bot
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// inBubble runs a test on synctest's clock with a bot over an engine that runs
// every transaction's function twice.
func inBubble(t *testing.T, change func(*Config), test func(r *rig)) {
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, api: newFakeAPI(), eng: mem.With(mem.Options{Twice: true})}
		r.make(change)
		test(r)
		r.stop()
		require.NoError(t, r.eng.Close())
	})
}

func (r *rig) make(change func(*Config)) {
	cfg := Config{Engine: r.eng, API: r.api, Handler: echo, Log: quiet()}
	if change != nil {
		change(&cfg)
	}
	b, err := New(cfg)
	require.NoError(r.t, err)
	r.bot = b
}

func (r *rig) stop() {
	ctx, cancel := context.WithTimeout(r.t.Context(), 4*time.Second)
	defer cancel()
	r.bot.Stop(ctx)
}

func (r *rig) say(ms ...Message) {
	for _, m := range ms {
		require.NoError(r.t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error { return Enqueue(tx, m) }))
	}
}

func (r *rig) keys(prefix string) []string {
	var out []string
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		out = nil
		return rd.Scan(prefix, "", 0, func(k string, _ []byte) error { out = append(out, k); return nil })
	}))
	return out
}

func (r *rig) slot(chat int64, name string) slotRow {
	var s slotRow
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		var err error
		s, _, err = storage.Get[slotRow](rd, storage.SlotKey(chat, name))
		return err
	}))
	return s
}

func (r *rig) outbox(chat int64) []outRow {
	var rows []outRow
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		var err error
		rows, err = storage.All[outRow](rd, storage.ChatOutboxPrefix(chat))
		return err
	}))
	return rows
}

func (r *rig) dead() []deadRow {
	var rows []deadRow
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		var err error
		rows, err = storage.All[deadRow](rd, storage.DeadPrefix())
		return err
	}))
	return rows
}

// settleFor lets d pass and everything that then can happen happen.
func settleFor(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func text(chat int64, s string) Message { return Message{Kind: Send, Chat: chat, Text: reports.T(s)} }

var rowsA = [][]Button{{{Label: "甲", Data: "a"}}}

// failingEngine fails transactions while told to.
type failingEngine struct {
	storage.Engine
	mu   sync.Mutex
	when func() error // nil error lets the transaction through
}

func (e *failingEngine) set(fn func() error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.when = fn
}

func (e *failingEngine) ask() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.when == nil {
		return nil
	}
	return e.when()
}

func (e *failingEngine) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if err := e.ask(); err != nil {
		return err
	}
	return e.Engine.Update(ctx, fn)
}

var errDisk = errors.New("no space left on device")
