package service

import (
	"context"
	"errors"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk/orders"
	"liubao/internal/app/papers"
	"liubao/storage"
)

// paperTries is how often a paper that cannot be made is tried.
const paperTries = 3

// press makes the papers that have been asked for.
func (s *Service) press(ctx context.Context) error {
	for failed := 0; ; {
		n, err := s.pressSome(ctx, failed+1 >= paperTries)
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // the end, not a failure
		case err != nil:
			failed++
			s.log.Error("a paper could not be made", "err", err, "attempt", failed)
		default:
			failed = 0
		}
		s.failing.note(printing, err, s.clock.Now())
		if n > 0 && err == nil {
			continue
		}
		wait := s.tick
		if failed > 0 {
			wait = time.Second << min(failed, 8)
		}
		if !s.sleep(ctx, "papers", wait) {
			return nil
		}
	}
}

// pressSome makes what stands on the list. With last, what fails is given up.
func (s *Service) pressSome(ctx context.Context, last bool) (n int, err error) {
	var keys []string
	var rows []orders.Row
	if err := s.engine.View(ctx, func(r storage.Reader) error {
		keys, rows, err = orders.Waiting(r, 16)
		return err
	}); err != nil {
		return 0, err
	}
	var errs []error
	for i, row := range rows {
		if err := s.pressOne(ctx, keys[i], row, last); err != nil {
			errs = append(errs, err)
			continue
		}
		n++
	}
	return n, errors.Join(errs...)
}

// doing shows whoever waits for a paper that it is being made. What goes wrong with
// that matters to nobody.
func (s *Service) doing(ctx context.Context, row orders.Row) {
	what := bot.Uploading
	if row.Paper.Picture() {
		what = bot.Drawing
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := s.client.Doing(ctx, row.Chat, row.Thread, what); err != nil {
		s.log.Debug("nobody sees that a paper is being made", "err", err)
	}
}

func (s *Service) pressOne(ctx context.Context, key string, row orders.Row, last bool) error {
	now := s.clock.Now()
	if row.Asked { // somebody waits: they see that it is being made
		s.doing(ctx, row)
	}
	var files []papers.File
	err := guarded(func() (err error) { files, err = s.Press.Make(ctx, s.engine, row.Paper, now); return err })
	nothing := errors.Is(err, papers.ErrNothing)
	if err != nil && !nothing && !last {
		return err
	}
	if err != nil {
		if !nothing && ctx.Err() == nil {
			s.log.Error("a paper is given up", "err", err)
		}
		return s.Update(ctx, func(tx storage.Tx) error { return orders.Failed(tx, key, row, nothing, now) })
	}
	var made []orders.File
	for _, f := range files {
		sum, err := s.files.Put(ctx, f.Data)
		s.failing.note(storing, err, s.clock.Now())
		if err != nil {
			return fmt.Errorf("store a paper: %w", err)
		}
		made = append(made, orders.File{SHA256: sum, Name: f.Name, Caption: f.Caption, Proof: f.Proof})
	}
	return s.Update(ctx, func(tx storage.Tx) error { return s.Desk.PaperMade(tx, key, row, made, now) })
}
