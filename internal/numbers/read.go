package numbers

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Read reads an answer: a text that is one number, with its measure or not, or
// with words around it. Where it is no exact number the doubt says why; the
// text itself is for the caller to keep.
func Read(text string) Amount { return read(text, "") }

// ReadFor reads an answer to a question in a measure. Of several numbers, where no
// other is said to be in it, the one that is counts: 16.3%（压减118万元） for %.
func ReadFor(text, measure string) Amount { return read(text, measure) }

func read(text, measure string) Amount {
	s := newScanner(text)
	s.answer = true
	var found []Amount
	for _, a := range s.all() {
		if !a.Former {
			found = append(found, a)
		}
	}
	if len(found) == 0 {
		return Amount{Doubt: None}
	}
	main := s.mains(found)
	if len(main) > 1 && measure != "" {
		main = inMeasure(main, measure)
	}
	if len(found) == 1 || len(main) == 1 && main[0].Doubt == Exact {
		a := append(main, found...)[0]
		a.around = s.around(a)
		return a
	}
	doubt := Several
	if len(found) == 2 && found[0].Doubt == Range && found[1].Doubt == Range {
		doubt = Range
	}
	return Amount{Doubt: doubt, From: found[0].From, To: found[len(found)-1].To}
}

// All returns the numbers of a text in their order: no dates, times, ordinals
// or numbers of documents, and no words such as 统一 or 三公.
func All(text string) []Amount { return newScanner(text).all() }

// scanner reads along a text in characters.
type scanner struct {
	in     []rune // as written
	s      []rune // half width, idioms blanked
	answer bool   // the text is an answer to how many
}

func newScanner(text string) *scanner {
	x := &scanner{in: []rune(text)}
	if len(x.in) > 4000 {
		x.in = x.in[:4000]
	}
	half := make([]rune, len(x.in))
	for i, r := range x.in {
		half[i] = r
		if f := width.LookupRune(r).Folded(); f != 0 {
			half[i] = f
		}
	}
	x.s = []rune(blank(string(half)))
	if short := []rune(strings.TrimSpace(string(half))); len(short) < 8 && isCounted(short) {
		x.s = half // 一起, 三级 and the like as a whole answer
	}
	return x
}

// isCounted reports whether a text is 一 and a measure and nothing else.
func isCounted(s []rune) bool {
	if len(s) < 2 || !isChinese(s[0]) {
		return false
	}
	rest := string(s[1:])
	return measures.FindString(rest) == rest
}

func (x *scanner) all() []Amount {
	var out []Amount
	for i := 0; i < len(x.s); {
		a, end, ok := x.at(i)
		if ok {
			out = append(out, a)
		}
		i = max(end, i+1)
	}
	x.relate(out)
	return out
}

// at reads the number that starts at i; end is where to go on.
func (x *scanner) at(i int) (a Amount, end int, ok bool) {
	var d decimal
	doubt := Exact
	start := i
	switch r := x.s[i]; {
	case isDigit(r), r == '.' && isDigit(x.get(i+1)) && !isWordy(x.get(i-1)):
		a.Digits = true
		d, end, ok = x.digits(i)
	case r == '点' && x.numeralAt(i+1) && !isWordy(x.get(i-1)):
		d, end, ok = x.point(i)
	case r == '百' && strings.HasPrefix(x.right(i), "百分百"):
		a.Unit, d, end, ok = "%", decimal{figures: "100"}, i+3, true
	case isChinese(r):
		d, doubt, end, ok = x.chinese(i)
	case r == '半' && x.answer && (i == 0 || !isWordy(x.get(i-1))):
		d, end, ok = decimal{figures: "5", places: 1}, i+1, true
	case r == '数' && x.get(i+1) != 0 && strings.ContainsRune("十百千万亿", x.get(i+1)):
		doubt, end, ok = About, i+1, true
		for strings.ContainsRune("十百千万亿", x.get(end)) && end < len(x.s) {
			end++
		}
	default:
		return a, i + 1, false
	}
	if !ok {
		return a, end, false
	}
	a.Doubt, a.Known = doubt, doubt == Exact || d.figures != ""
	return x.finish(a, d, start, end)
}

