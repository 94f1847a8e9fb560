// Package app is the program: command line, configuration, wiring. It runs in
// tests as it runs on a machine, since everything it takes from its
// surroundings is in [System].
package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"
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
	ExitUsage  = 2 // the command line cannot be meant
)

// commands is the command line: one field for each command, whose type stands
// in a file of its own and has a method Run(context.Context, System) error.
type commands struct {
	Serve    serveCmd    `cmd:"" help:"Run the bot."`
	Check    checkCmd    `cmd:"" help:"Read configuration and plan, and print what will be due and when people are reminded."`
	Rehearse rehearseCmd `cmd:"" help:"Tell who would get what, and when, if a unit stayed silent. Nothing is sent."`
	Status   statusCmd   `cmd:"" help:"Tell how the running bot stands."`
	Claim    claimCmd    `cmd:"" help:"Make a link by which whoever opens it becomes the office director."`
	Backup   backupCmd   `cmd:"" help:"Write a backup, beside a running bot or without one."`
	Restore  restoreCmd  `cmd:"" help:"Put a backup in the data file's place."`
	Export   exportCmd   `cmd:"" help:"Write reports as Word, Excel or pictures, beside a running bot or without one."`
	Audit    auditCmd    `cmd:"" help:"Read the audit log."`
	Demo     demoCmd     `cmd:"" help:"Open a page with phones and a clock: the bot without a token or network."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
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
	parser, err := kong.New(&commands{},
		kong.Name("liubao"),
		kong.Description("Runs the reporting duty of a task force over Telegram."),
		kong.Writers(sys.Stdout, sys.Stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(sys),
	)
	if err != nil {
		panic(err) // the struct above is wrong, whatever the arguments
	}
	command, err := parser.Parse(sys.Args)
	if err != nil {
		fmt.Fprintf(sys.Stderr, "liubao: %v\nliubao --help lists the commands and flags\n", err)
		return ExitUsage
	}
	if err := command.Run(); err != nil {
		complain(sys.Stderr, err)
		return ExitFailed
	}
	return ExitOK
}

// complain tells what went wrong; what has several lines begins on one of its
// own, so that file names stand at the start of a line.
func complain(w io.Writer, err error) {
	text := Redact(err.Error())
	between := " "
	if strings.Contains(text, "\n") {
		between = "\n"
	}
	fmt.Fprintf(w, "liubao:%s%s\n", between, text)
}
