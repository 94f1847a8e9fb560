package intake

import (
	"strings"

	"liubao/plan"
)

// Piece is a part of the document that seems to be about one thing.
type Piece struct {
	Label   string // the number it had, such as （一） or 1.
	Heading string // "" where it had none
	Text    string // the words; empty for a heading without words below it
	// Task is the task it seems to belong to, 0 for none. Score is how surely,
	// from [Likely] to 1; with Sure no other task comes near it.
	Task   int
	Score  float64
	Sure   bool
	Rivals []int // other tasks it may belong to, best first
	// Elsewhere is a task of another area that it seems to belong to; Task is 0.
	Elsewhere int
	// Question is the question it answers instead, "next" (下一步打算) or
	// "practice" (经验做法), and "" for none.
	Question string
	// Difficulty is set where the heading speaks of problems and difficulties.
	Difficulty bool
}

// Bare reports whether there is nothing to take in the piece: it is a title, or
// a heading above other pieces.
func (p Piece) Bare() bool { return p.Text == "" }

// Value is a number found near an indicator's name.
type Value struct {
	Indicator string // the indicator's id
	Value     plan.Number
	Raw       string  // as written, such as 1.2万户
	Near      string  // the words around it
	Piece     int     // index of the piece it stands in
	Score     float64 // 0.5 to 1
}

// Proposal is what a document seems to say. Nothing of it counts until a
// person says so.
type Proposal struct {
	// Pieces in reading order. Together they hold every word of the document,
	// but for the row numbers of tables.
	Pieces []Piece
	Values []Value // by indicator in the plan's order, best first
	Notes  []Note  // of the document
}

// Match takes a document apart and proposes where its pieces belong. With an
// area only the tasks and indicators of that area are proposed, and what seems
// to belong elsewhere says so.
func Match(p *plan.Plan, area string, doc Document) Proposal {
	c := cutter{area: area, areas: map[string]bool{}, score: newScorer(p), values: newValuer(p, area)}
	for _, a := range p.Areas {
		c.areas[string(fold(a.Name))] = true
	}
	all := rows(doc.Blocks)
	for i, r := range all {
		c.take(r)
		c.values.row(all, i, len(c.pieces)-1)
	}
	out := Proposal{Notes: doc.Notes, Values: c.values.best()}
	for _, d := range c.pieces {
		out.Pieces = append(out.Pieces, c.judge(d))
	}
	return out
}

// draft is a piece that may still grow.
type draft struct {
	label    label
	heading  string
	text     []string
	depth    int
	task     int     // by its title, 0 for none
	title    float64 // how surely
	area     bool    // the heading is an area's name
	free     bool    // a paragraph with neither number nor heading
	freeTask int     // what a free paragraph's words are about
	question string
	trouble  bool
}

// cutter cuts rows into pieces.
type cutter struct {
	area    string
	areas   map[string]bool // their names folded: no tasks, even where a task's title is much like one
	score   *scorer
	values  *valuer
	pieces  []*draft
	stack   []rank // the ways of numbering that are open, outermost first
	section *draft // the last piece that answers a question
}

// take adds a row to the last piece or starts a new one.
func (c *cutter) take(r row) {
	if r.cells != nil {
		c.takeCells(r)
		return
	}
	heading, rest := splitHeading(r)
	h := bare(heading)
	title := c.score.title(r.label, heading, h)
	area := len(h) > 0 && c.areas[string(h)]
	if area {
		title = score{}
	}
	isTitle := title.value >= Sure || title.value >= Likely && (r.label.text != "" || r.level > 0)
	numbered := r.label.text != "" || r.level > 0
	if !numbered && (!isTitle || len([]rune(heading)) > 40) {
		c.takeWords(r)
		return
	}
	depth := c.depth(r)
	last := c.last()
	topic, question, trouble := about(heading)
	switch {
	case isTitle && last != nil && last.task == title.task.Number && depth > last.depth && title.value <= last.title:
		// the task's name again, in a point below its heading
	case isTitle:
		c.start(&draft{label: r.label, heading: heading, depth: depth, task: title.task.Number, title: title.value}, rest)
		return
	case last != nil && !last.free && depth > last.depth && (last.task > 0 || last.question != "" || last.trouble):
		// a point below a task's heading
	default:
		d := &draft{label: r.label, depth: depth, question: question, trouble: trouble, area: area}
		if area || topic || r.level > 0 || r.text == heading && short(heading) {
			d.heading = heading
		} else {
			rest = r.text
		}
		c.start(d, rest)
		return
	}
	last.text = append(last.text, r.label.text+r.text)
}

func (c *cutter) last() *draft {
	if len(c.pieces) == 0 {
		return nil
	}
	return c.pieces[len(c.pieces)-1]
}

// start begins a piece. Below the heading of a question every piece answers it.
func (c *cutter) start(d *draft, words string) {
	if words != "" {
		d.text = append(d.text, words)
	}
	if c.section != nil && (d.depth <= c.section.depth || d.free) {
		c.section = nil
	}
	if d.question != "" {
		c.section = d
	} else if c.section != nil {
		d.question = c.section.question
	}
	c.pieces = append(c.pieces, d)
}

