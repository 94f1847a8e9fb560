// Deaths runs the real program under load, ends it with SIGKILL at random
// moments, starts it again, and then looks for everything that was said.
//
//	go run ./bench/deaths -kills 200
package main

import (
	"context"
	"flag"
	"io"

	"liubao/bench/town"
)

func main() {
	var o options
	flag.IntVar(&o.kills, "kills", 20, "how often the program is killed")
	flag.IntVar(&o.units, "units", 20, "units that report")
	flag.IntVar(&o.contacts, "contacts", 2, "contacts of every second unit, who write into the same reports")
	flag.DurationVar(&o.longest, "longest", 1500e6, "how long the program lives at most between two kills")
	flag.StringVar(&o.dir, "dir", "", "folder for the program and its files; left out: a new one, removed at the end")
	town.Main("deaths", func(ctx context.Context, out io.Writer) error {
		o.out = out
		return run(ctx, o)
	})
}
