package ops

import (
	"context"
	"fmt"
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
}

// silence is how long no poll may have succeeded: a poll lasts 30 s, and after
// failures the next begins within 45 s.
const silence = 2 * time.Minute

// Status looks at the program and its store.
func (p *Program) Status(ctx context.Context) Status {
	out := Status{
		Version: p.Version, Plan: p.Plan.ID, Data: p.Config.Data.File, Webhook: p.Config.Webhook.Enabled(),
		Now: p.Clock.Now(), Started: p.started,
	}
	problem := func(format string, args ...any) { out.Problems = append(out.Problems, fmt.Sprintf(format, args...)) }
	if err := p.alive(ctx); err != nil {
		problem("the data file cannot be read: %v", err)
	}
	s := p.service.Load()
	if out.Serving = p.serving.Load(); !out.Serving {
		problem("no bot runs on this data file")
		return out
	}
	if s == nil {
		problem("Telegram has not been reached yet")
		return out
	}
	out.Running, out.Bot, out.Spine = true, s.Desk.Username, s.Stats()
	if t := p.backedUp.Load(); t != nil {
		out.Backup = *t
	}
	out.Problems = append(out.Problems, p.spineProblems(out.Spine, out.Now)...)
	return out
}

// spineProblems says why the spine, as it stands, is not ready.
func (p *Program) spineProblems(s bot.Stats, now time.Time) (out []string) {
	if !s.FailingSince.IsZero() {
		out = append(out, fmt.Sprintf("the data file cannot be written since %s; the log says why", s.FailingSince.Format(time.DateTime)))
	}
	if since := now.Sub(latest(s.Polled, p.started)); !p.Config.Webhook.Enabled() && since > p.scaled(silence) {
		out = append(out, fmt.Sprintf("Telegram has not been reached for %s", since.Round(time.Second)))
	}
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
