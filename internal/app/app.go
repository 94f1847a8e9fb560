// Package app is the program: command line, configuration, wiring. It runs in
// tests as it runs on a machine, since everything it takes from its
// surroundings is in [System].
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"liubao/internal/app/lang"
	"liubao/internal/app/ops"
)

// System is what a program takes from the machine it runs on.
type System struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Getenv  func(string) string
	Now     func() time.Time
	Version string // "" where the build was not stamped

	say lang.Lang // what the commands speak, set by [Main]
}

// printf says a sentence of the catalogue to whoever typed the command.
func (s System) printf(format string, args ...any) {
	_, _ = io.WriteString(s.Stdout, s.say.Sprintf(format, args...)) // a closed pipe wants no more
}

// Machine returns the real machine's system.
func Machine(version string) System {
	return System{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Now: time.Now, Version: version,
	}
}

// Exit codes.
const (
	ExitOK     = 0
	ExitFailed = 1 // the command ran and failed
	ExitWarned = 3 // status: the bot is ready, and something is wrong with it
	ExitUsage  = 2 // the command line cannot be meant, or it is for whoever typed it to say which of two things is
)

// commands is the command line: one field for each command, whose type stands
// in a file of its own and has a method Run(context.Context, System) error.
type commands struct {
	Lang string `enum:",zh,en" default:"" placeholder:"zh|en" help:"Language of the output. Left out: the one of LANG."`

	Init       initCmd       `cmd:"" help:"Ask four questions and write configuration and token file."`
	Serve      serveCmd      `cmd:"" help:"Run the bot."`
	Check      checkCmd      `cmd:"" help:"Read configuration and plan, and print what will be due and when people are reminded."`
	Rehearse   rehearseCmd   `cmd:"" help:"Tell who would get what, and when, if a unit stayed silent. Nothing is sent."`
	Status     statusCmd     `cmd:"" help:"Tell how the running bot stands."`
	Claim      claimCmd      `cmd:"" help:"Make a link by which whoever opens it becomes the office director."`
	Backup     backupCmd     `cmd:"" help:"Write a backup, beside a running bot or without one."`
	Restore    restoreCmd    `cmd:"" help:"Put a backup in the data file's place."`
	Move       moveCmd       `cmd:"" help:"Move the data to where another configuration keeps them, in a file or in etcd. No bot may run."`
	Verify     verifyCmd     `cmd:"" help:"Read every row of the data or of a backup, and say which cannot be trusted."`
	Files      filesCmd      `cmd:"" help:"Photos and documents: count, verify, move out of the data and in again."`
	Export     exportCmd     `cmd:"" help:"Write reports as Word, Excel or pictures, beside a running bot or without one."`
	Audit      auditCmd      `cmd:"" help:"Read the audit log."`
	Plan       planCmd       `cmd:"" help:"Show, compare and change the plan over time."`
	Dead       deadCmd       `cmd:"" help:"What could not be handled or delivered: list, show, try again, throw away."`
	Demo       demoCmd       `cmd:"" help:"Open a page with phones and a clock: the bot without a token or network."`
	Sandbox    sandboxCmd    `cmd:"" help:"Serve a local Telegram for trials: what the bot sends is printed, what you type is said."`
	Completion completionCmd `cmd:"" help:"Print a script by which a shell completes commands and flags."`
	Version    versionCmd    `cmd:"" help:"Print the version."`
}

// Main runs the program until it is done or ctx ends, and returns its exit code.
func Main(ctx context.Context, sys System) (code int) {
	// Kong exits the process from inside its parser, for --help. Here that is
	// a panic that ends in this function.
	type exit int
	defer func() {
		switch v := recover().(type) {
		case nil:
		case exit:
			code = int(v)
		default:
			panic(v)
		}
	}()
	sys.say = lang.Of(langFlag(sys.Args), sys.Getenv)
	parser := newParser(sys.say,
		kong.Writers(sys.Stdout, sys.Stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(sys),
	)
	command, err := parser.Parse(sys.Args)
	if err != nil {
		complain(sys, err)
		fmt.Fprintln(sys.Stderr, sys.say.Sprintf(textUsage))
		return ExitUsage
	}
	if err := command.Run(parser.Model); err != nil {
		complain(sys, err)
		switch {
		case errors.Is(err, ops.ErrNoData):
			return ExitUsage
		case errors.Is(err, errWarned):
			return ExitWarned
		}
		return ExitFailed
	}
	return ExitOK
}

// newParser returns what reads the command line.
func newParser(l lang.Lang, options ...kong.Option) *kong.Kong {
	parser, err := kong.New(&commands{}, append(options,
		kong.Name("liubao"), kong.Description(textDescription), kong.Help(helpIn(l)))...)
	if err != nil {
		panic(err) // the struct above is wrong, whatever the arguments
	}
	return parser
}

// langFlag finds the language that is asked for before the command line is
// read: what is wrong with it is said in that language, too.
func langFlag(args []string) string {
	for i, a := range args {
		v, is := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			v, is = args[i+1], true
		}
		if is && (v == string(lang.Chinese) || v == string(lang.English)) {
			return v
		}
	}
	return ""
}

// complain tells what went wrong; what has several lines begins on one of its
// own, so that file names stand at the start of a line.
func complain(sys System, err error) {
	text := sys.say.Say(Redact(err.Error()))
	between := " "
	if strings.Contains(text, "\n") {
		between = "\n"
	}
	fmt.Fprintf(sys.Stderr, "liubao:%s%s\n", between, text)
}
