package sandbox

import (
	"io"
	"net/http"
)

// ServeHTTP serves /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.Serve(&Request{
		Path: r.URL.Path, Query: r.URL.RawQuery, Post: r.Method == http.MethodPost, ContentType: r.Header.Get("Content-Type"),
		Body: func() ([]byte, error) {
			if r.Body == nil {
				return nil, nil
			}
			return io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
		},
		Watch: func() (<-chan struct{}, func()) { return r.Context().Done(), func() {} },
	})
	if a.Broken {
		panic(http.ErrAbortHandler) // net/http's way to break a connection
	}
	if a.ContentType != "" {
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // a client that went away has no use for an error
}
