package sandbox

import (
	"math/rand/v2"
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
	// LocalFiles makes the server one of its own on the bot's machine, run with
	// --local: getFile has no limit, writes the file into this folder and
	// answers with its absolute path, /file/ is not served, and files may be
	// sent by file:// and be up to 2000 MB large.
	LocalFiles string
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
	local     string
	methods   map[string]method

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
		clock: o.Clock, token: o.Token, bot: o.Bot, noPrivacy: o.NoPrivacy, limits: *o.Limits, spec: o.Spec, local: o.LocalFiles, methods: served(),
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

// Calls counts the requests that reached a method, by its name.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}
