package reports

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/plan"
)

// half is a half-month: three areas in, one of them late, one sent back, one
// silent and one not due.
func half(t *testing.T) RollupInput {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	in := RollupInput{Plan: p, Word: "半月汇总", Ask: "专班办公室",
		Period: plan.Period{ID: "2026-12-15", Duty: "progress", From: plan.Date{Year: 2026, Month: 12, Day: 1}, Nominal: plan.Date{Year: 2026, Month: 12, Day: 15}}}
	for i, a := range p.Areas {
		r := Report{Key: Key{"2026-12-15", "progress", a.ID}, Unit: a.Lead, Version: 1, State: Submitted}
		for n, task := range p.TasksOf(a.ID) {
			state := Moving
			if n == 0 && i == 2 {
				state = Difficulty
			}
			r.Entries = append(r.Entries, Entry{Task: task.Number, Progress: state, Words: []Piece{{Text: "两家企业订单减少，" + strings.Repeat("用工不足", 30)}}})
		}
		for _, x := range p.IndicatorsOf(a.ID) {
			r.Readings = append(r.Readings, Reading{Indicator: x.ID, Value: plan.Int(3), At: time.Time{}})
		}
		in.Reports = append(in.Reports, r)
		stand := []Stand{OnTime, OnTime, Late, SentBack, Missing, NotDue}[i]
		o := Owed{Key: r.Key, Unit: a.Lead, Stand: stand}
		if stand.Reported() {
			o.Tasks = r.Brief().Tasks
		}
		in.Owed = append(in.Owed, o)
	}
	return in
}

func TestRollupIsShortAndNamesNobody(t *testing.T) {
	in := half(t)
	text := Rollup(in).String()
	assert.LessOrEqual(t, strings.Count(text, "\n"), 18)
	assert.Contains(t, text, "落实“六保”任务半月汇总（12月1日至15日）\n应报6个领域，已报3个（迟报1个）；已报8项任务。\n")
	assert.Contains(t, text, "· “五上”企业净增（本年累计） 3户（目标净增5户，完成60%）")
	assert.Contains(t, text, "全文见 Word 附件。有疑问请联系专班办公室。")
	assert.Contains(t, text, "· 另有")
	for _, a := range in.Plan.Areas {
		assert.NotContains(t, text, a.Name)
	}
	for _, word := range []string{"有进展", "有困难", "用工不足", "粮食"} {
		assert.NotContains(t, text, word, "neither a hidden difficulty, nor what was sent back")
	}
}

func TestRollupAsTheDirectorWantsIt(t *testing.T) {
	in := half(t)
	in.Names, in.Difficulties = true, true
	text := Rollup(in).String()
	assert.Contains(t, text, "；已报8项任务：有进展7、有困难1。\n未报：保粮食能源安全、保产业链供应链\n未到期：保基层运转\n")
	assert.Contains(t, text, "· 任务6 加强中小微企业和困难行业扶持：两家企业订单减少，")
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, len([]rune(line)), 100)
	}
	closed := Request{Kind: Trouble, Key: in.Reports[2].Key, Task: 6, State: RequestClosed}
	in.Solved = []Request{closed}
	assert.NotContains(t, Rollup(in).String(), "用工不足", "another unit solved it")
	assert.Contains(t, Rollup(in).String(), "；已报8项任务：有进展7、困难已解决1。\n")
	closed.Dropped = true
	in.Solved = []Request{closed}
	assert.Contains(t, Rollup(in).String(), "用工不足", "a correction asks nobody any more, and it is difficult still")
}
