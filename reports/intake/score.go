package intake

import (
	"math"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"liubao/plan"
)

// From these scores on a proposal is shown as likely, and as sure. They were
// chosen on the examples in the tests: a title with one or two characters
// changed stays sure, a sentence about a task's points is likely.
const (
	Likely = 0.45
	Sure   = 0.75
	rival  = 0.1 // tasks this close to the best one make it unsure
)

// fold brings text to what is compared: half width, lower case, letters and
// digits only.
func fold(s string) []rune {
	var out []rune
	for _, r := range width.Fold.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// filler are words at the end of headings that say nothing about the task.
var filler = regexp.MustCompile(`(?:的|各项|有关|相关)*(?:工作|任务)?(?:推进|落实|进展|完成|开展)*(?:情况|方面|工作|任务)*$`)

// pair is two neighbouring characters.
type pair [2]rune

func pairs(r []rune) map[pair]bool {
	out := make(map[pair]bool, len(r))
	for i := 1; i < len(r); i++ {
		out[pair{r[i-1], r[i]}] = true
	}
	return out
}

// dice compares two sets of pairs: 1 for the same, 0 for nothing shared.
func dice(a, b map[pair]bool) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	n := 0
	for p := range a {
		if b[p] {
			n++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}

// taskWords is a task prepared for comparison.
type taskWords struct {
	task   plan.Task
	title  []rune
	pairs  map[pair]bool
	points []map[pair]bool // the title and each point
}

// scorer compares texts with a plan's tasks. Pairs that many tasks share weigh
// less.
type scorer struct {
	tasks  []taskWords
	weight map[pair]float64
}

func newScorer(p *plan.Plan) *scorer {
	s := &scorer{weight: map[pair]float64{}}
	for _, t := range p.Tasks {
		w := taskWords{task: t, title: fold(t.Title)}
		w.pairs = pairs(w.title)
		seen := map[pair]bool{}
		for _, text := range append([]string{t.Title}, t.Points...) {
			ps := pairs(fold(text))
			w.points = append(w.points, ps)
			for x := range ps {
				seen[x] = true
			}
		}
		for x := range seen {
			s.weight[x]++
		}
		s.tasks = append(s.tasks, w)
	}
	for x, n := range s.weight {
		s.weight[x] = math.Log(1 + float64(len(p.Tasks))/n)
	}
	return s
}

// heading scores a heading against a task's title, 0 to 1: 1 for the same words,
// 0.85 and more where the heading holds the title, otherwise the shared pairs
// of characters.
func (w *taskWords) heading(h []rune, ps map[pair]bool) float64 {
	a, b := string(h), string(w.title)
	switch {
	case len(h) < 2 || len(w.title) < 2:
		return 0
	case a == b:
		return 1
	case strings.Contains(a, b):
		return 0.85 + 0.14*float64(len(w.title))/float64(len(h))
	case strings.Contains(b, a) && len(h) >= 4:
		return 0.6 + 0.35*float64(len(h))/float64(len(w.title))
	}
	return dice(ps, w.pairs)
}

// content scores words against the task's title and points, 0 to 0.8: how much
// of the best covered one is found in the words, and a little of the second.
func (s *scorer) content(w *taskWords, words map[pair]bool) float64 {
	var best, second float64
	for _, ps := range w.points {
		var have, all float64
		for x := range ps {
			all += s.weight[x]
			if words[x] {
				have += s.weight[x]
			}
		}
		if all == 0 {
			continue
		}
		if c := have / all; c > best {
			best, second = c, best
		} else if c > second {
			second = c
		}
	}
	return 0.8 * (0.8*best + 0.2*second)
}

// named finds a task that is called by its number: 任务6, 第6项任务.
var named = regexp.MustCompile(`^(?:重点)?(?:任务|第)\s*(` + hanNumber + `|\d{1,3})(?:项(?:重点)?任务|[、.．:： ]|$)`)

// score is how a text compares with one task.
type score struct {
	task  plan.Task
	value float64
}

// all scores a heading and the words below it against every task.
func (s *scorer) all(l label, heading, words string) []score {
	h := bare(heading)
	hs, ps := pairs(h), pairs(fold(heading+words))
	number := namedNumber(heading)
	out := make([]score, len(s.tasks))
	for i := range s.tasks {
		w := &s.tasks[i]
		v := max(w.heading(h, hs), s.content(w, ps))
		switch {
		case number > 0 && number == w.task.Number:
			v = max(v, 0.9)
		case l.n == w.task.Number && v >= 0.3:
			v += 0.08 // the number of the line is the task's own
		}
		out[i] = score{w.task, min(v, 1)}
	}
	return out
}

// title returns the task whose title the heading is, and how surely.
func (s *scorer) title(l label, heading string) score {
	h := bare(heading)
	hs := pairs(h)
	var best score
	for i := range s.tasks {
		w := &s.tasks[i]
		v := w.heading(h, hs)
		if l.n == w.task.Number && v >= 0.3 {
			v += 0.08
		}
		if v > best.value {
			best = score{w.task, min(v, 1)}
		}
	}
	if n := namedNumber(heading); n > 0 && best.value < 0.9 {
		for i := range s.tasks {
			if s.tasks[i].task.Number == n {
				return score{s.tasks[i].task, 0.9}
			}
		}
	}
	return best
}

// bare folds a heading without the filler at its end; nothing so long that it
// is a sentence counts as a heading.
func bare(heading string) []rune {
	if len([]rune(heading)) > 60 {
		return nil
	}
	if h := fold(filler.ReplaceAllString(heading, "")); len(h) >= 4 {
		return h
	}
	return fold(heading)
}

func namedNumber(heading string) int {
	if m := named.FindStringSubmatch(strings.TrimSpace(heading)); m != nil {
		return labelNumber(m[1])
	}
	return 0
}
