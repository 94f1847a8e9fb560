package desk

import (
	"maps"
	"slices"

	"liubao/reports"
)

// CommandTable is a command, what it needs, and where it is answered.
type CommandTable struct {
	Name           string
	Act            Act
	Private, Group bool
}

// Commands returns the table of commands.
func Commands() []CommandTable {
	var out []CommandTable
	for _, c := range commands {
		out = append(out, CommandTable{c.name, c.act, c.private, c.group})
	}
	return out
}

// TapWords returns the words that buttons' data begin with.
func TapWords() []string { return slices.Sorted(maps.Keys(taps)) }

// Acts returns all acts.
func Acts() []Act { return allActs }

// May returns what a role allows.
func May(r reports.Role) []Act { return may[r] }
