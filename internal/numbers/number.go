// Package numbers holds the exact decimal that every figure is, reads numbers
// as people write them and writes Chinese numerals. Chat, documents, sheets and
// papers read and write through it, so that one text means one number
// everywhere.
//
// [Read] is for an answer that is one number, [All] for prose. Neither guesses:
// what is no exact number (两三户, 近百, 约30, 比上月增加200) comes back with the
// [Doubt] that says why, and it is for the caller to ask a person. [Amount.In]
// is the only way from what was written to a value in a measure, so that a
// value can always be held against its own words.
//
// The package imports nothing of ours, does no I/O and keeps no state.
package numbers

import (
	"fmt"
	"strconv"
	"strings"
)

// Number is an exact decimal with up to four places, held as ten-thousandths,
// so that sums and comparisons never round. Its range is about ±9.2e14.
type Number int64

// Scale is how many steps of a Number make one.
const Scale = 10000

// Int returns n as a Number.
func Int(n int64) Number { return Number(n * Scale) }

// Parse reads a plain decimal such as 12, -3 or 1.25 with at most four places,
// as files and configurations have it. What people type is for [Read].
func Parse(s string) (Number, error) {
	neg := strings.HasPrefix(s, "-")
	whole, frac, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if len(frac) > 4 {
		if strings.Trim(frac[4:], "0") != "" {
			return 0, fmt.Errorf("number %q: at most four decimal places", s)
		}
		frac = frac[:4]
	}
	if whole == "" || len(whole) > 14 || strings.ContainsAny(whole+frac, "+-") {
		return 0, fmt.Errorf("number %q: write a plain decimal such as 12 or 1.25", s)
	}
	v, err := strconv.ParseInt(whole+frac+strings.Repeat("0", 4-len(frac)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("number %q: write a plain decimal such as 12 or 1.25", s)
	}
	if neg {
		v = -v
	}
	return Number(v), nil
}

// String returns the shortest plain decimal.
func (n Number) String() string {
	sign := ""
	u := uint64(n)
	if n < 0 {
		sign, u = "-", -u
	}
	s := strconv.FormatUint(u/Scale, 10)
	if f := u % Scale; f != 0 {
		s += strings.TrimRight(fmt.Sprintf(".%04d", f), "0")
	}
	return sign + s
}

// Float returns n as a float64, for drawing and spreadsheets only.
func (n Number) Float() float64 { return float64(n) / Scale }

// Whole reports whether n has no decimal places.
func (n Number) Whole() bool { return n%Scale == 0 }

// MarshalText writes the plain decimal.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (n *Number) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*n = v
	return nil
}
