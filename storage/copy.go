package storage

import "context"

// copyBytes is how much of a store one transaction of [Copy] takes: so much that
// the engine that waits longest for a commit does not wait often.
const copyBytes = MaxTxBytes / 2

// Copy writes everything that r reads into an engine, in as many transactions as
// that takes. What the engine holds under other keys stays.
func Copy(ctx context.Context, r Reader, to Engine) error {
	var keys []string
	var vals [][]byte
	bytes := 0
	flush := func() error {
		err := to.Update(ctx, func(tx Tx) error {
			for i, key := range keys {
				if err := tx.Put(key, vals[i]); err != nil {
					return err
				}
			}
			return nil
		})
		keys, vals, bytes = keys[:0], vals[:0], 0
		return err
	}
	err := r.Scan("", "", 0, func(key string, val []byte) error {
		if len(keys) > 0 && (len(keys) == MaxWrites || bytes+len(key)+len(val) > copyBytes) {
			if err := flush(); err != nil {
				return err
			}
		}
		keys, vals, bytes = append(keys, key), append(vals, val), bytes+len(key)+len(val)
		return nil
	})
	if err != nil || len(keys) == 0 {
		return err
	}
	return flush()
}
