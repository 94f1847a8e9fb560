package intake

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"liubao/internal/numbers"
	"liubao/plan"
)

// numeral finds numbers as people write them.
var numeral = regexp.MustCompile(`百分之[零〇一二三四五六七八九十百点]+|[-－]?(?:\d{1,3}(?:[,，]\d{3})+|[\d０-９]+)(?:[.．][\d０-９]+)?|[零〇一二两三四五六七八九十百千]+`)

// notHere are what may follow a number that is no value: dates, ordinals,
// lengths of time.
var notHere = regexp.MustCompile(`^(?:年|月|日|号|时|分钟|天|个月|个工作日|季度|条措施|个百分点|次会议|[.．、]\d)`)

// otherMeasure are measures: where one follows that is not the indicator's, the
// number is of something else.
var otherMeasure = regexp.MustCompile(`^[万亿]?(?:家|户|人|名|个|项|场|次|处|所|条|件|台|套|吨|公斤|亩|公里|平方米|元|张|份|起|批|期|岗|门|辆|栋|间|%)`)

// otherWords stand before numbers that are not the value now: targets, changes,
// earlier values.
var otherWords = regexp.MustCompile(`目标|任务|计划|不低于|不少于|不超过|力争|确保|同比|环比|较|比|增长|上升|下降|去年|上年|上期|基数|其中`)

// presentWords stand before numbers that are the value now.
var presentWords = regexp.MustCompile(`已|完成|实现|达到|累计|现有|实际`)

// goodHeads and badHeads are heads of columns that hold the value now, and that
// do not.
var (
	goodHeads = regexp.MustCompile(`完成|实际|本期|累计|现状|数值|进展|结果|当前`)
	badHeads  = regexp.MustCompile(`目标|任务数|计划|上期|上年|去年|同期|基数|序号|编号|时限|增幅|同比`)
)

// least is the score from which a value is proposed, and most is how many are
// proposed for one indicator.
const (
	least = 0.5
	most  = 3
)

// maxNames and maxLooks bound the work on one sentence, for texts that repeat a
// name thousands of times.
const (
	maxNames = 20
	maxLooks = 200
)

// valuer looks for values of indicators.
type valuer struct {
	wanted []wanted
	held   map[pair][]int // the wanted whose names hold a pair
	found  map[string][]Value
}

// wanted is an indicator prepared for the search.
type wanted struct {
	i     plan.Indicator
	name  []rune
	text  string // the name
	pairs map[pair]bool
}

func newValuer(p *plan.Plan, area string) *valuer {
	v := &valuer{held: map[pair][]int{}, found: map[string][]Value{}}
	for _, i := range p.Indicators {
		if area != "" && i.Area != area {
			continue
		}
		name := fold(i.Name)
		if len(name) < 2 {
			continue
		}
		w := wanted{i, name, string(name), pairs(name)}
		for x := range w.pairs {
			v.held[x] = append(v.held[x], len(v.wanted))
		}
		v.wanted = append(v.wanted, w)
	}
	return v
}

// row looks for values in the row i; piece is the piece it went to.
func (v *valuer) row(all []row, i, piece int) {
	if r := all[i]; r.cells != nil {
		v.cells(all, i, piece)
		return
	}
	for s := range strings.FieldsFuncSeq(all[i].text, func(r rune) bool { return strings.ContainsRune("。;；\n!！?？", r) }) {
		v.sentence(s, piece)
	}
}

// span is where a name stands in a sentence, in characters.
type span struct {
	from, to int
	score    float64
	which    int
}

// sentence looks for names and takes the numbers that stand nearest to them.
func (v *valuer) sentence(s string, piece int) {
	text := []rune(width.Fold.String(s))
	if len(text) > 2000 {
		text = text[:2000]
	}
	names := v.names(text)
	if len(names) == 0 {
		return
	}
	flat := string(text)
	from, done := 0, 0 // characters, bytes
	for _, m := range numeral.FindAllStringIndex(flat, -1) {
		from += utf8.RuneCountInString(flat[done:m[0]])
		to := from + utf8.RuneCountInString(flat[m[0]:m[1]])
		v.number(text, names, from, to, piece)
		from, done = to, m[1]
	}
}

