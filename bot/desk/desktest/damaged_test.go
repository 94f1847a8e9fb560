package desktest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/storage"
)

// damagedSetup is a half-month with a bit of everything: a promise, a report sent
// back, one that is in, a draft, a group, and reminders that went out.
const damagedSetup = `start 2026-12-09 09:00
person 主任 - 办公室主任
person 周然 经发招商局 联络员
person 李明 财政局 联络员
person 王强 社管局 联络员
person 赵头 财政局 单位负责人
group 专班群 主任
digest 08:30`

const damagedBefore = `@ 2026-12-09 09:30
李明> 收到，明天报
王强> /report
@ 2026-12-11 09:30
`

// TestOneDamagedRowStopsNobody flips a byte of every row in turn, lives through
// the day before the deadline and the deadline itself, and looks who was reminded.
func TestOneDamagedRowStopsNobody(t *testing.T) {
	contacts := []string{"周然", "李明", "王强"}
	var rows map[string]string
	var want map[string]int
	heard := func(s *stage) map[string]int {
		text := s.replay("@ 2026-12-15 20:00\n")
		for _, name := range append(contacts, "赵头", "主任") {
			require.Contains(s.t, s.replay(name+"> /help\n"), "bot< ", "%s is not answered", name)
		}
		require.LessOrEqual(s.t, strings.Count(s.deadLetters(), "\ndead/"), 1, "more than one person cannot be heard")
		out := map[string]int{}
		for _, name := range append(contacts, "赵头", "主任") {
			out[name] = strings.Count(text, "bot→"+name+"<")
		}
		return out
	}
	live := func(t *testing.T, damage func(*stage)) {
		onStage(t, func(s *stage) {
			s.setup(damagedSetup)
			s.boot()
			s.replay(damagedBefore)
			damage(s)
		})
	}
	live(t, func(s *stage) { rows, want = s.dump(), heard(s) })
	for _, name := range contacts {
		require.Positive(t, want[name], name)
	}
	owner := map[string]string{"p02": "周然", "p03": "李明", "p04": "王强", "p05": "赵头"}
	for i, key := range slices.Sorted(maps.Keys(rows)) {
		val := rows[key]
		if underRace && i%4 != 0 {
			continue
		}
		switch storage.Components(key)[0] {
		case "meta", "files": // what concerns everybody and cannot be guessed stops loudly
			continue
		}
		t.Run(key, func(t *testing.T) {
			live(t, func(s *stage) {
				s.damaged = true
				s.write(func(tx storage.Tx) error {
					b := []byte(val)
					b[len(b)/2] ^= 0x20
					return tx.Put(key, b)
				})
				got := heard(s)
				if storage.Components(key)[0] == "focus" {
					require.Empty(t, s.deadLetters(), "that it is not known what was asked last keeps nobody from being heard")
				}
				if raw := s.dump()[key]; raw != "" && raw[len(raw)/2] == val[len(val)/2]^0x20 { // not written anew meanwhile
					require.Len(t, s.svc.Damaged(), 1, "nobody was told")
				}
				for _, name := range contacts {
					if c := storage.Components(key); c[0] == "person" && owner[c[1]] == name {
						continue // whoever's own row is damaged cannot be addressed
					}
					require.GreaterOrEqual(t, got[name], 1, "%s hears nothing (%d before)", name, want[name])
				}
			})
		})
	}
}

// Rows that say nothing of their own are made anew once they are seen to be damaged:
// how much waits for a chat is counted, a slot is forgotten, and where a report stands,
// whose an address is and who is of a unit follow from other rows. All else stays named.
func TestDamagedCountsAndSlotsAreMended(t *testing.T) {
	onStage(t, func(s *stage) {
		s.setup(damagedSetup)
		s.boot()
		s.replay(damagedBefore)
		s.submit("李明", "a6")
		s.replay("@ 2026-12-11 10:00\n")
		s.halt()
		waits := bot.Message{Kind: bot.Send, Chat: telegram.At(s.cast["李明"].ID()), Text: reports.T("明天见。"), NotBefore: s.clock.Now().Add(24 * time.Hour)}
		s.write(func(tx storage.Tx) error { return bot.Enqueue(tx, waits) })
		draft := storage.RowDraft.Of(reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a2"})
		rows, bad := s.dump(), map[string]bool{}
		for key, val := range rows {
			noun := storage.Components(key)[0]
			if !slices.Contains([]string{"queue", "slot", "brief", "user", "unitperson"}, noun) && key != draft {
				continue
			}
			bad[noun] = true
			s.write(func(tx storage.Tx) error {
				b := []byte(val)
				b[len(b)/2] ^= 0x20
				return tx.Put(key, b)
			})
		}
		require.Len(t, bad, 6)
		s.boot()
		s.settle()
		require.Len(t, s.svc.Damaged(), 1)
		require.Equal(t, draft, s.svc.Damaged()[0].Key)
		require.NotEmpty(t, s.svc.Mended())
		got := s.dump()
		for key, val := range rows {
			switch storage.Components(key)[0] {
			case "queue":
				count := func(val string) any {
					row, err := storage.Decode[map[string]any](key, []byte(val))
					require.NoError(t, err)
					return row["count"]
				}
				require.Equal(t, count(val), count(got[key]), key)
			case "brief", "user", "unitperson":
				require.Equal(t, val, got[key], key)
			case "slot":
				require.NotContains(t, got, key)
			}
		}
		require.Contains(t, s.replay("李明> /report\n"), "bot< ", "whoever writes is answered")
		require.Contains(t, s.replay("@ 2026-12-12 10:00\n"), "bot→李明< 明天见。")
	})
}
