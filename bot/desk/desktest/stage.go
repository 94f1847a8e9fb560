package desktest

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/spine"
	"liubao/bot/telegram"
	"liubao/internal/app/service"
	"liubao/internal/clock"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
	"liubao/storage/migrate"
)

// stage is the whole bot, as serve runs it, against the sandbox: the store in
// memory with every transaction run twice, the clock moved by the test. It
// lives in a synctest bubble, so that "everything that can happen at this
// moment has happened" is known and not waited for.
//
// The bot is stopped and put together anew before everything that happens
// (reboot), so that every test is a restart test: nothing but the store lasts.
type stage struct {
	t       tester
	plan    *plan.Plan
	planNow func(storage.Reader) (*plan.Plan, error) // nil for plan for ever
	loc     *time.Location
	clock   *clock.Virtual
	sandbox *sandbox.Server
	engine  storage.Engine
	svc     *service.Service
	rules   schedules.Rules
	days    []schedules.DayOverride
	signOff map[string]plan.SignOff
	auto    bool
	protect bool                   // of [desk.Config]
	extra   func(id string) string // what the operator's cron lines say
	down    bool                   // the process is not running
	forbade bool                   // a group has kept the bot from something
	damaged bool                   // a row was
	cursor  string
	cast    map[string]*sandbox.Person
	order   []string // names of the cast as they came
	groups  map[string]*sandbox.Group
	sub     *sandbox.Subscription
	shown   []shownButton
	seen    []sandbox.Button  // as they were sent
	words   map[string]string // what each of the bot's messages says now
	links   []string          // secrets of the deep links ever shown

	mu      sync.Mutex
	secrets int
}

// shownButton is a button that a chat has been shown at some time.
type shownButton struct {
	chat    int64
	message int
	label   string
	data    string
}

// longTick is how long the jobs sleep where nothing is due: they wake at every
// moment and timer all the same.
const longTick = 24 * time.Hour

// onStage runs fn on a stage of the shipped plan that starts on 1 December
// 2026. The clock stands at 9:00 on the 9th.
func onStage(t *testing.T, fn func(s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		defer func() { // a test that fails half-way leaves nothing running
			if s.svc != nil {
				s.svc.Stop(s.ctx())
			}
			s.sandbox.Close()
		}()
		fn(s)
		s.close()
	})
}

// tester is what a stage asks of a test: a *testing.T or a *rapid.T.
type tester interface {
	require.TestingT
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func newStage(t tester) *stage {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	loc, err := time.LoadLocation(p.Zone)
	require.NoError(t, err)
	p.Starts = plan.Date{Year: 2026, Month: time.December, Day: 1}
	s := &stage{t: t, plan: p, loc: loc, rules: schedules.DefaultRules(), auto: true,
		clock:   clock.NewVirtual(time.Date(2026, time.December, 9, 9, 0, 0, 0, loc)),
		engine:  mem.With(mem.Options{Twice: true}),
		signOff: map[string]plan.SignOff{}, words: map[string]string{}, cast: map[string]*sandbox.Person{}, groups: map[string]*sandbox.Group{}}
	require.NoError(t, migrate.Run(s.ctx(), s.engine, nil))
	o := sandbox.Options{Clock: s.clock, Seed: 1}
	o.Spec, err = sandbox.SpecFromEnv()
	require.NoError(t, err)
	s.sandbox = sandbox.New(o)
	s.sub = s.sandbox.Subscribe()
	return s
}

func (s *stage) close() {
	s.halt()
	s.sub.Close()
	s.sandbox.Close()
	require.NoError(s.t, s.engine.Close())
	for _, f := range s.sandbox.Findings() {
		s.t.Errorf("the Bot API does not allow: %s", f)
	}
}

// secret makes the secrets of invites and the ids of people repeatable.
func (s *stage) secret() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets++
	sum := sha256.Sum256(fmt.Appendf(nil, "secret %d", s.secrets))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))[:26]
}

// boot starts the bot, as a process does on a machine. Only polling is the
// stage's own: see pump.
func (s *stage) boot() {
	if s.svc != nil || s.down {
		return
	}
	client := s.client()
	svc, err := service.New(s.ctx(), service.Options{
		Engine: s.engine, Client: client, Clock: s.clock, Log: slog.New(slog.DiscardHandler), Tick: longTick,
		Desk: desk.Config{Plan: s.plan, Rules: s.rules, Calendar: schedules.NewCalendar(s.days), SignOff: s.signOff, PlanNow: s.planNow,
			Options: desk.Options{Extra: s.extra, AutoPublish: s.auto, Protect: s.protect, Secret: s.secret}},
	})
	require.NoError(s.t, err)
	s.svc = svc
	svc.Start(spine.Handling, spine.Delivering, spine.Scheduling)
}

func (s *stage) ctx() context.Context { return context.Background() }

func (s *stage) client() *telegram.Client {
	c, err := telegram.New(telegram.Config{Token: s.sandbox.Token(), BaseURL: "http://sandbox.invalid",
		HTTPClient: &http.Client{Transport: s.sandbox.Transport()}})
	require.NoError(s.t, err)
	return c
}

// halt ends the process.
func (s *stage) halt() {
	if s.svc == nil {
		return
	}
	st := s.svc.Stats()
	dead := st.DeadIn + st.Panics
	if s.damaged { // whose own row is damaged may not be heard
		dead = st.Panics
	}
	if !s.forbade { // what a group does not let through is a dead letter
		dead += st.DeadOut
	}
	require.Zero(s.t, dead, "dead letters: %s", s.deadLetters())
	require.Zero(s.t, st.Floods, "the sandbox answered 429")
	s.svc.Stop(s.ctx())
	s.svc = nil
}

