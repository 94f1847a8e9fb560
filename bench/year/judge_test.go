package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// The ladder around a deadline in the Spring Festival, counted by hand.
func TestRungs(t *testing.T) {
	c := announced()
	said := func(duty string, deadline time.Time) (out []string) {
		for _, r := range c.rungs(&owed{duty: duty, deadline: deadline}) {
			out = append(out, fmt.Sprint(r.at.Format("01-02 15:04 "), r.to))
		}
		return out
	}
	assert.Equal(t, []string{"02-08 09:30 contact", "02-10 09:00 contact", "02-18 09:00 contact", "02-19 09:00 contact", "02-20 09:00 contact",
		"02-18 10:00 head", "02-22 10:00 leader", "02-19 10:00 office"}, said(progress, at(day(2021, 2, 15), 17, 30)))
	assert.Equal(t, []string{"12-16 09:00 office", "12-17 09:00 office", "12-18 09:00 office", "12-21 09:00 office", "12-17 10:00 head", "12-22 10:00 leader"},
		said(summary, at(day(2020, 12, 16), 17, 30)))
}

func TestHalves(t *testing.T) {
	all := halves(day(2021, 3, 15))
	assert.Equal(t, "[2020-11-30 2020-12-15 2020-12-30 2021-01-15 2021-01-30 2021-02-15 2021-02-28 2021-03-15]", fmt.Sprint(all))
	assert.Equal(t, day(2020, 12, 15), half(at(day(2020, 12, 1), 9, 0)))
	assert.Equal(t, day(2020, 12, 15), half(at(day(2020, 12, 15), 9, 0)))
}

// The judge sees a message that lacks, one that comes twice, late, or of something else.
func TestMatch(t *testing.T) {
	nine := at(day(2020, 12, 16), 9, 0)
	must := []telling{{"王芳", nine, false, "保居民就业@12-15"}}
	came := func(after time.Duration, up bool, what string) telling {
		return telling{"王芳", nine.Add(after), up, what}
	}
	for name, x := range map[string]struct {
		got           []telling
		lacks, extras int
	}{
		"as it must":        {[]telling{came(time.Second, false, "保居民就业@12-15")}, 0, 0},
		"never":             {nil, 1, 0},
		"twice":             {[]telling{came(0, false, "保居民就业@12-15"), came(time.Minute, false, "保居民就业@12-15")}, 0, 1},
		"late":              {[]telling{came(3*time.Hour, false, "保居民就业@12-15")}, 1, 1},
		"of something else": {[]telling{came(0, false, "保居民就业@12-30")}, 1, 1},
		"to the wrong tier": {[]telling{came(0, true, "保居民就业@12-15")}, 1, 1},
	} {
		lacks, extra := match(must, x.got)
		assert.Len(t, lacks, x.lacks, name)
		assert.Len(t, extra, x.extras, name)
	}
}

func TestReadings(t *testing.T) {
	assert.Equal(t, "保基层运转@12-30 保居民就业@12-15", items("· 保居民就业 12月1日至15日：应于12月15日（周二）17:30前报，已过15小时\n  已填 1/10，接着填即可\n· 保基层运转 2020年12月16日至30日（财政局）：2020年12月30日（周三）17:30前，就是今天\n请尽快补报。"))
	assert.Equal(t, map[string]counts{"sheguan": {3, 1, 1, 1, 0}},
		factsOf("考核事实\n社会事务局：应报3，按时1，迟报1（共9小时），未报1，退回0，免报0\n财政局：应报0，按时0，迟报0（共0小时），未报0，退回0，免报0"))
	assert.Equal(t, map[string]bool{"jingfa 保粮食能源安全 12月1日至15日": true, "jingfa 保产业链供应链 12月1日至15日": true},
		visitsOf("需要督查的单位（1个）\n经发招商局：保粮食能源安全（12月1日至15日）逾期1天；保产业链供应链（12月1日至15日）已退回，重报逾期1天"))
	card := "保居民就业 · 工作落实情况\n12月1日至15日，12月15日（周二）17:30前报"
	assert.True(t, isCard(card, &owed{duty: progress, name: "保居民就业"}, "12月1日至15日"))
	assert.False(t, isCard(card, &owed{duty: progress, name: "保居民就业"}, "12月16日至30日"))
}

// What is exported of the past must stay; a count that differs is seen whichever side has it.
func TestCompare(t *testing.T) {
	y := newYear(&site{clock: newClock()}, options{})
	y.compare("2020-11-30", map[string]string{"the Word": "社管局\n已报"}, map[string]string{"the Word": "社管局\n已报"})
	y.equal("x", map[string]counts{"a": {owed: 1, onTime: 1}}, map[string]counts{"a": {owed: 1, onTime: 1}})
	assert.Empty(t, y.wrong)
	y.compare("2020-11-30", map[string]string{"the Word": "社管局\n已报"}, map[string]string{"the Word": "社会事务局\n已报"})
	y.compare("2020-11-30", map[string]string{"the Word": "社管局"}, map[string]string{"the Word": "社管局\n已报"})
	y.equal("x", map[string]counts{"a": {owed: 1, onTime: 1}}, map[string]counts{"a": {owed: 1, missing: 1}, "b": {owed: 1, missing: 1}})
	assert.Len(t, y.wrong, 4)
}

// A period bears its year where that is not the reader's, at each end.
func TestLabel(t *testing.T) {
	o := &owed{duty: progress, first: day(2020, 12, 16), last: day(2020, 12, 30)}
	assert.Equal(t, "12月16日至30日", o.label(at(day(2020, 12, 31), 10, 0)))
	assert.Equal(t, "2020年12月16日至30日", o.label(at(day(2021, 1, 4), 10, 0)))
	o = &owed{duty: progress, first: day(2020, 12, 31), last: day(2021, 1, 15)}
	assert.Equal(t, "12月31日至2021年1月15日", o.label(at(day(2020, 12, 31), 10, 0)))
	assert.Equal(t, "12月31日至1月15日", o.label(at(day(2021, 1, 4), 10, 0)))
	assert.Equal(t, "2020年12月31日至2021年1月15日", o.label(at(day(2022, 1, 4), 10, 0)))
}

// What was sent back is not in until it comes again; it is due when its correction is,
// and reminded of by that.
func TestSentBack(t *testing.T) {
	nine := at(day(2020, 12, 14), 9, 0)
	o := &owed{duty: progress, deadline: at(day(2020, 12, 15), 17, 30), in: nine,
		back: sentBack{at: nine.Add(time.Hour), until: at(day(2020, 12, 17), 17, 30), again: nine.Add(90 * time.Hour)}}
	assert.True(t, o.inBy(nine))
	assert.True(t, o.inBy(nine.Add(90*time.Hour)))
	for _, open := range []time.Time{nine.Add(time.Hour), nine.Add(89 * time.Hour)} {
		assert.False(t, o.inBy(open))
		assert.Equal(t, 17, o.due(open).Day())
	}
	assert.False(t, o.counted(nine.Add(2*time.Hour)), "its time is not over")
	assert.True(t, o.counted(nine.Add(89*time.Hour)))
	var said []string
	for _, r := range announced().rungs(o) {
		if r.back && r.to == toContact {
			said = append(said, r.at.Format("01-02 15:04"))
		}
	}
	assert.Equal(t, []string{"12-16 09:30", "12-17 09:00", "12-18 09:00", "12-21 09:00", "12-22 09:00"}, said)
}
