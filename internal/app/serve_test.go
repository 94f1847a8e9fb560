package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/sandbox"
	"liubao/sandbox/sandboxtest"
)

func TestServeRefusesAVirtualClockAgainstTelegram(t *testing.T) {
	name := configFile(t, "")
	for _, flag := range []string{"--start-at=2026-12-10T09:00:00+08:00", "--speed=2", "--stand-still"} {
		code, out, errs := runWith(t, botToken, "serve", "--config", name, flag)
		assert.Equal(t, ExitFailed, code)
		assert.Empty(t, out)
		assert.Contains(t, errs, "a virtual clock is only for a server of one's own")
	}
	name = configFile(t, "telegram.api = \"http://127.0.0.1:1\"")
	code, _, errs := runWith(t, botToken, "serve", "--config", name, "--speed=-1")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "-1 is out of range")
}

func TestServeWithoutAToken(t *testing.T) {
	code, _, errs := run(t, "2026-12-10 09:30", "serve", "--config", configFile(t, ""))
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "there is no bot token; set LIUBAO_TOKEN")
}

// runWith runs the program with a token in its environment.
func runWith(t *testing.T, token string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs safeBuffer
	code = Main(t.Context(), systemWith(token, &out, &errs, args...))
	return code, out.String(), errs.String()
}

func systemWith(token string, out, errs *safeBuffer, args ...string) System {
	return System{
		Args: args, Stdin: strings.NewReader(""), Stdout: out, Stderr: errs, Now: time.Now, Version: "v1.2.3",
		Getenv: func(name string) string {
			if name == "LIUBAO_TOKEN" {
				return token
			}
			return ""
		},
	}
}

// safeBuffer is a buffer that the program writes while the test reads.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// served is a bot that runs as `liubao serve` does.
type served struct {
	config string
	tg     *sandbox.Server
	log    *safeBuffer
	out    *safeBuffer
	stop   func() int // ends it, as SIGTERM does, and returns its exit code
}

// serve runs `liubao serve` beside the test until it polls.
func serve(t *testing.T, text string, flags ...string) *served {
	t.Helper()
	tg, at := sandboxtest.Listen(t, sandbox.Options{})
	s := &served{tg: tg, log: &safeBuffer{}, out: &safeBuffer{}}
	s.config = configFile(t, fmt.Sprintf("telegram.api = %q\nhttp.listen = \"\"\n%s", at.URL(), text))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	args := append([]string{"serve", "--config", s.config}, flags...)
	go func() { done <- Main(ctx, systemWith(tg.Token(), s.out, s.log, args...)) }()
	s.stop = sync.OnceValue(func() int { cancel(); return <-done })
	t.Cleanup(func() { s.stop() })
	require.Eventually(t, tg.Polling, 20*time.Second, time.Millisecond, "%s", s.log)
	return s
}

func TestServe(t *testing.T) {
	s := serve(t, "log.format = \"json\"", "--start-at=2026-12-10T09:30:00+08:00", "--speed=60")
	stranger := s.tg.AddUser(sandbox.User{FirstName: "路人"})
	_, err := stranger.Send(stranger.ID(), "这是一句不该进日志的话")
	require.NoError(t, err)
	require.Eventually(t, func() bool { return s.tg.Calls("sendMessage") > 0 }, 20*time.Second, time.Millisecond)
	assert.Equal(t, ExitOK, s.stop())
	assert.Empty(t, s.out.String())
	log := s.log.String()
	assert.Contains(t, log, `"msg":"liubao runs"`)
	assert.Contains(t, log, `"msg":"stopped"`)
	assert.NotContains(t, log, "不该进日志")
	assert.NotContains(t, log, s.tg.Token())
}

// Data that are gone while their backups are there are for the operator to decide
// about: two commands, and an exit code of its own.
func TestServeWhereTheDataAreGone(t *testing.T) {
	name := configFile(t, "[backup]\ndir = \"backups\"\n")
	dir := filepath.Join(filepath.Dir(name), "backups")
	require.NoError(t, os.MkdirAll(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "liubao-20261209T013000Z.db"), []byte("x"), 0o600))
	code, out, errs := runWith(t, botToken, "serve", "--config", name)
	assert.Equal(t, ExitUsage, code)
	assert.Empty(t, out)
	assert.Contains(t, errs, "liubao restore --config "+name+" --from "+filepath.Join(dir, "liubao-20261209T013000Z.db"))
	assert.Contains(t, errs, "liubao serve --config "+name+" --new")
	_, err := os.Stat(filepath.Join(filepath.Dir(name), "data"))
	assert.ErrorIs(t, err, os.ErrNotExist, "nothing was made")
}
