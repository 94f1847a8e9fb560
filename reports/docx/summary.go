package docx

import (
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
	Evidence []Evidence
	NotAsked map[string]bool // ids of indicators that the period does not ask for; left out where nothing was told
	Intro    string          // words of the director, set before everything else
	// HideDifficulties leaves out what units said of difficulties and needs.
	HideDifficulties bool
	// HideNames counts who filed and leaves the table of units out; areas that
	// have not filed are shown as being worked on.
	HideNames bool
	// ForGroup is set for the task force's group: without the section on serious
	// problems, and a task in difficulty whose words are hidden says no more
	// than that it is in hand.
	ForGroup  bool
	Signature string // empty takes the name of the task force's office
	Date      plan.Date
	Imprint   string
}

// Summary builds the half-month summary for the plan's superiors: who filed
// when, each area's tasks, indicators, difficulties, problems, next steps. Tasks
// have the plan's numbers throughout.
func Summary(in SummaryInput) (Doc, error) {
	if in.Plan == nil {
		return Doc{}, fmt.Errorf("summary: no plan")
	}
	var b builder
	if len(lines(in.Intro)) > 0 {
		b.para("", in.Intro)
	} else {
		b.para("", fmt.Sprintf(textSummaryIntro, PeriodText(in.Period), in.Plan.Name))
	}
	in.filing(&b)
	in.areas(&b)
	in.indicators(&b)
	in.difficulties(&b)
	if !in.ForGroup {
		b.head(1, textProblems)
		b.problems(in.Plan, in.Problems)
	}
	in.answers(&b, textNext, "next")
	in.answers(&b, textPractice, "practice")
	return Doc{
		Title:       fmt.Sprintf(textSummaryTitle, in.Plan.Name),
		Subtitle:    "（" + PeriodText(in.Period) + "）",
		Addressee:   in.Plan.Superiors,
		Blocks:      b.blocks,
		Attachments: attachments(in.Plan, in.Evidence),
		Signature:   signature(in.Signature, in.Plan),
		Date:        in.Date,
		SignOff:     []SignOff{{Label: textOfficeSigns}},
		Imprint:     in.Imprint,
	}, nil
}

// signature returns the name given, or the task force's office.
func signature(given string, p *plan.Plan) string {
	if given != "" {
		return given
	}
	return p.Name + "办公室"
}

func (in SummaryInput) filing(b *builder) {
	t := Table{
		Head:   []string{"领域", "牵头单位", "报送情况", "报送时间"},
		Widths: []int{24, 27, 27, 22},
		Centre: []bool{true, true, true, true},
	}
	for _, a := range in.Plan.Areas {
		o := standingOf(in.Owed, a.ID)
		t.Rows = append(t.Rows, []string{a.Name, in.Plan.UnitName(a.Lead), filing(o), first(o, in.Plan)})
	}
	b.head(1, textFiling)
	c := reports.Count(in.Owed)
	if in.HideNames {
		b.para("", fmt.Sprintf(textCounted, c.Owed, c.Reported()))
		return
	}
	b.para("", counted(c))
	b.table(t)
}

func (in SummaryInput) areas(b *builder) {
	b.head(1, textAreas)
	for _, a := range in.Plan.Areas {
		b.head(2, fmt.Sprintf("%s（牵头单位：%s）", a.Name, in.Plan.UnitName(a.Lead)))
		r, o := in.of(a), standingOf(in.Owed, a.ID)
		if r == nil && in.HideNames && o.Stand != reports.Excused {
			b.para("", textGathering)
			continue
		}
		if r == nil {
			b.para("", filing(o))
			continue
		}
		for _, t := range in.Plan.TasksOf(a.ID) {
			b.blocks = append(b.blocks, Heading{Level: 3, Text: t.Title, Number: t.Number})
			e, _ := r.Entry(t.Number)
			if in.HideDifficulties && e.Progress == reports.Difficulty {
				e = reports.Entry{Task: e.Task, Progress: e.Progress}
				if in.ForGroup {
					b.para("", textInHand)
					continue
				}
			}
			b.entry(e)
			b.evidence(t.Number, in.Evidence)
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
		t, ok := indicatorTable(asked(in.Plan.IndicatorsOf(a.ID), in.NotAsked, r), in.Period, r, find(in.Previous, a.ID), false)
		if !ok {
			continue
		}
		t.Rows = append(append(all.Rows, []string{a.Name}), t.Rows...)
		all = t
	}
	if len(all.Rows) > 0 {
		b.head(1, textIndicators)
		b.table(all)
	}
}

// asked leaves out the indicators that are not asked for and that the report
// says nothing of.
func asked(all []plan.Indicator, not map[string]bool, r *reports.Report) []plan.Indicator {
	var out []plan.Indicator
	for _, i := range all {
		told := false
		if r != nil {
			_, told = r.Reading(i.ID)
		}
		if told || !not[i.ID] {
			out = append(out, i)
		}
	}
	return out
}

func (in SummaryInput) difficulties(b *builder) {
	t := Table{
		Head:   []string{"任务", "牵头单位", "困难", "需要支持", "请求协调"},
		Widths: []int{20, 15, 28, 22, 15},
		Centre: []bool{false, true},
	}
	for _, a := range in.Plan.Areas {
		r := in.of(a)
		if r == nil || in.HideDifficulties {
			continue
		}
		for _, task := range in.Plan.TasksOf(a.ID) {
			e, _ := r.Entry(task.Number)
			if e.Progress == reports.Difficulty {
				t.Rows = append(t.Rows, []string{
					fmt.Sprintf("%d.%s", task.Number, task.Title), in.Plan.UnitName(a.Lead),
					e.Said(), reports.Join(e.Need), reports.Join(e.NeedFrom),
				})
			}
		}
	}
	if len(t.Rows) > 0 {
		b.head(1, textDifficulties)
		b.table(t)
	}
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

// of returns an area's report where it counts as reported, nil where not.
func (in SummaryInput) of(a plan.Area) *reports.Report { return reported(in.Reports, in.Owed, a.ID) }
