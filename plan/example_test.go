package plan_test

import (
	"fmt"
	"strings"

	"liubao/plan"
)

// A file is read and checked as a whole; all mistakes are told at once, each with
// its line and what to write.
func ExampleLoad() {
	_, err := plan.Load("mine.toml", []byte("id = \"Rivers\"\ntitle = \"河长制\"\n"))
	first, _, _ := strings.Cut(err.Error(), "\n")
	fmt.Println(first)
	// Output: mine.toml:1: name: missing: write name = "…"
}

// The lead of an area changes with the new year; December stays what it was.
func ExampleNewHistory() {
	first, err := plan.Default()
	if err != nil {
		panic(err)
	}
	text := strings.Replace(string(first.Text()), "name = \"保基层运转\"\nlead = \"caizheng\"", "name = \"保基层运转\"\nlead = \"dangqun\"", 1)
	second, err := plan.Load("2021.toml", []byte(text))
	if err != nil {
		panic(err)
	}
	h, err := plan.NewHistory([]plan.Version{{From: first.Starts, Plan: first}, {From: plan.Date{Year: 2021, Month: 1, Day: 1}, Plan: second}})
	if err != nil {
		panic(err)
	}
	today := h.At(plan.Date{Year: 2021, Month: 6, Day: 1})
	for _, day := range []plan.Date{{Year: 2020, Month: 12, Day: 30}, {Year: 2021, Month: 1, Day: 15}} {
		then := today.On(day)
		area, _ := then.Area("a6")
		fmt.Println(day, then.UnitName(area.Lead))
	}
	// Output:
	// 2020-12-30 财政局
	// 2021-01-15 党群局
}

// What one version changes, and for whom.
func ExampleDiff() {
	a, err := plan.Default()
	if err != nil {
		panic(err)
	}
	b, err := plan.Load("next.toml", []byte(strings.Replace(string(a.Text()), "days = [15, 30]", "days = [10, 25]", 1)))
	if err != nil {
		panic(err)
	}
	for _, c := range plan.Diff(a, b) {
		fmt.Println(c.What, c.Key, c.Before, "→", c.After, len(c.Units), "units")
	}
	// Output: 工作落实情况 days 15、30 → 10、25 5 units
}
