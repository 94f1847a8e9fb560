//go:build unix

package main

import (
	"encoding/json"
	"sync"
	"time"

	"liubao/storage/etcd"
	"liubao/storage/etcd/members"
)

// terms remembers who led when, as the servers told.
type terms struct {
	stop func()
	mu   sync.Mutex
	list []term
}

// term is one change of who leads; node is "" where nobody does.
type term struct {
	at   time.Time
	node string
}

func watchTerms(c *members.Cluster, key string) (*terms, error) {
	t := &terms{}
	var err error
	t.stop, err = c.Watch(key, t.learn)
	return t, err
}

// learn takes down that the leader's key changed. The leader says itself since when it
// leads: the news of it may be late when a server is killed.
func (t *terms) learn(at time.Time, val []byte) {
	var l etcd.Leader
	_ = json.Unmarshal(val, &l) // nothing where the key is gone
	if !l.Since.IsZero() {
		at = l.Since
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = append(t.list, term{at, l.Node})
}

func (t *terms) close() { t.stop() }

// late is how long a request may be on its way.
const late = 50 * time.Millisecond

// deposed counts what a bot began to say while another led already.
func (t *terms) deposed(node string, said []time.Time) (out []time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, at := range said {
		leads := node
		for _, x := range t.list {
			if x.node != "" && x.at.Before(at.Add(-late)) {
				leads = x.node
			}
		}
		if leads != node {
			out = append(out, at)
		}
	}
	return out
}

// starts returns when each bot began to lead. The town itself, which founds the data
// and looks at them in the end, is none of them.
func (t *terms) starts() (out []time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, x := range t.list {
		if x.node != "" && x.node != "town" {
			out = append(out, x.at)
		}
	}
	return out
}
