//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"liubao/bench/town"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/etcd"
	"liubao/storage/etcd/members"
)

// patience bounds the wait for whatever has to come back: on a machine that does much
// else a server takes half a minute to start.
const patience = 3 * time.Minute

const prefix = "liubao/town"

type options struct {
	kills, units, contacts int
	lease, rest, lasts     time.Duration
	think                  time.Duration
	trouble                string
	dir                    string
	spec                   *sandbox.Spec
	out                    io.Writer
}

// site is three bots on three servers, and the people they serve.
type site struct {
	o       options
	servers *members.Cluster
	lines   []*members.Line // from the bots to each server
	town    *town.Town
	bots    []*bot
	watch   *etcd.Engine // a look at who leads
	terms   *terms
	program string
}

// bot is one of the bots, with a line of its own to Telegram.
type bot struct {
	name   string
	config string
	health string // host:port
	tap    *tap
	p      *town.Process
}

// found builds everything; nothing is started but the servers.
func found(ctx context.Context, o options, args ...string) (s *site, err error) {
	s = &site{o: o}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.program, err = town.Build(ctx, o.dir); err != nil {
		return s, err
	}
	start, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if s.servers, err = members.Start(start, filepath.Join(o.dir, "etcd"), 3, append(args, members.Args...)...); err != nil {
		return s, err
	}
	var lines []string
	for _, m := range s.servers.Members {
		l, err := members.NewLine(strings.TrimPrefix(m.Endpoint, "http://"))
		if err != nil {
			return s, err
		}
		s.lines = append(s.lines, l)
		lines = append(lines, "http://"+l.Addr())
	}
	if s.watch, err = s.open("watch"); err != nil {
		return s, err
	}
	s.town, err = town.New(town.Options{
		Dir: o.dir, Units: o.units, Contacts: o.contacts, Tasks: 3, Spec: o.spec, Store: s.store,
		Limits: &sandbox.NoLimits, Unlimited: true, Think: o.think, Bursts: true, Impatient: 2*patience + o.lasts,
	})
	if err != nil {
		return s, err
	}
	for i := range 3 {
		b, err := s.bot(fmt.Sprintf("bot-%d", i+1), lines)
		if err != nil {
			return s, err
		}
		s.bots = append(s.bots, b)
	}
	s.terms, err = watchTerms(s.servers, prefix+"/leader")
	return s, err
}

func (s *site) open(node string) (*etcd.Engine, error) {
	return etcd.Open(etcd.Options{Endpoints: s.servers.Endpoints(), Prefix: prefix, Lease: 2 * time.Second, Node: node})
}

// store opens the data for the town, which writes at the beginning and reads at the
// end, when no bot runs.
func (s *site) store() (storage.Engine, error) {
	e, err := s.open("town")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := e.Campaign(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (s *site) bot(name string, lines []string) (*bot, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &bot{name: name, config: filepath.Join(s.o.dir, name+".toml"), health: ln.Addr().String()}
	if err := ln.Close(); err != nil {
		return nil, err
	}
	if b.tap, err = newTap(s.town.Listener.URL()); err != nil {
		return nil, err
	}
	data := fmt.Sprintf("file = %q\netcd = [%q, %q, %q]\netcd_prefix = %q\nlease = %q\nnode = %q",
		filepath.Join(s.o.dir, name, "liubao.db"), lines[0], lines[1], lines[2], prefix, s.o.lease, name)
	text := strings.Replace(s.town.Configuration(b.tap.url(), b.health, data), `level = "warn"`, `level = "info"`, 1)
	return b, os.WriteFile(b.config, []byte(text), 0o600)
}

// start starts a bot that does not run.
func (s *site) start(b *bot) (err error) {
	if b.p == nil {
		b.p, err = town.Serve(s.program, b.config)
	}
	return err
}

// kill ends a bot as a power cut does.
func (b *bot) kill() error {
	p := b.p
	b.p = nil
	return p.Kill()
}

func (b *bot) freeze() error { return b.p.Signal(syscall.SIGSTOP) }
func (b *bot) thaw() error   { return b.p.Signal(syscall.SIGCONT) }

// leader returns the bot that leads, nil where none does.
func (s *site) leader(ctx context.Context) (*bot, int64, error) {
	l, ok, err := s.watch.Leader(ctx)
	if err != nil || !ok {
		return nil, 0, err
	}
	for _, b := range s.bots {
		if b.name == l.Node {
			return b, l.Term, nil
		}
	}
	return nil, 0, fmt.Errorf("%s leads, which is none of the bots", l.Node)
}

// works waits until a bot leads in a later term than after and polls, and returns it.
func (s *site) works(ctx context.Context, after int64) (*bot, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var polls int64
	var leads *bot
	for {
		b, term, err := s.leader(ctx)
		if err == nil && b != nil && term > after {
			if b != leads {
				leads, polls = b, b.tap.polls.Load()
			}
			if b.tap.polls.Load() > polls {
				return b, term, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, 0, errors.Join(fmt.Errorf("no bot took over within %v: term %d after %d", patience, term, after), err, errors.New(s.logs()))
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// ready asks a bot how it is.
func (b *bot) ready(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+b.health+"/readyz", nil)
	if err != nil {
		return err.Error()
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// logs are the ends of what the bots printed.
func (s *site) logs() string {
	var out strings.Builder
	for _, b := range s.bots {
		if b.p == nil {
			fmt.Fprintf(&out, "%s does not run\n", b.name)
			continue
		}
		text := b.p.Log()
		fmt.Fprintf(&out, "%s: …%s\n", b.name, text[max(0, len(text)-6000):])
	}
	return out.String()
}

// stop ends the bots, so that the data can be looked at.
func (s *site) stop() error {
	var errs []error
	for _, b := range s.bots {
		if b.p != nil {
			_, err := b.p.Stop()
			errs = append(errs, err)
			b.p = nil
		}
	}
	return errors.Join(errs...)
}

// close ends everything.
func (s *site) close() {
	for _, b := range s.bots {
		if b.p != nil {
			_ = b.thaw()
			_ = b.kill() // it may have ended
		}
		b.tap.close()
	}
	if s.terms != nil {
		s.terms.close()
	}
	if s.watch != nil {
		_ = s.watch.Close() // it only looked
	}
	if s.town != nil {
		_ = s.town.Close()
	}
	for _, l := range s.lines {
		l.Close()
	}
	if s.servers != nil {
		s.servers.Close()
	}
}
