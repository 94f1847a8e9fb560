package etcd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"

	"liubao/storage"
)

// limits are what a server lets one transaction have, as far as that matters: 0 is
// as much as one transaction of package storage may have, or not known.
type limits struct {
	known bool
	ops   int // operations
	bytes int // of a request
}

// What every server takes unless told otherwise: as much as several transactions may
// have in one commit before more is known.
const (
	usualOps   = 128
	usualBytes = 1 << 20
)

// What the largest transaction that package storage allows asks for: its writes and
// the commit key; and the keys' prefixes and what etcd adds.
const (
	wantOps   = storage.MaxWrites + 1
	wantBytes = storage.MaxTxBytes + wantOps*(64+24)
)

// refuse says in plain words that a transaction is over the server's limits.
func (l limits) refuse(writes, bytes int) error {
	if l.ops > 0 && writes+1 > l.ops {
		return fmt.Errorf("%w: it writes %d keys, and etcd takes %d at once; start every member with --max-txn-ops=%d", storage.ErrTooLarge, writes, l.ops-1, wantOps)
	}
	if l.bytes > 0 && bytes > l.bytes {
		return fmt.Errorf("%w: it has %d bytes, and etcd takes %d in a request; start every member with --max-request-bytes=%d", storage.ErrTooLarge, bytes, l.bytes, wantBytes)
	}
	return nil
}

// holds reports whether several transactions fit into one commit.
func (l limits) holds(writes, bytes int) bool {
	ops, most := wantOps, wantBytes
	if !l.known {
		ops, most = usualOps, usualBytes
	}
	if l.ops > 0 {
		ops = l.ops
	}
	if l.bytes > 0 {
		most = l.bytes
	}
	return writes+1 <= ops && bytes <= most
}

// said is what the operator is told at the start, "" where all is well.
func (l limits) said() string {
	var out []string
	if l.ops > 0 {
		out = append(out, fmt.Sprintf("etcd takes %d operations in a transaction and the bot may need %d; start every member with --max-txn-ops=%d", l.ops, wantOps, wantOps))
	}
	if l.bytes > 0 {
		out = append(out, fmt.Sprintf("etcd takes requests of %d bytes and the bot may need %d; start every member with --max-request-bytes=%d", l.bytes, wantBytes, wantBytes))
	}
	if len(out) == 0 {
		return ""
	}
	return strings.Join(out, "; ") + ". Until then a step that is larger is refused, with this reason"
}

// bounds returns the server's limits.
func (e *Engine) bounds() limits {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.limits
}

// ask finds the server's limits out. What it tries changes nothing.
func (e *Engine) ask(ctx context.Context, term int64) (l limits, err error) {
	reads := func(n int) error { return e.tryLimits(ctx, term, make([]clientv3.Op, n), "") }
	if l.ops, err = most(wantOps, 8, rpctypes.ErrTooManyOps, reads); err != nil {
		return l, err
	}
	bytes := func(n int) error { return e.tryLimits(ctx, term, nil, strings.Repeat("x", n)) }
	l.bytes, err = most(wantBytes, 16<<10, rpctypes.ErrRequestTooLarge, bytes)
	l.known = err == nil
	return l, err
}

// tryLimits sends a transaction whose comparison never holds: with so many reads
// where ops are given, or else with a value to be written.
func (e *Engine) tryLimits(ctx context.Context, term int64, ops []clientv3.Op, val string) error {
	req, cancel := e.request(ctx)
	defer cancel()
	key := e.opt.Prefix + keyLeader
	for i := range ops {
		ops[i] = clientv3.OpGet(key, clientv3.WithCountOnly())
	}
	if ops == nil {
		ops = []clientv3.Op{clientv3.OpPut(e.opt.Prefix+"limit", val)}
	}
	_, err := e.client.Txn(req).If(clientv3.Compare(clientv3.CreateRevision(key), ">", term+1<<40)).Then(ops...).Commit()
	return err
}

// most returns the largest size, in steps, that try does not fail on with the
// error that says too much; 0 where that is want or more.
func most(want, step int, tooMuch error, try func(int) error) (int, error) {
	fits := func(n int) (bool, error) {
		err := try(n)
		if errors.Is(err, tooMuch) || err != nil && strings.Contains(err.Error(), "larger than max") {
			return false, nil
		}
		return err == nil, plainly(context.Background(), err)
	}
	if ok, err := fits(want); ok || err != nil {
		return 0, err
	}
	low, high := 1, want // low fits or nothing does, high does not
	for high-low > step {
		mid := (low + high) / 2
		ok, err := fits(mid)
		switch {
		case err != nil:
			return 0, err
		case ok:
			low = mid
		default:
			high = mid
		}
	}
	return low, nil
}
