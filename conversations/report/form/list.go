package form

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"liubao/internal/numbers"
)

// Item is what one message says of one numbered thing of the card.
type Item struct {
	Number int
	Text   string
}

var (
	// listMark finds a number that may begin an item: at the beginning of a line, or
	// after a space or the end of a sentence.
	listMark = regexp.MustCompile(`(^|[\n；;。 \t　]) *(?:任务)?(\d{1,2})(?:[、.．:：)）]|[ \t　]+)[ \t　]*`)
	// measureWord follows a number that counts something: "6 家企业入园" says nothing of task 6.
	measureWord = regexp.MustCompile(`^(?:家|户|人|个|项|名|万|亿|%|％|次|场|件|条|处|座|吨|亩|元|月|日|号|年|点|期|公里|千|百|台|套|批|份|天|小时)`)
)

// Listed reads a message that answers the card's tasks by their numbers, in the order
// of the card. It returns nil where the message is anything else.
func (d *Form) Listed(text string) []Item {
	known := map[int]bool{}
	for _, t := range d.Tasks {
		known[t.Number] = d.OpenTask(t.Number)
	}
	return items(text, known)
}

// ByNumber returns what a text says under each of the numbers, nil where it does not
// go by them.
func ByNumber(text string, numbers []int) map[int]string {
	known := map[int]bool{}
	for _, n := range numbers {
		known[n] = true
	}
	var out map[int]string
	for _, x := range items(text, known) {
		if out == nil {
			out = map[int]string{}
		}
		out[x.Number] = x.Text
	}
	return out
}

// Numbered reads a message that answers numbered things from 1 to n.
func Numbered(text string, n int) []Item {
	known := map[int]bool{}
	for i := range n {
		known[i+1] = true
	}
	return items(text, known)
}

// NamedFigures reads a message that answers indicators by their names, in any order:
// 城镇新增就业 260人，失业人员再就业86人. It returns nil where a part of the message is
// anything else, or may be of two indicators.
func (d *Form) NamedFigures(text string) []Item {
	var out []Item
	seen := map[int]bool{}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("\n；;，。、", r) }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n := d.named(part)
		if n == 0 || seen[n] {
			return nil
		}
		seen[n] = true
		out = append(out, Item{Number: n, Text: part})
	}
	return out
}

// named returns the place of the one indicator that a text begins with the name of,
// 0 for none. At least four characters of a name tell it.
func (d *Form) named(text string) int {
	a := numbers.Read(text)
	if !a.Known || a.From == 0 {
		return 0
	}
	said := aroundNames.ReplaceAllString(lettersOf(string([]rune(text)[:a.From])), "")
	if len([]rune(said)) < 4 {
		return 0
	}
	found := 0
	for n, i := range d.Indicators {
		switch name := lettersOf(i.Name); {
		case name == said:
			return n + 1
		case strings.Contains(name, said) && found != 0:
			return 0
		case strings.Contains(name, said):
			found = n + 1
		}
	}
	return found
}

// aroundNames is what stands around an indicator's name and is no part of it: 目前, 达到, 为.
var aroundNames = regexp.MustCompile(`^(?:更正|修正|改正|补报|本期|本月|目前|今年|全年|全区|累计)+|(?:累计|完成|达到|达|应|改|更正|修改|共|为|是|有|大约|约|近)+$`)

func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// items cuts a text at the numbers that are known. The first one begins it, and they
// go up: another order or another number is text.
func items(text string, known map[int]bool) []Item {
	text = strings.TrimSpace(text)
	var out []Item
	start := 0
	cut := func(end int) {
		if len(out) > 0 {
			out[len(out)-1].Text = strings.Trim(text[start:end], " \t\n　；;")
		}
	}
	for _, m := range listMark.FindAllStringSubmatchIndex(text, -1) {
		n, _ := strconv.Atoi(text[m[4]:m[5]])
		mark := text[m[5]:m[1]]
		switch {
		case len(out) == 0 && m[0] != 0:
			return nil
		case !known[n] || len(out) > 0 && n <= out[len(out)-1].Number:
			if len(out) == 0 || strings.HasPrefix(text[m[2]:m[3]], "\n") && strings.ContainsAny(mark, "、.．:：)）") {
				return nil // a list of something else
			}
			continue
		case strings.ContainsAny(mark, ".．:：") && m[1] < len(text) && text[m[1]] >= '0' && text[m[1]] <= '9': // 1.5亿, 9:30
			if len(out) == 0 {
				return nil
			}
			continue
		case strings.TrimSpace(mark) == "" && measureWord.MatchString(text[m[1]:]):
			if len(out) == 0 {
				return nil
			}
			continue
		}
		cut(m[3]) // with the 。 before the number
		out = append(out, Item{Number: n})
		start = m[1]
	}
	cut(len(text))
	for _, x := range out {
		if x.Text == "" {
			return nil
		}
	}
	return out
}
