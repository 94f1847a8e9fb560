package ops

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk/batch"
	"liubao/bot/desk/standing"
	"liubao/bot/spine"
	"liubao/internal/app/config"
	"liubao/internal/app/service"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// get returns the status and body of a page of the health listener.
func (s *site) get(path string) (int, string) {
	s.t.Helper()
	client := http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	s.until("health is served", func() bool { return s.p.httpAddr.Load() != nil })
	resp, err := client.Get("http://" + s.p.httpAddr.Load().(string) + path)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	return resp.StatusCode, string(b)
}

const withHTTP = "[http]\nlisten = \"127.0.0.1:0\"\n"

func TestNotReadyWhileNothingCanBeWritten(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	stats := s.p.service.Load().Stats()
	var x troubles
	x.spine(s.p, stats, s.clock.Now())
	assert.Equal(t, troubles{}, x)
	stats.FailingSince = morning
	x.spine(s.p, stats, s.clock.Now())
	require.Len(t, x.problems, 1)
	assert.Contains(t, x.problems[0], "the data file cannot be written since 2026-12-10 09:30:00")
}

// What stops intake, handling or delivery makes the bot not ready, once it has
// lasted; everything else is a warning.
func TestTroubles(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\nevery = \"1h\"\n")
	p, err := Open(s.o)
	require.NoError(t, err)
	defer p.Close()
	now := morning.Add(6 * time.Hour)
	polled := spine.Stats{Polled: now}
	with := func(change func(*spine.Stats)) spine.Stats { x := polled; change(&x); return x }
	for name, c := range map[string]struct {
		stats   spine.Stats
		problem string
		warning string
	}{
		"all well":     {polled, "", ""},
		"not reached":  {with(func(s *spine.Stats) { s.Polled = now.Add(-3 * time.Minute) }), "has not been reached since 2026-12-10 15:27:00", ""},
		"refused":      {with(func(s *spine.Stats) { s.RefusedSince = now.Add(-time.Second) }), "refuses the token since 2026-12-10 15:29:59", ""},
		"busy":         {with(func(s *spine.Stats) { s.BusySince = now.Add(-6 * time.Minute) }), "one update is being handled since", ""},
		"not yet busy": {with(func(s *spine.Stats) { s.BusySince = now.Add(-4 * time.Minute) }), "", ""},
		"stuck":        {with(func(s *spine.Stats) { s.StuckSince = now.Add(-11 * time.Minute) }), "none goes out since", ""},
		"dead":         {with(func(s *spine.Stats) { s.Died = now.Add(-time.Hour) }), "", "among the dead letters"},
		"dead long":    {with(func(s *spine.Stats) { s.Died = now.Add(-25 * time.Hour) }), "", ""},
		"fell":         {with(func(s *spine.Stats) { s.Fell = now.Add(-time.Hour) }), "", "a job ended early at 2026-12-10 14:30:00"},
		"not taken in": {with(func(s *spine.Stats) { s.UntakenSince = now.Add(-3 * time.Minute); s.Polled = now.Add(-3 * time.Minute) }), "cannot be taken in since 2026-12-10 15:27:00", ""},
		"one not yet":  {with(func(s *spine.Stats) { s.UntakenSince = now.Add(-time.Minute) }), "", ""},
		"clock":        {with(func(s *spine.Stats) { s.SetBack = now }), "", "the clock was set back"},
	} {
		var x troubles
		x.spine(p, c.stats, now)
		for want, got := range map[string][]string{c.problem: x.problems, c.warning: x.warnings} {
			if want == "" {
				continue
			}
			require.Len(t, got, 1, name)
			assert.Contains(t, got[0], want, name)
			assert.Contains(t, got[0], "; ", "it says what to do: %s", name)
		}
		assert.Equal(t, c.problem == "", len(x.problems) == 0, name)
		assert.Equal(t, c.warning == "", len(x.warnings) == 0, name)
	}
	var x troubles
	fails := func(what string, ago time.Duration, err error) {
		x.jobs(p, []service.Failing{{What: what, Since: now.Add(-ago), Err: err}}, now)
	}
	fails(service.CarryingOut, time.Minute, errors.New("no space left on device"))
	assert.Equal(t, troubles{}, x, "it may pass")
	fails(service.CarryingOut, 6*time.Minute, errors.New("no space left on device"))
	assert.Equal(t, troubles{problems: []string{"what is due cannot be carried out since 2026-12-10 15:24:00; the log says why"}}, x)
	x = troubles{}
	fails(service.CarryingOut, 6*time.Minute, batch.Failures{fmt.Errorf("person/p1: %w", storage.ErrCorrupt)})
	assert.Equal(t, troubles{}, x, "one person's trouble; their row is told of")
	fails(service.CarryingOut, 6*time.Minute, fmt.Errorf("the plan: %w", storage.ErrCorrupt))
	assert.Len(t, x.problems, 1, "everybody's trouble")
	x = troubles{}
	fails("papers cannot be made since %s; the log says why", time.Minute, errors.New("no space left on device"))
	assert.Equal(t, troubles{}, x, "it may pass")
	fails("papers cannot be made since %s; the log says why", 6*time.Minute, errors.New("no space left on device"))
	assert.Equal(t, troubles{warnings: []string{"papers cannot be made since 2026-12-10 15:24:00; the log says why"}}, x)
	x = troubles{}
	var bad []service.Damaged
	for i := range 7 {
		bad = append(bad, service.Damaged{Key: fmt.Sprintf("sent/%d", i), Since: now.Add(-time.Duration(i) * time.Second)})
	}
	x.rows(p, bad)
	require.Len(t, x.warnings, 6)
	assert.Equal(t, `the row "sent/0" cannot be read since 2026-12-10 15:30:00; liubao verify lists all`, x.warnings[0])
	assert.Equal(t, "2 more rows cannot be read; liubao verify lists them", x.warnings[5])
	x = troubles{}
	x.mended(p, []service.Damaged{{Key: "queue/tg:1", Since: now.Add(-mendedFor)}, {Key: "queue/tg:2", Since: now}}, now)
	assert.Equal(t, []string{`the row "queue/tg:2" could not be read and was made anew at 2026-12-10 15:30:00; look at the disk if this happens again`}, x.warnings)
	x = troubles{}
	x.backups(p, now)
	require.Len(t, x.warnings, 1)
	assert.Contains(t, x.warnings[0], "there is no backup since 2026-12-10 09:30:00")
	last, since := now, now.Add(-time.Minute)
	p.backedUp.Store(&last)
	p.backupFailing.Store(&since)
	x = troubles{}
	x.backups(p, now)
	require.Len(t, x.warnings, 1)
	assert.Contains(t, x.warnings[0], "the scheduled backup fails since")
}

