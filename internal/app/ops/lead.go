package ops

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"liubao/storage"
	"liubao/storage/migrate"
)

// Pauses of a program that does not lead.
const (
	refusedRest = 5 * time.Second // before it looks again whether it may lead
	membersLook = 5 * time.Second // between two looks at the members of the cluster
)

// serveTerms leads whenever it is this program's turn, for as long as ctx lasts: on
// a file at once and until the end; in a cluster until the lead is lost, and then it
// stands by again.
func (p *Program) serveTerms(ctx context.Context) error {
	defer p.attend(ctx)()
	for {
		if !p.mayLead(ctx) {
			return nil
		}
		lead, err := p.engine.Campaign(ctx)
		if err != nil {
			return ended(ctx, err)
		}
		err = p.term(ctx, lead)
		if ctx.Err() != nil || p.cluster == nil {
			return ended(ctx, err)
		}
		if err == nil {
			continue
		}
		p.refuse(err)
		if !p.sleepReal(ctx, refusedRest) { // others may be able to
			return nil
		}
	}
}

// mayLead waits until this program knows the data's schema: in a cluster a newer
// program may have written them, and an older one then only stands by. It reports
// false once ctx is done.
func (p *Program) mayLead(ctx context.Context) bool {
	for p.cluster != nil {
		look, done := context.WithTimeout(ctx, aliveTime)
		schema, err := migrate.SchemaOf(look, p.engine)
		why := p.mayServe(look)
		done()
		if errors.Is(why, storage.ErrUnfinished) || errors.Is(why, storage.ErrMoved) {
			p.refuse(why)
		} else if err == nil && schema > storage.Schema {
			p.refuse(fmt.Errorf("%w: its schema is %d and this program knows up to %d; it does not lead, and has to be replaced by the newer one", storage.ErrNewer, schema, storage.Schema))
		} else if err == nil || !errors.Is(err, storage.ErrNewer) {
			break // Campaign waits for a cluster that is away
		}
		if !p.sleepReal(ctx, refusedRest) {
			return false
		}
	}
	return ctx.Err() == nil
}

// refuse notes why this program does not lead though it could.
func (p *Program) refuse(err error) {
	text := err.Error()
	if was := p.refused.Swap(&text); was == nil || *was != text {
		p.Log.Error("this bot does not lead", "err", err)
	}
}

// sleepReal waits on the machine's clock, which leases run by.
func (p *Program) sleepReal(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// term serves for as long as ctx and one leadership last.
func (p *Program) term(ctx context.Context, lead storage.Leadership) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		if rerr := lead.Resign(end); rerr != nil && p.cluster == nil {
			err = errors.Join(err, rerr) // a lease ends by itself
		}
	}()
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	if lost := lead.Lost(); lost != nil {
		wg.Go(func() {
			select {
			case <-lost:
				cancel()
			case <-ctx.Done():
			}
		})
	}
	if p.cluster != nil {
		if err := p.ready(ctx); err != nil {
			return during(ctx, err)
		}
		if err := p.firstStart(ctx); err != nil {
			return during(ctx, err)
		}
	}
	s, err := p.connect(ctx, lead)
	if err != nil {
		return during(ctx, err)
	}
	if err := p.claimAtStart(ctx, s); err != nil {
		return during(ctx, err)
	}
	p.refused.Store(nil)
	p.service.Store(s)
	p.start(s)
	if p.cluster != nil {
		wg.Go(func() { p.cluster.Serve(ctx, p.answerMail) })
	}
	p.Log.Info("liubao runs", "version", p.Version, "bot", s.Desk.Username, "plan", p.plan().ID, "data", p.dataPlace())
	<-ctx.Done()
	p.Log.Info("stopping")
	p.service.Store(nil)
	p.drain(s)
	p.Log.Info("stopped")
	return nil
}

// within is how much of a lease must be left for a request to Telegram to begin.
func (p *Program) within() time.Duration {
	if p.cluster == nil {
		return 0
	}
	return p.Config.Data.Lease / 5 // a quarter of what a renewed one gives
}

// during is the error that ended a term, nil where the term was over before.
func during(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, storage.ErrNotLeading) {
		return nil //nolint:nilerr // the end of the term, not a failure
	}
	return err
}

// attend sees to what has to be seen to whoever leads, until ctx ends or the returned
// function is called: the file with the claim link, and the cluster's members.
func (p *Program) attend(ctx context.Context) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	end = func() { cancel(); wg.Wait() }
	wg.Go(func() { p.watchClaim(ctx) })
	if p.cluster == nil {
		return end
	}
	wg.Go(func() {
		for {
			p.look(ctx)
			if !p.sleepReal(ctx, membersLook) {
				return
			}
		}
	})
	return end
}

// look asks the cluster's members how they are, and who leads the bots.
func (p *Program) look(ctx context.Context) {
	if m, err := p.cluster.Members(ctx); err == nil && ctx.Err() == nil {
		p.members.Store(&m)
	}
	if l, _, err := p.cluster.Leader(ctx); err == nil {
		p.leader.Store(&l)
	}
}
