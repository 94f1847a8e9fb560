package figures

import (
	"regexp"
	"strings"

	"liubao/internal/numbers"
	"liubao/reports/intake/likeness"
)

// reach is how far behind its name a number may stand, in characters.
const reach = 40

// prose looks for values in running text.
func (f *Finder) prose(text string, piece int) {
	if wholeAims.MatchString(strings.TrimSpace(text)) {
		return
	}
	for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("。;；\n!！?？", r) }) {
		if aimsFirst.MatchString(strings.TrimSpace(s)) {
			continue
		}
		if r := []rune(s); len(r) > 2000 {
			s = string(r[:2000])
		}
		f.sentence(&sentence{text: []rune(s), amounts: numbers.All(s), piece: piece})
	}
}

// sentence is one sentence as it is searched.
type sentence struct {
	text    []rune
	amounts []numbers.Amount
	names   []span
	piece   int
}

func (f *Finder) sentence(s *sentence) {
	if len(s.amounts) == 0 {
		return
	}
	s.names = f.names(s.text)
	s.names = s.withoutWholes()
	f.shares(s)
	f.inTwo(s)
	f.respectively(s)
	for k, n := range s.names {
		if n.lead || !f.behind(s, k) {
			f.before(s, n)
		}
	}
}

// next returns where the name k's stretch ends: at the next name of another
// indicator.
func (s *sentence) next(k int) int {
	for _, n := range s.names[k+1:] {
		if n.which != s.names[k].which && n.from >= s.names[k].to {
			return n.from
		}
	}
	return len(s.text)
}

// behind takes the first number behind a name that is its value now. It stops
// at one that is inexact: then there is no value to propose.
func (f *Finder) behind(s *sentence, k int) (took bool) {
	n, w := s.names[k], f.wanted[s.names[k].which]
	var until *regexp.Regexp // what must stand before a number behind one that is inexact
	for _, a := range s.amounts {
		if a.From < n.to {
			continue
		}
		if a.From >= s.next(k) || a.From-n.to > reach || s.leads(k, a) {
			break
		}
		if s.inRow(a) {
			return took // 400     357: which of them is the value now, nothing says
		}
		if until != nil && !until.MatchString(lastClause(string(s.text[n.to:a.From]))) {
			continue
		}
		switch _, doubt := a.In(w.measure); {
		case a.Former:
			continue
		case (doubt == numbers.Range || doubt == numbers.About && a.Known) && aims.MatchString(s.clause(a.From)):
			continue // 按不低于15%压减,实际压减16.3%
		case doubt == numbers.About && a.Known && limit.MatchString(s.after(a)):
			until = actual // 保持在4.5%以内,实际为3.6%
			continue
		case doubt == numbers.Range || doubt == numbers.About && a.Known:
			until = levels // 突破12000户，达12156户
			continue
		case doubt == numbers.Change && w.changed(s, n, a): // 公用经费较上年压减16.3%
		case doubt != numbers.Exact && doubt != numbers.Rounded, a.Fell:
			continue
		}
		if !a.Digits && a.Unit == "" && (a.Value != 0 || a.To < len(s.text) && !strings.ContainsRune(",，、)）", s.text[a.To])) {
			continue // 一 and 十 are parts of words, and so is 零
		}
		if !w.i.Yearly && part.MatchString(lastClause(string(s.text[n.to:a.From]))) && s.addsUp(n, w, a) {
			return took // 12月份1150万元，全年13600万元: which is asked for, a person says
		}
		score, ok := f.judge(s, n, w, a)
		if !ok {
			continue
		}
		f.keep(w, a, s.text, s.near(n, a), score, s.piece, "")
		if took = true; !w.i.Yearly {
			break // of a yearly figure what has added up may follow
		}
	}
	return took
}

// unfit reports whether a number is not the value now of the name before it.
func (f *Finder) unfit(s *sentence, n span, w wanted, a numbers.Amount) bool {
	gap, behind := string(s.text[n.to:a.From]), s.after(a)
	switch {
	case strings.HasPrefix(gap, "、"): // 2家甲、3家乙: the number goes with what follows
	case n.short && (!link.MatchString(linked(gap, s, n, a)) && !standing.MatchString(lastClause(gap)) || !owner.MatchString(s.item(n.from)) || served.MatchString(s.clause(n.from))):
	case n.apart && !w.isChanged(s, n, gap):
	case aimed.MatchString(behind) && !strings.Contains(string(w.name), "任务"), gone.MatchString(behind), begins.MatchString(behind), then.MatchString(behind):
	case per.MatchString(gap), perOne.MatchString(behind), first.MatchString(s.clause(a.From)), w.isNewer(s, n, a), s.isOutdone(n, w, a), s.inList(n, a):
	case aside.MatchString(gap), narrow.MatchString(s.item(n.from)), f.ofHigher(s.item(n.from)), narrow.MatchString(strings.TrimSpace(gap)):
	case begun.MatchString(lastClause(gap)), beyond.MatchString(gap), corrected.MatchString(behind), s.older(n, w, a):
	case summed.MatchString(gap) && endsList(s.text[:n.from]):
	case isBad(s.without(f, n, a.From), w) && !w.changed(s, n, a), s.ofFlow(n, w, a):
	default:
		return false
	}
	return true
}

