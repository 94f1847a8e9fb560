package match

import (
	"math"
	"regexp"
	"strings"

	"liubao/plan"
	"liubao/reports/intake/likeness"
	"liubao/reports/intake/outline"
)

// From these scores on a proposal is shown as likely, and as sure. They were
// chosen on the examples in the tests: a title with one or two characters
// changed stays sure, a sentence about a task's points is likely.
const (
	Likely = 0.45
	Sure   = 0.75
	rival  = 0.1 // tasks this close to the best one make it unsure
)

// filler are words at the end of headings that say nothing about the task.
var filler = regexp.MustCompile(`(?:的|各项|有关|相关)*(?:工作|任务)?(?:推进|落实|进展|完成|开展)*(?:情况|方面|工作|任务)*$`)

// taskWords is a task prepared for comparison.
type taskWords struct {
	task   plan.Task
	title  string
	length int // of the title, in characters
	pairs  map[likeness.Pair]bool
	first  int // of the scorer's points: the title and each of the task's points
	end    int
}

// scorer compares texts with a plan's tasks. Pairs that many tasks share weigh
// less.
type scorer struct {
	tasks  []taskWords
	points []float64               // the weight of each point's pairs
	held   map[likeness.Pair]*held // by the points, so that a text is gone through once
	titles map[likeness.Pair]bool  // of all titles
}

// held is a pair with its weight and the points that hold it.
type held struct {
	weight float64
	tasks  int
	points []int
}

func newScorer(p *plan.Plan) *scorer {
	s := &scorer{held: map[likeness.Pair]*held{}, titles: map[likeness.Pair]bool{}}
	var all [][]likeness.Pair // of each point
	for _, t := range p.Tasks {
		title := likeness.Fold(t.Title)
		for x := range likeness.Pairs(title) {
			s.titles[x] = true
		}
		w := taskWords{task: t, title: string(title), length: len(title), pairs: likeness.Pairs(title), first: len(all)}
		seen := map[likeness.Pair]bool{}
		for _, text := range append([]string{t.Title}, t.Points...) {
			ps := likeness.Distinct(likeness.Fold(text))
			for _, x := range ps {
				if s.held[x] == nil {
					s.held[x] = &held{}
				}
				s.held[x].points = append(s.held[x].points, len(all))
				seen[x] = true
			}
			all = append(all, ps)
		}
		for x := range seen {
			s.held[x].tasks++
		}
		w.end = len(all)
		s.tasks = append(s.tasks, w)
	}
	for _, h := range s.held {
		h.weight = math.Log(1 + float64(len(p.Tasks))/float64(h.tasks))
	}
	for _, ps := range all { // in the order of the words: another order rounds otherwise
		var sum float64
		for _, x := range ps {
			sum += s.held[x].weight
		}
		s.points = append(s.points, sum)
	}
	return s
}

// heading scores a folded heading against a task's title, 0 to 1: 1 for the same
// words, 0.85 and more where the heading holds the title, otherwise the shared
// pairs of characters.
func (w *taskWords) heading(h string, length int, ps map[likeness.Pair]bool) float64 {
	switch {
	case length < 2 || w.length < 2:
		return 0
	case h == w.title:
		return 1
	case strings.Contains(h, w.title):
		return 0.85 + 0.14*float64(w.length)/float64(length)
	case strings.Contains(w.title, h) && length >= 4:
		return 0.6 + 0.35*float64(length)/float64(w.length)
	}
	return likeness.Dice(ps, w.pairs)
}

// covered returns how much of each point, by the weight of its pairs, the words
// hold.
func (s *scorer) covered(words []rune) []float64 {
	out := make([]float64, len(s.points))
	seen := map[likeness.Pair]bool{}
	for i := 1; i < len(words); i++ {
		x := likeness.Pair{words[i-1], words[i]}
		h := s.held[x]
		if h == nil || seen[x] {
			continue
		}
		seen[x] = true
		for _, k := range h.points {
			out[k] += h.weight
		}
	}
	return out
}

