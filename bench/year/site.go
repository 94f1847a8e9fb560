package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"liubao/bench/town"
	"liubao/internal/app/moved"
	"liubao/internal/app/stage"
	"liubao/internal/clock"
	"liubao/sandbox"
)

// patience bounds a wait for the program, on the machine's clock; it is reached only
// where something is stuck.
const patience = time.Minute

// site is the program, its Telegram and its operator's hands.
type site struct {
	dir, program, config string
	clock                *clock.Virtual // Telegram's; the program's is moved behind it
	tg                   *sandbox.Server
	at                   *sandbox.Listener
	p                    *town.Process // nil while it is stopped
	socket               *http.Client
	state                moved.State
	work                 time.Duration // how long the programs that ended have computed
}

var _ stage.Place = (*site)(nil)

func newClock() *clock.Virtual { return clock.NewVirtual(begin) }

// found writes the program's files and starts its Telegram. The program does not run yet.
func found(ctx context.Context, dir, program, data string) (s *site, err error) {
	s = &site{dir: dir, program: program, config: filepath.Join(dir, "config.toml"), clock: newClock()}
	if s.program == "" {
		if s.program, err = town.Build(ctx, dir); err != nil {
			return nil, err
		}
	}
	spec, err := specification()
	if err != nil {
		return nil, err
	}
	s.tg = sandbox.New(sandbox.Options{Clock: s.clock, Spec: spec, Seed: 1})
	if s.at, err = s.tg.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	config := fmt.Sprintf("[telegram]\ntoken_file = \"token\"\napi = %q\n[data]\n%ssocket = \"s\"\n[http]\nlisten = \"\"\n[log]\nlevel = \"warn\"\n", s.at.URL(), data)
	err = errors.Join(os.WriteFile(s.config, []byte(config), 0o600), os.WriteFile(filepath.Join(dir, "token"), []byte(s.tg.Token()), 0o600))
	s.socket = &http.Client{Timeout: patience, Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", filepath.Join(dir, "s"))
	}}}
	return s, err
}

// specification is what every request is held against, where the machine has it.
func specification() (*sandbox.Spec, error) {
	name := os.Getenv("LIUBAO_BOTAPI_SPEC")
	if name == "" {
		return nil, nil
	}
	return sandbox.LoadSpec(name)
}

// start starts the program at this moment of the clock, and waits until it polls.
func (s *site) start(ctx context.Context) (err error) {
	s.p, err = town.Serve(s.program, s.config, "--stand-still", "--start-at", s.clock.Now().Format(time.RFC3339Nano))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := s.tg.WaitIdle(ctx); err != nil {
		return fmt.Errorf("the program does not start: %w\n%s", err, s.p.Log())
	}
	return s.Settle(ctx)
}

// stop ends the program as systemd does.
func (s *site) stop() error {
	_, err := s.p.Stop()
	s.work += s.p.Work()
	s.p = nil
	s.socket.CloseIdleConnections()
	return err
}

// close ends everything; what the program logged comes with an error.
func (s *site) close(err error) error {
	if s.p != nil {
		log := s.p.Log()
		if e := s.stop(); e != nil {
			err = errors.Join(err, e)
		}
		if err != nil {
			err = fmt.Errorf("%w\nthe program's log:\n%s", err, log)
		}
	}
	for _, f := range s.tg.Findings() {
		err = errors.Join(err, fmt.Errorf("a request breaks the Bot API: %v", f))
	}
	return errors.Join(err, s.at.Close())
}

// Phones are those of everybody.
func (s *site) Phones() *sandbox.Server { return s.tg }

// Pass lets time pass that nobody lives through.
func (s *site) Pass(ctx context.Context, d time.Duration) error {
	s.clock.Advance(d)
	return s.move(ctx)
}

// move brings the program's clock up to Telegram's, and asks what else is named: to
// rest, or also what is due next.
func (s *site) move(ctx context.Context, ask ...string) error {
	args := url.Values{"to": {s.clock.Now().Format(time.RFC3339Nano)}}
	for _, x := range ask {
		args.Set(x, "1")
	}
	s.state = moved.State{}
	return s.ask(ctx, "clock", args, &s.state)
}

// ask asks the program over its control socket.
func (s *site) ask(ctx context.Context, name string, args url.Values, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://liubao/"+name, strings.NewReader(args.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := s.socket.Do(req)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		text, err := io.ReadAll(resp.Body)
		return errors.Join(fmt.Errorf("%s: %s", name, text), err)
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// Settle waits until everything that can happen at this moment has happened, and
// lets pass the seconds that Telegram's rates make messages wait.
func (s *site) Settle(ctx context.Context) error {
	for range 600 {
		if err := s.rest(ctx); err != nil {
			return err
		}
		next := s.state.Timer
		if s.state.Waiting == 0 && !s.state.Soon || next.IsZero() || next.Sub(s.clock.Now()) > 4*time.Second {
			return nil
		}
		s.clock.AdvanceTo(next)
	}
	return nil
}

// rest waits until nothing is under way, at either end.
func (s *site) rest(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if err := s.tg.WaitIdle(ctx); err != nil {
			return fmt.Errorf("the program does not come to rest: %w", err)
		}
		if err := s.move(ctx, "rest"); err != nil {
			return err
		}
		if s.tg.Pending() == 0 && s.tg.Polling() {
			return nil
		}
	}
}

// advance lives through everything up to t: from one moment that the program names
// to the next, and an hour at most by day.
func (s *site) advance(ctx context.Context, t time.Time) error {
	for {
		if err := s.Settle(ctx); err != nil {
			return err
		}
		now := s.clock.Now()
		if !now.Before(t) {
			return nil
		}
		if err := s.move(ctx, "rest", "due"); err != nil {
			return err
		}
		next := now.Add(time.Hour)
		if h := now.Hour(); h >= 21 || h < 6 {
			next = now.Add(9 * time.Hour)
		}
		if due := s.state.Due; due.After(now) && due.Before(next) {
			next = due
		}
		if next.After(t) {
			next = t
		}
		s.clock.AdvanceTo(next)
	}
}

// run runs a command of the program beside it, as its operator does.
func (s *site) run(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, s.program, append(args, "--config", s.config)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("liubao %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}
