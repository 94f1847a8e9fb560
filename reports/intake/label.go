package intake

import (
	"liubao/internal/numbers"
	"regexp"
	"strconv"
	"strings"
)

// rank orders the ways to number by how they usually nest; GB/T 9704-2012 has
// 一、 over （一） over 1. over （1）.
type rank int

const (
	unranked rank = iota
	chapter       // 第一章、第一部分
	han           // 一、
	hanRound      // （一）
	digits        // 1. 1、
	dotted        // 1.1
	round         // （1） 1）
	circled       // ①
	letter        // a.
)

// label is a number at the start of a line.
type label struct {
	text string // as written
	rank rank
	n    int // the number, 0 where it does not matter
}

const hanNumber = `[一二三四五六七八九十百]{1,4}`

// labels are tried in their order. A number followed by a digit, such as 1.5万亩,
// is no label, nor is 1、 within an enumeration: only line starts are looked at.
var labels = []struct {
	re   *regexp.Regexp
	rank rank
}{
	{regexp.MustCompile(`^第(` + hanNumber + `|\d{1,2})(?:[章节条编]|部分|方面)[、.．:： ]*`), chapter},
	{regexp.MustCompile(`^第(` + hanNumber + `)[,，、]`), han},
	{regexp.MustCompile(`^(` + hanNumber + `)[、.．,，]`), han},
	{regexp.MustCompile(`^[(（](` + hanNumber + `)[)）][、.．]?`), hanRound},
	{regexp.MustCompile(`^(\d{1,2}(?:[.．]\d{1,2}){1,3})(?:[、.．]|[ \t]+|$|\b)`), dotted},
	{regexp.MustCompile(`^(\d{1,3})(?:、|[.．]|[ \t]*[)）])`), digits},
	{regexp.MustCompile(`^[(（](\d{1,3})[)）][、.．]?`), round},
	{regexp.MustCompile(`^([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])[、.．]?`), circled},
	{regexp.MustCompile(`^([⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇])`), round},
	{regexp.MustCompile(`^([⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛])`), digits},
	{regexp.MustCompile(`^([㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩])`), hanRound},
	{regexp.MustCompile(`^([a-zA-Z])(?:、|[.．)）])`), letter},
}

// markdown is what people paste from chat programs in front of headings.
var markdown = regexp.MustCompile(`^(?:#{1,6}[ \t]+|[*•·●◆■\-—][ \t]+)`)

// splitLabel takes the number off the start of a line.
func splitLabel(s string) (label, string) {
	s = strings.TrimSpace(s)
	s = strings.TrimSpace(s[len(markdown.FindString(s)):])
	for _, l := range labels {
		m := l.re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		rest := strings.TrimSpace(s[len(m[0]):])
		if !startsWords(l.rank, m[0], rest) {
			continue
		}
		k := l.rank
		if k == digits && strings.HasSuffix(strings.TrimSpace(m[0]), ")") || k == digits && strings.HasSuffix(m[0], "）") {
			k = round
		}
		return label{strings.TrimSpace(m[0]), k, labelNumber(m[1])}, rest
	}
	return label{}, s
}

// startsWords reports whether what follows makes the number a label: after 1.
// or 1.1 no digit, percent sign or measure may follow.
func startsWords(k rank, text, rest string) bool {
	if k != digits && k != dotted && k != letter {
		return true
	}
	if rest == "" {
		return k != letter
	}
	first := []rune(rest)[0]
	if first >= '0' && first <= '9' && !strings.ContainsAny(text, "、)） \t") || strings.ContainsRune("%％‰℃", first) {
		return false
	}
	// 1.5万亩 and 3.2亿元 are amounts, 1.2 加强管理 and 1.2加强管理 are not.
	return k != dotted || !strings.ContainsRune("万亿千百元亩户家人个项吨米倍", first)
}

// labelNumber reads the number of a label, 0 where it is none.
func labelNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	r := []rune(s)
	if len(r) == 1 {
		for _, first := range []rune{'①', '⑴', '⒈', '㈠'} {
			if n := int(r[0]-first) + 1; n >= 1 && n <= 20 {
				return n
			}
		}
	}
	if n, ok := numbers.Whole(s); ok && n < 1000 {
		return int(n)
	}
	return 0
}
