package desktest

import (
	"slices"

	"liubao/bot/desk"
	"liubao/internal/app/service"
)

// commands returns what the features answer to, in the order of the menu.
func commands() []desk.Command {
	var out []desk.Command
	for _, f := range service.Features() {
		for _, c := range f.Commands {
			if !c.Hidden {
				out = append(out, c)
			}
		}
	}
	return out
}

// tapWords returns the words that buttons' data begin with.
func tapWords() []string {
	var out []string
	for _, f := range service.Features() {
		for _, t := range f.Taps {
			out = append(out, t.Name)
		}
	}
	slices.Sort(out)
	return out
}
