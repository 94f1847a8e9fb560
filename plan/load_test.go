package plan

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func shippedPlan(t *testing.T) *Plan {
	t.Helper()
	p, err := Default()
	require.NoError(t, err)
	return p
}

// What the notice says, counted by hand.
func TestShippedPlanIsTheNotice(t *testing.T) {
	p := shippedPlan(t)
	leads := []string{}
	for _, a := range p.Areas {
		leads = append(leads, p.UnitName(a.Lead))
	}
	assert.Equal(t, []string{"党群局", "社管局", "应急和市场监管局", "经发招商局", "经发招商局", "财政局"}, leads)

	perArea := []int{}
	for _, a := range p.Areas {
		perArea = append(perArea, len(p.TasksOf(a.ID)))
	}
	assert.Equal(t, []int{2, 3, 3, 2, 3, 3}, perArea)

	responsible := []int{}
	for n := 1; n <= 16; n++ {
		task, ok := p.Task(n)
		require.True(t, ok, n)
		responsible = append(responsible, len(task.Units))
	}
	assert.Equal(t, []int{5, 5, 7, 3, 3, 7, 4, 7, 4, 5, 3, 3, 3, 1, 1, 1}, responsible)

	nine, _ := p.Task(9)
	assert.Equal(t, "社保农技中心", p.UnitName(nine.Contributor("jingfa")), "the lead is not responsible for task 9")
	ten, _ := p.Task(10)
	assert.Equal(t, "jingfa", ten.Contributor("jingfa"))

	roles := map[string]int{}
	for _, x := range p.Posts {
		roles[x.Role]++
	}
	assert.Equal(t, map[string]int{"leader": 1, "deputy-leader": 2, "member": 14, "director": 1, "deputy-director": 5}, roles)
}

func TestShippedPlanNamesEveryUnitAsTheNoticeDoes(t *testing.T) {
	p := shippedPlan(t)
	for written, name := range map[string]string{
		"卫健委": "卫健局", "卫健局": "卫健局", "市场监管局": "应急和市场监管局", "供电所": "恒口供电所",
		"示范区供电所": "恒口供电所", "党政办": "党政综合办公室", "投资集团": "投资集团公司", "示范区党群局": "党群局",
	} {
		u, ok := p.FindUnit(written)
		if assert.True(t, ok, written) {
			assert.Equal(t, name, u.Name)
		}
	}
	_, ok := p.FindUnit("水务局")
	assert.False(t, ok)
}

func TestShippedTargets(t *testing.T) {
	p := shippedPlan(t)
	want := map[string]string{
		"five-up": "净增5户", "park-10m": "新增4户", "zero-family": "0户", "labour-pay": "≥15%",
		"poor-left": "0人", "poor-back": "0人", "care": "是", "entities": "不低于上年", "credit-fix": "≤1个工作日",
		"grain-mill": "≥2家", "grain-store": "≥3家", "grain-outlet": "≥8家", "grain-safe": "0起",
		"office-cut": "≥15%", "special-cut": "≥18%", "three-pub": "不高于上年", "new-jobs": "未定",
		"wages": "是", "welfare": "不低于上年", "farmland": "未定",
	}
	for id, text := range want {
		x, ok := p.Indicator(id)
		if assert.True(t, ok, id) {
			assert.Equal(t, text, x.TargetText(), id)
		}
	}
	for _, x := range p.Indicators {
		assert.True(t, x.Due.IsZero(), "the notice gives no target dates: %s", x.ID)
	}
}

func TestShippedDuties(t *testing.T) {
	p := shippedPlan(t)
	progress, _ := p.Duty("progress")
	assert.Equal(t, []int{15, 30}, progress.Days)
	assert.Len(t, p.Obligations(progress), 6)
	budget, _ := p.Duty("budget")
	assert.True(t, budget.Undated())
	assert.Len(t, budget.Questions, 4)
	var dated []string
	for _, d := range p.Duties {
		if !d.Date.IsZero() {
			dated = append(dated, d.ID+" "+d.Date.String())
		}
	}
	assert.Equal(t, []string{"relief-end 2020-12-31"}, dated, "the notice gives no other dates")
	measures, _ := p.Duty("measures")
	assert.True(t, measures.Undated())
	assert.Len(t, p.Obligations(measures), 6)
	summary, _ := p.Duty("summary")
	assert.False(t, summary.Undated())
}

func TestDefaultReturnsFreshCopies(t *testing.T) {
	a, b := shippedPlan(t), shippedPlan(t)
	require.Equal(t, a, b)
	a.Starts = Date{2030, 1, 1}
	a.Areas[0].Name = "另一个"
	require.Equal(t, "保居民就业", b.Areas[0].Name)
	require.NotEqual(t, a.Starts, b.Starts)
}

