package telegram

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Limits on connections kept for the next request.
const (
	// idleTime is shorter than servers keep connections, so that a request is
	// seldom written to one that is just being closed: that leaves it in doubt.
	idleTime  = 30 * time.Second
	maxIdle   = 100
	maxLines  = 64 // requests under way; more wait
	dialTime  = 10 * time.Second
	keepAlive = 30 * time.Second
)

// lines carry requests straight to the server, HTTP/1.1 over a connection that
// nobody else uses meanwhile, in the goroutine that asks. The client of
// net/http, which also knows proxies, HTTP/2 and redirects, has two more goroutines for each
// connection, and takes twice the computing for an exchange.
type lines struct {
	addr string      // host:port
	tls  *tls.Config // nil for plain HTTP
	head string      // of a request, up to the method's name
	tail string      // what follows it, up to the body's length

	busy     chan struct{} // a token for each request under way
	patience time.Duration // with a connection that does not come about

	mu       sync.Mutex
	idle     []*line // the one used last at the end
	sweeping bool    // a sweep is due
}

// line is a connection.
type line struct {
	conn  net.Conn
	meter *meter
	in    *bufio.Reader // of the meter
	used  time.Time
}

func newLine(conn net.Conn) *line {
	m := &meter{conn: conn}
	return &line{conn: conn, meter: m, in: bufio.NewReader(m)}
}

// maxHead bounds an answer's head, in bytes.
const maxHead = 1 << 20

// meter reads at most so many bytes more.
type meter struct {
	conn io.Reader
	left int
}

func (m *meter) Read(b []byte) (int, error) {
	if m.left <= 0 {
		return 0, errors.New("the answer is too long")
	}
	n, err := m.conn.Read(b[:min(len(b), m.left)])
	m.left -= n
	return n, err
}

// A connection's deadlines and age are the machine's time, whatever the plan's is.
var (
	sockNow   = time.Now       //nolint:forbidigo // see above
	sockAfter = time.AfterFunc //nolint:forbidigo // see above
)

// newLines returns lines to the server at base, a URL that [parseBase] let pass.
func newLines(base, token string) (*lines, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	l := &lines{addr: u.Host, busy: make(chan struct{}, maxLines), patience: dialTime, head: "POST " + u.EscapedPath() + "/bot" + token + "/",
		tail: " HTTP/1.1\r\nHost: " + u.Host + "\r\nUser-Agent: liubao\r\nContent-Type: application/json\r\nContent-Length: "}
	port := u.Port()
	if u.Scheme == "https" {
		l.tls = &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
			ClientSessionCache: tls.NewLRUClientSessionCache(0)}
	}
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
		l.addr = net.JoinHostPort(u.Hostname(), port)
	}
	return l, nil
}

// proxied reports whether requests to base go through a proxy that the environment names.
func proxied(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	p, err := http.ProxyFromEnvironment(&http.Request{URL: u})
	return p != nil || err != nil
}

// ask is post for an answer that comes at once. Not more than maxLines are under
// way: the next has less to wait for than connections would cost.
func (l *lines) ask(ctx context.Context, timeout time.Duration, method string, body []byte, answer *bytes.Buffer) (status int, err error) {
	select {
	case l.busy <- struct{}{}:
	case <-ctx.Done():
		return 0, lineError(ctx, Temporary, "", ctx.Err()) // nothing was sent
	}
	defer func() { <-l.busy }()
	return l.post(ctx, timeout, method, body, answer)
}

