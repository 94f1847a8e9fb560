// Package match cuts a document into pieces and proposes where each belongs: a
// task, a question such as the next steps, or nowhere. It goes by headings
// first, however they are numbered, and by what the words are about second.
// Nothing is lost on the way: each character of the document is in a piece, or
// in what is named as left out.
package match

import (
	"regexp"
	"strings"

	"liubao/plan"
	"liubao/reports/intake/document"
	"liubao/reports/intake/figures"
	"liubao/reports/intake/outline"
)

// Value is a number found near an indicator's name.
type Value = figures.Value

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
	// Difficulty is set where it speaks of problems and difficulties.
	Difficulty bool
	// Field is the field of the task's difficulty that it fills, "need" (需要支持)
	// or "from" (请求协调), and "" for the task's words.
	Field string
	// alone is set for a task's heading below which nothing stands.
	alone bool
}

// Bare reports whether there is nothing to take in the piece: it is a title, or
// a heading above other pieces.
func (p Piece) Bare() bool { return p.Text == "" }

// Words returns what is offered of the piece: with its number and heading where
// it has no place, for they may be all there is to tell it from others.
func (p Piece) Words() string {
	switch {
	case p.Task != 0 || p.Question != "":
		return p.Text
	case p.Heading == "":
		return strings.TrimSpace(p.Label + p.Text)
	}
	return strings.TrimSpace(p.Label + p.Heading + "\n" + p.Text)
}

// Left is something of the document that is not offered.
type Left struct {
	Name string // as it is called: a line, or a column
	Text string // all of it
}

// Proposal is what a document seems to say. Nothing of it counts until a
// person says so.
type Proposal struct {
	Pieces []Piece // in reading order
	Values []Value // by indicator in the plan's order, best first
	Left   []Left  // what is in no piece: title, signature, columns of a ledger
	Notes  []document.Note
	Said   []string // in Chinese, for the sender: what was not read, and what is left out
}

// Match takes a document apart and proposes where its pieces belong. With an
// area only the tasks and indicators of that area are proposed, and what seems
// to belong elsewhere says so.
func Match(p *plan.Plan, area string, doc document.Document) Proposal {
	c := newCutter(p, area)
	all := c.split(outline.Rows(doc.Blocks))
	c.tables = c.survey(all)
	frame := c.frame(all)
	for i, r := range all {
		if frame[i] {
			c.leave(r.Whole(), r.Whole())
			continue
		}
		c.take(r)
		if d := c.last(); d == nil || d.question == "" || r.Cells != nil {
			c.values.Row(all, i, len(c.pieces)-1)
		}
	}
	c.infer()
	out := Proposal{Notes: doc.Notes, Values: c.values.Best()}
	has := map[*draft]bool{}
	for _, d := range c.pieces {
		has[d.within] = true
	}
	for _, d := range c.pieces {
		x := c.judge(d)
		x.alone = x.Bare() && !has[d]
		out.Pieces = append(out.Pieces, x)
	}
	out.Left = c.left
	var short []string
	out.Pieces, short = trimmed(out.Pieces, doc.Keep)
	out.Said = append(doc.Sentences(), said(c.left, out.Pieces, short)...)
	if len(short) > 0 {
		out.Notes = append(out.Notes, document.NoteTruncated)
	}
	return out
}

// draft is a piece that may still grow.
type draft struct {
	label    outline.Label
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
	field    string
	box      bool // it stands in a text box
	note     bool // it is a footnote
	within   *draft
}

// cutter cuts rows into pieces.
type cutter struct {
	area    string
	tasks   []plan.Task
	areas   map[string]bool // their names folded: no tasks, even where a task's title is much like one
	score   *scorer
	values  *figures.Finder
	tables  map[int]tableKind
	rows    map[int]above    // of tables
	columns map[int][]*draft // of tables that have one for each task
	seen    map[string]score // cells, as titles
	pieces  []*draft
	stack   []int  // the ways of numbering that are open, outermost first
	section *draft // the last piece that answers a question
	left    []Left
}

// leave names something as left out.
func (c *cutter) leave(name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		c.left = append(c.left, Left{strings.TrimSpace(name), text})
	}
}

// last returns the piece that words outside of text boxes go on, or nil.
func (c *cutter) last() *draft {
	for i := len(c.pieces) - 1; i >= 0; i-- {
		if !c.pieces[i].box {
			return c.pieces[i]
		}
	}
	return nil
}

