package desk_test

// This made before.bolt.gz and before-telegram.json.gz, with the program as it was
// before addresses: see README in this folder. It lay in bot/desk and was run once,
// as go test -run TestMakeBefore.

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/bolt"
)

const beforeCast = `
person 主任 经发招商局 办公室主任
person 组长 - 专班领导
person 党群局甲 党群局 联络员
person 党群局长 党群局 单位负责人
person 社管局甲 社管局 联络员
person 财政局甲 财政局 联络员
person 应急甲 应急和市场监管局 联络员
person 脱指办甲 脱指办 联络员
person 毛绒办甲 毛绒办 联络员
stranger 路人
group 专班群 主任
auto off
`

const beforeStory = `
主任> /settings
主任> [打开 征集素材]
主任> /duty
路人> 你好
@ 2026-12-10 09:40
财政局甲> [收到，稍后报]
财政局甲> [12月15日（周二）10:00]
应急甲> [收到，稍后报]
应急甲> [先不定，2小时后提醒我]
社管局甲> /report
社管局甲> [开始填报]
社管局甲> [有进展]
社管局甲> 走访困难户12户。（演示数据）
社管局甲> <照片 现场.jpg|走访现场>
主任> /status
@ 2026-12-16 10:00
* submit 财政局甲 a6@2026-12-15
@ 2026-12-23 09:50
* submit 党群局甲 a1
社管局甲> /report
主任> /invite
@ 2026-12-23 20:20
脱指办甲> [提供素材]
应急甲> /problem
应急甲> 冷库停电。（演示数据）
应急甲> [收到，稍后报]
应急甲> [明天…]
党群局长> [请再改改]
路人> 在吗
* group 新群 主任
* anonymous 新群 主任
* add 新群 主任
主任?#新群> /bind@liubao_bot
`

// play plays lines as replay does, without writing down what the bot says.
func (s *stage) play(text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		var out strings.Builder
		if at, ok := strings.CutPrefix(line, "@ "); ok {
			s.reboot()
			s.until(at, &out)
			continue
		}
		s.reboot()
		if what, ok := strings.CutPrefix(line, "* "); ok {
			s.happens(what)
		} else {
			m := speech.FindStringSubmatch(line)
			require.NotNil(s.t, m, line)
			s.clock.Advance(10 * time.Second)
			s.act(m)
		}
		s.settle()
		for _, l := range s.events(0) {
			if testing.Verbose() {
				println(line, "::", l)
			}
		}
	}
}

func TestMakeBefore(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup(strings.TrimSpace(beforeCast))
		s.play(beforeStory)
		s.halt()
		s.leftOver()
		dir := os.Getenv("BEFORE_DIR")
		require.NotEmpty(t, dir)
		var state bytes.Buffer
		require.NoError(t, s.sandbox.Save(&state))
		zipped(t, filepath.Join(dir, "before-telegram.json.gz"), state.Bytes())
		file := filepath.Join(t.TempDir(), "liubao.db")
		copyTo(t, s.engine, file)
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		zipped(t, filepath.Join(dir, "before.bolt.gz"), raw)
		if testing.Verbose() {
			for k := range s.dump() {
				println(k)
			}
		}
	})
}

