package fast

import (
	"errors"
	"net"
	"os"
	"time"
)

// connection is a client's connection. fasthttp does not look at it while a
// request is served; watch does.
type connection struct {
	net.Conn
	early []byte // of the next request, read while one was served
	room  []byte // for answers, one after the other
}

// Read gives first what watch has read.
func (c *connection) Read(b []byte) (int, error) {
	if n := copy(b, c.early); n > 0 {
		c.early = c.early[n:]
		return n, nil
	}
	return c.Conn.Read(b)
}

// watch tells when the client leaves, as net/http's request context does. The
// caller is inside a request, so that nobody else reads, and calls stop before
// it ends.
func (c *connection) watch() (gone <-chan struct{}, stop func()) {
	left, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var b [1]byte
		n, err := c.Conn.Read(b[:])
		switch {
		case n > 0: // the client is there and sends its next request already
			c.early = append(c.early, b[0])
		case !errors.Is(err, os.ErrDeadlineExceeded):
			close(left)
		}
	}()
	return left, func() {
		_ = c.SetReadDeadline(time.Unix(1, 0)) // it fails on a closed connection, on which Read fails too
		<-done
		_ = c.SetReadDeadline(time.Time{}) // as above
	}
}
