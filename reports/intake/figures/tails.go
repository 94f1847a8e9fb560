package figures

import (
	"regexp"
	"strings"

	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports/intake/likeness"
)

// tailed is an indicator whose name people tell in two clauses, what it is of and how
// it is measured: 信用修复办结12件，平均办理用时0.5个工作日.
type tailed struct {
	of    []rune   // without what stands in quotes
	tails []string // what the later clause begins with
}

// tailName is how long the end of a name is, and at least what stands before it.
const tailName = 4

// quoted finds what stands in quotes within a name.
var quoted = regexp.MustCompile(`“[^”]*”`)

// tailedOf takes the name of such an indicator apart.
func tailedOf(i plan.Indicator) tailed {
	name := likeness.Fold(quoted.ReplaceAllString(i.Name, ""))
	if len(name) < 2*tailName || !measured.MatchString(string(name)) && !strings.HasSuffix(string(name), "进度") {
		return tailed{}
	}
	end := string(name[len(name)-tailName:])
	t := tailed{of: name[:len(name)-tailName], tails: []string{end}}
	for _, o := range otherWords {
		if o.tail == end {
			t.tails = append(t.tails, o.said...)
		}
	}
	return t
}

// evenly is all that may stand between such an end of a name and its number.
var evenly = regexp.MustCompile(`^(?:[已均了:： 　]|平均|完成|达到?|为)*$`)

// inTwo looks for the indicators that are told in two clauses.
func (f *Finder) inTwo(s *sentence) {
	folded, at := foldAt(s.text)
	for k, w := range f.wanted {
		i := index(folded, w.tailed.of)
		if i < 0 {
			continue
		}
		from := at[i+len(w.tailed.of)-1] + 1
		for _, a := range s.amounts {
			if a.From <= from || a.From-from > 2*reach || a.Former || !w.endsWith(s, a) || s.named(k, from, a.From) {
				continue
			}
			if _, doubt := a.In(w.measure); doubt == numbers.Exact && !isBad(s.clause(a.From), w) && !aimed.MatchString(s.after(a)) {
				f.keep(w, a, s.text, s.near(span{from: at[i], to: from}, a), 0.8, s.piece, "")
			}
			break
		}
	}
}

// endsWith reports whether the clause of a number begins with the end of the name.
func (w wanted) endsWith(s *sentence, a numbers.Amount) bool {
	clause := s.clause(a.From)
	if at := a.From - len([]rune(clause)); at < 1 || !strings.ContainsRune(",，", s.text[at-1]) {
		return false
	}
	for _, tail := range w.tailed.tails {
		rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(clause), "平均"), strings.TrimPrefix(tail, "平均"))
		if i := strings.IndexAny(rest, "由从"); ok && i >= 0 && s.grew(a) {
			rest = rest[:i]
		}
		if ok && evenly.MatchString(rest) {
			return true
		}
	}
	return false
}

// grew reports whether a number is what another has grown to.
func (s *sentence) grew(a numbers.Amount) bool {
	for k, b := range s.amounts {
		if k > 0 && b.From == a.From {
			return s.amounts[k-1].Former
		}
	}
	return false
}

// named reports whether another indicator's name stands between two places.
func (s *sentence) named(but, from, to int) bool {
	for _, n := range s.names {
		if n.which != but && n.from >= from && n.to <= to {
			return true
		}
	}
	return false
}
