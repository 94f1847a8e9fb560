package numbers

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func latin(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }

// isSpace reports whether the character is a space as keyboards, Word and web
// pages have it; what parts cells and lines is none.
func isSpace(r rune) bool {
	return r != 0 && strings.ContainsRune(" \u00a0\u2002\u2003\u2009\u202f\u3000", r)
}

// isWordy reports whether the character is one of a word or a number.
func isWordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// get returns the character at i, 0 outside of the text.
func (x *scanner) get(i int) rune {
	if i < 0 || i >= len(x.s) {
		return 0
	}
	return x.s[i]
}

// left and right return the text around a place, as far as words about a number
// reach.
func (x *scanner) left(i int) string  { return string(x.s[max(i-24, 0):i]) }
func (x *scanner) right(i int) string { return string(x.s[min(i, len(x.s)):min(i+24, len(x.s))]) }

func (x *scanner) numeralAt(i int) bool {
	r := x.get(i)
	_, is := chineseDigits[r]
	return is || isDigit(r)
}

// grouped finds thousands: three figures behind every comma, or behind every
// space (11 826).
var grouped = regexp.MustCompile(`^\d{1,3}(?:(?:,\d{3})+|(?:[ '\x{00a0}\x{2009}\x{202f}]\d{3})+)`)

// digits reads a number in digits.
func (x *scanner) digits(i int) (d decimal, end int, ok bool) {
	end = i
	for isDigit(x.get(end)) {
		end++
	}
	if m := grouped.FindString(x.right(i)); m != "" && end-i <= 3 && x.s[i] != '0' && x.groups(i, i+len([]rune(m))) {
		end = i + len([]rune(m))
	}
	for _, r := range x.s[i:end] {
		if isDigit(r) {
			d.figures += string(r)
		}
	}
	if p := x.get(end); (p == '.' || p == '点' && x.get(end+2) != '分' && x.get(end+3) != '分') && isDigit(x.get(end+1)) {
		from := end + 1
		for end++; isDigit(x.get(end)); end++ {
		}
		d.figures += string(x.s[from:end])
		d.places = end - from
	}
	if x.get(end) == '.' && isDigit(x.get(end+1)) { // 1.2.3, 2026.12.15
		for end < len(x.s) && (isDigit(x.s[end]) || x.s[end] == '.') {
			end++
		}
		return d, end, false
	}
	if before := x.get(i - 1); before >= 'A' && before <= 'z' && before != '^' && before != '_' {
		return d, end, false // A4
	}
	if len(d.figures) > 40 {
		d.figures = d.figures[:40]
	}
	return d, end, true
}

// groups reports whether what stands between from and to is one number: no
// figure follows, and a comma of full width counts in an answer alone, for in
// prose it parts two numbers.
func (x *scanner) groups(from, to int) bool {
	if isDigit(x.get(to)) {
		return false
	}
	for _, r := range x.in[from:to] {
		if r == '，' && !x.answer {
			return false
		}
	}
	return true
}

// point reads 点五.
func (x *scanner) point(i int) (d decimal, end int, ok bool) {
	for end = i + 1; x.numeralAt(end); end++ {
		n := chineseDigits[x.s[end]]
		if isDigit(x.s[end]) {
			n = int64(x.s[end] - '0')
		}
		d.figures += strconv.FormatInt(n, 10)
	}
	d.places = len(d.figures)
	return d, end, d.places < 20
}

// noNumeral finds words that begin like a numeral: 百分之 comes before the
// number that it is of, 千瓦 behind.
var noNumeral = regexp.MustCompile(`^(?:[一二三四五六七八九十百千万]+分之|百分点|千[瓦克米]|零下)`)

// chinese reads a Chinese numeral, 三点五 included.
func (x *scanner) chinese(i int) (d decimal, doubt Doubt, end int, ok bool) {
	for end = i; isChinese(x.get(end)); end++ {
	}
	run := x.s[i:end]
	if noNumeral.MatchString(x.right(i)) {
		return d, 0, end, false
	}
	n, k := chinese(run)
	switch {
	case len(run) == 1 && (run[0] == '百' || run[0] == '千') || k == wrong && strings.ContainsRune("百千万亿", run[0]):
		if strings.HasSuffix(x.left(i), "百分之") && run[0] == '百' {
			return decimal{figures: "100"}, Exact, end, true
		}
		return d, About, end, before.MatchString(x.left(i)) && !noBefore.MatchString(x.left(i)) || x.answer
	case k == spread:
		return d, Range, end, true
	case k == vague:
		return d, About, end, true
	case k == wrong:
		return d, Several, end, x.answer
	}
	d.figures = strconv.FormatInt(n, 10)
	if k == short {
		return d, About, end, true
	}
	if x.none(i, end) {
		rest := x.right(end)
		return decimal{figures: "0"}, Exact, end, x.answer || !notOne.MatchString(rest[len(measures.FindString(rest)):])
	}
	if x.get(end) == '点' && x.numeralAt(end+1) && x.get(end+2) != '分' {
		p, to, good := x.point(end)
		if good {
			return decimal{figures: d.figures + p.figures, places: p.places}, Exact, to, true
		}
	}
	return d, Exact, end, true
}

