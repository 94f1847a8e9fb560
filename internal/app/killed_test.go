package app

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestKilledExport: an export that is killed in the middle leaves its half-made
// folder, and the next one clears it away.
func TestKilledExport(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	require.Equal(t, ExitOK, s.stop())
	dir := t.TempDir()
	out := filepath.Join(dir, "all")
	hidden := func() []string {
		all, err := filepath.Glob(filepath.Join(dir, ".*"))
		require.NoError(t, err)
		return all
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "export", "--config", s.config, "--kind", "all", "--out", out)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { return len(hidden()) > 0 }, 20*time.Second, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGKILL))
	require.Error(t, cmd.Wait(), "it was killed in the middle")
	left := hidden()
	require.NotEmpty(t, left, "a killed process cannot clear away anything")
	assert.NoDirExists(t, out)
	for _, f := range left { // some time has gone by
		require.NoError(t, os.Chtimes(f, time.Now().Add(-time.Minute), time.Now().Add(-time.Minute)))
	}
	code, _, errs := runWith(t, "", "export", "--config", s.config, "--kind", "all", "--out", out)
	require.Equal(t, ExitOK, code, errs)
	assert.FileExists(t, filepath.Join(out, "SHA256SUMS.txt"))
	assert.Empty(t, hidden())
}
