// Command soak lives through a month of a task force with a hundred contacts, none
// of whom reports, while everything goes wrong that was ever seen to lose a
// reminder: a proxy answers with its own pages, messages stay without an answer for
// 80 seconds, nothing can be sent for a quarter of an hour, rows of the data are
// damaged, the disk is full, a client presses a button without end, command menus
// are slow. The bot is the whole production program on its data file, on a virtual
// clock, against the strict sandbox; the operator is told by the configuration's
// [alarm] command, which is this very program in a process of its own.
//
//	go run ./bench/soak
//	go run ./bench/soak -seed 7 -first 2026-12-09 -days 5
//
// At the end each contact must have got every reminder at least once, and once more
// at most for each silence that swallowed an answer; and what was wrong must have
// reached the command within a minute of its threshold. It prints what happened,
// and fails where anything was wrong. Interrupted, it judges what it has lived.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"time"
)

func main() {
	seed := flag.Uint64("seed", 1, "which month: the same seed brings the same faults")
	first := flag.String("first", "2026-12-01", "the day it begins on; reports are due on the 15th and the 30th")
	days := flag.Int("days", 31, "days to live through")
	people := flag.Int("people", 100, "contacts, each of a unit of their own")
	told := flag.String("told", "", "be the operator's command: append what comes on standard input to this file")
	flag.Parse()
	if *told != "" {
		exit(hear(*told, os.Stdin))
	}
	debug.SetGCPercent(400) // a month is short, and the cores are not ours alone
	began := time.Now()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	wrong, err := soak(ctx, *seed, *people, *first, *days, os.Stdout)
	fmt.Printf("%s in all\n", time.Since(began).Round(time.Second))
	for _, w := range wrong {
		fmt.Fprintln(os.Stderr, "wrong:", w)
	}
	if err == nil && len(wrong) > 0 {
		err = fmt.Errorf("%d things wrong", len(wrong))
	}
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// hear is the operator's command.
func hear(name string, in io.Reader) error {
	b, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil { // in one piece, so that whoever reads sees whole lines
		return err
	}
	return f.Close()
}