func TestAnotherPlan(t *testing.T) {
	data, err := os.ReadFile("testdata/rivers.toml")
	require.NoError(t, err)
	p, err := Load("rivers.toml", data)
	require.NoError(t, err)
	assert.Equal(t, "Asia/Urumqi", p.Location().String())
	assert.Equal(t, Date{2025, 3, 1}, p.Starts, "a day may stand in quotes too")
	assert.Equal(t, Clock{18, 0}, p.Deadline)
	clean, _ := p.Indicator("clean")
	assert.Equal(t, "≥85.5%", clean.TargetText())
	shore, _ := p.Indicator("shore")
	assert.Equal(t, "新增12.5公里", shore.TargetText())
	outlets, _ := p.Indicator("outlets")
	assert.Equal(t, "不高于上年（7个）", outlets.TargetText())
	sheet, _ := p.Duty("month-end")
	assert.Equal(t, SignScan, sheet.SignOff)
	patrol, _ := p.Duty("patrol")
	assert.Equal(t, []Obligation{{"patrol", "north", "upper"}, {"patrol", "south", "lower"}}, p.Obligations(patrol))
}

func TestLocationFollowsZone(t *testing.T) {
	p := shippedPlan(t)
	p.Zone = "America/New_York"
	assert.Equal(t, "America/New_York", p.Location().String())
	p.Zone = "Nowhere/None"
	assert.Equal(t, "UTC", p.Location().String())
}

// Every mistake is made in a copy of the other plan by replacing old by new;
// the error must name the line on which new begins.
var mistakes = []struct{ old, new, key, msg string }{
	{`id = "rivers"`, `id = "The Rivers"`, "id", `id "The Rivers": write 1 to 12 characters of a-z, 0-9 and -`},
	{`zone = "Asia/Urumqi"`, `zone = "Asia/Nowhere"`, "zone", `unknown time zone "Asia/Nowhere"`},
	{`zone = "Asia/Urumqi"`, `zone = "Local"`, "zone", `write an IANA name`},
	{`starts = "2025-03-01"`, `starts = "2025-02-30"`, "starts", `write it as YYYY-MM-DD`},
	{`starts = "2025-03-01"`, `starts = 5`, "starts", `write a day, such as starts = 2027-02-28`},
	{`deadline = "18:00"`, `deadline = "25:00"`, "deadline", `write it as HH:MM`},
	{`office = "water"`, `office = "weather"`, "office", `no unit has the id "weather"; write one of water, env, north, south`},
	{`superiors = ["区总河长"]`, `superiors = "区总河长"`, "superiors", `write a list`},
	{`name = "河长办"`, `nmae = "河长办"`, "nmae", `unknown key; write one of id, title, name`},
	{`aliases = ["南街"]`, `aliases = ["南街", "水利局"]`, "[[units]] aliases", `unit name "水利局" is already used in line 16`},
	{`id = "south"`, `id = "env"`, "[[units]] id", `unit id "env" is already used in line 19`},
	{`lead = "south"`, `lead = "west"`, "[[areas]] lead", `no unit has the id "west"`},
	{`lead = "south"`, `lead = 3`, "[[areas]] lead", `write a text in quotes`},
	{`lead = "south"`, `lead = ""`, "[[areas]] lead", `missing: write lead = "…"`},
	{`number = 20`, `number = 10`, "[[areas]] number", `number "10" is already used in line 33`},
	{`number = 20`, `number = 2.5`, "[[areas]] number", `write a whole number`},
	{`id = "lower"`, `id = "env"`, "[[areas]] id", `id "env" is a unit's`},
	{`area = "lower"
title`, `area = "middle"
title`, "[[tasks]] area", `no area has the id "middle"; write one of upper, lower`},
	{`points = ["摸排", "封堵"]`, `points = ["摸排"]`, "[[tasks]] points", `1 points: write two to five`},
	{`units = ["north", "water"]`, `units = ["north", "north"]`, "[[tasks]] units", `named twice`},
	{`can_end = true`, `can_end = "yes"`, "[[tasks]] can_end", `write can_end = true or can_end = false`},
	{`target = 85.5`, `target = 855`, "[[indicators]] target", `855 does not fit a percentage`},
	{`target = 85.5`, `target = true`, "[[indicators]] target", `write a number`},
	{`target = 85.5`, `target = 85.12345`, "[[indicators]] target", `at most four decimal places`},
	{`baseline = 7`, `baseline = 7.5`, "[[indicators]] baseline", `7.5 does not fit a count`},
	{`baseline = 7`, `target = 7`, "[[indicators]] target", `not_above_baseline compares with the baseline`},
	{`compare = "not_above_baseline"`, `compare = "below"`, "[[indicators]] compare", `unknown: below; write one of at_least`},
	{`kind = "amount"`, `kind = "money"`, "[[indicators]] kind", `unknown: money; write one of count, amount, percent, yesno`},
	{`kind = "amount"`, `kind = "yesno"`, "[[indicators]] measure", ``},
	{`measure = "个"`, `private = false`, "[[indicators]] measure", ``},
	{`due = 2025-12-31`, `due = "31.12.2025"`, "[[indicators]] due", `write it as YYYY-MM-DD`},
	{`cadence = "quarter"`, `cadence = "weekly"`, "[[indicators]] cadence", `write one of period, month, quarter, year`},
	{`task = 1
source`, `task = 2
source`, "[[indicators]] task", `task 2 belongs to area "lower", not "upper"`},
	{`task = 1
source`, `task = 0
source`, "[[indicators]] task", `no task has the number 0`},
	{`days = [10, 25]`, `days = [10, 32]`, "[[duties]] days", `day 32: write days of the month from 1 to 31`},
	{`days = [10, 25]`, `days = [10, 10]`, "[[duties]] days", `day 10 is named twice`},
	{`days = [10, 25]`, `days = [25, 10]`, "[[duties]] days", `write the days in order`},
	{`days = [10, 25]`, `days = ["10"]`, "[[duties]] days", `write whole numbers`},
	{`days = [10, 25]`, `date = 2025-04-15`, "[[duties]] date", `only a duty with timing = "once" has a date`},
	{`after = "patrol"`, `after = "map"`, "[[duties]] after", `a recurring duty can follow another recurring one`},
	{`date = 2025-04-15`, `days = [1]`, "[[duties]] days", `only a recurring duty without after has days`},
	{`owners = ["water"]`, `owners = ["env"]`, "[[duties]] owners", `the office's own duty`},
	{`owners = ["env", "south"]`, `owners = ["env", "sea"]`, "[[duties]] owners", `no unit has the id "sea"`},
	{`owners = ["env", "south"]`, `written = true`, "[[duties]] owners", ``},
	{`days = [10, 25]`, `owners = ["env"]`, "[[duties]] owners", `owed by its lead unit; leave owners out`},
	{`sign_off = "scan"`, `sign_off = "stamp"`, "[[duties]] sign_off", `unknown: stamp; write one of none, head, scan`},
	{`timing = "once"`, `timing = "sometimes"`, "[[duties]] timing", `unknown: sometimes`},
	{`role = "leader"`, `role = "boss"`, "[[posts]] role", `unknown: boss; write one of leader`},
	{`holder = "演示总河长"`, `holder = " 演示"`, "[[posts]] holder", `remove the white space`},
}

