package ops

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// What one listener holds for its clients. Each listener has a server of its own,
// so that a stranger at one of them takes nothing from the others.
const (
	headerTime = 10 * time.Second // until a request's head is there, from the connection's first moment
	readTime   = 30 * time.Second // until its body is, too
	idleTime   = 2 * time.Minute  // between two requests; Telegram keeps a webhook's connection
	maxHeader  = 16 << 10         // bytes
	maxConns   = 64
)

// server serves until it is closed.
type server struct {
	http *http.Server
	file string // a socket to remove at the end, "" for none
	done sync.WaitGroup
}

// newServer serves on the listener; what goes wrong with a connection is of
// interest to whoever debugs, and of no other.
func newServer(ln net.Listener, h http.Handler, log *slog.Logger) *server {
	c := &conns{quiet: map[net.Conn]time.Time{}}
	s := &server{http: &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ConnState: c.changed, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}}
	s.done.Go(func() { _ = s.http.Serve(ln) }) // ends with ErrServerClosed
	return s
}

// close stops serving; requests under way are cut off.
func (s *server) close() error {
	err := s.http.Close()
	s.done.Wait()
	if s.file != "" {
		err = errors.Join(err, os.Remove(s.file))
	}
	return err
}

// conns bounds the connections of a server: one too many ends the one that has
// been quiet for longest, be it that it never asked anything or that it asks
// nothing more. Where all are at work, the newcomer goes.
type conns struct {
	mu    sync.Mutex
	all   int
	quiet map[net.Conn]time.Time // since when
}

func (c *conns) changed(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.all++
		c.quiet[conn] = time.Now()
		if c.all > maxConns {
			_ = c.oldest().Close() // its state changes to closed, which counts it off
		}
	case http.StateIdle:
		c.quiet[conn] = time.Now()
	case http.StateActive:
		delete(c.quiet, conn)
	case http.StateClosed, http.StateHijacked:
		c.all--
		delete(c.quiet, conn)
	}
}

// oldest takes the connection that has been quiet for longest.
func (c *conns) oldest() net.Conn {
	var found net.Conn
	for conn, at := range c.quiet {
		if found == nil || at.Before(c.quiet[found]) {
			found = conn
		}
	}
	delete(c.quiet, found)
	return found
}
