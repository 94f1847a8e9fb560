package word

import (
	"fmt"
	"liubao/internal/numbers"
	"liubao/reports/intake/archive"
	"strconv"
	"strings"
)

// numRef is a paragraph's place in an automatic list. The ids of Word's lists
// count from 1; 0 means nothing said, -1 means no list.
type numRef struct {
	id    int
	level int
	set   bool // level was said
}

// override returns what holds where own is said over the style's.
func (r numRef) override(own numRef) numRef {
	if own.id != 0 {
		r.id = own.id
	}
	if own.set {
		r.level, r.set = own.level, true
	}
	return r
}

// style is what a paragraph style says about structure.
type style struct {
	base     string
	num      numRef
	level    int  // outline level, 0 for none
	contents bool // a line of a table of contents
}

type styles map[string]style

// resolve follows a style to the styles it is based on.
func (s styles) resolve(id string) style {
	var out style
	for range 20 { // styles could be based on one another in a circle
		x, ok := s[id]
		if !ok {
			break
		}
		out.num = x.num.override(out.num)
		if out.level == 0 {
			out.level = x.level
		}
		out.contents = out.contents || x.contents
		id = x.base
	}
	return out
}

// readStyles reads the paragraph styles; a document may have none.
func readStyles(a *archive.Archive, part string) (styles, error) {
	out := styles{}
	if !a.Has(part) {
		return out, nil
	}
	x, err := a.XML(part)
	if err != nil {
		return nil, err
	}
	return out, x.Each(func(e archive.Element) error {
		if e.Name != "style" {
			return nil
		}
		var st style
		id := e.Attr("styleId")
		err := x.Children(func(e archive.Element) error {
			switch e.Name {
			case "name":
				name := strings.ToLower(e.Attr("val"))
				st.contents = strings.HasPrefix(name, "toc ")
				if level, ok := strings.CutPrefix(name, "heading "); ok {
					st.level = number(level)
				}
			case "basedOn":
				st.base = e.Attr("val")
			case "pPr":
				var own properties
				err := readProperties(x, &own)
				st.num = own.num
				if own.level > 0 {
					st.level = own.level
				}
				return err
			}
			return nil
		}, nil)
		out[id] = st
		return err
	})
}

// properties is what a paragraph says of itself.
type properties struct {
	style  string
	num    numRef
	level  int  // outline level as written, 0 for none
	joined bool // its mark is deleted: the next paragraph goes on with it
}

