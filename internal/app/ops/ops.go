// Package ops runs the bot as a service and answers its operator: claims,
// backups, the audit log, health and figures.
//
// Promises: the bot's file is opened before anything else, so that two bots
// never share it; a Telegram that cannot be reached delays the bot and does
// not end it; a stop takes five seconds at most; secrets stand in files of
// mode 0600 and never in the log.
package ops

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/spine"
	"liubao/bot/telegram"
	"liubao/internal/app/backups"
	"liubao/internal/app/config"
	"liubao/internal/app/plans"
	"liubao/internal/app/service"
	"liubao/internal/clock"
	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/etcd"
	"liubao/storage/files"
)

// drainTime is how long a stop waits for what is under way; with what follows
// it a stop takes less than five seconds.
const drainTime = 4 * time.Second

// Options is what a program is made of. Config, Plan and Rules must be set,
// and for a bot Token.
type Options struct {
	Config *config.Config
	Plan   *plan.Plan
	Rules  schedules.Rules
	Token  config.Secret
	// NoToken says why there is no token, for commands that want one only
	// where no bot runs.
	NoToken error
	// Outside is where files are kept that are not with the data, nil for nowhere;
	// NoOutside says why it cannot be used though the configuration names it.
	Outside   files.Objects
	NoOutside error
	// WebhookSecret is needed where the configuration has a webhook.
	WebhookSecret config.Secret
	// Etcd is the cluster that keeps the data, nil where a file does: see
	// [EtcdOptions].
	Etcd  *etcd.Options
	Clock bot.Clock // the machine's where nil
	// Speed is how many times as fast as the machine's the clock runs; 1 where 0.
	Speed float64
	// Moved is the clock where it stands still until the control socket moves it, and
	// nil for any other. It is Clock too.
	Moved   *clock.Virtual
	Log     *slog.Logger // none where nil
	Version string
	// Disk stands between the program and its file, nil for nothing: for whoever tries
	// what happens when the disk fails.
	Disk func(storage.Engine) storage.Engine
	// New lets a bot begin anew though there are backups, and Again serve data that
	// were moved elsewhere.
	New, Again bool
}

// Program is the bot as a service. Use [Open], then [Program.Run].
type Program struct {
	Options
	engine store
	// cluster is the engine where several programs share it, nil on a file.
	cluster *etcd.Engine
	planned atomic.Pointer[planned]
	planNow func(storage.Reader) (*plan.Plan, error) // as the data hold it, nil while they hold none
	client  *telegram.Client                         // nil without a token
	// service is nil until Telegram has said who the bot is.
	service  atomic.Pointer[service.Service]
	serving  atomic.Bool // set by Run
	started  time.Time
	httpAddr atomic.Value              // where health is served, a string
	backedUp atomic.Pointer[time.Time] // the last scheduled backup
	// backupFailing is since when none can be made, nil where the last one was.
	backupFailing atomic.Pointer[time.Time]
	examined      atomic.Pointer[backups.Examined] // what was found in it
	looks         atomic.Int64                     // when the operator's alarms are next looked at, in nanoseconds
	// Of a cluster: what its members said last, who leads, and why this program
	// does not.
	members atomic.Pointer[[]etcd.Member]
	leader  atomic.Pointer[etcd.Leader]
	refused atomic.Pointer[string]
}

// Run opens the program, runs it until ctx ends, and closes it.
func Run(ctx context.Context, o Options) error {
	p, err := Open(o)
	if err != nil {
		return err
	}
	return errors.Join(p.Run(ctx), p.Close())
}

