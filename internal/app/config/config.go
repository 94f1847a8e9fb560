// Package config reads the operator's configuration file.
//
// Promises: a file with any mistake is refused as a whole; all its mistakes
// are told at once, each with file, line, key and what to write instead; a
// key that does not exist is a mistake; no secret stands in the file or in
// any error. Every key has a default, so that an empty file is valid.
package config

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"liubao/plan"
	"liubao/plan/tomlfile"
	"liubao/schedules"
	"liubao/storage/s3"
)

// Config is a configuration file, with defaults where it says nothing. Paths
// are absolute, or relative to the working directory where the file's own was.
type Config struct {
	Telegram  Telegram          `toml:"telegram"`
	Webhook   Webhook           `toml:"webhook"`
	Data      Data              `toml:"data"`
	Files     Files             `toml:"files"`
	Plan      Plan              `toml:"plan"`
	Reminders Reminders         `toml:"reminders"`
	SignOff   map[string]string `toml:"sign_off" eg:"\"head\""` // by duty id: none, head or scan
	Targets   map[string]string `toml:"targets" eg:"\"3000\""`  // by indicator id: the number set by others
	Calendar  Calendar          `toml:"calendar"`
	Rollup    Rollup            `toml:"rollup"`
	Documents Documents         `toml:"documents"`
	HTTP      HTTP              `toml:"http"`
	Log       Log               `toml:"log"`
	Backup    Backup            `toml:"backup"`
	Alarm     Alarm             `toml:"alarm"`
	Clock     Clock             `toml:"clock"`

	doc *document
}

// Telegram says how the bot reaches the Bot API.
type Telegram struct {
	TokenFile string `toml:"token_file" eg:"\"/etc/liubao/token\""`
	API       string `toml:"api" eg:"\"https://api.telegram.org\""`
	Proxy     string `toml:"proxy" eg:"\"socks5://127.0.0.1:1080\""`
	// Unlimited sends without keeping to Telegram's rates, for measuring
	// against a server of one's own.
	Unlimited bool `toml:"unlimited" eg:"false"`
	// LocalFiles is where a server of one's own, started with --local, keeps files.
	LocalFiles string `toml:"local_files" eg:"\"/var/lib/telegram-bot-api\""`
	// Protect keeps what the bot tells people unasked from being passed on or saved.
	Protect bool `toml:"protect" eg:"false"`
}

// Webhook says where Telegram delivers updates; with an empty Listen the bot
// polls for them instead.
type Webhook struct {
	Listen     string `toml:"listen" eg:"\"127.0.0.1:8443\""`
	URL        string `toml:"url" eg:"\"https://bot.example.org/telegram\""`
	Path       string `toml:"path" eg:"\"/telegram\""`
	SecretFile string `toml:"secret_file" eg:"\"/etc/liubao/webhook-secret\""`
	TLSCert    string `toml:"tls_cert" eg:"\"/etc/liubao/cert.pem\""`
	TLSKey     string `toml:"tls_key" eg:"\"/etc/liubao/key.pem\""`
}

// Enabled reports whether updates come by webhook.
func (w Webhook) Enabled() bool { return w.Listen != "" }

// Data says where everything is kept.
type Data struct {
	File   string `toml:"file" eg:"\"data/liubao.db\""`
	Socket string `toml:"socket" eg:"\"data/liubao.sock\""`
	// Etcd are the members of the cluster that keeps everything in the file's
	// stead, so that several bots can stand ready; then File only says where the
	// socket and the link for the director lie.
	Etcd             []string      `toml:"etcd" eg:"[\"https://10.0.0.1:2379\"]"`
	EtcdPrefix       string        `toml:"etcd_prefix" eg:"\"liubao/north\""` // each task force of a cluster has its own
	EtcdUser         string        `toml:"etcd_user" eg:"\"liubao\""`
	EtcdPasswordFile string        `toml:"etcd_password_file" eg:"\"/etc/liubao/etcd-password\""`
	EtcdCA           string        `toml:"etcd_ca" eg:"\"/etc/liubao/etcd-ca.pem\""`
	EtcdCert         string        `toml:"etcd_cert" eg:"\"/etc/liubao/etcd.pem\""`
	EtcdKey          string        `toml:"etcd_key" eg:"\"/etc/liubao/etcd-key.pem\""`
	Lease            time.Duration `toml:"lease" eg:"\"10s\""`  // how long the others wait for a silent leader, 2 s to 1 min
	Timeout          time.Duration `toml:"timeout" eg:"\"5s\""` // of one request to etcd, 1 s to 1 min
	Node             string        `toml:"node" eg:"\"bot-1\""` // what the others call this bot; the machine's name where ""
}

