package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// Request is a request to the server, as a [Front] reads it.
type Request struct {
	Path        string // without escapes
	Query       string // as it came
	Post        bool
	ContentType string
	// Body reads all of the body. It is called at most once, and the bytes are
	// read until the request is answered.
	Body func() ([]byte, error)
	// Room is where the answer may be put together; nil makes some. Nothing
	// else may be there until the answer is sent.
	Room *[]byte
	// Watch gives a channel that is closed when the client goes away. It is
	// asked for by what waits, which calls stop when it waits no longer.
	Watch func() (gone <-chan struct{}, stop func())
}

// Reply is what a Front sends back.
type Reply struct {
	Status      int
	ContentType string // empty where Telegram says none
	Body        []byte // not to be changed
	Broken      bool   // there is no answer: the connection breaks
}

const kindJSON = "application/json"

// Serve serves /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>.
func (s *Server) Serve(r *Request) Reply {
	if rest, ok := strings.CutPrefix(r.Path, "/file/bot"); ok {
		return s.serveFile(r, rest)
	}
	rest, ok := strings.CutPrefix(r.Path, "/bot")
	token, method, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return errorReply(&apiError{Code: http.StatusNotFound, Description: "Not Found"})
	}
	if token != s.token {
		return errorReply(&apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
	}
	return s.serveMethod(r, strings.TrimSuffix(method, "/"))
}

func (s *Server) serveMethod(r *Request, name string) Reply {
	fault := s.takeFault(name)
	if a, hit := fault.before(s, r); hit {
		return a
	}
	body, err := s.call(r, name)
	if a, hit := fault.after(s, r); hit {
		return a
	}
	if errors.Is(err, errGone) {
		return Reply{Broken: true}
	}
	if err != nil {
		return errorReply(err)
	}
	return Reply{Status: http.StatusOK, ContentType: kindJSON, Body: body}
}

// call runs one method and gives the body of its answer.
func (s *Server) call(r *Request, name string) ([]byte, error) {
	m, ok := methods[name]
	if !ok {
		m, ok = methods[lower(name)]
	}
	if !ok {
		s.checkUnserved(name)
		return nil, &apiError{Code: http.StatusNotFound, Description: "Not Found: method not found"}
	}
	p, err := parseParams(r)
	if err != nil {
		return nil, err
	}
	c := &call{params: p, method: m.name, watch: r.Watch, room: r.Room}
	s.check(c)
	if m.blocking != nil {
		return m.blocking(s, c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[m.name]++
	c.now = s.clock.Now()
	result, err := m.locked(s, c)
	if err != nil {
		return nil, err
	}
	return c.success(result), nil
}

// An answer is this, the result and a brace.
const answerBegins = `{"ok":true,"result":`

// success is the answer with this result. The caller holds the server's mu,
// since the result may be part of the state.
func (c *call) success(result any) []byte {
	return c.done(appendJSON(c.answer(), result))
}

// answer begins one.
func (c *call) answer() []byte {
	if c.room == nil {
		c.room = new([]byte)
	}
	return append((*c.room)[:0], answerBegins...)
}

// done ends an answer.
func (c *call) done(b []byte) []byte {
	*c.room = append(b, '}')
	return *c.room
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

func errorReply(err error) Reply {
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{Code: http.StatusInternalServerError, Description: "Internal Server Error: " + err.Error()}
	}
	b := errorBody{Code: e.Code, Description: e.Description}
	if e.RetryAfter > 0 || e.MigrateTo != 0 {
		b.Parameters = &answerParameters{RetryAfter: e.RetryAfter, MigrateTo: e.MigrateTo}
	}
	var body bytes.Buffer
	_ = json.NewEncoder(&body).Encode(b) // numbers and texts always encode
	return Reply{Status: e.Code, ContentType: kindJSON, Body: body.Bytes()}
}
