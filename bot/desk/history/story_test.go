package history

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// The log of a period names its unit as it was called then.
func TestCalledIn(t *testing.T) {
	first, err := plan.Default()
	require.NoError(t, err)
	next, err := plan.Load("next.toml", []byte(strings.Replace(string(first.Text()), `name = "社管局"`, `name = "社会事务局"`, 1)))
	require.NoError(t, err)
	may := plan.Date{Year: 2021, Month: time.May, Day: 1}
	h, err := plan.NewHistory([]plan.Version{{From: first.Starts, Plan: first}, {From: may, Plan: next}})
	require.NoError(t, err)
	p := h.At(may.AddDays(100))
	for period, name := range map[string]string{"2021-04-15": "社管局", "2021-04": "社管局", "2021-05": "社会事务局", "2021-05-15": "社会事务局", "-": "社会事务局"} {
		assert.Equal(t, name, calledIn(p, "sheguan", period), period)
	}
}
