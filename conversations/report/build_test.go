package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"liubao/plan"
)

// What is counted anew each year is so by the deadlines' years: the period of
// 15 January begins on 31 December, and that of 30 December may be late.
func TestYearlyValuesStartAnew(t *testing.T) {
	january := plan.Period{ID: "2027-01-15", From: plan.Date{Year: 2026, Month: time.December, Day: 31},
		Nominal: plan.Date{Year: 2027, Month: time.January, Day: 15}}
	yearly, level := plan.Indicator{Yearly: true}, plan.Indicator{}
	assert.True(t, startsAnew(yearly, "2026-12-30", january))
	assert.False(t, startsAnew(level, "2026-12-30", january))
	january.ID, january.Nominal.Day = "2027-01-30", 30
	assert.False(t, startsAnew(yearly, "2027-01-15", january))
}