func TestHealth(t *testing.T) {
	s := newSite(t, withHTTP)
	require.NoError(t, s.at.Refuse(true))
	s.start()
	s.until("the first attempt failed", func() bool { return strings.Contains(s.log.String(), "Telegram cannot be reached;") })
	code, body := s.get("/healthz")
	assert.Equal(t, http.StatusOK, code)
	assert.JSONEq(t, `{"status":"ok"}`, body)
	code, body = s.get("/readyz")
	assert.Equal(t, http.StatusServiceUnavailable, code)
	assert.JSONEq(t, `{"status":"Telegram has not been reached since 2026-12-10 09:30:00; try: liubao check --live"}`, body)
	_, body = s.get("/metrics")
	assert.Contains(t, body, "\nliubao_ready 0\n")

	require.NoError(t, s.at.Refuse(false))
	s.until("the bot polls", func() bool { s.clock.Advance(time.Second); return s.p.service.Load() != nil && s.tg.Polling() })      // whoever sleeps already
	s.until("it is ready", func() bool { s.clock.Advance(time.Second); code, _ := s.get("/readyz"); return code == http.StatusOK }) // the first poll ends by the clock

	require.NoError(t, s.at.Refuse(true))
	s.until("a poll failed", func() bool { return s.p.service.Load().Stats().PollFails > 0 })
	s.clock.Jump(s.clock.Now().Add(silence + time.Second))
	code, body = s.get("/readyz")
	assert.Equal(t, http.StatusServiceUnavailable, code)
	assert.Contains(t, body, "Telegram has not been reached since ")
}

