package storage_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/mem"
)

// A store is an engine; what is put in one transaction is there together, or not
// at all.
func Example() {
	e := mem.New()
	ctx := context.Background()
	err := e.Update(ctx, func(tx storage.Tx) error {
		p := reports.Person{ID: "p1", Name: "张三", Unit: "finance", Chat: "tg:1001"}
		if err := storage.SavePerson(tx, p); err != nil {
			return err
		}
		_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "finance", Actor: "p1", What: "join",
			At: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), After: "财政局联络员"})
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = e.View(ctx, func(r storage.Reader) error {
		p, ok, err := storage.PersonByUser(r, "tg:1001")
		fmt.Println(p.Name, p.Unit, ok)
		return err
	})
	fmt.Println(err, e.Close())
	// Output:
	// 张三 finance true
	// <nil> <nil>
}

// Keys are sorted, so that what belongs together is read together.
func ExampleReader() {
	e := mem.New()
	ctx := context.Background()
	err := e.Update(ctx, func(tx storage.Tx) error {
		for _, key := range []string{"fruit/pear", "fruit/apple", "fruit/fig", "tree/oak"} {
			if err := tx.Put(key, []byte("一")); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = e.View(ctx, func(r storage.Reader) error {
		return r.Scan("fruit/", "fruit/apple", 10, func(key string, val []byte) error {
			fmt.Println(key, string(val))
			return nil
		})
	})
	// Output:
	// fruit/fig 一
	// fruit/pear 一
}

// A file is an engine too: what Update returned nil for is in it when it is
// opened again.
func Example_file() {
	dir, err := os.MkdirTemp("", "liubao")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "liubao.db")
	for range 2 {
		e, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		var n uint64
		err = e.Update(context.Background(), func(tx storage.Tx) (err error) {
			n, err = storage.NextSeq(tx, "starts")
			return err
		})
		fmt.Println(n, err, e.Close())
	}
	// Output:
	// 1 <nil> <nil>
	// 2 <nil> <nil>
}
