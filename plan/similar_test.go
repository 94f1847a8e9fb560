package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnitNamed(t *testing.T) {
	p := shippedPlan(t)
	for _, c := range []struct{ in, want string }{
		{"财政", `the plan has no unit "财政"; did you mean 财政局?`},
		{"区财政局", `the plan has no unit "区财政局"; did you mean 财政局?`},
		{"财征局", `the plan has no unit "财征局"; did you mean 财政局?`},
	} {
		_, err := p.UnitNamed(c.in)
		require.EqualError(t, err, c.want)
	}
	_, err := p.UnitNamed("气象台站")
	require.ErrorContains(t, err, `the plan has no unit "气象台站"; write one of 党群局, `)
	u, err := p.UnitNamed("财政局")
	require.NoError(t, err)
	assert.Equal(t, "财政局", u.Name)
}

// A unit answers to what it was called before, and one that the plan has no more to
// its last name.
func TestUnitNamedAsBefore(t *testing.T) {
	renamed := changed(t, `name = "社管局"`, `name = "社会事务局"`)
	h, err := NewHistory([]Version{{day("2020-11-24"), shippedPlan(t)}, {day("2021-05-01"), renamed}})
	require.NoError(t, err)
	for _, on := range []string{"2020-12-01", "2021-06-01"} {
		p := h.At(day(on))
		for _, name := range []string{"社管局", "社会事务局", " 社管 局", "sheguan"} {
			u, err := p.UnitNamed(name)
			require.NoError(t, err, name)
			assert.Equal(t, "sheguan", u.ID, name)
			assert.Equal(t, p.UnitName("sheguan"), u.Name, name)
		}
		_, err := p.UnitNamed("气象台站")
		require.Error(t, err)
	}
}
