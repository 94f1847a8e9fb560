package schedules

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
)

// Announcements in the manner of the years 2020 to 2026, in our own words: with
// and without weekdays, with two holidays that fall together, over New Year, in
// one line and in many.
var announcements = map[int]string{
	2020: `一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。`,
	2021: `2021年节假日这样安排。元旦：2021年1月1日至3日放假，共3天。春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。清明节：4月3日至5日放假调休，共3天。劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。端午节：6月12日至14日放假，共3天。中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。`,
	2022: `元旦：2022年1月1日至3日放假，共3天。
春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
端午节：6月3日至5日放假，共3天。
中秋节：9月10日至12日放假，共3天。
国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。`,
	2023: `关于2023年部分节假日
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。`,
	2024: `2024年节假日
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`,
	2025: `一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`,
	2026: `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天……1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天；2月14日（周六）、2月28日（周六）上班。
三、清明节：４月４日（周六）至６日（周一）放假，共３天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`,
}

// What is read is what the library has for the year: every weekday off, every
// weekend day worked.
func TestAnnouncementsSayWhatTheLibraryHas(t *testing.T) {
	for year, text := range announcements {
		a, ok := ReadHolidays(text, year)
		require.True(t, ok, year)
		assert.Equal(t, year, a.Year)
		assert.Empty(t, a.Doubts, year)
		ours := NewCalendar(a.Overrides()).(calendar)
		read := map[plan.Date]bool{}
		for d, x := range ours.added {
			read[d] = x.work
		}
		theirs := NewCalendar(nil)
		for d := date("2019-12-25"); d.Year <= year; d = d.AddDays(1) {
			if year == 2020 && !d.Before(date("2020-01-31")) && !d.After(date("2020-02-03")) {
				continue // the festival was prolonged later
			}
			weekend := d.Weekday() == 0 || d.Weekday() == 6
			if work, special := read[d]; special {
				assert.Equal(t, theirs.Workday(d), work, d)
			} else if d.Year == year && theirs.Workday(d) == weekend {
				_, known := statutory[d]
				assert.False(t, known && d.Month != 12, "%s is special and was not read", d)
			}
		}
		assert.True(t, ours.Known(year))
	}
}

func TestWhatDoesNotAddUpIsSaid(t *testing.T) {
	for text, want := range map[string]Doubt{
		"元旦：1月1日至3日放假，共4天。":            {Kind: CountDiffers, Name: "元旦", Said: "4"},
		"元旦：1月1日（周五）至3日放假。":            {Kind: WeekdayDiffers, Name: "元旦", Date: date("2026-01-01"), Said: "周五"},
		"元旦：1月1日至3日放假，1月5日上班。":         {Kind: WorkOnWeekday, Name: "元旦", Date: date("2026-01-05")},
		"元旦：1月1日至3日放假，1月3日上班。":         {Kind: OffAndWork, Name: "元旦", Date: date("2026-01-03")},
		"元旦：1月1日至3日放假。1月4日另行通知。":       {Kind: SentenceUnread, Name: "元旦", Said: "1月4日另行通知"},
		"元旦：1月1日放假。春节：2月30日放假。":        {Kind: SentenceUnread, Name: "春节", Said: "2月30日放假"},
		"关于2027年部分节假日安排。元旦：1月1日至3日放假。": {Kind: YearNotTheTexts, Said: "2027"},
	} {
		a, ok := ReadHolidays(text, 2026)
		require.True(t, ok, text)
		assert.Contains(t, a.Doubts, want, text)
	}
	a, _ := ReadHolidays("清明：4月4日放假，元旦：12月31日至1月2日放假", 2026)
	assert.Equal(t, "清明节", a.Holidays[0].Name)
	assert.Equal(t, []plan.Date{date("2025-12-31"), date("2026-01-01"), date("2026-01-02")}, a.Holidays[1].Off)
	assert.Contains(t, a.Doubts, Doubt{Kind: HolidayMissing, Name: "国庆节"})
	for _, text := range []string{"", "今天下午开会", "元旦：待定", "1月1日放假"} {
		_, ok := ReadHolidays(text, 2026)
		assert.False(t, ok, text)
	}
}

func TestReadHolidaysNeverPanics(t *testing.T) {
	years := slices.Sorted(maps.Keys(announcements))
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(announcements[rapid.SampledFrom(years).Draw(t, "year")])
		for range rapid.IntRange(0, 8).Draw(t, "cuts") {
			i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
			text[i] = rapid.SampledFrom([]rune("：，。至日月年0９周（）元春")).Draw(t, "rune")
		}
		a, ok := ReadHolidays(string(text), 2026)
		if ok {
			require.NotEmpty(t, a.Overrides())
		}
	})
}

func TestUnknownYear(t *testing.T) {
	cal := NewCalendar(nil)
	for day, want := range map[string]int{"2027-10-31": 0, "2027-11-01": 2028, "2027-12-31": 2028, "2026-12-31": 0, "2028-01-05": 2028} {
		year, unknown := UnknownYear(cal, date(day))
		if !unknown {
			year = 0
		}
		assert.Equal(t, want, year, day)
	}
	known := NewCalendar([]DayOverride{{date("2028-10-01"), false, "国庆节"}})
	_, unknown := UnknownYear(known, date("2027-11-01"))
	assert.False(t, unknown)
}
