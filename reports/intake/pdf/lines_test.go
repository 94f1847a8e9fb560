package pdf

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTwoNumbersStayTwo has a sheet's column run down a page's right edge: its
// numbers are of two rows, and words that run to the edge go on below.
func TestTwoNumbersStayTwo(t *testing.T) {
	page := sheet{}
	for i, text := range []string{"新登记个体工商户（累计）5000", "4240", "本期新增就业的人数比上期有所增加，主要是", "新社区工厂投产"} {
		to := 60.0
		if i%2 == 0 {
			to = 500
		}
		page.lines = append(page.lines, line{y: 700 - 20*float64(i), size: 12, parts: []segment{{from: 50, to: to, text: text}}})
	}
	var read []string
	for _, b := range blocks([]sheet{page}) {
		read = append(read, b.Text)
	}
	assert.Equal(t, []string{"新登记个体工商户（累计）5000", "4240", "本期新增就业的人数比上期有所增加，主要是新社区工厂投产"}, read)
}

// TestNotesAtTheFoot tells footnotes from what else is small, or stands at the foot.
func TestNotesAtTheFoot(t *testing.T) {
	at := func(y, size float64, parts ...string) line {
		l := line{y: y, size: size}
		for i, p := range parts {
			l.parts = append(l.parts, segment{from: 60 + 150*float64(i), to: 160 + 150*float64(i), text: p})
		}
		return l
	}
	for name, c := range map[string]struct {
		foot []line
		want []string
	}{
		"two, one of two lines":  {[]line{at(96, 9, "1 数据由社保农技中心提供，"), at(84, 9, "截至12月28日。"), at(72, 9, "2 含个体工商户12户。")}, []string{"数据由社保农技中心提供，截至12月28日。", "含个体工商户12户。"}},
		"the mark stands apart":  {[]line{at(72, 9, "①", "数据截至12月28日。")}, []string{"数据截至12月28日。"}},
		"a remark":               {[]line{at(72, 9, "注：数据截至12月28日。")}, []string{"注：数据截至12月28日。"}},
		"as large as the words":  {[]line{at(72, 16, "1 数据截至12月28日。")}, nil},
		"a list":                 {[]line{at(72, 12, "1.举办招聘会2场。")}, nil},
		"rows of a table":        {[]line{at(84, 12, "1", "做实农民工就业服务", "2140人"), at(72, 12, "2", "落实援企稳岗政策", "94户")}, nil},
		"in the midst of a page": {[]line{at(400, 12, "1 做实农民工就业服务")}, nil},
		"who filled it in":       {[]line{at(72, 12, "填报人：张某")}, nil},
		"a date":                 {[]line{at(72, 12, "12月28日")}, nil},
	} {
		all := append([]line{at(700, 16, "一、做实农民工就业服务"), at(670, 16, "登记返乡人员2140人。")}, c.foot...)
		rest, found := notes(all)
		assert.Equal(t, c.want, found, name)
		assert.Len(t, rest, len(all)-len(c.foot)*min(1, len(c.want)), name)
	}
}

// TestRaisedMarks: the number of a footnote is left out of what it stands behind.
func TestRaisedMarks(t *testing.T) {
	at := func(from, to, y, size float64, text string) run {
		return run{segment: segment{from: from, to: to, text: text}, y: y, size: size}
	}
	for text, runs := range map[string][]run{
		"新增就业357人": {at(60, 160, 700, 16, "新增就业357"), at(160, 164, 705, 9, "1"), at(164, 180, 700, 16, "人")},
		"94户。":     {at(60, 100, 700, 16, "94户。"), at(100, 104, 705, 9, "②")},
		"5200m2":   {at(60, 120, 700, 16, "5200m"), at(120, 124, 705, 9, "2")},
		"CO2":      {at(60, 80, 700, 16, "CO"), at(80, 84, 697, 9, "2")},
		"94":       {at(60, 68, 700, 16, "9"), at(68, 76, 700, 16, "4")},
	} {
		got := ""
		for _, r := range withoutMarks(runs) {
			got += r.text
		}
		assert.Equal(t, text, got)
	}
}
