package etcd

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"liubao/storage"
)

// campaignRest is the pause of a campaign after a failure.
const campaignRest = 500 * time.Millisecond

// Campaign implements [storage.Engine]. It goes on through whatever etcd does, and
// logs what keeps it waiting.
func (e *Engine) Campaign(ctx context.Context) (storage.Leadership, error) {
	if err := e.door.Enter(ctx); err != nil {
		return nil, err
	}
	e.door.Leave() // Close does not wait for it, but ends it
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(e.ctx, cancel)()
	select {
	case <-e.turn:
	case <-ctx.Done():
		return nil, e.ended(ctx)
	}
	defer func() { e.turn <- struct{}{} }()
	if t := e.leads(); t != nil {
		return t, nil
	}
	said := ""
	say := func(what string, args ...any) {
		if key := fmt.Sprint(what, args); key != said {
			said = key
			e.opt.Log.Info(what, args...)
		}
	}
	var seen sight
	for {
		t, err := e.attempt(ctx, &seen, say)
		e.waits(ctx, err)
		switch {
		case ctx.Err() != nil:
			if t != nil {
				t.lose("nobody waits for it")
				t.wg.Wait()
			}
			return nil, e.ended(ctx)
		case err != nil:
			say("the lead cannot be asked for; trying on", "err", err)
			pause(ctx, campaignRest)
		case t != nil:
			e.take(t)
			return t, nil
		}
	}
}

