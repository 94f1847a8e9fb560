package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"liubao/storage"
)

func put(e *Engine, key string, size int) error {
	return e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put(key, make([]byte, size)) })
}

// instead makes the engine's open file be another one until back is called,
// as a disk that went full or read-only behind its back.
func instead(t *testing.T, e *Engine, path string, flag int) (back func()) {
	fd := int(e.file.Fd())
	kept, err := unix.Dup(fd)
	require.NoError(t, err)
	other, err := unix.Open(path, flag, 0)
	require.NoError(t, err)
	require.NoError(t, unix.Dup3(other, fd, unix.O_CLOEXEC))
	require.NoError(t, unix.Close(other))
	return func() {
		require.NoError(t, unix.Dup3(kept, fd, unix.O_CLOEXEC))
		require.NoError(t, unix.Close(kept))
	}
}

func TestDiskFailsAndComesBack(t *testing.T) {
	for name, c := range map[string]struct {
		path  func(e *Engine) string
		flag  int
		cause error
	}{
		"full":      {func(*Engine) string { return "/dev/full" }, unix.O_RDWR, unix.ENOSPC},
		"read-only": {func(e *Engine) string { return e.path }, unix.O_RDONLY, unix.EBADF},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "liubao.db")
			e := openAt(t, path)
			for i := range 20 { // leave free pages, so that no growing is needed
				require.NoError(t, put(e, fmt.Sprint("before", i%3), 10_000))
			}
			back := instead(t, e, c.path(e), c.flag)
			for range 3 {
				err := put(e, "during", 1000)
				require.ErrorIs(t, err, storage.ErrNotDurable)
				require.ErrorContains(t, err, path)
				require.Equal(t, []string{"before0", "before1", "before2"}, keys(t, e), "what is there can still be read")
			}
			back()
			require.NoError(t, put(e, "after", 1000))
			require.NoError(t, put(e, "grown", 500_000))
			want := []string{"after", "before0", "before1", "before2", "grown"}
			require.Equal(t, want, keys(t, e))
			require.NoError(t, e.Close())
			require.NoError(t, Verify(path))
			require.Equal(t, want, keys(t, openAt(t, path)))
		})
	}
}

// TestDiskFailsUnderLoad: while many count up together and the disk fails now
// and then, nobody is told of a count that is lost, and no two of the same: a
// function that ran on what a failed commit took back is not acknowledged. A
// commit that failed in its last write may be there all the same.
func TestDiskFailsUnderLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "liubao.db")
	e := openAt(t, path)
	require.NoError(t, put(e, "room", 500_000)) // so that no growing is needed
	require.NoError(t, put(e, "room", 10))
	count := func(tx storage.Tx, by int) (n int, err error) {
		v, _, err := tx.Get("n")
		if err != nil {
			return 0, err
		}
		n, _ = strconv.Atoi(string(v))
		n += by
		return n, tx.Put("n", []byte(strconv.Itoa(n)))
	}
	var mu sync.Mutex
	acked, failed := map[int]bool{}, 0
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 16 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				var n int
				err := e.Update(context.Background(), func(tx storage.Tx) (err error) { n, err = count(tx, 1); return err })
				mu.Lock()
				switch {
				case err == nil && acked[n]:
					t.Errorf("two were told %d", n)
				case err == nil:
					acked[n] = true
				default:
					assert.ErrorIs(t, err, storage.ErrNotDurable)
					failed++
				}
				mu.Unlock()
			}
		})
	}
	told := func() (int, int) { mu.Lock(); defer mu.Unlock(); return len(acked), failed }
	for range 5 {
		have, lost := told()
		for n := have; n < have+50; n, _ = told() {
			runtime.Gosched()
		}
		back := instead(t, e, "/dev/full", unix.O_RDWR)
		for n := lost; n < lost+50; _, n = told() {
			runtime.Gosched()
		}
		back()
	}
	close(stop)
	wg.Wait()
	require.NoError(t, e.Close())
	n := 0
	require.NoError(t, openAt(t, path).Update(context.Background(), func(tx storage.Tx) (err error) { n, err = count(tx, 0); return err }))
	highest := 0
	for n := range acked {
		highest = max(highest, n)
	}
	require.LessOrEqual(t, highest, n, "whatever was acknowledged is there")
	require.LessOrEqual(t, n, len(acked)+failed, "and nothing that nobody asked for")
}

