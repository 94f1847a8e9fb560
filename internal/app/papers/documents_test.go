package papers

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// What the chain told the head of a unit is no reminder to the unit.
func TestNaggedLeavesTheChainOut(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	duty := p.Duties[0]
	area := p.Areas[0]
	period := plan.Period{ID: "2026-12-15"}
	e := mem.New()
	at := time.Date(2026, time.December, 10, 9, 0, 0, 0, time.UTC)
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		for id, role := range map[string]reports.Role{"contact": reports.Contact, "head": reports.Head} {
			if err := storage.SavePerson(tx, reports.Person{ID: id, Unit: area.Lead, Roles: []reports.Role{role}}); err != nil {
				return err
			}
		}
		for i, x := range []struct{ stage, person string }{
			{"t-3", "contact"}, {"late-1", "contact"},
			{schedules.Rung{To: schedules.ToHead}.Stage(), "head"},
		} {
			if _, err := storage.MarkSent(tx, period.ID, duty.ID, x.stage, x.person, at.AddDate(0, 0, i)); err != nil {
				return err
			}
		}
		return nil
	}))
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		s := &sheet{Desk: &desk.Desk{Config: desk.Config{Plan: p}}, r: r}
		n, err := s.nagged(duty, period)
		require.Equal(t, 1, n[area.ID])
		return err
	}))
}
