// Liubao runs the reporting duty of a government task force over Telegram.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	_ "time/tzdata" // the zone of a plan is known on machines without zone files

	"liubao/internal/app"
)

// version is set by the linker: -X main.version=v1.2.3.
var version string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := app.Main(ctx, app.Machine(version))
	stop()
	os.Exit(code)
}
