package bolt

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"

	"liubao/storage"
)

// pageSize is what bbolt gives a new file.
var pageSize = os.Getpagesize()

func TestNeverNoSync(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "liubao.db"))
	require.False(t, e.db.NoSync)
	require.False(t, e.db.NoGrowSync)
	require.True(t, e.db.NoFreelistSync)
}

func TestFileMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	path := filepath.Join(t.TempDir(), "liubao.db")
	mode := func() os.FileMode {
		info, err := os.Stat(path)
		require.NoError(t, err)
		return info.Mode().Perm()
	}
	require.NoError(t, openAt(t, path).Close())
	require.Equal(t, os.FileMode(0o600), mode())
	require.NoError(t, os.Chmod(path, 0o644))
	require.NoError(t, openAt(t, path).Close())
	require.Equal(t, os.FileMode(0o600), mode())
}

func TestOneProcessAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "liubao.db")
	e := openAt(t, path)
	_, err := Open(path, Options{LockTimeout: 30 * time.Millisecond})
	require.ErrorIs(t, err, ErrLocked)
	require.ErrorContains(t, err, "another liubao is using the file "+path)
	require.NoError(t, e.Close())
	require.NoError(t, openAt(t, path).Close())
}

func TestOpenWhatIsNoStore(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(dir, Options{})
	require.Error(t, err)
	_, err = Open(filepath.Join(dir, "none", "liubao.db"), Options{})
	require.ErrorIs(t, err, os.ErrNotExist)
	text := filepath.Join(dir, "text")
	for _, size := range []int{1, 100, 5000, 100_000} {
		require.NoError(t, os.WriteFile(text, bytes.Repeat([]byte("x"), size), 0o600))
		_, err = Open(text, Options{})
		require.ErrorIs(t, err, storage.ErrCorrupt, "%d bytes", size)
		require.ErrorContains(t, err, text)
		require.ErrorContains(t, err, "restore the latest backup")
		got, err := os.ReadFile(text)
		require.NoError(t, err)
		require.Len(t, got, size, "the file stays as it is")
	}
	other := filepath.Join(dir, "other.db")
	db, err := bbolt.Open(other, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	require.ErrorIs(t, Verify(other), storage.ErrCorrupt)
}

// sample writes a file with branches, leaves, some long values and free pages.
// It returns its bytes in use and the numbers of the pages that have a head.
func sample(t testing.TB) (path string, data []byte, heads []int) {
	path = filepath.Join(t.TempDir(), "liubao.db")
	e := openAt(t, path)
	for i := range 60 {
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
			for j := range 90 {
				if err := tx.Put(fmt.Sprintf("k%03d/%02d", i, j), make([]byte, 200)); err != nil {
					return err
				}
			}
			return tx.Put(fmt.Sprintf("k%03d", i/10), make([]byte, 20_000))
		}))
	}
	require.NoError(t, e.Close())
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	m, err := readMeta(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	data = data[:m.pages*uint64(pageSize)]
	for i := range len(data) / pageSize {
		if order.Uint64(data[i*pageSize:]) == uint64(i) && order.Uint16(data[i*pageSize+8:])&(flagBranch|flagLeaf) != 0 {
			heads = append(heads, i)
		}
	}
	return path, data, heads
}

// Damage of any kind ends in ErrCorrupt or, where it hit a free page or a
// value, in nothing at all; never in a panic or a hang.
func TestDamagedFiles(t *testing.T) {
	_, data, heads := sample(t)
	require.Greater(t, len(heads), 100)
	path := filepath.Join(t.TempDir(), "damaged.db")
	rng := rand.New(rand.NewPCG(6, 16))
	refused := 0
	for i := range 150 {
		bad := bytes.Clone(data)
		page := bad[heads[rng.IntN(len(heads))]*pageSize:][:pageSize]
		switch i % 5 {
		case 0: // a page of noise
			for j := range page {
				page[j] = byte(rng.Uint32())
			}
		case 1: // a page never written
			clear(page)
		case 2: // a few bits in a head
			page[rng.IntN(64)] ^= 1 << rng.IntN(8)
		case 3: // another page's contents
			copy(page, bad[heads[rng.IntN(len(heads))]*pageSize:][:pageSize])
		case 4: // cut short
			bad = bad[:rng.IntN(len(bad))]
		}
		if len(bad) == 0 {
			continue // a new store
		}
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		e, err := Open(path, Options{})
		if err != nil {
			require.ErrorIs(t, err, storage.ErrCorrupt, "damage %d", i)
			require.ErrorContains(t, err, path)
			refused++
			continue
		}
		err = e.View(context.Background(), func(r storage.Reader) error {
			return r.Scan("", "", 0, func(string, []byte) error { return nil })
		})
		require.NoError(t, err, "what opens can be read")
		require.NoError(t, put2(e, "k030/20"))
		require.NoError(t, e.Close())
	}
	require.Greater(t, refused, 75)
}

func put2(e *Engine, key string) error {
	return e.Update(context.Background(), func(tx storage.Tx) error { return tx.Put(key, []byte("new")) })
}

func keys(t testing.TB, e *Engine) (out []string) {
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		return r.Scan("", "", 0, func(key string, _ []byte) error { out = append(out, key); return nil })
	}))
	return out
}

