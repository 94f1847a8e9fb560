package ops

import (
	"context"
	"fmt"
	"strconv"

	"liubao/bot"
	"liubao/storage"
)

// letters returns the dead letters, the oldest first.
func (p *Program) letters(ctx context.Context) (out []bot.Letter, err error) {
	out = []bot.Letter{}
	err = p.engine.View(ctx, func(r storage.Reader) error {
		all, err := bot.Letters(r)
		out = append(out[:0], all...)
		return err
	})
	return out, err
}

// retry puts a dead letter back to where it came from. A bot that runs takes it up
// at once, another one when it starts.
func (p *Program) retry(ctx context.Context, number string) (bot.Letter, error) {
	return p.take(ctx, number, func(n uint64) error {
		if s := p.service.Load(); s != nil {
			return s.Retry(ctx, n)
		}
		return p.engine.Update(ctx, func(tx storage.Tx) error { return bot.Retry(tx, n, p.Clock.Now()) })
	})
}

// drop throws a dead letter away.
func (p *Program) drop(ctx context.Context, number string) (bot.Letter, error) {
	return p.take(ctx, number, func(n uint64) error {
		return p.engine.Update(ctx, func(tx storage.Tx) error { return bot.Drop(tx, n) })
	})
}

// take does something with a letter and returns what it was.
func (p *Program) take(ctx context.Context, number string, do func(uint64) error) (bot.Letter, error) {
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return bot.Letter{}, fmt.Errorf("%q is no number of a dead letter; liubao dead lists them", number)
	}
	all, err := p.letters(ctx)
	if err != nil {
		return bot.Letter{}, err
	}
	for _, l := range all {
		if l.Number == n {
			return l, do(n)
		}
	}
	return bot.Letter{}, fmt.Errorf("there is no dead letter %d; liubao dead lists them", n)
}
