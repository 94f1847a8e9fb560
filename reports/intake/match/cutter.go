package match

import (
	"regexp"
	"strings"

	"liubao/plan"
	"liubao/reports/intake/document"
	"liubao/reports/intake/figures"
	"liubao/reports/intake/likeness"
	"liubao/reports/intake/outline"
)

func newCutter(p *plan.Plan, area string) *cutter {
	c := &cutter{area: area, areas: map[string]bool{}, rows: map[int]above{}, columns: map[int][]*draft{}, seen: map[string]score{}, score: newScorer(p), values: figures.New(p, area)}
	c.tasks = p.Tasks
	if area != "" {
		c.tasks = p.TasksOf(area)
	}
	for _, a := range p.Areas {
		c.areas[string(likeness.Fold(a.Name))] = true
	}
	return c
}

// take adds a row to the last piece or starts a new one.
func (c *cutter) take(r outline.Row) {
	if c.tabled(r) {
		return
	}
	heading, rest, title := c.headed(r)
	h := bare(heading)
	area := len(h) > 0 && c.areas[string(h)]
	if area {
		title = score{}
	}
	numbered := r.Label.Rank != outline.Unranked || r.Level > 0
	isTitle := title.value >= Sure || title.value >= Likely && (numbered || rest != "" && labelled.MatchString(r.Text))
	if !numbered && alone.MatchString(r.Text) {
		numbered = true // 下步打算, alone on its line
	}
	if !numbered && (!isTitle || len([]rune(heading)) > 40) {
		c.takeWords(r)
		return
	}
	last := c.open(r)
	if !numbered && last != nil && owner(last).task == title.task.Number {
		c.takeWords(r) // under its own heading
		return
	}
	d := &draft{label: r.Label, depth: c.depth(r), area: area, box: r.Kind == document.TextBox}
	below := last != nil && !last.free && d.depth > last.depth && !c.resumes(r.Label, last)
	var topic topic
	if rest != "" || short(heading) {
		topic = about(heading) // a whole sentence is no heading
	}
	switch {
	case isTitle && below && last.task == title.task.Number && title.value <= last.title:
		// the task's name again, in a point below its heading
	case isTitle:
		d.heading, d.task, d.title = heading, title.task.Number, title.value
		d.trouble = c.belowTrouble(d)
		c.start(d, rest)
		return
	case below && owner(last).task > 0 && topic.kind != nothing:
		c.part(r, owner(last), heading, rest, topic)
		return
	case below && (last.task > 0 || last.question != "" || last.trouble || last.within != nil):
		// a point below a task's heading
	default:
		d.question, d.trouble = topic.question, topic.kind == trouble
		if area || topic.kind != nothing || r.Level > 0 || r.Text == heading && short(heading) {
			d.heading = heading
		} else {
			rest = r.Text
		}
		c.start(d, rest)
		return
	}
	last.add(r.Whole())
}

// resumes reports whether a number goes on with one that stands above an unnumbered
// task's title, and not with a point below it.
func (c *cutter) resumes(l outline.Label, last *draft) bool {
	of := owner(last)
	if l.N < 2 || of.task == 0 || of.label.Rank != outline.Unranked {
		return false
	}
	for i := len(c.pieces) - 1; i >= 0; i-- {
		if x := c.pieces[i].label; x.Rank == l.Rank {
			return x.N == l.N-1 && c.pieces[i].task == 0 && c.pieces[i].within == nil
		}
	}
	return false
}

// owner returns the piece of the task that a piece is part of.
func owner(d *draft) *draft {
	if d.within != nil {
		return d.within
	}
	return d
}

// part takes a heading below a task's that says what comes: difficulties and
// next steps stand apart from the task's words, progress is the task's words.
func (c *cutter) part(r outline.Row, of *draft, heading, rest string, topic topic) {
	d := &draft{label: r.Label, heading: heading, depth: of.depth + 1, within: of, box: of.box}
	switch topic.kind {
	case trouble:
		d.trouble = true
	case asked:
		d.question = topic.question
	default: // progress: back to the task's own words
		c.leave(r.Label.Text+heading, r.Label.Text+heading)
		d.heading, d.label = "", outline.Label{}
		if len(of.text) == 0 && c.last() == of {
			of.add(rest)
			return
		}
	}
	c.start(d, rest)
}

