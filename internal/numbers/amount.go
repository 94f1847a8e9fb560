package numbers

import "strings"

// Doubt says why what was read is no exact number in the measure that was asked
// for. The zero Doubt means that it is one.
type Doubt int

// The doubts, with what they look like.
const (
	Exact   Doubt = iota
	None          // no number at all: 一直在推进
	Several       // more numbers than one: 3户,同比多2户; 12,34
	Range         // 2-3户, 3至5户, 两三户, 十七十八
	About         // 约30, 近百, 三十多, 30左右; and 几十, where no number is known
	Change        // a change and no level: 比上月增加200, 2个百分点
	Beyond        // more than a [Number] holds
	Rounded       // more places than a [Number] has in that measure
	Other         // another measure: 家 for 户, % for 人
)

// Amount is a number that stands in a text, with its measure.
type Amount struct {
	// Value is the number in ones of Unit: 1.2万户 is 12000, 18% is 18. It means
	// nothing unless Known.
	Value Number
	Known bool
	// Unit is the measure behind the number without 万 and 亿, "" where none
	// follows that is known.
	Unit  string
	Doubt Doubt
	// Fell is set where a word before the number makes it negative: 下降3%, 减少了
	// 5户. A minus sign or 负 does not set it.
	Fell bool
	// Former is set for the first number of 由31户增加到35户.
	Former bool
	// From and To are where the number stands in the text, in characters, its
	// sign, 万 and percent sign included, its other measure not.
	From, To int
	// Digits is set where it is written in digits: 一 may be part of a word.
	Digits bool

	value  decimal // as Value, with all its places
	raised bool    // 万 or 亿 was written: 三亿 for 万元 is 30000
	tail   string  // the letters behind it
	around string  // what else stands in the text
}

// Alone reports whether nothing else is said in the text that [Read] was given
// but what the number is of: words that are found in one of the names do not
// count, nor do 共, 净增 and the like.
func (a Amount) Alone(names ...string) bool {
	if a.around == "" {
		return true
	}
	for _, n := range names {
		if f := letters(n); f != "" && (strings.Contains(f, a.around) || filler.ReplaceAllString(strings.Replace(a.around, f, "", 1), "") == "") {
			return true
		}
	}
	return false
}

// In returns the amount in a measure such as 户, 万元 or %: 1.2亿元 in 万元 is
// 12000, and so are 1.2亿 and a bare 12000. The number is of use with [Exact],
// [About] where it is Known, [Rounded], and [Other], where it is what was
// written, to ask about.
func (a Amount) In(measure string) (Number, Doubt) {
	if !a.Known {
		return 0, a.Doubt
	}
	doubt := a.Doubt
	if measure == "%" || a.Unit == "%" {
		if a.Unit != "" && a.Unit != measure || a.raised && a.Unit == "" {
			doubt = worse(doubt, Other)
		}
		return a.Value, doubt
	}
	shift, base := raise(measure)
	same := base != "" && a.isIn(base)
	switch {
	case !same && a.Unit != "" && measure != "":
		return a.Value, worse(doubt, Other)
	case shift == 0 || !same && !a.raised:
		return a.Value, doubt // a bare number is in the measure already
	}
	n, ok, fits := a.value.shifted(-shift).number()
	switch {
	case !ok:
		return 0, Beyond
	case !fits:
		doubt = worse(doubt, Rounded)
	}
	return n, doubt
}

// worse keeps the doubt there is: it says more than one about the measure.
func worse(have, next Doubt) Doubt {
	if have != Exact {
		return have
	}
	return next
}

// isIn reports whether the number is said to be in the measure. People are 人,
// 名 and 位; 工作日 and 个工作日 are the same.
func (a Amount) isIn(measure string) bool {
	if a.Unit == "" {
		return measure != "" && strings.HasPrefix(a.tail, measure) // a measure of the plan's own
	}
	return plainMeasure(a.Unit) == plainMeasure(measure)
}

func plainMeasure(m string) string {
	switch m = strings.TrimPrefix(m, "个"); m {
	case "名", "位":
		return "人"
	case "公里", "千米":
		return "km"
	case "人民币", "圆":
		return "元"
	case "平方米", "平米", "㎡":
		return "m²"
	}
	return m
}

// raise splits 万 or 亿 off the front of a measure; the shift is in decimal
// places.
func raise(measure string) (shift int, base string) {
	for _, m := range []struct {
		word  string
		shift int
	}{{"万亿", 12}, {"百万", 6}, {"千万", 7}, {"亿", 8}, {"万", 4}} {
		if rest, ok := strings.CutPrefix(measure, m.word); ok && rest != "" {
			return m.shift, rest
		}
	}
	return 0, measure
}

// decimal is a number with all the places it was written with: figures without
// sign or point, and how many of them stand behind the point.
type decimal struct {
	figures  string
	places   int
	negative bool
}

func (d decimal) shifted(by int) decimal {
	d.places -= by
	return d
}

// number rounds half up to a Number's places; fits says that nothing was lost.
func (d decimal) number() (n Number, ok, fits bool) {
	whole, frac := d.figures, ""
	switch {
	case d.places < 0:
		whole += strings.Repeat("0", min(-d.places, 40))
	case d.places >= len(whole):
		whole, frac = "0", strings.Repeat("0", d.places-len(whole))+whole
	case d.places > 0:
		whole, frac = whole[:len(whole)-d.places], whole[len(whole)-d.places:]
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	lost := ""
	if len(frac) > 4 {
		frac, lost = frac[:4], frac[4:]
	}
	n, err := Parse(whole + "." + frac)
	if err != nil {
		return 0, false, false
	}
	if lost != "" && lost[0] >= '5' {
		n++
	}
	if d.negative {
		n = -n
	}
	return n, true, strings.Trim(lost, "0") == ""
}
