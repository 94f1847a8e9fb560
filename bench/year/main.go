// Command year lives through the first year of the shipped plan in the bot
// itself, on a virtual clock and without Telegram: people join, report, miss and
// are chased; the lead of an area changes twice, a unit gets another name, the
// machine is off for two weeks, Spring Festival and the year's end pass. After every
// period it holds what the director is told against what came in, and at the end
// who the plan says led an area then against what the director was told then.
//
//	go run ./bench/year
//
// It prints a line for each period and fails at the end where anything was wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"liubao/plan"
)

func main() {
	to := flag.String("to", "2021-12-15", "last period to play")
	flag.Parse()
	last, err := plan.ParseDate(*to)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	began := time.Now()
	wrong, err := play(context.Background(), last, os.Stdout)
	fmt.Printf("%s in all\n", time.Since(began).Round(time.Second))
	for _, w := range wrong {
		fmt.Fprintln(os.Stderr, "wrong:", w)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || len(wrong) > 0 {
		os.Exit(1)
	}
}
