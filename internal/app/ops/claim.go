package ops

import (
	"context"
	"errors"
	"os"
	"time"

	"liubao/bot/desk"
	"liubao/internal/app/claims"
	"liubao/internal/app/service"
	"liubao/storage/migrate"
)

// claimLook is how often the program looks whether the link was used.
const claimLook = 5 * time.Second

// claimAtStart makes the link where the store has never had one. Later starts
// make none: each would open the office for another hour, unasked.
func (p *Program) claimAtStart(ctx context.Context, s *service.Service) error {
	c, err := claims.Read(ctx, p.engine)
	if err != nil {
		return err
	}
	_, missing := os.Lstat(claims.File(p.Config)) // as after a death between commit and file
	switch {
	case c.Director:
		return nil
	case c.Pending(p.Clock.Now()) && missing == nil:
		p.Log.Info("nobody is the office director yet; the link to become it stands in a file", "file", claims.File(p.Config))
		return nil
	case c.Pending(p.Clock.Now()) && p.cluster != nil:
		p.Log.Info("nobody is the office director yet; the link to become it stands in a file on the machine where it was asked for")
		return nil
	case c.Ever:
		p.Log.Warn("nobody is the office director, and the link to become it is no longer to be had; make one with: liubao claim")
		return nil
	}
	made, err := claims.Make(ctx, p.Config, s, s.Desk, p.Clock.Now())
	if err != nil {
		return err
	}
	p.Log.Info("first start: open the link in the file within an hour to become the office director", "file", made.File)
	return nil
}

// claim makes a new link on the operator's demand. A program that does not run
// asks Telegram first who the bot is.
func (p *Program) claim(ctx context.Context) (claims.Claim, error) {
	if s := p.service.Load(); s != nil {
		return claims.Make(ctx, p.Config, s, s.Desk, p.Clock.Now())
	}
	if p.client == nil {
		return claims.Claim{}, p.NoToken
	}
	if err := migrate.Run(ctx, p.engine, nil); err != nil {
		return claims.Claim{}, err
	}
	me, err := p.client.Me(ctx)
	if err != nil {
		return claims.Claim{}, plainly(p.Config, err)
	}
	conf := p.Desk()
	conf.Username, conf.Link = me.Username, p.client.Link
	d, err := desk.New(conf)
	if err != nil {
		return claims.Claim{}, err
	}
	return claims.Make(ctx, p.Config, p.engine, d, p.Clock.Now())
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
	file := claims.File(p.Config)
	if _, err := os.Lstat(file); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	c, err := claims.Read(ctx, p.engine)
	if err != nil || !c.Ever || c.Pending(p.Clock.Now()) {
		return err
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	p.Log.Info("the claim link was used or is no longer valid; its file is removed", "director", c.Director)
	return nil
}
