package app

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// place is a folder in which an operator makes mistakes.
type place struct {
	dir  string
	args []string          // of the command; check --config config.toml where empty
	env  map[string]string // of the command
}

func (p *place) write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	file := filepath.Join(p.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	require.NoError(t, os.Chmod(file, mode))
}

// speak runs the command in a language and returns everything it says, with
// DIR for the folder.
func (p *place) speak(t *testing.T, language string) string {
	t.Helper()
	args := p.args
	if len(args) == 0 {
		args = []string{"check", "--config", filepath.Join(p.dir, "config.toml")}
	}
	var out, errs bytes.Buffer
	Main(t.Context(), System{
		Args: append([]string{"--lang", language}, args...), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(name string) string { return p.env[name] },
		Now:    func() time.Time { return time.Date(2026, 12, 10, 1, 30, 0, 0, time.UTC) },
	})
	return strings.ReplaceAll(out.String()+errs.String(), p.dir, "DIR")
}

// mistake is one of an operator's, and what is said of it.
type mistake struct {
	name   string
	make   func(*testing.T, *place)
	en, zh string
}

// with makes a configuration.
func with(text string) func(*testing.T, *place) {
	return func(t *testing.T, p *place) { p.write(t, "config.toml", text, 0o600) }
}

// try makes the mistake in a folder of its own and reads what is said.
func (m mistake) try(t *testing.T) {
	t.Run(m.name, func(t *testing.T) {
		p := &place{dir: t.TempDir()}
		t.Chdir(p.dir)
		m.make(t, p)
		en := p.speak(t, "en")
		assert.Contains(t, en, m.en)
		assert.NotContains(t, en, "hunter2")
		zh := p.speak(t, "zh")
		assert.Contains(t, zh, m.zh)
		assert.Less(t, englishWords(zh), 12, "one language in one output:\n%s", zh)
	})
}

