package app

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/etcd"
	"liubao/storage/etcd/members"
	"liubao/storage/files"
)

// bucket is a server that speaks S3, and the configuration's table that names it.
func bucket(t *testing.T) (table string) {
	t.Helper()
	back := s3mem.New()
	require.NoError(t, back.CreateBucket("liubao"))
	s := httptest.NewServer(gofakes3.New(back, gofakes3.WithIntegrityCheck(true)).Server())
	t.Cleanup(s.Close)
	dir := t.TempDir()
	for _, name := range []string{"access", "secret"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("key-"+name+"\n"), 0o600))
	}
	return fmt.Sprintf("[files]\nendpoint = %q\nbucket = \"liubao\"\nprefix = \"office/\"\nregion = \"us-east-1\"\naccess_key_file = %q\nsecret_key_file = %q\n",
		s.URL, filepath.Join(dir, "access"), filepath.Join(dir, "secret"))
}

// also adds a table to a configuration.
func also(t *testing.T, config, table string) {
	t.Helper()
	f, err := os.OpenFile(config, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteString("\n" + table)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// withFile puts a file into the data that no bot has open, as one of a report's.
func withFile(t *testing.T, config string, size int) {
	t.Helper()
	e, err := bolt.Open(filepath.Join(filepath.Dir(config), "data", "liubao.db"), bolt.Options{})
	require.NoError(t, err)
	_, err = files.Store{Engine: e}.Put(t.Context(), []byte(strings.Repeat("p", size)))
	require.NoError(t, err)
	require.NoError(t, e.Close())
}

// command runs a command that must work, and returns what it prints.
func command(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := runWith(t, "", args...)
	require.Equal(t, ExitOK, code, "%s%s", out, errs)
	assert.NotContains(t, out+errs, "key-secret")
	return out
}

// refused runs a command that must fail, and returns why it did.
func refused(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := runWith(t, "", args...)
	require.Equal(t, ExitFailed, code, out)
	return errs
}

// begun is the configuration of data that a bot has served, and serves no more.
func begun(t *testing.T) *served {
	t.Helper()
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	claimed(t, s)
	require.Equal(t, ExitOK, s.stop())
	return s
}

// Files go out of the data and come in again, by command; a backup grows small and
// says what lies outside.
func TestFilesByCommand(t *testing.T) {
	c := begun(t).config
	withFile(t, c, 3_000_000)
	assert.Contains(t, command(t, "files", "--config", c), "1 files of 3000000 bytes are with the data.\nNew files go to the data.\n")
	assert.Contains(t, refused(t, "files", "out", "--config", c), "the configuration names no such place for files")
	big := filepath.Join(t.TempDir(), "big.db")
	assert.Contains(t, command(t, "backup", "--config", c, "--out", big), "1 files of 3000000 bytes were read")

	also(t, c, bucket(t))
	assert.Contains(t, command(t, "files", "out", "--config", c), "1 files of 3000000 bytes are in s3://liubao/office/.\nNew files go to s3://liubao/office/.\n1 files of 3000000 bytes were moved, each read back before.\n")
	small := filepath.Join(t.TempDir(), "small.db")
	out := command(t, "backup", "--config", c, "--out", small)
	assert.Contains(t, out, "1 files of 3000000 bytes lie outside, in s3://liubao/office/")
	assert.Contains(t, out, "and 0 files of 0 bytes were read")
	before, err := os.Stat(big)
	require.NoError(t, err)
	after, err := os.Stat(small)
	require.NoError(t, err)
	assert.Less(t, after.Size(), before.Size()-2_500_000)
	assert.Contains(t, command(t, "verify", small), "1 files of 3000000 bytes lie outside")
	assert.Contains(t, command(t, "restore", "--config", c, "--from", small), "1 files of 3000000 bytes lie outside")
	assert.Contains(t, command(t, "files", "verify", "--config", c), "Every file is the one that was stored.")
	assert.Contains(t, command(t, "files", "in", "--config", c), "1 files of 3000000 bytes were moved")
	assert.Contains(t, command(t, "files", "--config", c), "1 files of 3000000 bytes are with the data.\nNew files go to s3://")
}

// A move to another file: not beside a bot, once, and then only the other is served.
func TestMoveByCommand(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	claimed(t, s)
	to := filepath.Join(t.TempDir(), "other.toml")
	text, err := os.ReadFile(s.config)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, text, 0o600))
	other := filepath.Join(filepath.Dir(to), "data", "liubao.db")
	assert.Contains(t, refused(t, "move", "--config", s.config, "--to", to), "another liubao is using the file")
	require.Equal(t, ExitOK, s.stop())

	assert.Contains(t, refused(t, "move", "--config", s.config, "--to", s.config), "both configurations keep the data in")
	withFile(t, s.config, 1000)
	also(t, s.config, bucket(t))
	command(t, "files", "out", "--config", s.config)
	assert.Contains(t, refused(t, "move", "--config", s.config, "--to", to), "1 files lie in s3://liubao/office/, which the second configuration does not name under [files]")
	assert.NoFileExists(t, other)
	command(t, "files", "in", "--config", s.config)

	out := command(t, "move", "--config", s.config, "--to", to)
	assert.Regexp(t, `^\d+ rows with 1 files were copied from \S+ to `+other+` and read back: the same [1-9]\d* chains`, out)
	assert.Contains(t, out, "Serve with: liubao serve --config "+to)
	assert.Contains(t, command(t, "audit", "verify", "--config", to), "Nothing was changed and nothing is missing.")
	code, _, errs := runWith(t, s.tg.Token(), "serve", "--config", s.config)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "the data were moved to "+other)
	assert.Contains(t, errs, "with --again")
	assert.Contains(t, refused(t, "move", "--config", s.config, "--to", to), "the data were moved to "+other)

	e, err := bolt.Open(other, bolt.Options{})
	require.NoError(t, err)
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowMeta.Key(storage.MetaUnfinished), storage.Mark{V: 1, Other: "elsewhere"})
	}))
	require.NoError(t, e.Close())
	code, _, errs = runWith(t, s.tg.Token(), "serve", "--config", to)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, errs, "the data are not complete: they were being copied from elsewhere")
}