// TestFullFilesystem runs a real file system full. It needs the right to mount.
func TestFullFilesystem(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("cannot mount a small file system: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, unix.Unmount(dir, unix.MNT_DETACH)) })
	path := filepath.Join(dir, "liubao.db")
	e := openAt(t, path)
	ballast := filepath.Join(dir, "ballast")
	require.NoError(t, os.WriteFile(ballast, make([]byte, 1<<20), 0o600))
	acked := 0
	var err error
	for ; acked < 100 && err == nil; acked++ {
		err = put(e, fmt.Sprintf("k%03d", acked), 100_000)
	}
	acked--
	require.ErrorIs(t, err, storage.ErrNotDurable)
	require.Len(t, keys(t, e), acked)
	require.ErrorIs(t, put(e, "again", 500_000), storage.ErrNotDurable)
	require.NoError(t, os.Remove(ballast))
	require.NoError(t, put(e, "room again", 100_000))
	require.NoError(t, e.Close())
	require.Len(t, keys(t, openAt(t, path)), acked+1)
}

// TestHealWritesHeads: after a failed commit both heads are written anew
// before anything else.
func TestHealWritesHeads(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	require.NoError(t, put(e, "a", 10))
	back := instead(t, e, "/dev/full", unix.O_RDWR)
	require.ErrorIs(t, put(e, "b", 10), storage.ErrNotDurable)
	err := put(e, "b", 10)
	require.ErrorContains(t, err, "head", "the second attempt does not get past healing")
	back()
	require.NoError(t, put(e, "b", 10))
	require.NoError(t, put(e, "c", 10))
	require.Equal(t, []string{"a", "b", "c"}, keys(t, e))
}

// TestFileCutWhileOpen: a page that is gone from under the mapping is an
// error, not the end of the process.
func TestFileCutWhileOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "liubao.db")
	e, err := Open(path, Options{})
	require.NoError(t, err)
	for i := range 100 {
		require.NoError(t, put(e, fmt.Sprintf("k%03d", i), 10_000))
	}
	require.NoError(t, os.Truncate(path, 16<<10))
	err = e.View(context.Background(), func(r storage.Reader) error {
		return r.Scan("", "", 0, func(string, []byte) error { return nil })
	})
	require.ErrorIs(t, err, storage.ErrCorrupt)
	require.ErrorContains(t, err, path)
	require.ErrorContains(t, err, "restore the latest backup")
	err = put(e, "k050", 10)
	require.Error(t, err)
	_ = e.Close() // it may say so again
	_, err = Open(path, Options{})
	require.ErrorIs(t, err, storage.ErrCorrupt)
}

// TestFileCutToNothing: even a file whose heads are gone is an error.
func TestFileCutToNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "liubao.db")
	e, err := Open(path, Options{})
	require.NoError(t, err)
	require.NoError(t, put(e, "k", 10))
	require.NoError(t, os.Truncate(path, 0))
	require.Error(t, put(e, "k", 10))
	require.ErrorIs(t, put(e, "k", 10), storage.ErrCorrupt)
	require.ErrorIs(t, e.View(context.Background(), func(storage.Reader) error { return nil }), storage.ErrCorrupt)
	require.Error(t, e.Close())
}

