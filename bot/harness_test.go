package bot

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
	out    Delivery
}

func (c call) String() string { return fmt.Sprintf("%s %d #%d %s", c.method, c.chat, c.id, c.text) }

// at is the address of a chat of the fake channel.
func at(chat int64) Address { return Address("tg:" + strconv.FormatInt(chat, 10)) }

func numberOf(a Address) int64 {
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

func (f *fakeAPI) do(ctx context.Context, c call) (Ref, error) {
	if f.delay > 0 {
		select {
		case <-time.After(f.delay):
		case <-ctx.Done():
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.cuts++; f.cuts%2 == 0 { // every other one had got there
				f.calls = append(f.calls, c)
			}
			return "", &Error{Class: InDoubt, Text: "cut"}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	c.at = time.Now()
	var err error
	if f.fail != nil {
		err = f.fail(c)
	}
	if err == nil || ClassOf(err) == InDoubt {
		if strings.HasPrefix(c.method, "send") {
			f.last++
			c.id = f.last
		}
		f.calls = append(f.calls, c)
	}
	return Ref(strconv.Itoa(c.id)), err
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

func (f *fakeAPI) Deliver(ctx context.Context, d Delivery) (Ref, error) {
	c := call{method: string(d.Kind), chat: numberOf(d.Chat), text: markup(d.Text), out: d}
	if d.Target != "" {
		c.id, _ = strconv.Atoi(string(d.Target))
	}
	switch d.Kind {
	case Album:
		c.method = "sendAlbum"
	case Document, Photo:
		c.method = map[MessageKind]string{Document: "sendDocument", Photo: "sendPhoto"}[d.Kind]
		b, err := io.ReadAll(d.Data)
		if err != nil {
			return "", err
		}
		c.text = string(b) + "|" + c.text
	case Edit:
		if d.Data != nil {
			c.method = "editPhoto"
		}
	}
	return f.do(ctx, c)
}

func (f *fakeAPI) Doing(context.Context, Address, int, Doing) error { return nil }

func (f *fakeAPI) Answer(ctx context.Context, id string, a Answer) error {
	_, err := f.do(ctx, call{method: "answer", text: id + ":" + a.Text})
	return err
}

// Capabilities: a message takes 4096 letters, and groups have negative numbers.
func (f *fakeAPI) Capabilities(chat Address) Capabilities {
	return Capabilities{Text: 4096, Caption: 1024, Units: utf8.RuneCountInString, Styled: 100, Data: 64, Buttons: 100, Group: numberOf(chat) < 0, React: true, Pin: true}
}

func (f *fakeAPI) Limits() Limits {
	return Limits{Overall: time.Second * 1015 / 1000 / 30, Chat: 1050 * time.Millisecond, Burst: 3, Group: 20, GroupSpan: 61 * time.Second}
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

func (f *fakeAPI) Decode(raw json.RawMessage) (Event, error) {
	var chat struct {
		Message struct {
			Chat struct {
				ID int64 `json:"id"`
			} `json:"chat"`
		} `json:"message"`
	}
	_ = json.Unmarshal(raw, &chat) // what can be made out
	e := Event{Kind: KindOther, Chat: Chat{Kind: PrivateChat}}
	if id := chat.Message.Chat.ID; id != 0 {
		e.Chat.ID = at(id)
	}
	var u update
	if err := json.Unmarshal(raw, &u); err != nil || u.ID == nil {
		return e, &Error{Class: Rejected, Text: "decode update"}
	}
	if m := u.Message; m != nil {
		e.Kind, e.From.ID, e.Text, e.MessageID, e.Date = KindMessage, e.Chat.ID, m.Text, Ref(strconv.Itoa(m.ID)), time.Unix(m.Date, 0)
	}
	if c := u.Callback; c != nil {
		e.Kind, e.Chat.ID, e.From.ID, e.Callback = KindCallback, at(c.From.ID), at(c.From.ID), &Callback{ID: c.ID, Data: c.Data}
	}
	return e, nil
}

// inbound is an update as the channel hands it over.
func inbound(raw json.RawMessage) Inbound {
	var u update
	_ = json.Unmarshal(raw, &u)
	in := Inbound{Raw: raw}
	if u.ID != nil {
		in.Number, in.Known = *u.ID, true
	}
	return in
}

// Receive acknowledges what lies before the cursor, as Telegram does.
func (f *fakeAPI) Receive(ctx context.Context, cursor string, limit int, wait time.Duration) (in []Inbound, next string, err error) {
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

func apiError(class Class) *Error {
	return &Error{Class: class, Text: "test"}
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
var echo = HandlerFunc(func(_ context.Context, tx storage.Tx, u Event, now time.Time) (Answer, error) {
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
		s, _, err = storage.Get[slotRow](rd, storage.SlotKey(at(chat), name))
		return err
	}))
	return s
}

func (r *rig) outbox(chat int64) []outRow {
	var rows []outRow
	require.NoError(r.t, r.eng.View(context.Background(), func(rd storage.Reader) error {
		var err error
		rows, err = storage.All[outRow](rd, storage.ChatOutboxPrefix(at(chat)))
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

func text(chat int64, s string) Message {
	return Message{Kind: Send, Chat: at(chat), Text: reports.T(s)}
}

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

// raws are events as a channel hands them over.
func raws(s ...string) (out []Inbound) {
	for _, x := range s {
		out = append(out, inbound(json.RawMessage(x)))
	}
	return out
}
