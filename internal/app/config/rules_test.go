package config

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/schedules"
)

func parse(t *testing.T, in string) *Config {
	t.Helper()
	c, err := Parse("c.toml", []byte(in))
	require.NoError(t, err)
	return c
}

func TestDefaultRulesAreTheSchedules(t *testing.T) {
	c := parse(t, "")
	p, err := c.LoadPlan("")
	require.NoError(t, err)
	r, err := c.Rules(p)
	require.NoError(t, err)
	assert.Equal(t, schedules.DefaultRules(), r)
}

func TestRulesFollowTheFile(t *testing.T) {
	c := parse(t, `
plan.starts = 2027-01-01
plan.deadline = "00:30"
sign_off.progress = "scan"
rollup.preview = "45m"
calendar.holidays = [2027-03-01]
calendar.workdays = [2027-02-28]
[reminders]
send_from = "07:00"
send_until = "21:30"
cap = 9
deadline_on_holiday = "previous"
ladder = [{workdays = -2, at = "08:15"}]
contribution_workdays = 4
contribution_at = "10:15"
digest_at = "08:30"
chain = [{to = "office", workdays = 3, at = "11:00"}, {duty = "budget", to = "leader", workdays = 1, at = "09:00"}]
extra = [{id = "monday", cron = "30 9 * * 1", text = "请汇总"}]
`)
	p, err := c.LoadPlan("")
	require.NoError(t, err)
	assert.Equal(t, plan.Date{Year: 2027, Month: 1, Day: 1}, p.Starts)
	assert.Equal(t, plan.Clock{Minute: 30}, p.Deadline)
	d, _ := p.Duty("progress")
	assert.Equal(t, plan.SignScan, d.SignOff)

	r, err := c.Rules(p)
	require.NoError(t, err)
	assert.Equal(t, []schedules.Step{{Workdays: -2, At: plan.Clock{Hour: 8, Minute: 15}}}, r.Ladder)
	assert.Equal(t, schedules.Quiet{From: plan.Clock{Hour: 21, Minute: 30}, To: plan.Clock{Hour: 7}}, r.Quiet)
	assert.Equal(t, 9, r.Cap)
	assert.Equal(t, 45*time.Minute, r.PreviewBefore)
	assert.Equal(t, 4, r.ContributionDaysBefore)
	assert.Equal(t, plan.Clock{Hour: 10, Minute: 15}, r.ContributionAt)
	assert.Equal(t, &plan.Clock{Hour: 8, Minute: 30}, r.DigestAt)
	assert.Equal(t, []schedules.Rung{{To: schedules.ToOffice, Workdays: 3, At: plan.Clock{Hour: 11}}}, r.Chain)
	assert.Equal(t, map[string][]schedules.Rung{"budget": {{To: schedules.ToLeader, Workdays: 1, At: plan.Clock{Hour: 9}}}}, r.Chains)
	assert.Equal(t, schedules.PreviousDay, r.DeadlineOnHoliday)
	require.Len(t, r.Extras, 1)
	sunday := time.Date(2027, 1, 3, 12, 0, 0, 0, p.Location())
	assert.Equal(t, time.Date(2027, 1, 4, 9, 30, 0, 0, p.Location()), r.Extras[0].Schedule.Next(sunday))
	assert.Equal(t, "请汇总", c.NoticeText("monday"))
	assert.Empty(t, c.NoticeText("tuesday"))

	cal := c.Workdays()
	assert.False(t, cal.Workday(plan.Date{Year: 2027, Month: 3, Day: 1}), "a Monday")
	assert.True(t, cal.Workday(plan.Date{Year: 2027, Month: 2, Day: 28}), "a Sunday")
}

func TestSignOffOfADutyThatIsNone(t *testing.T) {
	_, err := parse(t, "[sign_off]\nprogres = \"head\"").LoadPlan("")
	require.ErrorContains(t, err, "c.toml:2: sign_off.progres: the plan has no such duty; write one of progress, budget, ")
}

func TestPlanFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "config.toml")
	require.NoError(t, os.WriteFile(name, []byte(`plan.file = "my-plan.toml"`), 0o600))
	c, err := Load(name)
	require.NoError(t, err)
	_, err = c.LoadPlan("")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, filepath.Join(dir, "my-plan.toml"))

	require.NoError(t, os.WriteFile(filepath.Join(dir, "my-plan.toml"), []byte("id = 3"), 0o600))
	_, err = c.LoadPlan("")
	require.ErrorContains(t, err, "my-plan.toml:1")

	_, err = c.LoadPlan(filepath.Join(dir, "other.toml"))
	require.ErrorContains(t, err, "other.toml", "the command line goes first")
}

func TestTargetsAreSet(t *testing.T) {
	p, err := parse(t, "[targets]\nnew-jobs = \"3000\"\nmigrants = \"5200\"").LoadPlan("")
	require.NoError(t, err)
	jobs, _ := p.Indicator("new-jobs")
	assert.Equal(t, "≥3000人", jobs.TargetText())
	migrants, _ := p.Indicator("migrants")
	assert.Contains(t, migrants.TargetText(), "5200")
	met, known := migrants.Met(plan.Int(5199))
	assert.True(t, known)
	assert.False(t, met)
	_, err = parse(t, "[targets]\nnew-job = \"3000\"\nunemployed = \"400\"\nzero-family = \"a\"").LoadPlan("")
	require.ErrorContains(t, err, "c.toml:2: targets.new-job: the plan has no such indicator")
	require.ErrorContains(t, err, "c.toml:3: targets.unemployed: 400 does not fit a percentage: write 0 to 100")
	require.ErrorContains(t, err, `c.toml:4: targets.zero-family: number "a"`)
}
