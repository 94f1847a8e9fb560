package plan

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func day(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// changed loads the shipped plan with texts replaced.
func changed(t *testing.T, oldNew ...string) *Plan {
	t.Helper()
	data := bytes.Clone(shipped)
	for i := 0; i < len(oldNew); i += 2 {
		require.True(t, bytes.Contains(data, []byte(oldNew[i])), oldNew[i])
		data = bytes.Replace(data, []byte(oldNew[i]), []byte(oldNew[i+1]), 1)
	}
	p, err := Load("liubao.toml", data)
	require.NoError(t, err)
	return p
}

const a6Lead = "name = \"保基层运转\"\nlead = \"caizheng\""

func TestAPeriodIsJudgedByTheVersionOfItsDay(t *testing.T) {
	first := shippedPlan(t)
	second := changed(t, a6Lead, "name = \"保基层运转\"\nlead = \"dangqun\"")
	h, err := NewHistory([]Version{{first.Starts, first}, {day("2021-03-01"), second}})
	require.NoError(t, err)
	for d, lead := range map[string]string{"2020-11-01": "caizheng", "2021-02-28": "caizheng", "2021-03-01": "dangqun", "2030-01-01": "dangqun"} {
		a, _ := h.At(day(d)).Area("a6")
		assert.Equal(t, lead, a.Lead, d)
	}
	today := h.At(day("2021-06-01"))
	then, _ := today.On(day("2020-12-15")).Area("a6")
	assert.Equal(t, "caizheng", then.Lead, "any version leads to all")
	alone, _ := first.On(day("2021-06-01")).Area("a6")
	assert.Equal(t, "caizheng", alone.Lead, "the plan that was given stays as it is")
}

func TestVersionsThatCannotFollow(t *testing.T) {
	first := shippedPlan(t)
	_, err := NewHistory(nil)
	require.ErrorContains(t, err, "needs a version")
	_, err = NewHistory([]Version{{first.Starts, first}, {first.Starts, first}})
	require.ErrorContains(t, err, "does not begin after")
	other := changed(t, `id = "liubao"`, `id = "rivers"`)
	_, err = NewHistory([]Version{{first.Starts, first}, {day("2021-01-01"), other}})
	require.ErrorContains(t, err, "another plan needs a data file of its own")
	zone := changed(t, "Asia/Shanghai", "Asia/Urumqi")
	_, err = NewHistory([]Version{{first.Starts, first}, {day("2021-01-01"), zone}})
	require.ErrorContains(t, err, "keeps its zone")
}

func TestUnitsAreRenamedMergedAndEnd(t *testing.T) {
	renamed := changed(t, `name = "财政局"`, `name = "财政金融局"`)
	h, err := NewHistory([]Version{{day("2020-11-24"), shippedPlan(t)}, {day("2021-07-01"), renamed}})
	require.NoError(t, err)
	assert.Equal(t, "财政局", h.At(day("2021-06-30")).UnitName("caizheng"))
	assert.Equal(t, "财政金融局", h.At(day("2021-07-01")).UnitName("caizheng"))

	merged := changed(t, `id = "tuozhi"`, "until = 2021-05-31\nid = \"tuozhi\"",
		`name = "社管局"`, "name = \"社管局\"\nsucceeds = [\"tuozhi\"]")
	h, err = NewHistory([]Version{{day("2020-11-24"), merged}})
	require.NoError(t, err)
	before, after := h.At(day("2021-05-31")), h.At(day("2021-06-01"))
	one, _ := before.Task(1)
	assert.Equal(t, []string{"dangqun", "jingfa", "shebao", "sheguan", "tuozhi"}, one.Units)
	one, _ = after.Task(1)
	assert.Equal(t, []string{"dangqun", "jingfa", "shebao", "sheguan"}, one.Units, "the successor is among them and stands once")
	left, _ := after.Indicator("poor-left")
	assert.Equal(t, "sheguan", left.Source)
	_, ok := after.Unit("tuozhi")
	assert.False(t, ok)
	assert.Equal(t, "脱指办", after.UnitName("tuozhi"), "old reports still name it")
	next, ok := after.Successor("tuozhi")
	require.True(t, ok)
	assert.Equal(t, "sheguan", next.ID)
}

func TestAUnitThatEndsLeavesNothingBehind(t *testing.T) {
	data := bytes.Replace(shipped, []byte(`id = "caizheng"`), []byte("until = 2021-05-31\nid = \"caizheng\""), 1)
	_, err := Load("liubao.toml", data)
	require.ErrorContains(t, err, "is still the lead of 保基层运转: name its successor with succeeds")
}

func TestTasksAndDutiesEnd(t *testing.T) {
	p := changed(t, "number = 2\narea = \"a1\"", "until = 2020-12-31\nnumber = 2\narea = \"a1\"",
		`id = "budget"`, "until = 2021-06-30\nid = \"budget\"")
	h, err := NewHistory([]Version{{p.Starts, p}})
	require.NoError(t, err)
	_, ok := h.At(day("2020-12-31")).Task(2)
	assert.True(t, ok)
	next := h.At(day("2021-01-01"))
	_, ok = next.Task(2)
	assert.False(t, ok)
	_, ok = next.Duty("budget")
	assert.True(t, ok)
	late := h.At(day("2021-07-01"))
	_, ok = late.Duty("budget")
	assert.False(t, ok)
	var ever []string
	for _, d := range late.EverDuties() {
		ever = append(ever, d.ID)
	}
	assert.Equal(t, "budget", ever[len(ever)-1])
	assert.Len(t, ever, len(p.Duties))
}

func TestTargetsOfAYear(t *testing.T) {
	n := func(x int64) *Number { v := Int(x); return &v }
	p := shippedPlan(t)
	h, err := NewHistory([]Version{{p.Starts, p}},
		YearValue{Indicator: "five-up", Year: 2021, Target: n(8)},
		YearValue{Indicator: "five-up", Year: 2021, From: day("2021-07-01"), Target: n(9)},
		YearValue{Indicator: "smes", Year: 2021, Baseline: n(700)},
		YearValue{Indicator: "gone", Year: 2021, Baseline: n(1)})
	require.NoError(t, err)
	for d, want := range map[string]string{
		"2020-12-31": "净增5户", "2021-01-01": "净增8户", "2021-06-30": "净增8户",
		"2021-07-01": "净增9户", "2021-12-31": "净增9户", "2022-01-01": "净增5户",
	} {
		x, _ := h.At(day(d)).Indicator("five-up")
		assert.Equal(t, want, x.TargetText(), d)
	}
	smes, _ := h.At(day("2021-03-01")).Indicator("smes")
	assert.Equal(t, "不低于上年（700户）", smes.TargetText())
	smes, _ = h.At(day("2022-03-01")).Indicator("smes")
	assert.Equal(t, "不低于上年", smes.TargetText(), "last year's value is of one year")

	for want, y := range map[string]YearValue{
		"no indicator":           {Indicator: "gone", Year: 2021, Target: n(1)},
		"write a year":           {Indicator: "five-up", Year: 21, Target: n(1)},
		"write target":           {Indicator: "five-up", Year: 2021},
		"instead of target":      {Indicator: "smes", Year: 2021, Target: n(1)},
		"lies in another year":   {Indicator: "five-up", Year: 2021, From: day("2020-12-31"), Target: n(1)},
		"does not fit a count":   {Indicator: "five-up", Year: 2021, Target: n(-1)},
		"not fit a percentage: ": {Indicator: "office-cut", Year: 2021, Target: n(101)},
	} {
		assert.ErrorContains(t, y.Check(p), want)
	}
}

func TestStretchesLeaveNoDayOut(t *testing.T) {
	p := changed(t, `id = "budget"`, "until = 2021-06-30\nid = \"budget\"")
	h, err := NewHistory([]Version{{p.Starts, shippedPlan(t)}, {day("2021-03-01"), p}})
	require.NoError(t, err)
	all := h.At(p.Starts).Stretches()
	require.Len(t, all, 3)
	assert.True(t, all[0].From.IsZero())
	assert.Equal(t, all[1].From, all[0].To)
	assert.Equal(t, all[2].From, all[1].To)
	assert.True(t, all[2].To.IsZero())
	assert.Len(t, shippedPlan(t).Stretches(), 1)
}
