package spine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"liubao/bot"
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
	out    bot.Delivery
}

func (c call) String() string { return fmt.Sprintf("%s %d #%d %s", c.method, c.chat, c.id, c.text) }

// at is the address of a chat of the fake channel.
func at(chat int64) bot.Address { return bot.Address("tg:" + strconv.FormatInt(chat, 10)) }

func numberOf(a bot.Address) int64 {
	n, err := strconv.ParseInt(a.ID(), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// fakeAPI is a channel in memory. fail, where set, decides what a call answers;
// one in doubt has happened all the same.
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

func (f *fakeAPI) do(ctx context.Context, c call) (bot.Ref, error) {
	if f.delay > 0 {
		select {
		case <-time.After(f.delay):
		case <-ctx.Done():
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.cuts++; f.cuts%2 == 0 { // every other one had got there
				f.calls = append(f.calls, c)
			}
			return "", &bot.Error{Class: bot.InDoubt, Text: "cut"}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	c.at = time.Now()
	var err error
	if f.fail != nil {
		err = f.fail(c)
	}
	if err == nil || bot.ClassOf(err) == bot.InDoubt {
		if strings.HasPrefix(c.method, "send") {
			f.last++
			c.id = f.last
		}
		f.calls = append(f.calls, c)
	}
	return bot.Ref(strconv.Itoa(c.id)), err
}

// markup shows styles as the tests write them.
func markup(t reports.Text) string {
	var b strings.Builder
	for _, s := range t {
		if s.Style == reports.Bold {
			b.WriteString("<b>" + s.Text + "</b>")
			continue
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

func (f *fakeAPI) Deliver(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	c := call{method: string(d.Kind), chat: numberOf(d.Chat), text: markup(d.Text), out: d}
	if d.Target != "" {
		c.id, _ = strconv.Atoi(string(d.Target))
	}
	switch d.Kind {
	case bot.Album:
		c.method = "sendAlbum"
	case bot.Document, bot.Photo:
		c.method = map[bot.MessageKind]string{bot.Document: "sendDocument", bot.Photo: "sendPhoto"}[d.Kind]
		b, err := io.ReadAll(d.Data)
		if err != nil {
			return "", err
		}
		c.text = string(b) + "|" + c.text
	case bot.Edit:
		if d.Data != nil {
			c.method = "editPhoto"
		}
	}
	return f.do(ctx, c)
}

func (f *fakeAPI) Doing(context.Context, bot.Address, int, bot.Doing) error { return nil }

func (f *fakeAPI) Answer(ctx context.Context, id string, a bot.Answer) error {
	_, err := f.do(ctx, call{method: "answer", text: id + ":" + a.Text})
	return err
}

// Capabilities: a message takes 4096 letters, and groups have negative numbers.
func (f *fakeAPI) Capabilities(chat bot.Address) bot.Capabilities {
	return bot.Capabilities{Text: 4096, Caption: 1024, Units: utf8.RuneCountInString, Styled: 100, Data: 64, Buttons: 100, Group: numberOf(chat) < 0, React: true, Pin: true}
}

func (f *fakeAPI) Limits() bot.Limits {
	return bot.Limits{Overall: time.Second * 1015 / 1000 / 30, Chat: 1050 * time.Millisecond, Burst: 3, Group: 20, GroupSpan: 61 * time.Second}
}

// update is as much of an update as the tests look at.
type update struct {
	ID      *int64 `json:"update_id"`
	Message *struct {
		ID   int   `json:"message_id"`
		Date int64 `json:"date"`
		Chat struct {
			ID int64 `json:"id"`
		} `json:"chat"`
		Text string `json:"text"`
	} `json:"message"`
	Callback *struct {
		ID   string `json:"id"`
		From struct {
			ID int64 `json:"id"`
		} `json:"from"`
		Data string `json:"data"`
	} `json:"callback_query"`
}

func (f *fakeAPI) Decode(raw json.RawMessage) (bot.Event, error) {
	var chat struct {
		Message struct {
			Chat struct {
				ID int64 `json:"id"`
			} `json:"chat"`
		} `json:"message"`
	}
	_ = json.Unmarshal(raw, &chat) // what can be made out
	e := bot.Event{Kind: bot.KindOther, Chat: bot.Chat{Kind: bot.PrivateChat}}
	if id := chat.Message.Chat.ID; id != 0 {
		e.Chat.ID = at(id)
	}
	var u update
	if err := json.Unmarshal(raw, &u); err != nil || u.ID == nil {
		return e, &bot.Error{Class: bot.Rejected, Text: "decode update"}
	}
	if m := u.Message; m != nil {
		e.Kind, e.From.ID, e.Text, e.MessageID, e.Date = bot.KindMessage, e.Chat.ID, m.Text, bot.Ref(strconv.Itoa(m.ID)), time.Unix(m.Date, 0)
	}
	if c := u.Callback; c != nil {
		e.Kind, e.Chat.ID, e.From.ID, e.Callback = bot.KindCallback, at(c.From.ID), at(c.From.ID), &bot.Callback{ID: c.ID, Data: c.Data}
	}
	return e, nil
}

// inbound is an update as the channel hands it over.
func inbound(raw json.RawMessage) bot.Inbound {
	var u update
	_ = json.Unmarshal(raw, &u)
	in := bot.Inbound{Raw: raw}
	if u.ID != nil {
		in.Number, in.Known = *u.ID, true
	}
	return in
}

// Receive acknowledges what lies before the cursor, as Telegram does.
func (f *fakeAPI) Receive(ctx context.Context, cursor string, limit int, wait time.Duration) (in []bot.Inbound, next string, err error) {
	offset, _ := strconv.ParseInt(cursor, 10, 64)
	f.mu.Lock()
	f.offsets = append(f.offsets, offset)
	n := len(f.offsets)
	if f.pollErr != nil {
		if err := f.pollErr(n); err != nil {
			f.mu.Unlock()
			return nil, "", err
		}
	}
	keep := f.queue[:0:0]
	for _, raw := range f.queue {
		if e := inbound(raw); !e.Known || e.Number >= offset {
			keep = append(keep, raw)
		}
	}
	f.queue = keep
	next = cursor
	for _, raw := range keep[:min(limit, len(keep))] {
		e := inbound(raw)
		in = append(in, e)
		if e.Known {
			next = strconv.FormatInt(e.Number+1, 10)
		}
	}
	f.mu.Unlock()
	if len(in) > 0 {
		return in, next, nil
	}
	select {
	case <-f.arrived:
	case <-time.After(wait):
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
	return nil, cursor, nil
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

func apiError(class bot.Class) *bot.Error {
	return &bot.Error{Class: class, Text: "test"}
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
var echo = bot.Handler(func(_ context.Context, tx storage.Tx, u bot.Event, now time.Time) (bot.Answer, error) {
	return bot.Answer{Text: "ok"}, bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: u.Chat.ID, Text: reports.T(u.Text), At: now})
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
	cfg := Config{Engine: r.eng, Channel: r.api, Handler: echo, Log: quiet()}
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

func (r *rig) say(ms ...bot.Message) {
	for _, m := range ms {
		require.NoError(r.t, r.bot.Update(r.t.Context(), func(tx storage.Tx) error { return bot.Enqueue(tx, m) }))
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

func (r *rig) slot(chat int64, name string) bot.SlotRow {
	var s bot.SlotRow
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		var err error
		s, _, err = storage.Get[bot.SlotRow](rd, storage.SlotKey(at(chat), name))
		return err
	}))
	return s
}

func (r *rig) outbox(chat int64) []bot.OutRow {
	var rows []bot.OutRow
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		var err error
		rows, err = storage.All[bot.OutRow](rd, storage.ChatOutboxPrefix(at(chat)))
		return err
	}))
	return rows
}

func (r *rig) dead() []bot.DeadRow {
	var rows []bot.DeadRow
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		var err error
		rows, err = storage.All[bot.DeadRow](rd, storage.RowDead.Prefix())
		return err
	}))
	return rows
}

// settleFor lets d pass and everything that then can happen happen.
func settleFor(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func text(chat int64, s string) bot.Message {
	return bot.Message{Kind: bot.Send, Chat: at(chat), Text: reports.T(s)}
}

var rowsA = [][]bot.Button{{{Label: "甲", Data: "a"}}}

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

// raws are events as a channel hands them over.
func raws(s ...string) (out []bot.Inbound) {
	for _, x := range s {
		out = append(out, inbound(json.RawMessage(x)))
	}
	return out
}
