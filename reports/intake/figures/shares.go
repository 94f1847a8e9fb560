package figures

import (
	"regexp"
	"slices"
	"strings"

	"liubao/internal/numbers"
)

// share is an indicator that says which part of one thing goes to another: 以工代赈
// 补助用于劳务报酬比例. People tell it in the order of their work: 以工代赈项目发放劳务
// 报酬187.6万元，占补助资金的16.2%.
type share struct{ of, to []rune }

// shareOf takes the name of such an indicator apart.
func shareOf(name string) (share, bool) {
	head, ok := strings.CutSuffix(name, "比例")
	of, to, cut := strings.Cut(head, "用于")
	if !ok || !cut || len([]rune(of)) < shareName || len([]rune(to)) < 3 {
		return share{}, false
	}
	return share{[]rune(of)[:shareName], []rune(to)}, true
}

// shareName is how much of the name of what is parted must be said.
const shareName = 4

// partOf is what may stand between what something goes to and how much that is, from
// the last comma on.
var partOf = regexp.MustCompile(`^\s*(?:发放|支出|资金)?(?:比例|比重|占比|占)[^,，:：(（]*$`)

// whole is a name that only says what something is a part of: 占市场主体总量的78.1%.
var whole = regexp.MustCompile(`占(?:全[区县市镇]|我[区县市]|辖区|示范区|恒口|本?年度|同期)?的?[“"]?$`)

// shares looks for the indicators that are shares.
func (f *Finder) shares(s *sentence) {
	folded, at := foldAt(s.text)
	for _, w := range f.wanted {
		i := index(folded, w.share.of)
		if w.share.to == nil || i < 0 {
			continue
		}
		j := index(folded[i:], w.share.to)
		if j < 0 {
			continue
		}
		from := at[i+j+len(w.share.to)-1] + 1
		for _, a := range s.amounts {
			if a.From < from || a.Unit != "%" || a.Former {
				continue
			}
			_, doubt := a.In(w.measure)
			if clause := s.clause(a.From); (doubt == numbers.Exact || doubt == numbers.Rounded) && partOf.MatchString(string(s.text[max(from, a.From-len([]rune(clause))):a.From])) && !isBad(clause, w) && !aimed.MatchString(s.after(a)) {
				f.keep(w, a, s.text, s.near(span{from: at[i], to: from}, a), 0.8, s.piece, "")
			}
			break
		}
	}
}

func index(all, part []rune) int {
	for i := 0; len(part) > 0 && i+len(part) <= len(all); i++ {
		if slices.Equal(all[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// withoutWholes leaves out the names that something is a part of.
func (s *sentence) withoutWholes() []span {
	return slices.DeleteFunc(s.names, func(n span) bool { return whole.MatchString(string(s.text[:n.from])) })
}
