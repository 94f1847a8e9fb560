// Package metrics is what whoever watches the bot counts: no label holds a name or a
// chat, and none grows with the number of people.
package metrics

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"liubao/bot/desk"
	"liubao/bot/spine"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/etcd"
)

// Figure is one counter or gauge.
type Figure struct {
	Name, Help string
	Kind       prometheus.ValueType
	Value      float64
	Labels     []string // name and value
}

// Metric is the figure as it is scraped.
func (f Figure) Metric() prometheus.Metric {
	var names, values []string
	for pair := range slices.Chunk(f.Labels, 2) {
		names, values = append(names, pair[0]), append(values, pair[1])
	}
	return prometheus.MustNewConstMetric(prometheus.NewDesc("liubao_"+f.Name, f.Help, names, nil), f.Kind, f.Value, values...)
}

// Gauge is a figure without labels that rises and falls.
func Gauge(name, help string, v float64) Figure {
	return Figure{Name: name, Help: help, Kind: prometheus.GaugeValue, Value: v}
}

// Moment is when something last succeeded, in seconds of the Unix epoch; none where it
// never has.
func Moment(name string, at time.Time) []Figure {
	if at.IsZero() {
		return nil
	}
	return []Figure{Gauge(name, "When that last succeeded.", float64(at.UnixMilli())/1000)}
}

// Spine lists what the spine counts.
func Spine(s spine.Stats) []Figure {
	return []Figure{
		{"updates_received_total", "Updates written down, repetitions left out.", prometheus.CounterValue, float64(s.Received), nil},
		{"updates_handled_total", "Updates handled.", prometheus.CounterValue, float64(s.Handled), nil},
		{"updates_waiting", "Updates that wait or are being handled.", prometheus.GaugeValue, float64(s.Waiting), nil},
		{"lanes_busy", "Chats whose updates are being handled.", prometheus.GaugeValue, float64(s.Busy), nil},
		{"handler_panics_total", "Handlers that panicked.", prometheus.CounterValue, float64(s.Panics), nil},
		{"dead_letters_total", "What could not be handled or delivered and was put aside.", prometheus.CounterValue, float64(s.DeadIn), []string{"source", "in"}},
		{"dead_letters_total", "What could not be handled or delivered and was put aside.", prometheus.CounterValue, float64(s.DeadOut), []string{"source", "out"}},
		{"messages_sent_total", "Messages made, changed or deleted.", prometheus.CounterValue, float64(s.Sent), nil},
		{"messages_failed_total", "Attempts that certainly failed and are repeated.", prometheus.CounterValue, float64(s.Failed), nil},
		{"messages_in_doubt_total", "Attempts whose result is not known.", prometheus.CounterValue, float64(s.Doubts), nil},
		{"messages_expired_total", "Messages dropped because their time was over.", prometheus.CounterValue, float64(s.Expired), nil},
		{"messages_sending", "Messages under way.", prometheus.GaugeValue, float64(s.Sending), nil},
		{"outbox_chats", "Chats with messages that wait.", prometheus.GaugeValue, float64(s.Outbox), nil},
		{"outbox_age_seconds", "Age of the oldest message that waits.", prometheus.GaugeValue, s.OutboxAge.Seconds(), nil},
		{"flood_waits_total", "Answers 429.", prometheus.CounterValue, float64(s.Floods), nil},
		{"callback_answers_total", "Pressed buttons answered.", prometheus.CounterValue, float64(s.Answers), nil},
		{"callback_answers_failed_total", "Pressed buttons whose answer failed.", prometheus.CounterValue, float64(s.AnswersFailed), nil},
		{"chats_unreachable_total", "Chats found unreachable.", prometheus.CounterValue, float64(s.Unreachable), nil},
		{"polls_failed_total", "Polls that failed, conflicts included.", prometheus.CounterValue, float64(s.PollFails), nil},
		{"poll_conflicts_total", "Answers 409: somebody else polls.", prometheus.CounterValue, float64(s.Conflicts), nil},
		{"commits_total", "Transactions of the spine.", prometheus.CounterValue, float64(s.Commits), nil},
		{"commits_failed_total", "Transactions of the spine that storage failed.", prometheus.CounterValue, float64(s.CommitFails), nil},
		{"commit_seconds_total", "Time that transactions took.", prometheus.CounterValue, s.CommitTime.Seconds(), nil},
	}
}

