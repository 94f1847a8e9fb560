package standing

import (
	"slices"
	"strings"
	"time"

	"liubao/plan"
	"liubao/storage"
)

// What is asked for one report is asked of the plan and the store directly; what is
// asked for all of many units would take the square of their number, and is looked up.

// planned is what is looked up of a plan: the plan itself, or a [looked] one.
type planned interface {
	Indicator(id string) (plan.Indicator, bool)
	StepsOfIndicator(id string) []plan.Step
	TasksOf(area string) []plan.Task
	StepsOfTask(number int) []plan.Step
	Location() *time.Location
}

// looked is a version of the plan by what its indicators and tasks are found by.
type looked struct {
	*plan.Plan
	indicators map[string]plan.Indicator
	ofArea     map[string]int // how many indicators it has
	tasks      map[string][]plan.Task
	points     map[string][]plan.Step // of an indicator, in the order of their dates
	nodes      map[int][]plan.Step    // of a task
}

func lookup(p *plan.Plan) *looked {
	x := &looked{Plan: p, indicators: map[string]plan.Indicator{}, ofArea: map[string]int{}, tasks: map[string][]plan.Task{},
		points: map[string][]plan.Step{}, nodes: map[int][]plan.Step{}}
	for _, i := range p.Indicators {
		x.indicators[i.ID] = i
		x.ofArea[i.Area]++
	}
	for _, t := range p.Tasks {
		x.tasks[t.Area] = append(x.tasks[t.Area], t)
	}
	steps := slices.Clone(p.Steps)
	slices.SortStableFunc(steps, func(a, b plan.Step) int { return a.Date.Compare(b.Date) })
	for _, s := range steps {
		if s.Indicator != "" {
			x.points[s.Indicator] = append(x.points[s.Indicator], s)
		}
		if s.Task != 0 {
			x.nodes[s.Task] = append(x.nodes[s.Task], s)
		}
	}
	return x
}

func (x *looked) Indicator(id string) (plan.Indicator, bool) {
	i, ok := x.indicators[id]
	return i, ok
}

func (x *looked) StepsOfIndicator(id string) []plan.Step { return x.points[id] }
func (x *looked) TasksOf(area string) []plan.Task        { return x.tasks[area] }
func (x *looked) StepsOfTask(number int) []plan.Step     { return x.nodes[number] }

// lookups are the versions that were looked up.
type lookups map[*plan.Plan]*looked

func (l lookups) of(p *plan.Plan) *looked {
	if l[p] == nil {
		l[p] = lookup(p)
	}
	return l[p]
}

// ahead is a reader that has read what lies under some prefixes.
type ahead struct {
	storage.Reader
	prefixes []string
	rows     map[string][]byte
}

func readAhead(r storage.Reader, prefixes ...string) (storage.Reader, error) {
	a := ahead{r, prefixes, map[string][]byte{}}
	for _, p := range prefixes {
		if err := r.Scan(p, "", 0, func(key string, val []byte) error {
			a.rows[key] = slices.Clone(val)
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a ahead) Get(key string) ([]byte, bool, error) {
	if !slices.ContainsFunc(a.prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
		return a.Reader.Get(key)
	}
	val, ok := a.rows[key]
	return val, ok, nil
}
