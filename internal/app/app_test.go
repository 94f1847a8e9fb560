package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// run runs the program at the given time, Chinese time, as a person would.
func run(t *testing.T, at string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", at, time.FixedZone("", 8*3600))
	require.NoError(t, err)
	var out, errs bytes.Buffer
	code = Main(t.Context(), System{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" },
		Now:    func() time.Time { return now }, Version: "v1.2.3",
	})
	return code, out.String(), errs.String()
}

func configFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "config.toml")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

func TestVersion(t *testing.T) {
	code, out, errs := run(t, "2026-12-10 09:30", "version")
	assert.Equal(t, ExitOK, code)
	assert.Regexp(t, `^liubao v1\.2\.3 \(go\S+, \w+/\w+\)\n$`, out)
	assert.Empty(t, errs)
	assert.NotEmpty(t, version(System{}))
}

func TestUsage(t *testing.T) {
	code, _, errs := run(t, "2026-12-10 09:30", "chek")
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, errs, `did you mean "check"`)

	code, out, errs := run(t, "2026-12-10 09:30", "--help")
	assert.Equal(t, ExitOK, code)
	assert.Contains(t, out, "Print the version.")
	assert.Empty(t, errs)

	code, _, errs = run(t, "2026-12-10 09:30", "check", "--from", "2026-02-30")
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, errs, "write it as YYYY-MM-DD")
}

func TestCheckTellsEveryMistake(t *testing.T) {
	name := configFile(t, "[log]\nlevel = 3\n[reminders]\ncap = 0\n")
	code, out, errs := run(t, "2026-12-10 09:30", "check", "--config", name)
	assert.Equal(t, ExitFailed, code)
	assert.Empty(t, out)
	assert.Equal(t, "liubao:\n"+
		name+":2: log.level: 3 is not text in quotes; write for example level = \"info\"\n"+
		name+":4: reminders.cap: 0 is out of range; write a number from 1 to 100\n", errs)
}

func TestCheckWithoutItsFiles(t *testing.T) {
	for _, flag := range []string{"--config", "--plan"} {
		code, _, errs := run(t, "2026-12-10 09:30", "check", flag, "/nowhere/x.toml")
		assert.Equal(t, ExitFailed, code)
		assert.Contains(t, errs, "/nowhere/x.toml: no such file")
	}
}

func TestCheckRefusesATokenOthersCanRead(t *testing.T) {
	name := configFile(t, "telegram.token_file = \"token\"\n")
	file := filepath.Join(filepath.Dir(name), "token")
	require.NoError(t, os.WriteFile(file, []byte(botToken), 0o600))
	require.NoError(t, os.Chmod(file, 0o644))
	code, out, errs := run(t, "2026-12-10 09:30", "check", "--config", name)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "run: chmod 600 "+file)
	assert.Contains(t, out, textDeadlines, "the rest is told all the same")

	require.NoError(t, os.Chmod(file, 0o600))
	code, out, errs = run(t, "2026-12-10 09:30", "check", "--config", name)
	assert.Equal(t, ExitOK, code)
	assert.Empty(t, errs)
	assert.NotContains(t, out, textNoToken)
}

// TestCheckAtSpringFestival: 15 February 2026 lies inside the holiday, and the
// steps before it merge on the working Saturday.
func TestCheckAtSpringFestival(t *testing.T) {
	name := configFile(t, `
[reminders]
extra = [{id = "monday", cron = "0 21 * * 1", text = "请汇总"}]
[backup]
dir = "backups"
`)
	code, out, errs := run(t, "2026-02-13 12:00", "--lang", "zh", "check", "--config", name, "--plan", "testdata/river.toml")
	assert.Equal(t, ExitOK, code)
	assert.Empty(t, errs)
	want, err := os.ReadFile("testdata/check-spring-festival.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), strings.ReplaceAll(out, name, "config.toml"))
}

func TestCheckWarnsOfAYearWithoutHolidays(t *testing.T) {
	code, out, _ := run(t, "2027-07-01 12:00", "check")
	assert.Equal(t, ExitOK, code)
	assert.NotContains(t, out, "are not known")

	code, out, _ = run(t, "2027-12-10 09:30", "check")
	assert.Equal(t, ExitOK, code)
	assert.Contains(t, out, "the holidays of 2028 are not known")
	assert.NotContains(t, out, "the holidays of 2027")
}

func TestColumns(t *testing.T) {
	assert.Equal(t, 4, columns("六保"))
	assert.Equal(t, 8, columns("ab（六）"))
	assert.Equal(t, "  六  x\n  ab  y\n  z\n", table(2, [][]string{{"六", "x"}, {"ab", "y"}, {"z", ""}}))
}