// finish adds what stands around the number: percent signs and 百分之, 成, 万,
// the sign, the measure and the words that make it inexact.
func (x *scanner) finish(a Amount, d decimal, start, end int) (Amount, int, bool) {
	if left := x.left(start); strings.HasSuffix(left, "第") || asUnit.MatchString(x.right(end)) || x.coded(start, end) {
		return a, end, false
	}
	a.From, a.To = start, end
	shift := 0
	switch left := x.left(start); {
	case strings.HasSuffix(left, "百分之"):
		a.Unit, a.From = "%", start-3
	case strings.HasSuffix(left, "千分之"):
		a.Unit, a.From, shift = "%", start-3, -1
	case strings.HasSuffix(left, "万分之"):
		a.Unit, a.From, shift = "%", start-3, -2
	case strings.HasSuffix(left, "分之"):
		a.Doubt, a.Known = Several, false // 三分之一
	}
	if a.Unit == "" {
		d, shift = x.unit(&a, d)
	}
	x.sign(&a, &d)
	x.inexact(&a)
	a.value = d.shifted(shift)
	var fits bool
	if a.Known {
		if a.Value, a.Known, fits = a.value.number(); !a.Known {
			a.Doubt = Beyond
		} else if !fits {
			a.Doubt = worse(a.Doubt, Rounded)
		}
	}
	return a, max(a.To, end), true
}

// unit reads 万 and the measure behind the number.
func (x *scanner) unit(a *Amount, d decimal) (decimal, int) {
	shift := 0
	if a.Digits {
		var parts bool
		if d, shift, parts = x.magnitude(a, d); parts {
			shift = 0
		}
	} else {
		a.raised = strings.ContainsAny(string(x.s[a.From:a.To]), "万萬亿億")
		if more, to := x.magnitudeAt(a.To); more > 0 { // 一个亿
			shift, a.To, a.raised = more, to, true
		}
	}
	x.more(a)
	if m := bracketed.FindStringSubmatch(x.right(a.To)); m != nil { // 12900（万元）
		shift += raises[m[1]]
		a.Unit, a.raised, a.To = m[2], a.raised || m[1] != "", a.To+len([]rune(m[0]))
		return d, shift
	}
	rest := strings.TrimLeft(x.right(a.To), " 　")
	switch m := measures.FindString(rest); m {
	case "%":
		a.Unit, a.To = "%", a.To+strings.IndexRune(x.right(a.To), '%')+1
	case "‰":
		a.Unit, a.To, shift = "%", a.To+len([]rune(x.right(a.To)[:strings.Index(x.right(a.To), "‰")]))+1, shift-1
	case "个百分点", "百分点":
		a.Unit, a.Doubt = "%", worse(a.Doubt, Change)
	case "成", "折":
		return x.tenths(a, d, rest, shift)
	default:
		a.Unit = strings.TrimSpace(m)
		d = x.half(a, d)
	}
	if a.Unit == "" && x.get(a.From-1) == '¥' {
		a.Unit = "元"
	}
	a.tail = letters(rest)
	return d, shift
}

// half reads what is half more: 一个半工作日, 3亩半.
func (x *scanner) half(a *Amount, d decimal) decimal {
	at := a.To + len([]rune(a.Unit))
	if a.Unit == "" || x.get(a.To) == ' ' || x.get(at) != '半' || d.places > 0 || d.figures == "" {
		return d
	}
	if m := measures.FindString(x.right(at + 1)); m != "" {
		a.Unit = m
	}
	a.To = at + 1
	return decimal{figures: d.figures + "5", places: 1}
}

// tenths reads 三成, 三成五 and 8折; 三成立 is none.
func (x *scanner) tenths(a *Amount, d decimal, rest string, shift int) (decimal, int) {
	r := []rune(rest)
	if len(r) > 1 && strings.ContainsRune("立为员果效功本交长就熟批套人合算叠旧扣", r[1]) || d.places > 1 || len(d.figures) > 2 {
		return d, shift
	}
	a.Unit, a.To = "%", a.To+1
	if r[0] == '折' { // what is paid, or what is let off? A person says
		a.Doubt = worse(a.Doubt, About)
	}
	if len(r) > 1 && d.places == 0 {
		if half := chineseDigits[r[1]]; half > 0 || r[1] == '半' {
			if r[1] == '半' {
				half = 5
			}
			d.figures, d.places = d.figures+string(rune('0'+half)), 1
			a.To++
		}
	}
	return d, 1
}

// more takes 多, 余 and the like between the number and its measure.
func (x *scanner) more(a *Amount) {
	rest := x.right(a.To)
	m := after.FindString(rest)
	if m == "" || noAfter.MatchString(rest) {
		return
	}
	a.Doubt = worse(a.Doubt, About)
	at := a.To + len([]rune(m))
	if strings.HasPrefix(x.right(at), "万") || strings.HasPrefix(x.right(at), "亿") {
		a.Known = false // 30多万
		at++
	}
	a.To = at
}

