package demo

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"liubao/sandbox/web"
)

// page serves the demo page of one show.
type page struct {
	show  *Show
	hosts []string // Host headers that are answered
}

// contentPolicy lets the page load its own files and nothing else; scripts
// cannot turn strings into markup, so that what people write never is any.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// Server serves a show's page.
type Server struct {
	http *http.Server
	ln   net.Listener
	done chan error
}

// Serve serves the page of a show on a loopback address such as
// 127.0.0.1:8600; port 0 takes a free one. Any other address is refused: the
// page has no passwords.
func Serve(show *Show, addr string) (*Server, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("demo: address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("demo: %q is not a loopback address: use 127.0.0.1, because the page has no passwords", addr)
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	s := &Server{ln: ln, done: make(chan error, 1)}
	s.http = &http.Server{Handler: Handler(show, ln.Addr().String()), ReadHeaderTimeout: 10 * time.Second}
	go func() { s.done <- s.http.Serve(ln) }()
	return s, nil
}

// URL is the page's address.
func (s *Server) URL() string { return "http://" + s.ln.Addr().String() + "/" }

// Close stops serving. Open streams are cut.
func (s *Server) Close() error {
	err := s.http.Close()
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// Handler serves the page and its API to requests whose Host is addr or
// localhost with the same port, and which no other site has caused.
func Handler(show *Show, addr string) http.Handler {
	p := &page{show: show, hosts: []string{addr}}
	if _, port, err := net.SplitHostPort(addr); err == nil {
		p.hosts = append(p.hosts, "localhost:"+port, "127.0.0.1:"+port, "[::1]:"+port)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(web.Files))
	p.routes(mux)
	return p.guard(mux)
}

// guard turns away whatever another site or another name for this machine
// (DNS rebinding) has brought here, and tells browsers to be strict.
func (p *page) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if why := p.foreign(r); why != "" {
			http.Error(w, why, http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// foreign says why a request is turned away, "" for one that is not.
func (p *page) foreign(r *http.Request) string {
	if !slices.Contains(p.hosts, r.Host) {
		return "this page is served under its own address only"
	}
	if o := r.Header.Get("Origin"); o != "" {
		if u, err := url.Parse(o); err != nil || u.Scheme != "http" || u.Host != r.Host {
			return "requests of other sites are refused"
		}
	}
	switch site := r.Header.Get("Sec-Fetch-Site"); {
	case site == "" || site == "same-origin" || site == "none":
	case r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Method == http.MethodGet && r.URL.Path == "/":
	default:
		return "requests of other sites are refused"
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return ""
	}
	// Neither type can be sent by a form, so a foreign page would have to ask first.
	switch t, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); t {
	case "application/json", "application/octet-stream":
		return ""
	}
	return "the content type must be application/json or application/octet-stream"
}

// ListenAndShow opens a show in a folder and serves its page until ctx ends.
// ready is told the page's address once.
func ListenAndShow(ctx context.Context, o ShowOptions, addr string, ready func(address string)) (err error) {
	show, err := OpenShow(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, show.Close()) }()
	srv, err := Serve(show, addr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, srv.Close()) }()
	ready(srv.URL())
	select {
	case <-ctx.Done():
		return nil
	case err := <-srv.done:
		srv.done <- http.ErrServerClosed
		return err
	}
}
