package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"liubao/plan"
)

// events are what happens in the year, and when.
func (y *year) events() map[time.Time]func(context.Context) error {
	lead := func(from, to string) []string {
		return []string{"name = \"保基层运转\"\nlead = \"" + from + "\"", "name = \"保基层运转\"\nlead = \"" + to + "\""}
	}
	return map[time.Time]func(context.Context) error{
		time.Date(2020, 12, 20, 10, 0, 0, 0, zone): y.changes(firstHandover, lead("caizheng", "dangqun")...), // with the new year's budget
		y.away.from: y.off,
		time.Date(2021, 4, 20, 10, 0, 0, 0, zone):  y.changes(renaming, `name = "社管局"`, `name = "社会事务局"`),
		time.Date(2021, 6, 18, 10, 0, 0, 0, zone):  y.newDirector,
		time.Date(2021, 8, 20, 10, 0, 0, 0, zone):  y.changes(secondHandover, lead("dangqun", "sheguan")...),
		time.Date(2021, 12, 13, 11, 0, 0, 0, zone): y.closes,
	}
}

// changes lets the operator apply a version of the plan: the one before with texts replaced.
func (y *year) changes(from plan.Date, oldNew ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		text, err := y.planText()
		if err != nil {
			return err
		}
		for i := 0; i < len(oldNew); i += 2 {
			if !strings.Contains(text, oldNew[i]) {
				return fmt.Errorf("the plan has no %q", oldNew[i])
			}
			text = strings.Replace(text, oldNew[i], oldNew[i+1], 1)
		}
		file := filepath.Join(y.dir, "next.toml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return err
		}
		if err := y.run(ctx, "plan", "apply", "--plan", file, "--from", from.String()); err != nil {
			return err
		}
		return y.Settle(ctx)
	}
}

// planText is the newest version's file: the one applied last, or the shipped one.
func (y *year) planText() (string, error) {
	text, err := os.ReadFile(filepath.Join(y.dir, "next.toml"))
	if !errors.Is(err, os.ErrNotExist) {
		return string(text), err
	}
	p, err := plan.Default()
	if err != nil {
		return "", err
	}
	return string(p.Text()), nil
}

// off stops the program for two weeks and starts it again.
func (y *year) off(ctx context.Context) error {
	if err := y.stop(); err != nil {
		return err
	}
	y.clock.AdvanceTo(y.away.to)
	return y.start(ctx)
}

// last is the day on which the plan ends.
var last = day(2021, 12, 15)

// closes has the director end the plan.
func (y *year) closes(ctx context.Context) error {
	boss := y.actor(y.boss)
	return errors.Join(boss.Says(ctx, "/close "+last.String()), boss.Taps(ctx, "确认收官"))
}

// closed looks at what a closed plan leaves: everything in a folder that is verified
// without the bot.
func (y *year) closed(ctx context.Context) error {
	if y.o.to.Before(last) {
		return nil
	}
	folder := filepath.Join(y.dir, "liubao-closing-"+last.String())
	for wait := time.Minute; ; wait -= time.Second { // the export takes time that the clock does not show
		_, err := os.Stat(filepath.Join(folder, "index.html"))
		if err == nil {
			break
		}
		if wait <= 0 {
			y.fail("the plan is closed, and what there is was not exported: %v", err)
			return nil
		}
		time.Sleep(time.Second)
	}
	err := y.run(ctx, "audit", "verify", "--folder", folder)
	return err
}

// newDirector lets another claim the office; who had it stays as deputy.
func (y *year) newDirector(ctx context.Context) error {
	if err := y.run(ctx, "claim"); err != nil {
		return err
	}
	y.boss, y.second = next, y.now()
	return y.claimed(ctx, next)
}
