package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

func TestMistakesAreTold(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"unknown key, close to one", "[telegram]\ntoken_fil = \"x\"",
			`c.toml:2: telegram.token_fil: there is no such key; did you mean token_file?`},
		{"unknown key, close to none", "[log]\ncolour = true",
			`c.toml:2: log.colour: there is no such key; the keys here are format, level`},
		{"unknown key, short", "[backup]\ndo = 1",
			`c.toml:2: backup.do: there is no such key; the keys here are dir, every, keep`},
		{"unknown table in a list", "[[reminders.ladder]]\nworkdays = 0\nat = \"09:00\"\n[reminders.ladder.more]\nx = 1",
			`c.toml:4: reminders.ladder[0].more: there is no such key; the keys here are at, workdays`},
		{"unknown table", "[remainders]\n",
			`c.toml:1: remainders: there is no such key; did you mean reminders?`},
		{"a token in the file", "[telegram]\ntoken = \"123456:secret\"",
			`c.toml:2: telegram.token: the token never stands in this file; write it into a file of mode 0600 and name that with token_file, or set LIUBAO_TOKEN`},
		{"no rates on the real host", "[telegram]\nunlimited = true",
			`c.toml:2: telegram.unlimited: would have Telegram shut the bot out; leave it out, or set telegram.api to a server of your own`},
		{"text for a number", "[reminders]\n\n cap = \"six\"",
			`c.toml:3: reminders.cap: "six" is not a whole number; write for example cap = 6`},
		{"number out of range", "[reminders]\ncap = 0",
			`c.toml:2: reminders.cap: 0 is out of range; write a number from 1 to 100`},
		{"number for text", "[data]\nfile = 12",
			`c.toml:2: data.file: 12 is not text in quotes; write for example file = "data/liubao.db"`},
		{"text for a switch", "[rollup]\nauto_post = \"yes\"",
			`c.toml:2: rollup.auto_post: "yes" is neither true nor false; write for example auto_post = true`},
		{"length of time without unit", "[rollup]\npreview = 30",
			`c.toml:2: rollup.preview: 30 is not a length of time with its unit; write for example preview = "30m"`},
		{"length of time out of range", "[backup]\nevery = \"1s\"",
			`c.toml:2: backup.every: 1s is too short; write "1m" or more, for example every = "24h"`},
		{"no time of day", "[plan]\ndeadline = \"25:00\"",
			`c.toml:2: plan.deadline: "25:00" is not a time of day from 00:00 to 23:59; write for example deadline = "17:30"`},
		{"no day", "[plan]\nstarts = \"2027-02-30\"",
			`c.toml:2: plan.starts: "2027-02-30" is not a day of the calendar; write for example starts = 2026-12-01`},
		{"no choice", "[reminders]\ndeadline_on_holiday = \"skip\"",
			`c.toml:2: reminders.deadline_on_holiday: "skip" is not a choice; write one of keep, next, previous`},
		{"hours the wrong way round", "[reminders]\nsend_from = \"21:00\"\nladder = [{workdays = 0, at = \"21:30\"}]",
			`c.toml:1: reminders.send_until: 20:00 is not after send_from, 21:00; write for example send_from = "08:00" and send_until = "20:00"`},
		{"ladder is no list of tables", "[reminders]\nladder = 3",
			`c.toml:2: reminders.ladder: is a list of tables; begin each with a line [[reminders.ladder]]`},
		{"empty ladder", "[reminders]\nladder = []",
			`c.toml:2: reminders.ladder: has no step, so that nobody would be reminded; write at least one, or leave the key out for the default`},
		{"step in quiet hours", "[[reminders.ladder]]\nworkdays = 0\nat = \"09:00\"\n[[reminders.ladder]]\nworkdays = 1\nat = \"06:00\"",
			`c.toml:6: reminders.ladder[1].at: 06:00 lies in the quiet hours; write a time from 08:00 to before 20:00`},
		{"two steps of one day", "[[reminders.ladder]]\nworkdays = 1\nat = \"09:00\"\n[[reminders.ladder]]\nworkdays = 1\nat = \"10:00\"",
			`c.toml:5: reminders.ladder[1].workdays: 1 stands in an earlier step too; leave one, since what falls on one day is one message`},
		{"step without its day", "[[reminders.ladder]]\nat = \"09:00\"",
			`c.toml:1: reminders.ladder[0].workdays: is missing; write how many working days after the deadline's day, 0 for the day itself, negative before it`},
		{"step without its time", "[[reminders.ladder]]\nworkdays = 0",
			`c.toml:1: reminders.ladder[0].at: is missing; write the time of day, for example at = "09:30"`},
		{"contributions too early", "[reminders]\ncontribution_workdays = 21\ncontribution_at = \"22:00\"",
			`c.toml:2: reminders.contribution_workdays: 21 is out of range; write a number from 0 to 20` + "\n" +
				`c.toml:3: reminders.contribution_at: 22:00 lies in the quiet hours; write a time from 08:00 to before 20:00`},
		{"digest at night", "[reminders]\ndigest_at = \"06:00\"",
			`c.toml:2: reminders.digest_at: 06:00 lies in the quiet hours; write a time from 08:00 to before 20:00`},
		{"chain to nobody", "[[reminders.chain]]\nto = \"mayor\"\nworkdays = 1\nat = \"10:00\"",
			`c.toml:2: reminders.chain[0].to: "mayor" is not a choice; write one of deputy, head, office, leader`},
		{"chain before the deadline", "[[reminders.chain]]\nto = \"head\"\nworkdays = -1\nat = \"10:00\"",
			`c.toml:3: reminders.chain[0].workdays: -1 is out of range; write a number from 1 to 20`},
		{"no cron line, no text", "[[reminders.extra]]\nid = \"m\"\ncron = \"monday\"",
			`c.toml:1: reminders.extra[0].text: has 0 characters; write what the notice says, in 1 to 1000` + "\n" +
				`c.toml:3: reminders.extra[0].cron: cron line "monday": write five fields such as 0 9 * * 1-5: expected exactly 5 fields, found 1: [monday]`},
		{"notice with a bad name", "[[reminders.extra]]\nid = \"第一\"\ncron = \"0 9 * * 1\"\ntext = \"x\"",
			`c.toml:2: reminders.extra[0].id: "第一" cannot name a notice; write 1 to 12 characters of a-z, 0-9 and -, for example id = "monday"`},
		{"notice with a taken name", "[[reminders.extra]]\nid = \"digest\"\ncron = \"0 9 * * 1\"\ntext = \"x\"",
			`c.toml:2: reminders.extra[0].id: "digest" names the office's digest; write another name`},
		{"two notices of one name", "reminders.extra = [{id = \"a\", cron = \"0 9 * * 1\", text = \"x\"},\n{id = \"a\", cron = \"0 9 * * 1\", text = \"x\"}]",
			`c.toml:2: reminders.extra[1].id: "a" names an earlier notice too; write a name of its own for each`},
		{"no sign-off", "[sign_off]\nprogress = \"boss\"",
			`c.toml:2: sign_off.progress: "boss" is not a choice; write one of none, head, scan`},
		{"sign-off of the wrong type", "[sign_off]\nprogress = 1",
			`c.toml:2: sign_off.progress: 1 is not text in quotes; write for example progress = "head"`},
		{"a day off and on", "[calendar]\nholidays = [2027-01-01,\n2027-01-02]\nworkdays = [2027-01-02]",
			`c.toml:4: calendar.workdays[0]: 2027-01-02 is among the holidays too; leave it in one of the two lists`},
		{"a day twice", "[calendar]\nholidays = [2027-01-01, 2027-01-01]",
			`c.toml:2: calendar.holidays[1]: 2027-01-01 stands in this list twice; leave one`},
		{"no list", "[calendar]\nholidays = 2027-01-01",
			`c.toml:2: calendar.holidays: 2027-01-01 is not a list; write for example holidays = [2027-01-01]`},
		{"no server", "[telegram]\napi = \"api.telegram.org\"",
			`c.toml:2: telegram.api: "api.telegram.org" is not the address of a server; write for example api = "https://api.telegram.org"`},
		{"unencrypted", "[telegram]\napi = \"http://api.telegram.org\"",
			`c.toml:2: telegram.api: http would send the token unencrypted; write api = "https://api.telegram.org"`},
		{"no proxy, its password unsaid", "[telegram]\nproxy = \"ftp://me:secret@host\"",
			`c.toml:2: telegram.proxy: is not the address of a proxy; write for example proxy = "socks5://127.0.0.1:1080" or "http://127.0.0.1:3128"`},
		{"webhook without the rest", "[webhook]\nlisten = \"127.0.0.1:8443\"",
			`c.toml:1: webhook.secret_file: is missing; name a file of mode 0600 that holds 32 or more random characters of A-Z a-z 0-9 _ -` + "\n" +
				`c.toml:1: webhook.url: "" is not an address that Telegram delivers to; write https and port 443, 80, 88 or 8443, for example url = "https://bot.example.org/telegram"`},
		{"half of TLS", "[webhook]\ntls_cert = \"a.pem\"",
			`c.toml:1: webhook: tls_cert and tls_key belong together; write both, or neither behind a proxy that does TLS`},
		{"no address", "[http]\nlisten = \"9420\"",
			`c.toml:2: http.listen: "9420" is not an address to listen on; write host:port, for example listen = "127.0.0.1:9420"`},
		{"virtual clock on the real host", "[clock]\nspeed = 60",
			`c.toml:1: clock: a virtual clock is only for a server of one's own; leave start_at and speed out, or set telegram.api to another host than api.telegram.org`},
		{"moment without its offset", "[telegram]\napi = \"http://127.0.0.1:1\"\n[clock]\nstart_at = 2026-12-10T09:00:00",
			`c.toml:4: clock.start_at: 2026-12-10T09:00:00 is not a moment with its offset from UTC; write for example start_at = 2026-12-10T09:00:00+08:00`},
		{"a table that is none", "log = \"json\"",
			`c.toml:1: log: is a table; write its keys under a line [log]`},
		{"no TOML", "[log]\nformat = json",
			`c.toml:2: json is text; write it in quotes: "json"`},
		{"a key twice", "[log]\nlevel = \"info\"\nlevel = \"warn\"",
			`c.toml:3: key level is already defined; leave one of the two`},
		{"all at once, in order of lines", "[log]\nlevel = \"loud\"\n[http]\nlisten = 1\n[data]\nfile = \"\"",
			`c.toml:2: log.level: "loud" is not a choice; write one of debug, info, warn, error` + "\n" +
				`c.toml:4: http.listen: 1 is not text in quotes; write for example listen = "127.0.0.1:9420"` + "\n" +
				`c.toml:6: data.file: is empty; name the file that keeps everything, for example file = "data/liubao.db"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("c.toml", []byte(c.in))
			require.Error(t, err)
			assert.Equal(t, c.want, err.Error())
			var ps Problems
			require.ErrorAs(t, err, &ps)
		})
	}
}

func TestEmptyFileIsTheDefault(t *testing.T) {
	c, err := Parse("c.toml", nil)
	require.NoError(t, err)
	want := Default()
	want.doc = c.doc
	assert.Equal(t, want, c)
}

const example = "../../../config.example.toml"

func TestExampleHoldsEveryKey(t *testing.T) {
	data, err := os.ReadFile(example)
	require.NoError(t, err)
	in := strings.NewReplacer("#[clock]", "[clock]", "#[[reminders.extra]]", "[[reminders.extra]]", "#id", "id", "#cron", "cron", "#text", "text", "#start_at", "start_at", "#starts", "starts", "#speed", "speed",
		"https://api.telegram.org", "https://bot-api.example.org").Replace(string(data))
	c, err := Parse("example", []byte(in))
	require.NoError(t, err)
	for _, path := range keysOf("", reflect.TypeFor[Config]()) {
		assert.True(t, c.doc.has(path), "%s is not in config.example.toml", path)
	}
}

// keysOf lists the paths of a struct, with [0] for lists of tables.
func keysOf(path string, t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("toml")
		switch {
		case name == "":
		case f.Type.Kind() == reflect.Struct && f.Tag.Get("eg") == "":
			out = append(out, keysOf(join(path, name), f.Type)...)
		case f.Type.Kind() == reflect.Slice && f.Tag.Get("eg") == "":
			out = append(out, keysOf(index(join(path, name), 0), f.Type.Elem())...)
		default:
			out = append(out, join(path, name))
		}
	}
	return out
}

func TestExampleShowsTheDefaults(t *testing.T) {
	c, err := Load(example)
	require.NoError(t, err)
	want, dir := Default(), filepath.Dir(example)
	// What a comment in the example says is no default:
	want.Telegram.TokenFile = filepath.Join(dir, "token")
	want.Plan.Deadline = plan.Clock{Hour: 17, Minute: 30}
	want.SignOff = map[string]string{"progress": "head"}
	want.Targets = map[string]string{}
	want.Calendar = Calendar{Holidays: []plan.Date{}, Workdays: []plan.Date{}}
	want.Data.File, want.Data.Socket = filepath.Join(dir, "data/liubao.db"), filepath.Join(dir, "data/liubao.db.sock")
	want.doc = c.doc
	assert.Equal(t, want, c)
}

func TestLoadSaysWhichFileIsMissing(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "none.toml"))
	require.ErrorIs(t, err, os.ErrNotExist)
	assert.Contains(t, err.Error(), "none.toml")
}

func TestASocketsPathMustFit(t *testing.T) {
	name := filepath.Join(t.TempDir(), "c.toml")
	long := "/srv/" + strings.Repeat("x", LongestSocket)
	for _, in := range []string{"\n[data]\nsocket = \"" + long + "\"\n", "[data]\nfile = \"" + long + "\"\n"} {
		require.NoError(t, os.WriteFile(name, []byte(in), 0o600))
		_, err := Load(name)
		require.ErrorContains(t, err, "data.socket: "+long)
		require.ErrorContains(t, err, "a socket's path at most 100; write a shorter one")
	}
	require.NoError(t, os.WriteFile(name, []byte("[data]\nfile = \""+long+"\"\nsocket = \"/run/l.sock\"\n"), 0o600))
	_, err := Load(name)
	require.NoError(t, err)
}

func TestWarnings(t *testing.T) {
	c, err := Parse("c.toml", []byte("[telegram]\napi = \"http://bot-api:8081\"\n[http]\nlisten = \":9420\""))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"telegram.api: http sends the token unencrypted to bot-api:8081",
		"http.listen: :9420 lets other machines read health and metrics",
		"backup.dir is empty, so that no backup is made",
	}, c.Warnings())
}

func FuzzParse(f *testing.F) {
	data, err := os.ReadFile(example)
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte("[[reminders.ladder]]\nat = 09:00:00\n[reminders.ladder.x]\ny.z = {a.b = [1, [2]]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("c.toml", data)
		if (c == nil) == (err == nil) {
			t.Fatalf("configuration %v with error %v", c, err)
		}
	})
}