// Plan says which plan is run, and what of it this place overrides. Zero
// values leave the plan's own in force.
type Plan struct {
	File     string     `toml:"file" eg:"\"plan.toml\""`
	Starts   plan.Date  `toml:"starts" eg:"2026-12-01"`
	Deadline plan.Clock `toml:"deadline" eg:"\"17:30\""`
}

// Reminders says who is reminded when.
type Reminders struct {
	SendFrom          plan.Clock `toml:"send_from" eg:"\"08:00\""`  // nothing unsolicited before
	SendUntil         plan.Clock `toml:"send_until" eg:"\"20:00\""` // nor from this time on
	Cap               int        `toml:"cap" eg:"6"`                // unsolicited messages a person and period, 1 to 100
	DeadlineOnHoliday string     `toml:"deadline_on_holiday" eg:"\"keep\""`
	Ladder            []Step     `toml:"ladder"`
	// ContributionWorkdays before the deadline the responsible units are asked
	// for contributions (素材), 0 to 20; 0: only once the director switches that on.
	ContributionWorkdays int        `toml:"contribution_workdays" eg:"5"`
	ContributionAt       plan.Clock `toml:"contribution_at" eg:"\"09:30\""`
	// DigestAt is when the office hears on working days what is open; 00:00:
	// only once the director switches that on.
	DigestAt plan.Clock `toml:"digest_at" eg:"\"08:30\""`
	Chain    []Rung     `toml:"chain"`
	Extra    []Extra    `toml:"extra"`
}

// Step is one rung of the ladder of reminders.
type Step struct {
	Workdays int        `toml:"workdays" eg:"-3"` // working days from the deadline's day, negative before it
	At       plan.Clock `toml:"at" eg:"\"09:30\""`
}

// Rung is a station of the chain that an overdue report goes up.
type Rung struct {
	Duty     string     `toml:"duty" eg:"\"progress\""` // the duty's id, "" for all that have no chain of their own
	To       string     `toml:"to" eg:"\"head\""`       // deputy, head, office or leader
	Workdays int        `toml:"workdays" eg:"1"`        // working days from the deadline's day
	At       plan.Clock `toml:"at" eg:"\"10:00\""`
}

// Extra is a notice to the office on a cron line, besides the ladder.
type Extra struct {
	ID   string `toml:"id" eg:"\"monday\""`       // stable name, part of what is kept of a notice sent
	Cron string `toml:"cron" eg:"\"0 10 * * 1\""` // minute hour day month weekday, in the plan's zone
	Text string `toml:"text" eg:"\"本周例会:请汇总各领域进展。\""`
}

// Calendar adds days to the built-in statutory calendar and overrides it.
type Calendar struct {
	Holidays []plan.Date `toml:"holidays" eg:"[2027-01-01]"`
	Workdays []plan.Date `toml:"workdays" eg:"[2027-01-03]"`
}

// Rollup says how the roll-up reaches the group.
type Rollup struct {
	Preview  time.Duration `toml:"preview" eg:"\"30m\""` // how long before the deadline the director sees it
	AutoPost bool          `toml:"auto_post" eg:"true"`
}

// HTTP is the listener for health checks and metrics; empty for none.
type HTTP struct {
	Listen string `toml:"listen" eg:"\"127.0.0.1:9420\""`
}

// Log says what the log looks like.
type Log struct {
	Format string `toml:"format" eg:"\"text\""`
	Level  string `toml:"level" eg:"\"info\""`
}

// Backup says where scheduled backups go; with an empty Dir there are none.
type Backup struct {
	Dir   string        `toml:"dir" eg:"\"backups\""`
	Every time.Duration `toml:"every" eg:"\"24h\""`
	Keep  int           `toml:"keep" eg:"14"`
}

// Alarm says how the operator is told that something is wrong; with neither, the
// log alone says so.
type Alarm struct {
	Command []string `toml:"command" eg:"[\"/usr/local/bin/page-me\", \"liubao\"]"`
	URL     string   `toml:"url" eg:"\"https://alerts.example.org/hook\""`
}

// Enabled reports whether there is a way to tell.
func (a Alarm) Enabled() bool { return len(a.Command) > 0 || a.URL != "" }

// Clock is a virtual clock, for tests against a server of one's own.
type Clock struct {
	StartAt time.Time `toml:"start_at" eg:"2026-12-10T09:00:00+08:00"`
	Speed   float64   `toml:"speed" eg:"60"` // 0 where the file says nothing
}

