package config

import (
	"maps"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"liubao/plan"
	"liubao/schedules"
)

// TelegramHost is the real Bot API's host.
const TelegramHost = "api.telegram.org"

// noticeName keeps storage keys short and readable.
var noticeName = regexp.MustCompile(`^[a-z0-9-]{1,12}$`)

// longestNotice is in UTF-16 units, as Telegram counts a message's text.
const longestNotice = 1000

// validate notes every value that has the right type and cannot be meant.
// Keys that the decoder refused already are left alone: they hold defaults.
func (c *Config) validate() {
	c.telegram()
	c.webhook()
	c.reminders()
	c.calendar()
	c.operation()
	c.etcd()
	c.documents()
	c.files()
	c.clock()
	c.paths()
}

func (c *Config) telegram() {
	const key = "telegram.api"
	if u, err := url.Parse(c.Telegram.API); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		c.doc.bad(key, "%q is not the address of a server; write for example api = \"https://%s\"", c.Telegram.API, TelegramHost)
	} else if strings.Contains(u.Path, "/bot") {
		c.doc.bad(key, "names more than the server; leave out what stands behind %s, as the token never stands in this file", u.Host)
	} else if u.Scheme == "http" && realHost(u.Hostname()) {
		c.doc.bad(key, `http would send the token unencrypted; write api = "https://%s"`, TelegramHost)
	}
	if u, err := url.Parse(c.Telegram.API); err == nil && c.Telegram.Unlimited && realHost(u.Hostname()) {
		c.doc.bad("telegram.unlimited", "would have Telegram shut the bot out; leave it out, or set telegram.api to a server of your own")
	}
	if f := c.Telegram.LocalFiles; f != "" && !filepath.IsAbs(f) {
		c.doc.bad("telegram.local_files", "%q is no absolute path, as the server names its files by; write for example local_files = \"/var/lib/telegram-bot-api\"", f)
	}
	if u, err := url.Parse(c.Telegram.API); err == nil && c.Telegram.LocalFiles != "" && realHost(u.Hostname()) {
		c.doc.bad("telegram.local_files", "Telegram's own server hands files out; leave it out, or set telegram.api to a server of your own")
	}
	if IsToken(c.Telegram.TokenFile) {
		c.doc.bad("telegram.token_file", "holds the token itself; write that into a file of mode 0600 and name the file here, for example token_file = \"token\"")
	}
	if c.Telegram.Proxy == "" {
		return
	}
	u, err := url.Parse(c.Telegram.Proxy)
	if err != nil || u.Host == "" || !isPort(u.Port()) || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		// The value may hold a password, so it is not repeated.
		c.doc.bad("telegram.proxy", `is not the address of a proxy; write for example proxy = "socks5://127.0.0.1:1080" or "http://127.0.0.1:3128"`)
	}
}

func (c *Config) webhook() {
	w := c.Webhook
	c.listen("webhook.listen", w.Listen)
	if !strings.HasPrefix(w.Path, "/") || strings.ContainsAny(w.Path, " ?#") {
		c.doc.bad("webhook.path", `%q is not a path; write for example path = "/telegram"`, w.Path)
	}
	if (w.TLSCert == "") != (w.TLSKey == "") {
		c.doc.bad("webhook", "tls_cert and tls_key belong together; write both, or neither behind a proxy that does TLS")
	}
	if !w.Enabled() {
		if w.URL != "" {
			c.doc.bad("webhook.url", `says where updates come from, but nothing listens; add for example listen = "127.0.0.1:8443"`)
		}
		return
	}
	if w.SecretFile == "" {
		c.doc.bad("webhook.secret_file", "is missing; name a file of mode 0600 that holds 32 or more random characters of A-Z a-z 0-9 _ -")
	}
	// https://core.telegram.org/bots/api#setwebhook: HTTPS on 443, 80, 88 or 8443.
	u, err := url.Parse(w.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" || !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()) {
		c.doc.bad("webhook.url", `%q is not an address that Telegram delivers to; write https and port 443, 80, 88 or 8443, for example url = "https://bot.example.org/telegram"`, w.URL)
	}
}

func (c *Config) reminders() {
	r := c.Reminders
	if r.SendFrom.Minutes() >= r.SendUntil.Minutes() {
		c.doc.bad("reminders.send_until", `%s is not after send_from, %s; write for example send_from = "08:00" and send_until = "20:00"`, r.SendUntil, r.SendFrom)
	}
	c.between("reminders.cap", r.Cap, 1, 100)
	c.oneOf("reminders.deadline_on_holiday", r.DeadlineOnHoliday,
		string(schedules.Keep), string(schedules.NextDay), string(schedules.PreviousDay))
	if len(r.Ladder) == 0 {
		c.doc.bad("reminders.ladder", "has no step, so that nobody would be reminded; write at least one, or leave the key out for the default")
	}
	c.ladder()
	c.between("reminders.contribution_workdays", r.ContributionWorkdays, 0, 20)
	if c.doc.has("reminders.contribution_at") {
		c.withinHours("reminders.contribution_at", r.ContributionAt)
	}
	if r.DigestAt != (plan.Clock{}) {
		c.withinHours("reminders.digest_at", r.DigestAt)
	}
	c.chain()
	c.extra()
}

