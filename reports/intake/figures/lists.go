package figures

import (
	"strings"

	"liubao/internal/numbers"
)

// respectively reads A、B分别为86人、41人: the first number goes with the first
// name. It takes the numbers of the list out of the sentence.
func (f *Finder) respectively(s *sentence) {
	const word = "分别"
	text := string(s.text)
	for at := strings.Index(text, word); at >= 0; {
		from := len([]rune(text[:at]))
		if list, rest := s.list(from); len(list) > 1 {
			verb := string(s.text[from+2 : list[0].From])
			if !aims.MatchString(verb) && !past.MatchString(verb) {
				f.distribute(s, from, list, verb)
			}
			s.amounts = rest
		}
		next := strings.Index(text[at+len(word):], word)
		if next < 0 {
			return
		}
		at += len(word) + next
	}
}

// list splits the sentence's numbers into those that follow a place one by one
// in a list, and the others.
func (s *sentence) list(from int) (list, rest []numbers.Amount) {
	open := true
	for _, a := range s.amounts {
		if n := len(list); n > 0 && a.From > from {
			open = open && !strings.ContainsAny(string(s.text[list[n-1].To:a.From]), ",，(（")
		}
		if a.From > from && open {
			list = append(list, a)
		} else {
			rest = append(rest, a)
		}
	}
	return list, rest
}

// distribute gives each number of a list its name: the items right before 分别,
// or the indicators named before it where they are as many.
func (f *Finder) distribute(s *sentence, from int, list []numbers.Amount, verb string) {
	head := string(s.text[:from])
	if i := strings.LastIndexAny(head, ",，:："); i >= 0 {
		head = head[i+len(string([]rune(head[i:])[0])):]
	}
	items := strings.FieldsFunc(head, func(r rune) bool { return strings.ContainsRune("、和及与", r) })
	if len(items) >= 2 && len(list) >= len(items) {
		for k, item := range items {
			for _, w := range f.wanted {
				if k == len(items)-1 && f.alone(items, w) {
					continue // 恒口镇、大同镇城镇新增就业分别为180人、152人
				}
				f.give(w, s, list[k], max(w.like(item), w.like(item+link.ReplaceAllString(verb, "")), w.like(item+verb)))
			}
		}
		return
	}
	var named []span
	for _, n := range s.names {
		if n.to <= from && !n.lead && (len(named) == 0 || named[len(named)-1].which != n.which) {
			named = append(named, n)
		}
	}
	if len(named) != len(list) {
		return
	}
	for k, n := range named {
		if w := f.wanted[n.which]; !n.apart || strings.Contains(head+verb, w.verb) {
			f.give(w, s, list[k], n.score-0.1)
		}
	}
}

// alone reports whether a list's last item is the only one that names an indicator,
// with other words before the name: then the items are its parts.
func (f *Finder) alone(items []string, w wanted) bool {
	for _, item := range items[:len(items)-1] {
		for _, o := range f.wanted {
			if o.like(item) > 0 {
				return false
			}
		}
	}
	s := w.like(items[len(items)-1])
	return s > 0 && s < 0.9
}

func (f *Finder) give(w wanted, s *sentence, a numbers.Amount, score float64) {
	if _, doubt := a.In(w.measure); score > 0 && doubt == numbers.Exact {
		f.keep(w, a, s.text, string(s.text), w.ofYear(s, span{which: -1, to: a.To}, a, score), s.piece, "")
	}
}