// post makes a request and reads its answer whole. It ends at the context's
// end or after timeout.
func (l *lines) post(ctx context.Context, timeout time.Duration, method string, body []byte, answer *bytes.Buffer) (status int, err error) {
	end := sockNow().Add(timeout)
	if d, ok := ctx.Deadline(); ok && d.Before(end) {
		end = d
	}
	c, err := l.take(ctx, end)
	if err != nil {
		e := lineError(ctx, Temporary, "no connection: ", err) // nothing was sent
		if x, ok := errors.AsType[*Error](e); ok && ctx.Err() == nil {
			x.cause = nil // it is not the request's time that is over
		}
		return 0, e
	}
	if err := c.conn.SetDeadline(end); err != nil {
		_ = c.conn.Close()
		return 0, lineError(ctx, Temporary, "", err)
	}
	release := context.AfterFunc(ctx, func() { _ = c.conn.SetDeadline(time.Unix(1, 0)) })
	status, again, err := l.exchange(ctx, c, method, body, answer)
	if !release() || !again {
		_ = c.conn.Close()
	} else {
		l.put(c)
	}
	return status, err
}

// buffers are used again, small ones.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func borrow() *bytes.Buffer {
	b := buffers.Get().(*bytes.Buffer) //nolint:forcetypeassert // nothing else is put there
	b.Reset()
	return b
}

func giveBack(b *bytes.Buffer) {
	if b.Cap() <= smallBody {
		buffers.Put(b)
	}
}

// exchange writes a request and reads its answer. again is true where the
// connection can be used for another.
func (l *lines) exchange(ctx context.Context, c *line, method string, body []byte, answer *bytes.Buffer) (status int, again bool, err error) {
	buf := borrow()
	defer giveBack(buf)
	buf.WriteString(l.head)
	buf.WriteString(method)
	buf.WriteString(l.tail)
	buf.Write(strconv.AppendInt(buf.AvailableBuffer(), int64(len(body)), 10))
	buf.WriteString("\r\n\r\n")
	buf.Write(body)
	if _, err = c.conn.Write(buf.Bytes()); err != nil { // a request cut short is nothing that the server could have acted on
		return 0, false, lineError(ctx, Temporary, "", err)
	}
	c.meter.left = maxHead
	if n, ok := c.plainHead(); ok {
		c.meter.left += maxBody
		if n > maxBody {
			return 0, false, tooLongAnswer()
		}
		answer.Grow(n)
		in := answer.AvailableBuffer()[:n]
		if _, err := io.ReadFull(c.in, in); err != nil {
			return 0, false, lineError(ctx, InDoubt, "the answer broke off: ", err)
		}
		answer.Write(in)
		return http.StatusOK, c.in.Buffered() == 0, nil
	}
	resp, err := c.answer() //nolint:bodyclose // that would read on; the connection is closed where anything is left
	if err != nil {
		return 0, false, lineError(ctx, InDoubt, "", err)
	}
	c.meter.left += 2 * maxBody // with what sets chunks apart
	if err := readBody(resp, answer); err != nil {
		return 0, false, lineError(ctx, InDoubt, "the answer broke off: ", err)
	}
	if answer.Len() > maxBody {
		return 0, false, tooLongAnswer()
	}
	return resp.StatusCode, !resp.Close && c.in.Buffered() == 0, nil
}

func tooLongAnswer() error {
	return &Error{Class: InDoubt, Text: fmt.Sprintf("the answer is longer than %d bytes", maxBody)}
}

// plainHead reads the head of an answer as nearly all are: there at once, good,
// its body's length given, and the connection goes on. It is not ok, and nothing
// is taken, where anything is otherwise: that is left to net/http.
func (c *line) plainHead() (length int, ok bool) {
	if _, err := c.in.Peek(1); err != nil {
		return 0, false // it will happen again
	}
	there, err := c.in.Peek(c.in.Buffered())
	head, _, whole := bytes.Cut(there, []byte("\r\n\r\n"))
	if err != nil || !whole || !bytes.HasPrefix(head, []byte("HTTP/1.1 200 ")) {
		return 0, false
	}
	size := len(head) + len("\r\n\r\n")
	length = -1
	_, head, _ = bytes.Cut(head, []byte("\r\n"))
	for len(head) > 0 {
		var field []byte
		field, head, _ = bytes.Cut(head, []byte("\r\n"))
		name, value, is := bytes.Cut(field, []byte(":"))
		if !is {
			return 0, false
		}
		value = bytes.TrimSpace(value)
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")) && length < 0:
			n, err := strconv.ParseUint(string(value), 10, 31)
			if err != nil {
				return 0, false
			}
			length = int(n)
		case bytes.EqualFold(name, []byte("Connection")) && bytes.EqualFold(value, []byte("keep-alive")):
		case slices.ContainsFunc(decisive, func(d string) bool { return strings.EqualFold(d, string(name)) }):
			return 0, false
		}
	}
	if length < 0 {
		return 0, false
	}
	_, err = c.in.Discard(size)
	return length, err == nil
}