// readProperties reads the pPr that was started last.
func readProperties(x *archive.Reader, p *properties) error {
	return x.Children(func(e archive.Element) error {
		switch e.Name {
		case "pStyle":
			p.style = e.Attr("val")
		case "outlineLvl":
			p.level = number(e.Attr("val")) + 1
		case "rPr":
			return x.Children(func(e archive.Element) error {
				p.joined = p.joined || e.Name == "del" || e.Name == "moveFrom"
				return nil
			}, nil)
		case "numPr":
			return x.Children(func(e archive.Element) error {
				switch e.Name {
				case "ilvl":
					p.num.level, p.num.set = min(max(number(e.Attr("val")), 0), 8), true
				case "numId":
					if p.num.id = number(e.Attr("val")); p.num.id == 0 {
						p.num.id = -1
					}
				}
				return nil
			}, nil)
		}
		return nil
	}, nil)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// listLevel is one level of a list's definition.
type listLevel struct {
	start  int
	format string // Word's name of the number format
	text   string // such as %1、
}

// numbering counts automatic lists the way Word does: lists with the same
// definition go on counting, unless one restarts.
type numbering struct {
	abstract map[string]*[9]listLevel
	lists    map[int]*list
	counts   map[string]*[9]int
}

// list is one list: its definition and where it restarts.
type list struct {
	abstract string
	restart  map[int]int // level to start
	used     bool
}

// readNumbering reads the definitions; a document may have none.
func readNumbering(a *archive.Archive, part string) (*numbering, error) {
	n := &numbering{map[string]*[9]listLevel{}, map[int]*list{}, map[string]*[9]int{}}
	if !a.Has(part) {
		return n, nil
	}
	x, err := a.XML(part)
	if err != nil {
		return nil, err
	}
	return n, x.Each(func(e archive.Element) error {
		switch e.Name {
		case "abstractNum":
			levels := &[9]listLevel{}
			n.abstract[e.Attr("abstractNumId")] = levels
			return readLevels(x, levels)
		case "num":
			l := &list{restart: map[int]int{}}
			n.lists[number(e.Attr("numId"))] = l
			return readList(x, l)
		}
		return nil
	})
}

func readLevels(x *archive.Reader, levels *[9]listLevel) error {
	return x.Children(func(e archive.Element) error {
		i := number(e.Attr("ilvl"))
		if e.Name != "lvl" || i < 0 || i > 8 {
			return nil
		}
		l := &levels[i]
		l.start = 1
		return x.Children(func(e archive.Element) error {
			switch e.Name {
			case "start":
				l.start = number(e.Attr("val"))
			case "numFmt":
				l.format = e.Attr("val")
			case "lvlText":
				l.text = e.Attr("val")
			}
			return nil
		}, nil)
	}, nil)
}

func readList(x *archive.Reader, l *list) error {
	return x.Children(func(e archive.Element) error {
		switch e.Name {
		case "abstractNumId":
			l.abstract = e.Attr("val")
		case "lvlOverride":
			level := number(e.Attr("ilvl"))
			return x.Children(func(e archive.Element) error {
				if e.Name == "startOverride" {
					l.restart[level] = number(e.Attr("val"))
				}
				return nil
			}, nil)
		}
		return nil
	}, nil)
}

// label counts a paragraph and returns its number as Word shows it, "" for
// bullets and for what is in no list.
func (n *numbering) label(r numRef) string {
	l := n.lists[r.id]
	if l == nil {
		return ""
	}
	levels := n.abstract[l.abstract]
	if levels == nil {
		return ""
	}
	counts := n.counts[l.abstract]
	if counts == nil {
		counts = &[9]int{}
		for i := range counts {
			counts[i] = levels[i].start - 1
		}
		n.counts[l.abstract] = counts
	}
	if !l.used {
		l.used = true
		for level, start := range l.restart {
			if level >= 0 && level < 9 {
				counts[level] = start - 1
			}
		}
	}
	counts[r.level]++
	for i := r.level + 1; i < 9; i++ {
		counts[i] = levels[i].start - 1
	}
	return showLabel(levels, counts, r.level)
}

func showLabel(levels *[9]listLevel, counts *[9]int, level int) string {
	if f := levels[level].format; f == "bullet" || f == "none" {
		return ""
	}
	text := []rune(levels[level].text)
	if len(text) > 40 {
		text = text[:40]
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+1 < len(text) && text[i+1] >= '1' && text[i+1] <= '9' {
			i++
			k := int(text[i] - '1')
			b.WriteString(inFormat(levels[k].format, max(counts[k], levels[k].start)))
			continue
		}
		b.WriteRune(text[i])
	}
	return b.String()
}

// inFormat writes a number in one of Word's number formats; formats that
// Chinese reports do not use come out as plain digits.
func inFormat(format string, n int) string {
	one := func(first rune, most int) string {
		if n < 1 || n > most {
			return strconv.Itoa(n)
		}
		return string(first + rune(n-1))
	}
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "japaneseDigitalTenThousand", "taiwaneseCounting",
		"taiwaneseCountingThousand", "ideographDigital", "koreanDigital":
		return numbers.Cardinal(n)
	case "chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional":
		return numbers.Formal(n)
	case "ideographTraditional":
		return nth("甲乙丙丁戊己庚辛壬癸", n)
	case "ideographZodiac":
		return nth("子丑寅卯辰巳午未申酉戌亥", n)
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "decimalZero":
		return fmt.Sprintf("%02d", n)
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return one('①', 20)
	case "decimalEnclosedFullstop":
		return one('⒈', 20)
	case "decimalEnclosedParen":
		return one('⑴', 20)
	case "upperLetter":
		return one('A', 26)
	case "lowerLetter":
		return one('a', 26)
	}
	return strconv.Itoa(n)
}

// nth returns the nth of a row of signs, and digits beyond it.
func nth(signs string, n int) string {
	if r := []rune(signs); n >= 1 && n <= len(r) {
		return string(r[n-1])
	}
	return strconv.Itoa(n)
}

// roman writes 1 to 3999 in Roman numerals.
func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, x := range []struct {
		n int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= x.n; n -= x.n {
			b.WriteString(x.s)
		}
	}
	return b.String()
}