// Cluster lists what a bot counts that shares its data with others: leader's term,
// its own figures, and the members' as they last told.
func Cluster(term int64, f etcd.Figures, members []etcd.Member) []Figure {
	leads, full := 0.0, 0.0
	if f.Leads {
		leads = 1
	}
	for _, m := range members {
		full = max(full, m.Full())
	}
	return []Figure{
		{"cluster_leader", "1 where this bot leads, else 0.", prometheus.GaugeValue, leads, nil},
		{"cluster_term", "The term of whoever leads: it rises with every leader.", prometheus.GaugeValue, float64(term), nil},
		{"cluster_lease_left_seconds", "How long this bot leads for at the least.", prometheus.GaugeValue, f.Left.Seconds(), nil},
		{"cluster_commits_total", "Commits that etcd made for this bot.", prometheus.CounterValue, float64(f.Commits), nil},
		{"cluster_commits_failed_total", "Commits that etcd did not make, or whose outcome this bot does not know.", prometheus.CounterValue, float64(f.Failed), nil},
		{"cluster_reads_total", "Reads that etcd answered for this bot, as it did not remember what was asked for.", prometheus.CounterValue, float64(f.Reads), nil},
		{"cluster_commit_seconds_total", "Time that etcd took for commits.", prometheus.CounterValue, f.Took.Seconds(), nil},
		{"cluster_cache_bytes", "What the leader remembers of the data.", prometheus.GaugeValue, float64(f.Cached), nil},
		{"cluster_quota_used_ratio", "The largest share of its quota that a member uses, 0 where none tells.", prometheus.GaugeValue, full, nil},
	}
}

// States of a report that was not submitted: owed, or let off (免报).
const (
	missing = "missing"
	excused = "excused"
)

// duties is how one duty stands in one period.
type duties struct {
	reports map[string]int // by state
	due     int
	sent    int
}

// Work counts reports and reminders of the present period and the one before,
// whose reports may be late, of each recurring duty.
func Work(r storage.Reader, office *desk.Desk, p *plan.Plan, cal schedules.Calendar, now time.Time) (out []Figure, err error) {
	for _, d := range p.Duties {
		if d.Timing != plan.Recurring {
			continue
		}
		present, ok := schedules.Current(d, p, office.Rules, cal, plan.DateOf(now.In(p.Location())))
		if !ok {
			continue
		}
		periods := map[string]plan.Period{"present": present}
		if previous, ok := schedules.Previous(d, p, office.Rules, cal, present); ok {
			periods["previous"] = previous
		}
		for name, of := range periods {
			w, err := workOf(r, office, p, cal, d, of, now)
			if err != nil {
				return nil, err
			}
			out = append(out, w.figures(d.ID, name)...)
		}
	}
	return out, nil
}

func (w duties) figures(duty, period string) (out []Figure) {
	for state, n := range w.reports {
		out = append(out, Figure{"reports", "Reports owed for a period, by state.", prometheus.GaugeValue, float64(n), []string{"duty", duty, "period", period, "state", state}})
	}
	of := []string{"duty", duty, "period", period}
	return append(out,
		Figure{"reminders_due", "Steps of the ladder reached in a period.", prometheus.GaugeValue, float64(w.due), of},
		Figure{"reminders_sent", "Reminders of these steps, one for each person who got one.", prometheus.GaugeValue, float64(w.sent), of})
}

func workOf(r storage.Reader, office *desk.Desk, p *plan.Plan, cal schedules.Calendar, d plan.Duty, of plan.Period, now time.Time) (duties, error) {
	w := duties{reports: map[string]int{missing: 0, excused: 0}}
	for _, s := range []reports.State{reports.Submitted, reports.AwaitsSign, reports.Signed, reports.Returned, reports.Accepted, reports.Unreadable} {
		w.reports[string(s)] = 0
	}
	owed, err := office.Standings(r, d, of)
	if err != nil {
		return w, err
	}
	for _, x := range owed {
		switch {
		case x.Excused(): // from the correction of what was returned as well
			w.reports[excused]++
		case x.Report == nil:
			w.reports[missing]++
		default:
			w.reports[string(x.Report.State)]++
		}
	}
	for _, m := range schedules.Moments(p, office.Rules, cal, of) {
		if m.Kind != schedules.Remind && m.Kind != schedules.Nag || m.At.After(now) {
			continue
		}
		w.due++
		if err := r.Scan(storage.RowSent.Prefix(of.ID, d.ID, m.Mark()), "", 0, func(string, []byte) error { w.sent++; return nil }); err != nil {
			return w, err
		}
	}
	return w, nil
}
