package telegram

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A server that accepts and never answers the TLS greeting cannot be reached. That is no poll without updates.
func TestTLSHandshakeHangs(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			defer c.Close()
		}
	}()
	c, err := New(Config{Token: testToken, BaseURL: "https://" + ln.Addr().String(), Timeout: 60 * time.Second})
	require.NoError(t, err)
	defer c.Close()
	c.lines.patience = 30 * time.Millisecond
	_, err = c.Updates(t.Context(), 0, 1, 0)
	require.Error(t, err)
	assert.NotErrorIs(t, err, context.DeadlineExceeded, "taken for a poll that brought nothing")
}

// coalesced writes what is written within one call of fn at once.
type coalesced struct {
	net.Conn
	buf  bytes.Buffer
	hold bool
}

func (c *coalesced) Write(b []byte) (int, error) {
	if c.hold {
		return c.buf.Write(b)
	}
	return c.Conn.Write(b)
}

func (c *coalesced) flush() { c.hold = false; _, _ = c.Conn.Write(c.buf.Bytes()); c.buf.Reset() }

// What a server says unasked is not the answer to the next request, under TLS either.
func TestUnaskedUnderTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.StartTLS()
	cert := s.TLS.Certificates[0]
	leaf := s.Certificate()
	s.Close()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	const first = `{"ok":true,"result":{"message_id":1,"date":1}}`
	const stray = `{"ok":true,"result":{"message_id":666,"date":1}}`
	say := func(w io.Writer, body string) {
		_, _ = io.WriteString(w, "HTTP/1.1 200 OK\r\nContent-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+body)
	}
	requests := make(chan struct{}, 10)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				raw := &coalesced{Conn: conn}
				sec := tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{cert}})
				in := bufio.NewReader(sec)
				for n := 0; ; n++ {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, r.Body)
					requests <- struct{}{}
					if n == 0 {
						raw.hold = true
						say(sec, first)
						say(sec, stray)
						raw.flush()
						continue
					}
					// the second request is never answered
					_ = conn.Close()
					return
				}
			}()
		}
	}()
	c, err := New(Config{Token: testToken, BaseURL: "https://" + ln.Addr().String(), Timeout: 5 * time.Second})
	require.NoError(t, err)
	defer c.Close()
	c.lines.tls.RootCAs = x509.NewCertPool()
	c.lines.tls.RootCAs.AddCert(leaf)
	m, err := c.Send(t.Context(), Out{Chat: 1, HTML: "a"})
	require.NoError(t, err)
	assert.Equal(t, 1, m.ID)
	m, _ = c.Send(t.Context(), Out{Chat: 1, HTML: "b"})
	assert.NotEqual(t, 666, m.ID, "the stray answer was taken for that of the second message")
}

// A head without an end does not fill the memory.
func TestHugeHead(t *testing.T) {
	sent := 0
	c, _ := wire(t, func(_ int32, in *bufio.Reader, conn net.Conn) {
		if !read(t, in) {
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
		line := "X-A: " + strings.Repeat("a", 64<<10) + "\r\n"
		for sent = 0; sent < 128<<20; {
			n, err := io.WriteString(conn, line)
			sent += n
			if err != nil {
				return
			}
		}
		_, _ = io.WriteString(conn, "Content-Length: 25\r\n\r\n{\"ok\":true,\"result\":true}")
	})
	err := c.Delete(t.Context(), 1, 2)
	assert.Error(t, err)
}

// What a redirect answers was certainly not done.
func TestRedirect(t *testing.T) {
	done := 0
	there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		done++
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":5,"date":1}}`)
	}))
	defer there.Close()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		http.Redirect(w, r, there.URL+r.URL.Path, http.StatusPermanentRedirect)
	}))
	defer front.Close()
	c, err := New(Config{Token: testToken, BaseURL: front.URL, Timeout: 5 * time.Second})
	require.NoError(t, err)
	defer c.Close()
	_, err = c.Send(t.Context(), Out{Chat: 1, HTML: "a"})
	assert.Zero(t, done)
	assert.NotEqual(t, InDoubt, ClassOf(err))
}

// timed notes the deadline that was set last.
type timed struct {
	net.Conn
	deadline time.Time
}

func (c *timed) SetDeadline(t time.Time) error {
	c.deadline = t
	return c.Conn.SetDeadline(t)
}

// A connection that is kept can be used after the time of its last request is over.
func TestKeptBeyondTheDeadline(t *testing.T) {
	near, far := net.Pipe()
	defer far.Close()
	go func() {
		if in := bufio.NewReader(far); read(t, in) {
			_, _ = io.WriteString(far, goodAnswer)
		}
	}()
	conn := &timed{Conn: near}
	l := &lines{head: "POST /bot" + testToken + "/", tail: " HTTP/1.1\r\nHost: x\r\nContent-Length: ", idle: []*line{newLine(conn)}, sweeping: true}
	defer l.close()
	_, err := l.post(t.Context(), time.Minute, "deleteMessage", []byte("{}"), new(bytes.Buffer))
	require.NoError(t, err)
	assert.Len(t, l.idle, 1)
	assert.Zero(t, conn.deadline)
}
