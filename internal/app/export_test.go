package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExportBesideARunningBot(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	dir := filepath.Join(t.TempDir(), "papers")
	export := func(args ...string) (int, string, string) {
		return runWith(t, "", append([]string{"export", "--config", s.config, "--period", "2026-12-15", "--out", dir}, args...)...)
	}
	code, out, errs := export("--kind", "word")
	require.Equal(t, ExitOK, code, errs)
	name := filepath.Join(dir, "六保专班半月汇总_2026-12-15_报送版.docx")
	assert.Equal(t, name+"\n", out)
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	before, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, "PK", string(before[:2]))

	code, _, errs = export("--kind", "word")
	assert.Equal(t, ExitFailed, code, "a file that is there is not touched")
	assert.Contains(t, errs, "is there already")
	for _, kind := range []string{"excel", "picture", "problems"} {
		code, out, errs = export("--kind", kind)
		require.Equal(t, ExitOK, code, errs)
		for name := range strings.Lines(out) {
			assert.FileExists(t, strings.TrimSpace(name))
		}
	}
	code, _, errs = export("--kind", "reports", "--unit", "财政局")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "nothing to export")
	code, _, errs = export("--kind", "bulletin")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "may still be filed until 2026-12-15 17:30")
	code, out, errs = export("--kind", "csv")
	require.Equal(t, ExitOK, code, errs)
	assert.Equal(t, 6, strings.Count(out, ".csv\n"))
	code, _, errs = export("--kind", "word", "--period", "2026-12-30")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "the period 2026-12-30 has not begun; the present one is 2026-12-15")
	code, _, errs = export("--kind", "poem")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "the kinds are word, reports")
	code, _, errs = export("--kind", "trend", "--indicator", "wages")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "wages")
	code, _, errs = export("--kind", "excel", "--unit", "水利局甲")
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "no unit")

	require.Equal(t, ExitOK, s.stop())
	dir = filepath.Join(t.TempDir(), "papers")
	code, _, errs = export("--kind", "picture")
	require.Equal(t, ExitOK, code, errs)
}
