package conversations

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// Personal data does not belong into a report. These patterns are asked about
// before a submission; nothing is removed unasked.
var (
	idCard = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?:[^0-9A-Za-z]|$)`)
	mobile = regexp.MustCompile(`(?:^|[^0-9A-Za-z])((?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?:[^0-9A-Za-z]|$)`)
)

// Suspect is personal data found in a text, masked for showing.
type Suspect struct{ Kind, Masked string }

// Suspects returns what looks like an identity-card or mobile number. An
// identity card counts only where its check digit is right.
func Suspects(text string) []Suspect {
	if !manyDigits(text) {
		return nil
	}
	return numbersIn(width.Fold.String(text))
}

// numbersIn looks for the numbers in a text of narrow digits.
func numbersIn(s string) []Suspect {
	var out []Suspect
	for _, m := range idCard.FindAllStringSubmatch(s, -1) {
		if checkDigit(m[1]) {
			out = append(out, Suspect{"身份证号", m[1][:3] + "***" + m[1][len(m[1])-2:]})
		}
	}
	for _, m := range mobile.FindAllStringSubmatch(s, -1) {
		digits := strings.NewReplacer("-", "", " ", "", "+", "").Replace(m[1])
		digits = digits[len(digits)-11:]
		out = append(out, Suspect{"手机号", digits[:3] + "****" + digits[7:]})
	}
	return out
}

// manyDigits reports whether a text has the eleven digits, of either width, that
// the shorter of the numbers has.
func manyDigits(text string) bool {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			n++
		}
	}
	return n >= 11
}

// checkDigit verifies the last character by GB 11643-1999.
func checkDigit(id string) bool {
	sum := 0
	for i, weight := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == strings.ToUpper(id)[17]
}
