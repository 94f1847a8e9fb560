package cockpit

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/bot/telegram"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/mem"
)

// manyUnits is a plan of n units, each leading one area with one task.
func manyUnits(n int) *plan.Plan {
	p := &plan.Plan{ID: "many", Name: "专班", Zone: "Asia/Shanghai", Starts: plan.Date{Year: 2017, Month: 1, Day: 1}, Deadline: plan.Clock{Hour: 17, Minute: 30}}
	for i := range n {
		u, a := fmt.Sprintf("u%d", i), fmt.Sprintf("a%d", i)
		p.Units = append(p.Units, plan.Unit{ID: u, Name: fmt.Sprintf("单位%d", i)})
		p.Areas = append(p.Areas, plan.Area{ID: a, Number: i + 1, Name: fmt.Sprintf("领域%d", i), Lead: u})
		p.Tasks = append(p.Tasks, plan.Task{Number: i + 1, Area: a, Title: "任务", Units: []string{u}})
	}
	p.Duties = []plan.Duty{{ID: "progress", Title: "进展", Timing: plan.Recurring, Subject: plan.PerArea, Days: []int{15, 30}}}
	return p
}

// fill stores a report of every unit for each of the periods, and its people.
func fill(b testing.TB, e storage.Engine, p *plan.Plan, periods []plan.Period) {
	b.Helper()
	at := time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)
	write := func(n int, do func(tx storage.Tx, i int) error) {
		for from := 0; from < n; from += 15 {
			if err := e.Update(context.Background(), func(tx storage.Tx) error {
				for i := from; i < min(from+15, n); i++ {
					if err := do(tx, i); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				b.Error(err)
			}
		}
	}
	write(len(p.Units), func(tx storage.Tx, i int) error {
		return storage.SavePerson(tx, reports.Person{ID: fmt.Sprintf("p%d", i), Name: "联络员", Unit: p.Units[i].ID, Roles: []reports.Role{reports.Contact},
			Chat: telegram.At(int64(i + 1))})
	})
	var wg sync.WaitGroup // the engine commits together what comes together
	defer wg.Wait()
	slots := make(chan struct{}, 24)
	for _, of := range periods {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			fillPeriod(write, p, of, at)
		})
	}
}

// fillPeriod stores two reports of three.
func fillPeriod(write func(int, func(storage.Tx, int) error), p *plan.Plan, of plan.Period, at time.Time) {
	write(len(p.Areas), func(tx storage.Tx, i int) error {
		if i%3 == 2 {
			return nil
		}
		k := reports.Key{Period: of.ID, Duty: "progress", Subject: p.Areas[i].ID}
		if err := standing.CountReminded(tx, k, p.Areas[i].Lead, at); err != nil {
			return err
		}
		return storage.SaveReport(tx, reports.Report{Key: k, Unit: p.Areas[i].Lead, Version: 1, State: reports.Submitted, FirstAt: at, SubmittedAt: at,
			Deadline: of.Deadline, Entries: []reports.Entry{{Task: i + 1, Progress: reports.Moving, Words: []reports.Piece{{ID: "m", Text: "有序推进。"}}}}})
	})
}

// statusOnce answers one /status of the director and throws it away.
func statusOnce(e storage.Engine, d *desk.Desk, now time.Time) error {
	undo := errors.New("undo")
	err := e.Update(context.Background(), func(tx storage.Tx) error {
		me := reports.Person{ID: "dir", Name: "主任", Roles: []reports.Role{reports.Director}, Chat: telegram.At(9e6)}
		t := &desk.Turn{Desk: d, Tx: tx, Now: now, Me: me, Update: bot.Event{}}
		t.Update.Chat.ID, t.Update.From.ID = me.Chat, me.Chat
		if _, err := statusMessage(t, page{What: "h"}); err != nil {
			return err
		}
		return undo
	})
	if errors.Is(err, undo) {
		return nil
	}
	return err
}

// BenchmarkStatus is /status for 1,000 units, with one period behind and with
// ten years: the two are to be the same but for noise.
func BenchmarkStatus(b *testing.B) {
	p := manyUnits(1000)
	cal := schedules.NewCalendar(nil)
	now := time.Date(2026, 12, 14, 2, 0, 0, 0, time.UTC)
	for _, years := range []int{0, 10} {
		b.Run(fmt.Sprintf("years=%d", years), func(b *testing.B) {
			d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: cal})
			if err != nil {
				b.Fatal(err)
			}
			from := plan.Date{Year: 2026 - years, Month: 12, Day: 1}
			periods := schedules.Periods(p.Duties[0], p, d.Rules, cal, from, plan.Date{Year: 2026, Month: 12, Day: 15})
			e, err := bolt.Open(filepath.Join(b.TempDir(), "bench.db"), bolt.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = e.Close() }()
			fill(b, e, p, periods)
			b.ResetTimer()
			for range b.N {
				if err := statusOnce(e, d, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestStatusOfManyUnitsFitsATransaction: the reads of a page of the cockpit
// stay within the portable limits of one transaction for 1,000 units.
func TestStatusOfManyUnitsFitsATransaction(t *testing.T) {
	p := manyUnits(1000)
	cal := schedules.NewCalendar(nil)
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: cal})
	if err != nil {
		t.Fatal(err)
	}
	periods := schedules.Periods(p.Duties[0], p, d.Rules, cal, plan.Date{Year: 2026, Month: 12, Day: 15}, plan.Date{Year: 2026, Month: 12, Day: 15})
	e := mem.New()
	defer func() { _ = e.Close() }()
	fill(t, e, p, periods)
	if err := statusOnce(e, d, time.Date(2026, 12, 14, 2, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
}
