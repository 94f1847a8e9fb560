package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"liubao/storage"
	"liubao/storage/bolt"
)

// A Tx used after its function returned is ErrFinished and harms nobody.
func TestLatePut(t *testing.T) {
	e, err := bolt.Open(filepath.Join(t.TempDir(), "f"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	ctx := context.Background()
	var late storage.Tx
	if err := e.Update(ctx, func(tx storage.Tx) error { late = tx; return nil }); err != nil {
		t.Fatal(err)
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			if err := late.Put("x", bytes.Repeat([]byte("LATE"), 50)); !errors.Is(err, storage.ErrFinished) {
				t.Error(err)
				return
			}
		}
	}()
	bad := 0
	for i := range 300 {
		want := bytes.Repeat([]byte("good"), 50)
		if err := e.Update(ctx, func(tx storage.Tx) error {
			for k := range 50 {
				if err := tx.Put(fmt.Sprint("k", k), want); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(i, err)
		}
		if err := e.View(ctx, func(r storage.Reader) error {
			return r.Scan("k", "", 0, func(k string, v []byte) error {
				if !bytes.Equal(v, want) {
					bad++
				}
				return nil
			})
		}); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	<-done
	if bad > 0 {
		t.Errorf("%d committed values of other transactions were overwritten", bad)
	}
}
