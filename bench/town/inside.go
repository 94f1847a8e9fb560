package town

import (
	"context"
	"log/slog"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/telegram"
	"liubao/internal/app/config"
	"liubao/internal/app/service"
	"liubao/storage"
)

// Inside puts the town's bot together in this process, on the machine's clock;
// it is not running yet. end stops it within five seconds.
func (t *Town) Inside(ctx context.Context, engine storage.Engine, limits bot.Limits) (s *service.Service, end func(), err error) {
	client, err := telegram.New(telegram.Config{Token: t.Server.Token(), BaseURL: t.Listener.URL()})
	if err != nil {
		return nil, nil, err
	}
	conf, err := config.Load(t.Config)
	if err != nil {
		return nil, nil, err
	}
	p, err := conf.LoadPlan("")
	if err != nil {
		return nil, nil, err
	}
	rules, err := conf.Rules(p)
	if err != nil {
		return nil, nil, err
	}
	s, err = service.New(ctx, service.Options{
		Engine: engine, Client: client, Limits: limits, Log: slog.New(slog.DiscardHandler),
		Desk: desk.Config{Plan: p, Rules: rules, Calendar: conf.Workdays(), Options: desk.Options{AutoPublish: true}},
	})
	return s, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s.Stop(ctx)
		client.Close()
	}, err
}

// Ask has one contact after the other act, one in each pause, and returns how
// long the answers took.
func (t *Town) Ask(ctx context.Context, pause time.Duration) (waits []time.Duration, err error) {
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return waits, nil
		case <-time.After(pause):
		}
		c := t.People[n%len(t.People)]
		before := len(c.Waits)
		if c.newest().version == 0 {
			err = c.opens()
		} else {
			err = c.act()
		}
		if err != nil {
			return waits, err
		}
		waits = append(waits, c.Waits[before:]...)
	}
}
