package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"liubao/bench/town"
	"liubao/bot"
	"liubao/bot/telegram"
	"liubao/internal/app/config"
	"liubao/internal/app/ops"
	"liubao/internal/clock"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage"
)

// month is the program, who uses it, and what was wrong so far.
type month struct {
	record
	clock    *clock.Virtual
	tg       *sandbox.Server
	program  *ops.Program
	plan     *plan.Plan
	loc      *time.Location
	disk     *disk
	rnd      *rand.Rand
	people   []*sandbox.Person
	over     []func() // what is switched off when its time is over
	until    time.Time
	lived    time.Time // when trouble last had a chance
	restless int       // pauses in a row after which the program was busy still
	told     string    // the file that the operator's command writes
	heard    int       // bytes of it that were read
	out      io.Writer
}

// disk is a file's engine whose disk can be full.
type disk struct {
	storage.Engine
	full atomic.Bool
}

func (d *disk) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if d.full.Load() {
		return fmt.Errorf("%w: no space left on device", storage.ErrNotDurable)
	}
	return d.Engine.Update(ctx, fn)
}

// soak lives through the days and returns what was wrong.
func soak(ctx context.Context, seed uint64, people int, first string, days int, out io.Writer) (wrong []string, err error) {
	start, err := plan.ParseDate(first)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	m := &month{disk: &disk{}, rnd: rand.New(rand.NewPCG(seed, 0)), told: filepath.Join(dir, "told"), out: out}
	if m.plan, err = plan.Load("soak.toml", []byte(town.PlanFile(people, 1, start))); err != nil {
		return nil, err
	}
	m.loc = m.plan.Location()
	m.clock = clock.NewVirtual(start.At(plan.Clock{Hour: 8}, m.loc))
	m.lived = m.clock.Now()
	end, err := m.open(ctx, dir)
	if err != nil {
		return nil, err
	}
	if err := m.gather(ctx, people); err != nil {
		return nil, errors.Join(err, end())
	}
	m.end = m.clock.Now().AddDate(0, 0, days)
	m.moments = m.due()
	for m.clock.Now().Before(m.end) && ctx.Err() == nil {
		if err := m.step(ctx); err != nil {
			return nil, errors.Join(err, end())
		}
	}
	if now := m.clock.Now(); now.Before(m.end) { // interrupted: what was lived is judged
		m.end = now
		if i := slices.IndexFunc(m.moments, func(at time.Time) bool { return at.Add(after).After(now) }); i >= 0 {
			m.end, m.moments = earlier(now, m.moments[i]), m.moments[:i]
		}
	}
	err = errors.Join(m.collect(context.WithoutCancel(ctx)), end())
	wrong = m.judge()
	for _, f := range m.tg.Findings() {
		wrong = append(wrong, fmt.Sprintf("the Bot API does not allow: %s", f))
	}
	fmt.Fprintln(out, m.summary())
	return wrong, err
}

// rules are those of a plan without a cap: nobody reports, and the month's
// reminders are more than a cap lets through.
func rules() schedules.Rules {
	r := schedules.DefaultRules()
	r.Cap = 0
	return r
}

// open starts the program on a data file in dir; the returned function ends it.
func (m *month) open(ctx context.Context, dir string) (end func() error, err error) {
	o := sandbox.Options{Clock: m.clock}
	if o.Spec, err = sandbox.SpecFromEnv(); err != nil {
		return nil, err
	}
	m.tg = sandbox.New(o)
	listener, err := m.tg.Listen("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if m.program, err = m.load(dir, listener.URL()); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan error, 1)
	go func() { done <- m.program.Run(running) }()
	return func() error {
		stop()
		return errors.Join(<-done, m.program.Close(), listener.Close())
	}, nil
}

// load makes the program as serve does, of a configuration file.
func (m *month) load(dir, api string) (*ops.Program, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, "liubao.toml")
	text := fmt.Sprintf("telegram.api = %q\n[alarm]\ncommand = [%q, \"-told\", %q]\n[http]\nlisten = \"\"\n", api, self, m.told)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		return nil, err
	}
	conf, err := config.Load(name)
	if err != nil {
		return nil, err
	}
	return ops.Open(ops.Options{
		Config: conf, Plan: m.plan, Rules: rules(), Token: config.NewSecret(m.tg.Token()), Clock: m.clock,
		Disk: func(e storage.Engine) storage.Engine { m.disk.Engine = e; return m.disk },
	})
}

