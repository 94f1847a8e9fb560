package docx

import (
	"errors"
	"fmt"
	"strings"

	"liubao/plan"
	"liubao/reports"
)

// SummaryInput is what the office's summary of a period is made from.
type SummaryInput struct {
	Plan     *plan.Plan
	Period   plan.Period
	Reports  []reports.Report // the newest version of each area's report
	Previous []reports.Report // the period before, for last values
	Owed     []reports.Owed   // where each area's report stands
	Problems []reports.Problem
	Requests []Request         // difficulties on their way to whoever can solve them
	Solved   []reports.Request // closed since the period began: their difficulties are left out
	Notes    map[int]TaskNote
	Slips    []string // sentences about indicators that slip, below their table
	Evidence []Evidence
	NotAsked map[string]bool // ids of indicators that the period does not ask for; left out where nothing was told
	Intro    string          // words of the director, set before everything else
	// ForGroup makes the version for the task force's group: nobody is
	// addressed, and it says nothing of serious problems.
	ForGroup bool
	// HideDifficulties leaves out what units said of difficulties and needs: such
	// a task says no more than that it is reported.
	HideDifficulties bool
	// HideNames says nothing of an area that has not reported.
	HideNames bool
	Date      plan.Date
	Anchor    string
}

// Request is a difficulty that somebody was asked to solve (协调事项).
type Request struct {
	Unit  string // name of who asks
	What  string
	To    string // names of who was asked
	State string // how far it is, in a word or two
}

// TaskNote is what stands beside a task: how last period's plan was kept, and
// how it looks by the calendar.
type TaskNote struct {
	Planned string // 下步打算 of the period before and what became of it, from the report itself
	Light   string // a word for the computed light, "" for none
	Reason  string // why
}

// Summary builds the half-month summary for the plan's superiors as it is sent:
// where things stand, each area's tasks, indicators, difficulties and nothing
// but difficulties, next steps. Who was late stands in the bulletin. Tasks have
// the plan's numbers throughout.
func Summary(in SummaryInput) (Doc, error) {
	if in.Plan == nil {
		return Doc{}, errors.New("summary: no plan")
	}
	var b builder
	if !in.ForGroup {
		b.para("", fmt.Sprintf(textSummaryIntro, PeriodText(in.Period), in.Plan.WorkName()))
	}
	b.head(1, textOverview)
	b.para("", in.Intro)
	b.para("", in.overview())
	in.areas(&b)
	in.indicators(&b)
	in.answers(&b, textPractice, "practice")
	in.difficulties(&b)
	in.requests(&b)
	in.answers(&b, textNext, "next")
	d := Doc{
		Title:       fmt.Sprintf(textSummaryTitle, in.Plan.WorkName()),
		Subtitle:    "（" + PeriodText(in.Period) + "）",
		Attachments: pictures(in.Plan, in.Evidence),
		Signature:   office(in.Plan),
		Date:        in.Date,
	}
	if in.ForGroup {
		d.Title = fmt.Sprintf(textGroupTitle, in.Plan.WorkName())
	} else {
		b.para("", textEnd)
		d.Addressee, d.Copies = addressed(in.Plan, in.Period.Duty)
		d.Anchor = in.Anchor
	}
	d.Blocks = b.blocks
	return d, nil
}

// addressed returns who the summary of a duty's reports goes to, and who gets a
// copy: as the duty says that sums them up, else the plan's superiors.
func addressed(p *plan.Plan, duty string) (to, copies []string) {
	for _, d := range p.Duties {
		if d.OfOffice && d.After != "" && (d.After == duty || duty == "") {
			return d.Addressee, d.Copies
		}
	}
	if len(p.Superiors) == 0 {
		return nil, nil
	}
	return p.Superiors[:1], p.Superiors[1:]
}

// office is the name of the task force's office.
func office(p *plan.Plan) string { return p.FormalName() + "办公室" }

// of returns an area's report where it counts as reported, nil where not.
func (in SummaryInput) of(a plan.Area) *reports.Report { return reported(in.Reports, in.Owed, a.ID) }

