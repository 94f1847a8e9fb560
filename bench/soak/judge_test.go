package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/alarm"
)

var ten = time.Date(2026, 12, 10, 9, 30, 0, 0, time.UTC)

// lived is a month in which all went well: two moments, a silence that swallowed an
// answer at the first, a proxy told of in time, a damaged row, a dead letter.
func lived() *record {
	later := ten.Add(24 * time.Hour)
	return &record{
		end: ten.Add(48 * time.Hour), moments: []time.Time{ten, later},
		got: map[string][]time.Time{
			"甲": {ten.Add(time.Second), ten.Add(2 * time.Minute), later.Add(time.Second)},
			"乙": {ten.Add(time.Second), later.Add(time.Second)},
		},
		troubles: []trouble{
			{kind: "silence", from: ten, till: ten.Add(80 * time.Second), silent: true},
			{kind: "proxy", from: ten.Add(time.Hour), till: ten.Add(64 * time.Minute), tells: "not been reached", threshold: ten.Add(62 * time.Minute)},
			{kind: "row", from: ten.Add(2 * time.Hour), tells: `"sent/1"`, threshold: ten.Add(121 * time.Minute)},
			{kind: "short proxy", from: ten.Add(3 * time.Hour), till: ten.Add(181 * time.Minute), tells: "not been reached", threshold: ten.Add(182 * time.Minute)},
		},
		alarms: []heard{
			told(62*time.Minute+20*time.Second, "problem", "Telegram has not been reached since 10:30"),
			told(64*time.Minute+30*time.Second, "ok", ""),
			told(2*time.Hour+10*time.Second, "warning", `the row "sent/1" cannot be read`),
			told(5*time.Hour, "warning", `among the dead letters; the row "sent/1" cannot be read`),
		},
		dead: []time.Time{ten.Add(5 * time.Hour), ten.Add(6 * time.Hour)},
	}
}

func told(after time.Duration, state, text string) heard {
	return heard{alarm.Alarm{State: state, Text: text, At: ten.Add(after)}, ten.Add(after)}
}

// The judge sees each thing that can go wrong, and nothing where all went well.
func TestJudge(t *testing.T) {
	require.Empty(t, lived().judge())
	for name, c := range map[string]struct {
		breaks func(*record)
		want   string
	}{
		"a reminder is dropped":           {func(r *record) { r.got["乙"] = r.got["乙"][:1] }, "乙 got no reminder of 2026-12-11"},
		"nobody is reminded":              {func(r *record) { r.got["甲"] = nil }, "甲 got no reminder of 2026-12-10"},
		"one comes before its time":       {func(r *record) { r.got["乙"][1] = ten.Add(23 * time.Hour) }, "乙 got no reminder of 2026-12-11"},
		"one comes twice":                 {func(r *record) { r.got["乙"] = append(r.got["乙"], ten.Add(25*time.Hour)) }, "乙 got 2 reminders of 2026-12-11"},
		"three times in one silence":      {func(r *record) { r.got["甲"] = append(r.got["甲"], ten.Add(5*time.Minute)) }, "甲 got 3 reminders of 2026-12-10"},
		"the alarm is mute":               {func(r *record) { r.alarms = nil }, "proxy of"},
		"a row is not named":              {func(r *record) { r.alarms = append(r.alarms[:2:2], told(5*time.Hour, "warning", "dead letters")) }, "row of"},
		"another row is named":            {func(r *record) { r.troubles[2].tells = `"sent/2"` }, "row of"},
		"dead letters are not told of":    {func(r *record) { r.alarms = r.alarms[:3] }, "dead letter of"},
		"a dead letter is told of late":   {func(r *record) { r.alarms[3].at = ten.Add(5*time.Hour + 2*time.Minute) }, "dead letter of"},
		"the command hears of it late":    {func(r *record) { r.alarms[0].at = ten.Add(64 * time.Minute) }, "proxy of"},
		"only the trouble before is told": {func(r *record) { r.alarms[0].At = ten.Add(50 * time.Minute) }, "proxy of"},
		"an alarm of nothing":             {func(r *record) { r.alarms = append(r.alarms, told(20*time.Hour, "problem", "refused")) }, "told of nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			r := lived()
			c.breaks(r)
			wrong := r.judge()
			require.NotEmpty(t, wrong)
			assert.Contains(t, wrong[0], c.want)
		})
	}
}

// What the end of the month cuts off is not judged.
func TestJudgeAtTheEnd(t *testing.T) {
	r := &record{end: ten, troubles: []trouble{{kind: "row", from: ten.Add(-90 * time.Second), tells: "x", threshold: ten.Add(-30 * time.Second)}}}
	assert.Empty(t, r.judge())
	r.end = ten.Add(time.Hour)
	assert.Len(t, r.judge(), 1)
}

// What dies while the disk is full is written down, and told, once there is room.
func TestNothingIsWrittenOnAFullDisk(t *testing.T) {
	letter := func(till time.Time) *record {
		return &record{end: ten.Add(time.Hour), dead: []time.Time{ten.Add(time.Second)},
			troubles: []trouble{{kind: fullDisk, from: ten, till: till}}, alarms: []heard{told(5*time.Minute, "warning", "dead letters")}}
	}
	assert.Empty(t, letter(ten.Add(5*time.Minute)).judge())
	assert.Len(t, letter(ten.Add(2*time.Minute)).judge(), 1)
}
