package service

import (
	"context"
	"strings"

	"liubao/storage"
)

// nudger is an engine that tells a job as soon as work for it is committed, so
// that nobody waits for the job's next look.
type nudger struct {
	storage.Engine
	jobs map[string]string // by the prefix of the keys that mean work
	due  func() string     // the key up to which timers are due
	tell func(job string)
}

// Update runs fn on the engine and, once committed, nudges the jobs it made
// work for.
func (n nudger) Update(ctx context.Context, fn func(storage.Tx) error) error {
	var w *watched
	err := n.Engine.Update(ctx, func(tx storage.Tx) error {
		w = &watched{Tx: tx, n: &n}
		return fn(w)
	})
	if err == nil && w != nil {
		for job := range w.work {
			n.tell(job)
		}
	}
	return err
}

// watched notes which jobs a transaction makes work for.
type watched struct {
	storage.Tx
	n    *nudger
	work map[string]bool
}

func (w *watched) Put(key string, val []byte) error {
	for prefix, job := range w.n.jobs {
		if strings.HasPrefix(key, prefix) {
			w.has(job)
		}
	}
	if strings.HasPrefix(key, storage.RowTimer.Prefix()) && key < w.n.due() {
		w.has("reminders")
	}
	return w.Tx.Put(key, val)
}

func (w *watched) has(job string) {
	if w.work == nil {
		w.work = map[string]bool{}
	}
	w.work[job] = true
}