// note is what stands beside a task. The group is not told what a unit had planned and
// did not do.
func (in SummaryInput) note(e reports.Entry) TaskNote {
	n := noteOf(in.Notes, e)
	if in.ForGroup {
		n.Planned = ""
	}
	return n
}

// hidden reports whether a task's difficulty is not shown.
func (in SummaryInput) hidden(e reports.Entry) bool {
	return in.HideDifficulties && e.Progress == reports.Difficulty
}

// overview is the paragraph that counts: areas, tasks, targets.
func (in SummaryInput) overview() string {
	c := reports.Count(in.Owed)
	owed := 0
	for _, t := range in.Plan.Tasks {
		if standingOf(in.Owed, t.Area).Stand != reports.Excused {
			owed++
		}
	}
	s := fmt.Sprintf(textCounted, c.Owed, owed, c.Reported(), c.Tasks)
	switch {
	case c.Reported() == 0:
		return fmt.Sprintf(textCountedNone, c.Owed, owed) + in.unreadable()
	case c.Reported() == c.Owed && c.Tasks == owed:
		s = fmt.Sprintf(textCountedAll, c.Owed, owed)
	}
	var parts []string
	for _, p := range c.States(!in.HideDifficulties) {
		parts = append(parts, inState(p, c.Progress[p]))
	}
	if len(parts) > 0 {
		s += fmt.Sprintf(textStates, strings.Join(parts, "、"))
	}
	s += "。" + in.targets()
	var missing []string
	for _, a := range in.Plan.Areas {
		switch standingOf(in.Owed, a.ID).Stand {
		case reports.NotDue, reports.Missing, reports.SentBack:
			missing = append(missing, a.Name)
		}
	}
	if len(missing) > 0 && !in.HideNames {
		s += fmt.Sprintf(textToFollow, areaNames(missing))
	}
	return s + in.unreadable()
}

// namedAreas is how many areas a sentence names; of more it names so many and says how
// many there are. The bulletin has all.
const namedAreas = 12

func areaNames(all []string) string {
	if len(all) <= namedAreas {
		return strings.Join(all, "、")
	}
	return fmt.Sprintf(textAreasMore, strings.Join(all[:namedAreas], "、"), len(all))
}

