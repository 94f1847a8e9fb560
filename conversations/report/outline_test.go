package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// An outline says what the plan says, of what is there and of what is not.
func TestOutlineSaysWhatThePlanSays(t *testing.T) {
	p, err := plan.Default()
	require.NoError(t, err)
	o := NewOutline(p)
	areas, duties, units := []string{"none", ""}, []string{"none", ""}, []string{"none", ""}
	for _, a := range p.Areas {
		areas = append(areas, a.ID)
	}
	for _, d := range p.Duties {
		duties = append(duties, d.ID)
	}
	for _, u := range p.Units {
		units = append(units, u.ID)
	}
	asked := 0
	for _, id := range areas {
		a, ok := p.Area(id)
		name, is := o.Area(id)
		require.Equal(t, ok, is)
		require.Equal(t, a.Name, name)
		require.Equal(t, p.TasksOf(id), o.TasksOf(id))
		require.Equal(t, p.IndicatorsOf(id), o.IndicatorsOf(id))
	}
	for _, id := range duties {
		require.Equal(t, p.IndicatorsOfDuty(id), o.IndicatorsOfDuty(id))
		asked += len(o.IndicatorsOfDuty(id))
	}
	require.NotZero(t, asked, "no duty asks for indicators: the test proves less")
	for _, id := range units {
		require.Equal(t, p.UnitName(id), o.UnitName(id))
	}
}