func TestMetrics(t *testing.T) {
	s := newSite(t, withHTTP+"[plan]\nstarts = 2026-11-01\n")
	s.start()
	s.running()
	s.director()
	_, body := s.get("/metrics")
	assert.Contains(t, body, "\nliubao_ready 1\n")
	s.clock.AdvanceTo(morning.AddDate(0, 0, 1)) // 11 December: two steps of the ladder are over
	require.NoError(t, s.p.service.Load().Update(t.Context(), func(tx storage.Tx) error {
		key := reports.Key{Period: "2026-12-15", Duty: "progress", Subject: s.o.Plan.Areas[0].ID}
		if _, err := storage.MarkSent(tx, key.Period, key.Duty, "d-3", "p1", morning); err != nil {
			return err
		}
		// Up the chain, and for a date of its own: no step of everybody's ladder.
		for _, stage := range []string{"esc-office", "d0@" + key.Subject + "@2026-12-18"} {
			if _, err := storage.MarkSent(tx, key.Period, key.Duty, stage, "p1", morning); err != nil {
				return err
			}
		}
		// Sent back, and then let off.
		back := reports.Key{Period: key.Period, Duty: key.Duty, Subject: s.o.Plan.Areas[1].ID}
		return errors.Join(
			storage.SaveReport(tx, reports.Report{Key: key, Unit: s.o.Plan.Areas[0].Lead, Version: 1, State: reports.Signed}),
			storage.SaveReport(tx, reports.Report{Key: back, Unit: s.o.Plan.Areas[1].Lead, Version: 1, State: reports.Returned}),
			standing.SaveHandling(tx, standing.Handling{V: 1, Key: back, Returned: &standing.Return{At: morning}, Excused: &standing.Decision{At: morning.Add(time.Hour)}}))
	}))
	_, body = s.get("/metrics")
	for _, line := range []string{
		`liubao_build_info{version="v1.2.3"} 1`,
		`liubao_updates_received_total 1`,
		`liubao_dead_letters_total{source="in"} 0`,
		`liubao_flood_waits_total 0`,
		`liubao_reports{duty="progress",period="present",state="missing"} 4`,
		`liubao_reports{duty="progress",period="present",state="returned"} 0`,
		`liubao_reports{duty="progress",period="present",state="excused"} 1`,
		`liubao_reports{duty="progress",period="present",state="signed"} 1`,
		`liubao_reports{duty="progress",period="previous",state="missing"} 6`,
		`liubao_reminders_due{duty="progress",period="present"} 1`,
		`liubao_reminders_sent{duty="progress",period="present"} 1`,
		`liubao_reminders_due{duty="progress",period="previous"} 6`,
	} {
		assert.Contains(t, body, line+"\n")
	}
	for _, name := range []string{"liubao_commits_total", "liubao_outbox_age_seconds", "liubao_last_poll_timestamp_seconds", "go_goroutines", "process_resident_memory_bytes"} {
		assert.Contains(t, body, "\n"+name+" ")
	}
	assert.NotContains(t, body, "主任甲")
	assert.NotContains(t, body, s.tg.Token())
}

// freePort returns a loopback address that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, ln.Close())
	return ln.Addr().String()
}

func TestWebhook(t *testing.T) {
	s := newSite(t, "")
	addr := freePort(t)
	secret := strings.Repeat("s3cret-_", 5)
	s.o.WebhookSecret = config.NewSecret(secret)
	s.o.Config.Webhook = config.Webhook{Listen: addr, URL: "http://" + addr + "/telegram", Path: "/telegram"}
	s.start()
	s.until("Telegram knows where to post", func() bool { return s.tg.Calls("setWebhook") == 1 })
	s.director()
	assert.Zero(t, s.tg.Calls("getUpdates"))

	client := http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post("http://"+addr+"/telegram", "application/json", strings.NewReader(`{"update_id":1}`))
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	s.end()
	assert.NotContains(t, s.log.String(), secret)

	s.o.Config.Webhook = config.Webhook{}
	s.start()
	s.running() // it would be told 409 with the webhook still set
	assert.Equal(t, 1, s.tg.Calls("deleteWebhook"))
	someone := s.tg.AddUser(sandbox.User{FirstName: "路人"})
	_, err = someone.Send(someone.ID(), "在吗")
	require.NoError(t, err)
	s.until("it is answered", func() bool { return s.p.service.Load().Stats().Sent > 0 })
	s.end()

	s.start()
	s.running()
	assert.Equal(t, 1, s.tg.Calls("deleteWebhook"), "there is nothing left to take back")
}

// 400 connections of a stranger at one listener, half of which begin a request and do
// not end it, take nothing from the others: updates are posted, health and status are told.
func TestAStrangerAtOneListenerStopsNoOther(t *testing.T) {
	s := newSite(t, withHTTP)
	addr := freePort(t)
	secret := strings.Repeat("s3cret-_", 5)
	s.o.WebhookSecret = config.NewSecret(secret)
	s.o.Config.Webhook = config.Webhook{Listen: addr, URL: "http://" + addr + "/telegram", Path: "/telegram"}
	s.start()
	s.until("Telegram knows where to post", func() bool { return s.tg.Calls("setWebhook") == 1 })
	s.until("health is served", func() bool { return s.p.httpAddr.Load() != nil })
	for _, at := range []string{addr, s.p.httpAddr.Load().(string)} {
		for i := range 400 {
			c, err := net.Dial("tcp", at)
			require.NoError(t, err)
			defer c.Close()
			if i%2 == 0 {
				_, _ = io.WriteString(c, "POST /telegram HTTP/1.1\r\nHost: x\r\n")
			}
		}
		code, body := s.get("/healthz")
		assert.Equal(t, http.StatusOK, code, body)
		_, err := Ask[Status](t.Context(), s.o, "status", nil)
		assert.NoError(t, err)
		resp, err := http.Post("http://"+addr+"/telegram", "application/json", strings.NewReader(`{"update_id":1}`))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	}
	http.DefaultClient.CloseIdleConnections()
}
