package intake

import (
	"liubao/internal/numbers"
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
func readStyles(a *archive, part string) (styles, error) {
	out := styles{}
	if !a.has(part) {
		return out, nil
	}
	x, err := a.open(part)
	if err != nil {
		return nil, err
	}
	return out, x.each(func(e element) error {
		if e.name != "style" {
			return nil
		}
		var st style
		id := e.attr("styleId")
		err := x.children(func(e element) error {
			switch e.name {
			case "name":
				st.contents = strings.HasPrefix(strings.ToLower(e.attr("val")), "toc ")
			case "basedOn":
				st.base = e.attr("val")
			case "pPr":
				var own string
				return readParagraphProperties(x, &own, &st.num, &st.level)
			}
			return nil
		}, nil)
		out[id] = st
		return err
	})
}

// readParagraphProperties reads the pPr that was started last.
func readParagraphProperties(x *xmlReader, style *string, num *numRef, level *int) error {
	return x.children(func(e element) error {
		switch e.name {
		case "pStyle":
			*style = e.attr("val")
		case "outlineLvl":
			*level = number(e.attr("val")) + 1
		case "numPr":
			return x.children(func(e element) error {
				switch e.name {
				case "ilvl":
					num.level, num.set = min(max(number(e.attr("val")), 0), 8), true
				case "numId":
					if num.id = number(e.attr("val")); num.id == 0 {
						num.id = -1
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
func readNumbering(a *archive, part string) (*numbering, error) {
	n := &numbering{map[string]*[9]listLevel{}, map[int]*list{}, map[string]*[9]int{}}
	if !a.has(part) {
		return n, nil
	}
	x, err := a.open(part)
	if err != nil {
		return nil, err
	}
	return n, x.each(func(e element) error {
		switch e.name {
		case "abstractNum":
			levels := &[9]listLevel{}
			n.abstract[e.attr("abstractNumId")] = levels
			return readLevels(x, levels)
		case "num":
			l := &list{restart: map[int]int{}}
			n.lists[number(e.attr("numId"))] = l
			return readList(x, l)
		}
		return nil
	})
}

func readLevels(x *xmlReader, levels *[9]listLevel) error {
	return x.children(func(e element) error {
		i := number(e.attr("ilvl"))
		if e.name != "lvl" || i < 0 || i > 8 {
			return nil
		}
		l := &levels[i]
		l.start = 1
		return x.children(func(e element) error {
			switch e.name {
			case "start":
				l.start = number(e.attr("val"))
			case "numFmt":
				l.format = e.attr("val")
			case "lvlText":
				l.text = e.attr("val")
			}
			return nil
		}, nil)
	}, nil)
}

func readList(x *xmlReader, l *list) error {
	return x.children(func(e element) error {
		switch e.name {
		case "abstractNumId":
			l.abstract = e.attr("val")
		case "lvlOverride":
			level := number(e.attr("ilvl"))
			return x.children(func(e element) error {
				if e.name == "startOverride" {
					l.restart[level] = number(e.attr("val"))
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
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
		"taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified":
		return numbers.Cardinal(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "upperLetter":
		if n >= 1 && n <= 26 {
			return string(rune('A' + n - 1))
		}
	case "lowerLetter":
		if n >= 1 && n <= 26 {
			return string(rune('a' + n - 1))
		}
	}
	return strconv.Itoa(n)
}
