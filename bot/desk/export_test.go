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
	x, err := newTables(AllFeatures())
	if err != nil {
		panic(err)
	}
	for _, c := range x.commands {
		if !c.Hidden {
			out = append(out, CommandTable{c.Name, c.Act, c.Private, c.Group})
		}
	}
	return out
}

// TapWords returns the words that buttons' data begin with.
func TapWords() []string {
	x, err := newTables(AllFeatures())
	if err != nil {
		panic(err)
	}
	return slices.Sorted(maps.Keys(x.taps))
}

// Acts returns all acts.
func Acts() []Act { return allActs }

// May returns what a role allows.
func May(r reports.Role) []Act { return may[r] }
