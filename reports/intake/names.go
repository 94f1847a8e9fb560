package intake

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// names finds the indicators' names in a sentence, in order. A name whose
// pairs of characters are mostly there, in a stretch of about its length,
// counts less than the name itself. Of names one within the other the longer
// one stands.
func (v *valuer) names(text []rune) []span {
	folded, at := foldAt(text)
	hay := string(folded)
	hits := make([]int, len(v.wanted)) // of each one's pairs
	for i := 1; i < len(folded); i++ {
		for _, k := range v.held[pair{folded[i-1], folded[i]}] {
			hits[k]++
		}
	}
	var out []span
	for k, w := range v.wanted {
		if 2*float64(hits[k]) < alike*float64(len(w.pairs)) {
			continue // neither the name nor what is like it
		}
		found := 0
		for off := 0; found < maxNames; found++ {
			i := strings.Index(hay[off:], w.text)
			if i < 0 {
				break
			}
			from := utf8.RuneCountInString(hay[:off+i])
			out = append(out, span{at[from], at[from+len(w.name)-1] + 1, 1, k})
			off += i + len(w.text)
		}
		if found == 0 {
			if s, ok := w.fuzzy(folded, at); ok {
				s.which = k
				out = append(out, s)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].from < out[j].from })
	return outermost(out)
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

// alike is how like a stretch must be to a name to count for it: in a name of
// six characters one may be put in, in one of eight one may be changed.
const alike = 0.7

// fuzzy finds the stretch that is most like the name.
func (w wanted) fuzzy(folded []rune, at []int) (span, bool) {
	n := len(w.name)
	best := span{}
	if n < 5 || len(folded) < 4 {
		return best, false
	}
	hits := make([]int, len(folded)) // of pairs that end at or before
	for i := 1; i < len(folded); i++ {
		hits[i] = hits[i-1]
		if w.pairs[pair{folded[i-1], folded[i]}] {
			hits[i]++
		}
	}
	looks := 0
	for size := n - 1; size <= n+2; size++ {
		for i := 0; i+size <= len(folded) && looks < maxLooks; i++ {
			// At least as much as dice will say, and without building sets.
			if 2*float64(hits[i+size-1]-hits[i]) < alike*float64(len(w.pairs)) {
				continue
			}
			looks++
			if d := dice(pairs(folded[i:i+size]), w.pairs); d >= alike && 0.95*d > best.score {
				best = span{from: at[i], to: at[i+size-1] + 1, score: 0.95 * d}
			}
		}
	}
	return best, best.score > 0
}

// foldAt folds text and remembers where each character stood.
func foldAt(text []rune) ([]rune, []int) {
	var out []rune
	var at []int
	for i, r := range text {
		for _, f := range fold(string(r)) {
			out, at = append(out, f), append(at, i)
		}
	}
	return out, at
}
