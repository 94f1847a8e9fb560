package etcd

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"liubao/storage"
)

// What a process that does not lead wants written it asks the leader for, by a key:
// the leader takes the key away, does what it says and leaves the answer under
// another. So a request is carried out once at most, by whoever leads then; where the
// leader ends in between no answer comes. Both keys end with the asker's lease.

// ErrNobodyLeads: there is no leader to ask.
var ErrNobodyLeads = errors.New("no bot leads")

// ErrNoAnswer: the leader took a request and said nothing.
var ErrNoAnswer = errors.New("the bot that leads did not answer; look whether it was done before asking again")

const (
	mailTime = 30 * time.Second // how long an answer is waited for
	mailSize = storage.MaxTxBytes
)

type question struct {
	Name string `json:"name"`
	Body []byte `json:"body"`
}

type answer struct {
	Body []byte `json:"body,omitempty"`
	Err  string `json:"err,omitempty"`
}

// Ask has the leader, whoever that is, answer a request.
func (e *Engine) Ask(ctx context.Context, name string, body []byte) ([]byte, error) {
	if err := e.door.Enter(ctx); err != nil {
		return nil, err
	}
	defer e.door.Leave()
	if len(body) > mailSize {
		return nil, fmt.Errorf("%w: a request of %d bytes; ask on the machine of the bot that leads", storage.ErrTooLarge, len(body))
	}
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	val, err := json.Marshal(question{name, body})
	if err != nil {
		return nil, err
	}
	id := rand.Text()
	rev, err := e.post(ctx, id, string(val))
	if err != nil {
		return nil, err
	}
	key := e.opt.Prefix + dirAnswer + id
	for {
		a, ok, err := e.fetchAnswer(ctx, key)
		switch {
		case ctx.Err() != nil:
			return nil, ErrNoAnswer
		case ok && a.Err != "":
			return nil, errors.New(a.Err)
		case ok:
			return a.Body, nil
		case err != nil:
			pause(ctx, campaignRest)
		default:
			e.until(ctx, e.opt.Lease, key, rev, (*clientv3.Event).IsCreate)
		}
	}
}

// fetchAnswer looks whether an answer is there.
func (e *Engine) fetchAnswer(ctx context.Context, key string) (a answer, ok bool, err error) {
	req, cancel := e.request(ctx)
	defer cancel()
	resp, err := e.client.Get(req, key)
	if err != nil || len(resp.Kvs) == 0 {
		return a, false, err
	}
	if err := json.Unmarshal(resp.Kvs[0].Value, &a); err != nil {
		return answer{Err: fmt.Sprintf("the answer: %v", err)}, true, nil
	}
	return a, true, nil
}

// post leaves a question where somebody leads, and returns the revision from which
// the answer may come.
func (e *Engine) post(ctx context.Context, id, val string) (rev int64, err error) {
	req, cancel := e.request(ctx)
	defer cancel()
	lease, err := e.client.Grant(req, int64(2*mailTime/time.Second))
	if err != nil {
		return 0, plainly(ctx, err)
	}
	resp, err := e.client.Txn(req).If(clientv3.Compare(clientv3.CreateRevision(e.opt.Prefix+keyLeader), ">", 0)).
		Then(clientv3.OpPut(e.opt.Prefix+dirAsk+id, val, clientv3.WithLease(lease.ID))).Commit()
	switch {
	case err != nil:
		return 0, plainly(ctx, err)
	case !resp.Succeeded:
		return 0, ErrNobodyLeads
	}
	return resp.Header.Revision, nil
}

// Serve answers what others ask, one after the other, for as long as ctx and the
// present term last.
func (e *Engine) Serve(ctx context.Context, do func(ctx context.Context, name string, body []byte) ([]byte, error)) {
	t := e.leads()
	if t == nil {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.ctx, cancel)()
	for ctx.Err() == nil {
		if err := t.serve(ctx, do); err != nil && ctx.Err() == nil {
			e.opt.Log.Warn("what other bots ask cannot be read; trying on", "err", err)
			pause(ctx, campaignRest)
		}
	}
}

// serve answers what is there, and then waits for more.
func (t *term) serve(ctx context.Context, do func(context.Context, string, []byte) ([]byte, error)) error {
	dir := t.e.opt.Prefix + dirAsk
	req, cancel := t.e.request(ctx)
	have, err := t.e.client.Get(req, dir, clientv3.WithPrefix())
	cancel()
	if err != nil {
		return plainly(ctx, err)
	}
	for _, kv := range have.Kvs {
		t.reply(ctx, kv, do)
	}
	t.e.until(ctx, t.e.opt.Lease, dir, have.Header.Revision+1, (*clientv3.Event).IsCreate, clientv3.WithPrefix())
	return nil
}

// reply takes a question away, answers it, and leaves the answer.
func (t *term) reply(ctx context.Context, kv *mvccpb.KeyValue, do func(context.Context, string, []byte) ([]byte, error)) {
	e, leader := t.e, t.e.opt.Prefix+keyLeader
	req, cancel := e.request(ctx)
	taken, err := e.client.Txn(req).If(clientv3.Compare(clientv3.CreateRevision(leader), "=", t.rev),
		clientv3.Compare(clientv3.ModRevision(string(kv.Key)), "=", kv.ModRevision)).
		Then(clientv3.OpDelete(string(kv.Key))).Commit()
	cancel()
	if err != nil || !taken.Succeeded {
		return // whoever asked hears nothing
	}
	val, err := json.Marshal(answered(ctx, kv.Value, do))
	if err != nil {
		return
	}
	id := strings.TrimPrefix(string(kv.Key), e.opt.Prefix+dirAsk)
	req, cancel = e.request(ctx)
	defer cancel()
	if _, err := e.client.Put(req, e.opt.Prefix+dirAnswer+id, string(val), clientv3.WithLease(clientv3.LeaseID(kv.Lease))); err != nil {
		e.opt.Log.Warn("an answer could not be left for another bot", "err", err)
	}
}

func answered(ctx context.Context, val []byte, do func(context.Context, string, []byte) ([]byte, error)) answer {
	var q question
	if err := json.Unmarshal(val, &q); err != nil {
		return answer{Err: fmt.Sprintf("the question cannot be read: %v", err)}
	}
	body, err := do(ctx, q.Name, q.Body)
	switch {
	case err != nil:
		return answer{Err: err.Error()}
	case len(body) > mailSize:
		return answer{Err: "the answer is too long; ask on the machine of the bot that leads"}
	}
	return answer{Body: body}
}
