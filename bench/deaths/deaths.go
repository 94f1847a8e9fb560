package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"liubao/bench/town"
	"liubao/sandbox"
)

// drain is how long the program may take to end on SIGTERM.
const drain = 5 * time.Second

// patience bounds the wait for a start.
const patience = 30 * time.Second

type options struct {
	kills, units, contacts int
	longest                time.Duration
	dir                    string
	spec                   *sandbox.Spec
	out                    io.Writer
}

// run lives through the deaths. Its error says what was lost.
func run(ctx context.Context, o options) (err error) {
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "liubao-deaths-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
	}
	program, err := town.Build(ctx, o.dir)
	if err != nil {
		return err
	}
	t, err := town.New(town.Options{
		Dir: o.dir, Units: o.units, Contacts: o.contacts, Tasks: 3, Spec: o.spec,
		Limits: &sandbox.NoLimits, Unlimited: true, Think: 20 * time.Millisecond, Bursts: true, Impatient: patience,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	began := time.Now()
	deaths, last, err := die(ctx, o, t, program)
	if err != nil {
		return err
	}
	took, err := last.Stop()
	if err != nil {
		return err
	}
	if took > drain {
		return fmt.Errorf("SIGTERM: the program took %v to end", took)
	}
	return judge(ctx, o, t, deaths, time.Since(began), took)
}

// die kills the program again and again while people go on, and returns when,
// with the program that was left alone.
func die(ctx context.Context, o options, t *town.Town, program string) (deaths []time.Time, p *town.Process, err error) {
	life, end := context.WithCancel(ctx)
	defer end()
	lived := make(chan error, 1)
	if p, err = start(ctx, t, program); err != nil {
		return nil, nil, err
	}
	go func() { lived <- t.Live(life) }()
	for n := range o.kills {
		select {
		case <-time.After(o.longest/20 + rand.N(o.longest)):
		case err := <-lived:
			return deaths, p, errors.Join(errors.New("everybody stopped early"), err, p.Kill())
		case <-ctx.Done():
			return deaths, p, errors.Join(ctx.Err(), p.Kill())
		}
		if deaths, err = kill(p, deaths); err != nil {
			return deaths, p, err
		}
		if n%4 == 3 { // now and then it dies while it starts
			if p, err = t.Serve(program); err != nil {
				return deaths, nil, err
			}
			time.Sleep(rand.N(100 * time.Millisecond))
			if deaths, err = kill(p, deaths); err != nil {
				return deaths, p, err
			}
		}
		if p, err = start(ctx, t, program); err != nil {
			return deaths, nil, err
		}
	}
	time.Sleep(o.longest / 2)
	end()
	if err := <-lived; err != nil {
		return deaths, p, errors.Join(err, errors.New("the program's log:\n"+p.Log()), p.Kill())
	}
	return deaths, p, nil
}

// inFlight is how long what the program had sent may take to be noted at the
// server; a new process needs longer than that to send anything.
const inFlight = 25 * time.Millisecond

// kill ends the program and notes when, once what it had sent has arrived: so
// that a message counts for the life it was sent in.
func kill(p *town.Process, deaths []time.Time) ([]time.Time, error) {
	if err := p.Kill(); err != nil {
		return deaths, err
	}
	time.Sleep(inFlight)
	return append(deaths, time.Now()), nil
}

func start(ctx context.Context, t *town.Town, program string) (*town.Process, error) {
	p, err := t.Serve(program)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := t.Polls(ctx, p); err != nil {
		return nil, errors.Join(err, p.Kill())
	}
	return p, nil
}

// judge looks at what the people saw and at what the store holds.
func judge(ctx context.Context, o options, t *town.Town, deaths []time.Time, took, stop time.Duration) error {
	found, err := t.Check(ctx)
	if err != nil {
		return err
	}
	said := t.Said()
	again, late, wrong := town.Repetitions(said)
	for _, m := range late { // whoever was killed sends nothing any more
		wrong = append(wrong, fmt.Errorf("chat %d: card %d came again behind a newer one", m.Chat, m.Version))
	}
	type occasion struct {
		chat  int64
		death int
	}
	times := map[occasion]int{}
	for _, m := range again {
		n := 0
		for n < len(deaths) && deaths[n].Before(m.At) {
			n++
		}
		at := occasion{m.Chat, n}
		if times[at]++; times[at] > 1 || n == 0 {
			wrong = append(wrong, fmt.Errorf("chat %d: card %d came again, %d times since death %d", m.Chat, m.Version, times[at], n))
		}
	}
	for _, f := range t.Server.Findings() {
		wrong = append(wrong, fmt.Errorf("a request breaks the Bot API: %v", f))
	}
	acts := 0
	for _, c := range t.People {
		acts += c.Acts
	}
	if acts < 5*len(t.People) || found.Reports == 0 {
		wrong = append(wrong, fmt.Errorf("too little happened for a judgment: %d updates, %d reports", acts, found.Reports))
	}
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	fmt.Fprintf(o.out, "%d deaths in %.1f s: %d updates, each answered once; %d texts, none missing; %d reports in %d versions;\n"+
		"%d messages, %d of them repeated; %d rows of the audit log, whole; SIGTERM took %d ms\n",
		len(deaths), took.Seconds(), acts, found.Words, found.Reports, found.Versions, len(said), len(again), found.Audit, stop.Milliseconds())
	return nil
}
