package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// dial opens a bare connection to the sandbox.
func (b *bot) dial() *net.TCPConn {
	b.t.Helper()
	b.serve()
	c, err := net.Dial("tcp", strings.TrimPrefix(b.url, "http://"))
	require.NoError(b.t, err)
	b.t.Cleanup(func() { _ = c.Close() })
	require.NoError(b.t, c.SetDeadline(time.Now().Add(10*time.Second)))
	return c.(*net.TCPConn)
}

func (b *bot) request(method, body string) string {
	return fmt.Sprintf("POST /bot%s/%s HTTP/1.1\r\nHost: telegram\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		b.s.Token(), method, len(body), body)
}

func read(t *testing.T, r *bufio.Reader) (http.Header, answer) {
	t.Helper()
	resp, err := http.ReadResponse(r, nil)
	require.NoError(t, err)
	var a answer
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&a))
	_, err = io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.Header, a
}

// TestPollerDies: a bot that is killed while it polls polls no longer, and the
// next one gets what came meanwhile.
func TestPollerDies(t *testing.T) {
	b := newBot(t, Options{})
	b.serve()
	p := b.started("王")
	ctx, kill := context.WithCancel(t.Context())
	dead := b.pollAsync(ctx, "30")
	b.idle()
	kill()
	require.Error(t, (<-dead).err)
	require.Eventually(t, func() bool { return !b.s.Polling() }, 10*time.Second, time.Millisecond)
	_, err := p.Send(p.ID(), "在吗")
	require.NoError(t, err)
	next := <-b.pollAsync(t.Context(), "30")
	require.NoError(t, next.err)
	require.Contains(t, string(next.answer.Result), "在吗")
}

// TestConnectionGoesOn: requests one after the other on a connection, the
// second of them sent while the first is parked, and what stands in an answer.
func TestConnectionGoesOn(t *testing.T) {
	b := newBot(t, Options{})
	c := b.dial()
	r := bufio.NewReader(c)
	for range 2 {
		_, err := io.WriteString(c, b.request("getUpdates", `{"timeout":30}`))
		require.NoError(t, err)
		b.idle()
		_, err = io.WriteString(c, b.request("getMe", "{}"))
		require.NoError(t, err)
		require.Never(t, func() bool { return !b.s.Polling() }, 20*time.Millisecond, time.Millisecond)
		b.clock.advance(30 * time.Second)
		_, a := read(t, r)
		require.Equal(t, "[]", string(a.Result))
		header, a := read(t, r)
		require.Contains(t, string(a.Result), "liubao_bot")
		require.Equal(t, "application/json", header.Get("Content-Type"))
	}
}

// TestRequestCutOff: half a request has no effect.
func TestRequestCutOff(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	c := b.dial()
	whole := b.request("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"abgeschnitten"}`, p.ID()))
	_, err := io.WriteString(c, whole[:len(whole)-1])
	require.NoError(t, err)
	require.NoError(t, c.CloseWrite())
	_, err = io.Copy(io.Discard, c)
	require.NoError(t, err, "the connection ends")
	require.Len(t, b.s.Messages(p.ID(), 0), 1)
}

// TestLargeRequests: one that is too large is refused in words, a long query is not.
func TestLargeRequests(t *testing.T) {
	b := newBot(t, Options{})
	p := b.started("王")
	a := b.raw("sendMessage", "application/json", bytes.NewReader(make([]byte, maxUpload+formRoom+1)))
	require.Equal(t, "Request Entity Too Large", a.Description)
	require.Equal(t, 413, a.Code)
	text := strings.Repeat("%E5%A5%BD", maxText)
	require.Equal(t, 200, b.get("/bot"+b.s.Token()+"/sendMessage?chat_id="+itoa(p.ID())+"&text="+text).Code)
	last, _ := b.s.Last(p.ID())
	require.Equal(t, maxText, units(last.Text))
}
