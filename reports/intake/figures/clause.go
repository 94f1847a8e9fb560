package figures

import (
	"slices"
	"strconv"
	"strings"

	"liubao/internal/numbers"
)

// leads reports whether a number in a clause of its own stands right before the next
// name and goes with that: 78名失业人员再就业,36名就业困难人员再就业.
func (s *sentence) leads(k int, a numbers.Amount) bool {
	next, end := s.next(k), a.To
	if a.Unit != "%" {
		end += len([]rune(a.Unit))
	}
	return next < len(s.text) && end <= next && strings.Trim(string(s.text[end:next]), " 　的“\"") == "" && next-end <= 1 && strings.ContainsAny(string(s.text[s.names[k].to:a.From]), ",，、")
}

// inRow reports whether nothing but blanks parts a bare number from another: a row of
// a table without its columns.
func (s *sentence) inRow(a numbers.Amount) bool {
	for _, b := range s.amounts {
		if b.From != a.From && a.Unit == "" && b.Unit == "" && a.Digits && b.Digits {
			between := string(s.text[min(min(a.To, b.To), max(a.From, b.From)):max(a.From, b.From)])
			if between != "" && strings.TrimSpace(between) == "" {
				return true
			}
		}
	}
	return false
}

// endsList reports whether a text ends where the last item of a list begins.
func endsList(text []rune) bool {
	return len(text) > 0 && strings.ContainsRune("、和及与", text[len(text)-1])
}

// older reports whether the clause of a number names a year or a day before that of
// a later number of the same name.
func (s *sentence) older(n span, w wanted, a numbers.Amount) bool {
	year, day := whenIn(s.clause(a.From) + dating.FindString(s.after(a)))
	for _, b := range s.amounts {
		if _, doubt := b.In(w.measure); b.From <= a.To || b.From-n.to > reach || doubt != numbers.Exact || b.Unit != a.Unit || isBad(s.clause(b.From), w) {
			continue
		}
		if y, d := whenIn(s.clause(b.From) + dating.FindString(s.after(b))); year > 0 && y > year || day > 0 && d > day && y >= year {
			return true
		}
	}
	return false
}

// whenIn returns the last year and the last day of a clause, 0 for none; a month alone
// is its end.
func whenIn(clause string) (year, day int) {
	if all := years.FindAllStringSubmatch(clause, -1); len(all) > 0 {
		year, _ = strconv.Atoi(all[len(all)-1][1])
	}
	if all := months.FindAllStringSubmatch(clause, -1); len(all) > 0 {
		m := all[len(all)-1]
		month, _ := strconv.Atoi(m[1])
		if day, _ = strconv.Atoi(m[2]); day == 0 {
			day = 31
		}
		day += 100 * month
	}
	return year, day
}

// after returns what stands behind a number, as far as it may speak of it.
func (s *sentence) after(a numbers.Amount) string {
	return string(s.text[a.To:min(a.To+30, len(s.text))])
}

// item returns what stands before a place in its item of a list.
func (s *sentence) item(at int) string {
	from := at
	if from > 1 && s.text[from-1] == ' ' && s.counted(from-1) {
		return ""
	}
	for from > 0 && !strings.ContainsRune(",，:：(（、", s.text[from-1]) {
		from--
	}
	return string(s.text[from:at])
}

// counted reports whether a number with its measure ends at a place.
func (s *sentence) counted(at int) bool {
	for _, a := range s.amounts {
		end := a.To
		for end < at && s.text[end] == ' ' {
			end++
		}
		if a.Unit != "" && (end == at || end+len([]rune(a.Unit)) == at) {
			return true
		}
	}
	return false
}

// clause returns what stands before a number in its clause. A bracket that has been
// closed and holds a number of its own says nothing of it.
func (s *sentence) clause(at int) string {
	from := at
	var out []rune
	for from > 0 && !strings.ContainsRune(",，:：(（", s.text[from-1]) {
		if open := s.opened(from - 1); open >= 0 {
			from = open
			continue
		}
		from--
		out = append(out, s.text[from])
	}
	slices.Reverse(out)
	return string(out)
}

// over returns the clause that says over which time a number counts: its own, or the
// nearest before it that says so.
func (s *sentence) over(at int) string {
	for at >= 0 {
		clause := s.clause(at)
		if total.MatchString(clause) || part.MatchString(clause) {
			return clause
		}
		at -= len([]rune(clause)) + 1
	}
	return ""
}

// isNewer reports whether a number is how many there are in all, and one that is new
// follows, which the name asks for: 累计建成3.2万亩，今年新建5920亩.
func (w wanted) isNewer(s *sentence, n span, a numbers.Amount) bool {
	word := w.newWord()
	return word != "" && !strings.Contains(string(s.text[max(n.from-2, 0):a.From]), word) && slices.ContainsFunc(s.amounts, func(b numbers.Amount) bool {
		return b.From > a.From && b.From-n.to < reach && b.Unit == a.Unit && strings.Contains(s.clause(b.From), word)
	})
}

// newWord returns the word that a name such as 新建高标准农田 begins with, "" for none.
func (w wanted) newWord() string {
	if w.verb != "" || w.name[0] != '新' {
		return ""
	}
	return string(w.name[:2])
}

// isOutdone reports whether a later number of the same name takes the place of one:
// 降至5200万元，月末回升到5620万元.
func (s *sentence) isOutdone(n span, w wanted, a numbers.Amount) bool {
	return slices.ContainsFunc(s.amounts, func(b numbers.Amount) bool {
		_, doubt := b.In(w.measure)
		return b.From > a.To && b.From-n.to < reach && doubt == numbers.Exact && b.Unit == a.Unit && outdone.MatchString(s.clause(b.From))
	})
}

// inList reports whether a number in a clause of its own is the first of a list without
// names: 实际压减17.8%、20.6%. Which is whose, nothing says.
func (s *sentence) inList(n span, a numbers.Amount) bool {
	end := a.To
	if a.Unit != "%" {
		end += len([]rune(a.Unit))
	}
	if !strings.ContainsAny(string(s.text[n.to:a.From]), ",，") || end >= len(s.text) || s.text[end] != '、' {
		return false
	}
	return slices.ContainsFunc(s.amounts, func(b numbers.Amount) bool { return b.From == end+1 && b.Unit == a.Unit })
}

// without returns the clause of a number without other indicators' names, whose words
// say nothing of it: 城镇新增就业345人、失业人员再就业82人.
func (s *sentence) without(f *Finder, n span, at int) string {
	clause := s.clause(at)
	for _, m := range s.names {
		if m.which == n.which || m.score < 1 && !m.apart {
			continue
		}
		from := m.from
		if head := strings.TrimRight(string(s.text[:from]), "“\"了‘ "); m.apart && strings.HasSuffix(head, f.wanted[m.which].verb) {
			from = len([]rune(strings.TrimSuffix(head, f.wanted[m.which].verb))) // 净增“五上”企业
		} else if m.apart {
			continue
		}
		clause = strings.Replace(clause, string(s.text[from:m.to]), "、", 1)
	}
	return clause
}

// opened returns where the bracket begins that ends at a place and holds a number, -1
// where none does.
func (s *sentence) opened(at int) int {
	if !strings.ContainsRune(")）", s.text[at]) {
		return -1
	}
	from := at
	for from > 0 && !strings.ContainsRune("(（", s.text[from]) {
		from--
	}
	for _, a := range s.amounts {
		if a.From > from && a.From < at {
			return from
		}
	}
	return -1
}