// leftOver is what a program leaves that ends in the middle of things: at night, with
// updates not yet handled, messages that wait, one of them being sent.
func (s *stage) leftOver() {
	s.clock.Advance(time.Minute)
	// Two updates that were taken in and not handled.
	_, err := s.cast["社管局甲"].Send(s.cast["社管局甲"].ID(), "另有3户正在核实。（演示数据）")
	require.NoError(s.t, err)
	_, err = s.cast["毛绒办甲"].Send(s.cast["毛绒办甲"].ID(), "/report")
	require.NoError(s.t, err)
	raws, err := s.client().Updates(s.ctx(), s.offset, 100, 0)
	require.NoError(s.t, err)
	for i, raw := range raws {
		s.write(func(tx storage.Tx) error {
			return storage.Put(tx, storage.InboxKey(uint64(900001+i), ""), map[string]any{"v": 1, "at": s.clock.Now(), "raw": raw})
		})
	}
	s.client().Updates(s.ctx(), s.offset+int64(len(raws)), 100, 0)
	// One that they have still to be asked for.
	_, err = s.cast["财政局甲"].Send(s.cast["财政局甲"].ID(), "/status")
	require.NoError(s.t, err)
	// A file whose bytes have not come.
	s.write(func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowFetch.Key("uid-before"), map[string]any{"v": 1, "id": "file-before", "uid": "uid-before", "kind": "photo",
			"name": "现场2.jpg", "at": s.clock.Now(), "by": "p05"})
	})
	// Messages that wait, one of them in doubt, one for the morning.
	director, head := s.cast["主任"].ID(), s.cast["党群局长"].ID()
	s.write(func(tx storage.Tx) error {
		return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: director, Slot: "before", Text: reports.T("停机时正在发送。"), Purpose: "answer",
			Person: "p01", At: s.clock.Now()})
	})
	s.mark(storage.OutboxKey(director, 1))
	s.write(func(tx storage.Tx) error {
		for _, m := range []bot.Message{
			{Kind: bot.Send, Chat: director, Text: reports.T("停机时排在后面。"), Purpose: "answer", Person: "p01", At: s.clock.Now()},
			{Kind: bot.Edit, Chat: head, Slot: "status", OrSend: true, Text: reports.T("停机时要改的卡片。"), Purpose: "answer", Person: "p04", At: s.clock.Now(),
				Rows: [][]bot.Button{{{Label: "进度", Data: "st.20261230.progress"}}}},
			{Kind: bot.Send, Chat: s.groups["专班群"].ID(), Text: reports.T("明早发到群里。"), Bulk: true, Purpose: "rollup", At: s.clock.Now(),
				NotBefore: time.Date(2026, 12, 24, 8, 30, 0, 0, s.loc)},
		} {
			if err := bot.Enqueue(tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	// Dead letters, in and out.
	s.write(func(tx storage.Tx) error {
		if err := storage.Put(tx, storage.DeadKey(1), map[string]any{"v": 1, "source": "in", "at": s.clock.Now(), "chat": head, "reason": "panic: test",
			"raw": json.RawMessage(`{"update_id":7,"message":{"message_id":9,"date":1796400000,"chat":{"id":200004,"type":"private"},"from":{"id":200004,"first_name":"党群局长"},"text":"？"}}`)}); err != nil {
			return err
		}
		if err := storage.Put(tx, storage.DeadKey(2), map[string]any{"v": 1, "source": "out", "at": s.clock.Now(), "chat": director, "reason": "in doubt twice: it may or may not have arrived",
			"row": map[string]any{"v": 1, "kind": "send", "chat": director, "text": []any{map[string]any{"text": "丢了"}}, "last": true, "purpose": "answer"}}); err != nil {
			return err
		}
		return storage.Put(tx, storage.RowMeta.Key("dead"), map[string]any{"v": 1, "last": 2})
	})
	group := s.groups["专班群"].ID()
	// A paper that is to be made, one that was sent, a roll-up that was posted.
	s.write(func(tx storage.Tx) error {
		if err := storage.Put(tx, storage.PaperKey(director, "status/image"), map[string]any{"v": 1, "paper": map[string]any{"kind": "card", "period": "2026-12-30", "duty": "progress"},
			"chat": director, "name": "status/image", "keep": true, "asked": true, "person": "p01", "purpose": "status", "at": s.clock.Now()}); err != nil {
			return err
		}
		if err := storage.Put(tx, storage.PaperSentKey(group, "rollup/2026-12-15/card"), map[string]any{"v": 1, "at": s.clock.Now()}); err != nil {
			return err
		}
		row, _, err := storage.Get[map[string]any](tx, storage.RowRollup.Key("2026-12-15"))
		if err != nil {
			return err
		}
		if row == nil {
			row = map[string]any{"v": 1, "period": "2026-12-15"}
		}
		row["chat"], row["postedAt"] = group, s.clock.Now()
		return storage.Put(tx, storage.RowRollup.Key("2026-12-15"), row)
	})
	// Timers that go on with what one transaction could not do.
	for _, x := range [][2]string{
		{"told", "2026-12-15"}, {"up", "p01|head|progress|2026-12-15|shehui|1796400000"}, {"nag", "2026-12-15/progress/shehui/p04"},
	} {
		s.write(func(tx storage.Tx) error {
			return storage.Put(tx, storage.TimerKey(s.clock.Now(), x[0], x[1]), map[string]any{"v": 1, "at": s.clock.Now(), "what": x[0], "arg": x[1]})
		})
	}
}

// mark makes a waiting message one that was being sent when the program ended.
func (s *stage) mark(key string) {
	s.write(func(tx storage.Tx) error {
		row, ok, err := storage.Get[map[string]any](tx, key)
		if err != nil || !ok {
			s.t.Fatal("no message to mark", err)
		}
		row["sending"], row["run"] = true, 12345
		return storage.Put(tx, key, row)
	})
}

func copyTo(t *testing.T, from storage.Engine, file string) {
	to, err := bolt.Open(file, bolt.Options{})
	require.NoError(t, err)
	type pair struct {
		k string
		v []byte
	}
	var all []pair
	require.NoError(t, from.View(context.Background(), func(r storage.Reader) error {
		return r.Scan("", "", 0, func(k string, v []byte) error {
			all = append(all, pair{k, bytes.Clone(v)})
			return nil
		})
	}))
	for len(all) > 0 {
		n := min(len(all), 50)
		require.NoError(t, to.Update(context.Background(), func(tx storage.Tx) error {
			for _, p := range all[:n] {
				if err := tx.Put(p.k, p.v); err != nil {
					return err
				}
			}
			return nil
		}))
		all = all[n:]
	}
	require.NoError(t, to.Close())
}

func zipped(t *testing.T, file string, raw []byte) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	require.NoError(t, err)
	_, err = z.Write(raw)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	t.Logf("%s: %d bytes, %d packed", file, len(raw), b.Len())
}
