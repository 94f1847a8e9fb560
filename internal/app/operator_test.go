package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/internal/app/backups"
	"liubao/internal/app/lang"
	"liubao/internal/app/ops"
	"liubao/internal/app/rehearsal"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/bolt"
	"liubao/storage/migrate"
)

func TestOperatorBesideARunningBot(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	claim := filepath.Join(filepath.Dir(s.config), "data", "claim.txt")

	code, out, errs := runWith(t, "", "status", "--config", s.config)
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "@liubao_bot")
	assert.Contains(t, out, textReadyLine)

	code, out, errs = runWith(t, "", "claim", "--config", s.config)
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "The link stands in "+claim+" and is good until 2026-12-10 10:30")
	assert.NotContains(t, out, "?start=")
	claimed(t, s)

	code, out, errs = runWith(t, "", "audit", "verify", "--config", s.config)
	require.Equal(t, ExitOK, code, errs)
	assert.Regexp(t, `^Audit log: \d+ chains, \d+ rows; daily anchors: [01].\n\d+ stored rows .*\n(Anchor, .*: 2026-12-10 [0-9a-f]{64}\n)?Nothing was changed and nothing is missing.\n$`, out)
	backup := filepath.Join(t.TempDir(), "one.db")
	code, out, errs = runWith(t, "", "backup", "--config", s.config, "--out", backup)
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "Backed up the running bot to "+backup)
	code, _, errs = runWith(t, "", "restore", "--config", s.config, "--from", backup)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "another liubao is using the file")

	require.Equal(t, ExitOK, s.stop())
	code, out, errs = runWith(t, "", "restore", "--config", s.config, "--from", backup)
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "What was there is kept as")
	code, out, _ = runWith(t, "", "status", "--config", s.config)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, out, textNotUp)
	assert.Contains(t, out, "no bot runs on this data file")
	assert.NotContains(t, out, textSince, "nothing runs that could be told of")
}

// What is wrong without the bot being unready ends status with a code of its own, which
// a readiness check does not mind, and says what it is.
func TestStatusWarns(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	require.NoError(t, s.tg.InjectUpdate("message", `{"message_id":"a word"}`))
	require.Eventually(t, func() bool {
		code, _, _ := runWith(t, "", "status", "--config", s.config)
		return code == ExitWarned
	}, 20*time.Second, 10*time.Millisecond)
	_, out, _ := runWith(t, "", "status", "--config", s.config)
	assert.Contains(t, out, "something was put among the dead letters at 2026-12-10 09:30")
	assert.Contains(t, out, "look with: liubao dead")
	code, _, errs := runWith(t, "", "status", "--ready", "--config", s.config)
	assert.Equal(t, ExitOK, code, errs)
}

// An anchor that was kept elsewhere is compared: one of another log does not pass.
func TestAuditVerifyWithAnAnchor(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	claimed(t, s)
	var anchor string
	require.Eventually(t, func() bool {
		_, out, _ := runWith(t, "", "audit", "verify", "--config", s.config)
		anchor = regexp.MustCompile(`2026-12-10 [0-9a-f]{64}`).FindString(out)
		return anchor != ""
	}, 20*time.Second, 10*time.Millisecond)
	verify := func(anchor string) (int, string) {
		code, out, errs := runWith(t, "", "audit", "verify", "--anchor", anchor, "--config", s.config)
		return code, out + errs
	}
	code, said := verify(anchor)
	require.Equal(t, ExitOK, code, said)
	code, said = verify("2026-12-10 " + strings.Repeat("0", 64))
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, said, "the log up to the day is not the one the anchor was taken of")
}

// Nothing that people, or whoever damaged a row, wrote reaches the terminal as more than
// words: no escapes, no turned direction, no line of its own.
func TestNothingFromPeopleReachesTheTerminal(t *testing.T) {
	const bad = "甲\x1b[2J\u202e乙\n没有问题"
	damage := audit.Checked{Total: 1, List: []audit.Damage{{Key: bad, Detail: bad}}}
	log := audit.Findings{Total: 1, List: []audit.Finding{{Unit: bad, Period: bad, Key: bad, Date: bad, Detail: bad}}}
	letter := bot.Letter{Source: "out", Chat: bad, Reason: bad, Kind: bad, Purpose: bad, Words: bad}
	story := ops.Story{Lines: []string{"  " + bad}, Versions: []string{bad}}
	for _, out := range []string{examinedText(lang.Lang("en"), backups.Examined{Rows: damage, Audit: log}), storyText(lang.Lang("en"), story, "x", "y"),
		storyText(lang.Lang("en"), ops.Story{Periods: []string{bad}}, "x", "y"),
		rehearsalText(lang.Lang("en"), rehearsal.Rehearsal{Sent: []rehearsal.Rehearsed{{To: bad, Text: bad}}}, time.UTC),
		table(0, [][]string{letterRow(lang.Lang("en"), letter, time.UTC)}), letterWords(letter)} {
		assert.Contains(t, out, "甲")
		assert.NotContains(t, out, "\x1b")
		assert.NotContains(t, out, "\u202e")
		assert.NotRegexp(t, `(?m)^没有问题`, out)
	}
}

