// Package trial is a transaction on a transaction: what is written to it is kept
// aside until it is known whether it is to count.
//
// Promises: the transaction below sees nothing before [Tx.Commit], and reads as
// if every write had been made already.
package trial

import (
	"errors"
	"slices"
	"strings"

	"liubao/storage"
)

// Tx is a transaction whose writes are kept aside. It is used like the one below
// it, by one goroutine.
type Tx struct {
	below  storage.Tx
	writes map[string]write
}

// write is a key to set, or with gone to remove.
type write struct {
	val  []byte
	gone bool
}

// On returns a transaction on another one.
func On(below storage.Tx) *Tx { return &Tx{below, map[string]write{}} }

// Below returns the transaction below.
func (x *Tx) Below() storage.Tx { return x.below }

// Get implements [storage.Reader].
func (x *Tx) Get(key string) (val []byte, ok bool, err error) {
	if w, own := x.writes[key]; own {
		return slices.Clone(w.val), !w.gone, nil
	}
	return x.below.Get(key)
}

// errEnough ends a scan below.
var errEnough = errors.New("enough")

// Scan implements [storage.Reader].
func (x *Tx) Scan(prefix, after string, limit int, fn func(key string, val []byte) error) error {
	own := x.keys(prefix, after)
	given := 0
	give := func(key string, val []byte) error {
		if err := fn(key, val); err != nil {
			return err
		}
		if given++; limit > 0 && given >= limit {
			return errEnough
		}
		return nil
	}
	ownUpTo := func(key string) (err error) {
		for len(own) > 0 && err == nil && (key == "" || own[0] <= key) {
			if w := x.writes[own[0]]; !w.gone {
				err = give(own[0], slices.Clone(w.val))
			}
			own = own[1:]
		}
		return err
	}
	written := keySet(own) // as they were when the scan began
	err := x.below.Scan(prefix, after, 0, func(key string, val []byte) error {
		if err := ownUpTo(key); err != nil || written[key] {
			return err
		}
		return give(key, val)
	})
	if err == nil {
		err = ownUpTo("")
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// keys returns the keys written that a scan covers, in order.
func (x *Tx) keys(prefix, after string) []string {
	var out []string
	for key := range x.writes {
		if strings.HasPrefix(key, prefix) && key > after {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

func keySet(keys []string) map[string]bool {
	out := make(map[string]bool, len(keys))
	for _, k := range keys {
		out[k] = true
	}
	return out
}

// Put implements [storage.Tx].
func (x *Tx) Put(key string, val []byte) error {
	x.writes[key] = write{val: slices.Clone(val)}
	return nil
}

// Delete implements [storage.Tx].
func (x *Tx) Delete(key string) error {
	x.writes[key] = write{gone: true}
	return nil
}

// Touches reports whether anything was written that allowed refuses: a key that
// was set to what it is not already, or removed though it is there.
func (x *Tx) Touches(allowed func(key string) bool) (bool, error) {
	for key, w := range x.writes {
		if allowed(key) {
			continue
		}
		was, ok, err := x.below.Get(key)
		if err != nil {
			return false, err
		}
		if ok == w.gone || ok && string(was) != string(w.val) {
			return true, nil
		}
	}
	return false, nil
}

// Commit makes every write on the transaction below.
func (x *Tx) Commit() error {
	for _, key := range x.keys("", "") {
		var err error
		if w := x.writes[key]; w.gone {
			err = x.below.Delete(key)
		} else {
			err = x.below.Put(key, w.val)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

var _ storage.Tx = (*Tx)(nil)
