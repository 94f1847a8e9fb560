package audit_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/files"
	"liubao/storage/mem"
	"liubao/storage/migrate"
)

// report is one with words and figures enough to be compressed.
func report() reports.Report {
	r := reports.Report{Key: reports.Key{Period: period, Duty: "progress", Subject: "jobs"}, Unit: "hr", Version: 1, State: reports.Submitted, SubmittedAt: noon}
	for i := range 20 {
		words := fmt.Sprintf("第%d项任务：走访企业%d户，协调解决用工%d人。", i, 12+i, 340+7*i)
		r.Entries = append(r.Entries, reports.Entry{Task: i + 1, Progress: reports.Moving, Words: []reports.Piece{{ID: fmt.Sprint(i), By: "p1", At: noon, Text: words}}})
	}
	r.Readings = []reports.Reading{{Indicator: "jobs", Value: 123450000, By: "p1", At: noon}}
	return r
}

// filled is a store with rows of many kinds, short and long, and a file.
func filled(t *testing.T) *mem.Engine {
	e := mem.New()
	ctx := context.Background()
	require.NoError(t, migrate.Run(ctx, e, nil))
	update(t, e, func(tx storage.Tx) error {
		if err := storage.SaveReport(tx, report()); err != nil {
			return err
		}
		if err := storage.SavePerson(tx, reports.Person{ID: "p1", Name: "李明", Unit: "hr", Roles: []reports.Role{reports.Contact}}); err != nil {
			return err
		}
		_, err := storage.AppendAudit(tx, storage.AuditRow{Unit: "hr", Period: period, At: noon, What: "submit", After: "已提交"})
		return err
	})
	_, err := audit.MakeAnchor(ctx, e, "2027-02-28", noon)
	require.NoError(t, err)
	_, err = files.Store{Engine: e}.Put(ctx, bytes.Repeat([]byte("照片"), 100_000))
	require.NoError(t, err)
	return e
}

func checked(t *testing.T, e storage.Engine) (c audit.Checked) {
	view(t, e, func(r storage.Reader) (err error) {
		c, err = audit.CheckRows(r)
		return err
	})
	return c
}

// Every one of sixty flipped bytes is found, and its row named.
func TestEveryFlippedByteIsFound(t *testing.T) {
	e := filled(t)
	whole := checked(t, e)
	require.True(t, whole.OK(), whole.List)
	require.Greater(t, whole.Rows, 10)
	require.Equal(t, 1, whole.Files)
	var keys []string
	view(t, e, func(r storage.Reader) error {
		return r.Scan("", "", 0, func(key string, _ []byte) error { keys = append(keys, key); return nil })
	})
	rng := rand.New(rand.NewPCG(3, 14))
	for i := range 60 {
		key := keys[i%len(keys)]
		var was []byte
		view(t, e, func(r storage.Reader) (err error) { was, _, err = r.Get(key); return err })
		bad := bytes.Clone(was)
		at := rng.IntN(len(bad))
		bad[at] ^= byte(1 + rng.IntN(255))
		update(t, e, func(tx storage.Tx) error { return tx.Put(key, bad) })
		c := checked(t, e)
		require.Equal(t, 1, c.Total, "byte %d of %s: %v", at, key, c.List)
		require.Contains(t, key, c.List[0].Key)
		update(t, e, func(tx storage.Tx) error { return tx.Put(key, was) })
	}
	require.True(t, checked(t, e).OK())
}

// Once every row has a checksum, one without is damaged: it would be trusted else.
func TestRowWithoutItsChecksumIsFound(t *testing.T) {
	e := filled(t)
	key := storage.RowSetting.Key("name")
	update(t, e, func(tx storage.Tx) error { return tx.Put(key, []byte(`j"财政局"`)) })
	c := checked(t, e)
	require.Equal(t, 1, c.Total)
	require.Equal(t, key, c.List[0].Key)
	require.Contains(t, c.List[0].Detail, "no checksum")
}

// A part of a file that is gone is found too.
func TestMissingPartIsFound(t *testing.T) {
	e := filled(t)
	var part string
	view(t, e, func(r storage.Reader) error {
		return r.Scan(storage.RowFile.Prefix(), "", 0, func(key string, _ []byte) error { part = key; return nil })
	})
	update(t, e, func(tx storage.Tx) error { return tx.Delete(part) })
	c := checked(t, e)
	require.Equal(t, 1, c.Total)
	require.Contains(t, c.List[0].Detail, "lacks part")
}
