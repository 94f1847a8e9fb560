package docx

import (
	"fmt"

	"liubao/plan"
	"liubao/reports"
)

// AreaInput is what a lead unit's report on its area is made from.
type AreaInput struct {
	Plan     *plan.Plan
	Period   plan.Period
	Report   reports.Report  // Key.Subject is the area's id
	Previous *reports.Report // the last report on the area, nil for none
	Evidence []Evidence
	NotAsked map[string]bool // ids of indicators that the period does not ask for; left out where nothing was told
	Signer   string          // name of who signed, where Report.SignedAt is set
	Date     plan.Date       // day of the document; zero takes the submission's
	Imprint  string          // such as the audit head
}

// Area builds a lead unit's report: per task its state, words, difficulty and
// what is needed from whom; then the indicators, next steps and practice.
func Area(in AreaInput) (Doc, error) {
	area, ok := in.Plan.Area(in.Report.Key.Subject)
	if !ok {
		return Doc{}, fmt.Errorf("area report: the plan has no area %q", in.Report.Key.Subject)
	}
	duty, _ := in.Plan.Duty(in.Report.Key.Duty)
	tasks := in.Plan.TasksOf(area.ID)
	var b builder
	b.para("", fmt.Sprintf(textAreaIntro, PeriodText(in.Period), area.Name))
	b.para(textCorrection, in.Report.Correction)
	b.head(1, textOverview)
	b.para("", area.Name+counts(in.Report.Entries, len(tasks)))
	b.para(textGoal, sentence(area.Goal))
	b.head(1, textTasks)
	for _, t := range tasks {
		b.head(2, t.Title)
		e, _ := in.Report.Entry(t.Number)
		b.entry(e)
		b.evidence(t.Number, in.Evidence)
	}
	if t, ok := indicatorTable(asked(in.Plan.IndicatorsOf(area.ID), in.NotAsked, &in.Report), in.Period, &in.Report, in.Previous, false); ok {
		b.head(1, textIndicators)
		b.table(t)
	}
	b.section(textNext, in.Report.Answer("next"))
	b.section(textPractice, in.Report.Answer("practice"))
	unit := in.Plan.UnitName(in.Report.Unit)
	loc := in.Plan.Location()
	return Doc{
		Title:       titled(unit, fmt.Sprintf(textProgressReport, area.Name)),
		Subtitle:    "（" + PeriodText(in.Period) + "）",
		Addressee:   duty.Addressee,
		Blocks:      b.blocks,
		Attachments: attachments(in.Plan, in.Evidence),
		Signature:   unit,
		Date:        dated(in.Date, in.Report, loc),
		SignOff:     signOff(duty, in.Report, in.Signer, loc),
		Imprint:     in.Imprint,
	}, nil
}
