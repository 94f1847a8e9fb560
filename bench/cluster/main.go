//go:build unix

// Cluster runs three bots on three etcd servers under load, hurts them at random
// moments, and then looks for everything that was said.
//
//	go run ./bench/cluster -kills 300
//	go run ./bench/cluster -trouble quorum
//
// It needs the etcd server, see [members.Program].
package main

import (
	"context"
	"flag"
	"io"
	"time"

	"liubao/bench/town"
)

func main() {
	var o options
	flag.IntVar(&o.kills, "kills", 20, "how often something is killed or frozen")
	flag.StringVar(&o.trouble, "trouble", "", "instead of killing: space, quorum, slow, member or none")
	flag.DurationVar(&o.lasts, "lasts", time.Minute, "how long the trouble lasts, or with none the measuring")
	flag.IntVar(&o.units, "units", 20, "units that report")
	flag.IntVar(&o.contacts, "contacts", 2, "contacts of every second unit, who write into the same reports")
	flag.DurationVar(&o.lease, "lease", 10*time.Second, "how long the others wait for a leader that is silent")
	flag.DurationVar(&o.rest, "rest", 3*time.Second, "the longest pause between two kills")
	flag.DurationVar(&o.think, "think", 20*time.Millisecond, "the longest pause before somebody acts; 0 for none")
	flag.StringVar(&o.dir, "dir", "", "folder for the programs and their files; left out: a new one, removed at the end")
	town.Main("cluster", func(ctx context.Context, out io.Writer) error {
		o.out = out
		return run(ctx, o)
	})
}