// isChanged reports whether the word of change that is part of a name stands before the
// rest of it or before the number: 净增“五上”企业4户, “五上”企业净增4户.
func (w wanted) isChanged(s *sentence, n span, gap string) bool {
	if w.led(s, n) && link.MatchString(gap) {
		return true
	}
	return strings.HasSuffix(strings.TrimRight(strings.TrimSuffix(trimNumber(gap), "数"), "了约为比例:： "), w.verb) || strings.Contains(lastClause(gap), w.verb)
}

// judge says how surely a number is the value of the name before it.
func (f *Finder) judge(s *sentence, n span, w wanted, a numbers.Amount) (score float64, ok bool) {
	gap := string(s.text[n.to:a.From])
	score = n.score - 0.004*float64(len([]rune(gap)))
	if f.unfit(s, n, w, a) {
		return 0, false
	}
	if a.Unit == "" {
		score -= 0.15 // no measure says that it belongs
		if strings.ContainsAny(gap, ",，、") {
			return 0, false
		}
	}
	if strings.Contains(gap, "、") {
		score -= 0.3 // the next item of a list
	}
	return w.ofYear(s, n, a, score), true
}

// ofYear changes the score of a yearly figure by the time that a number counts over.
func (w wanted) ofYear(s *sentence, n span, a numbers.Amount, score float64) float64 {
	switch over := s.over(a.From); {
	case !w.i.Yearly:
		return score
	case total.MatchString(over):
		return min(score+0.1, 1)
	case part.MatchString(over), s.addsUp(n, w, a):
		return score - 0.3
	}
	return score
}

// addsUp reports whether what has added up is told behind a number, before
// another name: 45人（累计357人）.
func (s *sentence) addsUp(n span, w wanted, a numbers.Amount) bool {
	end := len(s.text)
	for _, m := range s.names {
		if m.which != n.which && m.from > a.From {
			end = min(end, m.from)
		}
	}
	for _, b := range s.amounts {
		if _, doubt := b.In(w.measure); b.From > a.To && b.From < end && doubt == numbers.Exact && total.MatchString(s.clause(b.From)) {
			return true
		}
	}
	return false
}

// linked returns what stands between a short name and its number, without the
// number that it was before.
func linked(gap string, s *sentence, n span, a numbers.Amount) string {
	for _, b := range s.amounts {
		if b.Former && b.From >= n.to && b.To < a.From {
			return string(s.text[n.to:b.From])
		}
	}
	return gap
}

// trimNumber takes a numeral's own beginning off the end of a gap.
func trimNumber(gap string) string { return strings.TrimRight(gap, " 　") }

// lastClause returns what stands behind the last comma.
func lastClause(gap string) string {
	if i := strings.LastIndexAny(gap, ",，"); i >= 0 {
		return gap[i:]
	}
	return gap
}

// led reports whether the name's word of change stands in front of the rest, or
// in front of the list that it is an item of: 压减公用经费16.3%、专项经费19.1%.
func (w wanted) led(s *sentence, n span) bool {
	head := strings.TrimRight(string(s.text[:n.from]), "“\"了‘ ")
	if strings.HasSuffix(head, w.verb) {
		return true
	}
	list := strings.TrimRight(lastClause(head), "、和及与")
	i := strings.LastIndex(list, w.verb)
	return len(list) < len(lastClause(head)) && i >= 0 && w.listed(s, n, list[i+len(w.verb):])
}

// listed reports whether the words between a word of change and a name are an
// item that begins with another indicator's name.
func (w wanted) listed(s *sentence, n span, between string) bool {
	from := n.from - len([]rune(between)) - 1
	for _, m := range s.names {
		if m.which != n.which && m.apart && m.from >= from && m.from <= from+1 {
			return true
		}
	}
	return false
}

