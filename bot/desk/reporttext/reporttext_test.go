package reporttext

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk/rules"
	"liubao/bot/desk/standing"
	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/mem"
)

func book(t *testing.T) *rules.Book {
	t.Helper()
	p, err := plan.Default()
	require.NoError(t, err)
	b, err := rules.New(rules.Config{Plan: p, Rules: schedules.DefaultRules(), Calendar: schedules.NewCalendar(nil)})
	require.NoError(t, err)
	return b
}

func said(words string) []reports.Piece { return []reports.Piece{{Text: words}} }

func number(t *testing.T, s string) plan.Number {
	t.Helper()
	n, err := numbers.Parse(s)
	require.NoError(t, err)
	return n
}

// key is of the report on the area that task 1 belongs to.
var key = reports.Key{Duty: "progress", Period: "2026-12-15", Subject: "a1"}

func TestWhole(t *testing.T) {
	b := book(t)
	r := reports.Report{Key: key, Version: 1, Entries: []reports.Entry{
		{Task: 1, Progress: reports.Moving, Words: []reports.Piece{{Text: "新增就业42人。"}, {Text: "园区招聘2场。", From: "shebao"}}, Evidence: []reports.File{{}, {}}},
		{Task: 2, Progress: reports.Difficulty, Words: said("补贴没有到。"), Need: said("尽快拨付"), NeedFrom: said("财政局")},
	}, Readings: []reports.Reading{{Indicator: "new-jobs", Value: number(t, "42")}, {Indicator: "zero-family", Unknown: true, Note: "月底统计"}, {Indicator: "of another plan"}},
		Evidence: []reports.File{{}}}
	x := Whole(b, r).String()
	task, ok := b.Plan.Task(1)
	require.True(t, ok)
	for _, want := range []string{"1 " + task.Title, "新增就业42人。", "（素材来自社保农技中心）", "附件2个", "附件1个", Need + "尽快拨付", NeedFrom + "财政局", textFigures, "42"} {
		assert.Contains(t, x, want)
	}
	assert.NotContains(t, x, textReason, "nothing was said of it")
	assert.NotContains(t, x, "of another plan")
}

// TestChanged: a further version says what stood before, and nothing of what
// stayed; the first says nothing.
func TestChanged(t *testing.T) {
	b, e := book(t), mem.New()
	first := reports.Report{Key: key, Version: 1, Entries: []reports.Entry{
		{Task: 1, Progress: reports.Moving, Words: said("新增就业42人。")}, {Task: 2, Progress: reports.Moving, Words: said("招聘2场。")},
	}, Readings: []reports.Reading{{Indicator: "new-jobs", Value: number(t, "42")}}}
	second := reports.Report{Key: key, Version: 2, Entries: []reports.Entry{
		{Task: 1, Progress: reports.Moving, Words: said("新增就业45人。")}, first.Entries[1],
	}, Readings: []reports.Reading{{Indicator: "new-jobs", Value: number(t, "45")}}}
	again := first
	again.Version = 2
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		return storage.Put(tx, storage.VersionKey(key, 1), first)
	}))
	for _, c := range []struct {
		name      string
		r         reports.Report
		has, lack []string
	}{
		{"the first", first, nil, nil},
		{"the same again", again, nil, nil},
		{"a task and a figure", second, []string{"与第1版相比", "任务1 原为有进展：新增就业42人。", "原为42", "现为45"}, []string{"任务2", "招聘"}},
		{"a version whose forerunner is gone", reports.Report{Key: key, Version: 3, Entries: second.Entries}, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
				x, err := Changed(b, r, c.r)
				if c.has == nil {
					assert.Empty(t, x)
				}
				for _, want := range c.has {
					assert.Contains(t, x.String(), want)
				}
				for _, lack := range c.lack {
					assert.NotContains(t, x.String(), lack)
				}
				return err
			}))
		})
	}
}

