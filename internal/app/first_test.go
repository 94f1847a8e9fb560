package app

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/config"
	"liubao/internal/app/lang"
)

// answer runs the program with what somebody types.
func answer(t *testing.T, typed string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Main(t.Context(), System{
		Args: args, Stdin: strings.NewReader(typed), Stdout: &o, Stderr: &e, Getenv: func(string) string { return "" },
		Now: func() time.Time { return time.Date(2026, 12, 10, 9, 30, 0, 0, time.UTC) },
	})
	return code, o.String(), e.String()
}

// TestInit: four answers make a configuration that check takes, and nothing
// that is there is written over.
func TestInit(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes and the path of another system are looked at")
	}
	dir := filepath.Join(t.TempDir(), "new")
	code, out, errs := answer(t, "hello\n"+botToken+"\n2026-13-01\n\nftp://x\nsocks5://127.0.0.1:1080\nD:\\备份\n", "init", "--dir", dir)
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "this is no token")
	assert.Contains(t, out, `"2026-13-01" is not a day of the calendar`)
	assert.Contains(t, out, "is not the address of a proxy")
	assert.NotContains(t, out, botToken)
	for _, name := range []string{"config.toml", "token"} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), name)
	}
	c, err := config.Load(filepath.Join(dir, "config.toml"))
	require.NoError(t, err)
	assert.Equal(t, "2026-12-10", c.Plan.Starts.String())
	assert.Equal(t, "socks5://127.0.0.1:1080", c.Telegram.Proxy)
	assert.Equal(t, filepath.Join(dir, `D:\备份`), c.Backup.Dir)
	token, err := c.Token(func(string) string { return "" })
	require.NoError(t, err)
	assert.Equal(t, botToken, token.Reveal())

	code, _, errs = answer(t, "\n\n\n\n", "init", "--dir", dir)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "config.toml is there already; edit it")

	other := filepath.Join(t.TempDir(), "other")
	code, _, errs = answer(t, "\n\n", "--lang=zh", "init", "--dir", other)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "没有答完，未写入任何文件")
	assert.NoDirExists(t, other)

	code, out, errs = answer(t, "\n\n\n\n", "init", "--dir", other)
	require.Equal(t, ExitOK, code, errs)
	assert.Contains(t, out, "Put the token into "+filepath.Join(other, "token")+" later")
}

// TestAConfigurationThatLiesThereIsTaken, and the first line says so; without
// one no command touches data.
func TestAConfigurationThatLiesThereIsTaken(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, args := range [][]string{
		{"serve"}, {"status"}, {"claim"}, {"backup", "--out", "x"}, {"restore", "--from", "x"}, {"export", "--kind", "word", "--out", "x"},
		{"audit", "verify"}, {"audit", "show", "--unit", "财政局", "--period", "2026-12-15"},
	} {
		code, out, errs := answer(t, "", args...)
		assert.Equal(t, ExitFailed, code, args)
		assert.Empty(t, out, args)
		assert.Contains(t, errs, "there is no configuration; name one with --config", args)
	}
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "no command makes anything")

	require.NoError(t, os.WriteFile("config.toml", []byte("[plan]\nstarts = 2026-12-01\n[http]\nlisten = \"\"\n"), 0o600))
	for _, c := range []struct {
		args []string
		ok   bool
	}{{[]string{"check"}, true}, {[]string{"rehearse", "--unit", "财政局"}, true}, {[]string{"audit", "verify"}, false}, {[]string{"export", "--kind", "word", "--out", "x"}, false}} {
		code, out, _ := answer(t, "", c.args...)
		assert.Equal(t, c.ok, code == ExitOK, c.args)
		assert.True(t, strings.HasPrefix(out, "Configuration: config.toml, which lies in this folder\n"), "%v: %s", c.args, out)
	}
	_, out, _ := answer(t, "", "--lang", "zh", "check")
	assert.True(t, strings.HasPrefix(out, "配置：本文件夹里的 config.toml\n"), out)
	assert.NoDirExists(t, "data")
}

func TestLanguageOfTheOutput(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want lang.Lang
	}{
		{nil, lang.English}, {map[string]string{"LANG": "zh_CN.UTF-8"}, lang.Chinese}, {map[string]string{"LANG": "C.UTF-8"}, lang.English},
		{map[string]string{"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, lang.English}, {map[string]string{"LC_MESSAGES": "zh_CN"}, lang.Chinese},
	} {
		assert.Equal(t, c.want, lang.Of("", func(name string) string { return c.env[name] }))
	}
	_, out, _ := answer(t, "", "--lang", "zh", "check", "--help")
	assert.Contains(t, out, "用法：liubao check [选项]\n\n检查配置和方案")
	assert.NotContains(t, out, "Configuration file")
	_, out, _ = answer(t, "", "--help")
	assert.Contains(t, out, "Usage: liubao <command> [flags]")
	assert.Regexp(t, `\n  audit show +Print what happened`, out)
	code, _, errs := answer(t, "", "--lang", "fr", "check")
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, errs, "--lang must be one of")
}

// TestCompletion loads the script into a shell and asks it.
func TestCompletion(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	_, script, _ := answer(t, "", "completion", "bash")
	ask := func(words ...string) string {
		cmd := exec.CommandContext(t.Context(), bash, "-c", script+`
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _liubao; echo "${COMPREPLY[*]}"`, "bash")
		cmd.Args = append(cmd.Args, words...)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return strings.TrimSpace(string(out))
	}
	assert.Equal(t, "check claim completion", ask("liubao", "c"))
	assert.Equal(t, "verify", ask("liubao", "audit", "v"))
	assert.Equal(t, "--from", ask("liubao", "restore", "--f"))
	assert.Equal(t, "bash", ask("liubao", "completion", "b"))
	_, zsh, _ := answer(t, "", "completion", "zsh")
	assert.Contains(t, zsh, "bashcompinit")
	_, fish, _ := answer(t, "", "completion", "fish")
	assert.Contains(t, fish, "complete -c liubao -n '__fish_seen_subcommand_from serve' -l config\n")
	code, _, _ := answer(t, "", "completion", "tcsh")
	assert.Equal(t, ExitUsage, code)
}
