package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"liubao/internal/app/archive"
	"liubao/internal/app/backups"
	"liubao/internal/app/claims"
	"liubao/internal/app/config"
	"liubao/internal/app/ops"
	"liubao/internal/clock"
	"liubao/reports/clean"
	"liubao/storage/audit"
	"liubao/storage/files"
)

// operatorOptions is programOptions for commands that ask a running bot, or
// the data file where none runs: they want no token but in some cases.
func operatorOptions(sys System, configFile, planFile string) (ops.Options, error) {
	o := ops.Options{Version: version(sys)}
	var err error
	if o.Config, o.Plan, err = load(configFile, planFile); err != nil {
		return o, err
	}
	if o.Rules, err = o.Config.Rules(o.Plan); err != nil {
		return o, err
	}
	if o.Etcd, err = ops.EtcdOptions(o.Config, sys.Getenv, o.Version); err != nil {
		return o, err
	}
	o.Token, o.NoToken = o.Config.Token(sys.Getenv)
	o.Outside, o.NoOutside = filesOutside(o.Config, sys)
	o.Clock = wallClock{now: sys.Now}
	return o, nil
}

// filesOutside returns where files are kept that are not with the data, nil for nowhere.
func filesOutside(c *config.Config, sys System) (files.Objects, error) {
	b, err := c.Bucket(sys.Getenv)
	if b == nil || err != nil {
		return nil, err
	}
	return b, nil
}

// where is how a command finds its configuration.
type where struct {
	Config string `type:"path" placeholder:"FILE" help:"Configuration file. Left out: config.toml in this folder."`
}

// lying is the configuration file that is taken where none is named.
const lying = "config.toml"

// find returns the configuration file, "" for none. A file that nobody named
// is named before anything else is said.
func (w where) find(sys System) string {
	if w.Config != "" {
		return w.Config
	}
	if info, err := os.Stat(lying); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	sys.printf(textTaken, lying)
	return lying
}

// errNoConfig: no command touches data that no configuration names.
var errNoConfig = errors.New("there is no configuration; name one with --config, or go to the folder where config.toml lies (liubao init writes one)")

// options are those of a command that works on data: it needs a configuration.
func (w where) options(sys System, planFile string) (ops.Options, error) {
	file := w.find(sys)
	if file == "" {
		return ops.Options{}, errNoConfig
	}
	return operatorOptions(sys, file, planFile)
}

// requested has the running bot, or the data where none runs, answer a request.
func requested[T any](ctx context.Context, sys System, w where, name string, args url.Values) (out T, o ops.Options, err error) {
	if o, err = w.options(sys, ""); err == nil {
		out, err = ops.Ask[T](ctx, o, name, args)
	}
	return out, o, err
}

// wallClock tells the time that the system tells.
type wallClock struct {
	clock.Real
	now func() time.Time
}

// Now returns the system's time.
func (w wallClock) Now() time.Time { return w.now() }

// claimCmd makes a link for the office director.
type claimCmd struct {
	where
	Show bool `help:"Print the link too. Whoever reads it can use it."`
}

// Run says where the link stands.
func (c *claimCmd) Run(ctx context.Context, sys System) error {
	made, o, err := requested[claims.Claim](ctx, sys, c.where, "claim", nil)
	if err != nil {
		return err
	}
	sys.printf(textClaimMade, made.File, timeText(made.Expires.In(o.Plan.Location())))
	if c.Show {
		fmt.Fprintln(sys.Stdout, made.Link)
	}
	return nil
}

// backupCmd writes a backup.
type backupCmd struct {
	where
	Out string `type:"path" required:"" placeholder:"FILE" help:"File to write; it must not exist."`
}

// Run backs up beside a running bot or without one.
func (c *backupCmd) Run(ctx context.Context, sys System) error {
	o, err := c.options(sys, "")
	if err != nil {
		return err
	}
	saved, err := ops.Backup(ctx, o, c.Out)
	if err != nil {
		return err
	}
	from := textFromFile
	if saved.Running {
		from = textFromBot
	}
	sys.printf(textSaved, sys.say.Sprintf(from), saved.File, saved.Bytes)
	fmt.Fprint(sys.Stdout, examinedText(sys.say, saved.Found))
	if !saved.Found.OK() {
		return errDamaged
	}
	return nil
}

// restoreCmd puts a backup in the data file's place.
type restoreCmd struct {
	where
	From string `type:"path" required:"" placeholder:"FILE" help:"Backup to restore."`
}

// Run restores; a bot that runs must be stopped first.
func (c *restoreCmd) Run(ctx context.Context, sys System) error {
	o, err := c.options(sys, "")
	if err != nil {
		return err
	}
	done, err := ops.Restore(ctx, o, c.From, sys.Now())
	if err != nil {
		return err
	}
	sys.printf(textRestored, done.File, c.From)
	if done.Aside != "" {
		sys.printf(textAside, done.Aside)
	}
	fmt.Fprint(sys.Stdout, examinedText(sys.say, done.Found))
	if !done.Found.OK() {
		return errRestored
	}
	return nil
}

// errRestored: the backup is in its place, and its damages were printed.
var errRestored = errors.New("the backup was put in place, but it has the damages above")

// errDamaged: the damages were printed.
var errDamaged = errors.New("the data have the damages above, and all else can be read; look for a backup without them, the newest first, with: liubao verify FILE, and put it in place with: liubao restore --from FILE")