// isBad reports whether a clause speaks of an aim, of earlier, or of a change,
// and not of now after that. A word that is part of the indicator's name says
// nothing.
func isBad(clause string, w wanted) bool {
	last, end, coming := -1, 0, -1
	for _, re := range []*regexp.Regexp{aims, past, flow, ahead} {
		for _, m := range re.FindAllStringIndex(clause, -1) {
			if strings.Contains(w.i.Name, clause[m[0]:m[1]]) {
				continue
			}
			if last = max(last, m[0]); re == aims {
				end = max(end, m[1])
			}
			if re == past && (under.MatchString(clause[m[1]:]) || isStale(clause, m)) {
				end = len(clause)
			}
			if re == ahead {
				coming = max(coming, m[0])
			}
		}
	}
	if last < 0 {
		return false
	}
	for _, m := range now.FindAllStringIndex(clause, -1) {
		if m[1] > last+len("增") && m[0] >= last && m[0] >= end && (coming < 0 || so.MatchString(clause[coming:])) {
			return false
		}
	}
	return true
}

// isStale reports whether a clause that names an earlier time tells of that time and
// of nothing since: 上期累计完成.
func isStale(clause string, m []int) bool {
	return !compared.MatchString(clause[:m[1]]) && !later.MatchString(clause[m[1]:])
}

// changed reports whether a number is the change that the indicator counts,
// since a time that it counts from.
func (w wanted) changed(s *sentence, n span, a numbers.Amount) bool {
	gap := trimNumber(string(s.text[n.to:a.From]))
	return w.verb != "" && since.MatchString(s.clause(a.From)) && (n.apart && strings.HasSuffix(gap, w.verb) || !n.apart && gap == "")
}

// ofFlow reports whether a number is part of a change told before it: 新登记164户,
// 其中个体工商户130户.
func (s *sentence) ofFlow(n span, w wanted, a numbers.Amount) bool {
	head := string(s.text[:a.From])
	i := strings.LastIndex(head, "其中")
	if i < 0 {
		return false
	}
	of := len([]rune(head[:i]))
	switch {
	case strings.ContainsAny(lastOpen(head[i:]), ")）"):
		return false // in a bracket that has been closed
	case of > n.to:
		return w.newWord() == "" || !strings.Contains(s.clause(a.From), w.newWord()) // a part of what the name counts
	}
	changed := head[:i]
	for _, b := range s.amounts { // the last number of the same measure is what it is a part of
		if b.From < of && b.Unit == a.Unit {
			changed = s.clause(b.From)
		}
	}
	for _, m := range flow.FindAllString(changed, -1) {
		if !strings.Contains(w.i.Name, m) {
			return true
		}
	}
	return false
}

// lastOpen drops brackets that are opened and closed within a text.
func lastOpen(text string) string { return closed.ReplaceAllString(text, "") }

// before takes a number right in front of a name behind which none stands:
// 8家粮食应急供应点.
func (f *Finder) before(s *sentence, n span) {
	w := f.wanted[n.which]
	if n.short {
		return
	}
	for _, a := range s.amounts {
		_, doubt := a.In(w.measure)
		end := a.To + len([]rune(a.Unit))
		if a.Unit == "%" {
			end = a.To
		}
		if a.From >= n.from || n.from-end > 2 || n.from < end || a.Value != 0 && strings.ContainsAny(string(s.text[end:n.from]), ",，、") || aimedFar.MatchString(string(s.text[n.to:])) || doubt != numbers.Exact || a.Unit == "" || isBad(s.clause(a.From), w) {
			continue
		}
		if head := strings.TrimRight(string(s.text[:a.From]), "了 "); n.apart && !strings.HasSuffix(head, w.verb) {
			continue // 净增4户“五上”企业
		}
		f.keep(w, a, s.text, s.near(n, a), n.score-0.15, s.piece, "")
	}
}

// like scores a short text against the indicator's name, 0 for unlike.
func (w wanted) like(text string) float64 {
	f := likeness.Fold(text)
	switch name := string(w.name); {
	case string(f) == name:
		return 1
	case len(f) < 4 || len(f) > 2*len(w.name)+8:
		return 0
	case strings.Contains(string(f), name):
		return 0.5 + 0.5*float64(len(w.name))/float64(len(f))
	case w.thing != nil && w.verb == "" && string(f) == string(w.thing):
		return 0.9
	}
	if d := likeness.Dice(likeness.Pairs(f), w.pairs); d >= alike {
		return 0.95 * d
	}
	return 0
}

// near returns the words from the name to the number, and a little around.
func (s *sentence) near(n span, a numbers.Amount) string {
	from, to := max(min(n.from, a.From)-6, 0), min(max(n.to, a.To)+6, len(s.text))
	return strings.TrimSpace(string(s.text[from:to]))
}
