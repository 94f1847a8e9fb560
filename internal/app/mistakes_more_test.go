package app

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// TestMoreMistakesOfAnOperator: those that an input method, another format or
// a shell's habits bring about.
func TestMoreMistakesOfAnOperator(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("modes and the system's own words are Linux's here")
	}
	const quiet = "[http]\nlisten = \"\"\n"
	for _, c := range []mistake{
		{"table twice", with("[log]\nlevel = \"info\"\n[log]\nformat = \"text\""), `config.toml:3: table log already exists; leave one of the two`, `config.toml:3: 表 log 写了两次；请留一个`},
		{"tabs are none", with("[log]\n\tlevel\t=\t\"loud\""), `config.toml:2: log.level: "loud" is not a choice`, `config.toml:2: log.level: "loud" 不能选`},
		{"table within another", with("[telegram]\n[telegram.log]\nlevel = \"info\""), `config.toml:2: telegram.log: there is no such key here; write it under a line [log]`, `config.toml:2: telegram.log: 没有这个键；请写在这一行下面：[log]`},
		{"key above its table", with("api = \"https://api.telegram.org\"\n[telegram]"), `config.toml:1: api: there is no such key here; write it under a line [telegram]`, `config.toml:1: api: 没有这个键；请写在这一行下面：[telegram]`},
		{"key in another table", with("[telegram]\nlisten = \"\""), `config.toml:2: telegram.listen: there is no such key here; write it under one of the lines [webhook], [http]`, `config.toml:2: telegram.listen: 没有这个键；请写在其中一行下面：[webhook], [http]`},
		{"capitals", with("[telegram]\nAPI = \"x\""), `config.toml:2: telegram.API: there is no such key; did you mean api?`, `config.toml:2: telegram.API: 没有这个键；您是不是要写 api？`},
		{"table where a list of tables should be", with("[reminders.ladder]\nworkdays = 0"), `config.toml:1: reminders.ladder: is a list of tables; begin each with a line [[reminders.ladder]]`, `config.toml:1: reminders.ladder: 是一组表；每个都以一行 [[reminders.ladder]] 开头`},
		{"text where a table should be", with("telegram = \"x\""), `config.toml:1: telegram: is a table; write its keys under a line [telegram]`, `config.toml:1: telegram: 是一个表；请另起一行写 [telegram]，再在下面写各个键`},
		{"number in quotes", with("[reminders]\ncap = \"6\""), `config.toml:2: reminders.cap: "6" is not a whole number; write for example cap = 6`, `config.toml:2: reminders.cap: "6" 不是整数；例如写 cap = 6`},
		{"number without quotes", with("[targets]\nnew-jobs = 3000"), `config.toml:2: targets.new-jobs: 3000 is not text in quotes; write for example new-jobs = "3000"`, `config.toml:2: targets.new-jobs: 3000 不是加引号的文字；例如写 new-jobs = "3000"`},
		{"switch in quotes", with("[rollup]\nauto_post = \"true\""), `config.toml:2: rollup.auto_post: "true" is neither true nor false; write for example auto_post = true`, `config.toml:2: rollup.auto_post: "true" 既不是 true 也不是 false；例如写 auto_post = true`},
		{"days as a unit of time", with("[backup]\nevery = \"1d\""), `config.toml:2: backup.every: "1d" is not a length of time with its unit; write for example every = "24h"`, `config.toml:2: backup.every: "1d" 不是带单位的时长；例如写 every = "24h"`},
		{"time of day without quotes", with("[plan]\ndeadline = 17:30"), `config.toml:2: write a time of day in quotes: "17:30"`, `config.toml:2: 时刻请加引号："17:30"`},
		{"day without zeroes", with("[plan]\nstarts = 2026-12-1"), `config.toml:2: write a day as 2026-12-01`, `config.toml:2: 日期请写作 2026-12-01`},
		{"one day where a list should be", with("[calendar]\nholidays = 2027-01-01"), `config.toml:2: calendar.holidays: 2027-01-01 is not a list; write for example holidays = [2027-01-01]`, `config.toml:2: calendar.holidays: 2027-01-01 不是列表；例如写 holidays = [2027-01-01]`},
		{"day at work and off", with("[calendar]\nholidays = [2027-01-01]\nworkdays = [2027-01-01]"), `config.toml:3: calendar.workdays[0]: 2027-01-01 is among the holidays too; leave it in one of the two lists`, `config.toml:3: calendar.workdays[0]: 2027-01-01 也在放假的日子里；两处请留一处`},
		{"list without commas", with("[calendar]\nholidays = [2027-01-01\n2027-01-02]"), `config.toml:3: the list goes wrong here; write a comma between its items and ] behind the last one`, `config.toml:3: 列表在这里断了；各项之间请写逗号，最后一项后面写 ]`},
		{"key in Chinese", with("[telegram]\n代理 = \"\""), `config.toml:2: 代理 is no key; keys are English words, as in config.example.toml`, `config.toml:2: 代理 不是键；键是英文词，见 config.example.toml`},
		{"full-width space", with("[log]\n\u3000level = \"info\""), `config.toml:2: there is a white space on the line that no TOML knows`, `config.toml:2: 这一行有 TOML 不认得的空格`},
		{"full-width digit", with("[reminders]\ncap = ６"), `config.toml:2: ６ is a full-width character`, `config.toml:2: ６ 是全角字符`},
		{"number in Chinese", with("[reminders]\ncap = 六"), `config.toml:2: 六 is text; write it in quotes: "六"`, `config.toml:2: 六 是文字；请加引号："六"`},
		{"nothing behind the equals sign", with("[log]\nlevel =\nformat = \"text\""), `config.toml:2: there is nothing behind the equals sign; write a value, or put # in front of the line`, `config.toml:2: 等号后面没有内容；请写上值，或在行首加 #`},
		{"comment of another format", with("// comment"), `config.toml:1: // begins no comment here; write # instead`, `config.toml:1: // 不表示注释；请用 #`},
		{"XML", with("<telegram>"), `config.toml:1: looks like XML; write TOML instead`, `config.toml:1: 看起来是 XML；请改写成 TOML`},
		{"server with the token behind it", with("[telegram]\napi = \"https://api.telegram.org/bot" + botToken + "\""), `config.toml:2: telegram.api: names more than the server; leave out what stands behind api.telegram.org, as the token never stands in this file`, `config.toml:2: telegram.api: 写的不只是服务器；请去掉 api.telegram.org 后面的内容，令牌不写在这个文件里`},
		{"token for its file", with("[telegram]\ntoken_file = \"" + botToken + "\""), `config.toml:2: telegram.token_file: holds the token itself; write that into a file of mode 0600 and name the file here`, `config.toml:2: telegram.token_file: 写的是令牌本身；请把令牌写进权限为 0600 的文件`},
		{"folder for the token's file", with(quiet + "[telegram]\ntoken_file = \".\""), `config.toml:4: telegram.token_file: read DIR: is not a file`, `config.toml:4: telegram.token_file: 读取 DIR：不是文件`},
		{"proxy's port", with("[telegram]\nproxy = \"socks5://127.0.0.1:99999\""), `config.toml:2: telegram.proxy: is not the address of a proxy`, `config.toml:2: telegram.proxy: 不是代理地址`},
		{"home of a shell", with("[backup]\ndir = \"~/backups\""), `config.toml:2: backup.dir: "~/" is for shells and means nothing here; write the path in full`, `config.toml:2: backup.dir: "~/" 只有命令行认得，这里不起作用；请写完整路径`},
		{"variable of a shell", with("[data]\nfile = \"${HOME}/liubao.db\""), `config.toml:2: data.file: "${HOME}" is for shells and means nothing here`, `config.toml:2: data.file: "${HOME}" 只有命令行认得，这里不起作用`},
		{"folder for the data", with(quiet + "[data]\nfile = \".\""), `config.toml:4: data.file: DIR is a folder; name a file in it, for example DIR/liubao.db`, `config.toml:4: data.file: DIR 是文件夹；请写其中的一个文件，例如 DIR/liubao.db`},
		{"backups where the data are", with("[data]\nfile = \"data\"\n[backup]\ndir = \"data/\""), `config.toml:4: backup.dir: "data/" is the data file itself; name a folder, best on another disk`, `config.toml:4: backup.dir: "data/" 就是数据文件；请写一个文件夹`},
		{"command in one piece", with("[alarm]\ncommand = \"notify me\""), `config.toml:2: alarm.command: "notify me" is not a list; write for example command = ["/usr/local/bin/page-me", "liubao"]`, `config.toml:2: alarm.command: "notify me" 不是列表；例如写 command = [`},
		{"command that is not there", with(quiet + "[alarm]\ncommand = [\"/no/such/program\"]"), `config.toml:4: alarm.command: /no/such/program cannot be run (no such file or directory); write the program's path in full`, `config.toml:4: alarm.command: /no/such/program 无法运行（没有这个文件或文件夹）；请写程序的完整路径`},
		{"address with its scheme", with("[http]\nlisten = \"http://127.0.0.1:9420\""), `config.toml:2: http.listen: "http://127.0.0.1:9420" is not an address to listen on; write host:port`, `config.toml:2: http.listen: "http://127.0.0.1:9420" 不是可以监听的地址；请写 主机:端口`},
		{"notice with a space in its name", with("[[reminders.extra]]\nid = \"on monday\"\ncron = \"0 10 * * 1\"\ntext = \"x\""), `config.toml:2: reminders.extra[0].id: "on monday" cannot name a notice; write 1 to 12 characters of a-z, 0-9 and -`, `config.toml:2: reminders.extra[0].id: "on monday" 不能作通知的名字`},
		{"moment without its offset", with("[telegram]\napi = \"http://127.0.0.1:1\"\n[clock]\nstart_at = 2026-12-10T09:00:00"), `config.toml:4: clock.start_at: 2026-12-10T09:00:00 is not a moment with its offset from UTC; write for example start_at = 2026-12-10T09:00:00+08:00`, `config.toml:4: clock.start_at: 2026-12-10T09:00:00 不是带时区的时刻`},
		{"plan with an offset for its zone", planWith(`zone = "Asia/Shanghai"`, `zone = "UTC+8"`), `DIR/my.toml:12: zone: unknown time zone "UTC+8"; write an IANA name, such as Asia/Shanghai`, `DIR/my.toml:12: zone: 没有时区 "UTC+8"；请写 IANA 名称`},
		{"unit with spaces around it", planWith(`name = "财政局"`, `name = " 财政局"`), `[[units]] name: remove the white space around " 财政局"`, `[[units]] name: 请去掉 " 财政局" 前后的空格`},
		{"unit's name for its id", planWith(`lead = "dangqun"`, `lead = "党群局"`), `[[areas]] lead: "党群局" is a unit's name; write its id, "dangqun"`, `[[areas]] lead: "党群局" 是单位的名称；请写它的编号 "dangqun"`},
		{"unit twice", planWith(`name = "住建局"`, `name = "财政局"`), `[[units]] name: unit name "财政局" is already used in line 58; write another`, `[[units]] name: 单位名称 "财政局" 在第 58 行已经用过；请换一个`},
	} {
		c.try(t)
	}
}

// planWith makes a configuration whose plan is the one built in with one
// change.
func planWith(old, now string) func(*testing.T, *place) {
	return func(t *testing.T, p *place) {
		p.write(t, "config.toml", "[plan]\nfile = \"my.toml\"", 0o600)
		text := string(builtin(t).Text())
		require.Contains(t, text, old)
		p.write(t, "my.toml", strings.Replace(text, old, now, 1), 0o600)
	}
}

// builtin is the plan that ships with the program.
func builtin(t *testing.T) *plan.Plan {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	return p
}

// TestUnitNamesTakeSpaces: a unit's name that was copied with its spaces is
// that unit.
func TestUnitNamesTakeSpaces(t *testing.T) {
	p := &place{dir: t.TempDir()}
	require.NoError(t, os.WriteFile(filepath.Join(p.dir, "config.toml"), nil, 0o600))
	p.args = []string{"rehearse", "--config", filepath.Join(p.dir, "config.toml"), "--unit", "财 政 局 "}
	require.Contains(t, p.speak(t, "zh"), "财政局")
	require.NotContains(t, p.speak(t, "zh"), "没有单位")
}
