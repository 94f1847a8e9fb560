package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

// draftOf is a draft that says something.
func draftOf(words string, n int) conversations.Draft {
	w := conversations.Draft{V: 1, Key: draftKey(n), Rev: n + 1, Touched: map[string]conversations.Touch{"t1.words": {By: "p", Rev: n + 1}}}
	w.Entries = []reports.Entry{{Task: 1, Words: []reports.Piece{{ID: "m", By: "p", At: noon, Text: words}}}}
	return w
}

func draftKey(n int) reports.Key {
	return reports.Key{Period: period, Duty: "progress", Subject: fmt.Sprint("a", n)}
}

// Whatever is written by whatever way, committed or not, in one store or in
// another: what is read is what stands there, as it is without any memory.
func TestSharedReadsWhatIsStored(t *testing.T) {
	storage.CheckShared(true)
	defer storage.CheckShared(false)
	engines := []storage.Engine{mem.New(), mem.New()} // which share what is remembered
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			e := rapid.SampledFrom(engines).Draw(t, "engine")
			n := rapid.IntRange(0, 3).Draw(t, "subject")
			w := draftOf(strings.Repeat("话", rapid.SampledFrom([]int{0, 1, 5, 5000}).Draw(t, "words")), n)
			how := rapid.IntRange(0, 4).Draw(t, "how")
			undo := errors.New("undo")
			err := e.Update(context.Background(), func(tx storage.Tx) error {
				switch how {
				case 0:
					return storage.SaveDraft(tx, w.Key, w)
				case 1: // without its being remembered
					return storage.Put(tx, storage.DraftKey(w.Key), w)
				case 2:
					return errors.Join(undo, storage.SaveDraft(tx, w.Key, w))
				case 3:
					return storage.DeleteDraft(tx, w.Key)
				}
				_, _, err := storage.Shared[map[string]any](tx, storage.DraftKey(w.Key)) // as another type
				return err
			})
			if how != 2 {
				require.NoError(t, err)
			}
			for _, e := range engines {
				view(t, e, func(r storage.Reader) error {
					want, is, err := storage.Get[conversations.Draft](r, storage.DraftKey(w.Key))
					require.NoError(t, err)
					got, ok, err := storage.Draft[conversations.Draft](r, w.Key)
					require.Equal(t, is, ok)
					require.Equal(t, want.Entries, asRead(got.Entries))
					require.Equal(t, want.Touched, got.Touched)
					return err
				})
			}
		}
	})
}

// asRead gives times the zone that reading gives them.
func asRead(es []reports.Entry) []reports.Entry {
	es = slices.Clone(es)
	for i := range es {
		es[i].Words = slices.Clone(es[i].Words)
		for k := range es[i].Words {
			es[i].Words[k].At = es[i].Words[k].At.UTC()
		}
	}
	return es
}

// TestSharedIsCheckable: whoever changes what belongs to all is found out.
func TestSharedIsCheckable(t *testing.T) {
	storage.CheckShared(true)
	defer storage.CheckShared(false)
	e := mem.New()
	w := draftOf("原话", 7)
	update(t, e, func(tx storage.Tx) error { return storage.SaveDraft(tx, w.Key, w) })
	read := func() {
		view(t, e, func(r storage.Reader) error {
			_, _, err := storage.Draft[conversations.Draft](r, w.Key)
			return err
		})
	}
	read()
	w.Entries[0].Words[0].Text = "篡改"
	require.PanicsWithValue(t, "draft/2027-02-28/progress/a7: the shared value is not what is stored: .Entries[0].Words[0].Text: 篡改, not 原话", read)
	w.Entries[0].Words[0].Text = "原话"
	read()
	w.Entries[0].Words[0].At = noon.Add(time.Second)
	require.Panics(t, read)
	w.Entries[0].Words[0].At = noon
	w.Touched["t2.words"] = conversations.Touch{}
	require.Panics(t, read)
}

// TestSharedIsBounded: what is remembered stays within its bounds, whatever is
// read, and what was forgotten is read all the same.
func TestSharedIsBounded(t *testing.T) {
	e := mem.New()
	words := strings.Repeat("本期新增企业三户。", 2000)
	for n := range 400 {
		update(t, e, func(tx storage.Tx) error { return storage.SaveDraft(tx, draftKey(n), draftOf(words, n)) })
		require.LessOrEqual(t, storage.SharedWeight(), storage.KeepShared)
	}
	require.Greater(t, storage.SharedWeight(), storage.KeepShared/2)
	for n := range 400 {
		view(t, e, func(r storage.Reader) error {
			w, ok, err := storage.Draft[conversations.Draft](r, draftKey(n))
			require.True(t, ok)
			require.Equal(t, n+1, w.Rev)
			return err
		})
		require.LessOrEqual(t, storage.SharedWeight(), storage.KeepShared)
	}
}

// TestSharedBesideWriters: readers read whole values while others write.
func TestSharedBesideWriters(t *testing.T) {
	e := mem.New()
	var wg sync.WaitGroup
	for n := range 3 {
		wg.Go(func() {
			for i := range 200 {
				update(t, e, func(tx storage.Tx) error {
					return storage.SaveDraft(tx, draftKey(n), draftOf(fmt.Sprint("第", i, "遍"), n))
				})
			}
		})
		wg.Go(func() {
			for range 400 {
				view(t, e, func(r storage.Reader) error {
					w, ok, err := storage.Draft[conversations.Draft](r, draftKey(n))
					if ok && !strings.HasPrefix(w.Entries[0].Words[0].Text, "第") {
						t.Errorf("read %q", w.Entries[0].Words[0].Text)
					}
					return err
				})
			}
		})
	}
	wg.Wait()
}
