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
