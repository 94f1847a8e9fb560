package sandbox

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Listener serves a sandbox on a loopback address.
type Listener struct {
	s    *Server
	addr string

	mu   sync.Mutex
	stop func() error // nil while refusing
}

// Listen serves on addr, which must be a loopback address; port 0 takes a
// free one.
func (s *Server) Listen(addr string) (*Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("listen on %q: the sandbox serves loopback only", addr)
	}
	l := &Listener{s: s, addr: addr}
	if err := l.open(); err != nil {
		return nil, err
	}
	return l, nil
}

// URL is the base for bots: http://127.0.0.1:port.
func (l *Listener) URL() string { return "http://" + l.addr }

func (l *Listener) open() error {
	ln, err := net.Listen("tcp", l.addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	l.addr = ln.Addr().String()
	l.stop = serve(l.s, ln)
	return nil
}

// serve answers on ln until shut, which cuts every connection.
func serve(s *Server, ln net.Listener) (shut func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	srv := &http.Server{
		Handler:           s,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(ln) // ends with ErrServerClosed when shut
	}()
	return func() error {
		cancel()
		err := srv.Close()
		<-done
		return err
	}
}

// Refuse makes Telegram unreachable: connections are cut and new ones refused
// until it is called with false, which takes the same port again.
func (l *Listener) Refuse(refuse bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if refuse {
		return l.shut()
	}
	if l.stop != nil {
		return nil
	}
	return l.open()
}

func (l *Listener) shut() error {
	if l.stop == nil {
		return nil
	}
	err := l.stop()
	l.stop = nil
	return err
}

// Close stops serving and the sandbox's webhook deliveries.
func (l *Listener) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.shut()
	l.s.Close()
	return err
}
