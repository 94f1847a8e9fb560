package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in a configuration file.
type Problem struct {
	File string // the file's name as it was given
	Line int    // from 1; 0 where the mistake has no line
	Key  string // the dotted key, such as reminders.cap; "" for none
	Text string // what is wrong and what to write instead

	cause error // of what a place refused, nil for what was written
}

// Unwrap returns what the system said, where it did.
func (p Problem) Unwrap() error { return p.cause }

// Error returns the problem as file:line: key: text.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if p.Key != "" {
		b.WriteString(p.Key + ": ")
	}
	b.WriteString(p.Text)
	return b.String()
}

// Problems are all the mistakes of a file, in the order of their lines, so
// that an operator mends them in one go.
type Problems []Problem

// Error returns one problem per line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns each problem as an error.
func (ps Problems) Unwrap() []error {
	out := make([]error, len(ps))
	for i, p := range ps {
		out[i] = p
	}
	return out
}

// err returns nil for no problems, and otherwise the problems in order.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return ps
}
