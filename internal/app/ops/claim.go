package ops

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/people"
	"liubao/bot/desk/staff"
	"liubao/internal/app/config"
	"liubao/internal/app/service"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/migrate"
)

// claimLook is how often the program looks whether the link was used.
const claimLook = 5 * time.Second

// Claim is a link by which whoever opens it becomes the office director.
type Claim struct {
	Link    string    `json:"link"`
	File    string    `json:"file"` // where it stands, readable by the bot's user alone
	Expires time.Time `json:"expires"`
}

// ClaimFile returns where the link stands: beside the data file.
func ClaimFile(c *config.Config) string {
	return filepath.Join(filepath.Dir(c.Data.File), "claim.txt")
}

// claimAtStart makes the link where the store has never had one. Later starts
// make none: each would open the office for another hour, unasked.
func (p *Program) claimAtStart(ctx context.Context, s *service.Service) error {
	c, err := readClaims(ctx, p.engine)
	if err != nil {
		return err
	}
	_, missing := os.Lstat(ClaimFile(p.Config)) // as after a death between commit and file
	switch {
	case c.director:
		return nil
	case c.pending(p.Clock.Now()) && missing == nil:
		p.Log.Info("nobody is the office director yet; the link to become it stands in a file", "file", ClaimFile(p.Config))
		return nil
	case c.pending(p.Clock.Now()) && p.cluster != nil:
		p.Log.Info("nobody is the office director yet; the link to become it stands in a file on the machine where it was asked for")
		return nil
	case c.ever:
		p.Log.Warn("nobody is the office director, and the link to become it is no longer to be had; make one with: liubao claim")
		return nil
	}
	made, err := newClaim(ctx, p.Config, s, s.Desk, p.Clock.Now())
	if err != nil {
		return err
	}
	p.Log.Info("first start: open the link in the file within an hour to become the office director", "file", made.File)
	return nil
}

// claim makes a new link on the operator's demand. A program that does not run
// asks Telegram first who the bot is.
func (p *Program) claim(ctx context.Context) (Claim, error) {
	if s := p.service.Load(); s != nil {
		return newClaim(ctx, p.Config, s, s.Desk, p.Clock.Now())
	}
	if p.client == nil {
		return Claim{}, p.NoToken
	}
	if err := migrate.Run(ctx, p.engine, nil); err != nil {
		return Claim{}, err
	}
	me, err := p.client.Me(ctx)
	if err != nil {
		return Claim{}, plainly(p.Config, err)
	}
	conf := p.Desk()
	conf.Username, conf.Link = me.Username, p.client.Link
	d, err := desk.New(conf)
	if err != nil {
		return Claim{}, err
	}
	return newClaim(ctx, p.Config, p.engine, d, p.Clock.Now())
}

// updater runs a transaction.
type updater interface {
	Update(ctx context.Context, fn func(storage.Tx) error) error
}

// newClaim makes a link, withdraws those before it, and writes it into
// [ClaimFile].
func newClaim(ctx context.Context, c *config.Config, u updater, d *desk.Desk, now time.Time) (Claim, error) {
	var secret string
	var expires time.Time
	err := u.Update(ctx, func(tx storage.Tx) (err error) {
		if secret, err = people.Claim(d, tx, now); err != nil {
			return err
		}
		expires, err = claimUntil(tx)
		return err
	})
	if err != nil {
		return Claim{}, fmt.Errorf("claim: %w", err)
	}
	out := Claim{Link: d.Link(secret), File: ClaimFile(c), Expires: expires}
	return out, writeClaim(out, d.Plan.Location())
}

// writeClaim writes the link into its file.
func writeClaim(c Claim, loc *time.Location) error {
	if err := writePrivate(c.File, fmt.Sprintf(textClaim, reports.TimeText(c.Expires, loc), c.Link)); err != nil {
		return fmt.Errorf("claim: %w", err)
	}
	return nil
}

func claimUntil(r storage.Reader) (time.Time, error) {
	all, err := storage.Invites(r)
	for _, i := range all {
		if i.Role == reports.Director && i.UsedBy == "" {
			return i.Expires, err
		}
	}
	return time.Time{}, err
}

// writePrivate writes a file that its owner alone can read, all or nothing.
func writePrivate(name, text string) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// claims says how the store stands with links for the director.
type claims struct {
	director bool      // there is one
	ever     bool      // there was a link
	until    time.Time // the open link's end, zero for none
}

func (c claims) pending(now time.Time) bool { return now.Before(c.until) }

func readClaims(ctx context.Context, e storage.Engine) (c claims, err error) {
	err = e.View(ctx, func(r storage.Reader) error {
		c = claims{}
		all, err := storage.Invites(r)
		if err != nil {
			return err
		}
		for _, i := range all {
			if i.Role != reports.Director {
				continue
			}
			c.ever = true
			if i.UsedBy == "" && i.Expires.After(c.until) {
				c.until = i.Expires
			}
		}
		directors, err := staff.Holders(r, reports.Director)
		c.director = len(directors) > 0
		return err
	})
	return c, err
}

// watchClaim removes the file with the link once it was used or is no longer
// valid. In a cluster the file lies on the machine where somebody asked for the link,
// which need not be the one that leads.
func (p *Program) watchClaim(ctx context.Context) {
	said := ""
	for {
		if err := p.sweepClaim(ctx); err != nil && ctx.Err() == nil && err.Error() != said {
			said = err.Error()
			p.Log.Warn("the file with the claim link could not be removed", "err", err)
		}
		if !p.sleep(ctx, p.scaled(claimLook)) {
			return
		}
	}
}

func (p *Program) sweepClaim(ctx context.Context) error {
	file := ClaimFile(p.Config)
	if _, err := os.Lstat(file); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	c, err := readClaims(ctx, p.engine)
	if err != nil || !c.ever || c.pending(p.Clock.Now()) {
		return err
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	p.Log.Info("the claim link was used or is no longer valid; its file is removed", "director", c.director)
	return nil
}
