package etcd

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"liubao/storage"
	"liubao/storage/etcd/members"
)

// deaf is a client's KV that loses answers, and requests.
type deaf struct {
	clientv3.KV

	mu   sync.Mutex
	lose []string // what becomes of the coming transactions: answer, request, soon, late or ""
	soon []func() // arrives before the next one
	late []func()
}

// Txn does not end with the caller's context: what is on its way arrives.
func (d *deaf) Txn(ctx context.Context) clientv3.Txn {
	return &deafTxn{Txn: d.KV.Txn(context.WithoutCancel(ctx)), d: d}
}

type deafTxn struct {
	clientv3.Txn
	d     *deaf
	other bool // it is no commit: nothing of it is lost
}

func (x *deafTxn) If(cs ...clientv3.Cmp) clientv3.Txn {
	x.other = len(cs) == 1
	x.Txn = x.Txn.If(cs...)
	return x
}

func (x *deafTxn) Then(ops ...clientv3.Op) clientv3.Txn {
	x.Txn = x.Txn.Then(ops...)
	return x
}

func (x *deafTxn) Else(ops ...clientv3.Op) clientv3.Txn {
	x.Txn = x.Txn.Else(ops...)
	return x
}

func (x *deafTxn) Commit() (*clientv3.TxnResponse, error) {
	if x.other {
		return x.Txn.Commit()
	}
	x.d.mu.Lock()
	defer x.d.mu.Unlock()
	for _, arrive := range x.d.soon {
		arrive()
	}
	x.d.soon = nil
	what := ""
	if len(x.d.lose) > 0 {
		what, x.d.lose = x.d.lose[0], x.d.lose[1:]
	}
	arrive := func() { _, _ = x.Txn.Commit() }
	gone := status.Error(codes.Unavailable, "transport is closing")
	switch what {
	case "soon":
		x.d.soon = append(x.d.soon, arrive)
		return nil, gone
	case "late":
		x.d.late = append(x.d.late, arrive)
		return nil, gone
	case "request":
		return nil, gone
	}
	resp, err := x.Txn.Commit()
	if err == nil && what == "answer" {
		return nil, gone
	}
	return resp, err
}

// However answers and requests get lost, a commit that was answered with nil was made,
// once, and the lead is kept.
func TestLostAnswers(t *testing.T) {
	c := members.ForTest(t, 1, members.Args...)
	for _, lose := range [][]string{
		{"answer"}, {"request"}, {"late"}, {"answer", "answer"}, {"answer", "request"}, {"request", "answer"},
		{"request", "request", "answer", "answer"}, {"late", "answer"}, {"answer", "late", "answer"}, {"late", "late", "answer"},
		{"soon"}, {"soon", "soon"}, {"request", "soon", "answer"},
	} {
		t.Run(fmt.Sprint(lose), func(t *testing.T) {
			o := optionsOn(c)
			o.Lease = 10 * time.Second
			e := stands(t, o)
			d := &deaf{KV: e.client.KV}
			e.client.KV = d // before it leads: what looks for the server's limits reads it meanwhile
			_, err := e.Campaign(context.Background())
			require.NoError(t, err)
			require.NoError(t, put(e, "before", "1"))
			d.mu.Lock()
			d.lose = lose
			d.mu.Unlock()
			add := func() error {
				return e.Update(context.Background(), func(tx storage.Tx) error {
					val, _, err := tx.Get("n")
					if err != nil {
						return err
					}
					return tx.Put("n", append(val, 'x'))
				})
			}
			for range 3 {
				require.NoError(t, add())
			}
			for _, arrive := range d.late { // a request that was given up arrives at last
				arrive()
			}
			fresh := stands(t, e.opt)
			assert.Equal(t, "xxx", get(t, fresh, "n"), "what comes late changes nothing")
			require.NoError(t, add())
			assert.Equal(t, "xxxx", get(t, e, "n"))
			assert.Equal(t, "xxxx", get(t, fresh, "n"), "and so etcd has it")
			assert.NotNil(t, e.leads())
		})
	}
}