// none reports whether the 一 at i means none: 一户都没有, 没有一户.
func (x *scanner) none(i, end int) bool {
	if end != i+1 || x.s[i] != '一' {
		return false
	}
	rest := x.right(end)
	m := measures.FindString(rest)
	return m != "" && (hasNone.MatchString(rest[len(m):]) || isNone.MatchString(x.left(i)))
}

// magnitude reads 万, 百万 or 亿 behind digits, and what goes on after it:
// 3亿5000万, 8万6千4百, 1亿2千8百万. parts says that the number came in parts and that the whole
// is in d.
func (x *scanner) magnitude(a *Amount, d decimal) (_ decimal, shift int, parts bool) {
	shift, to := x.magnitudeAt(a.To)
	if shift == 0 {
		return d, 0, false
	}
	a.To = to
	a.raised = shift >= 4 || a.raised
	sum, ok, _ := d.shifted(shift).number()
	low := sum // of it, what stands before the next 万: 2千 of 2千8百万
	if shift >= 4 {
		low = 0
	}
	first, whole := sum, shift < 8 // whether all is said: 1亿3500 is short for 1亿3500万
	for last := shift; ok && last > 0 && d.places == 0; {
		at := a.To
		zero := x.get(at) == '零' || x.get(at) == '〇' // 1万零52
		if zero {
			at++
		}
		if !isDigit(x.get(at)) {
			break
		}
		next, end, good := x.digits(at)
		lower, after := x.magnitudeAt(end)
		below := lower < last
		raise := !below && lower >= 4 && lower-4 < last && low > 0 // 2千8百万
		if !good || !below && !raise || end-at > last || next.places > 0 && lower == 0 {
			break
		}
		if lower == 0 && end-at == 1 && !zero {
			lower = last - 1 // 1万2
		}
		more, fine, fits := next.shifted(lower).number()
		if !fine || !fits || sum > 9e17 || more > 9e17 || raise && low > 9e13 {
			break
		}
		whole = whole || zero || raise || lower >= 4
		if raise {
			sum, low, lower = sum+low*9999, 0, 4
		} else if lower < 4 {
			low += more
		}
		sum, parts, a.To, last = sum+more, true, after, lower
	}
	if !parts {
		return d, shift, false
	}
	if rest := sum - first; !whole && rest < 9e13 && first < 8e17 {
		sum, a.Doubt = first+rest*1e4, worse(a.Doubt, About)
	}
	return decimal{figures: strconv.FormatInt(int64(sum), 10), places: 4}, 0, true
}

// magnitudeAt reads 百, 千, 万, 百万, 亿 and the like, and the w and k that people
// type for 万 and 千 on a phone.
// Spaces may stand before them (12.5 万元), and 个 before 亿 (3个亿).
func (x *scanner) magnitudeAt(i int) (shift, end int) {
	start := i
	for isSpace(x.get(i)) {
		i++
	}
	if x.get(i) == '个' && strings.ContainsRune("亿億", x.get(i+1)) {
		i++
	}
	if s := map[rune]int{'w': 4, 'W': 4, 'k': 3, 'K': 3}[x.get(i)]; s > 0 && i == start && isDigit(x.get(i-1)) && !latin(x.get(i+1)) {
		return s, i + 1
	}
	for end = i; ; end++ {
		s := map[rune]int{'十': 1, '百': 2, '千': 3, '万': 4, '萬': 4, '亿': 8, '億': 8}[x.get(end)]
		if s == 0 || s == 1 && end == i && i > start || end-i > 2 || noNumeral.MatchString(x.right(end)) {
			if shift == 0 {
				return 0, start
			}
			return shift, end
		}
		shift += s
	}
}

// document finds the numbers of documents and years in brackets.
var document = regexp.MustCompile(`[〔\[(（【]$`)

// coded reports whether the number is part of a date, a time or the number of a
// document.
func (x *scanner) coded(start, end int) bool {
	left, right := x.left(start), x.right(end)
	next := x.get(end)
	switch {
	case end-start == 11 && phone.MatchString(string(x.s[start:end])) && (next == 0 || !isWordy(next)):
		return true
	case next == ':' && isDigit(x.get(end+1)), strings.HasSuffix(left, ":") && isDigit(x.get(start-2)):
		return true // 17:30
	case document.MatchString(left) && strings.ContainsRune("〕]】", next) && next != 0:
		return true // 〔2020〕63号
	case isoDate.MatchString(string(x.s[max(start-8, 0):min(end+6, len(x.s))])) && (end-start == 4 || end-start <= 2) && strings.ContainsAny(left+right, "-/"):
		return isoDate.MatchString(string(x.s[start:min(end+6, len(x.s))])) || pastDate.MatchString(left)
	}
	return false
}

var (
	isoDate  = regexp.MustCompile(`(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}`)
	phone    = regexp.MustCompile(`^1[3-9]\d{9}$`)
	pastDate = regexp.MustCompile(`(?:19|20)\d\d[-/](?:\d{1,2}[-/])?$`)
)
