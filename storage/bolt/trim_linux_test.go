package bolt

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"

	"liubao/storage"
)

// However much of the file is read, little of it stays in the process's memory
// once something is committed.
func TestTrimmed(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	for i := range 80 {
		require.NoError(t, put(e, fmt.Sprintf("k%02d", i), 500_000))
	}
	statm, err := os.Open("/proc/self/statm")
	require.NoError(t, err)
	defer func() { require.NoError(t, statm.Close()) }()
	before, ok := resident(statm)
	require.True(t, ok)
	for range 3 {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			return r.Scan("", "", 0, func(string, []byte) error { return nil })
		}))
		read, _ := resident(statm)
		require.Greater(t, read, before+20<<20, "it is read through the process's memory")
		require.NoError(t, put(e, "k00", 10))
		after, _ := resident(statm)
		require.Less(t, after, before+2*trimOver)
	}
}

// Of a file that is read here and there, what is read comes into memory, and not
// what lies around it, where the system can be told so.
func TestAlone(t *testing.T) {
	if initialMmapSize == 0 || os.Getpagesize() > 4<<10 {
		t.Skip("there is nothing to see on 32 bits and with large pages: run it where pages have 4 KiB and addresses 64 bits")
	}
	path := filepath.Join(t.TempDir(), "liubao.db")
	e := openAt(t, path)
	const n = 4000
	key := func(i int) string { return fmt.Sprintf("k%04d", i) }
	for from := 0; from < n; from += 100 {
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
			for i := from; i < from+100; i++ {
				if err := tx.Put(key(i), bytes.Repeat([]byte{byte(i)}, 6000)); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	require.NoError(t, e.Close())

	read := func(lone bool) (grown int, ok bool) {
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{InitialMmapSize: initialMmapSize})
		require.NoError(t, err)
		defer func() { require.NoError(t, db.Close()) }()
		if lone {
			f := alone(db.Info().Data, initialMmapSize)
			if f == nil {
				return 0, false
			}
			defer func() { require.NoError(t, f.Close()) }()
		}
		trim(db)
		statm, err := os.Open("/proc/self/statm")
		require.NoError(t, err)
		defer func() { require.NoError(t, statm.Close()) }()
		before, _ := resident(statm)
		require.NoError(t, db.View(func(tx *bbolt.Tx) error {
			for i := 0; i < n; i += 20 {
				require.Equal(t, bytes.Repeat([]byte{byte(i)}, 6000), tx.Bucket(bucket).Get([]byte(key(i))))
			}
			return nil
		}))
		after, _ := resident(statm)
		return after - before, true
	}
	around, _ := read(false)
	require.Greater(t, around, 8<<20)
	if lone, ok := read(true); ok {
		require.Less(t, lone, around/2)
		require.Equal(t, 1, userfaults(t, path), "an open file has one")
		require.Zero(t, userfaults(t, ""), "and a closed one none")
	} else {
		t.Log("this system does not allow userfaultfd, or is older than Linux 6.7")
	}
}

// userfaults counts the userfaultfds of the process while the file at path, if
// any, is open.
func userfaults(t *testing.T, path string) (n int) {
	if path != "" {
		e, err := Open(path, Options{})
		require.NoError(t, err)
		defer func() { require.NoError(t, e.Close()) }()
		require.NoError(t, put(e, "k", 1)) // the writer has begun
	}
	fds, err := filepath.Glob("/proc/self/fd/*")
	require.NoError(t, err)
	for _, fd := range fds {
		if to, err := os.Readlink(fd); err == nil && strings.Contains(to, "userfaultfd") {
			n++
		}
	}
	return n
}
