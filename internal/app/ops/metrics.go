package ops

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"liubao/internal/app/metrics"
	"liubao/storage"
)

// scrapeTime bounds how long a scrape may read the store.
const scrapeTime = 5 * time.Second

// collector asks the program for its figures when somebody scrapes them.
type collector struct{ p *Program }

// Describe says nothing: what there is to tell depends on the plan.
func (collector) Describe(chan<- *prometheus.Desc) {}

// Collect reads the figures.
func (c collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	for _, f := range c.p.figures(ctx) {
		out <- f.Metric()
	}
}

// figures are the program's own, the spine's, and, where it can be read, the store's.
func (p *Program) figures(ctx context.Context) []metrics.Figure {
	s := p.Status(ctx)
	version := metrics.Gauge("build_info", "The program's version.", 1)
	version.Labels = []string{"version", s.Version}
	out := []metrics.Figure{version}
	if c := s.Cluster; c != nil {
		out = append(out, metrics.Cluster(c.Term, c.Figures, c.Members)...)
	}
	ready := 1.0
	if len(s.Problems) > 0 || s.Standby != "" {
		ready = 0
	}
	out = append(out, metrics.Gauge("ready", "1 where the bot is ready, else 0.", ready),
		metrics.Gauge("warnings", "What is wrong and does not keep the bot from its work; status says what.", float64(len(s.Warnings))))
	if !s.Running {
		return out
	}
	out = append(out, metrics.Spine(s.Spine)...)
	out = append(out, metrics.Moment("last_poll_timestamp_seconds", s.Spine.Polled)...)
	out = append(out, metrics.Moment("last_backup_timestamp_seconds", s.Backup)...)
	work, err := p.work(ctx)
	if err != nil {
		p.Log.Warn("the figures of the periods could not be read", "err", err)
	}
	return append(out, work...)
}

// work are the figures of reports and reminders.
func (p *Program) work(ctx context.Context) (out []metrics.Figure, err error) {
	s := p.service.Load()
	if s == nil { // it has stopped meanwhile
		return nil, nil
	}
	err = p.engine.View(ctx, func(r storage.Reader) error {
		office, err := s.Desk.With(r) // what the director set counts
		if err != nil {
			return err
		}
		out, err = metrics.Work(r, office, p.plan(), p.Config.Workdays(), p.Clock.Now())
		return err
	})
	return out, err
}
