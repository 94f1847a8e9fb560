package spine

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/mem"
)

// nowhere is a Bot API server that accepts everything at once.
type nowhere struct{ *fakeAPI }

func (nowhere) Deliver(context.Context, bot.Delivery) (bot.Ref, error) { return "1", nil }

// BenchmarkUpdate takes updates of 200 people through intake, lane, commit and
// the delivery of an answer, in batches of 100 as polls bring them.
func BenchmarkUpdate(b *testing.B) {
	recorded := func(tx storage.Tx, m bot.Message, at time.Time) error {
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
			cfg := Config{Engine: eng, Channel: nowhere{newFakeAPI()}, Handler: echo, Log: quiet(), Limits: bot.NoLimits}
			if name == "bolt-recorded" {
				cfg.Hooks.Delivered = recorded
			}
			b0, err := New(cfg)
			require.NoError(b, err)
			b0.Start(Handling, Delivering)
			defer b0.Stop(context.Background())
			b.ReportAllocs()
			batch := make([]bot.Inbound, 0, pollLimit)
			for i := 0; b.Loop(); i++ {
				batch = append(batch, inbound(json.RawMessage(message(int64(i+1), int64(i%200+1), fmt.Sprint("没有变化 ", i)))))
				if len(batch) == cap(batch) {
					require.NoError(b, b0.lanes.room(b.Context()))
					require.NoError(b, b0.Accept(b.Context(), batch...))
					batch = batch[:0]
				}
			}
			for !b0.Idle() {
				runtime.Gosched()
			}
			b.ReportMetric(float64(b0.Stats().Handled)/b.Elapsed().Seconds(), "updates/s")
		})
	}
}
