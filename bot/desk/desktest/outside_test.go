package desktest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/etcd"
	"liubao/storage/etcd/members"
)

// onFiles are stores of package bolt.
func onFiles(t *testing.T) stores {
	dir, n := t.TempDir(), 0
	return func() func() (storage.Engine, error) {
		n++
		path := filepath.Join(dir, fmt.Sprintf("life-%d.db", n))
		return func() (storage.Engine, error) { return bolt.Open(path, bolt.Options{}) }
	}
}

// onEtcd are stores of package etcd, each under a prefix of its own.
func onEtcd(t *testing.T) stores {
	c, n := members.ForTest(t, 3, members.Args...), 0
	return func() func() (storage.Engine, error) {
		n++
		opt := etcd.Options{Endpoints: c.Endpoints(), Prefix: fmt.Sprintf("life/%d", n), Lease: time.Minute}
		o := newOutside(func() (storage.Engine, error) {
			e, err := etcd.Open(opt)
			if err != nil {
				return nil, err
			}
			if _, err := e.Campaign(context.Background()); err != nil {
				return nil, errors.Join(err, e.Close())
			}
			return e, nil
		})
		t.Cleanup(func() { close(o.jobs) })
		return func() (storage.Engine, error) { return o, o.reopen() }
	}
}

// outside is an engine that works outside of the bubble that a life is lived in: its
// goroutines talk over a network, which a bubble's time does not wait for. What is asked
// of it waits for it on channels that are no bubble's, and so time stands still meanwhile;
// the functions of transactions run inside, one transaction after the other.
type outside struct {
	open    func() (storage.Engine, error)
	mu      sync.Mutex
	e       storage.Engine
	jobs    chan func()
	done    chan struct{}
	txs     chan storage.Tx
	steps   chan func() // of a transaction's function; nil ends it
	stepped chan struct{}
}

// newOutside must not be called in a bubble. Engines are opened by open.
func newOutside(open func() (storage.Engine, error)) *outside {
	o := &outside{
		open: open, jobs: make(chan func()), done: make(chan struct{}), txs: make(chan storage.Tx), steps: make(chan func()), stepped: make(chan struct{}),
	}
	go func() {
		for job := range o.jobs {
			job()
			o.done <- struct{}{}
		}
	}()
	return o
}

func (o *outside) run(job func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.jobs <- job
	<-o.done
}

// reopen closes the engine, where there is one, and opens it anew.
func (o *outside) reopen() (err error) {
	err = o.Close()
	o.run(func() {
		var failed error
		o.e, failed = o.open()
		err = errors.Join(err, failed)
	})
	return err
}

// Close implements [storage.Engine].
func (o *outside) Close() (err error) {
	if o.e != nil {
		o.run(func() { err = o.e.Close() })
	}
	return err
}

// Backup implements [storage.Engine].
func (o *outside) Backup(_ context.Context, w io.Writer) (err error) {
	o.run(func() { err = o.e.Backup(context.Background(), w) })
	return err
}

// Campaign implements [storage.Engine]: whoever opened the engine leads.
func (o *outside) Campaign(context.Context) (storage.Leadership, error) { return storage.Alone{}, nil }

// View implements [storage.Engine].
func (o *outside) View(ctx context.Context, fn func(storage.Reader) error) error {
	return o.transact(ctx, func(tx storage.Tx) error { return fn(tx) }, func(fn func(storage.Tx) error) error {
		return o.e.View(context.Background(), func(r storage.Reader) error { return fn(reading{r}) })
	})
}

// Update implements [storage.Engine].
func (o *outside) Update(ctx context.Context, fn func(storage.Tx) error) error {
	return o.transact(ctx, fn, func(fn func(storage.Tx) error) error { return o.e.Update(context.Background(), fn) })
}

// reading is a transaction that only reads.
type reading struct{ storage.Reader }

func (reading) Put(string, []byte) error { return errors.New("a View writes") }
func (reading) Delete(string) error      { return errors.New("a View deletes") }

var errLeft = errors.New("the function did not return")

// transact runs fn inside on a transaction that do makes outside.
func (o *outside) transact(ctx context.Context, fn func(storage.Tx) error, do func(func(storage.Tx) error) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	var said error
	o.jobs <- func() {
		err = do(func(tx storage.Tx) error {
			o.txs <- tx
			for step := range o.steps {
				if step == nil {
					break
				}
				step()
				o.stepped <- struct{}{}
			}
			return said
		})
	}
	over := false
	defer func() {
		if !over { // fn has left by a panic, or as a failing test does
			o.steps <- nil
			<-o.done
		}
	}()
	for {
		select {
		case tx := <-o.txs:
			said = errLeft
			said = fn(within{o, tx})
			o.steps <- nil
		case <-o.done:
			over = true
			return err
		}
	}
}

// within is a transaction outside as it is seen from inside.
type within struct {
	o  *outside
	tx storage.Tx
}

func (w within) step(f func()) {
	w.o.steps <- f
	<-w.o.stepped
}

func (w within) Get(key string) (val []byte, ok bool, err error) {
	w.step(func() { val, ok, err = w.tx.Get(key) })
	return val, ok, err
}

func (w within) Put(key string, val []byte) (err error) {
	w.step(func() { err = w.tx.Put(key, val) })
	return err
}

func (w within) Delete(key string) (err error) {
	w.step(func() { err = w.tx.Delete(key) })
	return err
}

// Scan brings everything inside before fn sees it.
func (w within) Scan(prefix, after string, limit int, fn func(key string, val []byte) error) (err error) {
	var keys []string
	var vals [][]byte
	w.step(func() {
		err = w.tx.Scan(prefix, after, limit, func(key string, val []byte) error {
			keys, vals = append(keys, key), append(vals, val)
			return nil
		})
	})
	for i := range keys {
		if err == nil {
			err = fn(keys[i], vals[i])
		}
	}
	return err
}
