// Deaths runs the real program under load, ends it with SIGKILL at random
// moments, starts it again, and then looks for everything that was said.
//
//	go run ./bench/deaths -kills 200
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	var o options
	flag.IntVar(&o.kills, "kills", 20, "how often the program is killed")
	flag.IntVar(&o.units, "units", 20, "units that report")
	flag.IntVar(&o.contacts, "contacts", 2, "contacts of every second unit, who write into the same reports")
	flag.DurationVar(&o.longest, "longest", 1500e6, "how long the program lives at most between two kills")
	flag.StringVar(&o.dir, "dir", "", "folder for the program and its files; left out: a new one, removed at the end")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o.out = os.Stdout
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "deaths:", err)
		os.Exit(1) //nolint:gocritic // the program is over
	}
}