// labelled finds a line that begins with what it is on: 市场主体培育：, 中小微企业方面，.
var labelled = regexp.MustCompile(`^[\p{Han}“”"、]{4,16}(?:[:：]|方面[,，、])`)

// aspect finds what such a line is on.
var aspect = regexp.MustCompile(`^(\p{Han}{4,16}方面)[,，、]`)

// alone finds a usual heading that stands on its line without a number.
var alone = regexp.MustCompile(`^(?:(?:下一?步|下一?阶段|今后|后续)(?:重点)?(?:工作)?(?:打算|计划|安排|思路|措施)?|工作(?:打算|计划|安排))[:：]?$|^(?:存在的?)?(?:主要)?(?:困难|问题)(?:和问题|和困难|与不足)?[:：]?$|^(?:主要|典型)?(?:经验|做法|经验做法)[:：]?$`)

// opener finds what a paragraph or a sentence begins with that says what comes:
// 主要困难：, 【打算】, 存在的困难是.
var opener = regexp.MustCompile(`(?:^|[。；;\n])\s*(?:((?:目前|当前|工作中)?(?:还)?存在的?(?:主要)?(?:困难|问题)(?:和问题|与问题|和困难|及困难|及原因)?|主要困难|主要问题|困难|问题|不足|下一?步(?:工作)?(?:打算|计划|安排|措施|思路)?|下一?阶段工作(?:打算|计划|安排)?|(?:工作)?打算|计划|需要支持|请求协调|需要?协调(?:解决)?(?:的|事项|问题)*|(?:意见)?建议)\s*[:：]` +
	`|(存在的(?:主要)?(?:困难|问题)|主要困难|主要问题)(?:主要)?(?:是|为|有|在于|包括)[:：,，]?` +
	`|[【\[]((?:工作)?进展(?:情况)?|(?:存在)?(?:主要)?(?:困难|问题)|(?:下一?步)?(?:工作)?(?:打算|计划|安排)|(?:经验)?做法)[】\]][:：]?` +
	`|[一二三四五六七八九十]是(?:目前|当前)?((?:存在的?)?(?:主要)?(?:困难|问题)(?:和问题|和困难|与不足)?|下一?步(?:工作)?(?:打算|计划|安排|措施|思路)?)(?:方面)?[。:：,，]` +
	`|(\p{Han}{2,12})(?:\s*[:：]|[ 　]))`)

// takeWords adds a paragraph without a number: to the piece it stands under,
// or, where there is no heading, to a piece of its own by what it is about. What
// it says of difficulties and next steps goes its own way.
func (c *cutter) takeWords(r outline.Row) {
	last := c.open(r)
	if r.Kind == document.Footnote && (last == nil || !last.note) {
		c.start(&draft{free: true, note: true}, r.Whole()) // of no task in particular
		return
	}
	if last == nil || last.free || last.heading == "" && last.label.Text == "" && last.within == nil {
		c.takeFree(r, last)
		return
	}
	of := owner(last)
	text := c.withoutState(r.Whole(), of)
	if of.task == 0 && (of.question != "" || of.trouble) && c.sibling(text, of) {
		return
	}
	if of.task == 0 || r.Kind == document.Cell {
		last.add(text)
		return
	}
	from := 0
	for _, m := range opener.FindAllStringSubmatchIndex(text, -1) {
		at := m[2:4]
		for k := 4; at[0] < 0; k += 2 {
			at = m[k : k+2]
		}
		if m[10] >= 0 && !labels(text[at[0]:at[1]]) {
			continue // any other word with a colon
		}
		word, before := text[at[0]:at[1]], text[from:at[0]]
		if no := countedUp.FindString(before); no != "" && m[8] >= 0 {
			c.leave("", no)
			before = strings.TrimSuffix(before, no)
		}
		c.open(r).add(strings.Trim(before, "【[ 　"))
		from = m[1]
		if no := nothingYet.FindString(text[m[1]:]); no != "" && about(word).kind == trouble {
			c.leave(word, text[at[0]:m[1]]+no)
			from += len(no)
			continue
		}
		c.pieces = append(c.pieces, c.opened(word, of))
	}
	c.open(r).add(text[from:])
}