// claimed lets somebody become the office director.
func claimed(t *testing.T, s *served) {
	t.Helper()
	code, out, errs := runWith(t, "", "claim", "--show", "--config", s.config)
	require.Equal(t, ExitOK, code, errs)
	link := regexp.MustCompile(`https://t\.me/liubao_bot\?start=([a-z2-7]{26})`).FindStringSubmatch(out)
	require.Len(t, link, 2)
	boss := s.tg.AddUser(sandbox.User{FirstName: "主任甲"})
	_, err := boss.Start(link[1])
	require.NoError(t, err)
	require.Eventually(t, func() bool { return s.tg.Calls("sendMessage") > 0 }, 20*time.Second, time.Millisecond)
}

func TestCheckLive(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	code, out, errs := runWith(t, s.tg.Token(), "check", "--live", "--config", s.config)
	assert.Equal(t, ExitFailed, code)
	assert.Equal(t, "liubao: the bot is not set up completely\n", errs)
	assert.Contains(t, out, textLive+"\n  Bot      @liubao_bot\n  Updates  asked for by the bot, 0 waiting\n  Group    no group is bound")
	assert.NotContains(t, out, s.tg.Token())

	require.Equal(t, ExitOK, s.stop())
	code, _, errs = runWith(t, "7000000009:AAF-"+strings.Repeat("x", 32), "check", "--live", "--config", s.config)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "refuses the token")
	assert.NotContains(t, errs, "xxxx")
}

func TestRehearse(t *testing.T) {
	name := configFile(t, "")
	code, out, errs := run(t, "2026-02-10 09:00", "rehearse", "--config", name, "--plan", "testdata/river.toml", "--unit", "水利局")
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "If 水利局 reported nothing for 2026-02-15, 2026-03-15 while all others reported in time (nobody has joined yet: one person made up for each post):\n")
	assert.Regexp(t, `\n  2026-02-14 09:00  Sat  水利局联络员 +reminder .*2月15日（周日）17:30前`, out, "moved to the working Saturday")
	assert.Regexp(t, `\n  2026-02-15 17:30  Sun  专班群 +roll-up `, out)
	assert.Regexp(t, `\n  2026-02-24 09:00  Tue  水利局联络员 +reminder `, out, "the first working day after the holiday")
	assert.Equal(t, 10, strings.Count(out, "水利局联络员  "))
	assert.Regexp(t, `\n[0-9]+ messages. This was a rehearsal; nothing was sent.\n$`, out)

	code, _, errs = run(t, "2026-02-10 09:00", "rehearse", "--config", name, "--unit", "水利部")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, `the plan has no unit "水利部"`)
}

// TestRehearsalSaysWhyInTheReadersWords: whatever a message is sent for, the
// list holds no name that the program alone knows.
func TestRehearsalSaysWhyInTheReadersWords(t *testing.T) {
	r := rehearsal.Rehearsal{Unit: "财政局"}
	for _, purpose := range []string{"people", "request", "sign-off", "weights"} {
		r.Sent = append(r.Sent, rehearsal.Rehearsed{To: "主任", Purpose: purpose, Text: "您好"})
	}
	out := rehearsalText(lang.Chinese, r, time.UTC)
	for _, word := range []string{"邀请", "协调事项", "审签", "消息"} {
		assert.Contains(t, out, "主任  "+word)
	}
	assert.Contains(t, rehearsalText(lang.English, r, time.UTC), "主任  invitation")
}

