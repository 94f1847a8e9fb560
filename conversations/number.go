package conversations

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"liubao/plan"
)

// ReadNumber reads one number as people type it: 3, ３户, 三户, 18%, 百分之十八,
// 1.2万, 一万二千三百, 负2. unit is what follows the number ("户", "%", "万亩" gives
// 亩 after 万 has been multiplied in). ok is false where the text holds no
// number, or more than one, or one that does not fit [plan.Number].
func ReadNumber(text string) (n plan.Number, unit string, ok bool) {
	found := readAll(text)
	if len(found) != 1 {
		return 0, "", false
	}
	return found[0].value, found[0].unit, true
}

// numeral is one number found in a text.
type numeral struct {
	value plan.Number
	unit  string
}

// numberPattern finds a number with its prefix and its magnitude. Thousands
// separators count only where three digits follow each.
var numberPattern = regexp.MustCompile(
	`(百分之|千分之)?(负|-|减少|下降)?` +
		`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?|半)` +
		`(万亿|百万|千万|亿|万|千|百)?(%|‰|个百分点)?`)

var unitPattern = regexp.MustCompile(`^[\p{Han}A-Za-z²³]{0,4}`)

// chineseWords are words with a numeral in them that mean no number.
var chineseWords = regexp.MustCompile(`一(?:些|直|定|般|样|起|方面|步|律|体|次性|企一策|链一策|卡通)|统一|唯一|第[一二三四五六七八九十]+|三公|三保|六保|六稳|五上|万一|千方百计|两新一重|百姓|十分|四上|万元入园|千万元入园`)

func readAll(text string) []numeral {
	s := width.Fold.String(text)
	s = chineseWords.ReplaceAllString(s, " ")
	var out []numeral
	for _, m := range numberPattern.FindAllStringSubmatchIndex(s, -1) {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		v, ok := scaled(group(3), group(4))
		if !ok {
			return nil
		}
		unit := group(5)
		switch {
		case group(1) == "百分之":
			unit = "%"
		case group(1) == "千分之" || unit == "‰":
			v, unit = v/10, "%"
		case unit == "个百分点":
			unit = "%"
		case unit == "":
			unit = unitPattern.FindString(s[m[1]:])
		}
		if group(2) != "" {
			v = -v
		}
		out = append(out, numeral{v, unit})
	}
	return out
}

var magnitudes = map[string]int64{"": 1, "百": 100, "千": 1000, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}

// scaled reads digits or Chinese numerals and multiplies by the magnitude.
func scaled(digits, magnitude string) (plan.Number, bool) {
	var v plan.Number
	var ok bool
	switch {
	case digits == "半":
		v, ok = plan.Scale/2, true
	case digits[0] >= '0' && digits[0] <= '9':
		n, err := plan.ParseNumber(strings.ReplaceAll(digits, ",", ""))
		v, ok = n, err == nil
	default:
		v, ok = chinese(digits)
	}
	times := magnitudes[magnitude]
	if !ok || times > 1 && v > plan.Number(9e18)/plan.Number(times) {
		return 0, false
	}
	return v * plan.Number(times), true
}

var chineseDigits = map[rune]int64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
var chineseUnits = map[rune]int64{'十': 10, '百': 100, '千': 1000}

// chinese reads numerals such as 十八, 一百二十, 一万二千, 三点五 and 二〇二六.
func chinese(s string) (plan.Number, bool) {
	whole, frac, _ := strings.Cut(s, "点")
	n, ok := chineseWhole(whole)
	if !ok || n > 9e13 {
		return 0, false
	}
	v := plan.Int(n)
	step := plan.Number(plan.Scale / 10)
	for _, r := range frac {
		v += plan.Number(chineseDigits[r]) * step
		step /= 10
	}
	return v, true
}

func chineseWhole(s string) (int64, bool) {
	if !strings.ContainsAny(s, "十百千万亿") {
		return chineseDigitByDigit(s)
	}
	var yi, wan, section, digit int64 // what stands before 亿, before 万, and since
	last := int64(1)                  // the unit before a closing digit: 一万二 is 12000
	for _, r := range s {
		if d, is := chineseDigits[r]; is {
			if d == 0 {
				last = 10
			}
			digit = d
			continue
		}
		switch u := chineseUnits[r]; {
		case u != 0:
			if digit == 0 {
				digit = 1
			}
			section += digit * u
			last = u
		case r == '万':
			wan, section, last = wan+(section+digit)*1e4, 0, 1e4
		default: // 亿
			yi, wan, section, last = (yi+wan+section+digit)*1e8, 0, 0, 1e8
		}
		digit = 0
		if yi > 9e13 || wan > 9e13 {
			return 0, false
		}
	}
	if digit > 0 && last >= 100 {
		digit *= last / 10
	}
	return yi + wan + section + digit, true
}

func chineseDigitByDigit(s string) (int64, bool) {
	var n int64
	for _, r := range s {
		if n > 1e12 {
			return 0, false
		}
		n = n*10 + chineseDigits[r]
	}
	return n, true
}

// FitMeasure turns a number typed with a unit into the indicator's measure:
// 12000亩 is 1.2 where the measure is 万亩, 1.2万亩 typed is 1.2 too. A bare
// number is taken to be in the measure already.
func FitMeasure(i plan.Indicator, n plan.Number, unit, raw string) plan.Number {
	for _, m := range []struct {
		word string
		by   plan.Number
	}{{"亿", 1e8}, {"万", 1e4}} {
		base, isBig := strings.CutPrefix(i.Measure, m.word)
		if !isBig {
			continue
		}
		if unit == base && base != "" || unit == "" && strings.Contains(raw, m.word) {
			return n / m.by
		}
	}
	return n
}
