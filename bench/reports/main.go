// Reports measures how fast whole reports are filled in: people act as soon as
// the card that answers them has come, while the real program runs beside them.
//
//	go run ./bench/reports -users 200
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"liubao/bench/town"
	"liubao/sandbox"
)

type options struct {
	users int
	last  time.Duration
	runs  int
	out   io.Writer
}

func main() {
	var o options
	flag.IntVar(&o.users, "users", 200, "people who report, each for a unit of their own; at most 249")
	flag.DurationVar(&o.last, "for", 10*time.Second, "how long they go on")
	flag.IntVar(&o.runs, "runs", 3, "how often, each time from the beginning")
	// People and sandbox shall leave the cores to the program that is measured;
	// what memory they take is nobody's figure. The program is a process of its
	// own, with the collector that it sets itself.
	debug.SetGCPercent(400)
	town.Main("reports", func(ctx context.Context, out io.Writer) error {
		o.out = out
		return measure(ctx, o)
	})
}

func measure(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "liubao-reports-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program, err := town.Build(ctx, dir)
	if err != nil {
		return err
	}
	for range o.runs {
		if err := once(ctx, o, dir, program); err != nil {
			return err
		}
	}
	return nil
}

// once lets everybody report for a while, and looks whether all is there.
func once(ctx context.Context, o options, dir, program string) error {
	home, err := os.MkdirTemp(dir, "run-")
	if err != nil {
		return err
	}
	t, err := town.New(town.Options{Dir: home, Units: o.users, Tasks: 4, Limits: &sandbox.NoLimits, Unlimited: true})
	if err != nil {
		return err
	}
	defer func() { _ = t.Close() }()
	p, err := t.Serve(program)
	if err != nil {
		return err
	}
	if err := t.Polls(ctx, p); err != nil {
		return err
	}
	if err := t.Server.WaitIdle(ctx); err != nil { // everybody has pressed Start
		return err
	}
	live, cancel := context.WithTimeout(ctx, o.last)
	defer cancel()
	began, load := time.Now(), town.Measure()
	lived := t.Live(live)
	took, own, idle := time.Since(began), load.Work(), load.Idle()
	_, peak, err := p.Memory()
	if lived != nil || err != nil {
		_ = p.Kill()
		return fmt.Errorf("%w %w\n%s", lived, err, p.Log())
	}
	stop, err := p.Stop()
	if err != nil {
		return err
	}
	found, err := t.Check(ctx)
	if err != nil {
		return err
	}
	acts, waits := 0, []time.Duration{}
	for _, c := range t.People {
		acts, waits = acts+c.Acts, append(waits, c.Waits...)
	}
	slices.Sort(waits)
	fmt.Fprintf(o.out, "%d users, %.1f s: %.0f updates/s, each on disk and answered; p50 %d ms, p99 %d ms; %.0f µs of computing an update, and %.0f µs by people and sandbox; %speak RSS %.1f MB; %d reports in %d versions, %d texts; stop %d ms\n",
		o.users, took.Seconds(), float64(acts)/took.Seconds(), waits[len(waits)/2].Milliseconds(), waits[len(waits)*99/100].Milliseconds(),
		float64(p.Work().Microseconds())/float64(acts), float64(own.Microseconds())/float64(acts), idle, float64(peak)/(1<<20), found.Reports, found.Versions, found.Words, stop.Milliseconds())
	return nil
}
