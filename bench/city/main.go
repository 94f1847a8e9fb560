// City is a task force as large as a plan may be: 999 units, 5,000 people. Its director
// looks at everything, invites, reminds all who are missing with one press and writes to all; it says
// whether everybody was reached, how long the bot computed before each answer came, and
// how long Telegram's limits made the last of many wait. The bot is the production one on
// a data file and a virtual clock, against the sandbox, which counts as Telegram does.
//
//	go run ./bench/city
//	go run ./bench/city -units 100 -people 500
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"liubao/bench/town"
	"liubao/bot/telegram"
	"liubao/internal/app/stage"
	"liubao/plan"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/bolt"
)

func main() {
	units := flag.Int("units", 999, "units, each with a report to make")
	people := flag.Int("people", 5000, "people: a director, an office of 120 and the units' contacts")
	town.Main("city", func(ctx context.Context, out io.Writer) error { return measure(ctx, *units, *people, out) })
}

// office is how many people the office has: more than a message has buttons.
const office = 120

// city is what is measured.
type city struct {
	*stage.Stage
	boss   *sandbox.Person
	people []*sandbox.Person // all but the director
	units  int
	out    io.Writer
}

func measure(ctx context.Context, units, people int, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "liubao-city-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := plan.Load("city", []byte(town.PlanFile(units, 1, plan.Date{Year: 2026, Month: time.December, Day: 1})))
	if err != nil {
		return err
	}
	engine, err := bolt.Open(filepath.Join(dir, "city.db"), bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	start := plan.Date{Year: 2026, Month: time.December, Day: 14}.At(plan.Clock{Hour: 10}, p.Location())
	spec, err := sandbox.SpecFromEnv()
	if err != nil {
		return err
	}
	s, err := stage.Open(ctx, stage.Options{Engine: engine, Plan: p, Rules: schedules.DefaultRules(), Start: start, Spec: spec})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	c := &city{Stage: s, units: units, out: out}
	if err := c.gather(ctx, engine, people); err != nil {
		return err
	}
	for _, act := range []func(context.Context) error{c.looks, c.nags, c.tells} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	if st := s.Service.Stats(); st.DeadIn+st.DeadOut+st.Panics+st.Floods > 0 {
		return fmt.Errorf("%d updates and %d messages among the dead letters, %d panics, %d times 429", st.DeadIn, st.DeadOut, st.Panics, st.Floods)
	}
	for _, f := range s.Sandbox.Findings() {
		err = errors.Join(err, fmt.Errorf("the Bot API does not allow: %s", f))
	}
	return err
}

// gather has everybody join.
func (c *city) gather(ctx context.Context, engine storage.Engine, people int) error {
	began := time.Now()
	for n := range people {
		u := c.Sandbox.AddUser(sandbox.User{ID: int64(500001 + n), FirstName: fmt.Sprintf("第%d人", n)})
		x := reports.Person{ID: fmt.Sprintf("p%05d", n), Name: fmt.Sprintf("第%d人", n), Chat: telegram.At(u.ID()), Since: c.Clock.Now(),
			Unit: fmt.Sprintf("u%d", n%c.units), Roles: []reports.Role{reports.Contact}}
		switch {
		case n == 0:
			x.Unit, x.Roles, c.boss = "", []reports.Role{reports.Director}, u
		case n <= office:
			x.Unit, x.Roles = "", []reports.Role{reports.DeputyDir}
		}
		if n > 0 {
			c.people = append(c.people, u)
		}
		if err := engine.Update(ctx, func(tx storage.Tx) error { return storage.SavePerson(tx, x) }); err != nil {
			return err
		}
		if _, err := u.Start(""); err != nil {
			return err
		}
	}
	if err := c.drain(ctx); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d units, %d people have started the bot: %.1f s\n", c.units, people, time.Since(began).Seconds())
	return nil
}

// patience is how long the machine may compute at most until nothing waits any more.
const patience = 20 * time.Minute

// drain lives on until nothing waits to be sent. What is done for each of thousands is no
// rest for longer than a stage waits for one.
func (c *city) drain(ctx context.Context) error {
	for began := time.Now(); ; {
		if err := c.Settle(ctx); err != nil {
			if time.Since(began) > patience || ctx.Err() != nil {
				return err
			}
			continue
		}
		if c.Service.Stats().Outbox == 0 && c.Sandbox.Pending() == 0 {
			return nil
		}
		c.Clock.Advance(time.Second)
	}
}

// said does something and returns what the bot then said to the director, and how long
// the machine took until it came.
func (c *city) said(ctx context.Context, do func() error) (fresh []sandbox.View, took time.Duration, err error) {
	was := len(c.Sandbox.Messages(c.boss.ID(), 0))
	began := time.Now()
	if err := do(); err != nil {
		return nil, 0, err
	}
	if err := c.Settle(ctx); err != nil {
		return nil, 0, err
	}
	for _, m := range c.Sandbox.Messages(c.boss.ID(), 0)[was:] {
		if m.FromBot {
			fresh = append(fresh, m)
		}
	}
	return fresh, time.Since(began), nil
}

// looks opens every list, and turns its pages to the end.
func (c *city) looks(ctx context.Context) error {
	for _, command := range []string{"/status", "/people", "/invite", "/duty", "/facts"} {
		msgs, took, err := c.said(ctx, func() error { _, err := c.boss.Send(c.boss.ID(), command); return err })
		if err != nil {
			return err
		}
		if len(msgs) == 0 || msgs[len(msgs)-1].ReplyMarkup == nil {
			return fmt.Errorf("%s: no answer with buttons: %v", command, msgs)
		}
		pages, longest, err := c.turn(ctx, msgs[len(msgs)-1].MessageID)
		if err != nil {
			return fmt.Errorf("%s: %w", command, err)
		}
		fmt.Fprintf(c.out, "%s: %d ms; %d pages, the slowest %d ms\n", command, took.Milliseconds(), pages, longest.Milliseconds())
	}
	return nil
}

// nextPage is the label that turns a page.
const nextPage = "下一页"

// turn turns a list's pages, in the message or in one that follows it, until there is
// none behind.
func (c *city) turn(ctx context.Context, id int) (pages int, longest time.Duration, err error) {
	for pages = 1; pages <= c.units+1; pages++ {
		again := false
		for _, m := range c.Sandbox.Messages(c.boss.ID(), 0) {
			if m.MessageID != id || m.ReplyMarkup == nil {
				continue
			}
			for _, row := range m.ReplyMarkup.Rows {
				for _, b := range row {
					again = again || b.Text == nextPage
				}
			}
		}
		if !again {
			return pages, longest, nil
		}
		fresh, took, err := c.said(ctx, func() error { _, err := c.boss.Tap(c.boss.ID(), id, nextPage); return err })
		if err != nil {
			return pages, longest, err
		}
		if len(fresh) > 0 { // else the page was turned in place
			id = fresh[len(fresh)-1].MessageID
		}
		longest = max(longest, took)
	}
	return pages, longest, errors.New("the pages do not end")
}

// reached counts who has been told what contains the words, and says when the last was.
func (c *city) reached(words string, whom []*sandbox.Person) (n int, last time.Time) {
	for _, p := range whom {
		told := false
		for _, m := range c.Sandbox.Messages(p.ID(), 0) {
			if m.FromBot && strings.Contains(m.Text, words) {
				told = true
				if m.At.After(last) {
					last = m.At
				}
			}
		}
		if told {
			n++
		}
	}
	return n, last
}

// nags reminds everybody who is missing with one press, and reads what the bot says came
// of it: how many units, and nobody who was not.
func (c *city) nags(ctx context.Context) error {
	asked, was := c.Clock.Now(), len(c.Sandbox.Messages(c.boss.ID(), 0))
	_, took, err := c.said(ctx, func() error { _, err := c.boss.Send(c.boss.ID(), "/nag"); return err })
	if err != nil {
		return err
	}
	if err := c.drain(ctx); err != nil {
		return err
	}
	contacts := c.people[min(office, len(c.people)):]
	n, last := c.reached("有材料要报", contacts)
	if n != len(contacts) {
		return fmt.Errorf("/nag: %d of %d contacts were reminded", n, len(contacts))
	}
	all, told := fmt.Sprintf("等%d个单位", min(c.units, len(contacts))), time.Time{}
	for _, m := range c.Sandbox.Messages(c.boss.ID(), 0)[was:] {
		if m.FromBot && strings.Contains(m.Text, "已提醒") && strings.Contains(m.Text, all) && !strings.Contains(m.Text, "没有") {
			told = m.At
		}
	}
	if told.IsZero() {
		return fmt.Errorf("/nag: the director was not told that all were reminded: %q", all)
	}
	fmt.Fprintf(c.out, "/nag: one press, answered after %d ms; %d of %d contacts reminded, the last after %s of Telegram's time, the director told after %s\n",
		took.Milliseconds(), n, len(contacts), last.Sub(asked).Round(time.Second), told.Sub(asked).Round(time.Second))
	return nil
}

// tells writes to everybody.
func (c *city) tells(ctx context.Context) error {
	const words = "周五下午三点开调度会，请各单位准时参加。"
	press := func(label string) func() error {
		return func() error {
			msgs := c.Sandbox.Messages(c.boss.ID(), 0)
			for i := len(msgs) - 1; i >= 0; i-- {
				if _, err := c.boss.Tap(c.boss.ID(), msgs[i].MessageID, label); err == nil {
					return nil
				}
			}
			return fmt.Errorf("there is no button %q", label)
		}
	}
	say := func(text string) func() error {
		return func() error { _, err := c.boss.Send(c.boss.ID(), text); return err }
	}
	var longest time.Duration
	for _, do := range []func() error{say("/announce"), press("全体成员"), say(words)} {
		_, took, err := c.said(ctx, do)
		if err != nil {
			return fmt.Errorf("/announce: %w", err)
		}
		longest = max(longest, took)
	}
	asked, began := c.Clock.Now(), time.Now()
	if err := press("发送")(); err != nil {
		return err
	}
	if err := c.drain(ctx); err != nil {
		return err
	}
	n, last := c.reached(words, c.people)
	if n != len(c.people) {
		return fmt.Errorf("/announce: %d of %d people were told", n, len(c.people))
	}
	fmt.Fprintf(c.out, "/announce: asked for within %d ms; %d of %d people told, the last after %s of Telegram's time, in %.1f s on this machine\n",
		longest.Milliseconds(), n, len(c.people), last.Sub(asked).Round(time.Second), time.Since(began).Seconds())
	return nil
}
