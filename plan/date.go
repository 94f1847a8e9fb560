package plan

import (
	"fmt"
	"time"
)

// Date is a day in the plan's zone, without a time.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: write it as YYYY-MM-DD, such as 2027-02-28", s)
	}
	return DateOf(t), nil
}

// String returns the day as YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// At returns the day at the clock time in loc. A wall time that the zone skips
// is read with the offset before the gap, so that 02:30 becomes 03:30; of one
// that it repeats the first is meant. [time.Date] promises neither.
func (d Date) At(c Clock, loc *time.Location) time.Time {
	utc := time.Date(d.Year, d.Month, d.Day, c.Hour, c.Minute, 0, 0, time.UTC)
	_, before := utc.Add(-24 * time.Hour).In(loc).Zone()
	_, after := utc.Add(24 * time.Hour).In(loc).Zone()
	first := utc.Add(-time.Duration(before) * time.Second).In(loc)
	if before == after || d.reads(c, first) {
		return first
	}
	second := utc.Add(-time.Duration(after) * time.Second).In(loc)
	if d.reads(c, second) {
		return second
	}
	return first
}

// reads reports whether t shows the day and the clock time in its location.
func (d Date) reads(c Clock, t time.Time) bool {
	return DateOf(t) == d && t.Hour() == c.Hour && t.Minute() == c.Minute
}

// AddDays returns the day n days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, time.UTC))
}

// Compare returns -1, 0 or 1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	switch {
	case d == e:
		return 0
	case d.Year < e.Year,
		d.Year == e.Year && d.Month < e.Month,
		d.Year == e.Year && d.Month == e.Month && d.Day < e.Day:
		return -1
	}
	return 1
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// MonthDay returns the given day of the month, or the month's last day where
// the month has no such day.
func MonthDay(year int, month time.Month, day int) Date {
	last := time.Date(year, month+1, 0, 12, 0, 0, 0, time.UTC)
	if day > last.Day() {
		day = last.Day()
	}
	return DateOf(time.Date(year, month, day, 12, 0, 0, 0, time.UTC))
}

// MarshalText writes the day as YYYY-MM-DD, and the zero day as nothing.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Clock is a time of day, to the minute.
type Clock struct{ Hour, Minute int }

// ParseClock reads HH:MM between 00:00 and 23:59.
func ParseClock(s string) (Clock, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return Clock{}, fmt.Errorf("time of day %q: write it as HH:MM, such as 17:30", s)
	}
	return Clock{t.Hour(), t.Minute()}, nil
}

// String returns the time of day as HH:MM.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// Minutes returns the minutes since midnight.
func (c Clock) Minutes() int { return c.Hour*60 + c.Minute }

// MarshalText writes the time of day as HH:MM.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (c *Clock) UnmarshalText(b []byte) error {
	v, err := ParseClock(string(b))
	if err != nil {
		return err
	}
	*c = v
	return nil
}