// Two keys of a page in the wrong order would make bbolt lose sight of one.
func TestKeysOutOfOrder(t *testing.T) {
	path, data, heads := sample(t)
	require.NoError(t, check(bytes.NewReader(data), int64(len(data))))
	m, err := readMeta(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	c := &checker{file: bytes.NewReader(data), pageSize: int64(pageSize), pages: m.pages, seen: make([]bool, m.pages)}
	require.NoError(t, c.walk(m.root, nil, nil, 0))
	damaged := 0
	for _, id := range heads {
		page := data[id*pageSize:][:pageSize]
		if !c.seen[id] || order.Uint16(page[8:]) != flagLeaf || order.Uint16(page[10:]) < 3 || order.Uint32(page[12:]) != 0 {
			continue // not in use, too small, or longer than a page
		}
		bad := bytes.Clone(data)
		first, err := element(bad[id*pageSize:][:pageSize], 1, flagLeaf)
		require.NoError(t, err)
		first.key[1] = 0xff
		require.ErrorContains(t, check(bytes.NewReader(bad), int64(len(bad))), "out of order")
		damaged++
	}
	require.Greater(t, damaged, 20)
	require.NoError(t, Verify(path))
}

// A file whose pages are of another size keeps them.
func TestOtherPageSize(t *testing.T) {
	for _, size := range []int{4 << 10, 16 << 10} {
		path := filepath.Join(t.TempDir(), "liubao.db")
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{PageSize: size})
		require.NoError(t, err)
		require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucket(bucket)
			if err != nil {
				return err
			}
			return b.Put([]byte("old"), []byte("word"))
		}))
		require.NoError(t, db.Close())
		for i := range 3 {
			e := openAt(t, path)
			require.Equal(t, size, e.db.Info().PageSize)
			require.NoError(t, put2(e, fmt.Sprint("new", i)))
			require.Len(t, keys(t, e), i+2)
			require.NoError(t, e.Close())
			require.NoError(t, Verify(path))
		}
	}
}

// One whole head is enough: a commit torn in its last write falls back to the
// state before.
func TestTornHead(t *testing.T) {
	path, data, _ := sample(t)
	for i := range 2 {
		bad := bytes.Clone(data)
		clear(bad[i*pageSize+16 : i*pageSize+48])
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		e := openAt(t, path)
		require.NoError(t, put2(e, "k030/20"))
		require.NoError(t, e.Close())
	}
}

func TestBackupToAndRestore(t *testing.T) {
	dir := t.TempDir()
	e := openAt(t, filepath.Join(dir, "liubao.db"))
	ctx := context.Background()
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() { // backups are online
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if err := put2(e, fmt.Sprintf("k%05d", i)); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	require.NoError(t, put2(e, "sure"))
	backup := filepath.Join(dir, "backup.db")
	for range 3 {
		require.NoError(t, e.BackupTo(ctx, backup))
		require.NoError(t, Verify(backup))
	}
	close(stop)
	wg.Wait()
	info, err := os.Stat(backup)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	require.ErrorContains(t, Restore(ctx, backup, e.path), "move it aside first")
	restored := filepath.Join(dir, "restored.db")
	require.NoError(t, Restore(ctx, backup, restored))
	r := openAt(t, restored)
	require.NoError(t, r.View(ctx, func(r storage.Reader) error {
		_, ok, err := r.Get("sure")
		require.True(t, ok)
		return err
	}))
	require.NoError(t, os.Truncate(backup, info.Size()/2))
	require.ErrorIs(t, Restore(ctx, backup, filepath.Join(dir, "third.db")), storage.ErrCorrupt)
	require.Error(t, e.BackupTo(ctx, filepath.Join(dir, "none", "backup.db")))
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	require.NoError(t, err)
	require.Empty(t, left, "no temporary file stays")
}

// A long read transaction does not make the file grow with every commit's
// free list.
func TestLongViewDoesNotBlowUpTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "liubao.db")
	e := openAt(t, path)
	fillFile(t, e, 5, 1000)
	require.NoError(t, e.View(context.Background(), func(storage.Reader) error {
		for range 300 {
			if err := put2(e, "k"); err != nil { // never in real code: see storage.Engine
				return err
			}
		}
		return nil
	}))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Less(t, info.Size(), int64(40<<20))
}

// held is a writer that stalls at its first byte until it is released.
type held struct {
	reached, release chan struct{}
	n                int64
}

func (h *held) Write(b []byte) (int, error) {
	if h.n == 0 {
		close(h.reached)
		<-h.release
	}
	h.n += int64(len(b))
	return len(b), nil
}

// A backup that is taken slowly does not let the file grow, and leaves nothing behind.
func TestSlowBackupDoesNotBlowUpTheFile(t *testing.T) {
	dir := t.TempDir()
	e := openAt(t, filepath.Join(dir, "liubao.db"))
	for range 3 { // leaves free pages, as in daily use
		for i := range 300 {
			require.NoError(t, put2(e, fmt.Sprint("k", i)))
		}
	}
	slow := &held{reached: make(chan struct{}), release: make(chan struct{})}
	done := make(chan error)
	go func() { done <- e.Backup(context.Background(), slow) }()
	<-slow.reached
	for i := range 500 {
		require.NoError(t, put2(e, fmt.Sprint("k", i%300)))
	}
	close(slow.release)
	require.NoError(t, <-done)
	var after bytes.Buffer // all pages ever used
	require.NoError(t, e.Backup(context.Background(), &after))
	require.Less(t, int64(after.Len()), 2*slow.n)
	names, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, names, 1)
}
