package main

import (
	"fmt"
	"strings"
	"time"

	"liubao/internal/app/alarm"
)

// record is what a month left behind. All of it was seen from outside the program:
// on the phones, in the operator's command, in the data.
type record struct {
	end      time.Time
	moments  []time.Time            // when reminders are due, in order
	got      map[string][]time.Time // when each contact got one
	troubles []trouble
	alarms   []heard
	dead     []time.Time // when something was put among the dead letters
}

// trouble is something that went wrong.
type trouble struct {
	kind       string
	from, till time.Time // till is zero for what stays
	// tells is what the operator must be told of it, "" where they need not be;
	// threshold is from when on that counts as wrong.
	tells     string
	threshold time.Time
	silent    bool // an answer may have been swallowed
	row       *row // that is damaged, nil for another trouble
}

// heard is what the operator's command was given, and when.
type heard struct {
	alarm.Alarm
	at time.Time
}

// What the operator may wait, and what belongs together.
const (
	within = time.Minute      // of its threshold something is told
	look   = 15 * time.Second // what is over before the program has looked need not be told
	before = 5 * time.Minute  // what was told so shortly before is told
	after  = 10 * time.Minute // how long a trouble explains what is said of it
)

// judge tells what was wrong.
func (r *record) judge() (wrong []string) {
	fail := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for name, got := range r.got {
		for i, at := range r.moments {
			until := r.end
			if i+1 < len(r.moments) {
				until = r.moments[i+1]
			}
			switch n, silences := between(got, at, until), r.silences(at, until); {
			case n == 0:
				fail("%s got no reminder of %s", name, at.Format(time.DateTime))
			case n > 1+silences:
				fail("%s got %d reminders of %s, with %d silences", name, n, at.Format(time.DateTime), silences)
			}
		}
	}
	for _, t := range r.troubles {
		if t.mustBeTold(r.end) && !r.wasTold(t) {
			fail("%s of %s: the operator was not told by %s", t.kind, t.from.Format(time.DateTime), t.threshold.Add(within).Format(time.DateTime))
		}
	}
	for _, at := range r.dead {
		if t := (trouble{from: at.Add(-24 * time.Hour), tells: "dead letters", threshold: r.written(at)}); t.mustBeTold(r.end) && !r.wasTold(t) {
			fail("dead letter of %s: the operator was not told", at.Format(time.DateTime))
		}
	}
	for _, a := range r.alarms {
		if a.State == "problem" && !r.explained(a.At) {
			fail("the operator was told of nothing at %s: %s", a.At.Format(time.DateTime), a.Text)
		}
	}
	return wrong
}

// written is when what happened at a moment could be written down: no sooner than the
// disk had room again.
func (r *record) written(at time.Time) time.Time {
	for _, t := range r.troubles {
		if t.kind == fullDisk && !t.from.After(at) && t.till.After(at) {
			at = t.till
		}
	}
	return at
}

func between(all []time.Time, from, till time.Time) (n int) {
	for _, t := range all {
		if !t.Before(from) && t.Before(till) {
			n++
		}
	}
	return n
}

// silences counts the silences that may have swallowed an answer of [from, till).
func (r *record) silences(from, till time.Time) (n int) {
	for _, t := range r.troubles {
		if t.silent && t.from.Before(till) && t.till.Add(after).After(from) {
			n++
		}
	}
	return n
}

// mustBeTold reports whether it lasted beyond its threshold, and the month long
// enough to see it told.
func (t trouble) mustBeTold(end time.Time) bool {
	return t.tells != "" && t.threshold.Add(within).Before(end) && (t.till.IsZero() || t.till.After(t.threshold.Add(look)))
}

// wasTold reports whether the operator knew of it in time: by an alarm of this
// trouble, or by the last one before, where it has been told and never called over.
func (r *record) wasTold(t trouble) bool {
	last := ""
	for _, a := range r.alarms {
		if a.at.After(t.threshold.Add(within)) {
			break
		}
		if last = a.Text; a.At.After(t.from.Add(-before)) && strings.Contains(a.Text, t.tells) {
			return true
		}
	}
	return t.till.IsZero() && strings.Contains(last, t.tells)
}

func (r *record) explained(at time.Time) bool {
	for _, t := range r.troubles {
		if !t.from.After(at) && !t.till.IsZero() && t.till.Add(after).After(at) {
			return true
		}
	}
	return false
}

// summary counts what happened.
func (r *record) summary() string {
	total, more := 0, 0
	for _, got := range r.got {
		total += len(got)
		more += max(0, len(got)-len(r.moments))
	}
	kinds, told := map[string]int{}, map[string]int{}
	for _, t := range r.troubles {
		kind, _, _ := strings.Cut(t.kind, ":")
		kinds[kind]++
		if t.mustBeTold(r.end) {
			told[kind]++
		}
	}
	states := map[string]int{}
	for _, a := range r.alarms {
		states[a.State]++
	}
	return fmt.Sprintf("%d reminders to %d people at %d moments, %d of them once more\ntroubles: %v\nof which beyond their threshold: %v\nalarms that reached the command: %v\ndead letters: %d",
		total, len(r.got), len(r.moments), more, kinds, told, states, len(r.dead))
}