// TestStateAndLine: the word and the line of a report as its life goes on.
func TestStateAndLine(t *testing.T) {
	b := book(t)
	due := time.Date(2026, time.December, 15, 17, 30, 0, 0, b.Loc)
	duty, ok := b.Plan.Duty("progress")
	require.True(t, ok)
	owed := standing.New(&duty, plan.Period{ID: key.Period, Duty: duty.ID, Deadline: due}, plan.Obligation{Duty: duty.ID, Unit: "dangqun", Subject: "a1"})
	with := func(change func(*standing.Standing)) standing.Standing {
		x := owed
		change(&x)
		return x
	}
	report := func(state reports.State, first time.Time) standing.Standing {
		return with(func(x *standing.Standing) {
			x.Report = &reports.Brief{State: state, FirstAt: first, Deadline: due, Version: 1}
		})
	}
	drafting := with(func(x *standing.Standing) {
		x.Draft = &reports.DraftBrief{Filled: 2, Of: 5, Updated: due.Add(-time.Hour)}
	})
	for _, c := range []struct {
		name               string
		x                  standing.Standing
		now                time.Time
		state, light, line string
	}{
		{"nothing yet", owed, due.Add(-time.Minute), NotReported, "⬜", textSilent},
		{"opened and left empty", with(func(x *standing.Standing) { x.Draft = &reports.DraftBrief{Of: 5} }), due.Add(-time.Minute), NotReported, "⬜", textSilent},
		{"half a draft", drafting, due.Add(-time.Minute), textDrafting, "✏️", "填报中 2/5，12月15日（周二）16:30更新"},
		{"at the very moment", owed, due, textOverdue, "🔴", ""},
		{"overdue", drafting, due.Add(26 * time.Hour), textOverdue, "🔴", "逾期1天，填报中 2/5，12月15日（周二）16:30更新"},
		{"in time", report(reports.Submitted, due.Add(-time.Hour)), due.Add(24 * time.Hour), reports.Submitted.Label(), "✅", "12月15日（周二）16:30（按时）"},
		{"late", report(reports.Submitted, due.Add(50*time.Hour)), due.Add(72 * time.Hour), reports.Submitted.Label(), "✅", "（迟2天）"},
		{"sent back", report(reports.Returned, due.Add(-time.Hour)), due.Add(-time.Minute), reports.Returned.Label(), "↩️", reports.Returned.Label()},
		{"let off", with(func(x *standing.Standing) { x.Handling.Excused = &standing.Decision{At: due.Add(-time.Hour)} }), due.Add(time.Hour), textExcused, "➖", textExcused},
	} {
		t.Run(c.name, func(t *testing.T) {
			light, line := Line(b, c.x, c.now)
			assert.Equal(t, c.state, State(c.x, c.now))
			assert.Equal(t, c.light, light)
			assert.Contains(t, line, c.line)
		})
	}
}

// TestHandled: what was decided is told with its author and time, and what is
// over is not.
func TestHandled(t *testing.T) {
	b, e := book(t), mem.New()
	due := time.Date(2026, time.December, 15, 17, 30, 0, 0, b.Loc)
	duty, _ := b.Plan.Duty("progress")
	owed := standing.New(&duty, plan.Period{ID: key.Period, Duty: duty.ID, Deadline: due}, plan.Obligation{Duty: duty.ID, Unit: "dangqun", Subject: "a1"})
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		return storage.SavePerson(tx, reports.Person{ID: "1", Name: "李晓明", Chat: "tg:1"})
	}))
	for _, c := range []struct {
		name string
		h    standing.Handling
		in   bool // the report is in
		want []string
	}{
		{"nothing", standing.Handling{}, false, nil},
		{"a promise", standing.Handling{Promise: &standing.Promise{By: "1", Until: due.Add(24 * time.Hour)}}, false, []string{"李晓明答应12月16日（周三）17:30前报"}},
		{"one that was broken", standing.Handling{Promise: &standing.Promise{By: "1", Until: due, Broken: due}}, false, []string{"李晓明答应12月15日（周二）17:30前报，到时未报"}},
		{"one that was kept", standing.Handling{Promise: &standing.Promise{By: "1", Until: due}}, true, nil},
		{"reminders asked for later", standing.Handling{Snooze: &standing.Promise{By: "1", Until: due.Add(time.Hour)}}, false, []string{"李晓明已看到，12月15日（周二）18:30再提醒"}},
		{"and that time is over", standing.Handling{Snooze: &standing.Promise{By: "1", Until: due.Add(-time.Hour)}}, false, nil},
		{"let off", standing.Handling{Excused: &standing.Decision{By: "1", Reason: "本期无变化。", At: due}}, false, []string{"李晓明同意免报：本期无变化"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := owed.Handled(c.h)
			if c.in {
				x.Report = &reports.Brief{State: reports.Submitted, FirstAt: due}
			}
			require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
				got, err := Handled(b, r, x, due)
				assert.Equal(t, c.want, got)
				return err
			}))
		})
	}
}
