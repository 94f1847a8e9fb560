// History measures whether /status and the roll-up of a period, the summary and the
// agenda take longer with years behind them than with one period behind them, for many
// units with many open requests. Every task has planned points and every area an indicator.
//
//	go run ./bench/history -units 1000 -years 10 -requests 3000
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"liubao/bench/town"
	"liubao/bot/desk"
	"liubao/bot/telegram"
	"liubao/internal/app/config"
	"liubao/internal/app/papers"
	"liubao/internal/app/service"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/etcd"
	"liubao/storage/etcd/members"
)

func main() {
	units := flag.Int("units", 1000, "units that report, each on an area of its own")
	years := flag.Int("years", 10, "years of reports, and of requests that were closed")
	requests := flag.Int("requests", 3000, "requests that are open")
	cluster := flag.Bool("etcd", false, "keep them on three etcd servers (see storage/etcd/members) rather than in a file")
	town.Main("history", func(ctx context.Context, out io.Writer) error {
		return measure(ctx, *units, *years, *requests, *cluster, out)
	})
}

// now is in the middle of a period.
var now = time.Date(2031, 1, 8, 2, 0, 0, 0, time.UTC)

const boss = 1001

func measure(ctx context.Context, units, years, requests int, cluster bool, out io.Writer) error {
	dir, err := os.MkdirTemp("", "liubao-history-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, err := state(units, now.AddDate(-years, 0, 0))
	if err != nil {
		return err
	}
	open := func(name string) (storage.Engine, error) {
		return bolt.Open(filepath.Join(dir, name+".db"), bolt.Options{})
	}
	if cluster {
		c, err := members.Start(ctx, filepath.Join(dir, "etcd"), 3, members.Args...)
		if err != nil {
			return err
		}
		defer c.Close()
		open = func(name string) (storage.Engine, error) {
			e, err := etcd.Open(etcd.Options{Endpoints: c.Endpoints(), Prefix: name})
			if err == nil {
				_, err = e.Campaign(ctx)
			}
			return e, err
		}
	}
	before := map[string]took{}
	for _, periods := range []int{1, 24 * years} {
		all, err := once(ctx, func() (storage.Engine, error) { return open(fmt.Sprint(periods)) }, p, periods, requests)
		if err != nil {
			return err
		}
		for _, command := range commands {
			fmt.Fprintf(out, "%d units, %d requests, %d periods behind: %s %.1f ms, at best %.1f ms, computing %.1f ms", units, requests, periods, command,
				all[command].median.Seconds()*1000, all[command].best.Seconds()*1000, all[command].work.Seconds()*1000)
			if b := before[command]; b.median > 0 {
				fmt.Fprintf(out, " (%.2f times)", all[command].median.Seconds()/b.median.Seconds())
			}
			fmt.Fprintln(out)
		}
		before = all
	}
	return nil
}

var commands = []string{"/status", "/rollup", string(reports.PaperSummary), string(reports.PaperAgenda)}

// state is a plan of many units. Files number areas up to 999; this goes beyond.
func state(units int, starts time.Time) (*plan.Plan, error) {
	p, err := plan.Load("town", []byte(town.PlanFile(1, 1, plan.DateOf(starts))))
	if err != nil {
		return nil, err
	}
	for n := range units {
		target, half := plan.Number(100*100), plan.Number(50*100)
		i := plan.Indicator{ID: fmt.Sprintf("i%d", n), Name: "新增户数", Area: fmt.Sprintf("a%d", n), Source: fmt.Sprintf("u%d", n), Kind: plan.Count, Measure: "户",
			Compare: plan.AtLeast, Target: &target, Yearly: true, Cadence: plan.EachPeriod}
		p.Steps = append(p.Steps, plan.Step{Indicator: i.ID, Date: plan.Date{Year: now.Year() - 1, Month: 6, Day: 30}, Value: &half},
			plan.Step{Task: n + 1, Date: plan.DateOf(now).AddDays(n%60 - 30), What: "完成验收"})
		if n == 0 { // from the file
			p.Indicators = nil
		}
		p.Indicators = append(p.Indicators, i)
		if n == 0 {
			continue
		}
		u, a := fmt.Sprintf("u%d", n), fmt.Sprintf("a%d", n)
		p.Units = append(p.Units, plan.Unit{ID: u, Name: fmt.Sprintf("第%d局", n)})
		p.Areas = append(p.Areas, plan.Area{ID: a, Number: n + 1, Name: fmt.Sprintf("第%d项保障", n), Lead: u, Goal: "按期完成"})
		p.Tasks = append(p.Tasks, plan.Task{Number: n + 1, Area: a, Title: "工作", Points: []string{"摸清底数", "逐项落实"}, Units: []string{u}})
	}
	return p, nil
}

// once fills a store with periods and times what the director asks of it.
func once(ctx context.Context, open func() (storage.Engine, error), p *plan.Plan, periods, requests int) (out map[string]took, err error) {
	engine, err := open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	rules, cal := schedules.DefaultRules(), config.Default().Workdays()
	d, err := desk.New(desk.Config{Features: service.Features(), Plan: p, Rules: rules, Calendar: cal, Options: desk.Options{Username: "liubao_bot"}})
	if err != nil {
		return nil, err
	}
	duty, _ := p.Duty("progress")
	all := schedules.Periods(duty, p, rules, cal, p.Starts, plan.DateOf(now))
	all = all[max(0, len(all)-periods):]
	if err := fill(ctx, engine, p, duty, all, requests); err != nil {
		return nil, err
	}
	out = map[string]took{}
	for _, command := range commands {
		if strings.HasPrefix(command, "/") {
			out[command], err = ask(ctx, engine, d, command)
		} else {
			out[command], err = press(ctx, engine, d, reports.Paper{Kind: reports.PaperKind(command), Period: all[len(all)-1].ID})
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fill stores people, the report of every unit for the periods, and requests; of the
// last period every third report is still owed.
func fill(ctx context.Context, engine storage.Engine, p *plan.Plan, duty plan.Duty, periods []plan.Period, requests int) error {
	rows := requestRows(p, periods, requests)
	rows = append(rows, func(tx storage.Tx) error {
		return storage.SavePerson(tx, reports.Person{ID: "boss", Name: "主任", Roles: []reports.Role{reports.Director}, Chat: telegram.At(boss)})
	})
	for n, o := range p.Obligations(duty) {
		rows = append(rows, func(tx storage.Tx) error {
			return storage.SavePerson(tx, reports.Person{ID: fmt.Sprintf("p%d", n), Name: "联络员", Unit: o.Unit, Roles: []reports.Role{reports.Contact}, Chat: telegram.At(int64(5000 + n))})
		})
		for i, of := range periods {
			if i == len(periods)-1 && n%3 == 0 {
				continue
			}
			at := of.Deadline.Add(-time.Duration(n%50) * time.Hour)
			rows = append(rows, func(tx storage.Tx) error {
				return storage.SaveReport(tx, reports.Report{
					V: 1, Key: reports.Key{Period: of.ID, Duty: duty.ID, Subject: o.Subject}, Unit: o.Unit, Version: 1, State: reports.Submitted,
					Entries: []reports.Entry{{Task: n + 1, Progress: reports.Moving, Words: []reports.Piece{{ID: "x", By: "p", At: at,
						Text: "走访企业，协调解决用工和用电问题，已列入台账逐项销号；新增就业四十二人，举办招聘会两场。"}}}},
					Readings:    []reports.Reading{{Indicator: fmt.Sprintf("i%d", n), Value: plan.Number(n%120) * 100, At: at}},
					SubmittedAt: at, FirstAt: at, SubmittedBy: fmt.Sprintf("p%d", n), Deadline: of.Deadline,
				})
			})
		}
	}
	return write(ctx, engine, rows)
}

// write stores the rows, so many in one transaction, several at a time.
func write(ctx context.Context, engine storage.Engine, rows []func(storage.Tx) error) error {
	const each, width = 20, 32
	var wg sync.WaitGroup
	errs := make([]error, width)
	for w := range width {
		wg.Go(func() {
			for from := w * each; from < len(rows) && errs[w] == nil; from += width * each {
				errs[w] = engine.Update(ctx, func(tx storage.Tx) error {
					for _, row := range rows[from:min(from+each, len(rows))] {
						if err := row(tx); err != nil {
							return err
						}
					}
					return nil
				})
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// ask has the director send a command, and returns how long its transaction takes.
func ask(ctx context.Context, engine storage.Engine, d *desk.Desk, command string) (took, error) {
	var times []time.Duration
	load := town.Measure()
	for n := range 21 {
		u, err := telegram.Decode(fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":%d,"date":%d,"text":%q,"chat":{"id":%d,"type":"private"},
			"from":{"id":%d,"first_name":"主任"},"entities":[{"type":"bot_command","offset":0,"length":%d}]}}`,
			n+1, n+1, now.Unix(), command, boss, boss, len(command)))
		if err != nil {
			return took{}, err
		}
		began := time.Now()
		if err := engine.Update(ctx, func(tx storage.Tx) error {
			_, err := d.Handle(ctx, tx, u, now)
			return err
		}); err != nil {
			return took{}, fmt.Errorf("%s: %w", command, err)
		}
		times = append(times, time.Since(began))
		// What was said is taken out, as delivery does.
		if err := engine.Update(ctx, func(tx storage.Tx) error {
			n, err := storage.DeletePrefix(tx, storage.ChatOutboxPrefix(telegram.At(boss)), 0)
			if err == nil && n == 0 {
				err = errors.New("nothing was answered")
			}
			return err
		}); err != nil {
			return took{}, fmt.Errorf("%s: %w", command, err)
		}
	}
	return of(times, load), nil
}

// press returns how long a paper takes.
func press(ctx context.Context, engine storage.Engine, d *desk.Desk, x reports.Paper) (took, error) {
	var times []time.Duration
	load := town.Measure()
	for range 5 {
		began := time.Now()
		if _, err := papers.New(d, docx.Fonts{}).Make(ctx, engine, x, now); err != nil {
			return took{}, err
		}
		times = append(times, time.Since(began))
	}
	return of(times, load), nil
}

// took is how long something takes, and computes: on a machine that does other things,
// too, that says more of the program than the clock.
type took struct{ median, best, work time.Duration }

func of(times []time.Duration, load town.Load) took {
	slices.Sort(times)
	return took{times[len(times)/2], times[0], load.Work() / time.Duration(len(times))}
}