// number tries the number at from to to with the names around it: the last
// name before it within 24 characters, or else the first after it within 6.
func (v *valuer) number(text []rune, names []span, from, to, piece int) {
	before, after := -1, -1
	for k, n := range names {
		switch {
		case from < n.to && to > n.from:
			return // part of a name, such as 五上企业 or 零就业家庭
		case n.to <= from && from-n.to <= 24 && (before < 0 || n.to > names[before].to):
			before = k
		case n.from >= to && n.from-to <= 6 && after < 0:
			after = k
		}
	}
	try := func(n span, gap string, penalty float64) {
		score := n.score - penalty - 0.01*float64(len([]rune(gap))) - doubt(gap)
		w := v.wanted[n.which]
		raw, x, sure, ok := v.value(w.i, text, from, to)
		if !ok {
			return
		}
		if !sure {
			score -= 0.15
		}
		v.keep(Value{w.i.ID, x, raw, near(text, n, from, to), piece, score})
	}
	if before >= 0 && after >= 0 && strings.ContainsAny(string(text[names[before].to:from]), ",、") {
		before = -1 // 2家粮食应急加工、3家粮食储备: the number goes with what follows
	}
	if before >= 0 {
		try(names[before], string(text[names[before].to:from]), 0)
	} else if after >= 0 {
		try(names[after], string(text[to:names[after].from]), 0.15)
	}
}

// doubt is how much what stands between a name and a number speaks against
// them belonging together: 目标, 同比 and the like in the number's own clause,
// or another number that came first.
func doubt(gap string) float64 {
	clause := gap
	if i := strings.LastIndexAny(gap, ",，、(（"); i >= 0 {
		_, n := utf8.DecodeRuneInString(gap[i:])
		clause = gap[i+n:]
	}
	var out float64
	switch present := presentWords.MatchString(clause); {
	case otherWords.MatchString(clause) && present:
		out += 0.2
	case otherWords.MatchString(clause):
		out += 0.6
	}
	if strings.Contains(gap, "、") {
		out += 0.3 // the next item of a list
	}
	if strings.ContainsAny(gap, "0123456789") && !presentWords.MatchString(clause) {
		out += 0.15
	}
	return out
}

// near returns the words from the name to the number, and a little around.
func near(text []rune, n span, from, to int) string {
	a, b := max(min(n.from, from)-6, 0), min(max(n.to, to)+6, len(text))
	return strings.TrimSpace(string(text[a:b]))
}

// value reads the number at from to to as the indicator's value. It is sure
// where the indicator's measure, or a percent sign, stands with it.
func (v *valuer) value(i plan.Indicator, text []rune, from, to int) (raw string, n plan.Number, sure, ok bool) {
	raw = string(text[from:to])
	tail := string(text[to:min(to+12, len(text))])
	tail = strings.TrimLeft(tail, " ")
	if notHere.MatchString(tail) || i.Kind == plan.YesNo || from > 0 && strings.ContainsRune("第〔[", text[from-1]) {
		return "", 0, false, false
	}
	raw, n, sure, ok = v.inMeasure(i, raw, tail)
	if !sure && (utf8.RuneLen(text[from]) > 1 || otherMeasure.MatchString(tail)) {
		return "", 0, false, false // a word such as 一 or 十, or a number of something else
	}
	return raw, n, sure, ok
}

// inMeasure reads a number with what follows it in the indicator's measure; raw
// comes back with all of it that the value follows from.
func (v *valuer) inMeasure(i plan.Indicator, raw, tail string) (_ string, n plan.Number, sure, ok bool) {
	base := strings.TrimLeft(i.In(), "万亿")
	rest := strings.TrimLeft(tail, "万亿")
	raw += tail[:len(tail)-len(rest)]
	if sure = base != "" && strings.HasPrefix(rest, base) || i.Kind == plan.Percent && strings.HasPrefix(raw, "百分之"); sure && strings.HasPrefix(rest, base) {
		raw += base
	}
	n, doubt := numbers.Read(raw).In(i.In())
	return raw, n, sure, doubt == numbers.Exact || doubt == numbers.Rounded
}

// keep remembers a value that scores enough; the same value twice counts once,
// with the better score.
func (v *valuer) keep(x Value) {
	if x.Score = math.Round(x.Score*1000) / 1000; x.Score < least {
		return
	}
	all := v.found[x.Indicator]
	for i := range all {
		if all[i].Value == x.Value {
			if x.Score > all[i].Score {
				all[i] = x
			}
			return
		}
	}
	v.found[x.Indicator] = append(all, x)
}

// best returns the values by indicator in the plan's order, best first.
func (v *valuer) best() []Value {
	var out []Value
	for _, w := range v.wanted {
		all := v.found[w.i.ID]
		sort.SliceStable(all, func(i, j int) bool { return all[i].Score > all[j].Score })
		out = append(out, all[:min(len(all), most)]...)
	}
	return out
}