// ended is why a campaign ended without a winner.
func (e *Engine) ended(ctx context.Context) error {
	if e.ctx.Err() != nil {
		return storage.ErrClosed
	}
	return ctx.Err()
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// sight is since when the leader's key was seen as it is.
type sight struct {
	rev   int64 // when it was written last
	since time.Time
}

// written notes that the key was seen as it was written at a revision.
func (s *sight) written(rev int64) {
	if rev != s.rev {
		s.rev, s.since = rev, time.Now()
	}
}

// silent takes in the key as it was asked for at a time, and reports whether its
// leader is dead: the others have waited, on clocks of their own, for as long as it
// said itself, and it wrote nothing.
func (s *sight) silent(kv *mvccpb.KeyValue, asked time.Time) bool {
	s.written(kv.ModRevision)
	lease := told(kv).Lease
	return lease > 0 && asked.Sub(s.since) >= lease
}

// attempt asks for the lead once, after waiting for a while where another has it.
func (e *Engine) attempt(ctx context.Context, seen *sight, say func(string, ...any)) (*term, error) {
	e.mu.Lock()
	old := e.term
	e.mu.Unlock()
	asked := time.Now()
	kv, rev, err := e.leaderKey(ctx)
	if err != nil {
		return nil, err
	}
	if kv != nil && old != nil && clientv3.LeaseID(kv.Lease) == old.lease { // one's own, of a term that is over
		return nil, e.revoke(ctx, old.lease)
	}
	if kv != nil && !seen.silent(kv, asked) {
		l := told(kv)
		say("standing by", "leader", l.Node, "term", l.Term)
		wait := e.opt.Lease
		if l.Lease > 0 {
			wait = min(wait, l.Lease-time.Since(seen.since))
		}
		e.until(ctx, wait, e.opt.Prefix+keyLeader, rev+1, func(ev *clientv3.Event) bool {
			if ev.Type == clientv3.EventTypePut {
				seen.written(ev.Kv.ModRevision)
			}
			return ev.Type == clientv3.EventTypeDelete
		})
		return nil, nil
	}
	return e.win(ctx, kv)
}

// until waits for something to happen to a key from a revision on, for a while, which
// is a lease at the most: a watch may be stuck and say nothing, so whoever waits looks
// again.
func (e *Engine) until(ctx context.Context, wait time.Duration, key string, rev int64, happened func(*clientv3.Event) bool, opts ...clientv3.OpOption) {
	ctx, cancel := context.WithTimeout(ctx, max(wait, campaignRest/10))
	defer cancel()
	for resp := range e.client.Watch(clientv3.WithRequireLeader(ctx), key, append(opts, clientv3.WithRev(rev))...) {
		if slices.ContainsFunc(resp.Events, happened) {
			return
		}
		if resp.Err() != nil {
			pause(ctx, campaignRest)
			return
		}
	}
}

// depose takes the key of a silent leader away, unless it has written it after all.
// Its commits are refused from then on, however it wakes.
func (e *Engine) depose(ctx context.Context, kv *mvccpb.KeyValue) error {
	req, cancel := e.request(ctx)
	defer cancel()
	key := e.opt.Prefix + keyLeader
	_, err := e.client.Txn(req).If(clientv3.Compare(clientv3.ModRevision(key), "=", kv.ModRevision)).Then(clientv3.OpDelete(key)).Commit()
	return err
}

// win grants a lease and makes the leader's key under it, nil where another was
// first. A silent leader is deposed only after that: where etcd takes nothing, as
// without space, one that leads is better than none.
func (e *Engine) win(ctx context.Context, silent *mvccpb.KeyValue) (*term, error) {
	sent := time.Now()
	req, cancel := e.request(ctx)
	granted, err := e.client.Grant(req, int64(e.opt.Lease/time.Second))
	cancel()
	if err == nil {
		err = e.tooShort(time.Since(sent))
	}
	if err != nil {
		return nil, plainly(ctx, err)
	}
	if silent != nil {
		l := told(silent)
		e.opt.Log.Warn("the bot that leads gives no sign of life, and etcd has not ended its lease; it is deposed", "leader", l.Node, "term", l.Term)
		if err := e.depose(ctx, silent); err != nil {
			return nil, plainly(ctx, err) // the lease ends by itself
		}
	}
	t := &term{e: e, lease: granted.ID, ttl: time.Duration(granted.TTL) * time.Second, renewed: sent, signed: sent, lost: make(chan struct{}), mem: newCache(e.opt.Cache)}
	t.ctx, t.stop = context.WithCancel(e.ctx)
	t.wg.Go(t.keep)
	for { // an answer that is lost is asked for again: under this lease it is one key
		won, err := t.claim(ctx, sent)
		switch {
		case won:
			return t, nil
		case err == nil, refused(err), ctx.Err() != nil, !t.live():
			t.stop()
			t.wg.Wait()
			clear, cancel := e.request(e.ctx)
			_ = e.revoke(clear, t.lease) // it ends by itself
			cancel()
			return nil, plainly(ctx, err)
		}
		pause(ctx, resolvePause)
	}
}

// claim makes the leader's key, or finds that it has.
func (t *term) claim(ctx context.Context, since time.Time) (won bool, err error) {
	e := t.e
	leader, commit := e.opt.Prefix+keyLeader, e.opt.Prefix+keyCommit
	val, err := json.Marshal(Leader{Node: e.opt.Node, Version: e.opt.Version, Since: since, Lease: t.ttl})
	if err != nil {
		return false, err
	}
	req, cancel := e.request(ctx)
	defer cancel()
	asked := time.Now()
	resp, err := e.client.Txn(req).If(clientv3.Compare(clientv3.CreateRevision(leader), "=", 0)).
		Then(clientv3.OpPut(leader, string(val), clientv3.WithLease(t.lease)), clientv3.OpGet(commit)).
		Else(clientv3.OpGet(leader), clientv3.OpGet(commit)).Commit()
	if err != nil {
		return false, err
	}
	rev := resp.Header.Revision
	if !resp.Succeeded {
		kv := first(resp, 0)
		if kv == nil || clientv3.LeaseID(kv.Lease) != t.lease {
			return false, nil
		}
		rev = kv.CreateRevision
	}
	t.last = 0
	if kv := first(resp, 1); kv != nil {
		t.last = kv.ModRevision
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rev, t.seen, t.signed = rev, resp.Header.Revision, since
	if resp.Succeeded {
		t.signed = asked
	}
	return true, nil
}

// take makes a term the present one.
func (e *Engine) take(t *term) {
	e.mu.Lock()
	e.term = t
	e.mu.Unlock()
	e.opt.Log.Info("this process leads", "node", e.opt.Node, "term", t.rev, "lease", t.ttl)
	t.wg.Go(func() {
		l, err := e.ask(t.ctx, t.rev)
		if err != nil {
			if t.ctx.Err() == nil {
				e.opt.Log.Warn("etcd's limits could not be found out", "err", err)
			}
			return
		}
		e.mu.Lock()
		e.limits = l
		e.mu.Unlock()
		if said := l.said(); said != "" {
			e.opt.Log.Warn(said)
		}
	})
}
