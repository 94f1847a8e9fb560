package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// stillClock moves only when told.
type stillClock struct {
	mu      sync.Mutex
	now     time.Time
	waiting map[chan time.Time]time.Time
	waits   chan struct{} // holds a token once somebody has begun to wait
}

func newStillClock() *stillClock {
	return &stillClock{now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), waiting: map[chan time.Time]time.Time{}, waits: make(chan struct{}, 1)}
}

func (c *stillClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *stillClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if d <= 0 {
		ch <- c.now
	} else {
		c.waiting[ch] = c.now.Add(d)
		select {
		case c.waits <- struct{}{}:
		default:
		}
	}
	return ch
}

func (c *stillClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for ch, at := range c.waiting {
		if !at.After(c.now) {
			ch <- c.now
			delete(c.waiting, ch)
		}
	}
}

// bot is a bare client: it sends JSON and keeps what came back.
type bot struct {
	t     *testing.T
	s     *Server
	clock *stillClock
	url   string // of a server, where there is one
}

type answer struct {
	OK          bool            `json:"ok"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

type m = map[string]any

// newBot makes a sandbox with a stopped clock and, where the variable names
// it, the specification; at the end no request may have violated it, unless
// the test took the findings away.
func newBot(t *testing.T, o Options) *bot {
	t.Helper()
	clock := newStillClock()
	if o.Clock == nil {
		o.Clock = clock
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if path := os.Getenv(SpecEnv); path != "" && o.Spec == nil {
		spec, err := LoadSpec(path)
		require.NoError(t, err)
		o.Spec = spec
	}
	return &bot{t: t, s: New(o), clock: clock}
}

// serve makes the bot's sandbox one that connections can be made to.
func (b *bot) serve() {
	if b.url != "" {
		return
	}
	srv := httptest.NewServer(b.s)
	b.t.Cleanup(func() { b.s.Close(); srv.Close() })
	b.url = srv.URL
}

// do sends a request. It reports nothing to the test, so that goroutines may
// use it.
func (b *bot) do(req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.s.ServeHTTP(w, req)
	return w
}

func (b *bot) raw(method, contentType string, body io.Reader) answer {
	b.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/bot"+b.s.Token()+"/"+method, body)
	req.Header.Set("Content-Type", contentType)
	w := b.do(req)
	var a answer
	require.NoError(b.t, json.Unmarshal(w.Body.Bytes(), &a), w.Body.String())
	if !a.OK {
		require.Equal(b.t, w.Code, a.Code)
	}
	return a
}

func (b *bot) call(method string, p m) answer {
	b.t.Helper()
	body, err := json.Marshal(p)
	require.NoError(b.t, err)
	return b.raw(method, "application/json", bytes.NewReader(body))
}

// ok calls and expects success.
func (b *bot) ok(method string, p m, into any) {
	b.t.Helper()
	a := b.call(method, p)
	require.True(b.t, a.OK, a.Description)
	if into != nil {
		require.NoError(b.t, json.Unmarshal(a.Result, into))
	}
}

// fails calls and expects this error.
func (b *bot) fails(method string, p m, code int, description string) answer {
	b.t.Helper()
	a := b.call(method, p)
	require.False(b.t, a.OK, "%s succeeded", method)
	require.Equal(b.t, description, a.Description)
	require.Equal(b.t, code, a.Code)
	return a
}

func (b *bot) send(chat int64, text string) Message {
	b.t.Helper()
	var msg Message
	b.ok("sendMessage", m{"chat_id": chat, "text": text, "parse_mode": "HTML"}, &msg)
	return msg
}

type update struct {
	ID       int64          `json:"update_id"`
	Message  *Message       `json:"message"`
	Edited   *Message       `json:"edited_message"`
	Callback *CallbackQuery `json:"callback_query"`
	MyMember *MemberUpdated `json:"my_chat_member"`
	Member   *MemberUpdated `json:"chat_member"`
}

// updates takes and confirms everything queued.
func (b *bot) updates() []update {
	b.t.Helper()
	var ups []update
	b.ok("getUpdates", m{}, &ups)
	if n := len(ups); n > 0 {
		b.ok("getUpdates", m{"offset": ups[n-1].ID + 1, "limit": 1}, nil)
	}
	return ups
}

// upload calls with a file as multipart.
func (b *bot) upload(method string, fields map[string]string, name, fileName string, data []byte) answer {
	b.t.Helper()
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for k, v := range fields {
		require.NoError(b.t, w.WriteField(k, v))
	}
	part, err := w.CreateFormFile(name, fileName)
	require.NoError(b.t, err)
	_, err = part.Write(data)
	require.NoError(b.t, err)
	require.NoError(b.t, w.Close())
	return b.raw(method, w.FormDataContentType(), &buf)
}

// started is a person who has pressed Start; the bot has seen that.
func (b *bot) started(name string) *Person {
	b.t.Helper()
	p := b.s.AddUser(User{FirstName: name})
	_, err := p.Start("")
	require.NoError(b.t, err)
	b.updates()
	return p
}

func newHTTP(h http.Handler) *httptest.Server { return httptest.NewServer(h) }

func (b *bot) get(path string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// newRequest is a call to be sent by hand.
func (b *bot) newRequest(method string, p m) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/bot"+b.s.Token()+"/"+method, bytes.NewReader(encode(p)))
	r.Header.Set("Content-Type", kindJSON)
	return r
}