// takeWords adds a paragraph without a number: to the piece it stands under,
// or, where there is no heading, to a piece of its own by what it is about.
func (c *cutter) takeWords(r row) {
	last := c.last()
	if last != nil && !last.free && (last.heading != "" || last.label.text != "") && r.kind != TextBox {
		last.text = append(last.text, r.text)
		return
	}
	best, _ := c.pick(c.score.all(label{}, "", r.text))
	task := 0
	if best.value >= Likely {
		task = best.task.Number
	}
	if last != nil && last.free && last.freeTask == task {
		last.text = append(last.text, r.text)
		return
	}
	c.start(&draft{free: true, freeTask: task}, r.text)
}

// takeCells makes a piece of a table's row in which a task's title stands;
// other rows are words like any.
func (c *cutter) takeCells(r row) {
	at, best := 0, score{}
	for i, cell := range r.cells {
		l, text := splitLabel(cell)
		if len([]rune(text)) > 60 {
			continue
		}
		if s := c.score.title(l, text, bare(text)); s.value > best.value {
			at, best = i, s
		}
	}
	if best.value < Sure || len(filled(r.cells)) < 2 {
		c.takeWords(row{text: strings.Join(filled(r.cells), " | "), kind: Cell})
		return
	}
	l, heading := splitLabel(r.cells[at])
	d := &draft{label: l, heading: heading, task: best.task.Number, depth: 99}
	for i, cell := range r.cells {
		if i == at || cell == "" || numeral.FindString(cell) == cell && i < at {
			continue
		}
		if i < len(r.heads) && r.heads[i] != "" {
			cell = r.heads[i] + "：" + cell
		}
		d.text = append(d.text, cell)
	}
	c.start(d, "")
}

// depth returns how deep a numbered row stands: below every way of numbering
// that was open when its own was first used.
func (c *cutter) depth(r row) int {
	k := r.label.rank
	if k == unranked {
		return r.level // a heading by its style
	}
	for i, open := range c.stack {
		if open == k {
			c.stack = c.stack[:i+1]
			return i + 1
		}
	}
	if len(c.stack) > 0 && k < c.stack[0] {
		c.stack = c.stack[:0]
	}
	c.stack = append(c.stack, k)
	return len(c.stack)
}

// splitHeading divides a row into its heading and the words on the same line.
func splitHeading(r row) (heading, rest string) {
	i := strings.IndexAny(r.text, "。:：;；\t")
	if i < 0 || r.level > 0 {
		return r.text, ""
	}
	mark := len([]byte(string([]rune(r.text[i:])[0])))
	return strings.TrimSpace(r.text[:i]), strings.TrimSpace(r.text[i+mark:])
}

// short reports whether a whole line reads like a heading: few words and no
// clauses.
func short(line string) bool {
	return len([]rune(line)) <= 40 && !strings.ContainsAny(line, ",，")
}

// about reports what a heading announces that is no task.
func about(heading string) (topic bool, question string, trouble bool) {
	if len([]rune(heading)) > 24 || !short(heading) {
		return false, "", false
	}
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(heading, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("下一步", "下步", "下阶段", "工作打算", "工作计划", "工作安排"):
		return true, "next", false
	case has("经验", "典型做法", "好做法", "工作亮点", "特色做法"):
		return true, "practice", false
	case has("存在问题", "存在的问题", "困难", "主要问题", "问题及"):
		return true, "", true
	}
	return false, "", false
}

// pick returns the best task of the area, and the best of the others.
func (c *cutter) pick(all []score) (in, out score) {
	for _, s := range all {
		if c.area == "" || s.task.Area == c.area {
			if s.value > in.value {
				in = s
			}
		} else if s.value > out.value {
			out = s
		}
	}
	return in, out
}

// judge proposes where a finished piece belongs.
func (c *cutter) judge(d *draft) Piece {
	p := Piece{
		Label: d.label.text, Heading: d.heading, Text: strings.Join(d.text, "\n"),
		Question: d.question, Difficulty: d.trouble,
	}
	if p.Bare() && d.task == 0 {
		return p
	}
	heading := d.heading
	if d.area {
		heading = ""
	}
	all := c.score.all(d.label, heading, p.Text)
	if d.task > 0 {
		for i, s := range all {
			if s.task.Number != d.task {
				all[i].value = 0.6 * s.value // a title outweighs what the words touch on
			}
		}
	}
	in, out := c.pick(all)
	if out.value >= Likely && out.value >= in.value+rival {
		p.Elsewhere, p.Score = out.task.Number, out.value
		return p
	}
	if in.value < Likely {
		return p
	}
	p.Task, p.Score = in.task.Number, in.value
	p.Rivals = c.rivals(all, in)
	p.Sure = in.value >= Sure && len(p.Rivals) == 0
	return p
}

// rivals returns the other tasks of the area that come near the best, best
// first.
func (c *cutter) rivals(all []score, best score) []int {
	var near []score
	for _, s := range all {
		if s.task.Number != best.task.Number && s.value >= Likely && s.value > best.value-rival &&
			(c.area == "" || s.task.Area == c.area) {
			near = append(near, s)
		}
	}
	var out []int
	for len(near) > 0 {
		at := 0
		for i := range near {
			if near[i].value > near[at].value {
				at = i
			}
		}
		out = append(out, near[at].task.Number)
		near = append(near[:at], near[at+1:]...)
	}
	return out
}
