// Package fast serves a sandbox by fasthttp instead of net/http, for half the
// computing: for programs that measure another one on the same machine. It
// stands apart so that the program, whose demo serves a sandbox too, need not
// carry fasthttp.
//
// It promises what net/http keeps for the sandbox: a client that leaves ends
// its long poll, a broken connection is a fault's effect, and nothing is left
// of a port that was shut. There is no Date in its answers.
package fast

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

	"liubao/sandbox"
)

// Sizes in bytes. The sandbox itself refuses what is longer than a file and
// its form, in words; beyond largestBody nobody reads to the end.
const (
	largestBody   = 200 << 20
	largestHeader = 64 << 10 // a query with a text of 4096 characters fits
	writeAtOnce   = 16 << 10
)

// port is a port that is served, with the connections to it.
type port struct {
	s     *sandbox.Server
	ln    net.Listener
	http  *fasthttp.Server
	wg    sync.WaitGroup // the accepting and every connection
	mu    sync.Mutex
	conns map[*connection]struct{} // nil once shut
}

// Front serves s on ln, for [sandbox.Options].
func Front(s *sandbox.Server, ln net.Listener) (shut func() error) {
	p := &port{s: s, ln: ln, conns: map[*connection]struct{}{}}
	p.http = &fasthttp.Server{
		Handler: p.handle, ErrorHandler: refuse, Logger: noLog{},
		MaxRequestBodySize: largestBody, ReadBufferSize: largestHeader, WriteBufferSize: writeAtOnce,
		DisablePreParseMultipartForm: true, NoDefaultServerHeader: true, NoDefaultContentType: true,
		NoDefaultDate: true, // it would keep a goroutine for ever
	}
	p.wg.Go(p.accept)
	return p.shut
}

// noLog: a request that is none is the client's matter, and it is told.
type noLog struct{}

func (noLog) Printf(string, ...any) {}

func (p *port) accept() {
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
func (p *port) shut() error {
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
func (p *port) handle(ctx *fasthttp.RequestCtx) {
	path, query, err := target(string(ctx.RequestURI()))
	if err != nil {
		refuse(ctx, err)
		return
	}
	conn, _ := ctx.Conn().(*connection) // accept made it
	a := p.s.Serve(&sandbox.Request{
		Path: path, Query: query, Post: ctx.IsPost(), ContentType: string(ctx.Request.Header.ContentType()),
		Body:  func() ([]byte, error) { return ctx.Request.Body(), nil },
		Watch: conn.watch, Room: &conn.room,
	})
	if a.Broken {
		_ = conn.Close() // what is then written goes nowhere
		return
	}
	if a.ContentType == "" {
		a.ContentType = http.DetectContentType(a.Body) // as net/http does
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
	letter := r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
	return r > unicode.MaxASCII || !letter && r != '/' && r != ':' && r != '_' && r != '-' && r != '.'
}

func write(ctx *fasthttp.RequestCtx, a sandbox.Reply) {
	ctx.SetStatusCode(a.Status)
	ctx.SetContentType(a.ContentType)
	ctx.Response.SetBodyRaw(a.Body)
}

// refuse answers what is no request.
func refuse(ctx *fasthttp.RequestCtx, err error) {
	var header *fasthttp.ErrSmallBuffer
	code, text := http.StatusBadRequest, "Bad Request: invalid request"
	switch {
	case errors.As(err, &header):
		code, text = http.StatusRequestHeaderFieldsTooLarge, "Request Header Fields Too Large"
	case errors.Is(err, fasthttp.ErrBodyTooLarge):
		code, text = http.StatusRequestEntityTooLarge, "Request Entity Too Large"
	}
	write(ctx, sandbox.Reply{
		Status: code, ContentType: "application/json",
		Body: fmt.Appendf(nil, `{"ok":false,"error_code":%d,"description":%q}`, code, text),
	})
	ctx.SetConnectionClose()
}
