package match

import (
	"regexp"
	"strings"

	"liubao/reports/intake/outline"
)

// taskField is what a form calls the place of a task's name.
var taskField = regexp.MustCompile(`^(?:重点)?(?:工作)?(?:任务|事项)(?:名称|内容)?$`)

// asks says what a form's cell asks for: a field of a ledger's columns, or
// "task"; "" where it is no such cell.
func asks(cell string) string {
	cell = strings.TrimRight(strings.Join(strings.Fields(cell), ""), "：:")
	switch n := len([]rune(cell)); {
	case n < 2 || n > 10:
		return ""
	case taskField.MatchString(cell):
		return "task"
	}
	if t := about(cell); t.kind == progress || cell == "进展" {
		return "words"
	}
	if footLine.MatchString(cell + "：") {
		return "left"
	}
	return columns.field(cell)
}

// answered takes a form's row apart: what is asked, and what is answered. ok is
// false for a row of another kind.
func answered(cells []string) (pairs [][2]string, ok bool) {
	all := outline.Filled(cells)
	if len(all) < 2 || len(all)%2 != 0 || len(all) > 6 {
		return nil, false
	}
	for i := 0; i < len(all); i += 2 {
		if asks(all[i]) == "" || asks(all[i+1]) != "" {
			return nil, false
		}
		pairs = append(pairs, [2]string{all[i], all[i+1]})
	}
	return pairs, true
}

// forms says which tables are forms: every row asks and answers, and one at
// least asks for words.
func forms(all []outline.Row) map[int]bool {
	out := map[int]bool{}
	no := map[int]bool{}
	for _, r := range all {
		if r.Cells == nil || r.Table == 0 || len(outline.Filled(r.Cells)) < 2 || filledFoot(r.Cells) {
			continue
		}
		pairs, ok := answered(r.Cells)
		no[r.Table] = no[r.Table] || !ok
		for _, p := range pairs {
			f := asks(p[0])
			out[r.Table] = out[r.Table] || f != "left" && f != "state" && f != "task"
		}
	}
	for n := range no {
		out[n] = out[n] && !no[n]
	}
	return out
}

// takeFields takes a form's row: it begins a task, or says something of the one
// that is open. It reports whether the row is one of those.
func (c *cutter) takeFields(r outline.Row) bool {
	if all := outline.Filled(r.Cells); len(all) == 1 {
		return c.fieldsOf(all[0])
	}
	pairs, ok := answered(r.Cells)
	if !ok {
		return false
	}
	for _, p := range pairs {
		if asks(p[0]) != "left" {
			c.leave(textHeads, p[0])
		}
		if asks(p[0]) != "task" {
			c.field(r, p[0], p[1])
			continue
		}
		l, heading := outline.SplitLabel(p[1])
		d := &draft{label: l, heading: heading, depth: 97}
		if s := c.score.title(l, heading, bare(heading)); s.value >= Likely {
			d.task, d.title = s.task.Number, s.value
		}
		c.start(d, "")
	}
	return true
}

// fieldsOf begins a task whose title stands across the table. It reports whether
// the cell is one.
func (c *cutter) fieldsOf(cell string) bool {
	l, heading := outline.SplitLabel(cell)
	s := c.score.title(l, heading, bare(heading))
	if s.value < Sure {
		return false
	}
	c.start(&draft{label: l, heading: heading, depth: 97, task: s.task.Number, title: s.value}, "")
	return true
}

// field takes what is answered to one thing that is asked: within the task that
// is open, or alone where none is.
func (c *cutter) field(r outline.Row, asked, words string) {
	last := c.open(r)
	alone := last == nil || owner(last).task == 0 && owner(last).depth != 97
	if asks(asked) == "left" || alone && nothingSaid.MatchString(words) {
		c.leave(asked, asked+"："+words)
		return
	}
	if alone {
		t := about(asked)
		c.start(&draft{heading: asked, depth: 97, question: t.question, trouble: t.kind == trouble}, words)
		return
	}
	of := owner(last)
	one := outline.Row{Cells: []string{"", words}, Heads: []string{"", asked}}
	c.pieces = append(c.pieces, c.fields(one, 0, of)...)
}

// takeAcross takes a row of a table that has a column for each task: the head
// begins them, and the rows say what is told of each.
func (c *cutter) takeAcross(r outline.Row) {
	if r.Head {
		tasks := make([]*draft, len(r.Cells))
		for i, cell := range r.Cells {
			if _, s := c.titled(outline.Row{Cells: []string{cell}}); s.value >= Sure {
				l, heading := outline.SplitLabel(cell)
				tasks[i] = &draft{label: l, heading: heading, task: s.task.Number, title: s.value, depth: 99}
				c.start(tasks[i], "")
			} else {
				c.leave(textHeads, cell)
			}
		}
		c.columns[r.Table] = tasks
		return
	}
	tasks := c.columns[r.Table]
	asked := ""
	for i, cell := range r.Cells {
		switch {
		case cell == "":
		case i < len(tasks) && tasks[i] != nil:
			one := outline.Row{Cells: []string{"", cell}, Heads: []string{"", asked}}
			c.pieces = append(c.pieces, c.fields(one, 0, tasks[i])...)
		default:
			asked = cell
			c.leave(textHeads, cell)
		}
	}
}
