// Package figures finds numbers that stand near the names of indicators, in
// prose and in tables. What it proposes is the value now: no aim, no change, no
// earlier value, no number of something else, and nothing inexact. Every value
// follows from its own words by package numbers, and from nothing else.
package figures

import (
	"math"
	"regexp"
	"sort"
	"strings"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports/intake/likeness"
	"liubao/reports/intake/outline"
)

// Value is a number found near an indicator's name.
type Value struct {
	Indicator string // the indicator's id
	Value     plan.Number
	Raw       string  // as written, such as 1.2万户
	Near      string  // the words around it
	Piece     int     // index of the piece it stands in
	Score     float64 // 0.5 to 1; a table's columns say more than prose, up to 1.2
	when      string  // the period of its row, where the table has a column of them
}

// least is the score from which a value is proposed, and most is how many are
// proposed for one indicator.
const (
	least = 0.5
	most  = 3
)

// Finder looks for values of indicators.
type Finder struct {
	wanted []wanted
	found  map[string][]Value
	units  map[int]string // of tables, said above them
	higher *regexp.Regexp // what begins a figure of those above the plan's own: 全市
}

// wanted is an indicator prepared for the search.
type wanted struct {
	i       plan.Indicator
	name    []rune // folded
	pairs   map[likeness.Pair]bool
	head    bool     // its last two characters say what is measured: 人数, 余额
	thing   []rune   // the name without the word that measures it: 个体工商户
	verb    string   // the word of change in it: “五上”企业 净增
	also    [][]rune // the name said with other words: 粮食播种面积
	lead    []rune   // the name without 企业, before which its number stands: 3家粮食储备
	share   share
	tailed  tailed
	measure string
}

// New prepares the indicators of an area, "" for all.
func New(p *plan.Plan, area string) *Finder {
	f := &Finder{found: map[string][]Value{}, units: map[int]string{}, higher: higherThan(p)}
	for _, i := range p.Indicators {
		if area != "" && i.Area != area || i.Kind == plan.YesNo {
			continue
		}
		if w, ok := prepared(i); ok {
			f.wanted = append(f.wanted, w)
		}
	}
	return f
}

// higherThan finds figures of the country, the province, and what else stands above those
// whom the plan is for: a zone whose reports go to the city has none of 全市.
func higherThan(p *plan.Plan) *regexp.Regexp {
	levels := "国省市县"
	for _, s := range p.Superiors {
		if first := strings.SplitAfterN(s, "", 2)[0]; first != "" && strings.Contains(levels, first) {
			levels = levels[:strings.Index(levels, first)+len(first)]
			return regexp.MustCompile(`全[` + levels + `]\pL{0,4}$`)
		}
	}
	return regexp.MustCompile(`全国\pL{0,4}$`)
}

// ofHigher reports whether what stands before a name makes it a figure of those above.
func (f *Finder) ofHigher(item string) bool { return f.higher.MatchString(item) }

func prepared(i plan.Indicator) (wanted, bool) {
	w := wanted{i: i, name: likeness.Fold(i.Name), measure: i.In()}
	if len(w.name) < 2 {
		return w, false
	}
	w.pairs = likeness.Pairs(w.name)
	name := string(w.name)
	if m := measured.FindString(name); m != "" {
		w.head, w.thing = true, []rune(strings.TrimSuffix(name, m))
	}
	for _, v := range verbs {
		if rest, ok := strings.CutSuffix(name, v); ok {
			w.verb, w.thing = v, []rune(rest)
		} else if rest, ok := strings.CutPrefix(name, v); ok {
			w.verb, w.thing = v, []rune(rest)
		}
	}
	for _, v := range []string{"新增", "净增"} { // 城镇新增就业, which people call 新增城镇就业, too
		if i := strings.Index(name, v); i > 0 && w.verb == "" && !w.head {
			w.verb, w.thing = v, []rune(name[:i]+name[i+len(v):])
		}
	}
	if len(w.thing) < 3 {
		w.thing = nil
	}
	w.share, _ = shareOf(name)
	w.tailed = tailedOf(i)
	if rest, ok := strings.CutPrefix(name, "城镇"); ok && w.head {
		w.also = append(w.also, []rune(rest))
	}
	for _, o := range otherWords {
		if rest, ok := strings.CutSuffix(name, o.tail); ok {
			for _, t := range o.said {
				w.also = append(w.also, []rune(rest+t), []rune(rest+"平均"+t))
			}
		}
	}
	if rest, ok := strings.CutSuffix(name, "企业"); ok && len([]rune(rest)) >= 4 {
		w.lead = []rune(rest)
	}
	return w, true
}

