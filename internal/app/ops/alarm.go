package ops

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// What telling the operator is bounded by.
const (
	alarmEvery  = 15 * time.Second // how often the program looks at itself
	alarmTime   = 20 * time.Second // of the command or the request
	alarmRepeat = 12 * time.Hour   // how often what lasts is told again
	mostReasons = 20
)

// Alarm is what the operator is told: on the command's standard input, or as the
// body of the request. It holds nobody's words.
type Alarm struct {
	State    string    `json:"state"` // problem, warning, or ok when it is over
	Text     string    `json:"text"`  // the reasons, one a line
	Problems []string  `json:"problems,omitempty"`
	Warnings []string  `json:"warnings,omitempty"`
	Bot      string    `json:"bot,omitempty"`
	At       time.Time `json:"at"`
}

// alarms watches the program for as long as ctx lasts, and tells the operator by
// the means of the configuration what is wrong, once, and once more when it is over.
func (p *Program) alarms(ctx context.Context) {
	w := &watcher{tell: p.sound}
	for {
		s := p.Status(ctx)
		if ctx.Err() == nil {
			if err := w.look(ctx, s); err != nil {
				p.Log.Error("the operator could not be told what is wrong; tried again", "err", err)
			}
		}
		if !p.sleep(ctx, p.scaled(alarmEvery)) {
			return
		}
	}
}

// watcher remembers what was told.
type watcher struct {
	tell func(context.Context, Alarm) error
	told []string // kinds of reasons, see kindOf
	at   time.Time
}

// look tells where there is something new, where what was told is over, and
// again after a time.
func (w *watcher) look(ctx context.Context, s Status) error {
	a := Alarm{State: "ok", Problems: first(s.Problems), Warnings: first(s.Warnings), Bot: s.Bot, At: s.Now}
	var kinds []string
	for _, r := range slices.Concat(s.Problems, s.Warnings) {
		kinds = append(kinds, kindOf(r))
	}
	isNew := slices.ContainsFunc(kinds, func(k string) bool { return !slices.Contains(w.told, k) })
	over := len(w.told) > 0 && len(kinds) == 0
	if !isNew && !over && (len(kinds) == 0 || s.Now.Sub(w.at) < alarmRepeat) {
		return nil // what is over while something else lasts is forgotten once all is
	}
	switch {
	case len(s.Problems) > 0:
		a.State = "problem"
	case len(s.Warnings) > 0:
		a.State = "warning"
	}
	a.Text = strings.Join(slices.Concat(a.Problems, a.Warnings), "\n")
	if err := w.tell(ctx, a); err != nil {
		return err
	}
	w.told, w.at = kinds, s.Now
	return nil
}

func first(reasons []string) []string { return reasons[:min(len(reasons), mostReasons)] }

// kindOf tells one kind of reason from another, whatever their times.
func kindOf(reason string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, reason)
}

// sound tells the operator.
func (p *Program) sound(ctx context.Context, a Alarm) error {
	ctx, cancel := context.WithTimeout(ctx, alarmTime)
	defer cancel()
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	c := p.Config.Alarm
	if len(c.Command) > 0 {
		cmd := exec.CommandContext(ctx, c.Command[0], c.Command[1:]...) //nolint:gosec // the operator's own, as a list without a shell
		cmd.Stdin = bytes.NewReader(append(body, '\n'))
		cmd.WaitDelay = time.Second
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("alarm.command: %w", err)
		}
	}
	if c.URL == "" {
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("alarm.url: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("alarm.url: the request failed: %w", withoutURL(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("alarm.url: the server answers %s", resp.Status)
	}
	return nil
}

// withoutURL leaves out the address, which may hold a key.
func withoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// watch has the operator told of what is wrong until ctx ends or the returned
// function is called, also while Telegram has not been reached.
func (p *Program) watch(ctx context.Context) (end func()) {
	if !p.Config.Alarm.Enabled() {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { p.alarms(ctx) })
	return func() { cancel(); wg.Wait() }
}
