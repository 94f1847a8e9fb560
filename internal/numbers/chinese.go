package numbers

import (
	"strconv"
	"strings"
)

// Cardinal writes n from 1 to 99 999 as a Chinese numeral: 12 is 十二, 105 is
// 一百零五. Numbers out of that range come back in digits.
func Cardinal(n int) string {
	return cardinal(n, "〇一二三四五六七八九", [...]string{"", "十", "百", "千", "万"})
}

// Formal writes n as [Cardinal] does, in the numerals of cheques and contracts:
// 2 is 贰, 12 is 壹拾贰.
func Formal(n int) string {
	s := cardinal(n, "零壹贰叁肆伍陆柒捌玖", [...]string{"", "拾", "佰", "仟", "万"})
	if strings.HasPrefix(s, "拾") {
		return "壹" + s
	}
	return s
}

func cardinal(n int, figures string, units [5]string) string {
	if n < 1 || n > 99999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	ten := []rune(figures)
	s := strconv.Itoa(n)
	gap := false
	for i, c := range s {
		d, unit := int(c-'0'), units[len(s)-1-i]
		if d == 0 {
			gap = true
			continue
		}
		if gap {
			b.WriteString("零")
			gap = false
		}
		if d != 1 || unit != units[1] || i > 0 {
			b.WriteRune(ten[d])
		}
		b.WriteString(unit)
	}
	return b.String()
}

// Whole reads a Chinese numeral that is a whole number and nothing else, such as
// 十二, 廿三, 一百零五 or 贰拾. ok is false for anything else, 两三 included.
func Whole(s string) (n int64, ok bool) {
	v, kind := chinese([]rune(s))
	return v, kind == exact && s != ""
}

// chineseDigits and chineseUnits are the figures of a numeral, the formal ones
// of cheques included.
var (
	chineseDigits = map[rune]int64{'零': 0, '〇': 0, '○': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
		'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9, '俩': 2, '仨': 3}
	chineseUnits = map[rune]int64{'十': 10, '百': 100, '千': 1000, '拾': 10, '佰': 100, '仟': 1000}
	// joined are figures that stand for two.
	joined = map[rune]string{'廿': "二十", '卅': "三十", '卌': "四十"}
)

// isChinese reports whether a numeral may hold the rune.
func isChinese(r rune) bool {
	_, digit := chineseDigits[r]
	return digit || chineseUnits[r] > 0 || joined[r] != "" || r == '万' || r == '萬' || r == '亿' || r == '億' || r == '几'
}

// kind says what a run of numerals is.
type kind int

const (
	exact  kind = iota
	spread      // 两三, 十七八, 三四百: two numbers
	vague       // 几十, 十几
	wrong       // no number
	short       // 一亿三千五, for 一亿三千五百万
)

// chinese reads a numeral such as 十八, 一百二十, 一万二千, 一万二 or 二〇二六.
// Figures side by side (两三, 十七八) are two numbers, not one of two digits;
// only with a 零 among them, or from four on, are they read digit by digit.
func chinese(run []rune) (int64, kind) {
	var s []rune
	units := false
	for _, r := range run {
		if two := joined[r]; two != "" {
			s, units = append(s, []rune(two)...), true
			continue
		}
		_, digit := chineseDigits[r]
		switch {
		case r == '几':
			return 0, vague
		case !digit && !isChinese(r):
			return 0, wrong
		}
		units = units || !digit
		s = append(s, r)
	}
	if !units {
		return digitByDigit(s)
	}
	return placed(s)
}

func digitByDigit(s []rune) (int64, kind) {
	var n int64
	zero := false
	for _, r := range s {
		if n > 1e12 {
			return 0, wrong
		}
		n = n*10 + chineseDigits[r]
		zero = zero || chineseDigits[r] == 0
	}
	if len(s) > 1 && len(s) < 4 && !zero {
		return 0, spread
	}
	return n, exact
}

// numeral is a numeral as it is read from the left.
type numeral struct {
	yi, wan, section int64 // what stands before 亿, before 万, and since
	digit            int64 // -1 for none
	last             int64 // the last unit
	inner            int64 // the last unit since 万 or 亿
	zero             bool  // a 零 stands before what comes
	gap              bool  // a 零 has stood anywhere
}

// placed reads a numeral with units.
func placed(s []rune) (int64, kind) {
	x := numeral{digit: -1, inner: 1e4, last: 1e16}
	for _, r := range s {
		var k kind
		d, is := chineseDigits[r]
		switch u := chineseUnits[r]; {
		case is && d == 0:
			x.zero, x.gap = true, true
			k = x.check(x.digit > 0)
		case is:
			k = x.check(x.digit > 0)
			x.digit = d
		case u != 0:
			k = x.unit(u)
		default:
			k = x.big(r)
		}
		if k != exact {
			return 0, k
		}
	}
	if x.digit > 0 && x.last >= 100 && !x.zero {
		x.digit *= x.last / 10 // a closing digit: 一万二 is 12000
	}
	if x.yi > 0 && x.wan == 0 && x.section > 0 && !x.gap {
		return x.yi + (x.section+max(x.digit, 0))*1e4, short
	}
	return x.yi + x.wan + x.section + max(x.digit, 0), exact
}

// check says that two numbers are meant where figures stand side by side.
func (x *numeral) check(two bool) kind {
	if two {
		return spread
	}
	return exact
}

// unit takes 十, 百 or 千.
func (x *numeral) unit(u int64) kind {
	if x.digit < 0 {
		if u != 10 || x.section%100 != 0 && x.section != 0 {
			return wrong
		}
		x.digit = 1 // 十 alone
	}
	if u >= x.inner {
		return spread // 十七十八
	}
	x.section += x.digit * u
	x.digit, x.inner, x.last, x.zero = -1, u, u, false
	return exact
}

// big takes 万 or 亿.
func (x *numeral) big(r rune) kind {
	here := x.section + max(x.digit, 0)
	yi := r == '亿' || r == '億'
	switch {
	case here == 0 && !(yi && x.wan > 0):
		return wrong
	case !yi && x.wan > 0, yi && x.yi > 0, here > 1e12 || x.wan > 1e12:
		return spread
	case yi:
		x.yi, x.wan, x.last = (x.wan+here)*1e8, 0, 1e8
	default:
		x.wan, x.last = here*1e4, 1e4
	}
	x.section, x.digit, x.inner, x.zero = 0, -1, 1e4, false
	return exact
}
