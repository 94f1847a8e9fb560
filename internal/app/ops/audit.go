package ops

import (
	"context"
	"fmt"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/history"
	"liubao/plan"
	"liubao/storage"
	"liubao/storage/audit"
)

// Story is what the audit log tells of a unit in a period, and what the unit wrote.
type Story struct {
	Lines []string `json:"lines"` // for reading; none where there are no rows
	// Versions are the unit's reports of the period, each version whole, and the words
	// that were taken out of them.
	Versions []string `json:"versions,omitempty"`
	// Periods are those the unit has rows of, oldest first.
	Periods []string `json:"periods"`
}

// noUnit is the chain of what concerns no unit.
const noUnit = "-"

// story reads the chain of a unit, named by id, name or alias, and period.
func (p *Program) story(ctx context.Context, unit, period string) (Story, error) {
	d, err := desk.New(p.deskNow())
	if err != nil {
		return Story{}, err
	}
	var out Story
	err = p.engine.View(ctx, func(r storage.Reader) error {
		out = Story{}
		d, err := d.With(r)
		if err != nil {
			return err
		}
		id, err := findUnit(d.Plan, unit)
		if err != nil {
			return err
		}
		if !isPeriod(period) {
			return fmt.Errorf("%q is no period; write its deadline, such as 2026-12-15, or a month, such as 2026-12", period)
		}
		head, _, err := storage.HeadOf(r, period, id)
		if err != nil {
			return err
		}
		if head.Hash != "" {
			if out.Lines, err = history.Story(r, d.Plan, id, period); err != nil {
				return err
			}
		}
		if out.Versions, err = history.OfUnit(d, r, id, period); err != nil {
			return err
		}
		out.Periods, err = history.Periods(r, id)
		return err
	})
	return out, err
}

// isPeriod reports whether s can name a period or a month.
func isPeriod(s string) bool {
	_, day := time.Parse(time.DateOnly, s)
	_, month := time.Parse("2006-01", s)
	return day == nil || month == nil
}

// findUnit returns a unit's id.
func findUnit(p *plan.Plan, s string) (string, error) {
	if s == noUnit || s == "" {
		return noUnit, nil
	}
	u, err := p.UnitNamed(s)
	return u.ID, err
}

// verifyAudit checks the audit log, with an anchor from outside where one is given.
func (p *Program) verifyAudit(ctx context.Context, anchor string) (found audit.Findings, err error) {
	err = p.engine.View(ctx, func(r storage.Reader) (err error) {
		if found, err = audit.VerifyOn(r); err != nil || anchor == "" {
			return err
		}
		return found.Compare(r, anchor)
	})
	return found, err
}
