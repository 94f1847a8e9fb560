package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"liubao/internal/app/plans"
	"liubao/plan"
)

// What happens in the year, by the period in which it does.
var events = map[string]func(y *year) error{
	"2020-12-30": func(y *year) error { // the budget's area is handed over with the new year
		return y.changes("2021-01-01", "name = \"保基层运转\"\nlead = \"caizheng\"", "name = \"保基层运转\"\nlead = \"dangqun\"")
	},
	"2021-02-28": (*year).off, // the machine is off over Spring Festival
	"2021-04-15": func(y *year) error { // a unit gets another name
		return y.changes("2021-05-01", `name = "社管局"`, `name = "社会事务局"`)
	},
	"2021-08-30": func(y *year) error { // it is handed over once more
		return y.changes("2021-09-01", "name = \"保基层运转\"\nlead = \"dangqun\"", "name = \"保基层运转\"\nlead = \"sheguan\"")
	},
}

// happens lets happen what happens in the period.
func (y *year) happens(of plan.Period) error {
	if do := events[of.ID]; do != nil {
		return do(y)
	}
	return nil
}

// changes puts a version of the plan in: the one before with texts replaced.
func (y *year) changes(from string, oldNew ...string) error {
	day, err := plan.ParseDate(from)
	if err != nil {
		return err
	}
	now, err := y.today()
	if err != nil {
		return err
	}
	text := string(now.Text())
	for i := 0; i < len(oldNew); i += 2 {
		if !strings.Contains(text, oldNew[i]) {
			return fmt.Errorf("the plan has no %q", oldNew[i])
		}
		text = strings.Replace(text, oldNew[i], oldNew[i+1], 1)
	}
	p, err := plan.Load("next.toml", []byte(text))
	if err != nil {
		return err
	}
	_, err = plans.Apply(y.ctx, y.o.Engine, plans.Next{Plan: p, From: day, Now: y.now()})
	return err
}

// off turns the machine off for two weeks.
func (y *year) off() error {
	if err := y.on.AdvanceTo(y.ctx, time.Date(2021, 2, 10, 12, 0, 0, 0, y.loc)); err != nil {
		return err
	}
	y.on.Service.Stop(y.ctx)
	y.on.Clock.AdvanceTo(time.Date(2021, 2, 24, 10, 0, 0, 0, y.loc))
	before := y.heard()
	if err := errors.Join(y.on.Boot(y.ctx, y.o), y.on.Settle(y.ctx)); err != nil {
		return err
	}
	for name, n := range y.heard() {
		if got := n - before[name]; got > 4 {
			y.fail("after the downtime %s gets %d messages", name, got)
		}
	}
	return nil
}

// heard counts what the bot has said to each.
func (y *year) heard() map[string]int {
	out := map[string]int{}
	for name, a := range y.cast {
		for _, m := range y.on.Sandbox.Messages(a.ID(), a.ID()) {
			if m.FromBot {
				out[name]++
			}
		}
	}
	return out
}

// lookBack holds what the bot says of every period now against what it said then.
func (y *year) lookBack() error {
	p, err := y.today()
	if err != nil {
		return err
	}
	for id, then := range y.said {
		day, err := plan.ParseDate(id)
		if err != nil {
			return err
		}
		a, ok := p.On(day).Area("a6")
		if now := p.On(day).UnitName(a.Lead); !ok || then != "" && now != then {
			y.fail("%s: the budget's area was led by %s and now by %s", id, then, now)
		}
	}
	return nil
}
