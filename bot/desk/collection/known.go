package collection

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// freshFor is how old a figure may be for nobody to be asked again: as long as it
// may be the newest report's. An older one is offered to whoever answers.
const freshFor = 16 * 24 * time.Hour

// known is what the units have said already, by unit and question.
type known struct {
	best  map[string][]*desk.Known
	whole []string // units of which everything is known, and new enough
}

// knownFor looks for what is known of everything that a collection asks.
func knownFor(d *desk.Desk, r storage.Reader, c reports.Collection, now time.Time) (known, error) {
	k := known{best: map[string][]*desk.Known{}}
	for i, q := range c.Questions {
		if q.Kind != reports.AskNumber {
			continue
		}
		all, err := knownOf(d, r, q.Title, now)
		if err != nil {
			return k, err
		}
		for _, u := range c.Units {
			for _, x := range all[u] {
				if x.Value == nil || q.Measure != "" && x.Measure != "" && x.Measure != q.Measure {
					continue
				}
				if k.best[u] == nil {
					k.best[u] = make([]*desk.Known, len(c.Questions))
				}
				k.best[u][i] = &x
				break
			}
		}
	}
	for _, u := range c.Units {
		if fresh(k.best[u], now) {
			k.whole = append(k.whole, u)
		}
	}
	return k, nil
}

// fresh reports whether every question has an answer in its very words that is new enough.
func fresh(best []*desk.Known, now time.Time) bool {
	for _, x := range best {
		if x == nil || !x.Same || now.Sub(x.At) > freshFor {
			return false
		}
	}
	return len(best) > 0
}

// knownShown is how many known figures the draft shows.
const knownShown = 8

// lines say what is known, and that nobody is asked for it again.
func (k known) lines(d *desk.Desk, c reports.Collection) []string {
	var out []string
	n := 0
	for _, u := range c.Units {
		for i, x := range k.best[u] {
			if x == nil {
				continue
			}
			if n++; n <= knownShown {
				out = append(out, fmt.Sprintf(textKnownLine, d.Plan.UnitName(u), c.Questions[i].Title, x.Text, x.From))
			}
		}
	}
	if n > knownShown {
		out = append(out, fmt.Sprintf(textKnownMore, n))
	}
	if n == 0 {
		return nil
	}
	out = append([]string{textKnownHead}, out...)
	switch {
	case len(k.whole) > 0 && c.AskKnown:
		out = append(out, fmt.Sprintf(textKnownAsked, len(k.whole)))
	case len(k.whole) > 0:
		out = append(out, fmt.Sprintf(textKnownSpared, len(k.whole)))
	default:
		out = append(out, textKnownOffered)
	}
	return out
}

// taken is a known figure as an answer.
func taken(x desk.Known) reports.CollectionValue {
	return reports.CollectionValue{Number: x.Value, From: x.From}
}

// answeredBefore is what units answered to the same question in the collections of
// this month and the last.
func answeredBefore(d *desk.Desk, r storage.Reader, question string, now time.Time) (map[string][]desk.Known, error) {
	out := map[string][]desk.Known{}
	first := plan.DateOf(now.In(d.Loc)).AddDays(-plan.DateOf(now.In(d.Loc)).Day)
	for _, month := range []string{fmt.Sprintf("%04d%02d", first.Year, int(first.Month)), monthOf(d, now)} {
		all, err := ofMonth(r, month)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			for i, q := range c.Questions {
				if alike, same := reports.Alike(question, q.Title); alike && q.Kind == reports.AskNumber {
					if err := answersTo(d, r, c, i, same, out, now); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	return out, nil
}

// answersTo adds what units answered to one question. What was taken over from
// elsewhere is known from there.
func answersTo(d *desk.Desk, r storage.Reader, c reports.Collection, i int, same bool, out map[string][]desk.Known, now time.Time) error {
	given, err := answers(r, c)
	for _, a := range given {
		v := a.Values[i]
		if a.Done.IsZero() || v.Number == nil || v.From != "" {
			continue
		}
		out[a.Unit] = append(out[a.Unit], desk.Known{Text: v.Words() + c.Questions[i].Measure, Value: v.Number, Measure: c.Questions[i].Measure, Same: same, At: a.At,
			From: fmt.Sprintf(textKnownFrom, c.Number, d.DayText(plan.DateOf(a.At.In(d.Loc)), now))})
	}
	return err
}

// knownOf returns what the features know of each unit that answers a question, the
// best first: what was said about its very words, then the newest.
func knownOf(d *desk.Desk, r storage.Reader, question string, now time.Time) (map[string][]desk.Known, error) {
	out := map[string][]desk.Known{}
	for _, f := range d.Installed {
		if f.Shows.Known == nil {
			continue
		}
		more, err := f.Shows.Known(d, r, question, now)
		if err != nil {
			return nil, err
		}
		for unit, all := range more {
			out[unit] = append(out[unit], all...)
		}
	}
	for _, all := range out {
		slices.SortStableFunc(all, func(a, b desk.Known) int {
			if a.Same != b.Same {
				return map[bool]int{true: -1, false: 1}[a.Same]
			}
			return b.At.Compare(a.At)
		})
	}
	return out, nil
}
