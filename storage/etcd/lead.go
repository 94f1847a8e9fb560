package etcd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"

	"liubao/storage/internal/txn"
)

// Leader is who leads, as it told the others.
type Leader struct {
	Node    string    `json:"node"`
	Version string    `json:"version,omitempty"`
	Since   time.Time `json:"since"` // on its own clock
	// Lease is how long the others wait for the next sign of its life; 0 for an older
	// program, which gives none.
	Lease time.Duration `json:"lease,omitempty"`
	// Term rises with every leader.
	Term int64 `json:"-"`
}

// term is one leadership of this process. The queue alone uses last and number.
type term struct {
	e      *Engine
	lease  clientv3.LeaseID
	ttl    time.Duration
	last   int64 // the commit key's last modification
	number int   // of the last commit

	ctx  context.Context // ends with the term
	stop context.CancelFunc
	lost chan struct{}
	wg   sync.WaitGroup

	mu   sync.Mutex
	over bool
	// rev is the create revision of the leader's key, 0 before there is one.
	rev int64
	// When the keepalive and the sign of life were sent that were answered last.
	renewed, signed time.Time
	mem             *cache
	seen            int64 // the revision mem is at
	begun           int   // commits
	busy            bool  // one of them is under way
}

// margin is left over at a lease's end, for clocks that do not run alike.
func (t *term) margin() time.Duration { return t.ttl / 5 }

// Lost implements [storage.Leadership].
func (t *term) Lost() <-chan struct{} { return t.lost }

// Until implements [storage.Leadership].
func (t *term) Until() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent().Add(t.ttl - t.margin())
}

// live reports whether the term lasts at this moment. A machine that slept may
// have stopped one of its clocks, so both are asked.
func (t *term) live() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.over && t.left(time.Now()) > 0
}

// sent is when was sent what the lead rests on: etcd ends the lease a TTL after the
// last keepalive, and the others end it a TTL after the last sign of life that they
// saw. mu is held.
func (t *term) sent() time.Time {
	if t.signed.Before(t.renewed) {
		return t.signed
	}
	return t.renewed
}

// left is how long the lead lasts at the least; mu is held.
func (t *term) left(now time.Time) time.Duration {
	sent := t.sent()
	age := max(now.Sub(sent), now.Round(0).Sub(sent.Round(0)))
	return t.ttl - t.margin() - age
}

// lose ends the term.
func (t *term) lose(why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return
	}
	t.over = true
	t.stop()
	close(t.lost)
	t.e.opt.Log.Warn("the lead is lost", "why", why, "term", t.rev)
}

// remembered returns the revision and a view of what is remembered at it.
func (t *term) remembered() (int64, *cache) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seen, t.mem.copy()
}

// remember takes in what was read at a revision, unless that is past, and returns
// what is remembered at it.
func (t *term) remember(rev int64, from, to string, page []txn.Write, old *cache) *cache {
	t.mu.Lock()
	defer t.mu.Unlock()
	if rev != t.seen {
		return old
	}
	t.mem.fill(from, to, page)
	return t.mem.copy()
}

// Resign implements [storage.Leadership].
func (t *term) Resign(ctx context.Context) error {
	t.lose("given up")
	t.wg.Wait()
	return t.e.revoke(ctx, t.lease)
}

// revoke ends a lease, and with it the leader's key.
func (e *Engine) revoke(ctx context.Context, lease clientv3.LeaseID) error {
	req, cancel := e.request(ctx)
	defer cancel()
	_, err := e.client.Revoke(req, lease)
	if err == nil || errors.Is(err, rpctypes.ErrLeaseNotFound) {
		return nil
	}
	return fmt.Errorf("give the lead up: %w", plainly(ctx, err))
}

// Leader tells who leads; ok is false where nobody does.
func (e *Engine) Leader(ctx context.Context) (l Leader, ok bool, err error) {
	if err := e.door.Enter(ctx); err != nil {
		return l, false, err
	}
	defer e.door.Leave()
	kv, _, err := e.leaderKey(ctx)
	if err != nil || kv == nil {
		return l, false, err
	}
	return told(kv), true, nil
}

func told(kv *mvccpb.KeyValue) (l Leader) {
	_ = json.Unmarshal(kv.Value, &l) // it is only told
	l.Term = kv.CreateRevision
	return l
}

// leaderKey returns the leader's key, nil where there is none, and the revision.
func (e *Engine) leaderKey(ctx context.Context) (*mvccpb.KeyValue, int64, error) {
	req, cancel := e.request(ctx)
	defer cancel()
	resp, err := e.client.Get(req, e.opt.Prefix+keyLeader)
	if err != nil {
		return nil, 0, plainly(ctx, err)
	}
	if len(resp.Kvs) == 0 {
		return nil, resp.Header.Revision, nil
	}
	return resp.Kvs[0], resp.Header.Revision, nil
}
