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
	Plan     *plan.Plan
	Period   plan.Period
	Report   reports.Report  // Key.Duty names the duty whose questions it answers
	Previous *reports.Report // the last report of the duty, nil for none
	Evidence []Evidence
	Signer   string
	Date     plan.Date
	Imprint  string
}

// Finance builds the finance report: the duty's questions with their answers
// and the indicators of its area, the private ones included. It goes to the
// duty's addressee alone; nothing else shows private indicators.
func Finance(in FinanceInput) (Doc, error) {
	duty, ok := in.Plan.Duty(in.Report.Key.Duty)
	if !ok {
		return Doc{}, fmt.Errorf("finance report: the plan has no duty %q", in.Report.Key.Duty)
	}
	subject := strings.TrimSuffix(duty.Title, "月报")
	var b builder
	b.para("", fmt.Sprintf(textFinanceIntro, PeriodText(in.Period)))
	b.para(textCorrection, in.Report.Correction)
	for _, q := range duty.Questions {
		b.section(q.Title, in.Report.Answer(q.ID))
	}
	if t, ok := indicatorTable(financeIndicators(in.Plan, duty, in.Report), in.Period, &in.Report, in.Previous, true); ok {
		b.head(1, textIndicators)
		b.table(t)
	}
	b.section(textNext, in.Report.Answer("next"))
	b.section(textPractice, in.Report.Answer("practice"))
	unit := in.Plan.UnitName(in.Report.Unit)
	loc := in.Plan.Location()
	return Doc{
		Title:       titled(unit, fmt.Sprintf(textFinanceTitle, subject)),
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

// financeIndicators returns the indicators of the duty's area and any other
// that the report gives a reading of.
func financeIndicators(p *plan.Plan, d plan.Duty, r reports.Report) []plan.Indicator {
	var out []plan.Indicator
	for _, i := range p.Indicators {
		if _, told := r.Reading(i.ID); told || d.Area != "" && i.Area == d.Area {
			out = append(out, i)
		}
	}
	return out
}
