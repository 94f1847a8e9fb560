package match

import (
	"regexp"
	"strings"

	"liubao/reports/intake/document"
	"liubao/reports/intake/outline"
)

// tableKind says what a table is about.
type tableKind int

const (
	other     tableKind = iota
	ofTasks             // a row a task
	ofFigures           // a row an indicator
	ofFields            // a form: what is asked on the left, the answer beside it
	across              // a column a task
	besides             // neither, in a document that has one of those
)

// survey says of each table what it is about.
func (c *cutter) survey(all []outline.Row) map[int]tableKind {
	out := map[int]tableKind{}
	known := false
	c.unhead(all)
	for n, form := range forms(all) {
		if form {
			out[n], known = ofFields, true
		}
	}
	for _, r := range all {
		if r.Table > 0 && r.Head && c.titles(r) > 1 {
			out[r.Table], known = across, true
		}
		if r.Table == 0 || r.Cells == nil || r.Head || out[r.Table] == ofFields || out[r.Table] == across {
			continue
		}
		if _, s := c.titled(r); s.value >= Sure && len(outline.Filled(r.Cells)) > 1 {
			out[r.Table], known = ofTasks, true
		} else if out[r.Table] == other && c.values.Names(r.Cells) {
			out[r.Table], known = ofFigures, true
		}
	}
	for _, r := range all {
		if r.Table > 0 && known && out[r.Table] == other && len(r.Heads) > 1 && len(out) > 0 {
			out[r.Table] = besides
		}
	}
	return out
}

// unhead takes the head off a table that has none: its first row is a task's.
func (c *cutter) unhead(all []outline.Row) {
	none := map[int]bool{}
	for i, r := range all {
		if r.Head && c.titles(r) == 1 && len(outline.Filled(r.Cells)) > 1 {
			none[r.Table], all[i].Head = true, false
		}
		if none[r.Table] {
			all[i].Heads = nil
		}
	}
}

// titles counts the cells that are a task's title.
func (c *cutter) titles(r outline.Row) int {
	n := 0
	for i := range r.Cells {
		one := outline.Row{Cells: []string{r.Cells[i]}}
		if _, s := c.titled(one); s.value >= Sure {
			n++
		}
	}
	return n
}

// titled finds the cell in which a task's title stands.
func (c *cutter) titled(r outline.Row) (at int, best score) {
	for i, cell := range r.Cells {
		if len(cell) > 200 || len(cell) < 6 || i < len(r.Heads) && columns.words(r.Heads[i]) {
			continue
		}
		s, known := c.seen[cell]
		if !known {
			l, text := outline.SplitLabel(cell)
			if n := len([]rune(text)); n >= 2 && n <= 60 && !outline.IsNumber(text) {
				s = c.score.title(l, text, bare(text))
			}
			c.seen[cell] = s
		}
		if s.value > best.value {
			at, best = i, s
		}
	}
	if best.value >= Sure {
		return at, best
	}
	for i, cell := range r.Cells {
		if i < len(r.Heads) && taskNumbers.MatchString(r.Heads[i]) && outline.IsNumber(cell) {
			if s := c.numbered(outline.Number(cell)); s.value > best.value {
				at, best = i, s
			}
		}
	}
	return at, best
}

// taskNumbers heads a column of the plan's numbers of tasks.
var taskNumbers = regexp.MustCompile(`^任务(?:编号|序号|号)$`)

// column says what a column of a ledger holds, by its head.
type column struct {
	re    *regexp.Regexp
	field string // of the piece, see takeCells
}

type columnList []column

// columns are tried in their order.
var columns = columnList{
	{regexp.MustCompile(`需要支持|所需支持|需协调|需要协调`), "need"},
	{regexp.MustCompile(`请求协调|协调单位|对口单位`), "from"},
	{regexp.MustCompile(`困难|问题|不足|短板|堵点|卡点|难点|痛点|瓶颈`), "trouble"},
	{regexp.MustCompile(`下一?步|打算|计划$|下一?阶段|^(?:下期|下月|后续|今后)`), "next"},
	{regexp.MustCompile(`^状态$|^进展状态$|^办理状态$`), "state"},
	{regexp.MustCompile(`进展|完成情况|工作情况|落实情况|推进情况|主要做法|成效|举措`), "words"},
	{regexp.MustCompile(`^(?:序号|编号|领域|类别|单位|牵头单位|责任单位|配合单位|责任人|联系人|联系电话|报送情况|报送时间|完成时限|时限|时间|期|备注)$|目标值?$|^(?:年度|全年|目标)任务数?$`), "left"},
}

func (cs columnList) field(head string) string {
	for _, c := range cs {
		if c.re.MatchString(head) {
			return c.field
		}
	}
	return ""
}

// words reports whether a column holds sentences, in which no title is looked
// for.
func (cs columnList) words(head string) bool {
	switch cs.field(head) {
	case "words", "trouble", "next", "need", "from":
		return true
	}
	return false
}

// nothingSaid are cells that say there is nothing.
var nothingSaid = regexp.MustCompile(`^(?:无|没有|暂无|/|\\|—+|-+|–)[。.]?$`)

// tabled takes the row of a table, or a line that stands across one. It reports
// whether the row is one of those.
func (c *cutter) tabled(r outline.Row) bool {
	switch kind := c.tables[r.Table]; {
	case r.Cells != nil:
		c.takeCells(r)
	case r.Table == 0 || kind == other:
		return false
	case kind == ofFields && c.fieldsOf(r.Whole()):
	case short(r.Text) && !strings.Contains(r.Text, "。"):
		c.leave(r.Whole(), r.Whole()) // a ledger's title
	default:
		return false
	}
	return true
}

