//go:build unix

package main

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// tap is a bot's own way to Telegram. It notes when the bot began to say something.
type tap struct {
	ln    net.Listener
	srv   *http.Server
	polls atomic.Int64

	mu    sync.Mutex
	began []time.Time
}

func newTap(api string) (*tap, error) {
	to, err := url.Parse(api)
	if err != nil {
		return nil, err
	}
	t := &tap{}
	if t.ln, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ErrorLog:     slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug), // bots are killed in the middle of answers
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	t.srv = &http.Server{ReadHeaderTimeout: time.Minute, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch method := path.Base(r.URL.Path); {
		case method == "getUpdates":
			t.polls.Add(1)
		case strings.HasPrefix(method, "send"), strings.HasPrefix(method, "edit"), strings.HasPrefix(method, "delete"):
			t.mu.Lock()
			t.began = append(t.began, time.Now())
			t.mu.Unlock()
		}
		proxy.ServeHTTP(w, r)
	})}
	go func() { _ = t.srv.Serve(t.ln) }() // until it is closed
	return t, nil
}

func (t *tap) url() string { return "http://" + t.ln.Addr().String() }

func (t *tap) close() { _ = t.srv.Close() }

// said returns when the bot began to say something.
func (t *tap) said() []time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]time.Time(nil), t.began...)
}
