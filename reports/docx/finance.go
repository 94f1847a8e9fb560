package docx

import (
	"fmt"
	"strings"

	"liubao/plan"
	"liubao/reports"
)

// FinanceInput is what a report with questions of its own is made from, such
// as the finance bureau's monthly one.
type FinanceInput struct {
	Plan      *plan.Plan
	Period    plan.Period
	Report    reports.Report   // Key.Duty names the duty whose questions it answers
	Previous  *reports.Report  // the last report of the duty, nil for none
	Elsewhere []reports.Report // of the unit in the same month, oldest first
	Evidence  []Evidence
	Signer    string
	Date      plan.Date
	Anchor    string
}

// Finance builds the finance report: the duty's questions with their answers,
// what the unit has reported elsewhere in the month, and the indicators of the
// area that it leads, the private ones included. It goes to the duty's addressee alone;
// nothing else shows private indicators.
func Finance(in FinanceInput) (Doc, error) {
	duty, ok := in.Plan.Duty(in.Report.Key.Duty)
	if !ok {
		return Doc{}, fmt.Errorf("finance report: the plan has no duty %q", in.Report.Key.Duty)
	}
	subject := strings.TrimSuffix(duty.Title, "月报")
	var b builder
	b.para("", fmt.Sprintf(textFinanceIntro, PeriodText(in.Period), subject))
	b.para(textCorrection, in.Report.Correction)
	for _, q := range duty.Questions {
		b.section(q.Title, in.Report.Answer(q.ID))
	}
	in.elsewhere(&b)
	f := figures{now: &in.Report, last: in.Previous, elsewhere: in.Elsewhere, loc: in.Plan.Location()}
	if t, ok := indicatorTable(in.indicators(duty), in.Period, f, true); ok {
		b.head(1, textIndicators)
		b.table(t)
	}
	b.section(textPractice, in.Report.Answer("practice"))
	b.section(textNext, in.Report.Answer("next"))
	b.para("", textEnd)
	return signed(in.Plan, duty, in.Report, in.Signer, Doc{
		Title:       titled(in.Plan.UnitFull(in.Report.Unit), fmt.Sprintf(textFinanceTitle, subject)),
		Subtitle:    "（" + PeriodText(in.Period) + "）",
		Blocks:      b.blocks,
		Attachments: Attachments(in.Plan, in.Evidence),
		Date:        in.Date,
		Anchor:      in.Anchor,
	}), nil
}

// elsewhere says what the unit has reported of its tasks in the same month.
func (in FinanceInput) elsewhere(b *builder) {
	none := true
	for _, r := range in.Elsewhere {
		for _, e := range r.Entries {
			t, ok := in.Plan.Task(e.Task)
			if !ok || said(e) == "" {
				continue
			}
			if none {
				b.head(1, textElsewhere)
				none = false
			}
			b.lead(fmt.Sprintf(textElsewhereOf, t.Number, t.Title, day(r.SubmittedAt, in.Plan.Location())), said(e))
		}
	}
}

// indicators returns those of the duty's area, where the unit leads it, and any
// other that it gives a reading of. What another unit leads is not this one's to report.
func (in FinanceInput) indicators(d plan.Duty) []plan.Indicator {
	area, _ := in.Plan.Area(d.Area)
	leads := area.Lead != "" && area.Lead == in.Report.Unit
	var out []plan.Indicator
	for _, i := range in.Plan.Indicators {
		if _, told := in.Report.Reading(i.ID); told || leads && i.Area == d.Area {
			out = append(out, i)
		}
	}
	return out
}