// TestMistakesOfAnOperator: what goes wrong is told with file, line, key and
// remedy, in either language.
func TestMistakesOfAnOperator(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("modes, /proc and the system's own words are Linux's here")
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	busy := taken.Addr().String()
	const quiet = "[http]\nlisten = \"\"\n"
	for _, c := range []mistake{
		{"curly quotes", with("[telegram]\ntoken_file = “token”"), `config.toml:2: “ is a quotation mark for prose; write straight ones: "…"`, `config.toml:2: “ 是中文引号；请用英文直引号："…"`},
		{"month 13", with("[plan]\nstarts = 2026-13-01"), `config.toml:2: 2026-13-01 is no day of the calendar; write for example 2026-12-01`, `config.toml:2: 2026-13-01 不是日历上的一天；例如写 2026-12-01`},
		{"month 13 in quotes", with("[plan]\nstarts = \"2026-13-01\""), `config.toml:2: plan.starts: "2026-13-01" is not a day of the calendar; write for example starts = 2026-12-01`, `config.toml:2: plan.starts: "2026-13-01" 不是日历上的一天；例如写 starts = 2026-12-01`},
		{"byte order mark, which is none", with("\xef\xbb\xbf[log]\nlevel = \"loud\""), `config.toml:2: log.level: "loud" is not a choice`, `config.toml:2: log.level: "loud" 不能选`},
		{"GBK", with("# \xc5\xe4\xd6\xc3\n"), `config.toml:1: is not UTF-8, probably GBK (ANSI); save it as UTF-8 in the editor`, `config.toml:1: 不是 UTF-8，可能是 GBK（ANSI）；请在编辑器里另存为 UTF-8`},
		{"UTF-16", with("\xff\xfe["), `config.toml:1: is saved as UTF-16; save it as UTF-8 in the editor`, `config.toml:1: 文件存成了 UTF-16；请在编辑器里另存为 UTF-8`},
		{"Windows path that is no escape", with("[data]\nfile = \"D:\\liubao.db\""), `config.toml:2: \ means something else in "…"; write a Windows path in single quotes, for example file = 'C:\liubao\liubao.db', or with /`, `config.toml:2: 双引号里的 \ 另有含义；Windows 路径请用单引号`},
		{"Windows path that is an escape", with("[data]\nfile = \"C:\\new.db\""), `config.toml:2: data.file: "C:\new.db" holds a control character; write a Windows path in single quotes`, `config.toml:2: data.file: "C:\new.db" 含有控制字符；Windows 路径请用单引号`},
		{"YAML", with("telegram:\n  token_file: token"), `config.toml:1: "telegram:" looks like YAML; write TOML instead: a line [telegram] for a table`, `config.toml:1: "telegram:" 看起来是 YAML；请改写成 TOML：表写作一行 [telegram]`},
		{"JSON", with(`{"telegram": {}}`), `config.toml:1: looks like JSON; write TOML instead`, `config.toml:1: 看起来是 JSON；请改写成 TOML`},
		{"full-width equals sign", with("[log]\nlevel ＝ \"info\""), `config.toml:2: ＝ is a full-width character; switch the input method`, `config.toml:2: ＝ 是全角字符；请切换输入法`},
		{"True", with("[rollup]\nauto_post = True"), `config.toml:2: True is neither true nor false; write true or false, in small letters`, `config.toml:2: True 既不是 true 也不是 false；请用小写的 true 或 false`},
		{"no closing quote", with("[log]\nlevel = \"info\n"), `config.toml:2: the text has no quotation mark at its end; write one: "…"`, `config.toml:2: 文字末尾缺少引号；请补上："…"`},
		{"text without quotes", with("[log]\nlevel = info"), `config.toml:2: info is text; write it in quotes: "info"`, `config.toml:2: info 是文字；请加引号："info"`},
		{"key twice", with("[log]\nlevel = \"info\"\nlevel = \"warn\""), `config.toml:3: key level is already defined; leave one of the two`, `config.toml:3: 键 level 写了两次；请留一个`},
		{"semicolon", with("; comment"), `config.toml:1: ; begins no comment here; write # instead`, `config.toml:1: ; 不表示注释；请用 #`},
		{"day with slashes", with("[plan]\nstarts = 2026/12/1"), `config.toml:2: write a day as 2026-12-01`, `config.toml:2: 日期请写作 2026-12-01`},
		{"unknown key", with("[telegram]\ntoken_fil = \"x\""), `config.toml:2: telegram.token_fil: there is no such key; did you mean token_file?`, `config.toml:2: telegram.token_fil: 没有这个键；您是不是要写 token_file？`},
		{"unknown key, close to none", with("[log]\ncolour = true"), `config.toml:2: log.colour: there is no such key; the keys here are format, level`, `config.toml:2: log.colour: 没有这个键；这里可以写：format, level`},
		{"token in the file", with("[telegram]\ntoken = \"1\""), `config.toml:2: telegram.token: the token never stands in this file`, `config.toml:2: telegram.token: 令牌不写在这个文件里`},
		{"wrong type", with("[reminders]\ncap = \"six\""), `config.toml:2: reminders.cap: "six" is not a whole number; write for example cap = 6`, `config.toml:2: reminders.cap: "six" 不是整数；例如写 cap = 6`},
		{"out of range", with("[reminders]\ncap = 0"), `config.toml:2: reminders.cap: 0 is out of range; write a number from 1 to 100`, `config.toml:2: reminders.cap: 0 超出范围；请写 1 到 100 的数`},
		{"no unit of time", with("[rollup]\npreview = 30"), `config.toml:2: rollup.preview: 30 is not a length of time with its unit; write for example preview = "30m"`, `config.toml:2: rollup.preview: 30 不是带单位的时长；例如写 preview = "30m"`},
		{"no choice", with("[log]\nlevel = \"loud\""), `config.toml:2: log.level: "loud" is not a choice; write one of debug, info, warn, error`, `config.toml:2: log.level: "loud" 不能选；请写其中之一：debug, info, warn, error`},
		{"quiet hours", with("[[reminders.ladder]]\nworkdays = 0\nat = \"06:00\""), `config.toml:3: reminders.ladder[0].at: 06:00 lies in the quiet hours; write a time from 08:00 to before 20:00`, `config.toml:3: reminders.ladder[0].at: 06:00 在免打扰时段内；请写 08:00 以后、20:00 以前的时刻`},
		{"hours the wrong way round", with("[reminders]\nsend_from = \"21:00\""), `reminders.send_until: 20:00 is not after send_from, 21:00`, `reminders.send_until: 20:00 不晚于 send_from 的 21:00`},
		{"cron line", with("[[reminders.extra]]\nid = \"m\"\ncron = \"monday\"\ntext = \"x\""), `config.toml:3: reminders.extra[0].cron: cron line "monday": write five fields such as 0 9 * * 1-5`, `config.toml:3: reminders.extra[0].cron: 定时行 "monday"：请写五段，例如 0 9 * * 1-5`},
		{"chain with an unknown duty", with("\n[[reminders.chain]]\nduty = \"progres\"\nto = \"head\"\nworkdays = 1\nat = \"10:00\""), `config.toml:3: reminders.chain[0].duty: the plan has no duty "progres"; write one of progress, `, `config.toml:3: reminders.chain[0].duty: 方案里没有报送义务 "progres"；请写其中之一：progress, `},
		{"chain out of order", with("[[reminders.chain]]\nto = \"leader\"\nworkdays = 1\nat = \"10:00\"\n[[reminders.chain]]\nto = \"head\"\nworkdays = 2\nat = \"10:00\""), `reminders: chain: head stands after a higher station`, `head 排在更高一级之后`},
		{"sign-off of an unknown duty", with("[sign_off]\nnothing = \"head\""), `config.toml:2: sign_off.nothing: the plan has no such duty; write one of progress, `, `config.toml:2: sign_off.nothing: 方案里没有这项报送义务；请写其中之一：progress, `},
		{"target of an unknown indicator", with("[targets]\nnothing = \"1\""), `config.toml:2: targets.nothing: the plan has no such indicator`, `config.toml:2: targets.nothing: 方案里没有这个指标`},
		{"server without scheme", with("[telegram]\napi = \"api.telegram.org\""), `config.toml:2: telegram.api: "api.telegram.org" is not the address of a server`, `config.toml:2: telegram.api: "api.telegram.org" 不是服务器地址`},
		{"proxy", with("[telegram]\nproxy = \"ftp://me:hunter2@host\""), `config.toml:2: telegram.proxy: is not the address of a proxy; write for example proxy = "socks5://127.0.0.1:1080"`, `config.toml:2: telegram.proxy: 不是代理地址；例如写 proxy = "socks5://127.0.0.1:1080"`},
		{"webhook without a secret", with("[webhook]\nlisten = \"127.0.0.1:8443\"\nurl = \"https://bot.example.org\""), `webhook.secret_file: is missing; name a file of mode 0600`, `webhook.secret_file: 没有写；请指明权限为 0600 的文件`},
		{"port alone", with("[http]\nlisten = \"9420\""), `config.toml:2: http.listen: "9420" is not an address to listen on; write host:port`, `config.toml:2: http.listen: "9420" 不是可以监听的地址；请写 主机:端口`},
		{"virtual clock on the real host", with("[clock]\nspeed = 60"), `config.toml:1: clock: a virtual clock is only for a server of one's own`, `config.toml:1: clock: 虚拟时钟只用于自己的服务器`},
		{"no plan file", with("\n[plan]\nfile = \"my.toml\""), `config.toml:3: plan.file: open DIR/my.toml: no such file or directory`, `config.toml:3: plan.file: 打开 DIR/my.toml：没有这个文件或文件夹`},
		{"a plan with a mistake", func(t *testing.T, p *place) {
			with("[plan]\nfile = \"my.toml\"")(t, p)
			p.write(t, "my.toml", "id = \"x\"\nzone = \"Asia/Nowhere\"", 0o600)
		}, `DIR/my.toml:2: zone: unknown time zone "Asia/Nowhere"; write an IANA name, such as Asia/Shanghai`, `DIR/my.toml:2: zone: 没有时区 "Asia/Nowhere"；请写 IANA 名称，例如 Asia/Shanghai`},
		{"no token file", with(quiet + "[telegram]\ntoken_file = \"tokn\""), `config.toml:4: telegram.token_file: stat DIR/tokn: no such file or directory`, `config.toml:4: telegram.token_file: 查看 DIR/tokn：没有这个文件或文件夹`},
		{"token others can read", func(t *testing.T, p *place) {
			with(quiet+"[telegram]\ntoken_file = \"token\"")(t, p)
			p.write(t, "token", botToken, 0o644)
		}, `config.toml:4: telegram.token_file: DIR/token has mode 0644, so that others can read it; run: chmod 600 DIR/token`, `config.toml:4: telegram.token_file: DIR/token 的权限是 0644，其他人也能读；请运行：chmod 600 DIR/token`},
		{"credential outside systemd's folder", func(t *testing.T, p *place) {
			with(quiet+"[telegram]\ntoken_file = \"token\"")(t, p)
			p.write(t, "token", botToken, 0o440)
		}, `DIR/token has mode 0440, which is good for a file in systemd's folder of credentials alone ($CREDENTIALS_DIRECTORY); run: chmod 600 DIR/token`, `DIR/token 的权限是 0440，只有 systemd 凭据文件夹（$CREDENTIALS_DIRECTORY）里的文件可以这样；请运行：chmod 600 DIR/token`},
		{"no token in the token's file", func(t *testing.T, p *place) {
			with(quiet+"[telegram]\ntoken_file = \"token\"")(t, p)
			p.write(t, "token", "hello", 0o600)
		}, `DIR/token does not hold a bot token; write the line that @BotFather gave`, `DIR/token 里不是机器人令牌；请写 @BotFather 给的那一行`},
		{"no token at all", func(t *testing.T, p *place) {
			with(quiet)(t, p)
			p.args = []string{"serve", "--config", filepath.Join(p.dir, "config.toml")}
		}, `there is no bot token; set LIUBAO_TOKEN, or name a file of mode 0600 with telegram.token_file`, `没有机器人令牌；请设置环境变量 LIUBAO_TOKEN`},
		{"port in use", with("\n[http]\nlisten = \"" + busy + "\""), `config.toml:3: http.listen: another program listens at ` + busy + `, perhaps another liubao; stop it, or write another port`, `config.toml:3: http.listen: ` + busy + ` 已被另一个程序占用，可能是另一个 liubao；请先停止它，或换一个端口`},
		{"port in use when the bot starts", func(t *testing.T, p *place) {
			with("[telegram]\napi = \"http://127.0.0.1:1\"\n[http]\nlisten = \""+busy+"\"")(t, p)
			p.args, p.env = []string{"serve", "--config", filepath.Join(p.dir, "config.toml")}, map[string]string{"LIUBAO_TOKEN": botToken}
		}, `config.toml:4: http.listen: another program listens at ` + busy, `config.toml:4: http.listen: ` + busy + ` 已被另一个程序占用`},
		{"data where nothing can be written", with(quiet + "[data]\nfile = \"/proc/liubao/liubao.db\""), `config.toml:4: data.file: the folder /proc cannot be written (`, `config.toml:4: data.file: 文件夹 /proc 不能写入（`},
		{"data below a file", func(t *testing.T, p *place) {
			with(quiet+"[data]\nfile = \"here/liubao.db\"")(t, p)
			p.write(t, "here", "", 0o600)
		}, `config.toml:4: data.file: DIR/here is a file where a folder should be; name another`, `config.toml:4: data.file: DIR/here 是文件，这里应为文件夹；请换一个`},
		{"data that is read-only", func(t *testing.T, p *place) {
			with(quiet+"[data]\nfile = \"liubao.db\"")(t, p)
			p.write(t, "liubao.db", "", 0o400)
		}, `config.toml:4: data.file: DIR/liubao.db may not be written; run: chmod 600 DIR/liubao.db`, `config.toml:4: data.file: DIR/liubao.db 不能写入；请运行：chmod 600 DIR/liubao.db`},
		{"backups where nothing can be written", with(quiet + "[backup]\ndir = \"/proc/backups\""), `config.toml:4: backup.dir: the folder /proc cannot be written (`, `config.toml:4: backup.dir: 文件夹 /proc 不能写入（`},
		{"no configuration", func(_ *testing.T, p *place) {
			p.args = []string{"status"}
		}, `there is no configuration; name one with --config, or go to the folder where config.toml lies (liubao init writes one)`, `没有配置文件；请用 --config 指明，或到 config.toml 所在的文件夹里运行（liubao init 可以新建）`},
		{"no such configuration", func(_ *testing.T, p *place) {
			p.args = []string{"check", "--config", filepath.Join(p.dir, "none.toml")}
		}, `configuration: open DIR/none.toml: no such file or directory`, `配置：打开 DIR/none.toml：没有这个文件或文件夹`},
		{"unit that is no unit", func(t *testing.T, p *place) {
			with(quiet)(t, p)
			p.args = []string{"rehearse", "--config", filepath.Join(p.dir, "config.toml"), "--unit", "财政"}
		}, `the plan has no unit "财政"; did you mean 财政局?`, `方案里没有单位 "财政"；您是不是要写 财政局？`},
		{"command that is none", func(_ *testing.T, p *place) { p.args = []string{"chek"} },
			`unexpected argument chek, did you mean "check"?`, `没有命令 chek，您是不是要 “check”？`},
		{"flag that is none", func(_ *testing.T, p *place) { p.args = []string{"check", "--conf", "x"} },
			`unknown flag --conf`, `没有选项 --conf`},
		{"flag that is missing", func(_ *testing.T, p *place) { p.args = []string{"backup"} },
			`missing flags: --out=FILE`, `缺少选项：--out=FILE`},
		{"proxy of the environment", func(t *testing.T, p *place) {
			with(quiet+"[telegram]\nproxy = \"\"")(t, p)
			p.env = map[string]string{"HTTP_PROXY": "http://me:hunter2@proxy.example.org:3128"}
		}, `telegram.proxy is empty, and what HTTP_PROXY and HTTPS_PROXY name does not count for api.telegram.org, so that it is reached without a proxy`, `telegram.proxy 是空的，而环境变量 HTTP_PROXY 和 HTTPS_PROXY 对 api.telegram.org 不起作用，因此直接连接`},
		{"proxy of the environment that counts", func(t *testing.T, p *place) {
			with(quiet+"[telegram]\nproxy = \"\"")(t, p)
			p.env = map[string]string{"HTTPS_PROXY": "http://me:hunter2@proxy.example.org:3128"}
		}, `telegram.proxy is empty, so that the environment's proxy counts: proxy.example.org:3128`, `telegram.proxy 是空的，以环境变量里的代理为准：proxy.example.org:3128`},
		{"proxy of both", func(t *testing.T, p *place) {
			with(quiet+"[telegram]\nproxy = \"socks5://127.0.0.1:1080\"")(t, p)
			p.env = map[string]string{"HTTPS_PROXY": "http://proxy.example.org:3128"}
		}, `telegram.proxy counts; HTTP_PROXY and HTTPS_PROXY of the environment do not`, `以 telegram.proxy 为准；环境变量 HTTP_PROXY 和 HTTPS_PROXY 不起作用`},
	} {
		c.try(t)
	}
}

// englishWords counts the words of a Chinese output that look like those of an
// English sentence.
func englishWords(s string) int {
	n := 0
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) }) {
		switch word {
		case "the", "is", "are", "a", "an", "of", "write", "not", "for", "to", "with", "and", "that", "no", "it", "has", "in":
			n++
		}
	}
	return n
}