// takeCells makes pieces of a table's row in which a task's title stands: its
// words, its difficulty, its next step. Rows of indicators are read as figures;
// other rows are words like any, unless the document has a table of tasks or
// indicators beside them.
func (c *cutter) takeCells(r outline.Row) {
	at, best := c.titled(r)
	kind := c.tables[r.Table]
	switch {
	case filledFoot(r.Cells):
		c.leave(r.Text, r.Text)
		return
	case kind == ofFields && c.takeFields(r):
		return
	case kind == across:
		c.takeAcross(r)
		return
	case r.Head && kind != other:
		c.leave(textHeads, r.Text)
		return
	case best.value >= Sure && len(outline.Filled(r.Cells)) > 1 && !r.Head:
		c.taskRow(r, at, best)
		return
	case c.values.Names(r.Cells):
		c.leave(textFigureTable, r.Text)
		return
	case kind == besides || kind == ofFigures:
		c.leave(textOtherTable, r.Text)
		return
	}
	if kind == ofTasks && c.moreOf(r) {
		return
	}
	if kind == ofTasks {
		c.start(&draft{free: true, depth: 99}, strings.Join(outline.Filled(r.Cells), " | "))
		return
	}
	c.takeWords(outline.Row{Text: strings.Join(outline.Filled(r.Cells), " | "), Kind: document.Cell})
}

// moreOf takes a row that goes on with the task of the row above, whose title's
// cell spans both, or that has a usual heading where the others have a title:
// 存在困难 | 资金缺口38万元. It reports whether the row is one of those.
func (c *cutter) moreOf(r outline.Row) bool {
	above, ok := c.rows[r.Table]
	if !ok || above.at >= len(r.Cells) {
		return false
	}
	if head := r.Cells[above.at]; head != "" {
		t := about(head)
		words := strings.Join(outline.Filled(r.Cells[above.at+1:]), "\n")
		if t.kind < trouble || words == "" {
			return false
		}
		for _, cell := range r.Cells[:above.at] {
			c.leave(cell, cell) // its number
		}
		c.start(&draft{heading: head, depth: 98, question: t.question, trouble: t.kind == trouble}, words)
		c.section = nil
		return true
	}
	for _, cell := range r.Cells[:above.at] {
		if cell != "" {
			return false
		}
	}
	c.pieces = append(c.pieces, c.fields(r, above.at, above.d)...)
	return true
}

// above is the last row of a task in a table, and where its title stands.
type above struct {
	at int
	d  *draft
}

// taskRow takes the row of a task.
func (c *cutter) taskRow(r outline.Row, at int, best score) {
	l, heading := outline.SplitLabel(r.Cells[at])
	if outline.IsNumber(r.Cells[at]) {
		heading = best.task.Title // it is called by its number
		c.leave(nameOf(r.Heads[at], r.Cells[at]), r.Cells[at])
	}
	d := &draft{label: l, heading: heading, task: best.task.Number, title: best.value, depth: 99}
	more := c.fields(r, at, d)
	c.start(d, "")
	c.pieces = append(c.pieces, more...)
	c.rows[r.Table] = above{at, d}
}

// fields adds the cells of a task's row to the task, and returns the pieces of
// its difficulties and next steps.
func (c *cutter) fields(r outline.Row, at int, d *draft) (more []*draft) {
	for i, cell := range r.Cells {
		if i == at || cell == "" {
			continue
		}
		head := ""
		if i < len(r.Heads) {
			head = r.Heads[i]
		}
		field := columns.field(head)
		switch {
		case field == "left", head == "" && i < at && outline.IsNumber(cell):
			c.leave(nameOf(head, cell), cell)
		case field == "state":
			d.trouble = d.trouble || cell == "有困难"
			c.leave(nameOf(head, cell), cell)
		case field != "words" && field != "" && nothingSaid.MatchString(cell):
			c.leave(nameOf(head, cell), cell)
		case field == "trouble":
			more = append(more, &draft{heading: head, text: []string{cell}, depth: 100, within: d, trouble: true})
		case field == "next":
			more = append(more, &draft{heading: head, text: []string{cell}, depth: 100, within: d, question: "next"})
		case field == "need", field == "from":
			more = append(more, &draft{heading: head, text: []string{cell}, depth: 100, within: d, trouble: true, field: field})
		case field == "words", head == "情况":
			more = append(more, c.told(cell, d)...)
		case head != "":
			d.add(head + "：" + cell)
		default:
			d.add(cell)
		}
	}
	return more
}

// told adds a cell's words to a task, and returns the pieces that usual words
// open in it: 困难：外出意愿不强.
func (c *cutter) told(cell string, d *draft) (more []*draft) {
	to, from := d, 0
	for _, m := range opener.FindAllStringSubmatchIndex(cell, -1) {
		at := m[2:4]
		if at[0] < 0 {
			at = m[8:10]
		}
		if at[0] < 0 || m[2] < 0 && !labels(cell[at[0]:at[1]]) {
			continue
		}
		to.add(cell[from:at[0]])
		word := cell[at[0]:at[1]]
		from = m[1]
		if no := nothingYet.FindString(cell[m[1]:]); no != "" && about(word).kind == trouble {
			c.leave(word, cell[at[0]:m[1]]+no)
			from, to = from+len(no), d
			continue
		}
		to = c.opened(word, d)
		more = append(more, to)
	}
	to.add(cell[from:])
	return more
}

// nameOf calls a cell that is left out by its column.
func nameOf(head, cell string) string {
	if head == "" {
		return cell
	}
	return head + textColumn
}
