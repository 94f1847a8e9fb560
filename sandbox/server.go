package sandbox

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options sets up a server. The zero value works.
type Options struct {
	// Clock is the time; nil is the real clock.
	Clock Clock
	// Token is the only one accepted; empty is [DefaultToken].
	Token string
	// Bot describes the bot; an empty one is 六保督办 @liubao_bot.
	Bot User
	// NoPrivacy lets the bot read everything in groups, as a bot whose
	// privacy mode was switched off with BotFather.
	NoPrivacy bool
	// Limits are the rates; nil is [RealLimits].
	Limits *Limits
	// Spec is the API specification that every request is held against; nil
	// checks nothing.
	Spec *Spec
	// Seed makes ids repeatable; 0 takes a random one.
	Seed uint64
}

// DefaultToken is the bot's token where none is given.
const DefaultToken = "7000000001:AAF-sandbox_token_of_liubao_0123456789"

// Server is a Bot API server with one bot. It is safe for concurrent use.
type Server struct {
	clock     Clock
	token     string
	bot       User
	noPrivacy bool
	limits    Limits
	spec      *Spec

	mu       sync.Mutex
	st       state
	rnd      *rand.Rand
	poll     *poller
	changed  chan struct{} // closed and replaced when pollers should look again
	subs     map[*Subscription]struct{}
	seq      int64
	overall  bucket
	forgot   time.Time // when old taps were last looked for
	faults   []*Fault
	down     bool // for Transport
	findings []Finding
	calls    map[string]int
	hook     *hookSender
}

// New makes a server that has no people yet.
func New(o Options) *Server {
	if o.Clock == nil {
		o.Clock = realClock{}
	}
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Bot.ID == 0 {
		o.Bot = User{ID: 7000000001, FirstName: "六保督办", Username: "liubao_bot"}
	}
	o.Bot.IsBot = true
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	if o.Limits == nil {
		o.Limits = &RealLimits
	}
	s := &Server{
		clock: o.Clock, token: o.Token, bot: o.Bot, noPrivacy: o.NoPrivacy, limits: *o.Limits, spec: o.Spec,
		st:      newState(),
		rnd:     rand.New(rand.NewPCG(o.Seed, 1)),
		changed: make(chan struct{}),
		subs:    map[*Subscription]struct{}{},
		calls:   map[string]int{},
	}
	s.st.NextUpdate = 100_000_000 + s.rnd.Int64N(800_000_000)
	return s
}

// Token is the token the server accepts.
func (s *Server) Token() string { return s.token }

// Bot is the bot's user.
func (s *Server) Bot() User { return s.bot }

// ServeHTTP serves /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, rest)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		writeError(w, &apiError{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	if token != s.token {
		writeError(w, &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	}
	s.serveMethod(w, r, strings.TrimSuffix(method, "/"))
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, name string) {
	fault := s.takeFault(name)
	if fault.before(s, w, r) {
		return
	}
	result, err := s.call(r, name)
	if fault.after(s, w, r) {
		return
	}
	if errors.Is(err, errGone) {
		return
	}
	if err != nil {
		writeError(w, err)
		return
	}
	writeResult(w, result)
}

// call runs one method and gives its result as JSON.
func (s *Server) call(r *http.Request, name string) (json.RawMessage, error) {
	m, ok := methods[strings.ToLower(name)]
	if !ok {
		s.checkUnserved(name)
		return nil, &apiError{Code: http.StatusNotFound, Description: "Not Found: method not found"}
	}
	p, err := parseParams(r)
	if err != nil {
		return nil, err
	}
	c := &call{params: p, method: m.name, ctx: r.Context()}
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
	return json.Marshal(result)
}

// Calls counts the requests that reached a method, by its name.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

func writeResult(w http.ResponseWriter, result json.RawMessage) {
	w.Header().Set("Content-Type", "application/json")
	body := make([]byte, 0, len(result)+24)
	body = append(body, `{"ok":true,"result":`...)
	body = append(body, result...)
	body = append(body, '}')
	_, _ = w.Write(body) // a client that went away has no use for an error
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

func writeError(w http.ResponseWriter, err error) {
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{Code: http.StatusInternalServerError, Description: "Internal Server Error: " + err.Error()}
	}
	b := errorBody{Code: e.Code, Description: e.Description}
	if e.RetryAfter > 0 || e.MigrateTo != 0 {
		b.Parameters = &answerParameters{RetryAfter: e.RetryAfter, MigrateTo: e.MigrateTo}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(e.Code)
	_ = json.NewEncoder(w).Encode(b) // as above
}
