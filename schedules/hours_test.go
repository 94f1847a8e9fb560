package schedules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWorkingHoursPassOnlyWhileTheOfficeIsThere(t *testing.T) {
	loc := time.FixedZone("CST", 8*3600)
	cal := NewCalendar(nil)
	at := func(s string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
		assert.NoError(t, err)
		return x
	}
	for _, c := range []struct{ from, want string }{
		{"2026-12-10 09:30", "2026-12-10 11:30"},
		{"2026-12-10 06:00", "2026-12-10 11:00"}, // the office is not there yet
		{"2026-12-10 17:00", "2026-12-11 10:00"}, // an hour is left for the next day
		{"2026-12-11 17:30", "2026-12-14 10:30"}, // over a week-end
		{"2026-12-12 12:00", "2026-12-14 11:00"},
		{"2026-12-31 17:00", "2027-01-04 10:00"}, // over New Year
	} {
		assert.Equal(t, at(c.want), AddWorkHours(cal, loc, at(c.from), 2*time.Hour).In(loc), c.from)
	}
}
