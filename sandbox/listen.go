package sandbox

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"unicode"

	"github.com/valyala/fasthttp"
)

// Listener serves a sandbox on a loopback address. It answers as
// [Server.ServeHTTP] does but for the Date, which it leaves out, and for half
// the computing: it stands beside programs that are measured on the same machine.
type Listener struct {
	s    *Server
	addr string

	mu   sync.Mutex
	open *openPort // nil while refusing
}

// openPort is a port that is listened on, with the connections to it.
type openPort struct {
	ln    net.Listener
	http  *fasthttp.Server
	wg    sync.WaitGroup // the accepting and every connection
	mu    sync.Mutex
	conns map[*connection]struct{} // nil once closed
}

// Sizes in bytes. What is longer than a file and its form is answered by
// parseParams as long as it is no longer than largestBody.
const (
	largestBody   = 4 * maxRequest
	largestHeader = 64 << 10 // a query with a text of 4096 characters fits
	writeAtOnce   = 16 << 10
)

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
	if err := l.begin(); err != nil {
		return nil, err
	}
	return l, nil
}

// URL is the base for bots: http://127.0.0.1:port.
func (l *Listener) URL() string { return "http://" + l.addr }

func (l *Listener) begin() error {
	ln, err := net.Listen("tcp", l.addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	l.addr = ln.Addr().String()
	p := &openPort{ln: ln, conns: map[*connection]struct{}{}, http: &fasthttp.Server{
		Handler: l.s.handle, ErrorHandler: refuse, Logger: noLog{},
		MaxRequestBodySize: largestBody, ReadBufferSize: largestHeader, WriteBufferSize: writeAtOnce,
		DisablePreParseMultipartForm: true, NoDefaultServerHeader: true, NoDefaultContentType: true,
		NoDefaultDate: true, // it would keep a goroutine for ever
	}}
	p.wg.Go(p.accept)
	l.open = p
	return nil
}

// noLog: a request that is none is the client's matter, and it is told.
type noLog struct{}

func (noLog) Printf(string, ...any) {}

func (p *openPort) accept() {
	for {
		conn, err := p.ln.Accept()
		if err != nil {
			return // closed
		}
		c := &connection{Conn: conn}
		p.mu.Lock()
		if p.conns == nil {
			p.mu.Unlock()
			_ = c.Close() // nobody is told of a connection that was never served
			return
		}
		p.conns[c] = struct{}{}
		p.mu.Unlock()
		p.wg.Go(func() {
			_ = p.http.ServeConn(c) // the client's matter, as above
			p.mu.Lock()
			delete(p.conns, c)
			p.mu.Unlock()
		})
	}
}

// shut cuts every connection and waits for what is being served on them.
func (p *openPort) shut() error {
	err := p.ln.Close()
	p.mu.Lock()
	for c := range p.conns {
		_ = c.Close() // cut, whatever its state
	}
	p.conns = nil
	p.mu.Unlock()
	p.wg.Wait()
	return err
}

// handle serves one request.
func (s *Server) handle(ctx *fasthttp.RequestCtx) {
	path, query, err := target(string(ctx.RequestURI()))
	if err != nil {
		refuse(ctx, err)
		return
	}
	conn, _ := ctx.Conn().(*connection) // accept made it
	a := s.serve(&request{
		path: path, query: query, post: ctx.IsPost(), contentType: string(ctx.Request.Header.ContentType()),
		body: func() ([]byte, error) {
			if b := ctx.Request.Body(); len(b) <= maxRequest {
				return b, nil
			}
			return nil, &http.MaxBytesError{Limit: maxRequest}
		},
		watch: conn.watch, room: &conn.room,
	})
	if a.broken {
		_ = conn.Close() // what is then written goes nowhere
		return
	}
	if a.kind == "" {
		a.kind = http.DetectContentType(a.body) // as net/http does
	}
	write(ctx, a)
}

// target takes the line of a request apart.
func target(uri string) (path, query string, err error) {
	if strings.HasPrefix(uri, "/") && !strings.HasPrefix(uri, "//") && strings.IndexFunc(uri, notPlain) < 0 {
		return uri, "", nil // as nearly all of them are
	}
	u, err := url.ParseRequestURI(uri)
	if err != nil {
		return "", "", err
	}
	return u.Path, u.RawQuery, nil
}

func notPlain(r rune) bool {
	return r > unicode.MaxASCII || !isAlnum(byte(r)) && r != '/' && r != ':' && r != '_' && r != '-' && r != '.'
}

func write(ctx *fasthttp.RequestCtx, a reply) {
	ctx.SetStatusCode(a.status)
	ctx.SetContentType(a.kind)
	ctx.Response.SetBodyRaw(a.body)
}

// refuse answers what is no request.
func refuse(ctx *fasthttp.RequestCtx, err error) {
	var header *fasthttp.ErrSmallBuffer
	e := &apiError{Code: http.StatusBadRequest, Description: "Bad Request: invalid request"}
	switch {
	case errors.As(err, &header):
		e = &apiError{Code: http.StatusRequestHeaderFieldsTooLarge, Description: "Request Header Fields Too Large"}
	case errors.Is(err, fasthttp.ErrBodyTooLarge):
		e = &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	}
	write(ctx, errorReply(e))
	ctx.SetConnectionClose()
}

// Refuse makes Telegram unreachable: connections are cut and new ones refused
// until it is called with false, which takes the same port again.
func (l *Listener) Refuse(refuse bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if refuse {
		return l.shut()
	}
	if l.open != nil {
		return nil
	}
	return l.begin()
}

func (l *Listener) shut() error {
	if l.open == nil {
		return nil
	}
	err := l.open.shut()
	l.open = nil
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
