package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func (b *bot) peek(p m) (ids []int64) {
	b.t.Helper()
	var ups []update
	b.ok("getUpdates", p, &ups)
	for _, u := range ups {
		ids = append(ids, u.ID)
	}
	return ids
}

func TestOffsets(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	for _, text := range []string{"一", "二", "三", "四"} {
		_, err := p.Send(p.ID(), text)
		require.NoError(t, err)
	}
	all := b.peek(m{})
	require.Len(t, all, 4)
	require.Equal(t, []int64{all[0], all[0] + 1, all[0] + 2, all[0] + 3}, all, "sequential")
	require.Equal(t, all, b.peek(m{"offset": 0}), "offset 0 confirms nothing")
	require.Equal(t, all[:2], b.peek(m{"limit": 2}))
	require.Equal(t, all[1:], b.peek(m{"offset": all[1]}))
	require.Equal(t, all[1:], b.peek(m{}), "what is before the offset is gone")
	require.Equal(t, all[3:], b.peek(m{"offset": -1}), "a negative offset counts from the end")
	require.Equal(t, 1, b.s.Pending())
	require.Empty(t, b.peek(m{"offset": all[3] + 1}))
	require.Zero(t, b.s.Pending())
}

func TestUpdatesExpireAndIDsJump(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	_, err := p.Send(p.ID(), "一")
	require.NoError(t, err)
	b.clock.advance(24*time.Hour - time.Second)
	require.Len(t, b.peek(m{}), 1)
	b.clock.advance(time.Second)
	require.Empty(t, b.peek(m{}), "kept for 24 hours")

	old := b.s.st.NextUpdate
	var jumped int64
	for jumped = b.s.JumpUpdateID(); jumped >= old; jumped = b.s.JumpUpdateID() {
	}
	_, err = p.Send(p.ID(), "二")
	require.NoError(t, err)
	require.Equal(t, []int64{jumped}, b.peek(m{"offset": old}), "an offset from before the jump confirms nothing")
}

func TestAllowedUpdates(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	require.Empty(t, b.peek(m{"allowed_updates": []string{"callback_query"}}))
	_, err := p.Send(p.ID(), "没人要")
	require.NoError(t, err)
	require.Empty(t, b.peek(m{}), "the list is remembered")
	require.Empty(t, b.peek(m{"allowed_updates": []string{}}))
	_, err = p.Send(p.ID(), "好")
	require.NoError(t, err)
	require.Len(t, b.peek(m{}), 1)
	b.fails("getUpdates", m{"allowed_updates": "message"}, 400, "Bad Request: can't parse allowed updates JSON object")
}

type polled struct {
	answer answer
	err    error
}

// pollAsync parks a getUpdates on a real connection.
func (b *bot) pollAsync(ctx context.Context, timeout string) <-chan polled {
	out := make(chan polled, 1)
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+"/bot"+b.s.Token()+"/getUpdates?timeout="+timeout, nil)
		if err != nil {
			out <- polled{err: err}
			return
		}
		tr := &http.Transport{DisableKeepAlives: true}
		resp, err := (&http.Client{Transport: tr}).Do(req)
		if err != nil {
			out <- polled{err: err}
			return
		}
		var a answer
		err = json.NewDecoder(resp.Body).Decode(&a)
		_ = resp.Body.Close()
		out <- polled{a, err}
	}()
	return out
}

func (b *bot) idle() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 10*time.Second)
	defer cancel()
	require.NoError(b.t, b.s.WaitIdle(ctx))
}

func TestLongPoll(t *testing.T) {
	b := newBot(t, Options{})
	b.serve()
	p := b.started("王")
	one := b.pollAsync(t.Context(), "30")
	b.idle()
	require.True(t, b.s.Polling())
	_, err := p.Send(p.ID(), "在吗")
	require.NoError(t, err)
	require.Contains(t, string((<-one).answer.Result), "在吗")
	require.False(t, b.s.Polling())
	b.updates()

	two := b.pollAsync(t.Context(), "30")
	b.idle()
	b.clock.advance(30 * time.Second)
	require.Equal(t, "[]", string((<-two).answer.Result), "the time is over")

	long := b.pollAsync(t.Context(), "9999")
	b.idle()
	b.clock.advance(50 * time.Second)
	require.True(t, (<-long).answer.OK, "50 s are the most")

	ctx, cancel := context.WithCancel(t.Context())
	three := b.pollAsync(ctx, "30")
	b.idle()
	cancel()
	require.ErrorIs(t, (<-three).err, context.Canceled)
}

