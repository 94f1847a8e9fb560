package ops

import (
	"context"
	"fmt"
	"time"

	"liubao/plan"
	"liubao/storage"
)

// Story is what the audit log tells of a unit in a period.
type Story struct {
	Unit   string     `json:"unit"` // its name
	Period string     `json:"period"`
	Rows   []StoryRow `json:"rows"`
	Head   string     `json:"head"` // the chain's last hash, hex; "" for no rows
	// Periods are those the unit has rows of, oldest first.
	Periods []string `json:"periods"`
}

// StoryRow is one row of the log.
type StoryRow struct {
	Seq    uint64    `json:"seq"`
	At     time.Time `json:"at"`
	Who    string    `json:"who"` // "" for the program itself
	What   string    `json:"what"`
	Before string    `json:"before,omitempty"`
	After  string    `json:"after,omitempty"`
}

// noUnit is the chain of what concerns no unit.
const noUnit = "-"

// story reads the chain of a unit, named by id, name or alias, and period.
func (p *Program) story(ctx context.Context, unit, period string) (Story, error) {
	id, name, err := findUnit(p.Plan, unit)
	if err != nil {
		return Story{}, err
	}
	var out Story
	err = p.engine.View(ctx, func(r storage.Reader) error {
		out = Story{Unit: name, Period: period}
		rows, err := storage.AuditRows(r, period, id, 0, 0)
		if err != nil {
			return err
		}
		for _, row := range rows {
			who, err := actor(r, row.Actor)
			if err != nil {
				return err
			}
			out.Rows = append(out.Rows, StoryRow{row.Seq, row.At.In(p.Plan.Location()), who, row.What, row.Before, row.After})
		}
		head, _, err := storage.HeadOf(r, period, id)
		if err != nil {
			return err
		}
		out.Head = head.Hash
		out.Periods, err = periodsOf(r, id)
		return err
	})
	return out, err
}

// findUnit returns a unit's id and name.
func findUnit(p *plan.Plan, s string) (id, name string, err error) {
	if s == noUnit || s == "" {
		return noUnit, textNoUnit, nil
	}
	if u, ok := p.FindUnit(s); ok {
		return u.ID, u.Name, nil
	}
	return "", "", fmt.Errorf("the plan has no unit %q; write its id, its name or one of its aliases", s)
}

func actor(r storage.Reader, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	who, ok, err := storage.Person(r, id)
	if !ok {
		who.Name = id
	}
	return who.Name, err
}

func periodsOf(r storage.Reader, unit string) ([]string, error) {
	var out []string
	err := storage.Each(r, storage.AuditHeadsPrefix(), "", 0, func(_ string, h storage.AuditHead) error {
		if h.Unit == unit {
			out = append(out, h.Period)
		}
		return nil
	})
	return out, err
}