// unreadable says what came and cannot be read, "" for nothing.
func (in SummaryInput) unreadable() string {
	var names []string
	for _, a := range in.Plan.Areas {
		if standingOf(in.Owed, a.ID).Stand == reports.Damaged {
			names = append(names, a.Name)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case in.HideNames:
		return fmt.Sprintf(textUnreadMany, len(names))
	}
	return fmt.Sprintf(textUnread, areaNames(names))
}

// targets counts the indicators that have a target and a value.
func (in SummaryInput) targets() string {
	n := map[plan.Standing]int{}
	for _, a := range in.Plan.Areas {
		r := in.of(a)
		for _, i := range in.Plan.IndicatorsOf(a.ID) {
			if x, ok := reading(r, i.ID); ok && !x.Unknown && !i.Private {
				n[i.Judge(x.Value, in.Period).Standing]++
			}
		}
	}
	all := n[plan.Reached] + n[plan.Short] + n[plan.Missed]
	if all == 0 {
		return ""
	}
	s := fmt.Sprintf(textTargets, all)
	for _, x := range []struct {
		n     int
		words string
	}{{n[plan.Reached], textTargetsReached}, {n[plan.Short], textTargetsShort}, {n[plan.Missed], textTargetsMissed}} {
		if x.n > 0 {
			s += fmt.Sprintf(x.words, x.n)
		}
	}
	return s + "。"
}

func (in SummaryInput) areas(b *builder) {
	none := true
	for _, a := range in.Plan.Areas {
		r := in.of(a)
		if r == nil {
			continue
		}
		if none {
			b.head(1, textTasks)
			none = false
		}
		b.head(2, fmt.Sprintf("%s（牵头单位：%s）", a.Name, in.Plan.UnitName(a.Lead)))
		for _, t := range in.Plan.TasksOf(a.ID) {
			e, _ := r.Entry(t.Number)
			switch {
			case in.hidden(e):
				b.task(t, textReported)
			case e.Progress != reports.Difficulty: // which has a section of its own
				b.task(t, said(e))
				b.note(in.note(e))
			default:
				b.done(t, e)
			}
		}
	}
}

func (in SummaryInput) indicators(b *builder) {
	var all Table
	for _, a := range in.Plan.Areas {
		r := in.of(a)
		if r == nil {
			continue
		}
		list := asked(in.Plan.IndicatorsOf(a.ID), in.NotAsked, r)
		t, ok := indicatorTable(list, in.Period, figures{now: r, last: find(in.Previous, a.ID)}, false)
		if !ok {
			continue
		}
		t.Rows = append(append(all.Rows, []string{a.Name}), t.Rows...)
		all = t
	}
	if len(all.Rows) > 0 {
		b.head(1, textIndicators)
		b.table(all)
		b.slips(in.Slips)
	}
}

// difficulties says what is difficult, and asks for nothing: that has no place
// in a report. Serious problems that are open belong to it.
func (in SummaryInput) difficulties(b *builder) {
	var out builder
	for _, a := range in.Plan.Areas {
		r := in.of(a)
		if r == nil || in.HideDifficulties {
			continue
		}
		for _, t := range in.Plan.TasksOf(a.ID) {
			if e, _ := r.Entry(t.Number); e.Progress == reports.Difficulty && !reports.Solved(in.Solved, r.Key, t.Number) {
				_, hard := reports.Parted(e.Said())
				out.task(t, hard)
				out.note(in.note(e))
			}
		}
	}
	for _, p := range in.Problems {
		if p.Open() && !in.ForGroup {
			out.lead(fmt.Sprintf(textProblemOf, in.Plan.UnitName(p.Unit)), p.What+assignedText(in.Plan, p))
		}
	}
	if len(out.blocks) > 0 {
		b.head(1, textDifficulties)
		b.blocks = append(b.blocks, out.blocks...)
	}
}

// assignedText says who deals with a problem.
func assignedText(p *plan.Plan, x reports.Problem) string {
	if len(x.Assigned) == 0 {
		return ""
	}
	var units []string
	for _, u := range x.Assigned {
		units = append(units, p.UnitName(u))
	}
	return fmt.Sprintf(textProblemAssigned, strings.Join(units, "、"))
}

// requests lists what somebody was asked to solve and has not.
func (in SummaryInput) requests(b *builder) {
	if !in.HideDifficulties {
		requests(b, in.Requests)
	}
}

// requests sets out who was asked what, and what came of it.
func requests(b *builder, all []Request) {
	if len(all) == 0 {
		return
	}
	b.head(1, textRequests)
	t := Table{Head: []string{"提出单位", "需协调事项", "协调单位", "办理情况"}, Widths: []int{16, 34, 18, 32}, Centre: []bool{true, false, true, true}}
	for _, r := range all {
		t.Rows = append(t.Rows, []string{r.Unit, r.What, r.To, r.State})
	}
	b.table(t)
}

// answers gathers what the areas answered to one of the two last questions.
func (in SummaryInput) answers(b *builder, title, question string) {
	none := true
	for _, a := range in.Plan.Areas {
		r := in.of(a)
		if r == nil || strings.TrimSpace(r.Answer(question)) == "" {
			continue
		}
		if none {
			b.head(1, title)
			none = false
		}
		b.para(a.Name+"：", r.Answer(question))
	}
}

// asked leaves out the indicators that are not asked for and that the report
// says nothing of.
func asked(all []plan.Indicator, not map[string]bool, r *reports.Report) []plan.Indicator {
	var out []plan.Indicator
	for _, i := range all {
		if _, told := reading(r, i.ID); told || !not[i.ID] {
			out = append(out, i)
		}
	}
	return out
}
