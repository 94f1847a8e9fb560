package desktest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
)

// Timers with which an earlier program went on where a transaction was full are
// dropped, or carried out by what replaces them: none fails, none stays.
func TestTimersOfAnEarlierProgram(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "", reports.Director)
		s.person("经发甲", "jingfa", reports.Contact)
		s.drop()
		s.replay("@ 2026-12-21 10:01\n主任> /status")
		d, now := s.svc.Desk, s.clock.Now()
		s.halt()
		require.NoError(t, s.engine.Update(context.Background(), func(tx storage.Tx) error {
			for what, arg := range map[string]string{
				"up":            "p1|leader|progress|2026-12-15|jingfa|1797818400",
				"colleague":     "2026-12-15|progress|a4|p1|p2",
				"nag":           "2026-12-15/progress/jingfa/p1",
				"told":          "2026-12-15|p1|up-x",
				"notice":        "0001",
				"notice-remind": "0001",
			} {
				if err := storage.Put(tx, storage.TimerKey(now, what, arg), map[string]any{"v": 1, "at": now, "what": what, "arg": arg}); err != nil {
					return err
				}
			}
			return nil
		}))
		_, err := d.Reconcile(context.Background(), s.engine, now)
		require.NoError(t, err)
		require.NoError(t, s.engine.View(context.Background(), func(r storage.Reader) error {
			return storage.Each(r, storage.RowTimer.Prefix(), "", 0, func(key string, row map[string]any) error {
				require.NotContains(t, []any{"up", "colleague", "nag", "told", "notice", "notice-remind"}, row["what"])
				return nil
			})
		}))
	})
}
