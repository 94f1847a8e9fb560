package desktest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
)

// An instruction of an earlier program is a request: its buttons and its timer do what
// they said, and what is done turns its row into one.
func TestInstructionsOfAnEarlierProgram(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "jingfa", reports.Director)
		s.person("组长", "", reports.Leader)
		s.person("财政局甲", "caizheng", reports.Contact)
		s.drop()
		at := s.clock.Now().AddDate(0, 0, -5)
		i := reports.Instruction{V: 1, ID: "000007", Number: 7, Unit: "caizheng", Whose: "组长", Text: "请核实缺口", By: "p02", At: at}
		open := func() (reports.Request, int) {
			var x reports.Request
			var n int
			require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) (err error) {
				if x, _, err = storage.Request(r, "i000007"); err != nil {
					return err
				}
				n, _, err = storage.CountRequests(r, reports.Instruct, s.plan.Starts)
				return err
			}))
			return x, n
		}
		s.write(func(tx storage.Tx) error {
			if err := storage.Put(tx, storage.RowInstruction.Key(i.Unit, i.ID), i); err != nil {
				return err
			}
			due := s.clock.Now().Add(time.Minute)
			return storage.Put(tx, storage.TimerKey(due, "instruction", "caizheng/000007/1"),
				map[string]any{"v": 1, "at": due, "what": "instruction", "arg": "caizheng/000007/1"})
		})
		got := s.replay("@ 2026-12-10 10:00")
		require.Contains(t, got, "bot→财政局甲< 提醒：以下事项等贵单位处理\n      批示7号 · 组长", "its timer reminds of it")
		_, n := open()
		require.Equal(t, 1, n, "it is counted once")
		who := s.cast["财政局甲"]
		last := func() int { m := s.sandbox.Messages(who.ID(), 0); return m[len(m)-1].MessageID }
		for _, bad := range []string{"in", "in.k", "in.k.caizheng", "in.k.caizheng.000008", "in.z.caizheng.000007"} {
			s.press(who, who.ID(), last(), bad)
		}
		x, _ := open()
		require.True(t, x.Parties[0].AckAt.IsZero(), "what names nothing does nothing")
		s.press(who, who.ID(), last(), "in.k.caizheng.000007")
		x, n = open()
		require.Equal(t, "p03", x.Parties[0].AckBy)
		require.Equal(t, 1, n, "no second one came of it")
		s.press(who, who.ID(), last(), "in.a.caizheng.000007")
		got = s.replay("财政局甲> 缺口已核实。")
		require.Contains(t, got, "bot→组长< 财政局答复批示7号")
		x, _ = open()
		require.Equal(t, reports.TurnAsker, x.Turn())
		require.Equal(t, "缺口已核实。", x.Parties[0].Answer)
	})
}

// What is open is never forgotten, and what was closed stays for ten years.
func TestRequestsAreKeptForTenYears(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "jingfa", reports.Director)
		s.drop()
		s.boot()
		now := s.clock.Now()
		s.write(func(tx storage.Tx) error {
			for n, closed := range []int{0, 9, 11} { // years ago, 0 for open
				x := reports.Request{V: 1, ID: fmt.Sprintf("r%06d", n), Number: n, Kind: reports.Trouble, Unit: "caizheng", Need: "请支持", At: now.AddDate(-12, 0, 0)}
				if closed > 0 {
					x.State, x.ClosedAt = reports.RequestClosed, now.AddDate(-closed, 0, 0)
				}
				if err := storage.SaveRequest(tx, x); err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(t, s.svc.Desk.Upkeep(context.Background(), s.engine, now))
		var left []string
		require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
			all, err := storage.Requests(r)
			for _, x := range all {
				left = append(left, x.ID)
			}
			return err
		}))
		require.Equal(t, []string{"r000000", "r000001"}, left)
	})
}
