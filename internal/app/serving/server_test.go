package serving

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// 400 connections that say nothing, or begin to and go no further, keep nobody from being
// served, and one that waits for the next request of a webhook is kept for as long as
// there is room.
func TestSilentConnectionsShutNobodyOut(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := On(ln, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, r.Body)
	}), slog.New(slog.DiscardHandler))
	defer s.Close()
	var silent []net.Conn
	for i := range 400 {
		c, err := net.Dial("tcp", ln.Addr().String())
		require.NoError(t, err)
		defer c.Close()
		if i > 200 {
			_, _ = io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\n")
		}
		silent = append(silent, c)
	}
	for range 3 {
		resp, err := http.Post("http://"+ln.Addr().String()+"/", "text/plain", strings.NewReader("在吗"))
		require.NoError(t, err)
		b, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, "在吗", string(b))
	}
	require.NoError(t, silent[0].SetReadDeadline(time.Now().Add(headerTime/2))) // before it is ended for saying nothing
	_, err = silent[0].Read(make([]byte, 1))
	assert.ErrorIs(t, err, io.EOF, "the oldest silent one was ended")
	http.DefaultClient.CloseIdleConnections()
}

func TestRequestsAreBounded(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := On(ln, http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	defer s.Close()
	c, err := net.Dial("tcp", ln.Addr().String())
	require.NoError(t, err)
	defer c.Close()
	_, err = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("x", 40<<10)+"\r\n\r\n")
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, resp.StatusCode)
	for name, d := range map[string]time.Duration{"header": s.http.ReadHeaderTimeout, "read": s.http.ReadTimeout, "idle": s.http.IdleTimeout} {
		assert.Positive(t, d, name)
	}
}
