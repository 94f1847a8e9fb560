// Package serving is what a program serves with: servers that hold a bounded number of
// clients, certificates that are read anew, and a unix socket that its owner alone can
// open, with its client.
package serving

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

// Server serves until it is closed.
type Server struct {
	http *http.Server
	file string // a socket to remove at the end, "" for none
	done sync.WaitGroup
}

// On serves on the listener; what goes wrong with a connection is of
// interest to whoever debugs, and of no other.
func On(ln net.Listener, h http.Handler, log *slog.Logger) *Server {
	c := &conns{quiet: map[net.Conn]time.Time{}}
	s := &Server{http: &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ConnState: c.changed, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}}
	s.done.Go(func() { _ = s.http.Serve(ln) }) // ends with ErrServerClosed
	return s
}

// Close stops serving; requests under way are cut off.
func (s *Server) Close() error {
	err := s.http.Close()
	s.done.Wait()
	if s.file != "" {
		err = errors.Join(err, os.Remove(s.file))
	}
	return err
}

// Private serves on a unix socket that its owner alone can open, and removes it at the end.
func Private(path string, h http.Handler, log *slog.Logger) (*Server, error) {
	ln, err := listenPrivate(path)
	if err != nil {
		return nil, err
	}
	s := On(ln, h, log)
	s.file = path
	return s, nil
}

// All are the servers of a program.
type All []*Server

// Close ends them; a listener that fails to close is of no use to anybody.
func (all All) Close() {
	for _, one := range all {
		_ = one.Close()
	}
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
