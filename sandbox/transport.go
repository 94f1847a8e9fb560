package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"syscall"
)

// Transport serves a client's requests without a network, for tests in a
// testing/synctest bubble and for benchmarks: a connection that a fault
// breaks is io.ErrUnexpectedEOF. It is safe for concurrent use.
func (s *Server) Transport() http.RoundTripper { return roundTripper{s} }

// Unreachable makes every request through Transport fail like a refused
// connection, until it is called with false. A Listener has Refuse.
func (s *Server) Unreachable(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = yes
}

type roundTripper struct{ s *Server }

func (t roundTripper) RoundTrip(req *http.Request) (*http.Response, error) {
	t.s.mu.Lock()
	down := t.s.down
	t.s.mu.Unlock()
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }() // a RoundTripper closes it, and nobody reads an error
	}
	if down {
		return nil, syscall.ECONNREFUSED
	}
	w := &memoryWriter{header: http.Header{}, status: http.StatusOK}
	in := req.Clone(req.Context()) // the server may change its request
	if in.Body == nil {
		in.Body = http.NoBody
	}
	broken := w.serve(t.s, in)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if broken {
		return nil, io.ErrUnexpectedEOF
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: req,
	}, nil
}

type memoryWriter struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *memoryWriter) Header() http.Header         { return w.header }
func (w *memoryWriter) WriteHeader(status int)      { w.status = status }
func (w *memoryWriter) Write(b []byte) (int, error) { return w.body.Write(b) }

// serve runs the handler; it may end in net/http's way to break a connection.
func (w *memoryWriter) serve(s *Server, r *http.Request) (broken bool) {
	defer func() {
		switch err := recover(); err {
		case nil:
		case http.ErrAbortHandler:
			broken = true
		default:
			panic(err)
		}
	}()
	s.ServeHTTP(w, r)
	return false
}
