// Start measures how long the program takes from its start to its first poll
// on a large file, what it needs when idle, and how much a file grows while a
// backup, taken slowly, lasts for 3,000 commits.
//
//	go run ./bench/start
//	go run ./bench/start -sizes 100,1024
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"liubao/bench/town"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/bolt"
)

func main() {
	sizes := flag.String("sizes", "100,1024", "sizes of the file in MB")
	town.Main("start", func(ctx context.Context, out io.Writer) error { return measure(ctx, *sizes, out) })
}

func measure(ctx context.Context, sizes string, out io.Writer) error {
	dir, err := os.MkdirTemp("", "liubao-start-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program, err := town.Build(ctx, dir)
	if err != nil {
		return err
	}
	for s := range strings.SplitSeq(sizes, ",") {
		mb, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return err
		}
		home, err := os.MkdirTemp(dir, "run-")
		if err != nil {
			return err
		}
		if err := start(ctx, home, program, mb<<20, out); err != nil {
			return err
		}
		if err := os.RemoveAll(home); err != nil {
			return err
		}
	}
	return nil
}

// start fills a file, starts the program on it five times, and backs it up.
func start(ctx context.Context, home, program string, size int64, out io.Writer) error {
	t, err := town.New(town.Options{Dir: home, Units: 20, Limits: &sandbox.NoLimits})
	if err != nil {
		return err
	}
	defer func() { _ = t.Close() }()
	if err := fill(ctx, t.Data, size); err != nil {
		return err
	}
	var took []string
	var idle, peak int64
	for range 5 {
		began := time.Now()
		p, err := t.Serve(program)
		if err != nil {
			return err
		}
		if err := t.Polls(ctx, p); err != nil {
			return err
		}
		took = append(took, fmt.Sprint(time.Since(began).Milliseconds()))
		time.Sleep(2 * time.Second)
		if idle, peak, err = p.Memory(); err != nil {
			return err
		}
		if _, err := p.Stop(); err != nil {
			return err
		}
	}
	info, err := os.Stat(t.Data)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d MB: polls after %s ms; idle RSS %.1f MB, at its peak %.1f MB\n", info.Size()>>20, strings.Join(took, ", "),
		float64(idle)/(1<<20), float64(peak)/(1<<20))
	return backup(ctx, t.Data, out)
}

// fill makes the file as large as wanted, of values of 1 KB.
func fill(ctx context.Context, path string, size int64) (err error) {
	engine, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	const rows = 100
	batches := int(size / (rows * 2150)) // pages are half full, as after years of use
	return side(64, batches, func(n int) error {
		return engine.Update(ctx, func(tx storage.Tx) error {
			for i := range rows {
				if err := tx.Put(fmt.Sprintf("report/2020-01-15/fill/%08d-%03d", n, i), make([]byte, 1000)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// side does n things, at most width at a time.
func side(width, n int, do func(int) error) error {
	var wg sync.WaitGroup
	errs := make([]error, width)
	for w := range width {
		wg.Go(func() {
			for i := w; i < n && errs[w] == nil; i += width {
				errs[w] = do(i)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// slow is a writer that takes as long as the commits do.
type slow struct{ open <-chan struct{} }

func (s slow) Write(b []byte) (int, error) {
	<-s.open
	return len(b), nil
}

// backup has callers commit 3,000 times while a backup is held up until they
// are done, first one caller and then 64.
func backup(ctx context.Context, path string, out io.Writer) (err error) {
	engine, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	for _, callers := range []int{1, 64} {
		before, err := os.Stat(filepath.Clean(path))
		if err != nil {
			return err
		}
		release, backed := make(chan struct{}), make(chan error, 1)
		go func() { backed <- engine.Backup(ctx, slow{release}) }()
		began := time.Now()
		err = side(callers, 3000, func(n int) error {
			return engine.Update(ctx, func(tx storage.Tx) error {
				return tx.Put(fmt.Sprintf("draft/2026-12-15/progress/a%d", n%200), make([]byte, 1000))
			})
		})
		took := time.Since(began)
		close(release)
		if err := errors.Join(err, <-backed); err != nil {
			return err
		}
		after, err := os.Stat(filepath.Clean(path))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  a backup during 3,000 commits of %d callers (%.1f s): the file grew by %.1f%%\n", callers, took.Seconds(),
			100*float64(after.Size()-before.Size())/float64(before.Size()))
	}
	return nil
}
