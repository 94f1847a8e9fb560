package etcd

import (
	"context"
	"strings"
	"time"
)

// Figures are how an engine stands.
type Figures struct {
	Leads   bool          `json:"leads"`
	Term    int64         `json:"term,omitempty"`       // of this process, 0 where it does not lead
	Left    time.Duration `json:"lease_left,omitempty"` // of its lease, in nanoseconds
	Commits int64         `json:"commits,omitempty"`    // made since the start
	Failed  int64         `json:"failed,omitempty"`     // that were not, or are in doubt
	Reads   int64         `json:"reads,omitempty"`      // requests for what was not remembered
	Took    time.Duration `json:"took,omitempty"`       // all commits together
	Last    time.Duration `json:"last,omitempty"`       // the last one
	Cached  int           `json:"cached,omitempty"`     // bytes remembered
	// Failing is why the last commit was not made, "" where it was.
	Failing string `json:"failing,omitempty"`
	// Pending is since when a commit waits for etcd, zero where none does.
	Pending time.Time `json:"pending,omitzero"`
	// Waiting is why this process cannot ask for the lead, "" where it can, or leads.
	Waiting string `json:"waiting,omitempty"`
	// Lease is how long the lease lasts when it is renewed.
	Lease time.Duration `json:"lease,omitempty"`
}

// Figures returns them as they are now.
func (e *Engine) Figures() Figures {
	t := e.leads()
	e.mu.Lock()
	out := e.figures
	e.mu.Unlock()
	if t != nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		out.Leads, out.Term, out.Left, out.Cached = true, t.rev, t.left(time.Now()), t.mem.bytes
		out.Lease = t.ttl - t.margin()
	}
	return out
}

// reads counts a request for what was not remembered.
func (e *Engine) reads() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.figures.Reads++
}

// pending notes that a commit begins.
func (e *Engine) pending(at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.figures.Pending = at
}

// waits notes how an attempt to lead went.
func (e *Engine) waits(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.figures.Waiting = ""
	if err != nil {
		e.figures.Waiting = err.Error()
	}
}

// count takes in how a commit went.
func (e *Engine) count(took time.Duration, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.figures.Pending = time.Time{}
	if err != nil {
		e.figures.Failed++
		e.figures.Failing = err.Error()
		return
	}
	e.figures.Failing = ""
	e.figures.Commits++
	e.figures.Took += took
	e.figures.Last = took
}

// Member is one member of the cluster as it answers.
type Member struct {
	Endpoint string `json:"endpoint"`
	Version  string `json:"version,omitempty"`
	Leads    bool   `json:"leads,omitempty"` // the cluster, which is not who leads the bots
	Size     int64  `json:"size,omitempty"`  // of its database, in bytes
	Quota    int64  `json:"quota,omitempty"` // 0 where it does not tell
	Alarm    string `json:"alarm,omitempty"`
	Err      string `json:"err,omitempty"`
}

// Full is the share of its quota that a member uses, 0 where it does not tell.
func (m Member) Full() float64 {
	if m.Quota <= 0 {
		return 0
	}
	return float64(m.Size) / float64(m.Quota)
}

// Members asks each member of the configuration how it is.
func (e *Engine) Members(ctx context.Context) ([]Member, error) {
	if err := e.door.Enter(ctx); err != nil {
		return nil, err
	}
	defer e.door.Leave()
	out := make([]Member, len(e.opt.Endpoints))
	done := make(chan struct{})
	for i, at := range e.opt.Endpoints {
		go func() {
			out[i] = e.member(ctx, at)
			done <- struct{}{}
		}()
	}
	for range out {
		<-done
	}
	return out, nil
}

func (e *Engine) member(ctx context.Context, at string) Member {
	req, cancel := e.request(ctx)
	defer cancel()
	m := Member{Endpoint: at}
	s, err := e.client.Status(req, at)
	if err != nil {
		m.Err = plainly(ctx, err).Error()
		return m
	}
	m.Version, m.Size, m.Quota = s.Version, s.DbSize, s.DbSizeQuota
	m.Leads = s.Header.MemberId == s.Leader
	for _, kind := range []string{"NOSPACE", "CORRUPT"} {
		if strings.Contains(strings.Join(s.Errors, " "), kind) {
			m.Alarm = kind
		}
	}
	return m
}

// Node returns what the others are told of this process.
func (e *Engine) Node() string { return e.opt.Node }
