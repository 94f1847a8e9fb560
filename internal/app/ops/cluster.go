package ops

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"liubao/internal/app/claims"
	"liubao/storage/etcd"
	"liubao/storage/migrate"
)

// Cluster is how a program that shares its data stands.
type Cluster struct {
	Node    string        `json:"node"`
	Leader  string        `json:"leader,omitempty"` // "" where nobody leads
	Term    int64         `json:"term,omitempty"`
	Figures etcd.Figures  `json:"figures"`
	Members []etcd.Member `json:"members,omitempty"`
}

// What is wrong with a cluster before it fails.
const (
	slowCommit = time.Second
	fullWarn   = 0.6 // share of its quota that a member may use
)

// writing are the requests that change data, which in a cluster the leader alone does.
var writing = map[string]bool{"claim": true, "plan/apply": true, "dead/retry": true, "dead/drop": true}

// answer answers a request, or has the leader answer it.
func (p *Program) answer(ctx context.Context, name string, args url.Values) (any, error) {
	if p.cluster == nil || !writing[name] || p.service.Load() != nil {
		return requests[name](ctx, p, args)
	}
	return p.forward(ctx, name, args)
}

// forward has the leader answer a request. The link for the director is written
// down on this machine, too: here is who asked for it.
func (p *Program) forward(ctx context.Context, name string, args url.Values) (any, error) {
	body, err := p.cluster.Ask(ctx, name, []byte(args.Encode()))
	if err != nil {
		return nil, err
	}
	if name != "claim" {
		return json.RawMessage(body), nil
	}
	var c claims.Claim
	if err := json.Unmarshal(body, &c); err != nil {
		return nil, fmt.Errorf("the leader's answer: %w", err)
	}
	c.File = claims.File(p.Config)
	if err := c.Write(p.plan().Location()); err != nil {
		return nil, err
	}
	out, err := json.Marshal(c)
	return json.RawMessage(out), err
}

// answerMail answers what another bot was asked.
func (p *Program) answerMail(ctx context.Context, name string, body []byte) ([]byte, error) {
	answer, ok := requests[name]
	if !ok || !writing[name] {
		return nil, fmt.Errorf("this bot, version %s, does not know the request %q", p.Version, name)
	}
	args, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	v, err := answer(ctx, p, args)
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// alone answers a request on a program that is only opened. What writes goes to the
// leader, and where nobody leads this program does for a moment.
func (p *Program) alone(ctx context.Context, name string, args url.Values) (any, error) {
	if p.cluster == nil {
		return requests[name](ctx, p, args)
	}
	if !writing[name] {
		if err := p.readable(ctx); err != nil {
			return nil, err
		}
		p.look(ctx)
		return requests[name](ctx, p, args)
	}
	v, err := p.forward(ctx, name, args)
	if !errors.Is(err, etcd.ErrNobodyLeads) {
		return v, err
	}
	wait, cancel := context.WithTimeout(ctx, 3*p.Config.Data.Lease)
	defer cancel()
	lead, err := p.engine.Campaign(wait)
	if err != nil {
		return nil, fmt.Errorf("nobody leads, and this command could not either: %w", err)
	}
	if err := p.ready(ctx); err != nil {
		return nil, errors.Join(err, lead.Resign(ctx))
	}
	v, err = requests[name](ctx, p, args)
	return v, errors.Join(err, lead.Resign(ctx))
}

// readable refuses data that this program cannot read as they are, and takes the
// plan out of them.
func (p *Program) readable(ctx context.Context) error {
	if err := p.engine.View(ctx, migrate.Readable); err != nil {
		return err
	}
	return errors.Join(p.startDay(ctx, false), p.planOverTime(ctx))
}

// standing tells how the program stands in its cluster.
func (p *Program) standing() *Cluster {
	if p.cluster == nil {
		return nil
	}
	c := &Cluster{Node: p.cluster.Node(), Figures: p.cluster.Figures()}
	if l := p.leader.Load(); l != nil {
		c.Leader, c.Term = l.Node, l.Term
	}
	if c.Figures.Leads {
		c.Leader, c.Term = c.Node, c.Figures.Term
	}
	if m := p.members.Load(); m != nil {
		c.Members = *m
	}
	return c
}

// standby says whom a program that does not lead stands by for, "" where it leads.
func (p *Program) standby(c *Cluster) string {
	switch {
	case c == nil || c.Figures.Leads:
		return ""
	case c.Leader == "" || c.Leader == c.Node:
		return "standby: no bot leads at this moment"
	}
	return fmt.Sprintf("standby: %s leads", c.Leader)
}

// cluster looks at the cluster.
func (t *troubles) cluster(p *Program, c *Cluster, now time.Time) {
	if c == nil {
		return
	}
	if why := p.refused.Load(); why != nil {
		t.problem("this bot does not lead: %s", *why)
	}
	f := c.Figures
	switch {
	case !f.Pending.IsZero() && now.Sub(f.Pending) > slowCommit:
		t.problem("etcd has not answered to a commit since %s; nothing is acknowledged meanwhile", p.stamp(f.Pending))
	case f.Leads && f.Last > slowCommit:
		t.problem("etcd is slow: the last commit took %s", f.Last.Round(100*time.Millisecond))
	}
	if f.Waiting != "" {
		t.problem("the lead cannot be asked for: %s", f.Waiting)
	}
	if f.Leads && f.Failing != "" {
		t.problem("etcd does not take what is written: %s", f.Failing)
	}
	if f.Leads && f.Left < f.Lease/2 {
		t.problem("etcd does not renew the lease, of which %s are left", f.Left.Round(100*time.Millisecond))
	}
	var alarms []string
	for _, m := range c.Members {
		switch {
		case m.Err != "":
			t.warn("the etcd member %s does not answer", m.Endpoint)
		case m.Alarm != "" && !slices.Contains(alarms, m.Alarm):
			alarms = append(alarms, m.Alarm)
			t.problem("etcd raises the alarm %s", m.Alarm)
		case m.Full() > fullWarn:
			t.warn("the etcd member %s uses %d%% of its quota; compact and defragment it, or raise --quota-backend-bytes", m.Endpoint, int(100*m.Full()))
		}
	}
}
