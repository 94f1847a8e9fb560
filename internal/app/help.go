package app

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"liubao/internal/app/lang"
)

const (
	textDescription = "Runs the reporting duty of a task force over Telegram."
	textUsage       = "liubao --help lists the commands and flags"
	textUsageHead   = "Usage: %s"
	textCommands    = "Commands:"
	textFlags       = "Flags:"
	textArguments   = "Arguments:"
	textMore        = `liubao <command> --help tells more of a command.`
	textWordCommand = "<command>"
	textWordFlags   = "[flags]"
)

// helpIn prints help in a language. Kong's own printer knows English alone,
// and takes a Chinese character for one column.
func helpIn(l lang.Lang) kong.HelpPrinter {
	return func(_ kong.HelpOptions, ctx *kong.Context) error {
		node := ctx.Selected()
		if node == nil {
			node = ctx.Model.Node
		}
		_, err := fmt.Fprint(ctx.Stdout, helpText(l, node))
		return err
	}
}

// helpText tells of a command, or of the program as a whole.
func helpText(l lang.Lang, node *kong.Node) string {
	var b strings.Builder
	words := strings.NewReplacer(textWordCommand, l.Sprintf(textWordCommand), textWordFlags, l.Sprintf(textWordFlags))
	b.WriteString(l.Sprintf(textUsageHead, words.Replace(usage(node))) + "\n\n" + l.Sprintf(node.Help) + "\n")
	if leaves := node.Leaves(true); len(node.Children) > 0 {
		var rows [][]string
		for _, leaf := range leaves {
			rows = append(rows, []string{strings.TrimPrefix(leaf.Path(), "liubao "), l.Sprintf(leaf.Help)})
		}
		b.WriteString("\n" + l.Sprintf(textCommands) + "\n" + table(2, rows))
	}
	if len(node.Positional) > 0 {
		var rows [][]string
		for _, a := range node.Positional {
			rows = append(rows, []string{a.Summary(), l.Sprintf(a.Help)})
		}
		b.WriteString("\n" + l.Sprintf(textArguments) + "\n" + table(2, rows))
	}
	var rows [][]string
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			rows = append(rows, []string{flagText(f), l.Sprintf(f.Help)})
		}
	}
	b.WriteString("\n" + l.Sprintf(textFlags) + "\n" + table(2, rows))
	if len(node.Children) > 0 {
		b.WriteString("\n" + l.Sprintf(textMore) + "\n")
	}
	return b.String()
}

// usage returns how a command is written.
func usage(node *kong.Node) string {
	if node.Type == kong.ApplicationNode {
		return "liubao " + textWordCommand + " " + textWordFlags
	}
	return "liubao " + node.Summary()
}

// flagText writes a flag as it is typed.
func flagText(f *kong.Flag) string {
	out := "--" + f.Name
	if f.Short != 0 {
		out = "-" + string(f.Short) + ", " + out
	}
	if !f.IsBool() {
		out += "=" + f.FormatPlaceHolder()
	}
	return out
}