func TestMistakes(t *testing.T) {
	data, err := os.ReadFile("testdata/rivers.toml")
	require.NoError(t, err)
	good := string(data)
	for _, c := range mistakes {
		t.Run(c.new, func(t *testing.T) {
			doc := strings.Replace(good, c.old, c.new, 1)
			require.NotEqual(t, good, doc)
			_, err := Load("x.toml", []byte(doc))
			require.Error(t, err)
			var found *Error
			for _, e := range unjoin(err) {
				if e.Key == c.key && strings.Contains(e.Msg, c.msg) {
					found = e
					break
				}
			}
			require.NotNil(t, found, "errors were:\n%v", err)
			assert.Equal(t, "x.toml", found.File)
			if c.msg != "" { // where it is empty the mistake is elsewhere than the change
				line := 1 + strings.Count(good[:strings.Index(good, c.old)], "\n")
				assert.Equal(t, line, found.Line, "%v", found)
			}
		})
	}
}

func unjoin(err error) []*Error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var out []*Error
		for _, e := range joined.Unwrap() {
			out = append(out, unjoin(e)...)
		}
		return out
	}
	var e *Error
	if !errors.As(err, &e) {
		return nil
	}
	return []*Error{e}
}

const fullOfMistakes = `id = "x"
title = "甲"
name = "乙"
zone = "Asia/Shanghai"
deadline = "17:30"
office = "u"

[[units]]
id = "u"
name = "某局"
colour = "red"

[[areas]]
id = "a"
number = 1
name = "某"
lead = "v"
goal = "某"

[[duties]]
id = "d"
title = "报"
timing = "recurring"
subject = "unit"
owners = ["u"]
addressee = ["丙"]
days = [
  1, # the first
  # and one that no month has
  40,
]
questions = [{id = "Q", title = "问", prompt = "？"}]
`

func TestAllMistakesAtOnceInOrder(t *testing.T) {
	_, err := Load("x.toml", []byte(fullOfMistakes))
	var got []string
	for _, e := range unjoin(err) {
		got = append(got, e.Error())
	}
	assert.Equal(t, []string{
		`x.toml:1: starts: missing: write the first day of the plan, such as starts = 2027-01-01`,
		`x.toml:11: [[units]] colour: unknown key; write one of id, name, full, aliases, succeeds, until`,
		`x.toml:14: [[areas]] id: no task has area = "a"; write one`,
		`x.toml:17: [[areas]] lead: no unit has the id "v"; write one of u`,
		`x.toml:30: [[duties]] days: day 40: write days of the month from 1 to 31`,
		`x.toml:32: [[duties.questions]] id: id "Q": write 1 to 12 characters of a-z, 0-9 and -`,
	}, got)
}

