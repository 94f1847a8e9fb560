package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// post sends over a connection of its own.
func (b *bot) post(method string, p m) (code int, body string, err error) {
	b.t.Helper()
	data, err := json.Marshal(p)
	require.NoError(b.t, err)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post(b.url+"/bot"+b.s.Token()+"/"+method, "application/json", bytes.NewReader(data))
	if err != nil {
		return 0, "", err
	}
	got, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	return resp.StatusCode, string(got), err
}

func TestFaults(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	b.serve()
	p := b.started("王")
	for _, c := range []struct {
		name   string
		fault  Fault
		code   int // 0: the connection breaks
		body   string
		effect bool
	}{
		{"dropped before", Fault{Kind: FaultDrop}, 0, "", false},
		{"dropped after", Fault{Kind: FaultDrop, After: true}, 0, "", true},
		{"502", Fault{Kind: FaultStatus}, 502, `"description":"Bad Gateway"`, false},
		{"500 after", Fault{Kind: FaultStatus, Status: 500, After: true}, 500, "Internal Server Error", true},
		{"HTML", Fault{Kind: FaultHTML, Status: 503}, 503, "<html>", false},
		{"429", Fault{Kind: FaultTooMany, RetryAfter: 7}, 429, `"retry_after":7`, false},
		{"garbage", Fault{Kind: FaultGarbage, After: true}, 200, "{\"ok\":tru", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.fault.Methods, c.fault.Count, c.fault.Skip = []string{"sendmessage"}, 1, 1
			b.s.Inject(c.fault)
			say := m{"chat_id": p.ID(), "text": "好"}
			before := len(b.s.Messages(p.ID(), 0))
			code, _, err := b.post("sendMessage", say)
			require.NoError(t, err)
			require.Equal(t, 200, code, "skipped")
			code, body, err := b.post("sendMessage", say)
			require.Equal(t, c.code == 0, err != nil)
			require.Equal(t, c.code, code)
			require.Contains(t, body, c.body)
			want := before + 1
			if c.effect {
				want++
			}
			require.Len(t, b.s.Messages(p.ID(), 0), want)
			require.Empty(t, b.s.Faults(), "used up")
		})
	}
}

func TestFaultsUntilCleared(t *testing.T) {
	b := newBot(t, Options{})
	stop := b.s.Inject(Fault{Kind: FaultTooMany})
	for range 3 {
		b.fails("getMe", nil, 429, "Too Many Requests: retry after 1")
	}
	stop()
	b.ok("getMe", nil, nil)
	b.s.Inject(Fault{Kind: FaultStatus, Methods: []string{"getChatMember"}})
	b.ok("getMe", nil, nil)
	b.fails("getChatMember", m{"chat_id": 1}, 502, "Bad Gateway")
	b.s.ClearFaults()
	b.fails("getChatMember", m{"chat_id": 1}, 400, "Bad Request: chat not found")
}

func TestLatencyFollowsTheClock(t *testing.T) {
	b := newBot(t, Options{})
	b.serve()
	b.s.Inject(Fault{Kind: FaultLatency, Delay: time.Minute, Count: 1})
	done := make(chan int, 1)
	go func() {
		code, _, _ := b.post("getMe", m{}) // a failure is code 0
		done <- code
	}()
	<-b.clock.waits
	require.Empty(t, done)
	b.clock.advance(time.Minute)
	require.Equal(t, 200, <-done)
}

func TestUndecodableUpdate(t *testing.T) {
	b := newBot(t, Options{})
	require.Error(t, b.s.InjectUpdate("message", "{"))
	require.NoError(t, b.s.InjectUpdate("message", `{"message_id":"eins"}`))
	a := b.call("getUpdates", m{})
	require.Error(t, json.Unmarshal(a.Result, &[]update{}))
	var raws []json.RawMessage
	require.NoError(t, json.Unmarshal(a.Result, &raws))
	require.Len(t, raws, 1)
}

func TestListenerRefuses(t *testing.T) {
	b := newBot(t, Options{})
	_, err := b.s.Listen("0.0.0.0:0")
	require.ErrorContains(t, err, "loopback only")
	l, err := b.s.Listen("127.0.0.1:0")
	require.NoError(t, err)
	b.url = l.URL()
	parked := b.pollAsync(t.Context(), "30")
	b.idle()
	require.NoError(t, l.Refuse(true))
	require.Error(t, (<-parked).err, "connections are cut")
	_, _, err = b.post("getMe", m{})
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	require.NoError(t, l.Refuse(false))
	code, _, err := b.post("getMe", m{})
	require.NoError(t, err)
	require.Equal(t, 200, code, "on the same port")
	require.NoError(t, l.Close())
}

func TestSaveAndLoad(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	_, err := p.SendDocument(p.ID(), "a.txt", []byte("字节"), "")
	require.NoError(t, err)
	b.send(p.ID(), "<b>在</b>")
	var buf bytes.Buffer
	require.NoError(t, b.s.Save(&buf))

	c := newBot(t, Options{})
	sub := c.s.Subscribe()
	defer sub.Close()
	require.NoError(t, c.s.Load(bytes.NewReader(buf.Bytes())))
	e, err := sub.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, EventReset, e.Kind)
	require.Equal(t, b.s.Messages(p.ID(), 0), c.s.Messages(p.ID(), 0))
	require.Equal(t, b.call("getUpdates", m{}), c.call("getUpdates", m{}))
	_, err = c.s.Person(p.ID()).Send(p.ID(), "接着来")
	require.NoError(t, err)
	require.Nil(t, c.s.Person(1))
	require.Error(t, c.s.Load(strings.NewReader(`{"version":99}`)))
	require.Error(t, c.s.Load(strings.NewReader("x")))
}

func TestEventsTellEverything(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	sub := b.s.Subscribe()
	var msg Message
	b.ok("sendChatAction", m{"chat_id": p.ID(), "action": "typing"}, nil)
	b.ok("sendMessage", m{"chat_id": p.ID(), "text": "<b>卡</b>", "parse_mode": "HTML",
		"reply_markup": m{"inline_keyboard": [][]m{{{"text": "好", "callback_data": "a"}}}}}, &msg)
	tap, err := p.Tap(p.ID(), msg.MessageID, "好")
	require.NoError(t, err)
	b.ok("answerCallbackQuery", m{"callback_query_id": tap.ID(), "text": "嗯"}, nil)
	b.ok("editMessageText", m{"chat_id": p.ID(), "message_id": msg.MessageID, "text": "二"}, nil)
	b.ok("deleteMessage", m{"chat_id": p.ID(), "message_id": msg.MessageID}, nil)
	b.ok("setMyCommands", m{"commands": []m{{"command": "help", "description": "帮助"}}}, nil)
	p.Block()
	var kinds []EventKind
	var seq int64
	for e, ok := sub.Try(); ok; e, ok = sub.Try() {
		kinds = append(kinds, e.Kind)
		require.True(t, seq == 0 || e.Seq == seq+1)
		seq = e.Seq
		if e.Kind == EventMessage {
			require.Equal(t, "bold", e.Message.Entities[0].Type)
		}
		if e.Kind == EventAnswer {
			require.Equal(t, Answer{Text: "嗯"}, *e.Answer)
		}
	}
	require.Equal(t, []EventKind{EventAction, EventMessage, EventAnswer, EventEdit, EventDelete, EventCommands, EventChat}, kinds)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = sub.Next(ctx)
	require.ErrorIs(t, err, context.Canceled)
	sub.Close()
	p.Unblock()
	_, ok := sub.Try()
	require.False(t, ok)
}
