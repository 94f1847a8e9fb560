package app

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// completionCmd prints what makes a shell complete commands and flags. The
// libraries that do it for kong were last released in 2022 and 2023.
type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Run prints the script: words of a command are completed with its flags,
// nothing with the commands, and everything else with files.
func (c *completionCmd) Run(sys System, model *kong.Application) error {
	_, err := io.WriteString(sys.Stdout, completionScript(c.Shell, model))
	return err
}

// completionScript returns the shell's script for the commands of the model.
func completionScript(shell string, model *kong.Application) string {
	var b strings.Builder
	if shell == "fish" {
		b.WriteString("complete -c liubao -f -n __fish_use_subcommand\n")
		for _, leaf := range model.Children {
			fmt.Fprintf(&b, "complete -c liubao -f -n __fish_use_subcommand -a %s -d %s\n", leaf.Name, quoted(leaf.Help))
			for _, word := range completions(leaf) {
				if name, ok := strings.CutPrefix(word, "--"); ok {
					fmt.Fprintf(&b, "complete -c liubao -n '__fish_seen_subcommand_from %s' -l %s\n", leaf.Name, name)
				} else {
					fmt.Fprintf(&b, "complete -c liubao -f -n '__fish_seen_subcommand_from %s' -a %s\n", leaf.Name, word)
				}
			}
		}
		return b.String()
	}
	if shell == "zsh" {
		b.WriteString("autoload -U +X bashcompinit && bashcompinit\n")
	}
	var names []string
	b.WriteString("_liubao() {\n\tlocal words=\"\"\n\tcase \"${COMP_WORDS[1]}\" in\n")
	for _, leaf := range model.Children {
		names = append(names, leaf.Name)
		fmt.Fprintf(&b, "\t%s) words=\"%s\" ;;\n", leaf.Name, strings.Join(completions(leaf), " "))
	}
	b.WriteString("\tesac\n")
	fmt.Fprintf(&b, "\t[ \"$COMP_CWORD\" -gt 1 ] || words=\"%s --help\"\n", strings.Join(names, " "))
	b.WriteString("\tCOMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n")
	b.WriteString("complete -o default -F _liubao liubao\n")
	return b.String()
}

// completions are a command's subcommands, choices and flags.
func completions(node *kong.Node) []string {
	var out []string
	for _, arg := range node.Positional {
		if arg.Enum != "" {
			out = append(out, strings.Split(arg.Enum, ",")...)
		}
	}
	seen := map[string]bool{}
	leaves := node.Leaves(true)
	for _, leaf := range leaves {
		out = append(out, leaf.Name)
	}
	for _, leaf := range append(leaves, node) {
		for _, group := range leaf.AllFlags(true) {
			for _, f := range group {
				if !seen[f.Name] {
					seen[f.Name] = true
					out = append(out, "--"+f.Name)
				}
			}
		}
	}
	return out
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
