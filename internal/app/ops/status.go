package ops

import (
	"context"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// Status is how the program stands.
type Status struct {
	Version string    `json:"version"`
	Bot     string    `json:"bot"` // its user name, "" while Telegram was not reached
	Plan    string    `json:"plan"`
	Data    string    `json:"data"`
	Serving bool      `json:"serving"` // else a command alone looks at the data file
	Running bool      `json:"running"` // Telegram has been reached
	Webhook bool      `json:"webhook"` // updates are posted, not asked for
	Now     time.Time `json:"now"`
	Started time.Time `json:"started"`
	Spine   bot.Stats `json:"spine"`
	Backup  time.Time `json:"backup,omitzero"` // the last scheduled backup of this run
	// Problems are why the bot is not ready, none where it is.
	Problems []string `json:"problems,omitempty"`
	// Warnings are what else is wrong.
	Warnings []string `json:"warnings,omitempty"`
}

// Status looks at the program and its store.
func (p *Program) Status(ctx context.Context) (out Status) {
	out = Status{
		Version: p.Version, Plan: p.Plan.ID, Data: p.Config.Data.File, Webhook: p.Config.Webhook.Enabled(),
		Now: p.Clock.Now(), Started: p.started,
	}
	var t troubles
	defer func() { out.Problems, out.Warnings = t.problems, t.warnings }()
	if err := p.alive(ctx); err != nil {
		t.problem("the data file cannot be read: %v", err)
	}
	s := p.service.Load()
	if out.Serving = p.serving.Load(); !out.Serving {
		t.problem("no bot runs on this data file")
		return out
	}
	t.backups(p, out.Now)
	if s == nil {
		t.problem("Telegram has not been reached since %s", p.stamp(p.started))
		return out
	}
	out.Running, out.Bot, out.Spine = true, s.Desk.Username, s.Stats()
	if t := p.backedUp.Load(); t != nil {
		out.Backup = *t
	}
	t.spine(p, out.Spine, out.Now)
	since, err := s.DueFailing()
	t.reminders(p, since, err, out.Now)
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
		_, _, err := r.Get(storage.MetaKey(storage.MetaSchema))
		return err
	})
}