// From a file into a cluster, a backup of it, a restore into it, and back.
func TestMoveToEtcd(t *testing.T) {
	cluster := members.ForTest(t, 3)
	s := begun(t)
	withFile(t, s.config, 600_000)
	text, err := os.ReadFile(s.config)
	require.NoError(t, err)
	at := make([]string, 0, 3)
	for _, e := range cluster.Endpoints() {
		at = append(at, fmt.Sprintf("%q", e))
	}
	to := filepath.Join(t.TempDir(), "cluster.toml")
	require.NoError(t, os.WriteFile(to, []byte(string(text)+"\n[data]\netcd = ["+strings.Join(at, ", ")+"]\nlease = \"2s\"\n"), 0o600))
	back := filepath.Join(t.TempDir(), "back.toml")
	require.NoError(t, os.WriteFile(back, text, 0o600))

	leads, err := etcd.Open(etcd.Options{Endpoints: cluster.Endpoints(), Prefix: "liubao", Lease: 2 * time.Second})
	require.NoError(t, err)
	_, err = leads.Campaign(t.Context())
	require.NoError(t, err)
	assert.Contains(t, refused(t, "move", "--config", s.config, "--to", to), "a bot works on these data; stop it first")
	require.NoError(t, leads.Close())

	assert.Regexp(t, `^\d+ rows with 1 files were copied from \S+ to etcd liubao .* and read back: the same [1-9]\d* chains`,
		command(t, "move", "--config", s.config, "--to", to))
	saved := filepath.Join(t.TempDir(), "saved.db")
	out := command(t, "backup", "--config", to, "--out", saved)
	assert.Contains(t, out, "1 files of 600000 bytes were read")
	assert.Contains(t, out, "Nothing was changed and nothing is missing.")
	assert.Contains(t, refused(t, "move", "--config", s.config, "--to", to), "the data were moved to etcd liubao")

	out = command(t, "restore", "--config", to, "--from", saved)
	assert.Contains(t, out, "What was there is kept as ")
	assert.Contains(t, command(t, "audit", "verify", "--config", to), "Nothing was changed and nothing is missing.")
	assert.Contains(t, command(t, "verify", "--config", to), "1 files of 600000 bytes were read")

	assert.Regexp(t, `^\d+ rows with 1 files were copied from etcd liubao`, command(t, "move", "--config", to, "--to", back))
	assert.Contains(t, command(t, "audit", "verify", "--config", back), "Nothing was changed and nothing is missing.")
}
