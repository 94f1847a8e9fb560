package sandbox

import (
	"io"
	"net/http"
)

// ServeHTTP serves /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>. A
// Listener serves the same without net/http.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.serve(&request{
		path: r.URL.Path, query: r.URL.RawQuery, post: r.Method == http.MethodPost, contentType: r.Header.Get("Content-Type"),
		body: func() ([]byte, error) {
			if r.Body == nil {
				return nil, nil
			}
			return io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
		},
		watch: func() (<-chan struct{}, func()) { return r.Context().Done(), func() {} },
	})
	if a.broken {
		panic(http.ErrAbortHandler) // net/http's way to break a connection
	}
	if a.kind != "" {
		w.Header().Set("Content-Type", a.kind)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that went away has no use for an error
}