// Row looks for values in the row i; piece is the piece it went to.
func (f *Finder) Row(all []outline.Row, i, piece int) {
	r := all[i]
	if r.Cells != nil {
		f.cells(all, i, piece)
		return
	}
	f.above(r)
	if i > 0 && continues(all[i-1], r) {
		return // read with the row before
	}
	text := r.Text
	for j := i + 1; j < len(all) && j < i+6 && continues(all[j-1], all[j]); j++ {
		text += all[j].Text
	}
	f.prose(text, piece)
}

// continues reports whether a line goes on with the sentence of the one before:
// chat programs and text files break lines anywhere.
func continues(before, r outline.Row) bool {
	if before.Cells != nil || r.Cells != nil || r.Label.Rank != outline.Unranked || r.Level > 0 || before.Level > 0 || r.Text == "" || before.Text == "" {
		return false
	}
	first, end := []rune(r.Text)[0], []rune(before.Text)
	return first >= '0' && first <= '9' || strings.ContainsRune(",，、", end[len(end)-1])
}

// keep remembers a value that scores enough. The same value twice counts once,
// with the better score; of a table's rows the newest period's counts.
func (f *Finder) keep(w wanted, a numbers.Amount, text []rune, near string, score float64, piece int, when string) {
	raw := written(a, text, w.measure)
	n, doubt := numbers.Read(raw).In(w.measure)
	if m, _ := a.In(w.measure); m != n || doubt != numbers.Exact && doubt != numbers.Rounded {
		return // its own words do not say it
	}
	x := Value{Indicator: w.i.ID, Value: n, Raw: raw, Near: near, Piece: piece, Score: math.Round(score*1000) / 1000, when: when}
	if x.Score < least {
		return
	}
	all := f.found[w.i.ID]
	if when != "" {
		for k := len(all) - 1; k >= 0; k-- {
			switch {
			case all[k].when == "":
			case all[k].when > when:
				return
			case all[k].when < when:
				all = append(all[:k], all[k+1:]...)
			}
		}
	}
	for k := range all {
		if all[k].Value == n {
			if x.Score > all[k].Score {
				all[k] = x
			}
			f.found[w.i.ID] = all
			return
		}
	}
	f.found[w.i.ID] = append(all, x)
}

// written returns the number as it stands in the text, with its measure where
// that is the indicator's.
func written(a numbers.Amount, text []rune, measure string) string {
	to := a.To
	if !a.Digits && a.Value == 0 && text[a.From] == '一' { // 一起未发生, 没有一起
		for to < len(text) && to < a.To+8 && !strings.ContainsRune(",，、)）", text[to]) {
			to++
		}
		return string(text[max(a.From-2, 0):to])
	}
	for to < len(text) && (text[to] == ' ' || text[to] == '　') {
		to++
	}
	if a.From > 0 && strings.ContainsRune("¥￥", text[a.From-1]) {
		return string(text[a.From-1 : a.To])
	}
	base := []rune(strings.TrimLeft(measure, "万亿"))
	if len(base) > 0 && to+len(base) <= len(text) && string(text[to:to+len(base)]) == string(base) {
		return string(text[a.From : to+len(base)])
	}
	if unit := []rune(a.Unit); a.Unit != "%" && a.Unit != "" && to+len(unit) <= len(text) && string(text[to:to+len(unit)]) == a.Unit {
		return string(text[a.From : to+len(unit)])
	}
	return string(text[a.From:a.To])
}

// Best returns the values by indicator in the plan's order, best first.
func (f *Finder) Best() []Value {
	var out []Value
	for _, w := range f.wanted {
		all := f.found[w.i.ID]
		sort.SliceStable(all, func(i, j int) bool { return all[i].Score > all[j].Score })
		out = append(out, all[:min(len(all), most)]...)
	}
	return out
}