// decisive are the fields that say how an answer is to be read.
var decisive = []string{"Content-Length", "Transfer-Encoding", "Connection", "Trailer", "Content-Encoding", "Upgrade"}

var posted = &http.Request{Method: http.MethodPost}

// answer reads the head of an answer, behind those that only announce it.
func (c *line) answer() (*http.Response, error) {
	for {
		resp, err := http.ReadResponse(c.in, posted)
		if err != nil || resp.StatusCode >= http.StatusOK || resp.StatusCode == http.StatusSwitchingProtocols {
			return resp, err
		}
	}
}

// lineError describes what went wrong on a line. A time that ran out is told
// as the context's error, whichever of the two bounded it.
func lineError(ctx context.Context, class Class, what string, err error) error {
	cause := contextCause(err)
	switch {
	case ctx.Err() != nil:
		err, cause = ctx.Err(), ctx.Err()
	case errors.Is(err, os.ErrDeadlineExceeded):
		err, cause = context.DeadlineExceeded, context.DeadlineExceeded
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("the server ended the connection")
	}
	return &Error{Class: class, Text: what + strings.TrimSpace(err.Error()), cause: cause}
}

// take returns a connection that is kept, or a new one.
func (l *lines) take(ctx context.Context, end time.Time) (*line, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for {
		c := l.kept()
		if c == nil {
			return l.dial(ctx, end)
		}
		if alive(c.conn) {
			return c, nil
		}
		_ = c.conn.Close()
	}
}

// kept takes the connection used last, nil for none.
func (l *lines) kept() *line {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.idle)
	if n == 0 {
		return nil
	}
	c := l.idle[n-1]
	l.idle[n-1], l.idle = nil, l.idle[:n-1]
	return c
}

func (l *lines) dial(ctx context.Context, end time.Time) (*line, error) {
	if at := sockNow().Add(l.patience); at.Before(end) {
		end = at
	}
	ctx, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	conn, err := (&net.Dialer{KeepAlive: keepAlive}).DialContext(ctx, "tcp", l.addr)
	if err != nil {
		return nil, err
	}
	if l.tls != nil {
		secure := tls.Client(conn, l.tls)
		if err := secure.HandshakeContext(ctx); err != nil {
			_ = conn.Close() // the first error is the one to tell
			return nil, err
		}
		conn = secure
	}
	return newLine(conn), nil
}

// put keeps a connection for the next request, for a while.
func (l *lines) put(c *line) {
	c.used = sockNow()
	_ = c.conn.SetDeadline(time.Time{})
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.idle) >= maxIdle {
		_ = c.conn.Close()
		return
	}
	l.idle = append(l.idle, c)
	if !l.sweeping {
		l.sweeping = true
		sockAfter(idleTime, l.sweep)
	}
}

// sweep closes what has not been used for long.
func (l *lines) sweep() {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, n := sockNow(), 0
	for n < len(l.idle) && now.Sub(l.idle[n].used) >= idleTime {
		_ = l.idle[n].conn.Close()
		n++
	}
	l.idle = append(l.idle[:0:0], l.idle[n:]...)
	if l.sweeping = len(l.idle) > 0; l.sweeping {
		sockAfter(idleTime-now.Sub(l.idle[0].used), l.sweep)
	}
}

// close closes the connections that are kept.
func (l *lines) close() {
	for c := l.kept(); c != nil; c = l.kept() {
		_ = c.conn.Close()
	}
}