// gather gives each unit a contact who has started the bot, and the office a director.
func (m *month) gather(ctx context.Context, people int) error {
	for until := time.Now().Add(patience); !m.program.Idle() || !m.tg.Polling(); time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			return errors.New("the program does not start")
		}
	}
	m.got = map[string][]time.Time{}
	for i := range people + 1 {
		a := m.tg.AddUser(sandbox.User{ID: 100001 + int64(i), FirstName: contact(i), LanguageCode: "zh-hans"})
		if _, err := a.Start(""); err != nil {
			return err
		}
		p := reports.Person{ID: fmt.Sprintf("p%03d", i), Name: contact(i), Unit: fmt.Sprintf("u%d", i), Roles: []reports.Role{reports.Contact},
			Chat: telegram.At(a.ID()), Since: m.clock.Now()}
		if i == people {
			p.Unit, p.Name, p.Roles = "", "主任", []reports.Role{reports.Director}
		} else {
			m.people = append(m.people, a)
		}
		if err := m.disk.Update(ctx, func(tx storage.Tx) error { return storage.SavePerson(tx, p) }); err != nil {
			return err
		}
	}
	return nil
}

// How long, in real time, the program may be busy before the clock goes on all the
// same: hardly while something is wrong, and for an aftermath, when what it waits for
// may be something that only the clock ends; else for a pause, by so many of which in
// a row it is stuck.
const (
	patience  = 30 * time.Second
	pause     = time.Second
	pauses    = 30
	lull      = 4 * time.Millisecond
	glance    = time.Millisecond
	aftermath = 3 * time.Minute
)

// step lets the clock go on to the next thing that happens. The operator's command
// is always waited for: what it is told at this moment, it hears at this moment.
func (m *month) step(ctx context.Context) error {
	began := time.Now()
	for {
		watched := m.program.Watched()
		if watched && m.tg.Pending() == 0 && m.tg.Polling() && m.program.Idle() {
			m.restless = 0
			break
		}
		waited := time.Since(began)
		if watched && m.wrong() && waited > lull {
			break
		}
		if watched && waited > pause {
			m.restless++
			break
		}
		if waited > patience {
			break
		}
		if waited < glance {
			runtime.Gosched() // a sleep takes a millisecond, and most moments less
		} else {
			time.Sleep(glance)
		}
	}
	if m.restless > pauses || !m.program.Watched() {
		return fmt.Errorf("%s: the program does not come to rest: watched %v, idle %v, %d updates wait, polling %v", m.clock.Now(), m.program.Watched(), m.program.Idle(), m.tg.Pending(), m.tg.Polling())
	}
	now := m.clock.Now()
	if err := m.listen(now); err != nil {
		return err
	}
	m.disturb(ctx, now)
	m.lived = now
	m.clock.AdvanceTo(m.next(now))
	return nil
}

// wrong reports whether something is wrong, or was a moment ago.
func (m *month) wrong() bool { return m.clock.Now().Before(m.until.Add(aftermath)) }

// next is where the clock goes on to: the next timer, or where all is well and none
// is due soon, the next moment at which the program looks at itself. In such hours all
// its timers but one, which looks for a file, are due at one of these.
func (m *month) next(now time.Time) time.Time {
	next := now.Truncate(look).Add(look)
	t, ok := m.clock.NextTimer()
	if ok && t.Before(next) && (m.wrong() || busy(now.In(m.loc)) || t.Sub(now) < soon) {
		return t
	}
	return next
}

const soon = 4 * time.Second

// busy reports whether it is the hour at which reminders go out, or the next.
func busy(at time.Time) bool { return at.Hour() == 9 || at.Hour() == 10 }

// reminder reports whether a message reminds of reports.
func reminder(text string) bool {
	return strings.Contains(text, "有材料要报") || strings.Contains(text, "以下材料还没收到")
}

// collect takes down what the judge looks at.
func (m *month) collect(ctx context.Context) error {
	for i, a := range m.people {
		name := contact(i)
		m.got[name] = nil
		for _, v := range m.tg.Messages(a.ID(), a.ID()) {
			if v.FromBot && reminder(v.Text) {
				m.got[name] = append(m.got[name], v.At)
			}
		}
	}
	return m.disk.View(ctx, func(r storage.Reader) error {
		letters, err := bot.Letters(r)
		m.dead = nil
		for _, l := range letters {
			m.dead = append(m.dead, l.At)
		}
		return err
	})
}

// due is when the contacts are reminded, the stages of one instant once. The
// schedules are asked hour by hour: of a longer time only the newest would be due.
func (m *month) due() []time.Time {
	var out []time.Time
	for t := m.clock.Now(); t.Before(m.end); t = t.Add(time.Hour) {
		for _, x := range schedules.Due(m.plan, rules(), schedules.NewCalendar(nil), t, t.Add(time.Hour)) {
			if (x.Kind == schedules.Remind || x.Kind == schedules.Nag) && (len(out) == 0 || x.At.After(out[len(out)-1])) {
				out = append(out, x.At)
			}
		}
	}
	return out
}

func contact(n int) string { return fmt.Sprintf("联络员%03d", n) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
