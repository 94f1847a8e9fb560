// Package etcd is the storage engine for several machines: the keys live in an
// etcd cluster of 3.5 or later, under a prefix of their own, and of all processes
// that have it open one leads at a time and is the only one that writes.
//
// Promises: those of package storage; and a process that was deposed, however
// long it slept and whatever its clock says, cannot write: every commit is one
// transaction of etcd that compares the create revision of the leader's key. An
// answer to a commit that got lost is never answered by doing it again: a key
// that every commit changes tells whether it was made.
//
// Because nobody else writes, what a leader has read or written stays true for as
// long as it leads. So it keeps a bounded cache, and runs transactions in one
// queue on one overlay, as the engine for one machine does; commits of everybody
// who waits are one transaction of etcd. Whoever does not lead reads from etcd, at
// one revision, and cannot write.
//
// No request to etcd goes without a time limit. What etcd's operator must know,
// such as limits of the server that are too low, is said in plain words.
package etcd

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc"

	"liubao/storage"
	"liubao/storage/internal/txn"
)

// Options say which cluster, and how to deal with it. Endpoints and Prefix must be
// set.
type Options struct {
	Endpoints []string // host:port, or with http:// or https://
	// Prefix is what all keys start with, such as "liubao/river-chiefs/"; each bot
	// of a cluster has its own. A missing slash at its end is added.
	Prefix   string
	Username string // with Password; none where ""
	Password string
	TLS      *tls.Config // none where nil
	// Lease is how long the others wait for a leader that is silent: whole seconds
	// from 2 s on; 10 s where 0.
	Lease time.Duration
	// Timeout bounds one request to etcd; 5 s where 0.
	Timeout time.Duration
	// Cache bounds what a leader remembers, in bytes; 64 MiB where 0.
	Cache int
	// Node is what the others are told of a leader: the machine's name where "".
	Node string
	// Version is the program's, told with it.
	Version string
	Log     *slog.Logger // none where nil
}

// Engine is an open prefix of a cluster.
type Engine struct {
	opt    Options
	client *clientv3.Client
	data   string          // what keys of the store start with
	ctx    context.Context // ends with Close
	stop   context.CancelFunc

	queue *txn.Queue
	turn  chan struct{} // a token: whoever has it may campaign
	door  txn.Door

	mu      sync.Mutex // guards what follows
	term    *term      // the present one, or the last; nil before the first
	limits  limits
	figures Figures
}

var _ storage.Engine = (*Engine)(nil)

// Keys beside the store's own.
const (
	keyLeader = "leader"
	keyCommit = "commit"
	dirData   = "d/"
	dirAsk    = "ask/"
	dirAnswer = "answer/"
)

// Open makes a client. The cluster need not be there, unless there is a user: it is
// asked when something is asked of the engine.
func Open(opt Options) (*Engine, error) {
	if err := opt.check(); err != nil {
		return nil, err
	}
	client, err := clientv3.New(clientv3.Config{
		Endpoints: opt.Endpoints, TLS: opt.TLS, DialTimeout: opt.Timeout, Logger: zap.NewNop(),
		DialKeepAliveTime: 10 * time.Second, DialKeepAliveTimeout: 3 * time.Second,
		MaxCallSendMsgSize: 8 << 20, MaxCallRecvMsgSize: 64 << 20,
		Username: opt.Username, Password: opt.Password,
		// A member that is not there is not dialled for longer than a lease may take.
		DialOptions: []grpc.DialOption{grpc.WithConnectParams(connecting)},
		// Reads are asked for again; writes are not, unless a token has expired.
		MaxUnaryRetries: 10,
	})
	if err != nil {
		return nil, plainly(context.Background(), errors.Join(err, opt.handshake()))
	}
	e := &Engine{opt: opt, client: client, data: opt.Prefix + dirData, turn: make(chan struct{}, 1)}
	e.ctx, e.stop = context.WithCancel(context.Background())
	e.turn <- struct{}{}
	e.queue = txn.NewQueue(&commits{e: e})
	return e, nil
}

// check fills in what was left out.
func (o *Options) check() error {
	if len(o.Endpoints) == 0 || strings.Trim(o.Prefix, "/") == "" {
		return errors.New("etcd: endpoints and a prefix must be given")
	}
	o.Prefix = strings.TrimSuffix(o.Prefix, "/") + "/"
	if o.Lease == 0 {
		o.Lease = 10 * time.Second
	}
	if o.Lease < 2*time.Second || o.Lease%time.Second != 0 {
		return fmt.Errorf("etcd: a lease of %s; write whole seconds, 2 or more", o.Lease)
	}
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Cache <= 0 {
		o.Cache = 64 << 20
	}
	if o.Node == "" {
		o.Node, _ = os.Hostname() // a name to read; "" says nothing
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

// request bounds one request to etcd.
func (e *Engine) request(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, e.opt.Timeout)
}

// leads returns the present term, nil where there is none.
func (e *Engine) leads() *term {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.term == nil || !e.term.live() {
		return nil
	}
	return e.term
}

// View implements [storage.Engine]. A leader reads what it remembers, another one
// asks etcd how far it is first.
func (e *Engine) View(ctx context.Context, fn func(storage.Reader) error) error {
	if err := e.door.Enter(ctx); err != nil {
		return err
	}
	defer e.door.Leave()
	base, err := e.snapshot(ctx)
	if err != nil {
		return err
	}
	return txn.View(ctx, base, fn)
}

// Update implements [storage.Engine]. It is [storage.ErrNotLeading] where this
// process does not lead, or no longer.
func (e *Engine) Update(ctx context.Context, fn func(storage.Tx) error) error {
	if err := e.door.Enter(ctx); err != nil {
		return err
	}
	defer e.door.Leave()
	return e.queue.Update(ctx, fn)
}

// Close implements [storage.Engine]. What was asked for before is committed, then
// the lead is given up.
func (e *Engine) Close() error {
	if !e.door.Close() {
		<-e.queue.Stopped()
		return nil
	}
	e.queue.Close()
	if t := e.leads(); t != nil {
		ctx, cancel := e.request(e.ctx)
		_ = t.Resign(ctx) // it ends by itself
		cancel()
	}
	e.stop()
	<-e.turn // whoever campaigned has seen it
	if err := e.client.Close(); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("close etcd: %w", err)
	}
	return nil
}
