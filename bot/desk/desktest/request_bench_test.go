package desktest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/telegram"
	"liubao/internal/app/service"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/migrate"
)

// What the benchmark's store holds: open requests, and closed ones of ten years.
const (
	benchUnits  = 1000
	benchOpen   = 3000
	benchClosed = 24 * 10 * 100 // a hundred a half-month
)

// fillRequests stores them, each asked of two units.
func fillRequests(b *testing.B, e storage.Engine, from, to int, closed bool) {
	b.Helper()
	at := time.Date(2016, 12, 10, 9, 0, 0, 0, time.UTC)
	for n := from; n < to; {
		if err := e.Update(context.Background(), func(tx storage.Tx) error {
			for i := n; i < min(n+100, to); i++ {
				u := func(k int) string { return fmt.Sprintf("u%d", (i+k)%benchUnits) }
				x := reports.Request{V: 1, ID: fmt.Sprintf("r%06d", i+1), Number: i + 1, Kind: reports.Trouble, Unit: u(0), Task: i%benchUnits + 1,
					What: "资金调度压力较大，项目推进受阻。", Need: "请核对并及时拨付，协调用地指标。", Wanted: "第1局、第2局", At: at.Add(time.Duration(i) * time.Hour),
					Parties: []reports.Party{{Unit: u(1), Told: at}, {Unit: u(2), Told: at}}, Due: plan.Date{Year: 2026, Month: 12, Day: i%28 + 1}}
				if closed {
					x.State, x.ClosedAt = reports.RequestClosed, x.At
				}
				if err := storage.SaveRequest(tx, x); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		n = min(n+100, to)
	}
}

// BenchmarkStatusWithRequests is /status of a director of 1,000 units with 3,000 open
// requests and ten years of closed ones: under 50 ms.
func BenchmarkStatusWithRequests(b *testing.B) {
	p := &plan.Plan{ID: "many", Name: "专班", Zone: "Asia/Shanghai", Starts: plan.Date{Year: 2017, Month: 1, Day: 1}, Deadline: plan.Clock{Hour: 17, Minute: 30},
		Duties: []plan.Duty{{ID: "progress", Title: "进展", Timing: plan.Recurring, Subject: plan.PerArea, Days: []int{15, 30}}}}
	for i := range benchUnits {
		u, a := fmt.Sprintf("u%d", i), fmt.Sprintf("a%d", i)
		p.Units = append(p.Units, plan.Unit{ID: u, Name: fmt.Sprintf("第%d局", i)})
		p.Areas = append(p.Areas, plan.Area{ID: a, Number: i + 1, Name: fmt.Sprintf("领域%d", i), Lead: u})
		p.Tasks = append(p.Tasks, plan.Task{Number: i + 1, Area: a, Title: "任务", Units: []string{u}})
	}
	d, err := desk.New(desk.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil), Features: service.Features()})
	if err != nil {
		b.Fatal(err)
	}
	e, err := bolt.Open(filepath.Join(b.TempDir(), "bench.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if err := migrate.Run(context.Background(), e, nil); err != nil {
		b.Fatal(err)
	}
	fillRequests(b, e, 0, benchClosed, true)
	fillRequests(b, e, benchClosed, benchClosed+benchOpen, false)
	me := reports.Person{ID: "dir", Name: "主任", Roles: []reports.Role{reports.Director}, Chat: telegram.At(9e6)}
	if err := e.Update(context.Background(), func(tx storage.Tx) error { return storage.SavePerson(tx, me) }); err != nil {
		b.Fatal(err)
	}
	u := bot.Event{Kind: bot.KindMessage, MessageID: "1", Text: "/status"}
	u.Chat, u.From.ID = bot.Chat{ID: me.Chat, Kind: bot.PrivateChat}, me.Chat
	undo := errors.New("undo")
	b.ResetTimer()
	for range b.N {
		err := e.Update(context.Background(), func(tx storage.Tx) error {
			if _, err := d.Handle(context.Background(), tx, u, time.Date(2026, 12, 14, 2, 0, 0, 0, time.UTC)); err != nil {
				return err
			}
			all, err := storage.All[json.RawMessage](tx, storage.OutboxPrefix())
			if err != nil {
				return err
			}
			if !strings.Contains(fmt.Sprintf("%s", all), fmt.Sprintf("协调事项%d（逾期", benchOpen)) {
				return fmt.Errorf("the status does not count the requests: %s", all)
			}
			return undo
		})
		if !errors.Is(err, undo) {
			b.Fatal(err)
		}
	}
}
