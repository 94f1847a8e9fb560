package service

import (
	"context"
	"time"

	"liubao/bot"
	"liubao/storage"
)

// gate is a channel before which a leadership is looked at: what could still be
// under way when another process leads is not begun, and what was begun ends with
// the lease. Whoever is polled for, answered and told is then polled for, answered
// and told by one process at a time.
type gate struct {
	bot.Channel
	lead storage.Leadership
	// within is how much of the lease must be left for a request to begin.
	within time.Duration
}

// gated returns a channel under a leadership; one that is never lost needs no gate.
func gated(c bot.Channel, lead storage.Leadership, within time.Duration) bot.Channel {
	if lead == nil || lead.Lost() == nil {
		return c
	}
	return gate{c, lead, within}
}

// errNotLeading is what is certainly not done for lack of a lease.
func errNotLeading() error {
	return &bot.Error{Class: bot.Temporary, Text: "this process may lose the lead before the request is over, so that it is not begun"}
}

// open returns a context that ends with the lease, or an error where too little of
// it is left.
func (g gate) open(ctx context.Context) (context.Context, context.CancelFunc, error) {
	until := g.lead.Until()
	select {
	case <-g.lead.Lost():
		return nil, nil, errNotLeading()
	default:
	}
	if left := min(time.Until(until), until.Round(0).Sub(time.Now().Round(0))); left < g.within {
		return nil, nil, errNotLeading()
	}
	ctx, cancel := context.WithDeadline(ctx, until)
	return ctx, cancel, nil
}

// Deliver implements [bot.Channel]. A file may take longer than the lease lasts when
// it is begun: it goes on while that is renewed.
func (g gate) Deliver(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	bounded, cancel, err := g.open(ctx)
	if err != nil {
		return "", err
	}
	defer cancel()
	if d.Data != nil || len(d.All) > 0 {
		cancel()
		bounded, cancel = g.while(ctx)
		defer cancel()
	}
	return g.Channel.Deliver(bounded, d)
}

// while returns a context that ends when the leadership is lost.
func (g gate) while(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-g.lead.Lost():
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// Answer implements [bot.Channel].
func (g gate) Answer(ctx context.Context, press string, a bot.Answer) error {
	ctx, cancel, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	return g.Channel.Answer(ctx, press, a)
}

// Doing implements [bot.Channel].
func (g gate) Doing(ctx context.Context, chat bot.Address, thread int, what bot.Doing) error {
	ctx, cancel, err := g.open(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	return g.Channel.Doing(ctx, chat, thread, what)
}

// Receive implements [bot.Channel]. It may wait for longer than a lease lasts, and
// ends when that is lost; what it brought cannot be committed then, and so is not
// acknowledged.
func (g gate) Receive(ctx context.Context, cursor string, limit int, wait time.Duration) ([]bot.Inbound, string, error) {
	_, shut, err := g.open(ctx)
	if err != nil {
		return nil, "", err
	}
	shut()
	bounded, cancel := g.while(ctx)
	defer cancel()
	return g.Channel.Receive(bounded, cursor, limit, wait)
}