func TestMistakeInANestedTable(t *testing.T) {
	doc := strings.Replace(string(shipped), `id = "industry"`, `id = "Industry"`, 1)
	line := 1 + strings.Count(doc[:strings.Index(doc, `id = "Industry"`)], "\n")
	_, err := Load("x.toml", []byte(doc))
	require.EqualError(t, err, "x.toml:"+strconv.Itoa(line)+`: [[duties.questions]] id: id "Industry": write 1 to 12 characters of a-z, 0-9 and -`)
}

func TestNotTOML(t *testing.T) {
	_, err := Load("x.toml", []byte("id = \"x\"\ntitle = \n"))
	require.ErrorContains(t, err, "x.toml:2: ")
	_, err = Load("x.toml", []byte("id = \"x\"\nid = \"y\"\n"))
	require.ErrorContains(t, err, "x.toml:2: ")
	_, err = Load("x.toml", nil)
	require.ErrorContains(t, err, `areas: a plan needs an area`)
}

// No file, however broken, may crash the loader, and every error has a line of it.
func FuzzLoad(f *testing.F) {
	f.Add(shipped)
	rivers, err := os.ReadFile("testdata/rivers.toml")
	require.NoError(f, err)
	f.Add(rivers)
	f.Add([]byte("[units]\nid = 1\n[[areas]]\n[[areas.x]]\n[[areas]]\n[[areas.x]]\ny = [{a = 1}, [2]]"))
	f.Add([]byte("units = [1, 2]\nareas = [[{id = 1}]]\n\"a.b\".'c[0]' = 2"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Load("x.toml", data)
		if err == nil {
			require.NotEmpty(t, p.Areas)
			return
		}
		lines := 1 + strings.Count(string(data), "\n")
		for _, e := range unjoin(err) {
			require.Positive(t, e.Line)
			require.LessOrEqual(t, e.Line, lines)
		}
	})
}

func TestIDsOfTheShippedPlanAreShort(t *testing.T) {
	p := shippedPlan(t)
	all := append(ids(p.Areas, func(a Area) string { return a.ID }), ids(p.Duties, func(d Duty) string { return d.ID })...)
	require.Equal(t, []string{"a1", "a2", "a3", "a4", "a5", "a6"}, all[:6])
	for _, id := range slices.Concat(all, ids(p.Units, func(u Unit) string { return u.ID })) {
		require.LessOrEqual(t, len(id), 12)
	}
}

// What the notice says in words that a shorter plan leaves out.
func TestShippedPlanKeepsTheNoticesWords(t *testing.T) {
	p := shippedPlan(t)
	all := string(shipped)
	for _, words := range []string{"保供稳价", "生产经营持续好转", "带薪休假", "工会经费", "结转不足两年无法支出的项目资金"} {
		assert.Contains(t, all, words)
	}
	undated := map[string]int{}
	for _, id := range []string{"publicity", "outreach", "study", "meeting", "market"} {
		d, ok := p.Duty(id)
		require.True(t, ok, id)
		require.True(t, d.Undated(), "the notice names no days: %s", id)
		undated[id] = len(p.Obligations(d))
	}
	assert.Equal(t, map[string]int{"publicity": 6, "meeting": 6, "outreach": 1, "study": 1, "market": 1}, undated)
	assert.Len(t, p.Ledgers, 3)
	assert.Equal(t, []string{"正常", "减产", "停产", "复产"}, p.Ledgers[0].Columns[0].Choices)
}

// Each task of an area is a button of its report's card: an area with more than a chat
// takes is refused, at the first task too many.
func TestAreaWithTooManyTasks(t *testing.T) {
	data, err := os.ReadFile("testdata/rivers.toml")
	require.NoError(t, err)
	p, err := Load("x.toml", data)
	require.NoError(t, err)
	area, have := p.Tasks[0].Area, 0
	for _, x := range p.Tasks {
		if x.Area == area {
			have++
		}
	}
	with := func(n int) error {
		doc := string(data)
		for i := range n - have {
			doc += fmt.Sprintf("\n[[tasks]]\nnumber = %d\narea = %q\ntitle = \"任务%d\"\npoints = [\"甲\", \"乙\"]\nunits = [%q]\n", 200+i, area, i, p.Tasks[0].Units[0])
		}
		_, err := Load("x.toml", []byte(doc))
		return err
	}
	require.NoError(t, with(mostOfArea))
	require.ErrorContains(t, with(mostOfArea+1), "has more than 80 tasks")
}
