package storagetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/storage"
)

// model runs random transactions and compares every answer with a plain map.
// The engine is the same for all runs (opening one is slow): each run has keys
// of its own.
func model(t *testing.T, h Harness) {
	e := h.Open(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		m := &machine{engine: e, space: fmt.Sprintf("%06d/", run), want: map[string]string{}}
		t.Repeat(map[string]func(*rapid.T){"update": m.update, "view": m.view, "": func(*rapid.T) {}})
		m.view(t)
	})
}

type machine struct {
	engine storage.Engine
	space  string // prefix of this run's keys
	want   map[string]string
}

var keys = rapid.StringMatching(`[ab/]{1,4}`)

func (m *machine) update(t *rapid.T) {
	steps := rapid.SliceOfN(rapid.IntRange(0, 4), 0, 12).Draw(t, "steps")
	fail := rapid.IntRange(0, 9).Draw(t, "fail") == 0
	type step struct {
		what        int
		key, val    string
		prefix, aft string
		limit       int
	}
	var plan []step
	for _, what := range steps {
		plan = append(plan, step{what, m.space + keys.Draw(t, "key"), rapid.StringN(0, 5, -1).Draw(t, "val"),
			m.space + rapid.StringMatching(`[ab/]{0,2}`).Draw(t, "prefix"), rapid.SampledFrom([]string{"", m.space + "a", m.space + "b/"}).Draw(t, "after"), rapid.IntRange(0, 4).Draw(t, "limit")})
	}
	var next map[string]string
	err := m.engine.Update(context.Background(), func(tx storage.Tx) error {
		next = maps.Clone(m.want)
		for _, s := range plan {
			switch s.what {
			case 0, 1:
				next[s.key] = s.val
				require.NoError(t, tx.Put(s.key, []byte(s.val)))
			case 2:
				delete(next, s.key)
				require.NoError(t, tx.Delete(s.key))
			case 3:
				sameGet(t, tx, next, s.key)
			case 4:
				sameScan(t, tx, next, s.prefix, s.aft, s.limit)
			}
		}
		if fail {
			return errStop
		}
		return nil
	})
	if fail {
		require.Equal(t, errStop, err)
		return
	}
	require.NoError(t, err)
	m.want = next
}

func (m *machine) view(t *rapid.T) {
	key := m.space + keys.Draw(t, "key")
	require.NoError(t, m.engine.View(context.Background(), func(r storage.Reader) error {
		sameGet(t, r, m.want, key)
		sameScan(t, r, m.want, m.space, "", 0)
		return nil
	}))
}

func sameGet(t require.TestingT, r storage.Reader, want map[string]string, key string) {
	got, ok, err := r.Get(key)
	require.NoError(t, err)
	val, there := want[key]
	require.Equal(t, there, ok, key)
	require.Equal(t, val, string(got), key)
}

func sameScan(t require.TestingT, r storage.Reader, want map[string]string, prefix, after string, limit int) {
	exp := []string{}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if strings.HasPrefix(key, prefix) && key > after && (limit <= 0 || len(exp) < limit) {
			exp = append(exp, key+"="+want[key])
		}
	}
	got, err := list(r, prefix, after, limit)
	require.NoError(t, err)
	require.Equal(t, exp, got)
}

// hammer: many callers append to logs that they share. Afterwards each log is
// whole, and holds exactly what was answered with nil.
func hammer(t *testing.T, h Harness) {
	e := h.Open(t)
	const workers, rounds, logs = 24, 25, 3
	errs := together(workers, func(w int) error {
		for i := range rounds {
			log := fmt.Sprintf("log%d", (w+i)%logs)
			err := e.Update(context.Background(), func(tx storage.Tx) error {
				n, err := number(tx, log)
				if err != nil {
					return err
				}
				if err := tx.Put(fmt.Sprintf("%s/%05d", log, n), []byte(strconv.Itoa(w))); err != nil {
					return err
				}
				if err := putNumber(tx, log, n+1); err != nil {
					return err
				}
				if i%5 == 4 {
					return errStop
				}
				return nil
			})
			if stopped := errors.Is(err, errStop); (i%5 == 4) != stopped || err != nil && !stopped {
				return fmt.Errorf("worker %d round %d: %w", w, i, err)
			}
		}
		return nil
	})
	require.Empty(t, errs)
	e = h.Reopen(t, e)
	total, by := 0, map[string]int{}
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		for l := range logs {
			log := fmt.Sprintf("log%d", l)
			n, err := number(r, log)
			require.NoError(t, err)
			total += n
			i := 0
			require.NoError(t, r.Scan(log+"/", "", 0, func(key string, val []byte) error {
				require.Equal(t, fmt.Sprintf("%s/%05d", log, i), key)
				i++
				by[string(val)]++
				return nil
			}))
			require.Equal(t, n, i)
		}
		return nil
	}))
	require.Equal(t, workers*rounds*4/5, total)
	for w := range workers {
		require.Equal(t, rounds*4/5, by[strconv.Itoa(w)])
	}
}
