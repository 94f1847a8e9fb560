package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"time"

	"liubao/internal/app/demo"
	"liubao/internal/app/scenes"
	"liubao/sandbox"
)

// demoCmd opens the page with the phones: the production bot on a Telegram and
// a clock of its own, without a token or network.
type demoCmd struct {
	Data   string `type:"path" placeholder:"DIR" help:"Folder that keeps the demo's data, to go on with it later. Left out: a temporary one."`
	Addr   string `default:"127.0.0.1:0" placeholder:"HOST:PORT" help:"Loopback address of the page; port 0 takes a free one."`
	NoOpen bool   `help:"Do not open a browser."`
	Play   bool   `help:"Live through a half-month and print the conversation, without a page."`
	All    bool   `help:"Print the whole conversation of --play, not an excerpt."`
	Beat   int    `default:"550" hidden:"" help:"Milliseconds between two steps of an act."`
}

// Run serves the page until ctx ends. What --data holds is kept, a temporary
// folder is removed.
func (c *demoCmd) Run(ctx context.Context, sys System) (err error) {
	dir := c.Data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "liubao-demo-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
	} else if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if c.Play {
		if err := scenes.Play(ctx, dir, sys.Stdout, c.All); err != nil {
			return err
		}
		sys.printf(textDemoNext)
		return nil
	}
	o := demo.ShowOptions{Dir: dir, Beat: time.Duration(c.Beat) * time.Millisecond,
		Log: slog.New(slog.NewTextHandler(sys.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))}
	if name := sys.Getenv(sandbox.SpecEnv); name != "" {
		if o.Spec, err = sandbox.LoadSpec(name); err != nil {
			return err
		}
	}
	return demo.ListenAndShow(ctx, o, c.Addr, func(address string) {
		fmt.Fprintln(sys.Stdout, address)
		sys.printf(textDemoStop)
		if !c.NoOpen {
			open(ctx, address)
		}
	})
}

// textDemoNext says what somebody does next who has seen the half-month played.
const textDemoNext = `
What next (liubao is "go run ." in the source folder):
  liubao demo          the same as a page with phones and a clock; --play --all prints every line
  liubao check         who would be reminded when
  liubao init          four questions for a bot of your own; the README goes on from there
`

const textDemoStop = "The page is open; people and words are made up. Ctrl-C ends it.\n"

// open shows an address in the machine's browser, where there is one.
func open(ctx context.Context, address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return // no desktop: the address is printed
	}
	cmd := exec.CommandContext(ctx, path, args...)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}
