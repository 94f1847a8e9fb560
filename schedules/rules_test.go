package schedules

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/plan"
)

func TestDefaultRulesAreFine(t *testing.T) {
	r := DefaultRules()
	require.NoError(t, r.Check(shipped(t)))
	require.NoError(t, r.Check(rivers(t)))
	var stages []string
	for _, s := range r.Ladder {
		stages = append(stages, s.Stage()+" "+string(s.Kind())+" "+s.At.String())
	}
	assert.Equal(t, []string{
		"d-3 remind 09:30", "d-1 remind 09:30", "d0 remind 09:00",
		"late-1 nag 09:00", "late-2 nag 09:00", "late-3 nag 09:00",
	}, stages)
}

func TestCheckRules(t *testing.T) {
	for want, change := range map[string]func(*Rules){
		"ladder: 21 working days: write -20 to 20": func(r *Rules) { r.Ladder = []Step{{21, plan.Clock{Hour: 9}}} },
		"ladder: d0 stands twice":                  func(r *Rules) { r.Ladder = append(r.Ladder, Step{0, plan.Clock{Hour: 15}}) },
		"ladder: d-3 at 07:00 falls in the quiet":  func(r *Rules) { r.Ladder[0].At = plan.Clock{Hour: 7} },
		"cap, max age and preview":                 func(r *Rules) { r.Cap = -1 },
		"contribution: 21":                         func(r *Rules) { r.ContributionDaysBefore = 21 },
		`unknown "later"`:                          func(r *Rules) { r.DeadlineOnHoliday = "later" },
		`days of duty "budgte": no recurring duty`: func(r *Rules) { r.DutyDays = map[string][]int{"budgte": {1}} },
		`days of duty "summary": no recurring`:     func(r *Rules) { r.DutyDays = map[string][]int{"summary": {1}} },
		`days of duty "budget": [0]: write days`:   func(r *Rules) { r.DutyDays = map[string][]int{"budget": {0}} },
		"chain: head after 0 working days":         func(r *Rules) { r.Chain = []Rung{{ToHead, 0, plan.Clock{Hour: 10}}} },
		"chain: head stands after": func(r *Rules) {
			r.Chain = []Rung{{ToOffice, 1, plan.Clock{Hour: 10}}, {ToHead, 1, plan.Clock{Hour: 10}}}
		},
		"chain: office hears before": func(r *Rules) {
			r.Chain = []Rung{{ToHead, 2, plan.Clock{Hour: 10}}, {ToOffice, 1, plan.Clock{Hour: 10}}}
		},
		`chain: unknown "mayor"`:               func(r *Rules) { r.Chain = []Rung{{"mayor", 2, plan.Clock{Hour: 10}}} },
		"chain: head at 21:00 falls":           func(r *Rules) { r.Chain = []Rung{{ToHead, 2, plan.Clock{Hour: 21}}} },
		`chain of duty "nobody": the plan has`: func(r *Rules) { r.Chains = map[string][]Rung{"nobody": nil} },
		`date of duty "budget": no duty that`:  func(r *Rules) { r.DutyDates = map[string]plan.Date{"budget": date("2026-01-01")} },
	} {
		r := DefaultRules()
		change(&r)
		assert.ErrorContains(t, r.Check(shipped(t)), want)
	}
}

func TestQuiet(t *testing.T) {
	night := Quiet{plan.Clock{Hour: 20}, plan.Clock{Hour: 8}}
	noon := Quiet{plan.Clock{Hour: 12}, plan.Clock{Hour: 14}}
	for clock, want := range map[string][2]bool{
		"07:59": {true, false}, "08:00": {false, false}, "12:00": {false, true},
		"13:59": {false, true}, "14:00": {false, false}, "19:59": {false, false}, "20:00": {true, false}, "00:00": {true, false},
	} {
		c, err := plan.ParseClock(clock)
		require.NoError(t, err)
		assert.Equal(t, want, [2]bool{night.Holds(c), noon.Holds(c)}, clock)
		assert.False(t, Quiet{}.Holds(c))
	}
}

func TestParseCron(t *testing.T) {
	loc := shipped(t).Location()
	s, err := ParseCron(" 30 9 * * 1-5 ", loc)
	require.NoError(t, err)
	friday := time.Date(2026, 12, 11, 1, 30, 0, 0, time.UTC) // 09:30 in Shanghai
	assert.Equal(t, "2026-12-14T09:30:00+08:00", s.Next(friday).In(loc).Format(time.RFC3339))
	_, err = ParseCron("@daily", loc)
	require.NoError(t, err)
	for line, want := range map[string]string{
		"":                         "write five fields",
		"0 9 * *":                  "write five fields",
		"0 25 * * *":               "write five fields",
		"0 0 9 * * *":              "write five fields",
		"@every 1h":                "instead of @every",
		"TZ=Asia/Tokyo 0 9 * * *":  "leave the time zone out",
		"TZ=":                      "leave the time zone out",
		"CRON_TZ=UTC":              "leave the time zone out",
		"0 9 30 2 *":               "no such day ever comes",
		strings.Repeat("9", 40):    "write five fields",
		"0 9 * * 八":                "write five fields",
		"@sometimes":               "write five fields",
		"0 9 15,30 * * ; rm -rf /": "write five fields",
	} {
		_, err := ParseCron(line, loc)
		assert.ErrorContains(t, err, want, line)
	}
}

// What a cron line would do to the end of February, and what we do.
func TestDeadlinesEndFebruary(t *testing.T) {
	p, r, cal := shipped(t), DefaultRules(), NewCalendar(nil)
	line, err := ParseCron("30 17 15,30 * *", p.Location())
	require.NoError(t, err)
	ours := Deadlines(duty(t, p, "progress"), p, r, cal)
	from := at("2027-02-15 17:30")
	assert.Equal(t, at("2027-03-15 17:30"), line.Next(from))
	assert.Equal(t, at("2027-02-28 17:30"), ours.Next(from))
	assert.Equal(t, at("2020-11-30 17:30"), ours.Next(time.Time{}))
	assert.True(t, Deadlines(duty(t, p, "budget"), p, r, cal).Next(from).IsZero(), "未定")
	assert.True(t, Deadlines(duty(t, p, "relief-end"), p, r, cal).Next(from).IsZero(), "over")
}

func TestParseCronNeverPanics(t *testing.T) {
	loc := shipped(t).Location()
	field := rapid.StringMatching(`[0-9*/,?L-]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(field, 4, 6).Draw(t, "fields"), " ")
		})).Draw(t, "line")
		s, err := ParseCron(line, loc)
		if err != nil {
			return
		}
		from := at("2026-12-15 09:00")
		require.True(t, s.Next(from).After(from), "a line that is taken comes again")
	})
}
