package app

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage/bolt"
	"liubao/storage/files"
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

// filled makes the data of a bot that has stopped large enough for a command to take a
// while over them.
func filled(t *testing.T, config string) {
	t.Helper()
	e, err := bolt.Open(filepath.Join(filepath.Dir(config), "data", "liubao.db"), bolt.Options{})
	require.NoError(t, err)
	for n := range 3 {
		photo := make([]byte, 8<<20)
		_, _ = rand.NewChaCha8([32]byte{byte(n)}).Read(photo) // it never fails
		_, err := files.Store{Engine: e}.Put(t.Context(), photo)
		require.NoError(t, err)
	}
	require.NoError(t, e.Close())
}

// killedTill runs a command again and again, kills it after ever longer, and returns how
// often it was killed before it came to its end. anew makes ready for the next time.
// One that was killed on its last step may say so: a move that is done is not done again.
func killedTill(t *testing.T, anew func(), args ...string) (killed int) {
	t.Helper()
	for wait := 30 * time.Millisecond; ; wait = wait * 3 / 2 {
		anew()
		cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		var said strings.Builder
		cmd.Stderr = &said
		require.NoError(t, cmd.Start())
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case err := <-ended:
			if killed == 0 || !strings.Contains(said.String(), "the data were moved") {
				require.NoError(t, err, "%v: %s", args, said.String())
			}
			return killed
		case <-time.After(wait):
			require.NoError(t, cmd.Process.Kill())
			if <-ended == nil {
				return killed
			}
			killed++
		}
	}
}

// filesIn names what lies in a folder, but for the director's link.
func filesIn(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		if e.Name() != "claim.txt" {
			all = append(all, e.Name())
		}
	}
	return all
}

// TestKilledCommands: what is killed while it backs up, verifies, restores or moves
// leaves no half-made file once the program has been started again, and loses nothing.
func TestKilledCommands(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	require.Equal(t, ExitOK, s.stop())
	filled(t, s.config)
	out, data := t.TempDir(), filepath.Join(filepath.Dir(s.config), "data")
	good := filepath.Join(out, "good.db")
	assert.Positive(t, killedTill(t, func() { _ = os.Remove(good) }, "backup", "--config", s.config, "--out", good))
	assert.Equal(t, []string{"good.db"}, filesIn(t, out))
	assert.Positive(t, killedTill(t, func() {}, "verify", "--config", s.config))
	assert.Equal(t, []string{"liubao.db"}, filesIn(t, data))

	assert.Positive(t, killedTill(t, func() {}, "restore", "--config", s.config, "--from", good))
	again := startProcess(t, s.tg.Token(), s.config)
	require.Eventually(t, s.tg.Polling, 20*time.Second, time.Millisecond, "%s", again.errs)
	again.end(t, syscall.SIGTERM)
	for _, name := range filesIn(t, data) {
		assert.Regexp(t, `^liubao\.db(\.before-\d{8}T\d{6}Z)?$`, name)
	}

	other := filepath.Join(t.TempDir(), "other.toml")
	text, err := os.ReadFile(s.config)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(other, text, 0o600))
	assert.Positive(t, killedTill(t, func() {}, "move", "--config", s.config, "--to", other))
	assert.Equal(t, []string{"liubao.db"}, filesIn(t, filepath.Join(filepath.Dir(other), "data")))
	command(t, "verify", "--config", other)
}
