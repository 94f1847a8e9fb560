//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// trouble is something that happens to the servers for a while.
type trouble struct {
	args  []string // of the servers
	begin func(context.Context, *site) error
	end   func(context.Context, *site) error
	// says is what the leading bot's readiness or log must tell of meanwhile, "" for
	// nothing.
	says string
	// mute: nothing may be answered while it lasts, once what is under way is over.
	mute bool
}

var troubles = map[string]trouble{
	"none": {},
	"space": {
		args:  []string{"--quota-backend-bytes=33554432"},
		begin: func(ctx context.Context, s *site) error { return s.servers.Fill(ctx) },
		end:   func(ctx context.Context, s *site) error { return s.servers.Clear(ctx) },
		says:  "space", mute: true,
	},
	"quorum": {
		begin: func(_ context.Context, s *site) error {
			s.servers.Members[0].Kill()
			s.servers.Members[1].Kill()
			return nil
		},
		end: func(ctx context.Context, s *site) error {
			err := errors.Join(s.servers.Members[0].Start(), s.servers.Members[1].Start())
			return errors.Join(err, s.servers.Await(ctx))
		},
		says: "etcd", mute: true,
	},
	"slow": {
		begin: func(_ context.Context, s *site) error { s.slow(2 * time.Second); return nil },
		end:   func(_ context.Context, s *site) error { s.slow(0); return nil },
		says:  "etcd",
	},
	"member": {
		begin: func(ctx context.Context, s *site) error {
			lead, _, err := s.servers.Leader(ctx)
			if err != nil {
				return err
			}
			return s.servers.Replace(ctx, lead)
		},
		end: func(ctx context.Context, s *site) error { return s.servers.Await(ctx) },
	},
}

func (s *site) slow(d time.Duration) {
	for _, l := range s.lines {
		l.Delay(d)
	}
}

// suffer has people report through a trouble, and looks at what the bots make of it.
func suffer(ctx context.Context, o options) error {
	x, ok := troubles[o.trouble]
	if !ok {
		return fmt.Errorf("there is no trouble %q", o.trouble)
	}
	s, err := found(ctx, o, x.args...)
	if err != nil {
		return err
	}
	defer s.close()
	h := &harm{s: s}
	began := time.Now()
	if err := s.live(ctx, func(ctx context.Context) error { return s.through(ctx, x) }); err != nil {
		return err
	}
	s.o.kills = 0
	if err := s.judge(ctx, h, time.Since(began)); err != nil {
		return err
	}
	return s.pace(time.Since(began))
}

// through lets a trouble last, and waits until a bot is at work again.
func (s *site) through(ctx context.Context, x trouble) error {
	calm(ctx, 3*time.Second)
	if x.begin == nil {
		calm(ctx, s.o.lasts)
		return ctx.Err()
	}
	if err := x.begin(ctx, s); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	began := time.Now()
	calm(ctx, min(s.o.lasts/2, s.o.lease+2*time.Second))
	heard, before := s.hears(ctx, x.says), len(s.town.Said())
	calm(ctx, time.Until(began.Add(s.o.lasts)))
	if n := len(s.town.Said()) - before; x.mute && n > 0 {
		return fmt.Errorf("%d messages were sent meanwhile", n)
	}
	if !heard && x.says != "" {
		return fmt.Errorf("no bot says %q\n%s", x.says, s.logs())
	}
	end, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := x.end(end, s); err != nil {
		return fmt.Errorf("end: %w", err)
	}
	over := time.Now()
	before = len(s.town.Said())
	for len(s.town.Said()) < before+10 {
		if time.Since(over) > patience {
			return fmt.Errorf("nobody is answered %v after it is over\n%s", patience, s.logs())
		}
		calm(ctx, 20*time.Millisecond)
	}
	fmt.Fprintf(s.o.out, "%s for %v: people are answered again %.1f s after it is over\n", s.o.trouble, s.o.lasts, time.Since(over).Seconds())
	calm(ctx, 3*time.Second)
	return nil
}

// hears reports whether a bot's readiness tells of something.
func (s *site) hears(ctx context.Context, what string) bool {
	heard := false
	for _, b := range s.bots {
		text := b.ready(ctx)
		fmt.Fprintf(s.o.out, "%s: %s", b.name, strings.TrimSpace(text)+"\n")
		heard = heard || strings.Contains(text, what)
	}
	return heard
}

func calm(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// pace tells how fast it went.
func (s *site) pace(took time.Duration) error {
	var waits []time.Duration
	for _, c := range s.town.People {
		waits = append(waits, c.Waits...)
	}
	if len(waits) == 0 {
		return errors.New("nobody was answered")
	}
	slices.Sort(waits)
	fmt.Fprintf(s.o.out, "%.0f answered updates/s; an answer after %d ms in the middle, %d ms for 99 of 100\n", float64(len(waits))/took.Seconds(),
		waits[len(waits)/2].Milliseconds(), waits[len(waits)*99/100].Milliseconds())
	return nil
}
