package batch

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

// TestWhatFailsForOneStopsNothingForTheOthers: each person has a transaction of
// their own, so that what was written for somebody before the failure is kept,
// and of whoever failed nothing.
func TestWhatFailsForOneStopsNothingForTheOthers(t *testing.T) {
	ctx, e := t.Context(), mem.New()
	require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
		for i := range 3 {
			if err := storage.SavePerson(tx, reports.Person{ID: strconv.Itoa(i + 1), Chat: reports.Address(fmt.Sprintf("tg:%d", i+1))}); err != nil {
				return err
			}
		}
		return nil
	}))
	broken := errors.New("no")
	err := Everybody(ctx, e, func(tx storage.Tx, p reports.Person) error {
		if err := tx.Put(storage.Noun("done").Key(p.ID), []byte(`{}`)); err != nil {
			return err
		}
		if p.ID == "2" {
			return broken
		}
		return nil
	})
	require.ErrorIs(t, err, broken)
	assert.EqualError(t, err, "person 2: no")
	assert.Equal(t, []string{"done/1", "done/3"}, keysOf(t, e, storage.Noun("done").Prefix()))
}

// TestEverybodyEndsWithItsContext: those who come after are neither met nor
// counted as failures.
func TestEverybodyEndsWithItsContext(t *testing.T) {
	e := mem.New()
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) (err error) {
		for _, id := range []string{"1", "2", "3", "4"} {
			err = errors.Join(err, storage.SavePerson(tx, reports.Person{ID: id, Chat: reports.Address("tg:" + id)}))
		}
		return err
	}))
	ctx, stop := context.WithCancel(t.Context())
	met := 0
	err := Everybody(ctx, e, func(storage.Tx, reports.Person) error { met++; stop(); return nil })
	assert.Equal(t, 1, met)
	var failed Failures
	if errors.As(err, &failed) { // whether the commit under way still counts is the engine's to say
		assert.Len(t, failed, 1)
	}
}

func TestFailures(t *testing.T) {
	damaged, full := fmt.Errorf("row x: %w", storage.ErrCorrupt), errors.New("disk full")
	for _, c := range []struct {
		name    string
		add     []error
		none    bool
		mayPass bool
		says    string
	}{
		{"nothing", []error{nil, Failures(nil)}, true, false, ""},
		{"damaged rows alone", []error{damaged, nil, Failures{damaged}}, false, false, "row x: store is damaged\nrow x: store is damaged"},
		{"something that may pass too", []error{damaged, full}, false, true, "row x: store is damaged\ndisk full"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f Failures
			for _, err := range c.add {
				f.Add(err)
			}
			if c.none {
				assert.NoError(t, f.Err())
				return
			}
			assert.EqualError(t, f.Err(), c.says)
			assert.Equal(t, c.mayPass, f.MayPass())
			assert.ErrorIs(t, f.Err(), storage.ErrCorrupt)
		})
	}
}

// TestPrune: more rows than one transaction takes, the old ones among the young.
func TestPrune(t *testing.T) {
	type row struct{ Age int }
	ctx, e := t.Context(), mem.New()
	for part := range 5 {
		require.NoError(t, e.Update(ctx, func(tx storage.Tx) error {
			for i := range 50 {
				n := part*50 + i
				if err := storage.Put(tx, storage.Noun("row").Key(fmt.Sprintf("%03d", n)), row{Age: n % 3}); err != nil {
					return err
				}
			}
			return errors.Join(storage.Put(tx, storage.Noun("rows").Key("other"), row{Age: 2}), tx.Put(storage.Noun("row").Key("001d"), []byte("damaged")))
		}))
	}
	require.NoError(t, Prune(ctx, e, storage.Noun("row").Prefix(), func(r row) bool { return r.Age == 2 }))
	left := keysOf(t, e, storage.Noun("row").Prefix())
	assert.Len(t, left, 250-83+1, "and the one that cannot be read")
	assert.NotContains(t, left, "row/248")
	assert.Contains(t, left, "row/249")
	assert.Len(t, keysOf(t, e, storage.Noun("rows").Prefix()), 1, "another prefix")
}

func keysOf(t *testing.T, e storage.Engine, prefix string) (out []string) {
	t.Helper()
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		out = nil
		return r.Scan(prefix, "", 0, func(key string, _ []byte) error { out = append(out, key); return nil })
	}))
	return out
}