// verifyCmd reads every row.
type verifyCmd struct {
	where
	File string `arg:"" optional:"" type:"path" placeholder:"FILE" help:"Backup to look at. Left out: the data, beside a running bot or without one."`
}

// Run prints every damage, and fails where there is one.
func (c *verifyCmd) Run(ctx context.Context, sys System) error {
	found, err := c.examine(ctx, sys)
	if err != nil {
		return err
	}
	sys.printf(textExamined, found.File)
	fmt.Fprint(sys.Stdout, examinedText(sys.say, found))
	if !found.OK() {
		return errDamaged
	}
	return nil
}

func (c *verifyCmd) examine(ctx context.Context, sys System) (backups.Examined, error) {
	if c.File != "" {
		return backups.Examine(ctx, c.File)
	}
	o, err := c.options(sys, "")
	if err != nil {
		return backups.Examined{}, err
	}
	return ops.Verify(ctx, o)
}

// auditCmd reads the audit log.
type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that no row of the audit log was changed, removed or moved."`
	Show   auditShowCmd   `cmd:"" help:"Print what happened to a unit's report in a period."`
}

type auditVerifyCmd struct {
	where
	Folder string `type:"existingdir" placeholder:"DIR" help:"Check a folder that export --kind all or the end of a plan has written, by itself and without the data."`
	Anchor string `placeholder:"ANCHOR" help:"Compare with an anchor that was kept elsewhere: printed before, or from a document's properties or the message it came with."`
}

// errAudit: the audit log has damages, which were printed.
var errAudit = errors.New("the audit log is damaged")

// Run prints every damage, and fails where there is one.
func (c *auditVerifyCmd) Run(ctx context.Context, sys System) error {
	if c.Folder != "" {
		return c.folder(ctx, sys)
	}
	found, _, err := requested[audit.Findings](ctx, sys, c.where, "audit/verify", url.Values{"anchor": {c.Anchor}})
	if err != nil {
		return err
	}
	fmt.Fprint(sys.Stdout, findingsText(sys.say, found))
	if !found.OK() {
		return errAudit
	}
	return nil
}

// folder checks a folder's files and its audit log.
func (c *auditVerifyCmd) folder(ctx context.Context, sys System) error {
	damaged, found, err := archive.Verify(ctx, c.Folder, c.Anchor)
	if err != nil {
		return err
	}
	for _, name := range damaged {
		sys.printf(textFileDiffers, clean.Line(name))
	}
	fmt.Fprint(sys.Stdout, findingsText(sys.say, found))
	if len(damaged) > 0 || !found.OK() {
		return errAudit
	}
	return nil
}

const textFileDiffers = "%s is not the file that the list of checksums tells of.\n"

type auditShowCmd struct {
	where
	Unit   string `required:"" placeholder:"UNIT" help:"Id, name or alias of the unit; - for what concerns none."`
	Period string `required:"" placeholder:"PERIOD" help:"Period, such as 2026-12-15; or month, such as 2026-12, for what belongs to no period."`
}

// Run prints the rows, oldest first.
func (c *auditShowCmd) Run(ctx context.Context, sys System) error {
	story, _, err := requested[ops.Story](ctx, sys, c.where, "audit/show", url.Values{"unit": {c.Unit}, "period": {c.Period}})
	if err != nil {
		return err
	}
	fmt.Fprint(sys.Stdout, storyText(sys.say, story, c.Unit, c.Period))
	return nil
}

// statusCmd tells how the running bot stands.
type statusCmd struct {
	where
	Ready bool `help:"Fail only where the bot is not ready: warnings do not count."`
}

// errNotReady: the bot is not ready, for reasons that were printed.
var errNotReady = errors.New("the bot is not ready")

// errWarned: the bot is ready, and something is wrong that was printed.
var errWarned = errors.New("something is wrong, though the bot is ready")

// Run prints the status, and fails where the bot is not ready; a warning has an
// exit code of its own.
func (c *statusCmd) Run(ctx context.Context, sys System) error {
	s, o, err := requested[ops.Status](ctx, sys, c.where, "status", nil)
	if err != nil {
		return err
	}
	fmt.Fprint(sys.Stdout, statusText(sys.say, s, o.Plan.Location()))
	switch {
	case len(s.Problems) > 0:
		return errNotReady
	case len(s.Warnings) > 0 && !c.Ready:
		return errWarned
	}
	return nil
}

// rehearseCmd tells who would get what, and when.
type rehearseCmd struct {
	where
	Plan string `type:"path" placeholder:"FILE" help:"Plan to rehearse with made-up people. Left out: the configuration's, with the people who have joined."`
	Unit string `required:"" placeholder:"UNIT" help:"Id, name or alias of the unit that stays silent."`
}

// Run prints every message of the unit's coming two periods. Nothing is sent.
func (c *rehearseCmd) Run(ctx context.Context, sys System) error {
	file := c.find(sys)
	o, err := operatorOptions(sys, file, c.Plan)
	if err != nil {
		return err
	}
	out, err := ops.Rehearse(ctx, o, c.Unit, c.Plan != "" || file == "")
	if err != nil {
		return err
	}
	fmt.Fprint(sys.Stdout, rehearsalText(sys.say, out, o.Plan.Location()))
	return nil
}

func timeText(t time.Time) string { return t.Format("2006-01-02 15:04") }
