package facts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// The notice has every responsible unit assessed, and not those alone that report;
// what inspections found and what leaders wrote counts beside the reports.

// beside is what a unit's facts say besides its reports.
type beside struct {
	findings     []reports.Finding
	instructions []told
	today        plan.Date
}

func (b beside) empty() bool { return len(b.findings) == 0 && len(b.instructions) == 0 }

// last is the last day of the stretch that is not to come: names are those of then.
func (s span) last(t *desk.Turn) plan.Date {
	if today := t.Today(t); s.to.After(today) {
		return today
	}
	return s.to
}

// holds reports whether something happened in the stretch.
func (s span) holds(t *desk.Turn, at time.Time) bool {
	day := plan.DateOf(at.In(t.Loc))
	return !day.Before(s.from) && !day.After(s.to)
}

// responsible returns the units that answer for anything in the plan, in its
// order, then those with facts that it has no more.
func responsible(p *plan.Plan, facts map[string]reports.Facts) []string {
	is := map[string]bool{}
	for _, a := range p.Areas {
		is[a.Lead] = true
	}
	for _, x := range p.Tasks {
		for _, u := range x.Units {
			is[u] = true
		}
	}
	for _, d := range p.Duties {
		for _, u := range d.Owners {
			is[u] = is[u] || !d.OfOffice
		}
	}
	var out, gone []string
	for _, u := range p.Units {
		if _, owed := facts[u.ID]; owed || is[u.ID] {
			out = append(out, u.ID)
		}
	}
	for id := range facts {
		if !slices.Contains(out, id) {
			gone = append(gone, id)
		}
	}
	slices.Sort(gone)
	return append(out, gone...)
}

// read returns what was found and written to each unit in a stretch.
func read(t *desk.Turn, s span) (map[string]beside, error) {
	out := map[string]beside{}
	findings, err := storage.AllSound[reports.Finding](t.Tx, storage.RowFinding.Prefix())
	if err != nil {
		return nil, err
	}
	for _, f := range findings {
		if f.Sent() && s.holds(t, f.At) { // what is not sent is the inspector's own note
			b := out[f.Unit]
			b.findings, b.today = append(b.findings, f), t.Today(t)
			out[f.Unit] = b
		}
	}
	all, err := storage.RequestsSince(t.Tx, s.from.At(plan.Clock{}, t.Loc)) // what was given since is open, or was closed since
	if err != nil {
		return nil, err
	}
	old, err := storage.AllSound[reports.Instruction](t.Tx, storage.RowAnswered.Prefix()) // of an earlier program
	if err != nil {
		return nil, err
	}
	for _, i := range old {
		all = append(all, i.AsRequest())
	}
	for _, r := range all {
		if r.Kind == reports.Trouble || !s.holds(t, r.At) {
			continue
		}
		for _, p := range r.Parties {
			b := out[p.Unit]
			b.instructions = append(b.instructions, told{r, p})
			out[p.Unit] = b
		}
	}
	return out, nil
}

// told is an instruction, or what the office assigned, as far as it is to one unit.
type told struct {
	reports.Request
	to reports.Party
}

func (x told) answered() bool { return x.to.Answered() }

// late reports whether the day of a finding passed before it was answered.
func (b beside) late(f reports.Finding) bool { return f.Overdue(b.today) }

// line says how many there are, "" for none.
func (b beside) line() string {
	out := ""
	if n := len(b.findings); n > 0 {
		closed, late := 0, 0
		for _, f := range b.findings {
			switch {
			case !f.Open():
				closed++
			case b.late(f):
				late++
			}
		}
		out += fmt.Sprintf(textFactsFindings, n, closed, late)
	}
	if n := len(b.instructions); n > 0 {
		open := 0
		for _, i := range b.instructions {
			if !i.answered() {
				open++
			}
		}
		out += fmt.Sprintf(textFactsInstructions, n, n-open, open)
	}
	return out
}

// rows lists them one by one.
func (b beside) rows(t *desk.Turn, x reports.Text) reports.Text {
	if len(b.findings) > 0 {
		x = x.Add(reports.Bold, textFactsFound).Line("：" + fmt.Sprint(len(b.findings)))
	}
	for _, f := range b.findings {
		state := fmt.Sprintf(textFactsDue, t.DayText(f.Due))
		switch {
		case !f.Open():
			state = fmt.Sprintf(textFactsClosed, t.TimeText(f.ClosedAt))
		case b.late(f):
			state = fmt.Sprintf(textFactsFoundLate, t.DayText(f.Due))
		case !f.Answered.IsZero():
			state = textFactsReplied
		}
		x = x.Line(fmt.Sprintf(textFactsFinding, f.ID, t.DayText(plan.DateOf(f.At.In(t.Loc))), state))
	}
	if len(b.instructions) > 0 {
		x = x.Add(reports.Bold, textFactsInstructed).Line("：" + fmt.Sprint(len(b.instructions)))
	}
	for _, i := range b.instructions {
		state := textFactsUnanswered
		if i.answered() {
			state = fmt.Sprintf(textFactsAnswered, t.TimeText(i.to.AnsweredAt))
		}
		who := i.Whose
		if who == "" {
			who = textFactsOffice
		}
		x = x.Line(fmt.Sprintf(textFactsInstruction, i.Number, who, t.DayText(plan.DateOf(i.At.In(t.Loc))), state))
	}
	return x
}

// quietText names, on one line, the units of which there is nothing to tell.
func quietText(p *plan.Plan, facts []reports.Facts, quiet func(reports.Facts) bool) string {
	var names []string
	for _, f := range facts {
		if quiet(f) {
			names = append(names, p.UnitName(f.Unit))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(textFactsQuiet, len(names), strings.Join(names, "、"))
}
