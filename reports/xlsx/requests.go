package xlsx

import (
	"time"

	"liubao/plan"
)

// Request is something that one unit asked of others, or that leaders and the office
// gave units to do.
type Request struct {
	Name     string // 协调事项1号
	From     string // who asks
	Task     int    // 0 where it is about none
	What     string // the difficulty
	Need     string
	Units    []string // ids of those who are to act
	Due      plan.Date
	State    string // whose turn it is, since when
	Story    string // how it went
	At       time.Time
	ClosedAt time.Time // zero while it is open
}

func (in Input) requests() table {
	t := table{sheet: Requests, title: in.Plan.WorkName() + "协调事项和交办", cols: []column{
		{"编号", word, 14, ""}, {"提出", word, 19, ""}, {"任务", number, 7, ""}, {"困难", words, 30, ""}, {"需要或交办内容", words, 34, ""},
		{"承办单位", words, 20, ""}, {"答复时限", day, 12, ""}, {"状态", word, 9, "办理"}, {"轮到谁", words, 26, ""}, {"经过", words, 42, ""},
		{"提出时间", moment, 17, ""}, {"办结时间", moment, 17, ""},
	}}
	for _, x := range in.Requests {
		state := textOpen
		if !x.ClosedAt.IsZero() {
			state = textClosed
		}
		var task any
		if x.Task > 0 {
			task = x.Task
		}
		t.rows = append(t.rows, []any{x.Name, x.From, task, x.What, x.Need, units(in.Plan, x.Units), x.Due, state, x.State, x.Story, in.wall(x.At), in.wall(x.ClosedAt)})
	}
	if len(t.rows) == 0 { // an empty sheet looks like a mistake
		row := make([]any, len(t.cols))
		row[4] = textNoProblem
		t.rows = append(t.rows, row)
	}
	return t
}
