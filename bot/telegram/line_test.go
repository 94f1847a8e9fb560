package telegram

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wire answers connections one after the other: what fn writes to one is all
// that it says. It counts them.
func wire(t *testing.T, fn func(n int32, in *bufio.Reader, conn net.Conn)) (*Client, *atomic.Int32) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	conns := &atomic.Int32{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			fn(conns.Add(1), bufio.NewReader(conn), conn)
			_ = conn.Close()
		}
	}()
	c, err := New(Config{Token: testToken, BaseURL: "http://" + ln.Addr().String(), Timeout: 5 * time.Second})
	require.NoError(t, err)
	t.Cleanup(func() { c.Close(); _ = ln.Close(); <-done })
	return c, conns
}

const goodAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{\"ok\":true,\"result\":true}"

func read(t *testing.T, in *bufio.Reader) bool {
	r, err := http.ReadRequest(in)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, r.Body)
	assert.NoError(t, err)
	assert.Equal(t, "/bot"+testToken+"/deleteMessage", r.URL.Path)
	return true
}

func TestALineCarriesOneRequestAfterTheOther(t *testing.T) {
	c, conns := wire(t, func(_ int32, in *bufio.Reader, conn net.Conn) {
		for read(t, in) {
			_, _ = io.WriteString(conn, goodAnswer)
		}
	})
	for range 3 {
		require.NoError(t, c.Delete(t.Context(), 1, 2))
	}
	assert.EqualValues(t, 1, conns.Load())
}

func TestAnswersInEveryShape(t *testing.T) {
	for name, answer := range map[string]string{
		"in pieces":               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"ok\":tru\r\n10\r\ne,\"result\":true}\r\n0\r\n\r\n",
		"in more words":           strings.Replace(goodAnswer, "\r\n\r\n", "\r\nDate: x\r\nconnection: Keep-Alive\r\nX-Y:  z \r\n\r\n", 1),
		"in length said twice":    strings.Replace(goodAnswer, "\r\n\r\n", "\r\ncontent-length: 25\r\n\r\n", 1),
		"in one of two ways":      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n{\"ok\":true,\"result\":true}\r\n0\r\n\r\n",
		"behind an announcement":  "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + goodAnswer,
		"until the end":           "HTTP/1.0 200 OK\r\n\r\n{\"ok\":true,\"result\":true}",
		"and the connection ends": strings.Replace(goodAnswer, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1),
		"and something unasked":   goodAnswer + "HTTP/1.1 408 Request Timeout\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			kept := strings.HasPrefix(name, "in") || strings.HasPrefix(name, "behind")
			c, conns := wire(t, func(_ int32, in *bufio.Reader, conn net.Conn) {
				for read(t, in) {
					_, _ = io.WriteString(conn, answer)
					if !kept {
						return
					}
				}
			})
			require.NoError(t, c.Delete(t.Context(), 1, 2))
			require.NoError(t, c.Delete(t.Context(), 1, 2))
			assert.EqualValues(t, map[bool]int{true: 1, false: 2}[kept], conns.Load())
		})
	}
}

// A server ends connections that rest. Nothing is written to such a one: that
// would leave the request in doubt.
func TestAConnectionThatHasEndedIsNotUsed(t *testing.T) {
	ended := make(chan struct{}, 2)
	c, conns := wire(t, func(_ int32, in *bufio.Reader, conn net.Conn) {
		if read(t, in) {
			_, _ = io.WriteString(conn, goodAnswer)
		}
		_ = conn.Close()
		ended <- struct{}{}
	})
	require.NoError(t, c.Delete(t.Context(), 1, 2))
	<-ended
	require.NoError(t, c.Delete(t.Context(), 1, 2))
	assert.EqualValues(t, 2, conns.Load())
}

func TestTimeRunsOut(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		over := make(chan struct{})
		c, _ := server(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-over
		})
		defer close(over)
		c.timeout = 30 * time.Millisecond
		_, err := c.Send(t.Context(), Out{Chat: 1, HTML: "x"})
		assert.Equal(t, InDoubt, ClassOf(err), "%v", err)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		c.timeout = time.Minute
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		_, err = c.Send(ctx, Out{Chat: 1, HTML: "x"})
		assert.Equal(t, InDoubt, ClassOf(err), "%v", err)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestWhatWasNotWrittenIsNotInDoubt(t *testing.T) {
	near, far := net.Pipe()
	require.NoError(t, far.Close())
	l := &lines{idle: []*line{newLine(near)}}
	_, err := l.post(t.Context(), time.Second, "sendMessage", []byte("{}"), new(bytes.Buffer))
	assert.Equal(t, Temporary, ClassOf(err), "%v", err)
	assert.Empty(t, l.idle)
}

func TestTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"ok":true,"result":true}`)
	}))
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	defer s.Close()
	c, err := New(Config{Token: testToken, BaseURL: s.URL, Timeout: 5 * time.Second})
	require.NoError(t, err)
	defer c.Close()
	err = c.Delete(t.Context(), 1, 2)
	assert.Equal(t, Temporary, ClassOf(err), "%v", err)
	assert.ErrorContains(t, err, "certificate", "nobody vouches for it")
	c.lines.tls.RootCAs = x509.NewCertPool()
	c.lines.tls.RootCAs.AddCert(s.Certificate())
	require.NoError(t, c.Delete(t.Context(), 1, 2))
	require.NoError(t, c.Delete(t.Context(), 1, 2))
	assert.Len(t, c.lines.idle, 1)
}

func TestKeptConnectionsAreGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lines{}
		kept := func() (n int, sweeping bool) {
			l.mu.Lock()
			defer l.mu.Unlock()
			return len(l.idle), l.sweeping
		}
		var ends []net.Conn
		for range 2 {
			near, far := net.Pipe()
			ends = append(ends, far)
			l.put(newLine(near))
			time.Sleep(idleTime / 2)
		}
		synctest.Wait()
		n, sweeping := kept()
		assert.Equal(t, 1, n, "the older one is closed")
		assert.True(t, sweeping)
		_, err := ends[0].Read(make([]byte, 1))
		require.ErrorIs(t, err, io.EOF)
		time.Sleep(idleTime)
		synctest.Wait()
		n, sweeping = kept()
		assert.Zero(t, n)
		assert.False(t, sweeping)
	})
}
