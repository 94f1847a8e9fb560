//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"liubao/bench/town"
	"liubao/storage/etcd/members"
)

// roomy gives the servers the room of deploy/cluster: an hour of this load writes more
// than the 2 GiB that they take on their own.
var roomy = []string{"--quota-backend-bytes=4294967296", "--auto-compaction-mode=periodic", "--auto-compaction-retention=10m"}

// run lives through what the options say. Its error says what was lost.
func run(ctx context.Context, o options) (err error) {
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "liubao-cluster-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
	}
	if _, err := members.Program(); err != nil {
		return err
	}
	if o.trouble != "" {
		return suffer(ctx, o)
	}
	s, err := found(ctx, o, roomy...)
	if err != nil {
		return err
	}
	defer s.close()
	h := &harm{s: s}
	began := time.Now()
	if err := s.live(ctx, h.all); err != nil {
		return err
	}
	return s.judge(ctx, h, time.Since(began))
}

// live has people report while harm is done, and then until all is answered.
func (s *site) live(ctx context.Context, harm func(context.Context) error) error {
	for _, b := range s.bots {
		if err := s.start(b); err != nil {
			return err
		}
	}
	if _, _, err := s.works(ctx, 0); err != nil {
		return err
	}
	life, end := context.WithCancel(ctx)
	defer end()
	lived := make(chan error, 1)
	go func() { lived <- s.town.Live(life) }()
	harmed := make(chan error, 1)
	go func() { harmed <- harm(life) }()
	select {
	case err := <-lived:
		end()
		return errors.Join(errors.New("everybody stopped early"), err, <-harmed, errors.New(s.logs()))
	case err := <-harmed:
		end()
		if err != nil {
			return errors.Join(err, <-lived)
		}
	}
	if err := <-lived; err != nil {
		return errors.Join(err, errors.New(s.logs()))
	}
	return s.stop()
}

// The kinds of harm.
const (
	killLeader   = "leading bot killed"
	killStandby  = "standby killed"
	killEtcd     = "etcd leader killed"
	killFollower = "etcd follower killed"
	freezeLeader = "leading bot frozen for longer than the lease"
)

var kinds = []string{killLeader, killStandby, killEtcd, killFollower, freezeLeader}

// harm is what was done, and how long the others took.
type harm struct {
	s    *site
	done map[string]int
	took []time.Duration // until another bot was at work
}

