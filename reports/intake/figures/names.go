package figures

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"liubao/reports/intake/likeness"
)

// span is where a name stands in a sentence, in characters.
type span struct {
	from, to int
	score    float64
	which    int
	short    bool // without the word that measures the thing
	apart    bool // without its word of change, which must stand before the number
	lead     bool // without 企业: its number stands right before it
}

// maxNames bounds how often one name is looked for in one sentence.
const maxNames = 20

// names finds the indicators' names in a sentence, in order: the name itself, or
// with a few characters put in or left out, or in its short form. Of names one
// within the other the longer or better one stands.
func (f *Finder) names(text []rune) []span {
	folded, at := foldAt(text)
	if len(folded) < 2 {
		return nil
	}
	var out []span
	for k, w := range f.wanted {
		before := len(out)
		out = appendAll(out, folded, at, w.name, span{score: 1, which: k})
		for _, also := range w.also {
			if len(out) == before {
				out = appendAll(out, folded, at, also, span{score: 0.95, which: k})
			}
		}
		if len(out) == before && w.lead != nil {
			out = appendAll(out, folded, at, w.lead, span{score: 0.9, which: k, lead: true})
		}
		if len(out) == before && len(w.name) >= 5 {
			if s, ok := w.stretched(folded, at); ok && !strings.ContainsRune(string(text[s.from:s.to]), '、') {
				s.which = k
				out = append(out, s)
			}
		}
		if w.thing == nil {
			continue
		}
		whole := out[before:]
		for _, s := range appendAll(nil, folded, at, w.thing, span{score: 0.9, which: k, short: w.verb == "", apart: w.verb != ""}) {
			if !slices.ContainsFunc(whole, func(x span) bool { return x.from < s.to && s.from < x.to }) {
				out = append(out, s)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].from < out[j].from })
	return outermost(out)
}

func appendAll(out []span, folded []rune, at []int, name []rune, like span) []span {
	for i, found := 0, 0; i+len(name) <= len(folded) && found < maxNames; i++ {
		if slices.Equal(folded[i:i+len(name)], name) {
			like.from, like.to = at[i], at[i+len(name)-1]+1
			out = append(out, like)
			found++
		}
	}
	return out
}

// outermost drops names that lie within a longer or better one.
func outermost(all []span) []span {
	var out []span
	for i, s := range all {
		within := false
		for j, t := range all {
			longer := t.to-t.from > s.to-s.from || t.score > s.score
			within = within || i != j && s.from < t.to && t.from < s.to && longer && t.score >= s.score
		}
		if !within {
			out = append(out, s)
		}
	}
	return out
}

// stretched finds the name with characters put in between, up to half its
// length, or with one in eight left out. No digit lies within, and where the
// name ends in what is measured, that stands there too.
func (w wanted) stretched(folded []rune, at []int) (best span, ok bool) {
	n := len(w.name)
	for i := range folded {
		if folded[i] != w.name[0] && (n < 8 || folded[i] != w.name[1]) {
			continue
		}
		to, missing := w.follow(folded, at, i)
		length := to - i
		if to == 0 || missing > n/8 || length > n+max(2, n/2) {
			continue
		}
		if s := 0.95 * float64(n-missing) / float64(max(length, n)); s > best.score {
			best, ok = span{from: at[i], to: at[to-1] + 1, score: max(s, 0.75)}, true
		}
	}
	if !ok {
		return w.similar(folded, at)
	}
	return best, ok
}

// follow goes along the text as long as the name's characters come in their
// order, each within four; to is 0 where too many are missing.
func (w wanted) follow(folded []rune, at []int, i int) (to, missing int) {
	to = i
	for k, c := range w.name {
		j := to
		for j < len(folded) && j < to+4 && folded[j] != c && !unicode.IsDigit(folded[j]) {
			j++
		}
		if j < len(folded) && folded[j] == c && (j == 0 || k == 0 || at[j]-at[max(to-1, 0)] < 8) {
			to = j + 1
			continue
		}
		if missing++; missing > len(w.name)/8+1 || w.head && k >= len(w.name)-2 {
			return 0, missing
		}
	}
	return to, missing
}

// alike is how like a stretch must be to a name to count for it: in a name of
// six characters one may be put in, in one of eight one may be changed.
const alike = 0.7

// similar finds the stretch that is most like the name by its pairs, for names
// that do not end in what is measured.
func (w wanted) similar(folded []rune, at []int) (best span, ok bool) {
	n := len(w.name)
	if w.head || w.verb != "" {
		return best, false
	}
	hits := make([]int, len(folded)+1) // pairs of the name that end before
	for i := 1; i < len(folded); i++ {
		hits[i+1] = hits[i]
		if w.pairs[likeness.Pair{folded[i-1], folded[i]}] {
			hits[i+1]++
		}
	}
	looks := 0
	for size := max(n-2, 4); size <= n+2; size++ {
		for i := 0; i+size <= len(folded) && looks < 200; i++ {
			if 2*float64(hits[i+size]-hits[i]) < alike*float64(len(w.pairs)) || hasDigit(folded[i:i+size]) {
				continue
			}
			looks++
			if d := likeness.Dice(likeness.Pairs(folded[i:i+size]), w.pairs); d >= alike && 0.95*d > best.score {
				best, ok = span{from: at[i], to: at[i+size-1] + 1, score: 0.95 * d}, true
			}
		}
	}
	return best, ok
}

func hasDigit(s []rune) bool { return strings.ContainsFunc(string(s), unicode.IsDigit) }

// foldAt folds text and remembers where each character stood.
func foldAt(text []rune) ([]rune, []int) {
	var out []rune
	var at []int
	for i, r := range text {
		for _, f := range likeness.Fold(string(r)) {
			out, at = append(out, f), append(at, i)
		}
	}
	return out, at
}
