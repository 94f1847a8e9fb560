package spine

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// Each message is told of once, however many parts it has; what takes buttons
// away, and what never arrives, is not.
func TestDeliveredIsToldOncePerMessage(t *testing.T) {
	hooks := Hooks{Delivered: func(tx storage.Tx, m bot.Message, at time.Time) error {
		row := storage.AuditRow{Unit: "-", Period: "2026-12", At: at, What: string(m.Kind), After: m.Purpose}
		_, err := storage.AppendAudit(tx, row)
		return err
	}}
	inBubble(t, func(c *Config) { c.Hooks = hooks }, func(r *rig) {
		r.api.failing(func(c call) error {
			if c.chat == 3 {
				return apiError(bot.Rejected)
			}
			return nil
		})
		say := func(m bot.Message) { m.At = time.Now(); r.say(m) }
		say(bot.Message{Kind: bot.Send, Chat: at(1), Slot: "a", Text: reports.T(strings.Repeat("很长的话。\n", 2000)), Rows: rowsA, Purpose: "long"})
		say(bot.Message{Kind: bot.Send, Chat: at(3), Text: reports.T("丢了"), Purpose: "lost"})
		r.bot.Start(Delivering)
		settleFor(30 * time.Second)
		say(bot.Message{Kind: bot.Strip, Chat: at(1), Slot: "a", Purpose: "strip"})
		say(bot.Message{Kind: bot.Edit, Chat: at(1), Slot: "a", Text: reports.T("短"), Purpose: "shorter"})
		settleFor(30 * time.Second)
		var got []string
		require.NoError(t, r.eng.View(t.Context(), func(rd storage.Reader) error {
			rows, err := storage.AuditRows(rd, "2026-12", "-", 0, 0)
			for _, x := range rows {
				got = append(got, x.What+" "+x.After)
			}
			return err
		}))
		require.Equal(t, []string{"send long", "edit shorter"}, got)
	})
}
