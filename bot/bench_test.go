package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/mem"
)

func BenchmarkSplit(b *testing.B) {
	long := reports.T(strings.Repeat("财政局已完成本期任务，公用经费压减百分之十八。\n", 500)).Add(reports.Quote, strings.Repeat("困难在于资金。", 300))
	b.SetBytes(int64(len(long.String())))
	b.ReportAllocs()
	for b.Loop() {
		Split(long, 4096, 4096, utf16s)
	}
}

// nowhere is a Bot API server that accepts everything at once.
type nowhere struct{ *fakeAPI }

func (nowhere) Deliver(context.Context, Delivery) (Ref, error) { return "1", nil }

// BenchmarkUpdate takes updates of 200 people through intake, lane, commit and
// the delivery of an answer, in batches of 100 as polls bring them.
func BenchmarkUpdate(b *testing.B) {
	recorded := func(tx storage.Tx, m Message, at time.Time) error {
		_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: fmt.Sprint(numberOf(m.Chat) % 20), Period: "2026-12", At: at, What: "delivered"})
		return err
	}
	for name, open := range map[string]func() (storage.Engine, error){
		"mem":  func() (storage.Engine, error) { return mem.New(), nil },
		"bolt": func() (storage.Engine, error) { return bolt.Open(b.TempDir()+"/x.db", bolt.Options{}) },
		// with an audit row for each delivery
		"bolt-recorded": func() (storage.Engine, error) { return bolt.Open(b.TempDir()+"/x.db", bolt.Options{}) },
	} {
		b.Run(name, func(b *testing.B) {
			eng, err := open()
			require.NoError(b, err)
			defer eng.Close()
			cfg := Config{Engine: eng, Channel: nowhere{newFakeAPI()}, Handler: echo, Log: quiet(), Limits: NoLimits}
			if name == "bolt-recorded" {
				cfg.Hooks.Delivered = recorded
			}
			bot, err := New(cfg)
			require.NoError(b, err)
			bot.Start(Handling, Delivering)
			defer bot.Stop(context.Background())
			b.ReportAllocs()
			batch := make([]Inbound, 0, pollLimit)
			for i := 0; b.Loop(); i++ {
				batch = append(batch, inbound(json.RawMessage(message(int64(i+1), int64(i%200+1), fmt.Sprint("没有变化 ", i)))))
				if len(batch) == cap(batch) {
					require.NoError(b, bot.lanes.room(b.Context()))
					require.NoError(b, bot.Accept(b.Context(), batch...))
					batch = batch[:0]
				}
			}
			for !bot.Idle() {
				runtime.Gosched()
			}
			b.ReportMetric(float64(bot.Stats().Handled)/b.Elapsed().Seconds(), "updates/s")
		})
	}
}
