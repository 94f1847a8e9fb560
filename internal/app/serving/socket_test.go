package serving

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSocketInTheWay(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s.sock")

	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	require.NoError(t, err)
	left.SetUnlinkOnClose(false)
	_, err = listenPrivate(path)
	require.ErrorContains(t, err, "another program listens at "+path)
	require.NoError(t, left.Close()) // as a killed process leaves it
	ln, err := listenPrivate(path)
	require.NoError(t, err)
	c, err := net.Dial("unix", path)
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.NoError(t, ln.Close())
	require.NoError(t, os.Remove(path))

	require.NoError(t, os.WriteFile(path, []byte("words"), 0o600))
	_, err = listenPrivate(path)
	require.ErrorContains(t, err, "is there and is no socket")
	assert.FileExists(t, path)

	_, err = listenPrivate(filepath.Join(dir, strings.Repeat("x", 100)))
	require.ErrorContains(t, err, "name a shorter one")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing is left behind")
}