// open returns the piece that a row goes on: within a text box only what began
// there.
func (c *cutter) open(r outline.Row) *draft {
	if r.Kind != document.TextBox {
		return c.last()
	}
	if n := len(c.pieces); n > 0 && c.pieces[n-1].box {
		return c.pieces[n-1]
	}
	return nil
}

// start begins a piece. Below the heading of a question every piece answers it.
func (c *cutter) start(d *draft, words string) {
	d.add(words)
	if c.section != nil && (d.depth <= c.section.depth || d.free) && !d.box {
		c.section = nil
	}
	if d.question != "" && d.within == nil {
		c.section = d
	} else if c.section != nil && d.question == "" && !d.box {
		d.question = c.section.question
	}
	c.pieces = append(c.pieces, d)
}

func (d *draft) add(words string) {
	if words = strings.TrimSpace(words); words != "" {
		d.text = append(d.text, words)
	}
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
		Label: d.label.Text, Heading: d.heading, Text: strings.Join(d.text, "\n"),
		Question: d.question, Difficulty: d.trouble, Field: d.field,
	}
	if p.Bare() && d.task == 0 {
		return p
	}
	if p.Bare() && strings.ContainsAny(p.Heading, "0123456789") {
		p.Text = p.Heading // a heading does not count: these are words
	}
	c.place(&p, d)
	if (p.Task != 0 || p.Question != "") && !c.says(p, d) {
		p.Text = strings.TrimSpace(p.Heading + "\n" + p.Text) // the heading is words, too
	}
	return p
}

// says reports whether a heading says no more than the place of its piece does:
// it names the task, or is one of the usual ones.
func (c *cutter) says(p Piece, d *draft) bool {
	return p.Heading == "" || d.within != nil || p.Task != 0 && c.score.names(p.Task, p.Heading) ||
		len([]rune(p.Heading)) <= 14 && about(p.Heading).kind != nothing
}

// overview heads words on all tasks, which belong to none.
var overview = regexp.MustCompile(`^(?:总体|基本|整体|总的)(?:工作)?(?:进展)?(?:情况|概况)[:：]?$`)

// place proposes where the words of a piece belong.
func (c *cutter) place(p *Piece, d *draft) {
	if d.question != "" || overview.MatchString(d.heading) {
		return
	}
	if d.within != nil {
		up := c.judge(d.within)
		p.Task, p.Score, p.Sure, p.Elsewhere = up.Task, up.Score, up.Sure, up.Elsewhere
		return
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
			} else {
				all[i].value = max(s.value, d.title)
			}
		}
	}
	in, out := c.pick(all)
	if out.value >= Likely && out.value >= in.value+rival {
		p.Elsewhere, p.Score = out.task.Number, out.value
		return
	}
	if in.value < Likely {
		return
	}
	p.Task, p.Score = in.task.Number, in.value
	p.Rivals = c.rivals(all, in)
	p.Sure = in.value >= Sure && len(p.Rivals) == 0
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

// byNumber reports whether lines have the numbers that the plan gives the area's
// tasks, where those do not begin at 1 as any list does.
func (c *cutter) byNumber(heads []*draft) bool {
	for i, d := range heads {
		if d.label.N != c.tasks[i].Number {
			return false
		}
	}
	return c.tasks[0].Number > 1
}

// infer gives headings that are like no title the task of their place: where
// there are as many headings of one kind as the area has tasks, and those that
// are known stand in the tasks' order, the others are what stands between.
func (c *cutter) infer() {
	for _, k := range []outline.Rank{outline.Han, outline.HanRound, outline.Digits, outline.Circled, outline.Unranked} {
		var heads []*draft
		for _, d := range c.pieces {
			if d.label.Rank == k && !d.free && d.question == "" && !d.trouble && !d.area && d.within == nil && d.depth > 0 {
				heads = append(heads, d)
			}
		}
		if len(heads) != len(c.tasks) || len(heads) < 2 {
			continue
		}
		known := 0
		if c.byNumber(heads) {
			known = 1
		}
		for i, d := range heads {
			if d.task != 0 && d.task != c.tasks[i].Number {
				known = -len(heads)
			} else if d.task != 0 {
				known++
			}
		}
		if known < 1 {
			continue
		}
		for i, d := range heads {
			if d.task == 0 {
				d.task, d.title = c.tasks[i].Number, (Likely+Sure)/2
			}
		}
	}
}
