// Command year lives through the first year of the shipped plan in the real program,
// on a virtual clock and against the sandbox: people join, report, are late, never
// report and are chased; the office sends reports back, which are corrected in time or
// late; the lead of an area changes twice, a unit gets another name,
// the office another director, the program is stopped for two weeks over Spring
// Festival and started again, the year ends.
//
// It judges as somebody outside could. After every period each count is held against
// what people did, wherever it is said: the group's text and picture, Word, the
// workbook, the status, facts and what needs a visit. Each report that is owed must be
// opened by a button. Who must be reminded of what, and when, is worked out again from
// the notice's days and a calendar of its own: a reminder that lacks, comes twice or
// comes unasked is wrong. What was exported of a period must be exported the same ever
// after. At the end the audit log must be whole.
//
//	go run ./bench/year
//
// It prints a line for each period and fails at the end where anything was wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"liubao/plan"
	"liubao/storage/etcd/members"
)

// options say what is played.
type options struct {
	to      plan.Date // the last period
	seed    uint64    // which life; 0 is the year as the notice would have it
	etcd    bool
	program string // the built program, "" to build it
	chat    string // whose chat is printed at the end, "" for nobody's
	out     io.Writer
}

func main() {
	o := options{out: os.Stdout}
	to := flag.String("to", "2021-12-15", "last period to play")
	flag.Uint64Var(&o.seed, "seed", 0, "another life: who is late, who leaves, what changes")
	flag.BoolVar(&o.etcd, "etcd", false, "keep the data on three etcd servers (see storage/etcd/members) rather than in a file")
	flag.StringVar(&o.program, "program", "", "program to play in; built where left out")
	flag.StringVar(&o.chat, "chat", "", "print at the end what this person's phone shows")
	flag.Parse()
	var err error
	if o.to, err = plan.ParseDate(*to); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	began := time.Now()
	wrong, err := live(context.Background(), o)
	fmt.Printf("%s in all, %d wrong\n", time.Since(began).Round(time.Second), len(wrong))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || len(wrong) > 0 {
		os.Exit(1)
	}
}

// live builds a place for the program, plays in it and clears it away.
func live(ctx context.Context, o options) ([]string, error) {
	dir, err := os.MkdirTemp("", "liubao-year-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	data := "file = \"liubao.db\"\n"
	if o.etcd {
		c, err := members.Start(ctx, dir, 3, members.Args...)
		if err != nil {
			return nil, err
		}
		defer c.Close()
		e := c.Endpoints()
		data += fmt.Sprintf("etcd = [%q, %q, %q]\netcd_prefix = \"year\"\nnode = \"year\"\n", e[0], e[1], e[2])
	}
	s, err := found(ctx, dir, o.program, data)
	if err != nil {
		return nil, err
	}
	y := newYear(s, o)
	err = y.play(ctx)
	y.show(o.chat)
	err = s.close(err)
	fmt.Fprintf(y.o.out, "the program computed for %s\n", s.work.Round(time.Second))
	return y.wrong, err
}