// chain checks each rung; that they stand in order, each once, is checked
// against the plan.
func (c *Config) chain() {
	for i, x := range c.Reminders.Chain {
		path := index("reminders.chain", i)
		c.oneOf(join(path, "to"), x.To, string(schedules.ToDeputy), string(schedules.ToHead), string(schedules.ToOffice), string(schedules.ToLeader))
		if x.To == string(schedules.ToDeputy) {
			c.between(join(path, "workdays"), x.Workdays, -20, 20)
			continue
		}
		c.between(join(path, "workdays"), x.Workdays, 1, 20)
		c.withinHours(join(path, "at"), x.At)
	}
}

func (c *Config) ladder() {
	seen := map[int]bool{}
	for i, s := range c.Reminders.Ladder {
		path := index("reminders.ladder", i)
		days, at := join(path, "workdays"), join(path, "at")
		if c.doc.has(path) && !c.doc.has(days) {
			c.doc.bad(days, "is missing; write how many working days after the deadline's day, 0 for the day itself, negative before it")
		} else if c.doc.has(path) && !c.doc.has(at) {
			c.doc.bad(at, `is missing; write the time of day, for example at = "09:30"`)
		}
		c.between(days, s.Workdays, -20, 20)
		if seen[s.Workdays] {
			c.doc.bad(days, "%d stands in an earlier step too; leave one, since what falls on one day is one message", s.Workdays)
		}
		seen[s.Workdays] = true
		c.withinHours(at, s.At)
	}
}

func (c *Config) extra() {
	seen := map[string]bool{}
	for i, e := range c.Reminders.Extra {
		path := index("reminders.extra", i)
		switch id := join(path, "id"); {
		case !noticeName.MatchString(e.ID):
			c.doc.bad(id, `%q cannot name a notice; write 1 to 12 characters of a-z, 0-9 and -, for example id = "monday"`, e.ID)
		case e.ID == schedules.StageDigest:
			c.doc.bad(id, `"digest" names the office's digest; write another name`)
		case seen[e.ID]:
			c.doc.bad(id, "%q names an earlier notice too; write a name of its own for each", e.ID)
		}
		seen[e.ID] = true
		if _, err := schedules.ParseCron(e.Cron, time.UTC); err != nil {
			c.doc.bad(join(path, "cron"), "%s", err)
		}
		if n := len(utf16.Encode([]rune(e.Text))); strings.TrimSpace(e.Text) == "" || n > longestNotice {
			c.doc.bad(join(path, "text"), "has %d characters; write what the notice says, in 1 to %d", n, longestNotice)
		}
	}
}

func (c *Config) withinHours(path string, at plan.Clock) {
	r := c.Reminders
	if r.SendFrom.Minutes() >= r.SendUntil.Minutes() {
		return // told already, and no time would fit
	}
	if at.Minutes() < r.SendFrom.Minutes() || at.Minutes() >= r.SendUntil.Minutes() {
		c.doc.bad(path, "%s lies in the quiet hours; write a time from %s to before %s", at, r.SendFrom, r.SendUntil)
	}
}

func (c *Config) calendar() {
	off := map[plan.Date]bool{}
	for i, day := range c.Calendar.Holidays {
		c.twice(index("calendar.holidays", i), day, off)
	}
	on := map[plan.Date]bool{}
	for i, day := range c.Calendar.Workdays {
		path := index("calendar.workdays", i)
		c.twice(path, day, on)
		if off[day] && !day.IsZero() {
			c.doc.bad(path, "%s is among the holidays too; leave it in one of the two lists", day)
		}
	}
}

func (c *Config) twice(path string, day plan.Date, seen map[plan.Date]bool) {
	if seen[day] && !day.IsZero() {
		c.doc.bad(path, "%s stands in this list twice; leave one", day)
	}
	seen[day] = true
}

func (c *Config) operation() {
	if c.Rollup.Preview < 0 || c.Rollup.Preview > 24*time.Hour {
		c.doc.bad("rollup.preview", `%s is out of range; write from "0s" to "24h", for example preview = "30m"`, c.Rollup.Preview)
	}
	c.listen("http.listen", c.HTTP.Listen)
	if c.HTTP.Listen != "" && c.HTTP.Listen == c.Webhook.Listen {
		c.doc.bad("http.listen", "%s is the webhook's address too; write another port", c.HTTP.Listen)
	}
	for _, duty := range slices.Sorted(maps.Keys(c.SignOff)) {
		c.oneOf(join("sign_off", duty), c.SignOff[duty], string(plan.SignNone), string(plan.SignHead), string(plan.SignScan))
	}
	c.oneOf("log.format", c.Log.Format, "text", "json")
	c.oneOf("log.level", c.Log.Level, "debug", "info", "warn", "error")
	if c.Data.File == "" {
		c.doc.bad("data.file", `is empty; name the file that keeps everything, for example file = "data/liubao.db"`)
	}
	if c.Backup.Every < time.Minute {
		c.doc.bad("backup.every", `%s is too short; write "1m" or more, for example every = "24h"`, c.Backup.Every)
	}
	if c.Backup.Dir != "" && filepath.Clean(c.Backup.Dir) == filepath.Clean(c.Data.File) {
		c.doc.bad("backup.dir", "%q is the data file itself; name a folder, best on another disk", c.Backup.Dir)
	}
	c.between("backup.keep", c.Backup.Keep, 1, 10000)
	if len(c.Alarm.Command) > 0 && c.Alarm.Command[0] == "" {
		c.doc.bad("alarm.command", `names no program; write for example command = ["/usr/local/bin/page-me", "liubao"]`)
	}
	if u, err := url.Parse(c.Alarm.URL); c.Alarm.URL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		c.doc.bad("alarm.url", `is not an address to post to; write for example url = "https://alerts.example.org/hook"`)
	}
}