// sibling begins a piece beside one that stands below a heading of difficulties and
// next steps: 困难：, 打算：. It reports whether the line begins so.
func (c *cutter) sibling(text string, of *draft) bool {
	m := opener.FindStringSubmatchIndex(text)
	if m == nil || m[0] > 0 || m[2] < 0 {
		return false
	}
	word := text[m[2]:m[3]]
	t := about(word)
	if t.kind < trouble || t.kind == trouble && of.trouble || t.question != "" && t.question == of.question {
		return false
	}
	d := &draft{heading: word, depth: of.depth, question: t.question, trouble: t.kind == trouble}
	d.add(text[m[1]:])
	c.pieces = append(c.pieces, d)
	return true
}

// belowTrouble reports whether a task's title stands below a heading of
// difficulties.
func (c *cutter) belowTrouble(d *draft) bool {
	for i := len(c.pieces) - 1; i >= 0; i-- {
		if up := c.pieces[i]; up.depth > 0 && up.depth < d.depth {
			return up.trouble && up.task == 0 && up.within == nil
		}
	}
	return false
}

// opened begins the piece of a task that a usual word opens.
func (c *cutter) opened(word string, of *draft) *draft {
	d := &draft{heading: word, depth: of.depth + 1, within: of, box: of.box}
	switch t := about(word); {
	case word == "请求协调":
		d.trouble, d.field = true, "from"
	case strings.HasPrefix(word, "需") || strings.HasSuffix(word, "建议"):
		d.trouble, d.field = true, "need"
	case t.kind == asked:
		d.question = t.question
	case t.kind == progress:
		c.leave(word, word)
		d.heading = ""
	default:
		d.trouble = true
	}
	return d
}

// countedUp is what numbers a usual word within a text: 四是存在的问题.
var countedUp = regexp.MustCompile(`[一二三四五六七八九十]是(?:目前|当前)?$`)

// nothingYet finds 无 behind 困难：.
var nothingYet = regexp.MustCompile(`^\s*(?:暂?无|没有)(?:[。；;.]|\s*$)`)

// state finds the words for a task's state that the bot's own papers begin with.
var state = regexp.MustCompile(`^(有进展|有困难|已完成|同上期|正在推进|推进中|未填)(?:[。.]|$)`)

// withoutState takes a state off the front of a task's words.
func (c *cutter) withoutState(text string, of *draft) string {
	m := state.FindStringSubmatch(text)
	if m == nil || of.task == 0 || len(of.text) > 0 {
		return text
	}
	of.trouble = of.trouble || m[1] == "有困难"
	c.leave(m[1], m[0])
	return strings.TrimSpace(text[len(m[0]):])
}

// takeFree takes a paragraph that stands under no heading.
func (c *cutter) takeFree(r outline.Row, last *draft) {
	if m := opener.FindStringSubmatchIndex(r.Text); m != nil && m[0] == 0 && (last == nil || last.free) {
		word := strings.Trim(r.Text[:m[1]], "：: 　【[】]")
		if t := about(word); t.kind == asked && labels(word) { // 下步安排：, before any task
			c.start(&draft{heading: word, depth: 97, question: t.question}, r.Text[m[1]:])
			return
		}
	}
	best, _ := c.pick(c.score.all(outline.Label{}, "", r.Text))
	task := 0
	if best.value >= Likely {
		task = best.task.Number
	}
	if last != nil && last.free && last.freeTask == task {
		last.add(r.Whole())
		return
	}
	c.start(&draft{free: true, freeTask: task, box: r.Kind == document.TextBox}, r.Whole())
}

