package reports

import (
	"fmt"
	"strings"

	"liubao/plan"
)

// RollupInput is what a period's roll-up for the group is made from.
type RollupInput struct {
	Plan    *plan.Plan // as it stood on the period's deadline
	Period  plan.Period
	Word    string // how often there is one: 半月汇总
	Owed    []Owed // where each area's report stands
	Reports []Report
	// Difficulties and Names are shown where the director says so: what is
	// difficult, and who has not reported.
	Difficulties bool
	Names        bool
	Requests     []Request // the open ones, shown with difficulties
	Solved       []Request // closed since the period began: their difficulties are left out, and counted as overcome
	Ask          string    // whom to ask: the office's name, perhaps with a person's
}

// What the group is shown at most of a kind; the rest stands in the document.
const (
	rollupFigures = 8
	rollupTrouble = 5
	rollupWords   = 60 // characters of a difficulty
)

// Rollup is the roll-up as the group reads it: what came in, the figures, whom
// to ask. All else stands in the document that goes with it.
func Rollup(in RollupInput) Text {
	x := Text{}.Head(fmt.Sprintf(textRollupHead, in.Plan.WorkName(), in.Word, PeriodText(in.Period)))
	x = x.Line(RollupCounts(Count(Solve(in.Owed, in.Solved)), in.Difficulties))
	if in.Names {
		x = in.silent(x, Missing, textRollupMissing)
		x = in.silent(x, NotDue, textRollupNotDue)
		x = in.silent(x, Damaged, textRollupDamaged)
	}
	x = in.figures(x)
	if in.Difficulties {
		x = in.requests(in.trouble(x))
	}
	return x.Line("").Line(fmt.Sprintf(textRollupAsk, in.Ask))
}

// RollupCounts is the roll-up's first line. A hidden difficulty is no progress:
// then it says how many tasks were reported and nothing of their states.
func RollupCounts(c Counts, difficulties bool) string {
	s := fmt.Sprintf(textRollupCounts, c.Owed, c.Reported())
	if c.Late > 0 {
		s += fmt.Sprintf(textRollupLate, c.Late)
	}
	if c.Damaged > 0 {
		s += fmt.Sprintf(textRollupUnread, c.Damaged)
	}
	if c.Tasks > 0 {
		s += fmt.Sprintf(textRollupTasks, c.Tasks)
	}
	var states []string
	for _, p := range c.States(difficulties) {
		states = append(states, fmt.Sprintf("%s%d", p.Label(), c.Progress[p]))
	}
	if len(states) > 0 {
		s += fmt.Sprintf(textRollupStates, strings.Join(states, "、"))
	}
	return s + "。"
}

// silent names the areas whose reports are not in, or not to be read; one that was
// sent back is among the missing.
func (in RollupInput) silent(x Text, stand Stand, words string) Text {
	var names []string
	for _, o := range in.Owed {
		is := o.Stand == stand || stand == Missing && o.Stand == SentBack
		if a, ok := in.Plan.Area(o.Key.Subject); ok && is {
			names = append(names, a.Name)
		}
	}
	if len(names) == 0 {
		return x
	}
	return x.Line(fmt.Sprintf(words, strings.Join(names, "、")))
}

// in returns the reports that are in, by subject.
func (in RollupInput) in() map[string]Report {
	out := map[string]Report{}
	for _, r := range in.Reports {
		for _, o := range in.Owed {
			if o.Key == r.Key && o.Stand.Reported() {
				out[r.Key.Subject] = r
			}
		}
	}
	return out
}

// figures lists the public indicators with a value, those with a target first.
func (in RollupInput) figures(x Text) Text {
	all := in.in()
	var aimed, plain []string
	for _, i := range in.Plan.Indicators {
		v, ok := all[i.Area].Reading(i.ID)
		if !ok || v.Unknown || i.Private {
			continue
		}
		line := fmt.Sprintf(textRollupFigure, i.Label(), i.Format(v.Value))
		j := i.Judge(v.Value, in.Period)
		if j.Standing == plan.Unjudged {
			plain = append(plain, line)
			continue
		}
		aimed = append(aimed, line+fmt.Sprintf(textRollupTarget, i.TargetText(), j))
	}
	return listed(x, textRollupFigures, append(aimed, plain...), rollupFigures)
}

// trouble lists what is difficult and nobody has solved, in few words.
func (in RollupInput) trouble(x Text) Text {
	all := in.in()
	var out []string
	for _, t := range in.Plan.Tasks {
		r := all[t.Area]
		if e, ok := r.Entry(t.Number); ok && e.Progress == Difficulty && !Solved(in.Solved, r.Key, t.Number) {
			out = append(out, fmt.Sprintf(textRollupTask, t.Number, t.Title, briefly(e.Said(), rollupWords)))
		}
	}
	return listed(x, textRollupTrouble, out, rollupTrouble)
}

// requests lists the open requests that the period's reports do not speak of: they
// stand until they are closed.
func (in RollupInput) requests(x Text) Text {
	all := in.in()
	var out []string
	for _, q := range in.Requests {
		if e, ok := all[q.Key.Subject].Entry(q.Task); ok && e.Progress == Difficulty {
			continue // it stands above
		}
		out = append(out, fmt.Sprintf(textRollupRequest, q.Task, in.Plan.UnitName(q.Unit), briefly(q.Need, rollupWords)))
	}
	return listed(x, textRollupRequests, out, rollupTrouble)
}

// listed adds a heading with at most so many lines below it.
func listed(x Text, head string, lines []string, most int) Text {
	if len(lines) == 0 {
		return x
	}
	x = x.Line("").Add(Bold, head).Line("")
	for i, l := range lines {
		if i == most {
			return x.Line(fmt.Sprintf(textRollupMore, len(lines)-most))
		}
		x = x.Line(l)
	}
	return x
}

// briefly is a text on one line and of at most n characters.
func briefly(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return string(r)
}
