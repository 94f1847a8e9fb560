package ops

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"liubao/internal/app/claims"
	"liubao/internal/app/config"
	"liubao/internal/clock"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/sandbox/sandboxtest"
	"liubao/storage"
	"liubao/storage/bolt"
)

// A server that refuses a connection lingers half a second over it.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// patience bounds a wait for what happens in another goroutine; it is reached
// only where a test fails.
const patience = 20 * time.Second

var morning = time.Date(2026, 12, 10, 9, 30, 0, 0, time.FixedZone("", 8*3600))

// journal is a log that tests read.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// site is a place where a bot runs: a Telegram, a folder, a clock.
type site struct {
	t     *testing.T
	tg    *sandbox.Server
	at    *sandbox.Listener
	clock *clock.Virtual
	o     Options
	log   *journal

	p    *Program
	stop context.CancelFunc
	done chan error
}

// newSite makes a site; config adds to its configuration, which has no HTTP
// listener unless config gives one.
func newSite(t *testing.T, text string) *site {
	t.Helper()
	s := &site{t: t, clock: clock.NewVirtual(morning), log: &journal{}}
	s.tg, s.at = sandboxtest.Listen(t, sandbox.Options{Clock: s.clock})
	dir := t.TempDir()
	name := filepath.Join(dir, "config.toml")
	text = fmt.Sprintf("telegram.api = %q\n%s\n", s.at.URL(), text)
	if !strings.Contains(text, "[http]") {
		text += "[http]\nlisten = \"\"\n"
	}
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	conf, err := config.Load(name)
	require.NoError(t, err)
	p, err := conf.LoadPlan("")
	require.NoError(t, err)
	rules, err := conf.Rules(p)
	require.NoError(t, err)
	s.o = Options{
		Config: conf, Plan: p, Rules: rules, Token: config.NewSecret(s.tg.Token()), Clock: s.clock,
		Log: slog.New(slog.NewTextHandler(s.log, nil)), Version: "v1.2.3",
	}
	return s
}

// start runs the program until the test or stop ends it.
func (s *site) start() {
	s.t.Helper()
	var err error
	s.p, err = Open(s.o)
	require.NoError(s.t, err)
	ctx, cancel := context.WithCancel(context.Background())
	s.done = make(chan error, 1)
	go func(p *Program, done chan error) { done <- p.Run(ctx) }(s.p, s.done)
	s.stop = cancel
	s.t.Cleanup(s.end)
}

// end stops the program and waits for it.
func (s *site) end() {
	if s.stop == nil {
		return
	}
	s.stop()
	s.stop = nil
	assert.NoError(s.t, <-s.done)
	assert.NoError(s.t, s.p.Close())
}

func (s *site) until(what string, cond func() bool) {
	s.t.Helper()
	require.Eventually(s.t, cond, patience, time.Millisecond, "%s\n%s", what, s.log)
}

// running waits until the bot asks for updates.
// running waits for this start's bot: the server may not have noticed yet that
// the one before has hung up.
func (s *site) running() {
	s.t.Helper()
	s.until("the bot polls", func() bool { return s.p.service.Load() != nil && s.tg.Polling() })
}

// link returns what the claim file hands to the bot, "" where there is none.
func (s *site) link() string {
	b, err := os.ReadFile(claims.File(s.o.Config))
	if err != nil {
		return ""
	}
	_, secret, _ := strings.Cut(string(b), "?start=")
	return strings.TrimSpace(secret)
}

// director makes a person the office director.
func (s *site) director() *sandbox.Person {
	s.t.Helper()
	s.until("the claim file is there", func() bool { return s.link() != "" })
	p := s.tg.AddUser(sandbox.User{FirstName: "主任甲"})
	_, err := p.Start(s.link())
	require.NoError(s.t, err)
	s.until("somebody is the director", func() bool { return s.people()[reports.Director] == 1 })
	return p
}

// people counts who holds which role.
func (s *site) people() map[reports.Role]int {
	out := map[reports.Role]int{}
	require.NoError(s.t, s.p.engine.View(context.Background(), func(r storage.Reader) error {
		clear(out)
		all, err := storage.AllPeople(r)
		for _, p := range all {
			for _, role := range p.Roles {
				out[role]++
			}
		}
		return err
	}))
	return out
}

func TestFirstStart(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	info, err := os.Stat(claims.File(s.o.Config))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	secret := s.link()
	require.Len(t, secret, 26)

	boss := s.director()
	s.until("the bot answers", func() bool { return s.p.service.Load().Stats().Sent > 0 })
	s.clock.Advance(claimLook)
	s.until("the file is removed", func() bool { return s.link() == "" })
	s.end()

	assert.NotContains(t, s.log.String(), secret)
	assert.NotContains(t, s.log.String(), s.tg.Token())
	assert.NotContains(t, s.log.String(), fmt.Sprint(boss.ID()))

	s.start()
	s.running()
	assert.Empty(t, s.link(), "a second start makes no link")
}

func TestClaimRunsOut(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	first := s.link()
	s.end()

	s.start()
	s.running()
	assert.Equal(t, first, s.link(), "a restart leaves the open link alone")
	s.clock.Advance(time.Hour)
	s.until("the file is removed", func() bool { return s.link() == "" })
	s.end()

	s.start()
	s.running()
	assert.Empty(t, s.link(), "only a command opens the office again")
	assert.Contains(t, s.log.String(), "make one with: liubao claim")
}

func TestTelegramOutOfReach(t *testing.T) {
	s := newSite(t, "")
	require.NoError(t, s.at.Refuse(true))
	s.start()
	s.until("it says so", func() bool { return strings.Contains(s.log.String(), "Telegram cannot be reached;") })
	for range 3 { // further attempts
		require.NoError(t, s.clock.BlockUntil(t.Context(), 1))
		s.clock.Advance(30 * time.Second)
	}
	require.NoError(t, s.at.Refuse(false))
	s.until("the bot polls", func() bool { s.clock.Advance(time.Second); return s.tg.Polling() })
	s.end()
	assert.Equal(t, 1, strings.Count(s.log.String(), "Telegram cannot be reached;"), "it says so once")
	assert.Equal(t, 1, strings.Count(s.log.String(), "can be reached again"))
}

func TestStopWhileOutOfReach(t *testing.T) {
	s := newSite(t, "")
	require.NoError(t, s.at.Refuse(true))
	s.start()
	require.NoError(t, s.clock.BlockUntil(t.Context(), 1))
	s.end()
}

func TestTokenRefused(t *testing.T) {
	s := newSite(t, "")
	wrong := "7000000009:AAF-" + strings.Repeat("x", 32)
	s.o.Token = config.NewSecret(wrong)
	err := Run(t.Context(), s.o)
	require.ErrorContains(t, err, "refuses the token; write the one that @BotFather gave into the environment variable LIUBAO_TOKEN")
	assert.NotContains(t, err.Error()+s.log.String(), wrong)
}

func TestFileInUse(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	_, err := Open(s.o)
	require.ErrorIs(t, err, bolt.ErrLocked)
	assert.ErrorContains(t, err, "stop it first, or use the commands that work beside it")
}