// depth returns how deep a row stands: below every way of numbering, and every
// style of heading, that was open when its own was first used. Numbers count
// more than styles where a heading has both.
func (c *cutter) depth(r outline.Row) int {
	key := int(r.Label.Rank)
	switch {
	case r.Label.Rank == outline.Unranked && r.Level == 0:
		return 0 // a task's title without a number
	case r.Label.Rank == outline.Unranked:
		key = r.Level - 100
	}
	for i, open := range c.stack {
		if open == key {
			c.stack = c.stack[:i+1]
			return i + 1
		}
	}
	if key < 0 {
		for len(c.stack) > 0 && (c.stack[len(c.stack)-1] >= 0 || c.stack[len(c.stack)-1] > key) {
			c.stack = c.stack[:len(c.stack)-1]
		}
	} else if len(c.stack) > 0 && c.stack[0] >= 0 && key < c.stack[0] {
		c.stack = c.stack[:0]
	}
	c.stack = append(c.stack, key)
	return len(c.stack)
}

// stops are what may stand between a heading and the words on the same line.
const stops = "。:：;；\t,，、 　—-–】）)!！」』》→|丨"

// headed divides a row into its heading and the words on the same line, where a
// stop parts them, or where what stands before is a task's title.
func (c *cutter) headed(r outline.Row) (heading, rest string, best score) {
	heading = r.Text
	if i := strings.IndexAny(r.Text, "。:：;；\t"); i >= 0 && r.Level == 0 {
		heading, rest = cut(r.Text, i)
	}
	if m := named.FindStringSubmatch(r.Text); m != nil { // 任务一、登记返乡人员
		return m[0], strings.TrimSpace(r.Text[len(m[0]):]), c.numbered(outline.Number(m[1]))
	}
	if m := aspect.FindStringSubmatch(r.Text); m != nil && rest == "" {
		heading, rest = cut(r.Text, len(m[1]))
	}
	best = c.score.title(r.Label, heading, bare(heading))
	if c.score.strange(likeness.Fold(r.Text[:min(len(r.Text), 200)])) {
		return c.usual(r, heading, rest, best)
	}
	plain := c.score.title(outline.Label{}, heading, bare(heading)).value // the number apart
	for i, ch := range r.Text {
		if i > 180 {
			break
		}
		if !strings.ContainsRune(stops+"（(", ch) || i == 0 {
			continue
		}
		h := strings.TrimLeft(r.Text[:i], "【「『《")
		if s := c.score.title(outline.Label{}, h, bare(h)); s.value >= Sure && s.value > plain+0.01 {
			plain, best = s.value, c.score.title(r.Label, h, bare(h))
			heading, rest = cut(r.Text, i)
		}
	}
	return c.usual(r, heading, rest, best)
}

// usual parts a numbered line behind a usual heading: 3、下一步打算，再办招聘会1场.
func (c *cutter) usual(r outline.Row, heading, rest string, best score) (string, string, score) {
	if best.value < Likely && r.Label.Rank != outline.Unranked {
		if i := strings.IndexAny(r.Text, ",， "); i > 0 && about(r.Text[:i]).kind >= trouble {
			heading, rest = cut(r.Text, i)
		}
	}
	return heading, rest, best
}

// numbered returns the task that is called by a number: the plan's, or its place
// in the area where the area has none of that number.
func (c *cutter) numbered(n int) score {
	for _, t := range c.tasks {
		if t.Number == n {
			return score{t, 0.9}
		}
	}
	if n >= 1 && n <= len(c.tasks) {
		return score{c.tasks[n-1], 0.9}
	}
	return score{}
}

// cut parts a text at a stop, which goes with neither side unless it opens a
// bracket.
func cut(text string, i int) (before, after string) {
	return strings.TrimSpace(text[:i]), strings.TrimSpace(strings.TrimLeft(text[i:], stops))
}

// short reports whether a whole line reads like a heading: few words and no
// clauses.
func short(line string) bool {
	return len([]rune(line)) <= 40 && !strings.ContainsAny(line, ",，")
}