// Open takes the data file and makes the client. Nothing runs yet; whoever
// opened a program closes it.
func Open(o Options) (*Program, error) {
	if o.Clock == nil {
		o.Clock = clock.Real{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Speed <= 0 {
		o.Speed = 1
	}
	p := &Program{Options: o, started: o.Clock.Now(), planNow: plans.Follow(o.Clock.Now, o.Config.Override)}
	var err error
	if o.NoToken == nil {
		if p.client, err = NewClient(o.Config, o.Token); err != nil {
			return nil, err
		}
	}
	if o.NoOutside != nil {
		return nil, o.NoOutside
	}
	if err := p.openStore(); err != nil {
		return nil, err
	}
	if p.cluster != nil {
		return p, nil // who leads sees to the data
	}
	if err := p.ready(context.Background()); err != nil {
		return nil, errors.Join(err, p.engine.Close())
	}
	return p, nil
}

// ready brings the file up to date and makes the plan what the file holds.
func (p *Program) ready(ctx context.Context) error {
	if p.cluster == nil {
		if err := errors.Join(backups.ClearAway(p.Config.Data.File), p.unwritten()); err != nil {
			return err
		}
	}
	if err := p.engine.View(ctx, storage.Complete); err != nil {
		return err
	}
	p.planned.Store(nil) // whoever led meanwhile may have changed it
	if err := p.upgrade(ctx); err != nil {
		return err
	}
	return errors.Join(p.startDay(ctx, false), p.planOverTime(ctx))
}

// NewClient returns the client that the configuration describes.
func NewClient(c *config.Config, token config.Secret) (*telegram.Client, error) {
	return telegram.New(telegram.Config{Token: token.Reveal(), BaseURL: c.Telegram.API, Proxy: c.Telegram.Proxy, LocalFiles: c.Telegram.LocalFiles})
}

// Desk returns what a desk works from under the options.
func (o Options) Desk() desk.Config {
	return desk.Config{
		Features: service.Features(),
		Plan:     o.Plan, Rules: o.Rules, Calendar: o.Config.Workdays(),
		Options: desk.Options{AutoPublish: o.Config.Rollup.AutoPost, Protect: o.Config.Telegram.Protect, Extra: o.Config.NoticeText},
	}
}

// deskNow is what a desk works from whose plan follows the data file.
func (p *Program) deskNow() desk.Config {
	c := p.Desk()
	c.Plan = p.plan()
	if c.Plan.History() != nil {
		c.PlanNow = p.planNow
	}
	return c
}

// Run serves until ctx ends, and then stops within five seconds.
func (p *Program) Run(ctx context.Context) error {
	p.serving.Store(true)
	if p.cluster == nil {
		if err := p.firstStart(ctx); err != nil {
			return ended(ctx, err)
		}
	}
	open, err := p.listen()
	if err != nil {
		open.Close()
		return err
	}
	defer open.Close()
	defer p.watch(ctx)()
	return p.serveTerms(ctx)
}

// firstStart notes what a data file keeps from its first start on: the day and
// the plan.
func (p *Program) firstStart(ctx context.Context) error {
	if err := errors.Join(p.mayServe(ctx), p.again(ctx)); err != nil {
		return err
	}
	if err := p.startDay(ctx, true); err != nil {
		return err
	}
	return p.takePlan(ctx)
}

// ended is the error that ended a start, nil where it was to end.
func ended(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return nil
}

// drain lets what is under way finish, for a time.
func (p *Program) drain(s *service.Service) {
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	s.Stop(ctx)
}

// Close lets go of the data file.
func (p *Program) Close() error { return p.engine.Close() }

// connect asks Telegram who the bot is, again and again while it cannot be
// reached and ctx lasts.
func (p *Program) connect(ctx context.Context, lead storage.Leadership) (*service.Service, error) {
	said := ""
	for n := 0; ; n++ {
		s, err := p.assemble(ctx, lead)
		switch {
		case err == nil && said != "":
			p.Log.Info("Telegram can be reached again", "attempts", n+1)
			return s, nil
		case err == nil:
			return s, nil
		case ctx.Err() != nil:
			return nil, err
		case !passing(err):
			return nil, plainly(p.Config, err)
		}
		if said != err.Error() {
			said = err.Error()
			p.Log.Warn("Telegram cannot be reached; the bot goes on trying and starts as soon as it can", "err", err)
		}
		if !p.sleep(ctx, pause(n)) {
			return nil, err
		}
	}
}

func (p *Program) assemble(ctx context.Context, lead storage.Leadership) (*service.Service, error) {
	jobs := []spine.Job{{Name: "plan", Run: p.turns}, {Name: "closing", Run: p.closings}}
	if p.Config.Backup.Dir != "" {
		jobs = append(jobs, spine.Job{Name: "backups", Run: p.backups})
	}
	if p.Config.Webhook.Enabled() {
		jobs = append(jobs, spine.Job{Name: "webhook", Run: p.announce})
	}
	var round time.Duration
	if p.Moved != nil { // its hours pass in moments, too few to look through all rows
		round = 24 * time.Hour
	}
	s, err := service.New(ctx, service.Options{
		Engine: storage.Under(p.engine, lead), Lead: lead, Within: p.within(), Client: p.client, Desk: p.deskNow(), Clock: p.Clock, Log: p.Log, Tick: p.scaled(time.Minute), Round: round,
		Limits: limits(p.Config), Jobs: jobs, Fonts: p.Config.Documents.Fonts(), Outside: p.Outside,
	})
	if err != nil {
		return nil, err
	}
	return s, p.withdraw(ctx)
}

// limits returns the rates to send at; zero ones are the service's own choice.
func limits(c *config.Config) bot.Limits {
	if c.Telegram.Unlimited {
		return bot.NoLimits
	}
	return bot.Limits{}
}

// scaled returns a time on the program's clock that lasts a second and more on
// the machine's, however fast the former runs.
func (p *Program) scaled(d time.Duration) time.Duration {
	return max(d, time.Duration(p.Speed*float64(time.Second)))
}

// sleep waits on the program's clock and reports whether ctx still lasts.
func (p *Program) sleep(ctx context.Context, d time.Duration) bool {
	fired, stop := p.Clock.Timer(d)
	defer stop()
	select {
	case <-fired:
		return true
	case <-ctx.Done():
		return false
	}
}

// pause returns how long to wait after the nth failure in a row, from 0.
func pause(n int) time.Duration { return min(time.Second<<min(n, 5), 30*time.Second) }

// passing reports whether trying again later may help.
func passing(err error) bool {
	e, ok := errors.AsType[*bot.Error](err)
	return ok && e.Class != bot.Unauthorized
}

// plainly says what the operator can do where the error itself does not.
func plainly(c *config.Config, err error) error {
	if bot.ClassOf(err) != bot.Unauthorized {
		return err
	}
	from := c.Telegram.TokenFile
	if from == "" || os.Getenv(config.TokenEnv) != "" { // which goes before the file
		from = "the environment variable " + config.TokenEnv
	}
	return fmt.Errorf("the Bot API server refuses the token; write the one that @BotFather gave into %s, and check telegram.api: %w", from, err)
}
