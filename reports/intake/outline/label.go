// Package outline turns a document's blocks into lines: the number that a line
// begins with, its words, and the cells of a table's row. It knows how reports
// are numbered and nothing of what they are about.
package outline

import (
	"regexp"
	"strconv"
	"strings"

	"liubao/internal/numbers"
)

// Rank orders the ways to number by how they usually nest; GB/T 9704-2012 has
// 一、 over （一） over 1. over （1）.
type Rank int

// The ranks.
const (
	Unranked Rank = iota
	Chapter       // 第一章、第一部分
	Stem          // 甲、
	Roman         // I.
	Han           // 一、 壹、
	HanRound      // （一）
	Digits        // 1. 1、 01. １．
	Dotted        // 1.1
	Round         // （1） 1）
	Circled       // ① 1️⃣
	Letter        // a.
)

// Label is a number at the start of a line.
type Label struct {
	Text string // as written
	Rank Rank
	N    int // the number, 0 where it does not matter
}

const (
	hanNumber = `[一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]{1,4}`
	digit     = `[\d０-９]`
	dot       = `[.．]`
)

// labels are tried in their order. A number followed by a digit, such as 1.5万亩,
// is no label, nor is 1、 within an enumeration: only line starts are looked at.
var labels = []struct {
	re   *regexp.Regexp
	rank Rank
}{
	{regexp.MustCompile(`^第(` + hanNumber + `|\d{1,2})(?:[章节条编]|部分|方面)[、.．:： ]*`), Chapter},
	{regexp.MustCompile(`^第(` + hanNumber + `)[,，、]`), Han},
	{regexp.MustCompile(`^(` + hanNumber + `)[、.．,，:：]`), Han},
	{regexp.MustCompile(`^[(（【〔\[](` + hanNumber + `)[)）】〕\]][、.．]?`), HanRound},
	{regexp.MustCompile(`^(` + digit + `{1,2}(?:` + dot + digit + `{1,2}){1,3})(?:[、.．]|[ \t]+|$|\b)`), Dotted},
	{regexp.MustCompile(`^(\d)\x{fe0f}?\x{20e3}[、.．]?`), Circled},
	{regexp.MustCompile(`^(` + digit + `{1,3})(?:、|` + dot + `|[ \t]*[)）])`), Digits},
	{regexp.MustCompile(`^[(（【〔](` + digit + `{1,3})[)）】〕][、.．]?`), Round},
	{regexp.MustCompile(`^([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])[、.．]?`), Circled},
	{regexp.MustCompile(`^([⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇])`), Round},
	{regexp.MustCompile(`^([⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛])`), Digits},
	{regexp.MustCompile(`^([㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩])`), HanRound},
	{regexp.MustCompile(`^([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4})(?:、|` + dot + `|[)）])`), Roman},
	{regexp.MustCompile(`^([甲乙丙丁戊己庚辛壬癸])[、.．]`), Stem},
	{regexp.MustCompile(`^([a-zA-Z])(?:、|[.．)）])`), Letter},
}

// markdown is what people paste from chat programs in front of headings.
var markdown = regexp.MustCompile(`^(?:#{1,6}[ \t]+|[*•·●◆■▪➢\-—][ \t]+)`)

// SplitLabel takes the number off the start of a line.
func SplitLabel(s string) (Label, string) {
	s = strings.TrimSpace(s)
	mark := markdown.FindString(s)
	body := strings.TrimSpace(s[len(mark):])
	for _, l := range labels {
		m := l.re.FindStringSubmatch(body)
		if m == nil {
			continue
		}
		rest := strings.TrimSpace(body[len(m[0]):])
		if !startsWords(l.rank, m[0], rest) {
			continue
		}
		k := l.rank
		if k == Digits && strings.HasSuffix(strings.TrimSpace(m[0]), ")") || k == Digits && strings.HasSuffix(m[0], "）") {
			k = Round
		}
		return Label{mark + strings.TrimSpace(m[0]), k, Number(m[1])}, rest
	}
	return Label{Text: strings.TrimSpace(mark)}, body
}

// startsWords reports whether what follows makes the number a label: after 1.
// or 1.1 no digit, percent sign or measure may follow.
func startsWords(k Rank, text, rest string) bool {
	if k != Digits && k != Dotted && k != Letter && k != Roman {
		return true
	}
	if rest == "" {
		return k != Letter && k != Roman
	}
	first := []rune(rest)[0]
	if first >= '0' && first <= '9' && !strings.ContainsAny(text, "、)） \t") || strings.ContainsRune("%％‰℃", first) {
		return false
	}
	// 1.5万亩 and 3.2亿元 are amounts, 1.2 加强管理 and 1.2加强管理 are not.
	return k != Dotted || !strings.ContainsRune("万亿千百元亩户家人个项吨米倍", first)
}

// Number reads the number of a label, 0 where it is none.
func Number(s string) int {
	r := []rune(s)
	for i, c := range r {
		if c >= '０' && c <= '９' {
			r[i] = c - '０' + '0'
		}
	}
	if n, err := strconv.Atoi(string(r)); err == nil {
		return n
	}
	if len(r) == 1 {
		for _, first := range []rune{'①', '⑴', '⒈', '㈠', 'Ⅰ'} {
			if n := int(r[0]-first) + 1; n >= 1 && n <= 20 {
				return n
			}
		}
		if i := strings.IndexRune("甲乙丙丁戊己庚辛壬癸", r[0]); i >= 0 {
			return i/len("甲") + 1
		}
	}
	if n, ok := map[string]int{"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}[s]; ok {
		return n
	}
	if n, ok := numbers.Whole(s); ok && n < 1000 {
		return int(n)
	}
	return 0
}
