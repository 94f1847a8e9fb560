package ops

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// TestDutiesBeginWithTheFirstStart: nobody is late with what was due before
// there was a bot, unless the configuration says since when it is owed.
func TestDutiesBeginWithTheFirstStart(t *testing.T) {
	s := newSite(t, "")
	s.o.Config.Plan.Starts = plan.Date{}
	whole := *s.o.Plan
	whole.Starts = plan.Date{Year: 2020, Month: 11, Day: 24}
	s.o.Plan = &whole
	starts := func(first bool) plan.Date {
		p, err := Open(s.o)
		require.NoError(t, err)
		defer func() { require.NoError(t, p.Close()) }()
		require.NoError(t, p.startDay(t.Context(), first))
		return p.plan().Starts
	}
	assert.Equal(t, whole.Starts, starts(false), "looking at a file begins nothing")
	first := plan.DateOf(s.clock.Now())
	assert.Equal(t, first, starts(true))
	s.clock.AdvanceTo(s.clock.Now().AddDate(0, 2, 0))
	assert.Equal(t, first, starts(true), "a later start changes nothing")
	assert.Equal(t, first, starts(false))
	s.o.Config.Plan.Starts = whole.Starts
	assert.Equal(t, whole.Starts, starts(true), "the configuration goes before")
	assert.Equal(t, plan.Date{Year: 2020, Month: 11, Day: 24}, whole.Starts, "the plan itself is not touched")
}
