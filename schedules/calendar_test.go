package schedules

import (
	"testing"

	"github.com/6tail/lunar-go/HolidayUtil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
)

func date(s string) plan.Date {
	d, err := plan.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// The State Council's notices, typed in from them and not from the library.
func TestStatutoryDays(t *testing.T) {
	cal := NewCalendar(nil)
	for d, work := range map[string]bool{
		"2020-01-31": false, "2020-02-02": false, // the festival was prolonged
		"2020-10-08": false, "2020-10-10": true,
		"2021-02-07": true, "2021-02-11": false, "2021-02-20": true, "2021-09-18": true,
		"2022-12-31": false, "2023-01-02": false, "2023-06-25": true,
		"2024-02-09": true, "2024-02-18": true, "2024-10-12": true,
		"2025-01-26": true, "2025-10-08": false, "2025-10-11": true,
		"2026-01-04": true, "2026-02-13": true, "2026-02-14": true, "2026-02-15": false,
		"2026-02-23": false, "2026-02-24": true, "2026-02-28": true, "2026-05-09": true,
		"2026-09-20": true, "2026-09-25": false, "2026-10-07": false, "2026-10-10": true,
	} {
		assert.Equal(t, work, cal.Workday(date(d)), d)
	}
	assert.Equal(t, "春节", cal.Name(date("2026-02-15")))
	assert.Equal(t, "春节调休上班", cal.Name(date("2026-02-14")))
	assert.Empty(t, cal.Name(date("2026-03-03")))
}

func TestKnownYears(t *testing.T) {
	cal := NewCalendar(nil)
	for y := 2020; y <= 2027; y++ {
		assert.True(t, cal.Known(y), y)
	}
	assert.False(t, cal.Known(2028))
	assert.False(t, cal.Known(2001), "two days of it stand in the library")
	assert.False(t, cal.Workday(date("2028-10-01")), "a Sunday")
	assert.False(t, cal.Workday(date("2028-10-02")), "a Monday, but always a holiday")
	assert.Equal(t, "国庆节", cal.Name(date("2028-10-02")))
	assert.False(t, cal.Workday(date("2028-05-01")))
	assert.True(t, cal.Workday(date("2028-10-04")), "a Wednesday, as nothing is known")

	cal = NewCalendar([]DayOverride{{date("2028-10-01"), false, "国庆节"}, {date("2028-10-14"), true, "补班"}})
	assert.True(t, cal.Known(2028))
	assert.False(t, cal.Workday(date("2028-10-01")))
	assert.True(t, cal.Workday(date("2028-10-14")))
	assert.Equal(t, "补班", cal.Name(date("2028-10-14")))
	assert.False(t, NewCalendar([]DayOverride{{date("2028-05-04"), false, ""}}).Known(2028), "one day is no year")
}

func TestOverridesWin(t *testing.T) {
	cal := NewCalendar([]DayOverride{
		{date("2026-02-14"), true, ""},
		{date("2026-02-14"), false, "本区放假"},
	})
	assert.False(t, cal.Workday(date("2026-02-14")))
	assert.Equal(t, "本区放假", cal.Name(date("2026-02-14")))
	assert.True(t, NewCalendar(nil).Workday(date("2026-02-14")), "calendars share nothing")
}

// The library's table is a variable of its package.
func TestCalendarIgnoresLaterFixes(t *testing.T) {
	HolidayUtil.Fix(nil, "202603030120260303")
	require.NotNil(t, HolidayUtil.GetHoliday("2026-03-03"), "the library has the day now")
	require.True(t, NewCalendar(nil).Workday(date("2026-03-03")))
}

func TestAddWorkdays(t *testing.T) {
	cal := NewCalendar(nil)
	assert.Equal(t, date("2026-02-14"), AddWorkdays(cal, date("2026-02-15"), -1))
	assert.Equal(t, date("2026-02-12"), AddWorkdays(cal, date("2026-02-15"), -3))
	assert.Equal(t, date("2026-02-24"), AddWorkdays(cal, date("2026-02-15"), 1))
	assert.Equal(t, date("2026-02-15"), AddWorkdays(cal, date("2026-02-15"), 0))
	assert.Equal(t, date("2025-12-31"), AddWorkdays(cal, date("2026-01-04"), -1))
}

// never is a calendar on which nobody works.
type never struct{}

func (never) Workday(plan.Date) bool { return false }
func (never) Known(int) bool         { return true }
func (never) Name(plan.Date) string  { return "" }

func TestCalendarWithoutWorkdaysEnds(t *testing.T) {
	require.Equal(t, date("2026-02-16"), AddWorkdays(never{}, date("2026-02-15"), 1))
}

func TestAddWorkdaysCountsWorkdays(t *testing.T) {
	cal := NewCalendar(nil)
	rapid.Check(t, func(t *rapid.T) {
		d := date("2020-01-01").AddDays(rapid.IntRange(0, 2800).Draw(t, "day"))
		n := rapid.IntRange(1, 20).Draw(t, "n")
		to := AddWorkdays(cal, d, n)
		count := 0
		for x := d.AddDays(1); !x.After(to); x = x.AddDays(1) {
			if cal.Workday(x) {
				count++
			}
		}
		require.Equal(t, n, count)
		require.True(t, cal.Workday(to))
	})
}
