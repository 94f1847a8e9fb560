package ops

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk/batch"
	"liubao/bot/spine"
	"liubao/internal/app/alarm"
	"liubao/internal/app/service"
)

// How long something may last before it counts: a poll lasts 30 s, and after
// failures the next begins within 45 s; what is due is looked at every minute; a
// chat's messages wait for rates and for a Telegram that asks to wait.
const (
	silence  = 2 * time.Minute
	stuckFor = 10 * time.Minute // no message of a chat that has one due has gone out
	busyFor  = 5 * time.Minute  // one update is being handled
	dueFor   = 5 * time.Minute  // what is due cannot be carried out
	freshFor = 24 * time.Hour   // how long something that happened is told of
)

// troubles are why a bot is not ready, and what else is wrong with it. What stops
// intake, handling or delivery makes it not ready; everything else is a warning.
// No sentence holds anybody's words.
type troubles struct {
	problems, warnings []string
}

func (t *troubles) problem(format string, args ...any) {
	t.problems = append(t.problems, fmt.Sprintf(format, args...))
}

func (t *troubles) warn(format string, args ...any) {
	t.warnings = append(t.warnings, fmt.Sprintf(format, args...))
}

// stamp writes since when something lasts.
func (p *Program) stamp(t time.Time) string { return t.In(p.plan().Location()).Format(time.DateTime) }

// spine looks at intake, handling and delivery.
func (t *troubles) spine(p *Program, s spine.Stats, now time.Time) {
	if !s.FailingSince.IsZero() {
		t.problem("the data file cannot be written since %s; the log says why", p.stamp(s.FailingSince))
	}
	if s.FailingSince.IsZero() && !s.UntakenSince.IsZero() && now.Sub(s.UntakenSince) > p.scaled(silence) {
		t.problem("what people send cannot be taken in since %s; the log says why", p.stamp(s.UntakenSince))
	}
	if !s.RefusedSince.IsZero() {
		t.problem("Telegram refuses the token since %s; write the one that @BotFather shows into the token file, then start anew", p.stamp(s.RefusedSince))
	}
	if since := latest(s.Polled, p.started); !p.Config.Webhook.Enabled() && s.UntakenSince.IsZero() && now.Sub(since) > p.scaled(silence) {
		t.problem("Telegram has not been reached since %s; try: liubao check --live", p.stamp(since))
	}
	if !s.BusySince.IsZero() && now.Sub(s.BusySince) > p.scaled(busyFor) {
		t.problem("one update is being handled since %s; a restart has it tried again", p.stamp(s.BusySince))
	}
	if !s.StuckSince.IsZero() && now.Sub(s.StuckSince) > p.scaled(stuckFor) {
		t.problem("messages wait and none goes out since %s; the log says why", p.stamp(s.StuckSince))
	}
	if fresh(s.Died, now) {
		t.warn("something was put among the dead letters at %s; look with: liubao dead", p.stamp(s.Died))
	}
	if fresh(s.Fell, now) {
		t.warn("a job ended early at %s and was started again; the log says why", p.stamp(s.Fell))
	}
	if fresh(s.SetBack, now) {
		t.warn("the clock was set back at %s; let a time server set it", p.stamp(s.SetBack))
	}
}

func fresh(at, now time.Time) bool { return !at.IsZero() && now.Sub(at) < freshFor }

// jobs looks at what the jobs cannot do. It stays on their lists.
func (t *troubles) jobs(p *Program, failing []service.Failing, now time.Time) {
	for _, x := range failing {
		var some batch.Failures
		switch {
		case now.Sub(x.Since) <= p.scaled(dueFor):
		case x.What != service.CarryingOut:
			t.warn(x.What, p.stamp(x.Since))
		case !errors.As(x.Err, &some) || some.MayPass(): // not of some alone, whose damaged rows are told of
			t.problem(x.What, p.stamp(x.Since))
		}
	}
}

// named is how many damaged rows are named; liubao verify lists all.
const named = 5

// rows names what cannot be read.
func (t *troubles) rows(p *Program, bad []service.Damaged) {
	for _, d := range bad[:min(len(bad), named)] {
		t.warn("the row %q cannot be read since %s; liubao verify lists all", d.Key, p.stamp(d.Since))
	}
	if len(bad) > named {
		t.warn("%d more rows cannot be read; liubao verify lists them", len(bad)-named)
	}
}

// mendedFor is how long it is said that a row was made anew: once to the operator, see
// [alarm.Repeat].
const mendedFor = alarm.Repeat / 2

// mended names what could not be read and was made anew: nothing is to be done, unless
// it happens again and again.
func (t *troubles) mended(p *Program, rows []service.Damaged, now time.Time) {
	rows = slices.DeleteFunc(rows, func(d service.Damaged) bool { return now.Sub(d.Since) >= mendedFor })
	for _, d := range rows[max(0, len(rows)-named):] {
		t.warn("the row %q could not be read and was made anew at %s; look at the disk if this happens again", d.Key, p.stamp(d.Since))
	}
}

// backups looks at the scheduled backups.
func (t *troubles) backups(p *Program, now time.Time) {
	b := p.Config.Backup
	if b.Dir == "" {
		return
	}
	if f := p.backupFailing.Load(); f != nil {
		t.warn("the scheduled backup fails since %s; the log says why", p.stamp(*f))
	}
	last := p.started
	if at := p.backedUp.Load(); at != nil {
		last = *at
	}
	if now.Sub(last) > b.Every+b.Every/2+p.scaled(time.Minute) {
		t.warn("there is no backup since %s; the log says why", p.stamp(last))
	}
	if found := p.examined.Load(); found != nil && !found.OK() {
		t.warn("the data have damages; look with: liubao verify")
	}
}
