package storage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

// watched is a reader that notes which requests were read.
type watched struct {
	storage.Reader
	read []string
}

func (w *watched) Get(key string) ([]byte, bool, error) {
	if id, ok := strings.CutPrefix(key, "request/"); ok {
		w.read = append(w.read, id)
	}
	return w.Reader.Get(key)
}

// TestRequestsSinceAreFoundWithoutTheRest: what was closed before costs nothing, what is
// opened again or closed anew stands once, and what is forgotten leaves nothing behind.
func TestRequestsSinceAreFoundWithoutTheRest(t *testing.T) {
	e := store()
	save := func(id string, closed time.Time) {
		x := reports.Request{V: 1, ID: id, Kind: reports.Trouble, Unit: "a", Parties: []reports.Party{{Unit: "b"}}, ClosedAt: closed}
		if !closed.IsZero() {
			x.State = reports.RequestClosed
		}
		update(t, e, func(tx storage.Tx) error { return storage.SaveRequest(tx, x) })
	}
	since := func(at time.Time) (ids, read []string) {
		view(t, e, func(r storage.Reader) error {
			w := &watched{Reader: r}
			all, err := storage.RequestsSince(w, at)
			for _, x := range all {
				ids = append(ids, x.ID)
			}
			read = w.read
			return err
		})
		return ids, read
	}
	for n := range 30 { // one a day
		save(fmt.Sprintf("r%06d", n), noon.AddDate(0, 0, n-30))
	}
	save("r000100", time.Time{})
	save("i000001", noon)

	ids, read := since(noon.AddDate(0, 0, -2))
	require.Equal(t, []string{"i000001", "r000028", "r000029", "r000100"}, ids, "the second itself counts")
	require.ElementsMatch(t, ids, read)

	save("r000003", noon) // touched after it was closed, as by a file that arrives late
	save("r000029", time.Time{})
	ids, _ = since(noon)
	require.Equal(t, []string{"i000001", "r000003", "r000029", "r000100"}, ids)

	forget := func(before time.Time, limit int) (n int) {
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) (err error) {
			n, err = storage.ForgetRequests(tx, before, limit)
			return err
		}))
		return n
	}
	require.Equal(t, 10, forget(noon, 10), "a transaction's worth")
	require.Equal(t, 18, forget(noon, 100))
	require.Zero(t, forget(noon, 100))
	ids, _ = since(time.Time{})
	require.Equal(t, []string{"i000001", "r000003", "r000029", "r000100"}, ids)
	require.Len(t, rowsOf(t, e, "request/"), 4)
	require.Len(t, rowsOf(t, e, "closedrequest/"), 2)
}

func rowsOf(t *testing.T, e *mem.Engine, prefix string) (keys []string) {
	view(t, e, func(r storage.Reader) error {
		return r.Scan(prefix, "", 0, func(key string, _ []byte) error {
			keys = append(keys, key)
			return nil
		})
	})
	return keys
}