// Virtual reports whether the file asks for a virtual clock.
func (c Clock) Virtual() bool { return !c.StartAt.IsZero() || c.Speed != 0 }

// Check returns an error where the speed cannot be meant.
func (c Clock) Check() error {
	if math.IsNaN(c.Speed) || c.Speed < 0 || c.Speed > 100000 {
		return fmt.Errorf("%v is out of range; write from 0 to 100000, for example speed = 60", c.Speed)
	}
	return nil
}

// noFile stands for a file where there is none.
const noFile = "defaults"

// Default returns what an empty file means.
func Default() *Config {
	return &Config{
		Telegram: Telegram{API: "https://" + TelegramHost},
		Webhook:  Webhook{Path: "/telegram"},
		Data:     Data{File: "data/liubao.db", Etcd: []string{}, EtcdPrefix: "liubao", Lease: 10 * time.Second, Timeout: 5 * time.Second},
		Files:    Files{Timeout: s3.DefaultTimeout},
		Reminders: Reminders{
			SendFrom: plan.Clock{Hour: 8}, SendUntil: plan.Clock{Hour: 20},
			Cap: 6, DeadlineOnHoliday: string(schedules.Keep), Ladder: defaultLadder(),
			ContributionAt: schedules.DefaultRules().ContributionAt, Chain: defaultChain(),
		},
		Rollup:    Rollup{Preview: 30 * time.Minute, AutoPost: true},
		Documents: Documents{Profile: "official"},
		HTTP:      HTTP{Listen: "127.0.0.1:9420"},
		Log:       Log{Format: "text", Level: "info"},
		Backup:    Backup{Every: 24 * time.Hour, Keep: 14},
		Alarm:     Alarm{Command: []string{}},
		doc:       &document{file: noFile, toml: &tomlfile.File{}},
	}
}

// defaultLadder is the ladder of [schedules.DefaultRules].
func defaultLadder() []Step {
	var out []Step
	for _, s := range schedules.DefaultRules().Ladder {
		out = append(out, Step{s.Workdays, s.At})
	}
	return out
}

// defaultChain is the chain of [schedules.DefaultRules].
func defaultChain() []Rung {
	var out []Rung
	for _, r := range schedules.DefaultRules().Chain {
		out = append(out, Rung{To: string(r.To), Workdays: r.Workdays, At: r.At})
	}
	return out
}

// Load reads the file. Its error is [Problems] unless the file cannot be read
// at all. Relative paths in it start from the file's own folder.
func Load(name string) (*Config, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	c, err := Parse(name, data)
	if err != nil {
		return nil, err
	}
	c.resolve(filepath.Dir(name))
	c.socket()
	if err := c.doc.problems.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// LongestSocket is how long a unix socket's path may be, in bytes, on every
// system (sun_path has 104 to 108).
const LongestSocket = 100

// socket refuses a path that no socket can have.
func (c *Config) socket() {
	if n := len(c.Data.Socket); n > LongestSocket {
		c.doc.bad("data.socket", `%s has %d bytes, a socket's path at most %d; write a shorter one, for example socket = "/run/liubao/liubao.sock"`, c.Data.Socket, n, LongestSocket)
	}
}

// Parse reads a configuration from bytes and leaves its paths as they are;
// name stands in errors. Its error is [Problems].
func Parse(name string, data []byte) (*Config, error) {
	doc, err := read(name, data)
	if err != nil {
		return nil, err
	}
	c := Default()
	c.doc = doc
	doc.fill("", doc.toml.Values, reflect.ValueOf(c).Elem())
	c.validate()
	if err := doc.problems.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// File returns the name the configuration was read under.
func (c *Config) File() string { return c.doc.file }

func (c *Config) resolve(dir string) {
	for _, p := range []*string{
		&c.Telegram.TokenFile, &c.Webhook.SecretFile, &c.Webhook.TLSCert, &c.Webhook.TLSKey,
		&c.Data.File, &c.Data.Socket, &c.Plan.File, &c.Backup.Dir,
		&c.Data.EtcdPasswordFile, &c.Data.EtcdCA, &c.Data.EtcdCert, &c.Data.EtcdKey,
		&c.Files.AccessKeyFile, &c.Files.SecretKeyFile, &c.Files.CAFile,
	} {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(dir, *p)
		}
	}
	if c.Data.Socket == "" {
		c.Data.Socket = c.Data.File + ".sock"
	}
}
