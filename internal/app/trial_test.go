package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// begin runs a command until the returned function ends it.
func begin(t *testing.T, in io.Reader, out io.Writer, args ...string) (end func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		done <- Main(ctx, System{Args: args, Stdin: in, Stdout: out, Stderr: out, Getenv: func(string) string { return "" }, Now: time.Now, Version: "v1.2.3"})
	}()
	return func() int {
		cancel()
		return <-done
	}
}

// TestATrialWithoutTelegram is the way that docs/operating.md describes: a
// local server, init, serve, a director who joins, a backup and a restore.
func TestATrialWithoutTelegram(t *testing.T) {
	t.Chdir(t.TempDir())
	typed, hand := io.Pipe()
	defer hand.Close()
	phones := &safeBuffer{}
	endPhones := begin(t, typed, phones, "sandbox", "--addr", "127.0.0.1:0")
	until := func(what string, ok func() bool) {
		t.Helper()
		require.Eventually(t, ok, 20*time.Second, 5*time.Millisecond, "%s\n%s", what, phones.String())
	}
	says := func(line string) {
		_, err := io.WriteString(hand, line+"\n")
		require.NoError(t, err)
	}
	until("the server says where it is", func() bool { return strings.Contains(phones.String(), "Ctrl-C") })
	api := regexp.MustCompile(`api = "[^"]+"`).FindString(phones.String())
	token := regexp.MustCompile(`file: (\S+)`).FindStringSubmatch(phones.String())[1]

	code, _, errs := answer(t, token+"\n\n\n\n", "init")
	require.Equal(t, ExitOK, code, errs)
	conf, err := os.ReadFile("config.toml")
	require.NoError(t, err)
	text := strings.Replace(string(conf), "[telegram]\n", "[telegram]\n"+api+"\n", 1) + "\n[http]\nlisten = \"\"\n"
	require.NoError(t, os.WriteFile("config.toml", []byte(text), 0o600))

	log := &safeBuffer{}
	endBot := begin(t, strings.NewReader(""), log, "serve")
	claim := filepath.Join("data", "claim.txt")
	until("the bot writes the director's link", func() bool { _, err := os.Stat(claim); return err == nil })
	link, err := os.ReadFile(claim)
	require.NoError(t, err)
	says("主任> /start " + regexp.MustCompile(`start=(\w+)`).FindStringSubmatch(string(link))[1])
	until("the director is welcome", func() bool { return strings.Contains(phones.String(), "→ 主任: ") })
	says("nobody")
	says("主任> [没有这个按钮]")
	says("主任> /invite")
	until("units are offered", func() bool { return strings.Contains(phones.String(), "[财政局]") })
	says("主任> [财政局]")
	until("roles are offered", func() bool { return strings.Contains(phones.String(), "[联络员]") })
	assert.Contains(t, phones.String(), "! write name> words, or name> [button]")
	assert.Contains(t, phones.String(), "! there is no button [没有这个按钮]")

	code, out, errs := answer(t, "", "status")
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "@liubao_bot")
	code, _, errs = answer(t, "", "backup", "--out", "now.db")
	require.Equal(t, ExitOK, code, errs)
	require.Equal(t, ExitOK, endBot(), log.String())
	code, out, errs = answer(t, "", "restore", "--from", "now.db")
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "Nothing was changed and nothing is missing.")
	require.Equal(t, ExitOK, endPhones())
}
