package ops

import (
	"context"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"liubao/bot/desk"
	"liubao/bot/spine"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// scrapeTime bounds how long a scrape may read the store.
const scrapeTime = 5 * time.Second

// collector asks the program for its figures when somebody scrapes them. No
// label holds a name or a chat, and none grows with the number of people.
type collector struct{ p *Program }

// Describe says nothing: what there is to tell depends on the plan.
func (collector) Describe(chan<- *prometheus.Desc) {}

// figure is one counter or gauge of the spine.
type figure struct {
	name, help string
	kind       prometheus.ValueType
	value      func(spine.Stats) float64
	labels     []string // name and value
}

func count(n int64) float64 { return float64(n) }

// spine lists what the spine counts.
var spineFigures = []figure{
	{"updates_received_total", "Updates written down, repetitions left out.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Received) }, nil},
	{"updates_handled_total", "Updates handled.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Handled) }, nil},
	{"updates_waiting", "Updates that wait or are being handled.", prometheus.GaugeValue, func(s spine.Stats) float64 { return float64(s.Waiting) }, nil},
	{"lanes_busy", "Chats whose updates are being handled.", prometheus.GaugeValue, func(s spine.Stats) float64 { return float64(s.Busy) }, nil},
	{"handler_panics_total", "Handlers that panicked.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Panics) }, nil},
	{"dead_letters_total", "What could not be handled or delivered and was put aside.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.DeadIn) }, []string{"source", "in"}},
	{"dead_letters_total", "What could not be handled or delivered and was put aside.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.DeadOut) }, []string{"source", "out"}},
	{"messages_sent_total", "Messages made, changed or deleted.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Sent) }, nil},
	{"messages_failed_total", "Attempts that certainly failed and are repeated.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Failed) }, nil},
	{"messages_in_doubt_total", "Attempts whose result is not known.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Doubts) }, nil},
	{"messages_expired_total", "Messages dropped because their time was over.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Expired) }, nil},
	{"messages_sending", "Messages under way.", prometheus.GaugeValue, func(s spine.Stats) float64 { return float64(s.Sending) }, nil},
	{"outbox_chats", "Chats with messages that wait.", prometheus.GaugeValue, func(s spine.Stats) float64 { return float64(s.Outbox) }, nil},
	{"outbox_age_seconds", "Age of the oldest message that waits.", prometheus.GaugeValue, func(s spine.Stats) float64 { return s.OutboxAge.Seconds() }, nil},
	{"flood_waits_total", "Answers 429.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Floods) }, nil},
	{"callback_answers_total", "Pressed buttons answered.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Answers) }, nil},
	{"callback_answers_failed_total", "Pressed buttons whose answer failed.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.AnswersFailed) }, nil},
	{"chats_unreachable_total", "Chats found unreachable.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Unreachable) }, nil},
	{"polls_failed_total", "Polls that failed, conflicts included.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.PollFails) }, nil},
	{"poll_conflicts_total", "Answers 409: somebody else polls.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Conflicts) }, nil},
	{"commits_total", "Transactions of the spine.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.Commits) }, nil},
	{"commits_failed_total", "Transactions of the spine that storage failed.", prometheus.CounterValue, func(s spine.Stats) float64 { return count(s.CommitFails) }, nil},
	{"commit_seconds_total", "Time that transactions took.", prometheus.CounterValue, func(s spine.Stats) float64 { return s.CommitTime.Seconds() }, nil},
}

// Collect reads the figures.
func (c collector) Collect(out chan<- prometheus.Metric) {
	send := func(name, help string, kind prometheus.ValueType, v float64, labels ...string) {
		var names, values []string
		for pair := range slices.Chunk(labels, 2) {
			names, values = append(names, pair[0]), append(values, pair[1])
		}
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc("liubao_"+name, help, names, nil), kind, v, values...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	s := c.p.Status(ctx)
	send("build_info", "The program's version.", prometheus.GaugeValue, 1, "version", s.Version)
	if f := s.Cluster; f != nil {
		for _, x := range f.metrics() {
			send(x.name, x.help, x.kind, x.value)
		}
	}
	ready := 1.0
	if len(s.Problems) > 0 || s.Standby != "" {
		ready = 0
	}
	send("ready", "1 where the bot is ready, else 0.", prometheus.GaugeValue, ready)
	send("warnings", "What is wrong and does not keep the bot from its work; status says what.", prometheus.GaugeValue, float64(len(s.Warnings)))
	if !s.Running {
		return
	}
	for _, f := range spineFigures {
		send(f.name, f.help, f.kind, f.value(s.Spine), f.labels...)
	}
	for name, at := range map[string]time.Time{"last_poll_timestamp_seconds": s.Spine.Polled, "last_backup_timestamp_seconds": s.Backup} {
		if !at.IsZero() {
			send(name, "When that last succeeded.", prometheus.GaugeValue, float64(at.UnixMilli())/1000)
		}
	}
	work, err := c.p.work(ctx)
	if err != nil {
		c.p.Log.Warn("the figures of the periods could not be read", "err", err)
		return
	}
	for _, w := range work {
		for state, n := range w.reports {
			send("reports", "Reports owed for a period, by state.", prometheus.GaugeValue, float64(n), "duty", w.duty, "period", w.period, "state", state)
		}
		send("reminders_due", "Steps of the ladder reached in a period.", prometheus.GaugeValue, float64(w.due), "duty", w.duty, "period", w.period)
		send("reminders_sent", "Steps of the ladder that people were told of.", prometheus.GaugeValue, float64(w.sent), "duty", w.duty, "period", w.period)
	}
}

// States of a report that was not submitted: owed, or let off (免报).
const (
	missing = "missing"
	excused = "excused"
)

// duties is how one duty stands in one period.
type duties struct {
	duty    string
	period  string         // present, or previous
	reports map[string]int // by state
	due     int
	sent    int
}

// work counts reports and reminders of the present period and the one before,
// whose reports may be late, of each recurring duty.
func (p *Program) work(ctx context.Context) (out []duties, err error) {
	now, cal := p.Clock.Now(), p.Config.Workdays()
	s := p.service.Load()
	if s == nil { // it has stopped meanwhile
		return nil, nil
	}
	err = p.engine.View(ctx, func(r storage.Reader) error {
		out = nil
		office, err := s.Desk.With(r) // what the director set counts
		if err != nil {
			return err
		}
		rules := office.Rules
		for _, d := range p.plan().Duties {
			if d.Timing != plan.Recurring {
				continue
			}
			present, ok := schedules.Current(d, p.plan(), rules, cal, plan.DateOf(now.In(p.plan().Location())))
			if !ok {
				continue
			}
			periods := map[string]plan.Period{"present": present}
			if previous, ok := schedules.Previous(d, p.plan(), rules, cal, present); ok {
				periods["previous"] = previous
			}
			for name, of := range periods {
				w, err := p.workOf(r, office, d, of, now)
				if err != nil {
					return err
				}
				w.period = name
				out = append(out, w)
			}
		}
		return nil
	})
	return out, err
}

func (p *Program) workOf(r storage.Reader, office *desk.Desk, d plan.Duty, of plan.Period, now time.Time) (duties, error) {
	w := duties{duty: d.ID, reports: map[string]int{}}
	for _, s := range []reports.State{reports.Submitted, reports.AwaitsSign, reports.Signed, reports.Returned, reports.Accepted, reports.Unreadable} {
		w.reports[string(s)] = 0
	}
	all, err := storage.Reports(r, of.ID, d.ID)
	if err != nil {
		return w, err
	}
	for _, rep := range all {
		w.reports[string(rep.State)]++
	}
	owed, err := office.Standings(r, d, of)
	if err != nil {
		return w, err
	}
	w.reports[excused] = 0
	for _, x := range owed {
		switch {
		case x.Excused():
			w.reports[excused]++
		case x.Unreadable(): // came, and is in no list of reports
			w.reports[string(reports.Unreadable)]++
		}
	}
	w.reports[missing] = max(0, len(owed)-len(all)-w.reports[excused]-w.reports[string(reports.Unreadable)])
	for _, m := range schedules.Moments(p.plan(), office.Rules, p.Config.Workdays(), of) {
		if (m.Kind == schedules.Remind || m.Kind == schedules.Nag) && !m.At.After(now) {
			w.due++
		}
	}
	err = r.Scan(storage.SentPrefix(of.ID, d.ID), "", 0, func(string, []byte) error { w.sent++; return nil })
	return w, err
}