// all does as much harm as wanted, each kind as often as the others, in an order
// of chance.
func (h *harm) all(ctx context.Context) error {
	h.done = map[string]int{}
	var order []string
	for len(order) < h.s.o.kills {
		next := slices.Clone(kinds)
		rand.Shuffle(len(next), func(i, j int) { next[i], next[j] = next[j], next[i] })
		order = append(order, next...)
	}
	for n, kind := range order[:h.s.o.kills] {
		if err := h.one(ctx, kind); err != nil {
			h.tell()
			return fmt.Errorf("%d, %s: %w", n+1, kind, err)
		}
		h.done[kind]++
		if (n+1)%20 == 0 && n+1 < h.s.o.kills {
			fmt.Fprintf(h.s.o.out, "%d so far, at %s\n", n+1, time.Now().Format(time.TimeOnly))
			h.tell()
		}
		select {
		case <-time.After(h.s.o.rest/10 + rand.N(h.s.o.rest)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// one does one kind of harm, and makes it good again.
func (h *harm) one(ctx context.Context, kind string) error {
	s := h.s
	leads, term, err := s.works(ctx, 0)
	if err != nil {
		return err
	}
	switch kind {
	case killLeader:
		return h.depose(ctx, term, leads.kill, func() error { return s.start(leads) })
	case freezeLeader:
		return h.freeze(ctx, leads, term)
	case killStandby:
		b := s.bots[rand.N(len(s.bots))]
		for b == leads {
			b = s.bots[rand.N(len(s.bots))]
		}
		if err := b.kill(); err != nil {
			return err
		}
		time.Sleep(rand.N(s.o.rest))
		return s.start(b)
	}
	return h.server(ctx, kind == killEtcd)
}

// freeze stops the leading bot for longer than its lease lasts, and lets it go on
// once another is at work.
func (h *harm) freeze(ctx context.Context, leads *bot, term int64) error {
	began := time.Now()
	return h.depose(ctx, term, leads.freeze, func() error {
		time.Sleep(time.Until(began.Add(h.s.o.lease + h.s.o.lease/2)))
		return leads.thaw()
	})
}

// depose ends a bot's lead, notes how long it takes until another is at work, and
// undoes what it did.
func (h *harm) depose(ctx context.Context, term int64, do, undo func() error) error {
	began := time.Now()
	if err := do(); err != nil {
		return err
	}
	_, _, err := h.s.works(ctx, term)
	h.took = append(h.took, time.Since(began))
	return errors.Join(err, undo())
}

// server kills a server, leaves it dead for a while, and starts it again.
func (h *harm) server(ctx context.Context, leader bool) error {
	all := h.s.servers
	find, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var m *members.Member
	for m == nil {
		lead, others, err := all.Leader(find)
		switch {
		case err == nil && leader:
			m = lead
		case err == nil && len(others) > 0:
			m = others[rand.N(len(others))]
		case find.Err() != nil:
			return fmt.Errorf("no server leads: %w", err)
		default:
			time.Sleep(50 * time.Millisecond)
		}
	}
	m.Kill()
	time.Sleep(rand.N(h.s.o.rest))
	if err := m.Start(); err != nil {
		return err
	}
	return all.Await(find)
}

// judge looks at what the people saw and at what the store holds.
func (s *site) judge(ctx context.Context, h *harm, took time.Duration) error {
	found, err := s.town.Check(ctx)
	if err != nil {
		return err
	}
	said := s.town.Said()
	again, late, wrong := town.Repetitions(said)
	wrong = append(wrong, tooOften(again, s.terms.starts())...)
	for _, f := range s.town.Server.Findings() {
		wrong = append(wrong, fmt.Errorf("a request breaks the Bot API: %v", f))
	}
	deposed := 0
	for _, b := range s.bots {
		deposed += len(s.terms.deposed(b.name, b.tap.said()))
	}
	if len(late) > h.done[freezeLeader] { // what a bot had begun when it was frozen may arrive when it is not
		wrong = append(wrong, fmt.Errorf("%d cards came again behind newer ones; at most one for each of %d bots that were frozen", len(late), h.done[freezeLeader]))
	}
	if deposed > h.done[freezeLeader] {
		wrong = append(wrong, fmt.Errorf("deposed leaders began %d requests; at most one for each of %d that were frozen", deposed, h.done[freezeLeader]))
	}
	acts := 0
	for _, c := range s.town.People {
		acts += c.Acts
	}
	if acts < 5*len(s.town.People) || found.Reports == 0 {
		wrong = append(wrong, fmt.Errorf("too little happened for a judgment: %d updates, %d reports", acts, found.Reports))
	}
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	fmt.Fprintf(s.o.out, "%d harms in %.1f s: %d updates, each answered; %d texts, none missing; %d reports in %d versions;\n"+
		"%d messages, %d of them repeated, %d begun by a deposed leader; %d rows of the audit log, whole\n",
		s.o.kills, took.Seconds(), acts, found.Words, found.Reports, found.Versions, len(said), len(again), deposed, found.Audit)
	h.tell()
	return nil
}

// tell says what was done, and how long it took until another bot was at work.
func (h *harm) tell() {
	for _, kind := range kinds {
		if n := h.done[kind]; n > 0 {
			fmt.Fprintf(h.s.o.out, "  %3d  %s\n", n, kind)
		}
	}
	if n := len(h.took); n > 0 {
		slices.Sort(h.took)
		fmt.Fprintf(h.s.o.out, "another bot at work after %.1f s in the middle, %.1f s at worst\n", h.took[n/2].Seconds(), h.took[n-1].Seconds())
	}
}

// tooOften returns the messages that came again more than once for a chat and a
// change of who leads.
func tooOften(again []town.Said, starts []time.Time) (wrong []error) {
	type occasion struct {
		chat int64
		term int
	}
	times := map[occasion]int{}
	for _, m := range again {
		n := 0
		for n < len(starts) && starts[n].Before(m.At) {
			n++
		}
		at := occasion{m.Chat, n}
		if times[at]++; times[at] > 1 || n < 2 {
			wrong = append(wrong, fmt.Errorf("chat %d: card %d came again, %d times in term %d", m.Chat, m.Version, times[at], n))
		}
	}
	return wrong
}
