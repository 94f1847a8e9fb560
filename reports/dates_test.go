package reports_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"liubao/plan"
	"liubao/reports"
)

// Another year than the reader's is always shown, and this year's never.
func TestPeriodTextFrom(t *testing.T) {
	day := func(y, m, d int) plan.Date { return plan.Date{Year: y, Month: time.Month(m), Day: d} }
	half := plan.Period{From: day(2020, 12, 16), Nominal: day(2020, 12, 30)}
	over := plan.Period{From: day(2020, 12, 31), Nominal: day(2021, 1, 15)}
	monthly := plan.Period{From: day(2020, 12, 1), To: day(2020, 12, 31), Nominal: day(2021, 1, 5)}
	for _, c := range []struct {
		p     plan.Period
		today plan.Date
		want  string
	}{
		{half, day(2020, 12, 30), "12月16日至30日"},
		{half, day(2021, 1, 4), "2020年12月16日至30日"},
		{over, day(2020, 12, 31), "12月31日至2021年1月15日"},
		{over, day(2021, 1, 4), "12月31日至1月15日"},
		{over, day(2022, 1, 4), "2020年12月31日至2021年1月15日"},
		{monthly, day(2021, 1, 5), "2020年12月1日至31日"},
		{monthly, plan.Date{}, "2020年12月1日至31日"},
	} {
		assert.Equal(t, c.want, reports.PeriodTextFrom(c.p, c.today))
	}
	at := day(2020, 12, 30).At(plan.Clock{Hour: 17, Minute: 30}, time.UTC)
	assert.Equal(t, "12月30日（周三）17:30", reports.TimeTextFrom(at, time.UTC, day(2020, 12, 1)))
	assert.Equal(t, "2020年12月30日（周三）17:30", reports.TimeTextFrom(at, time.UTC, day(2021, 1, 1)))
}