// TestReadInDoubt: where the head of a commit was written and could not be
// synced, what was read of it is acknowledged only once it is on disk.
func TestReadInDoubt(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	require.NoError(t, put(e, "room", 500_000))
	require.NoError(t, put(e, "room", 10))
	hook := writeHook(e)
	write, back := *hook, func() {}
	*hook = func(b []byte, off int64) (int, error) {
		n, err := write(b, off)
		if off <= int64(e.db.Info().PageSize) { // a head: the disk goes before its sync
			*hook = write
			back = instead(t, e, "/dev/full", unix.O_RDWR)
		}
		return n, err
	}
	require.ErrorIs(t, put(e, "x", 1), storage.ErrNotDurable)
	read := func() (there bool, err error) {
		err = e.Update(context.Background(), func(tx storage.Tx) (err error) { _, there, err = tx.Get("x"); return err })
		return there, err
	}
	_, err := read()
	require.ErrorIs(t, err, storage.ErrNotDurable)
	back()
	there, err := read()
	require.NoError(t, err)
	require.True(t, there, "the file has it in the end")
}

// writeHook is where bbolt keeps the function it writes pages with.
func writeHook(e *Engine) *func([]byte, int64) (int, error) {
	at := reflect.ValueOf(e.db).Elem().FieldByName("ops").FieldByName("writeAt")
	return (*func([]byte, int64) (int, error))(unsafe.Pointer(at.UnsafeAddr()))
}

// While a backup or a restored file is written, nothing of it has a name: a
// process that is killed then leaves nothing.
func TestNothingIsLeftOfWhatIsBeingWritten(t *testing.T) {
	dir := t.TempDir()
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	require.NoError(t, put(e, "a", 10))
	path := filepath.Join(dir, "backup.db")
	for range 2 { // new, and in place of one
		before, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.NoError(t, Write(path, func(w io.Writer) error {
			names, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Len(t, names, len(before))
			return e.Backup(context.Background(), w)
		}))
		require.NoError(t, Verify(path))
		after, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, after, 1)
	}
}

// Where there are no files without a name, what killed processes left of a file is
// removed by the next that is to have its name, and nothing that somebody is writing.
func TestPartsOfKilledProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "backup.db")
	left := filepath.Join(filepath.Dir(path), ".backup.db.17")
	require.NoError(t, os.WriteFile(left, []byte("half"), 0o600))
	one, err := part(path)
	require.NoError(t, err)
	two, err := part(path)
	require.NoError(t, err)
	require.NoFileExists(t, left)
	require.FileExists(t, one.Name(), "somebody is writing it")
	require.NoError(t, errors.Join(one.Close(), two.Close()))
	three, err := part(path)
	require.NoError(t, err)
	require.NoFileExists(t, one.Name())
	require.NoError(t, three.Close())
}

// TestKilled: a process killed in the middle of commits loses nothing that it
// had acknowledged. The test runs itself as that process.
func TestKilled(t *testing.T) {
	if path := os.Getenv("LIUBAO_TEST_KILLED"); path != "" {
		e, err := Open(path, Options{})
		if err != nil {
			panic(err)
		}
		for i := 0; ; i++ {
			if err := put(e, fmt.Sprintf("%06d", i), 300); err != nil {
				panic(err)
			}
			fmt.Printf("%06d\n", i)
		}
	}
	path := filepath.Join(t.TempDir(), "liubao.db")
	for range 3 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "LIUBAO_TEST_KILLED="+path)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		acked := -1
		for acked < 200 {
			_, err := fmt.Fscan(out, &acked)
			require.NoError(t, err)
		}
		require.NoError(t, cmd.Process.Kill())
		for { // what it had still said
			var more int
			if _, err := fmt.Fscan(out, &more); err != nil {
				break
			}
			acked = more
		}
		var exit *exec.ExitError
		require.ErrorAs(t, cmd.Wait(), &exit)
		require.NoError(t, Verify(path))
		e := openAt(t, path)
		got := keys(t, e)
		require.NoError(t, e.Close())
		require.GreaterOrEqual(t, len(got), acked+1)
		require.Equal(t, fmt.Sprintf("%06d", len(got)-1), got[len(got)-1])
	}
}