// expanded is what shells put something else for, and this program does not.
var expanded = regexp.MustCompile(`^~(/|$)|\$\{?[A-Za-z_]\w*\}?|%[A-Za-z_]+%`)

// paths refuses paths with characters that no path has: they come of
// backslashes in double quotes, "C:\new" being C:, a new line, ew. It refuses
// those that only a shell understands, too: a folder called ~ would be made.
func (c *Config) paths() {
	for key, path := range map[string]string{
		"telegram.token_file": c.Telegram.TokenFile, "webhook.secret_file": c.Webhook.SecretFile, "webhook.tls_cert": c.Webhook.TLSCert,
		"webhook.tls_key": c.Webhook.TLSKey, "data.file": c.Data.File, "data.socket": c.Data.Socket, "plan.file": c.Plan.File, "backup.dir": c.Backup.Dir,
		"data.etcd_password_file": c.Data.EtcdPasswordFile, "data.etcd_ca": c.Data.EtcdCA, "data.etcd_cert": c.Data.EtcdCert, "data.etcd_key": c.Data.EtcdKey,
		"files.access_key_file": c.Files.AccessKeyFile, "files.secret_key_file": c.Files.SecretKeyFile, "files.ca_file": c.Files.CAFile,
	} {
		if word := expanded.FindString(path); word != "" {
			c.doc.bad(key, "%q is for shells and means nothing here; write the path in full, for example /var/lib/liubao", word)
		}
		if strings.ContainsFunc(path, unicode.IsControl) {
			c.doc.bad(key, `%q holds a control character; write a Windows path in single quotes, for example 'C:\liubao\new.db', or with /`, path)
		}
	}
}

// clock refuses what would make the real service misbehave: the virtual clock
// is for servers of one's own.
func (c *Config) clock() {
	if err := c.Clock.Check(); err != nil {
		c.doc.bad("clock.speed", "%s", err)
	}
	if err := c.RefuseVirtual(c.Clock.Virtual()); err != nil {
		c.doc.bad("clock", "%s", err)
	}
}

// listen checks host:port; "" listens nowhere.
func (c *Config) listen(path, addr string) {
	if addr == "" {
		return
	}
	_, port, err := net.SplitHostPort(addr)
	if err != nil || port == "" || !isPort(port) {
		_, key, _ := strings.Cut(path, ".")
		c.doc.bad(path, `%q is not an address to listen on; write host:port, for example %s = "127.0.0.1:9420"`, addr, key)
	}
}

// isPort reports whether s is a port's number, or nothing.
func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return s == "" || err == nil
}

func (c *Config) between(path string, n, low, high int) {
	if n < low || n > high {
		c.doc.bad(path, "%d is out of range; write a number from %d to %d", n, low, high)
	}
}

func (c *Config) oneOf(path, got string, want ...string) {
	if !slices.Contains(want, got) {
		c.doc.bad(path, "%q is not a choice; write one of %s", got, strings.Join(want, ", "))
	}
}

// Warnings returns what is allowed and probably not wanted, one sentence each.
func (c *Config) Warnings() []string {
	var out []string
	if u, err := url.Parse(c.Telegram.API); err == nil && u.Scheme == "http" && !loopback(u.Host) {
		out = append(out, "telegram.api: http sends the token unencrypted to "+u.Host)
	}
	if c.HTTP.Listen != "" && !loopback(c.HTTP.Listen) {
		out = append(out, "http.listen: "+c.HTTP.Listen+" lets other machines read health and metrics")
	}
	for _, at := range c.Data.Etcd {
		if u, err := url.Parse(at); err == nil && u.Scheme == "http" && !loopback(u.Host) {
			out = append(out, "data.etcd: http lets the network read and change what etcd keeps: "+u.Host)
		}
	}
	if u, err := url.Parse(c.Files.Endpoint); err == nil && u.Scheme == "http" && !loopback(u.Host) {
		out = append(out, "files.endpoint: http sends photos and documents unencrypted to "+u.Host)
	}
	if c.Backup.Dir == "" {
		out = append(out, "backup.dir is empty, so that no backup is made")
	}
	return out
}

func loopback(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
