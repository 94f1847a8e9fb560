// Package claims makes the link by which the first office director, or whoever follows a
// director that is gone, takes the office. It stands in a file of mode 0600 beside the
// data and nowhere else.
package claims

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
	"liubao/reports"
	"liubao/storage"
)

// Claim is a link by which whoever opens it becomes the office director.
type Claim struct {
	Link    string    `json:"link"`
	File    string    `json:"file"` // where it stands, readable by the bot's user alone
	Expires time.Time `json:"expires"`
}

// File returns where the link stands: beside the data file.
func File(c *config.Config) string {
	return filepath.Join(filepath.Dir(c.Data.File), "claim.txt")
}

// updater runs a transaction.
type updater interface {
	Update(ctx context.Context, fn func(storage.Tx) error) error
}

// Make makes a link, withdraws those before it, and writes it into its [File].
func Make(ctx context.Context, c *config.Config, u updater, d *desk.Desk, now time.Time) (Claim, error) {
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
	out := Claim{Link: d.Link(secret), File: File(c), Expires: expires}
	return out, out.Write(d.Plan.Location())
}

// Write writes the link into its file, which its owner alone can read.
func (c Claim) Write(loc *time.Location) error {
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

// State says how the store stands with links for the director.
type State struct {
	Director bool      // there is one
	Ever     bool      // there was a link
	until    time.Time // the open link's end, zero for none
}

// Pending reports whether a link is good.
func (c State) Pending(now time.Time) bool { return now.Before(c.until) }

// Read says how the store stands.
func Read(ctx context.Context, e storage.Engine) (c State, err error) {
	err = e.View(ctx, func(r storage.Reader) error {
		c = State{}
		all, err := storage.Invites(r)
		if err != nil {
			return err
		}
		for _, i := range all {
			if i.Role != reports.Director {
				continue
			}
			c.Ever = true
			if i.UsedBy == "" && i.Expires.After(c.until) {
				c.until = i.Expires
			}
		}
		directors, err := staff.Holders(r, reports.Director)
		c.Director = len(directors) > 0
		return err
	})
	return c, err
}

// What people read, in Chinese whoever runs the program.
const (
	textClaim = "请在 %s 前用 Telegram 打开下面的链接，打开者即为办公室主任。\n链接只能用一次，请勿转发。\n%s\n"
)
