package desktest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
)

const unreadableSetup = `start 2026-12-14 10:00
versions yes
person 主任 - 办公室主任
person 督查 - 督查员
person 考核 - 考核员
person 社管甲 社管局 联络员
person 财政甲 财政局 联络员
group 专班群 主任
auto yes
signoff progress none`

// TestUnreadableReport: a report came and its row cannot be read, in each way that
// a row can be lost. It is counted with neither those that are in nor those that are
// missing, the same everywhere; nobody is asked for it, and all else goes on.
func TestUnreadableReport(t *testing.T) {
	k := reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a2"}
	flip := func(tx storage.Tx, key string) error {
		b, _, err := tx.Get(key)
		if err != nil {
			return err
		}
		b[len(b)/2] ^= 0x20
		return tx.Put(key, b)
	}
	for name, damage := range map[string]func(tx storage.Tx) error{
		"another checksum": func(tx storage.Tx) error { return flip(tx, storage.RowReport.Of(k)) },
		"no report":        func(tx storage.Tx) error { return storage.Put(tx, storage.RowReport.Of(k), "保基本民生") },
		"its brief too": func(tx storage.Tx) error {
			if err := flip(tx, storage.RowBrief.Of(k)); err != nil {
				return err
			}
			return flip(tx, storage.RowReport.Of(k))
		},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.setup(unreadableSetup)
				s.boot()
				s.replay("主任> /settings\n主任> [打开 督查整改]\n* submit 社管甲 a2\n")
				s.write(damage)
				last := s.replay("@ 2026-12-15 17:31\n")
				require.Contains(t, last, "bot#专班群< 落实“六保”")
				require.Contains(t, last, "应报6个领域，已报0个，已报但记录无法读取1个", "the roll-up goes out all the same")
				require.NotContains(t, last, "bot→社管甲<", "nobody is asked for what cannot be read")
				require.Contains(t, last, "bot→财政甲<")
				status := s.replay("主任> /status\n")
				require.Contains(t, status, "已报 0/6")
				require.Contains(t, status, "另有1份已报，记录无法读取，不催单位")
				require.Regexp(t, "⚠️ 保基本民生（社管局）.*记录无法读取，请联系运维人员恢复", status)
				for _, button := range []string{"全部", "看 保基本民生"} {
					require.Contains(t, s.replay("主任> ["+button+"]\n"), "记录无法读取")
				}
				require.Contains(t, s.replay("主任#专班群> /status\n"), "应报6个领域，已报0个，已报但记录无法读取1个")
				facts := s.replay("考核> /facts\n")
				require.Regexp(t, "社管局：应报1，按时0，迟报0（共0小时），未报0，退回0，免报0，已报但记录无法读取1（请联系运维人员恢复）", facts)
				require.Contains(t, s.replay("考核> [社管局 明细]\n"), "已报，记录无法读取：1")
				visits := s.replay("督查> /inspect\n")
				require.Contains(t, visits, "另有1份已报，记录无法读取，不用督查单位，请联系运维人员恢复：保基本民生")
				require.NotContains(t, visits, "社管局：")
				for _, said := range []string{"/report", "已完成的工作补充一句。"} {
					require.Contains(t, s.replay("社管甲> "+said+"\n"), "请联系办公室", said)
				}
				require.NotContains(t, s.replay("主任> /nag\n@ 2026-12-21 20:00\n"), "bot→社管甲<")
				require.NotEmpty(t, s.svc.Damaged(), "whoever runs the bot is told")
				require.True(t, strings.HasPrefix(s.svc.Damaged()[0].Key, "report/") || strings.HasPrefix(s.svc.Damaged()[0].Key, "brief/"))
			})
		})
	}
}
