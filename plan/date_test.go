package plan

import (
	"liubao/internal/numbers"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAtDecidesSkippedAndRepeatedTimes(t *testing.T) {
	for _, c := range []struct {
		zone, day, clock, want string
	}{
		{"America/New_York", "2026-03-08", "01:59", "2026-03-08T01:59:00-05:00"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T03:30:00-04:00"}, // skipped
		{"America/New_York", "2026-03-08", "03:00", "2026-03-08T03:00:00-04:00"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"}, // repeated: the first
		{"America/New_York", "2026-11-01", "02:00", "2026-11-01T02:00:00-05:00"},
		{"America/New_York", "2026-10-31", "17:30", "2026-10-31T17:30:00-04:00"},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:45:00+11:00"}, // half an hour skipped
		{"Pacific/Apia", "2011-12-30", "09:00", "2011-12-31T09:00:00+14:00"},        // a whole day skipped
		{"Asia/Shanghai", "2026-02-28", "17:30", "2026-02-28T17:30:00+08:00"},
	} {
		loc, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		d, err := ParseDate(c.day)
		require.NoError(t, err)
		at, err := ParseClock(c.clock)
		require.NoError(t, err)
		assert.Equal(t, c.want, d.At(at, loc).Format(time.RFC3339), "%s %s %s", c.zone, c.day, c.clock)
	}
}

func TestAtIsTheFirstInstantThatReadsSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom([]string{"America/New_York", "Europe/London", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Casablanca"}).Draw(t, "zone"))
		require.NoError(t, err)
		d := Date{2020, 1, 1}.AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
		c := Clock{rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")}
		at := d.At(c, loc)
		if d.reads(c, at) {
			for _, earlier := range []time.Duration{30 * time.Minute, time.Hour} {
				require.False(t, d.reads(c, at.Add(-earlier)))
			}
			return
		}
		// Skipped: no instant around it reads so.
		for m := -120; m <= 120; m++ {
			require.False(t, d.reads(c, at.Add(time.Duration(m)*time.Minute)))
		}
	})
}

func TestMonthDay(t *testing.T) {
	assert.Equal(t, Date{2027, 2, 28}, MonthDay(2027, 2, 30))
	assert.Equal(t, Date{2028, 2, 29}, MonthDay(2028, 2, 30))
	assert.Equal(t, Date{2027, 4, 30}, MonthDay(2027, 4, 31))
	assert.Equal(t, Date{2027, 12, 30}, MonthDay(2027, 12, 30))
}

func TestDateText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date{2000, 1, 1}.AddDays(rapid.IntRange(-40000, 40000).Draw(t, "days"))
		var back Date
		b, err := d.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(b))
		require.Equal(t, d, back)
		require.Equal(t, 1, d.AddDays(1).Compare(d))
	})
	var zero Date
	require.NoError(t, zero.UnmarshalText(nil))
	require.True(t, zero.IsZero())
	require.Error(t, zero.UnmarshalText([]byte("2026-02-29")))
}

func TestNumberText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := Number(rapid.Int64Range(-9e17, 9e17).Draw(t, "n"))
		back, err := numbers.Parse(n.String())
		require.NoError(t, err)
		require.Equal(t, n, back)
	})
	for _, bad := range []string{"", "-", "1.23456", "+1", "1-2", "--1", "1.-2", "１", "1e3", "123456789012345"} {
		_, err := numbers.Parse(bad)
		assert.Error(t, err, bad)
	}
	n, err := numbers.Parse("1.50000")
	require.NoError(t, err)
	assert.Equal(t, "1.5", n.String())
}
