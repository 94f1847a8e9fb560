package ops

import (
	"context"
	"errors"
	"time"

	"liubao/bot/spine"
	"liubao/storage"
)

// Status is how the program stands.
type Status struct {
	Version string      `json:"version"`
	Bot     string      `json:"bot"` // its user name, "" while Telegram was not reached
	Plan    string      `json:"plan"`
	Data    string      `json:"data"`
	Serving bool        `json:"serving"` // else a command alone looks at the data file
	Running bool        `json:"running"` // Telegram has been reached
	Webhook bool        `json:"webhook"` // updates are posted, not asked for
	Now     time.Time   `json:"now"`
	Started time.Time   `json:"started"`
	Spine   spine.Stats `json:"spine"`
	Backup  time.Time   `json:"backup,omitzero"` // the last scheduled backup of this run
	// Cluster is how it stands among the bots that share the data, nil on a file.
	Cluster *Cluster `json:"cluster,omitempty"`
	// Standby says whom it stands by for, "" where it is at work.
	Standby string `json:"standby,omitempty"`
	// Problems are why the bot is not ready, none where it is.
	Problems []string `json:"problems,omitempty"`
	// Warnings are what else is wrong.
	Warnings []string `json:"warnings,omitempty"`
	// Urgent are serious problems that nobody confirms although all who should were
	// told: somebody is to be called. The bot itself is well.
	Urgent []string `json:"urgent,omitempty"`
}

// aliveTime is how long a look at the program waits for its data: whoever asks whether
// it is ready gives up after a few seconds, and must be told why it is not.
const aliveTime = 3 * time.Second

// Status looks at the program and its store.
func (p *Program) Status(ctx context.Context) (out Status) {
	out = Status{
		Version: p.Version, Plan: p.plan().ID, Data: p.dataPlace(), Webhook: p.Config.Webhook.Enabled(),
		Now: p.Clock.Now(), Started: p.started,
	}
	var t troubles
	defer func() { out.Problems, out.Warnings = t.problems, t.warnings }()
	read, cancel := context.WithTimeout(ctx, aliveTime)
	defer cancel()
	if err := p.alive(read); err == nil {
		out.Urgent = p.unconfirmed(read, out.Now)
	} else if errors.Is(err, context.DeadlineExceeded) {
		t.problem("the data could not be read within %s from %s", aliveTime, p.dataPlace())
	} else {
		t.problem("the data cannot be read: %v", err)
	}
	s := p.service.Load()
	out.Cluster = p.standing()
	out.Serving = p.serving.Load()
	switch {
	case !out.Serving && out.Cluster != nil:
		t.problem("no bot runs on this machine")
		return out
	case !out.Serving:
		t.problem("no bot runs on this data file")
		return out
	}
	out.Standby = p.standby(out.Cluster)
	t.cluster(p, out.Cluster, time.Now())
	if out.Standby != "" {
		return out
	}
	t.backups(p, out.Now)
	if s == nil {
		t.problem("Telegram has not been reached since %s; try: liubao check --live", p.stamp(p.started))
		return out
	}
	out.Running, out.Bot, out.Spine = true, s.Desk.Username, s.Stats()
	if t := p.backedUp.Load(); t != nil {
		out.Backup = *t
	}
	t.spine(p, out.Spine, out.Now)
	t.jobs(p, s.Failing(), out.Now)
	t.rows(p, s.Damaged())
	t.mended(p, s.Mended(), out.Now)
	return out
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// alive reports whether the store can be read.
func (p *Program) alive(ctx context.Context) error {
	return p.engine.View(ctx, func(r storage.Reader) error {
		_, _, err := r.Get(storage.RowMeta.Key(storage.MetaSchema))
		return err
	})
}
