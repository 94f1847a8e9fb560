// Package alarm tells the operator what is wrong with the bot, by a program or an
// address of their choice: Telegram may be the very thing that is broken.
//
// Promises: what begins is told at the next look, however much else lasts; what
// lasts is told again after [Repeat]; that it is over, or that only warnings are
// left, is told once, when it has been so for [Steady]: a full disk takes a small write
// now and then. What could not be told is tried again at the next look.
// Nothing that is told holds anybody's words.
package alarm

import (
	"context"
	"slices"
	"strings"
	"time"
)

// What telling is bounded by.
const (
	Repeat = 12 * time.Hour // how often what lasts is told again
	Steady = time.Minute    // how long it must have been better
	// forgotten is how long a reason must have been away to be news when it comes
	// back while others last: what comes and goes within minutes was just told.
	forgotten   = 5 * time.Minute
	mostReasons = 20
)

// Alarm is what the operator is told: on the command's standard input, or as the
// body of the request. It holds nobody's words.
type Alarm struct {
	State    string    `json:"state"` // urgent, problem, warning, or ok when it is over
	Text     string    `json:"text"`  // the reasons, one a line
	Problems []string  `json:"problems,omitempty"`
	Warnings []string  `json:"warnings,omitempty"`
	Urgent   []string  `json:"urgent,omitempty"` // serious problems that nobody confirms
	Bot      string    `json:"bot,omitempty"`
	At       time.Time `json:"at"`
}

// OK is the state in which nothing is wrong.
const OK = "ok"

// states are the states from good to bad.
var states = []string{OK, "warning", "problem", "urgent"}

func (a Alarm) state() string {
	switch {
	case len(a.Urgent) > 0:
		return "urgent"
	case len(a.Problems) > 0:
		return "problem"
	case len(a.Warnings) > 0:
		return "warning"
	}
	return OK
}

// Watcher remembers what was told. Its Tell must be set, and State where an earlier
// process has told one.
type Watcher struct {
	Tell  func(context.Context, Alarm) error
	State string // that was told last

	better time.Time            // since when it has been better than what was told, zero where it is not
	told   map[string]time.Time // kinds of reasons, see kindOf, and when each was last there
	at     time.Time
}

// Look takes how things stand, of which State and Text are left empty, and tells
// where there is something new, where it has become better, and again after a time.
func (w *Watcher) Look(ctx context.Context, a Alarm) error {
	kinds := slices.Clone(a.Urgent) // each of them is told
	for _, r := range slices.Concat(a.Problems, a.Warnings) {
		kinds = append(kinds, kindOf(r))
	}
	a.State = a.state()
	news := w.news(kinds, a.At)
	if !news && !w.steady(a) && (len(kinds) == 0 || a.At.Sub(w.at) < Repeat) {
		return nil
	}
	a.Urgent, a.Problems, a.Warnings = first(a.Urgent), first(a.Problems), first(a.Warnings)
	a.Text = strings.Join(slices.Concat(a.Urgent, a.Problems, a.Warnings), "\n")
	if err := w.Tell(ctx, a); err != nil {
		return err
	}
	w.told, w.State, w.at, w.better = map[string]time.Time{}, a.State, a.At, time.Time{}
	for _, k := range kinds {
		w.told[k] = a.At
	}
	return nil
}

// steady reports whether it is better than what was told, and has been so for a time.
func (w *Watcher) steady(a Alarm) bool {
	switch {
	case slices.Index(states, a.State) >= slices.Index(states, w.State):
		w.better = time.Time{}
		return false
	case w.better.IsZero():
		w.better = a.At
	}
	return a.At.Sub(w.better) >= Steady
}

// news reports whether one of the kinds was not told, or so long ago that it counts
// as another trouble.
func (w *Watcher) news(kinds []string, now time.Time) bool {
	isNew := false
	for _, k := range kinds {
		last, told := w.told[k]
		if !told || now.Sub(last) > forgotten {
			isNew = true
			continue
		}
		w.told[k] = now
	}
	return isNew
}

func first(reasons []string) []string { return reasons[:min(len(reasons), mostReasons)] }

// kindOf tells one kind of reason from another, whatever their times. What stands in
// quotes is a name, of which each digit counts.
func kindOf(reason string) string {
	quoted := false
	return strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted && r >= '0' && r <= '9':
			return '0'
		}
		return r
	}, reason)
}
