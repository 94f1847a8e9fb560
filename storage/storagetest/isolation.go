package storagetest

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/storage"
)

// number reads a key as a number, 0 where there is none.
func number(r storage.Reader, key string) (int, error) {
	val, ok, err := r.Get(key)
	if err != nil || !ok {
		return 0, err
	}
	return strconv.Atoi(string(val))
}

func putNumber(tx storage.Tx, key string, n int) error {
	return tx.Put(key, []byte(strconv.Itoa(n)))
}

// snapshotUnderCommits: money moves between accounts; no view ever sees a sum
// that was never there.
func snapshotUnderCommits(t *testing.T, h Harness) {
	e := h.Open(t)
	put(t, e, "account/0", "100", "account/1", "100", "account/2", "100")
	errs := together(9, func(worker int) error {
		for i := range 40 {
			if worker >= 6 {
				if err := checkSum(e); err != nil {
					return err
				}
				continue
			}
			if err := e.Update(context.Background(), func(tx storage.Tx) error {
				return move(tx, fmt.Sprintf("account/%d", worker%3), fmt.Sprintf("account/%d", (worker+1+i%2)%3), i%7)
			}); err != nil {
				return err
			}
		}
		return nil
	})
	require.Empty(t, errs)
	require.NoError(t, checkSum(e))
}

func move(tx storage.Tx, from, to string, n int) error {
	a, err := number(tx, from)
	if err != nil {
		return err
	}
	b, err := number(tx, to)
	if err != nil {
		return err
	}
	if err := putNumber(tx, from, a-n); err != nil {
		return err
	}
	return putNumber(tx, to, b+n)
}

func checkSum(e storage.Engine) error {
	sum := 0
	err := e.View(context.Background(), func(r storage.Reader) error {
		sum = 0
		return r.Scan("account/", "", 0, func(_ string, val []byte) error {
			n, err := strconv.Atoi(string(val))
			sum += n
			return err
		})
	})
	if err == nil && sum != 300 {
		return fmt.Errorf("the accounts add up to %d", sum)
	}
	return err
}

func lostUpdate(t *testing.T, h Harness) {
	e := h.Open(t)
	errs := together(8, func(int) error {
		for range 25 {
			if err := e.Update(context.Background(), func(tx storage.Tx) error {
				n, err := number(tx, "n")
				if err != nil {
					return err
				}
				return putNumber(tx, "n", n+1)
			}); err != nil {
				return err
			}
		}
		return nil
	})
	require.Empty(t, errs)
	require.Equal(t, []string{"n=200"}, all(t, e))
}

// writeSkew: of two on duty one may leave, if the other stays.
func writeSkew(t *testing.T, h Harness) {
	e := h.Open(t)
	for round := range 20 {
		put(t, e, "duty/0", "1", "duty/1", "1")
		errs := together(2, func(i int) error {
			return e.Update(context.Background(), func(tx storage.Tx) error {
				a, err := number(tx, "duty/0")
				if err != nil {
					return err
				}
				b, err := number(tx, "duty/1")
				if err != nil || a+b < 2 {
					return err
				}
				return putNumber(tx, fmt.Sprintf("duty/%d", i), 0)
			})
		})
		require.Empty(t, errs)
		got := all(t, e)
		require.Contains(t, [][]string{{"duty/0=0", "duty/1=1"}, {"duty/0=1", "duty/1=0"}}, got, "round %d", round)
	}
}

// phantomInsert: only who finds the range empty may insert.
func phantomInsert(t *testing.T, h Harness) {
	e := h.Open(t)
	for round := range 20 {
		prefix := fmt.Sprintf("round%d/", round)
		errs := together(4, func(i int) error {
			return e.Update(context.Background(), func(tx storage.Tx) error {
				got, err := list(tx, prefix, "", 0)
				if err != nil || len(got) > 0 {
					return err
				}
				return tx.Put(fmt.Sprintf("%s%d", prefix, i), nil)
			})
		})
		require.Empty(t, errs)
	}
	require.Len(t, all(t, e), 20)
}

// phantomDelete: each removes its own key only while two are left.
func phantomDelete(t *testing.T, h Harness) {
	e := h.Open(t)
	for round := range 20 {
		prefix := fmt.Sprintf("round%d/", round)
		put(t, e, prefix+"0", "", prefix+"1", "")
		errs := together(2, func(i int) error {
			return e.Update(context.Background(), func(tx storage.Tx) error {
				got, err := list(tx, prefix, "", 0)
				if err != nil || len(got) < 2 {
					return err
				}
				return tx.Delete(fmt.Sprintf("%s%d", prefix, i))
			})
		})
		require.Empty(t, errs)
	}
	require.Len(t, all(t, e), 20)
}

// realTimeOrder: what was committed before a call began, the call sees.
func realTimeOrder(t *testing.T, h Harness) {
	e := h.Open(t)
	errs := together(4, func(i int) error {
		key := fmt.Sprintf("k%d", i)
		for n := 1; n <= 25; n++ {
			if err := e.Update(context.Background(), func(tx storage.Tx) error { return putNumber(tx, key, n) }); err != nil {
				return err
			}
			if err := e.View(context.Background(), func(r storage.Reader) error {
				if got, err := number(r, key); err != nil || got != n {
					return fmt.Errorf("view sees %d, not %d: %w", got, n, err)
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
	require.Empty(t, errs)
}