func (s *stage) deadLetters() string {
	var out strings.Builder
	require.NoError(s.t, s.engine.View(s.ctx(), func(r storage.Reader) error {
		return storage.Each(r, storage.RowDead.Prefix(), "", 0, func(k string, v json.RawMessage) error {
			fmt.Fprintf(&out, "\n%s %s", k, v)
			return nil
		})
	}))
	return out.String()
}

func (s *stage) reboot() {
	s.halt()
	s.boot()
}

// pump hands what people did to the bot, as a webhook does. It reports whether
// there was anything.
func (s *stage) pump() bool {
	if s.down {
		return false
	}
	events := s.receive()
	require.NoError(s.t, s.svc.Accept(s.ctx(), events...))
	return len(events) > 0
}

// receive asks for what people did.
func (s *stage) receive() []bot.Inbound {
	events, next, err := s.client().Receive(s.ctx(), s.cursor, 100, 0)
	require.NoError(s.t, err)
	s.cursor = next
	return events
}

// settle lives through this moment: everything that can happen has happened,
// and the seconds that Telegram's rates make messages wait have passed.
func (s *stage) settle() {
	for range 3000 {
		synctest.Wait()
		if s.pump() {
			continue
		}
		if s.svc == nil || s.svc.Stats().Outbox == 0 && !s.svc.Expectant() {
			return
		}
		next, ok := s.clock.NextTimer()
		if !ok || next.Sub(s.clock.Now()) > 4*time.Second {
			return
		}
		s.clock.AdvanceTo(next)
	}
	s.t.Fatal("the bot does not come to rest")
}

// pass lets time go by, and the bot do what falls due before anybody acts.
func (s *stage) pass(d time.Duration) {
	s.clock.Advance(d)
	synctest.Wait()
}

// advanceTo lives through everything up to t. see is told after each moment.
func (s *stage) advanceTo(t time.Time, see func()) {
	s.settle()
	see()
	for s.clock.Now().Before(t) {
		next, ok := s.clock.NextTimer()
		if !ok || next.After(t) {
			next = t
		}
		s.clock.AdvanceTo(next)
		s.settle()
		see()
	}
}

// user gives somebody a phone.
func (s *stage) user(name string) *sandbox.Person {
	if p := s.cast[name]; p != nil {
		return p
	}
	p := s.sandbox.AddUser(sandbox.User{ID: 200001 + int64(len(s.order)), FirstName: name, LanguageCode: "zh-hans"})
	s.cast[name] = p
	s.order = append(s.order, name)
	return p
}

// person makes somebody a member who has joined before the story begins.
func (s *stage) person(name, unit string, roles ...reports.Role) reports.Person {
	u := s.user(name)
	_, err := u.Start("")
	require.NoError(s.t, err)
	s.drop()
	p := reports.Person{ID: fmt.Sprintf("p%02d", len(s.order)), Name: name, Unit: unit, Roles: roles,
		Chat: telegram.At(u.ID()), Since: s.clock.Now()}
	s.write(func(tx storage.Tx) error { return storage.SavePerson(tx, p) })
	return p
}

// drop throws away what the bot has not been handed yet.
func (s *stage) drop() {
	s.receive()
}

// boundGroup makes the task-force group before the story begins.
func (s *stage) boundGroup(title, owner string, topics ...string) {
	s.group(title, owner, sandbox.Supergroup, topics...)
	g := s.groups[title]
	g.AddBot(s.cast[owner])
	for _, name := range s.order {
		g.Add(s.cast[owner], s.cast[name])
	}
	s.drop()
	row := reports.Group{Chat: telegram.At(g.ID()), Title: title, By: "p01", At: s.clock.Now()}
	if len(topics) > 0 {
		row.Thread = g.Topic(topics[0])
	}
	s.write(func(tx storage.Tx) error { return storage.SaveGroup(tx, row) })
}

func (s *stage) group(title, owner, kind string, topics ...string) {
	g, err := s.sandbox.AddGroup(title, kind, s.user(owner), topics...)
	require.NoError(s.t, err)
	s.groups[title] = g
}

func (s *stage) write(fn func(storage.Tx) error) {
	require.NoError(s.t, s.engine.Update(s.ctx(), fn))
}

// dump returns everything in the store, by key.
func (s *stage) dump(skip ...string) map[string]string {
	out := map[string]string{}
	require.NoError(s.t, s.engine.View(s.ctx(), func(r storage.Reader) error {
		return r.Scan("", "", 0, func(k string, v []byte) error {
			for _, p := range skip {
				if strings.HasPrefix(k, p) {
					return nil
				}
			}
			out[k] = string(v)
			return nil
		})
	}))
	return out
}

// button finds the newest button with the label that the person can press in a
// chat; a label that ends in … stands for any that begins so. old takes the
// first one ever shown instead, on a card that may have changed since.
func (s *stage) button(chat int64, label string, old bool) (message int, data string, ok bool) {
	begin, any := strings.CutSuffix(label, "…")
	fits := func(l string) bool { return l == label || any && strings.HasPrefix(l, begin) }
	if old {
		for _, b := range s.shown {
			if b.chat == chat && fits(b.label) {
				return b.message, b.data, true
			}
		}
		return 0, "", false
	}
	msgs := s.sandbox.Messages(chat, 0)
	for i := len(msgs) - 1; i >= 0; i-- {
		if msgs[i].ReplyMarkup == nil {
			continue
		}
		for _, row := range msgs[i].ReplyMarkup.Rows {
			for _, b := range row {
				if b.CallbackData != "" && fits(b.Text) {
					return msgs[i].MessageID, b.CallbackData, true
				}
			}
		}
	}
	return 0, "", false
}