func TestAuditVerifyTellsOfDamage(t *testing.T) {
	name := configFile(t, "")
	file := filepath.Join(filepath.Dir(name), "data", "liubao.db")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	e, err := bolt.Open(file, bolt.Options{})
	require.NoError(t, err)
	ctx := context.Background()
	require.NoError(t, migrate.Run(ctx, e, nil))
	at := time.Date(2026, 12, 14, 9, 30, 0, 0, time.UTC)
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		for _, what := range []string{"提醒", "手动催办"} {
			row := storage.AuditRow{Unit: "caizheng", Period: "2026-12-15", At: at, What: what, Before: "甲\n乙", After: "丙"}
			if _, err := storage.AppendAudit(tx, row); err != nil {
				return err
			}
		}
		return nil
	}))
	require.NoError(t, e.Close())

	code, out, errs := run(t, "2026-12-15 09:30", "audit", "show", "--config", name, "--unit", "财政局", "--period", "2026-12-15")
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "财政局 2026-12-15期的记录\n12月14日（周一）\n  17:30 机器人 提醒：从“甲 乙”改为“丙”\n  17:30 机器人 手动催办：")
	assert.Regexp(t, `共2行，末行哈希[0-9a-f]{64}。\n$`, out)
	code, out, _ = run(t, "2026-12-15 09:30", "audit", "show", "--config", name, "--unit", "财政局", "--period", "2026-11-30")
	assert.Equal(t, ExitOK, code)
	assert.Equal(t, "财政局 has no rows in 2026-11-30.\nPeriods with rows: 2026-12-15\n", out)
	code, _, errs = run(t, "2026-12-15 09:30", "audit", "show", "--config", name, "--unit", "财政局", "--period", "2026-12-32")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, `"2026-12-32" is no period; write its deadline`)

	e, err = bolt.Open(file, bolt.Options{})
	require.NoError(t, err)
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		return tx.Delete(storage.AuditKey("2026-12-15", "caizheng", 1))
	}))
	require.NoError(t, e.Close())
	code, out, errs = run(t, "2026-12-15 09:30", "audit", "verify", "--config", name)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "the audit log is damaged")
	assert.Contains(t, out, "missing  caizheng 2026-12-15 #1")
	assert.Contains(t, out, "caizheng 2026-12-15 #1")

	saved := filepath.Join(t.TempDir(), "saved.db")
	code, _, errs = run(t, "2026-12-15 09:30", "backup", "--config", name, "--out", saved)
	require.Equal(t, ExitFailed, code, errs)
	assert.Contains(t, errs, "the data have the damages above")
	code, out, errs = run(t, "2026-12-15 09:30", "verify", saved)
	require.Equal(t, ExitFailed, code, errs)
	assert.Contains(t, out, "missing  caizheng 2026-12-15 #1")
	code, out, errs = run(t, "2026-12-15 09:30", "restore", "--config", name, "--from", saved)
	assert.Equal(t, ExitFailed, code, "whoever restores by a script must hear of it")
	assert.Contains(t, errs, "was put in place, but it has the damages above")
	assert.Contains(t, out, "missing  caizheng 2026-12-15 #1")
}

func TestAuditShowTellsVersionsAndWordsTakenOut(t *testing.T) {
	name := configFile(t, "")
	file := filepath.Join(filepath.Dir(name), "data", "liubao.db")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	e, err := bolt.Open(file, bolt.Options{})
	require.NoError(t, err)
	ctx := context.Background()
	require.NoError(t, migrate.Run(ctx, e, nil))
	at := time.Date(2026, 12, 14, 1, 30, 0, 0, time.UTC)
	k := reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a6"}
	piece := func(id, text string, was ...string) reports.Piece {
		return reports.Piece{ID: id, By: "p1", At: at, Text: text, Was: was}
	}
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		r := reports.Report{Key: k, Unit: "caizheng", Version: 1, State: reports.Submitted, SubmittedAt: at, SubmittedBy: "p1",
			Entries: []reports.Entry{{Task: 14, Progress: reports.Moving, Words: []reports.Piece{piece("1", "盘活三处。", "盘活二处。")}}}}
		next := r
		next.Version, next.Correction = 2, "任务14"
		next.Entries = []reports.Entry{{Task: 14, Progress: reports.Moving, Words: []reports.Piece{piece("2", "盘活五处。")}}}
		return errors.Join(storage.SavePerson(tx, reports.Person{ID: "p1", Name: "张三", Unit: "caizheng"}),
			storage.SaveReport(tx, r), storage.SaveReport(tx, next), storage.SaveDropped(tx, k, 3, []reports.Piece{piece("3", "写错的话。")}))
	}))
	require.NoError(t, e.Close())

	code, out, errs := run(t, "2026-12-15 09:30", "audit", "show", "--config", name, "--unit", "财政局", "--period", "2026-12-15")
	require.Equal(t, ExitOK, code, errs)
	assert.Equal(t, `保基层运转报告（2026年12月1日至15日）：各版原话

第1版，12月14日（周一）09:30 张三提交
14 做实可用财力保障：有进展
· 12月14日（周一）09:30 张三：盘活三处。
  改前：盘活二处。

第2版，12月14日（周一）09:30 张三提交
更正：任务14
14 做实可用财力保障：有进展
· 12月14日（周一）09:30 张三：盘活五处。

填写时拿掉的话
· 12月14日（周一）09:30 张三：写错的话。
`, out)
}
