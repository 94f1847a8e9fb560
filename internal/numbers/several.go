package numbers

import (
	"slices"
	"strings"
)

// inMeasure returns the numbers that are said to be in a measure, or in none.
func inMeasure(all []Amount, measure string) []Amount {
	var out []Amount
	for _, a := range all {
		if _, doubt := a.In(measure); doubt != Other {
			out = append(out, a)
		}
	}
	return out
}

// mains returns those of several numbers that the others are said beside: 3户，同比多
// 2户; 3户（上月2户）; 5户，其中工业2户; 叁户（3户）; 8家（恒口5家、大同3家）.
func (x *scanner) mains(all []Amount) []Amount {
	var out []Amount
	for _, a := range all {
		same := len(out) == 1 && a.Known && a.Value == out[0].Value && a.Unit == out[0].Unit
		if !same && !x.isBeside(a) {
			out = append(out, a)
		}
	}
	if corrects.MatchString(string(x.s)) {
		return out
	}
	open := slices.DeleteFunc(slices.Clone(out), func(a Amount) bool {
		again := x.get(a.From-1) == '(' && a.Unit == out[0].Unit // 1.86万人（18652人）
		return x.inBrackets(a.From) && !again
	})
	if len(open) == 0 {
		return out
	}
	return open
}

// isBeside reports whether a number is said beside another: of another time, as an
// aim, or as a part.
func (x *scanner) isBeside(a Amount) bool {
	left := x.left(a.From)
	clause := left
	if i := strings.LastIndexAny(clause, ",。;、(:)"); i >= 0 {
		clause = clause[i:]
	}
	right := x.right(a.To)
	return a.Doubt == Change || beside.MatchString(clause) && !reached.MatchString(left) || partsOf.MatchString(left) || asAim.MatchString(right) || ofThen.MatchString(right)
}

// inBrackets reports whether a place lies between brackets.
func (x *scanner) inBrackets(at int) bool {
	depth := 0
	for _, r := range x.s[:at] {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	return depth > 0
}