// sign reads what makes the number negative.
func (x *scanner) sign(a *Amount, d *decimal) {
	i := a.From
	for i > 0 && (x.s[i-1] == ' ' || x.s[i-1] == '　') {
		i--
	}
	left := x.left(i)
	switch {
	case strings.HasSuffix(left, "负"), strings.HasSuffix(left, "负的"), strings.HasSuffix(left, "零下"):
		d.negative, a.From = true, i-len([]rune("负"))
		if !strings.HasSuffix(left, "负") {
			a.From--
		}
	case x.minus(i - 1):
		d.negative, a.From = true, i-1
	case strings.ContainsRune("↓▼▽↑▲△", x.get(i-1)):
		a.Doubt = worse(a.Doubt, Change)
	case fell.MatchString(left):
		d.negative, a.Fell = true, true
	}
}

// dashes are what people type for a minus sign; the long ones are one only
// where no word stands before them.
const (
	dashes     = "-−–﹣‐‑‒➖"
	longDashes = "—―"
)

// minus reports whether the character at i is a minus sign.
func (x *scanner) minus(i int) bool {
	if i < 0 {
		return false
	}
	before := x.get(i - 1)
	switch r := x.s[i]; {
	case isDigit(before) || strings.ContainsRune(dashes+longDashes, before) || before >= 'A' && before <= 'z' || before == '%':
		return false
	case strings.ContainsRune(dashes, r):
		return true
	case strings.ContainsRune(longDashes, r):
		return !isWordy(before)
	}
	return false
}

// inexact finds the words around the number that make it inexact, a change, or
// none at all.
func (x *scanner) inexact(a *Amount) {
	left := strings.TrimRight(x.left(a.From), " 　")
	if before.MatchString(left) && !noBefore.MatchString(left) && (!strings.HasSuffix(left, "上") && !strings.HasSuffix(left, "成") || !a.Known) {
		a.Doubt = worse(a.Doubt, About)
	}
	rest := strings.TrimLeft(x.right(a.To), " 　")
	rest = strings.TrimPrefix(rest, measures.FindString(rest))
	if behind.MatchString(rest) {
		a.Doubt = worse(a.Doubt, About)
	}
	if than.MatchString(left) && !reached.MatchString(left) {
		a.Doubt = worse(a.Doubt, Change)
	}
}

// relate finds ranges and 由31户增加到35户.
func (x *scanner) relate(all []Amount) {
	for k := 1; k < len(all); k++ {
		a, b := &all[k-1], &all[k]
		if a.To > b.From {
			continue
		}
		between := string(x.s[a.To:b.From])
		switch {
		case fromTo.MatchString(x.left(a.From)) && toward.MatchString(between) && !a.Former:
			a.Former = true
		case x.isRange(a, b, between):
			a.Doubt, b.Doubt = Range, Range
		}
	}
}

// isRange reports whether two numbers are the ends of one range.
func (x *scanner) isRange(a, b *Amount, between string) bool {
	if a.Doubt == Change || a.Unit == "%" && b.Unit != "%" && b.Unit != "" {
		return false // 回落0.3个百分点至3.6%, 增长8.9%至11982户
	}
	between = strings.TrimSpace(between)
	if m := measures.FindString(between); m != "" {
		between = strings.TrimSpace(between[len(m):])
	}
	switch between {
	case "-", "−", "–", "—", "~", "至", "到", "或", "或者", "/", "…", "——", "或是":
		return true
	case "、": // 2、3户; in a list each number has its measure
		return a.Unit == "" && !a.Former && a.Digits == b.Digits && a.Known && b.Known && b.Value == a.Value+Scale && a.Value < 10*Scale
	case "":
		if b.Value < 0 && a.Value > 0 && x.s[b.From] != '负' && !b.Fell { // 2-3: the dash is no sign
			return true
		}
	}
	return false
}

// around returns what is said beside the amount, without words that say no more
// than a number does.
func (x *scanner) around(a Amount) string {
	to := a.To
	for x.get(to) == ' ' || x.get(to) == '　' {
		to++
	}
	to += utf8.RuneCountInString(measures.FindString(x.right(to)))
	s := letters(string(x.in[:a.From])) + letters(string(x.in[to:]))
	if a.Value == 0 {
		s = nothing.ReplaceAllString(s, "")
	}
	return filler.ReplaceAllString(s, "")
}