// content scores words against the task's title and points, 0 to 0.8: how much
// of the best covered one is found in the words, and a little of the second.
func (s *scorer) content(w *taskWords, covered []float64) float64 {
	var best, second float64
	for k := w.first; k < w.end; k++ {
		if s.points[k] == 0 {
			continue
		}
		if c := covered[k] / s.points[k]; c > best {
			best, second = c, best
		} else if c > second {
			second = c
		}
	}
	return 0.8 * (0.8*best + 0.2*second)
}

// named finds a task that is called by its number: 任务6, 第6项任务.
var named = regexp.MustCompile(`^(?:重点)?(?:任务|第)\s*([一二三四五六七八九十百]{1,4}|\d{1,3})(?:项(?:重点)?任务|[、.．:： ]|$)`)

// score is how a text compares with one task.
type score struct {
	task  plan.Task
	value float64
}

// all scores a heading and the words below it against every task.
func (s *scorer) all(l outline.Label, heading, words string) []score {
	h := bare(heading)
	text, hs, covered := string(h), likeness.Pairs(h), s.covered(likeness.Fold(heading+words))
	number := namedNumber(heading)
	out := make([]score, len(s.tasks))
	for i := range s.tasks {
		w := &s.tasks[i]
		v := max(w.heading(text, len(h), hs), s.content(w, covered))
		switch {
		case number > 0 && number == w.task.Number:
			v = max(v, 0.9)
		case l.N == w.task.Number && v >= 0.3:
			v += 0.08 // the number of the line is the task's own
		}
		out[i] = score{w.task, min(v, 1)}
	}
	return out
}

// title returns the task whose title the heading is, and how surely; h is the
// heading [bare].
func (s *scorer) title(l outline.Label, heading string, h []rune) score {
	var best score
	if n := namedNumber(heading); n > 0 {
		for i := range s.tasks {
			if s.tasks[i].task.Number == n {
				best = score{s.tasks[i].task, 0.9}
			}
		}
	}
	if s.strange(h) {
		return best
	}
	text, hs := string(h), likeness.Pairs(h)
	for i := range s.tasks {
		w := &s.tasks[i]
		v := w.heading(text, len(h), hs)
		if l.N == w.task.Number && v >= 0.3 {
			v += 0.08
		}
		if v > best.value {
			best = score{w.task, min(v, 1)}
		}
	}
	return best
}

// strange reports whether hardly anything of a folded heading is in any title:
// most lines are told apart by that, and cheaply.
func (s *scorer) strange(h []rune) bool {
	known := 0
	for i := 1; i < len(h) && known < 2; i++ {
		if s.titles[likeness.Pair{h[i-1], h[i]}] {
			known++
		}
	}
	return known < 2
}

// bare folds a heading without the filler at its end; nothing so long that it
// is a sentence counts as a heading.
func bare(heading string) []rune {
	if len([]rune(heading)) > 60 {
		return nil
	}
	if h := likeness.Fold(filler.ReplaceAllString(heading, "")); len(h) >= 4 {
		return h
	}
	return likeness.Fold(heading)
}

func namedNumber(heading string) int {
	if m := named.FindStringSubmatch(strings.TrimSpace(heading)); m != nil {
		return outline.Number(m[1])
	}
	return 0
}

// names reports whether a heading is a task's title, holds it or is part of it,
// or calls it by its number.
func (s *scorer) names(task int, heading string) bool {
	h := string(bare(heading))
	for i := range s.tasks {
		if w := &s.tasks[i]; w.task.Number == task {
			return namedNumber(heading) > 0 && named.ReplaceAllString(strings.TrimSpace(heading), "") == "" || len(h) > 0 && (strings.Contains(h, w.title) || strings.Contains(w.title, h)) ||
				len([]rune(h)) <= w.length+3 && w.heading(h, len([]rune(h)), likeness.Pairs([]rune(h))) >= Sure
		}
	}
	return false
}
