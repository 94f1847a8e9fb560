package app

import (
	"context"
	"time"

	"liubao/bot"
	"liubao/internal/app/config"
	"liubao/internal/app/ops"
	"liubao/internal/clock"
)

// serveCmd runs the bot.
type serveCmd struct {
	where
	Plan    string    `type:"path" placeholder:"FILE" help:"Plan file. Left out: what the configuration says."`
	StartAt time.Time `placeholder:"TIME" help:"Begin a virtual clock at this time, such as 2026-12-10T09:00:00+08:00. Only for a server of one's own."`
	Speed   float64   `placeholder:"N" help:"Let the virtual clock run N times as fast. Only for a server of one's own."`
	Stand   bool      `name:"stand-still" hidden:"" help:"Let the virtual clock stand still; who may open the control socket moves it. Only for a server of one's own."`
	Again   bool      `help:"Serve data that were moved elsewhere. No bot may serve them there."`
	New     bool      `help:"Begin anew where the data file is gone though there are backups of it."`
}

// Run serves until ctx ends: SIGTERM and SIGINT do that.
func (c *serveCmd) Run(ctx context.Context, sys System) error {
	file := c.find(sys)
	if file == "" {
		return errNoConfig
	}
	o, err := programOptions(sys, file, c.Plan)
	if err != nil {
		return err
	}
	if err := c.clock(sys, &o); err != nil {
		return err
	}
	if o.Log, err = newLogger(sys.Stderr, o.Config.Log); err != nil {
		return err
	}
	o.New, o.Again = c.New, c.Again
	for _, w := range o.Config.Warnings() {
		o.Log.Warn(w)
	}
	return ops.Run(ctx, o)
}

// programOptions reads configuration, plan and secrets.
func programOptions(sys System, configFile, planFile string) (ops.Options, error) {
	o := ops.Options{Version: version(sys)}
	var err error
	if o.Config, o.Plan, err = load(configFile, planFile); err != nil {
		return o, err
	}
	if o.Rules, err = o.Config.Rules(o.Plan); err != nil {
		return o, err
	}
	if o.Token, err = o.Config.Token(sys.Getenv); err != nil {
		return o, err
	}
	if o.Etcd, err = ops.EtcdOptions(o.Config, sys.Getenv, o.Version); err != nil {
		return o, err
	}
	if o.Outside, err = filesOutside(o.Config, sys); err != nil {
		return o, err
	}
	if o.Config.Webhook.Enabled() {
		o.WebhookSecret, err = o.Config.WebhookSecret(sys.Getenv)
	}
	return o, err
}

// clock sets the clock: the machine's, or a virtual one where flags or
// configuration ask for it. Flags go before the configuration.
func (c *serveCmd) clock(sys System, o *ops.Options) error {
	v := o.Config.Clock
	if !c.StartAt.IsZero() {
		v.StartAt = c.StartAt
	}
	if c.Speed != 0 {
		v.Speed = c.Speed
	}
	if !c.Stand {
		var err error
		o.Clock, o.Speed, err = virtualClock(o.Config, v, sys.Now())
		return err
	}
	if err := o.Config.RefuseVirtual(true); err != nil {
		return err
	}
	if v.StartAt.IsZero() {
		v.StartAt = sys.Now()
	}
	o.Moved = clock.NewVirtual(v.StartAt)
	o.Clock = o.Moved
	return nil
}

func virtualClock(conf *config.Config, v config.Clock, now time.Time) (bot.Clock, float64, error) {
	if err := conf.RefuseVirtual(v.Virtual()); err != nil {
		return nil, 0, err
	}
	if err := v.Check(); err != nil {
		return nil, 0, err
	}
	if !v.Virtual() {
		return clock.Real{}, 1, nil
	}
	if v.StartAt.IsZero() {
		v.StartAt = now
	}
	if v.Speed == 0 {
		v.Speed = 1
	}
	virtual := clock.NewVirtual(v.StartAt)
	virtual.SetSpeed(v.Speed)
	return virtual, v.Speed, nil
}
