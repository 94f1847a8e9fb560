package desktest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/internal/app/service"
	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

// What the director switches becomes a rule in the transaction after.
func TestSwitchesBecomeRules(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	d, err := desk.New(desk.Config{Features: service.Features(), Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	e := mem.New()
	inForce := func() (out schedules.Rules) {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			x, err := d.With(r)
			if err == nil {
				out = x.Rules
			}
			return err
		}))
		return out
	}
	before := inForce()
	require.NotEmpty(t, before.Chain)
	require.Zero(t, before.ContributionDaysBefore)
	now := time.Date(2026, time.December, 9, 1, 0, 0, 0, time.UTC)
	for name, on := range map[string]bool{rules.SwitchContribution: true, rules.SwitchDigest: true, rules.SwitchEscalation: false} {
		require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error { return rules.SetSwitch(tx, name, on, "p1", now) }))
	}
	after := inForce()
	require.Empty(t, after.Chain)
	require.Equal(t, 5, after.ContributionDaysBefore)
	require.NotNil(t, after.DigestAt)
	require.NoError(t, after.Check(p))
}
