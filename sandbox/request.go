package sandbox

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// reply is what is sent back.
type reply struct {
	status      int
	contentType string // empty where Telegram says none
	body        []byte // not to be changed
	broken      bool   // there is no answer: the connection breaks
}

const kindJSON = "application/json"

// ServeHTTP serves /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.route(r)
	if a.broken {
		panic(http.ErrAbortHandler) // net/http's way to break a connection
	}
	if a.contentType != "" {
		w.Header().Set("Content-Type", a.contentType)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that went away has no use for an error
}

func (s *Server) route(r *http.Request) reply {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		return s.serveFile(r, rest)
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return errorReply(&apiError{Code: http.StatusNotFound, Description: "Not Found"})
	}
	if token != s.token {
		return errorReply(&apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
	}
	return s.serveMethod(r, strings.TrimSuffix(method, "/"))
}

func (s *Server) serveMethod(r *http.Request, name string) reply {
	fault := s.takeFault(name)
	if a, hit := fault.before(s, r); hit {
		return a
	}
	body, err := s.call(r, name)
	if a, hit := fault.after(s, r); hit {
		return a
	}
	if errors.Is(err, errGone) {
		return reply{broken: true}
	}
	if err != nil {
		return errorReply(err)
	}
	return reply{status: http.StatusOK, contentType: kindJSON, body: body}
}

// call runs one method and gives the body of its answer.
func (s *Server) call(r *http.Request, name string) ([]byte, error) {
	m, ok := s.methods[lower(name)]
	if !ok {
		s.checkUnserved(name)
		return nil, &apiError{Code: http.StatusNotFound, Description: "Not Found: method not found"}
	}
	p, err := s.parseParams(r)
	if err != nil {
		return nil, err
	}
	c := &call{params: p, method: m.name, gone: r.Context().Done()}
	s.check(c)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[m.name]++
	c.now = s.clock.Now()
	result, err := m.serve(s, c)
	if err != nil {
		return nil, err
	}
	// Under the lock, since the result may be part of the state.
	return encode(struct {
		OK     bool `json:"ok"`
		Result any  `json:"result"`
	}{true, result}), nil
}

// encode writes one of our own types, all of which encode.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	return b
}

type answerParameters struct {
	RetryAfter int   `json:"retry_after,omitempty"`
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
}

type errorBody struct {
	OK          bool              `json:"ok"`
	Code        int               `json:"error_code"`
	Description string            `json:"description"`
	Parameters  *answerParameters `json:"parameters,omitempty"`
}

func errorReply(err error) reply {
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{Code: http.StatusInternalServerError, Description: "Internal Server Error: " + err.Error()}
	}
	b := errorBody{Code: e.Code, Description: e.Description}
	if e.RetryAfter > 0 || e.MigrateTo != 0 {
		b.Parameters = &answerParameters{RetryAfter: e.RetryAfter, MigrateTo: e.MigrateTo}
	}
	return reply{status: e.Code, contentType: kindJSON, body: encode(b)}
}