func TestTwoPollers(t *testing.T) {
	b := newBot(t, Options{})
	b.serve()
	one := b.pollAsync(t.Context(), "30")
	b.idle()
	require.Empty(t, b.peek(m{}))
	got := (<-one).answer
	require.Equal(t, 409, got.Code)
	require.Equal(t, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", got.Description)

	two := b.pollAsync(t.Context(), "30")
	b.idle()
	b.ok("setWebhook", m{"url": "https://127.0.0.1:1/hook"}, nil)
	require.Equal(t, "Conflict: terminated by setWebhook request", (<-two).answer.Description)
	b.fails("getUpdates", m{}, 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	b.ok("deleteWebhook", m{}, nil)
	require.Empty(t, b.peek(m{}))
}

type hookRequest struct{ secret, body string }

func TestWebhook(t *testing.T) {
	b := newBot(t, Options{})
	b.serve()
	got := make(chan hookRequest)
	status := make(chan int)
	l := listenHook(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		got <- hookRequest{r.Header.Get("X-Telegram-Bot-Api-Secret-Token"), string(body)}
		w.WriteHeader(<-status)
	})
	b.ok("setWebhook", m{"url": l, "secret_token": "s-1"}, nil)
	p := b.s.AddUser(User{FirstName: "王"})
	_, err := p.Start("")
	require.NoError(t, err)
	first := <-got
	require.Equal(t, "s-1", first.secret)
	require.Contains(t, first.body, "/start")
	status <- 500
	require.Equal(t, first, b.retried(got), "an update that was refused comes again")
	status <- 200
	_, err = p.Send(p.ID(), "二")
	require.NoError(t, err)
	require.Contains(t, (<-got).body, "二")
	status <- 204
	var info struct {
		URL   string `json:"url"`
		Error string `json:"last_error_message"`
	}
	b.ok("getWebhookInfo", m{}, &info)
	require.Equal(t, l, info.URL)
	require.Equal(t, "Wrong response from the webhook: 500 Internal Server Error", info.Error)
	b.fails("setWebhook", m{"url": l, "secret_token": "no spaces"}, 400, "Bad Request: secret token contains unallowed characters")
}

// retried moves the clock once the sender has begun to wait on it.
func (b *bot) retried(got <-chan hookRequest) hookRequest {
	<-b.clock.waits
	b.clock.advance(firstRetry)
	return <-got
}

func listenHook(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	srv := newHTTP(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestParametersInEveryForm(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	form := url.Values{"chat_id": {itoa(p.ID())}, "text": {"表单"}}
	require.True(t, b.raw("sendMessage", "application/x-www-form-urlencoded; charset=utf-8", strings.NewReader(form.Encode())).OK)
	require.True(t, b.raw("sendMessage?chat_id="+itoa(p.ID())+"&text=query", "", nil).OK)
	require.True(t, b.raw("SENDMESSAGE", "application/json", strings.NewReader(`{"chat_id":"`+itoa(p.ID())+`","text":"JSON","reply_markup":null}`)).OK)
	require.True(t, b.upload("sendMessage", map[string]string{"chat_id": itoa(p.ID()), "text": "multipart"}, "unused", "x", []byte("y")).OK)
	require.False(t, b.raw("sendMessage", "application/json", strings.NewReader(`{"chat_id":`)).OK)
	require.True(t, b.raw("getMe", "multipart/form-data; boundary=x", nil).OK, "go-telegram sends no form without parameters")
	cut := "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n" + itoa(p.ID()) +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabgeschn"
	require.False(t, b.raw("sendMessage", "multipart/form-data; boundary=x", bytes.NewReader([]byte(cut))).OK, "a request cut off has no effect")
	var texts []string
	for _, v := range b.s.Messages(p.ID(), 0)[1:] {
		texts = append(texts, v.Text)
	}
	require.Equal(t, []string{"表单", "query", "JSON", "multipart"}, texts)
	if b.s.spec != nil {
		require.Contains(t, b.s.Findings(), Finding{"sendMessage", "unused", "unknown file"})
	}
}

func TestAddresses(t *testing.T) {
	b := newBot(t, Options{})
	for path, want := range map[string]string{
		"/":                                   `{"ok":false,"error_code":404,"description":"Not Found"}`,
		"/bot123:abc/getMe":                   `{"ok":false,"error_code":401,"description":"Unauthorized"}`,
		"/file/bot123:abc/documents/x":        `{"ok":false,"error_code":401,"description":"Unauthorized"}`,
		"/file/bot" + b.s.Token() + "/x":      `{"ok":false,"error_code":404,"description":"Not Found"}`,
		"/bot" + b.s.Token() + "/getPigeon/x": `{"ok":false,"error_code":404,"description":"Not Found: method not found"}`,
	} {
		require.JSONEq(t, want, b.get(path).Body.String(), path)
	}
	var me User
	b.ok("getMe", nil, &me)
	require.Equal(t, b.s.Bot(), me)
}
