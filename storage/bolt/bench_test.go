package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// BenchmarkCommit measures steps like those of a conversation (2 reads, 2
// puts, 1 delete) with as many callers at once as the name says.
func BenchmarkCommit(b *testing.B) {
	val := make([]byte, 300)
	for _, callers := range []int{1, 64, 200} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			e := openAt(b, filepath.Join(b.TempDir(), "liubao.db"))
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for w := range callers {
				wg.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if err := e.Update(context.Background(), func(tx storage.Tx) error { return step(tx, w, n, val) }); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

func step(tx storage.Tx, w int, n int64, val []byte) error {
	draft, cursor := fmt.Sprintf("draft/2027-02-28/progress/%04d", w), fmt.Sprintf("cursor/%04d", w)
	if _, _, err := tx.Get(draft); err != nil {
		return err
	}
	if _, _, err := tx.Get(cursor); err != nil {
		return err
	}
	if err := tx.Put(draft, val); err != nil {
		return err
	}
	if err := tx.Put(fmt.Sprintf("outbox/%04d/%020d", w, n), val); err != nil {
		return err
	}
	return tx.Delete(fmt.Sprintf("inbox/%020d", n))
}

// BenchmarkReads measures what a step of a conversation reads, as seen from many
// callers at once: 20 values, and 5 scans that find a key or none.
func BenchmarkReads(b *testing.B) {
	e := openAt(b, filepath.Join(b.TempDir(), "liubao.db"))
	fillFile(b, e, 64, 100)
	read := func(tx storage.Tx, w int) error {
		for i := range 20 {
			if _, ok, err := tx.Get(fmt.Sprintf("period/%05d/%06d", (w+i)%64, i)); err != nil || !ok {
				return fmt.Errorf("row %d: %w", i, err)
			}
		}
		for i := range 5 {
			if err := tx.Scan(fmt.Sprintf("period/%05d/00009%d", w%64, 7+i), "", 0, func(string, []byte) error { return nil }); err != nil {
				return err
			}
		}
		return tx.Put(fmt.Sprintf("seen/%04d", w), nil)
	}
	b.ReportAllocs()
	b.ResetTimer()
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range 64 {
		wg.Go(func() {
			for next.Add(1) <= int64(b.N) {
				if err := e.Update(context.Background(), func(tx storage.Tx) error { return read(tx, w) }); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkScan reads 1,000 values of 300 bytes out of 100,000.
func BenchmarkScan(b *testing.B) {
	e := openAt(b, filepath.Join(b.TempDir(), "liubao.db"))
	fillFile(b, e, 100, 1000)
	b.ResetTimer()
	for b.Loop() {
		n := 0
		require.NoError(b, e.View(context.Background(), func(r storage.Reader) error {
			return r.Scan("period/00042/", "", 0, func(string, []byte) error { n++; return nil })
		}))
		require.Equal(b, 1000, n)
	}
}

// BenchmarkOpen opens a file of about 100 MB: check, free list and all.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "liubao.db")
	e := openAt(b, path)
	fillFile(b, e, 270, 1000)
	require.NoError(b, e.Close())
	for b.Loop() {
		e, err := Open(path, Options{})
		require.NoError(b, err)
		require.NoError(b, e.Close())
	}
}

// fillFile writes periods of rows each, 300 bytes a row.
func fillFile(tb testing.TB, e *Engine, periods, rows int) {
	var wg sync.WaitGroup
	for w := range 64 {
		wg.Go(func() {
			for p := w; p < periods; p += 64 {
				for from := 0; from < rows; from += storage.MaxWrites {
					err := e.Update(context.Background(), func(tx storage.Tx) error {
						for i := range storage.MaxWrites {
							if err := tx.Put(fmt.Sprintf("period/%05d/%06d", p, from+i), make([]byte, 300)); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						tb.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
}
