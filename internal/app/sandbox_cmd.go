package app

import (
	"context"
	"fmt"

	"liubao/internal/app/terminal"
	"liubao/sandbox"
)

const (
	textSandbox = "A Telegram of your own, on this machine alone. Under [telegram] in config.toml:\n"
	textTyping  = "Type name> /start …, name> words or name> [button]. Ctrl-C ends it; nothing is kept.\n"
	textToken   = "and in the token's file: %s\n"
)

// sandboxCmd serves a local Telegram with people who are typed.
type sandboxCmd struct {
	Addr string `default:"127.0.0.1:8081" placeholder:"HOST:PORT" help:"Loopback address to serve at; port 0 takes a free one."`
}

// Run serves until ctx ends. Nothing is kept.
func (c *sandboxCmd) Run(ctx context.Context, sys System) error {
	tg := sandbox.New(sandbox.Options{})
	at, err := tg.Listen(c.Addr)
	if err != nil {
		return err
	}
	sys.printf(textSandbox)
	fmt.Fprintf(sys.Stdout, "  api = %q\n", at.URL())
	sys.printf(textToken, tg.Token())
	sys.printf(textTyping)
	terminal.New(tg, sys.Stdout).Run(ctx, sys.Stdin)
	return at.Close()
}
