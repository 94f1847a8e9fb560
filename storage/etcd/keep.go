package etcd

import (
	"context"
	"errors"
	"time"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// A leader keeps two things fresh. Its lease, so that etcd takes the leader's key
// away soon after it dies; and that key itself, by writing it again and again, so
// that the others see it live. The lease alone does not do: whenever etcd changes
// its own leader every lease begins anew, and where that happens again and again,
// as on disks or processors that are overloaded, the lease of a dead leader never
// ends.

// keep keeps both fresh until the term is over. It does not wait for one answer
// before it asks again: where etcd is slow, the lead is as young as the answer that
// came last.
func (t *term) keep() {
	t.wg.Go(t.renew)
	asking := make(chan struct{}, 8) // a token for each sign of life under way
	for {
		t.mu.Lock()
		left, rev := t.left(time.Now()), t.rev
		t.mu.Unlock()
		if left <= 0 {
			t.lose("the lease could not be renewed in time")
			return
		}
		if rev != 0 {
			select {
			case asking <- struct{}{}:
				t.wg.Go(func() {
					now := time.Now()
					t.noted(&t.signed, now, t.sign(rev))
					<-asking
				})
			default:
			}
		}
		select {
		case <-time.After(t.ttl / 10):
		case <-t.ctx.Done():
			return
		}
	}
}

// noted takes in how a request went that was sent at a time.
func (t *term) noted(last *time.Time, sent time.Time, err error) {
	switch {
	case errors.Is(err, rpctypes.ErrLeaseNotFound):
		t.lose("the lease is over")
		return
	case errors.Is(err, errDeposed):
		t.lose(err.Error())
		return
	case err != nil:
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.left(time.Now()) > 0 && sent.After(*last) { // what is over stays so
		*last = sent
	}
}

// renew renews the lease over one stream after another until the term is over. A
// stream lasts for as long as it is answered: where there is a user, etcd checks the
// password for each, which takes it longer than anything else here. The client's own
// functions do not tell when was sent what is answered, or open a stream each time.
func (t *term) renew() {
	for t.ctx.Err() == nil {
		t.noted(&t.renewed, time.Time{}, t.stream())
		pause(t.ctx, t.ttl/20)
	}
}

// stream renews the lease over one stream, until that fails or is stuck.
func (t *term) stream() error {
	ctx, cancel := context.WithCancel(t.ctx)
	defer cancel()
	stuck := time.AfterFunc(t.ttl, cancel)
	defer stuck.Stop()
	stream, err := pb.NewLeaseClient(t.e.client.ActiveConnection()).LeaseKeepAlive(ctx)
	if err != nil {
		return err
	}
	sent := make(chan time.Time, 16)
	t.wg.Go(func() {
		for ctx.Err() == nil {
			select {
			case sent <- time.Now():
				if stream.Send(&pb.LeaseKeepAliveRequest{ID: int64(t.lease)}) != nil {
					return // whoever receives learns why
				}
			default:
			}
			pause(ctx, t.ttl/10)
		}
	})
	for {
		stuck.Reset(t.ttl / 2)
		resp, err := stream.Recv()
		if err == nil && resp.TTL <= 0 {
			err = rpctypes.ErrLeaseNotFound
		}
		if err != nil {
			return err
		}
		t.noted(&t.renewed, <-sent, nil)
	}
}

// errDeposed: the leader's key is another's, or gone.
var errDeposed = errors.New("another process leads")

// sign writes the leader's key again, as it is. Where nothing is committed meanwhile, what
// is remembered is at this revision, too: etcd forgets older ones after an hour, and in a
// quiet night nothing else moves it on.
func (t *term) sign(rev int64) error {
	t.mu.Lock()
	begun, busy := t.begun, t.busy
	t.mu.Unlock()
	ctx, cancel := context.WithTimeout(t.ctx, t.ttl)
	defer cancel()
	key := t.e.opt.Prefix + keyLeader
	resp, err := t.e.client.Txn(ctx).If(clientv3.Compare(clientv3.CreateRevision(key), "=", rev)).
		Then(clientv3.OpPut(key, "", clientv3.WithIgnoreValue(), clientv3.WithIgnoreLease())).Commit()
	switch {
	case err != nil:
		return err
	case !resp.Succeeded:
		return errDeposed
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !busy && !t.busy && t.begun == begun {
		t.seen = max(t.seen, resp.Header.Revision)
	}
	return nil
}
