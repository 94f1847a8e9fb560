// Package likeness compares words by their pairs of neighbouring characters,
// which serves Chinese, where nothing parts one word from the next.
package likeness

import (
	"unicode"

	"golang.org/x/text/width"
)

// Fold brings text to what is compared: half width, lower case, letters and
// digits only.
func Fold(s string) []rune {
	var out []rune
	for _, r := range width.Fold.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// Pair is two neighbouring characters.
type Pair [2]rune

// Pairs returns the pairs of a text.
func Pairs(r []rune) map[Pair]bool {
	out := make(map[Pair]bool, len(r))
	for i := 1; i < len(r); i++ {
		out[Pair{r[i-1], r[i]}] = true
	}
	return out
}

// Distinct returns the pairs in their order, each once.
func Distinct(r []rune) []Pair {
	var out []Pair
	seen := make(map[Pair]bool, len(r))
	for i := 1; i < len(r); i++ {
		if x := (Pair{r[i-1], r[i]}); !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}

// Dice compares two sets of pairs: 1 for the same, 0 for nothing shared.
func Dice(a, b map[Pair]bool) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	n := 0
	for p := range a {
		if b[p] {
			n++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}
