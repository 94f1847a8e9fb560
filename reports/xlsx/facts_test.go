package xlsx_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/reports"
	"liubao/reports/xlsx"
)

// The sheet counts as the chat's facts do: a correction whose time is not over is as
// open as what was never due, and nobody is missing for it.
func TestFactsCountAsTheChatDoes(t *testing.T) {
	in := sample(t, "")
	require.NotEmpty(t, in.Owed)
	stands := []struct {
		stand   reports.Stand
		overdue bool
		returns int
	}{{reports.SentBack, false, 1}, {reports.SentBack, true, 2}, {reports.Missing, true, 0}, {reports.NotDue, false, 0}, {reports.Excused, false, 0}, {reports.OnTime, false, 1}, {reports.Late, false, 0}}
	for i := range in.Owed {
		x := stands[i%len(stands)]
		in.Owed[i].Stand, in.Owed[i].Overdue, in.Owed[i].Returns = x.stand, x.overdue, x.returns
	}
	type figures struct{ expected, onTime, late, missing, returned, excused int }
	want, got := map[string]figures{}, map[string]figures{}
	for _, f := range reports.Assess(in.Owed) {
		want[in.Plan.UnitName(f.Unit)] = figures{len(f.Expected), len(f.OnTime), len(f.Late), len(f.Missing), len(f.Returned), len(f.Excused)}
	}
	notDue := 0
	data, err := xlsx.Render(in)
	require.NoError(t, err)
	rows, err := open(t, data).GetRows(string(xlsx.Facts))
	require.NoError(t, err)
	for _, row := range rows[2:] {
		unit := row[0]
		n := func(i int) int {
			v, err := strconv.Atoi(row[i])
			require.NoError(t, err, "%d of %v", i, row)
			return v
		}
		x := got[unit]
		x.expected += n(3)
		x.onTime += n(4)
		x.late += n(5)
		x.missing += n(7)
		x.returned += n(9)
		x.excused += n(10)
		notDue += n(8)
		if x != (figures{}) {
			got[unit] = x
		}
	}
	assert.Equal(t, want, got)
	pending := 0
	for _, o := range in.Owed {
		if o.Stand == reports.NotDue || o.Stand == reports.SentBack && !o.Overdue {
			pending++
		}
	}
	assert.Equal(t, pending, notDue, "what is open is shown as such")
}
