package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/sandbox"
	"liubao/sandbox/sandboxtest"
)

// asProgram makes the test's binary behave as the program's.
const asProgram = "LIUBAO_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := Main(ctx, Machine("v1.2.3"))
	stop()
	os.Exit(code)
}

// process is the program in a process of its own.
type process struct {
	cmd  *exec.Cmd
	errs *safeBuffer
}

func startProcess(t *testing.T, token, config string) *process {
	t.Helper()
	p := &process{cmd: exec.CommandContext(t.Context(), os.Args[0], "serve", "--config", config), errs: &safeBuffer{}}
	p.cmd.Env = append(os.Environ(), asProgram+"=1", "LIUBAO_TOKEN="+token)
	p.cmd.Stderr = p.errs
	require.NoError(t, p.cmd.Start())
	return p
}

// end sends the signal and waits.
func (p *process) end(t *testing.T, sig os.Signal) *os.ProcessState {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(sig))
	_ = p.cmd.Wait() // its state tells more
	return p.cmd.ProcessState
}

// TestSignals: SIGTERM and SIGINT stop the program in good order, and what
// SIGKILL leaves behind (a socket, a lock, a claim) is no obstacle.
func TestSignals(t *testing.T) {
	tg, at := sandboxtest.Listen(t, sandbox.Options{})
	config := configFile(t, fmt.Sprintf("telegram.api = %q\nhttp.listen = \"\"\n", at.URL()))
	dir := filepath.Join(filepath.Dir(config), "data")
	socket := filepath.Join(dir, "liubao.db.sock")
	polls := func(p *process) {
		require.Eventually(t, tg.Polling, 20*time.Second, time.Millisecond, "%s", p.errs)
	}
	for _, sig := range []os.Signal{syscall.SIGKILL, syscall.SIGTERM, os.Interrupt} {
		p := startProcess(t, tg.Token(), config)
		polls(p)
		assert.FileExists(t, socket)
		state := p.end(t, sig)
		require.Eventually(t, func() bool { return !tg.Polling() }, 20*time.Second, time.Millisecond)
		if sig == syscall.SIGKILL {
			assert.FileExists(t, socket)
			continue
		}
		assert.Equal(t, ExitOK, state.ExitCode(), "%s", p.errs)
		assert.Contains(t, p.errs.String(), "msg=stopped")
		assert.NoFileExists(t, socket)
	}
	left, err := os.ReadFile(filepath.Join(dir, "claim.txt"))
	require.NoError(t, err)
	assert.Equal(t, 1, bytes.Count(left, []byte("?start=")), "the first start's link is still good")
}
