package docx

import (
	"fmt"

	"liubao/plan"
	"liubao/reports"
)

// AreaInput is what a lead unit's report on its area is made from.
type AreaInput struct {
	Plan      *plan.Plan
	Period    plan.Period
	Report    reports.Report   // Key.Subject is the area's id
	Previous  *reports.Report  // the last report on the area, nil for none
	Elsewhere []reports.Report // of the unit in the same month, oldest first: figures known from them are not missing
	Requests  []Request        // what the area has asked of others: open, or closed in the period
	Notes     map[int]TaskNote
	Slips     []string // sentences about indicators that slip, below their table
	Evidence  []Evidence
	NotAsked  map[string]bool // ids of indicators that the period does not ask for
	Signer    string          // name of who signed, where Report.SignedAt is set
	Date      plan.Date       // day of the document; zero takes the submission's
	Anchor    string          // see [Doc]
}

// Area builds a lead unit's report: what was done of each task; all indicators
// of the area, those known from another report included; difficulties with what
// is needed from whom; next steps.
func Area(in AreaInput) (Doc, error) {
	area, ok := in.Plan.Area(in.Report.Key.Subject)
	if !ok {
		return Doc{}, fmt.Errorf("area report: the plan has no area %q", in.Report.Key.Subject)
	}
	duty, _ := in.Plan.Duty(in.Report.Key.Duty)
	tasks := in.Plan.TasksOf(area.ID)
	subject := in.Plan.WorkName() + area.Name
	var b builder
	b.para("", fmt.Sprintf(textAreaIntro, PeriodText(in.Period), subject))
	b.para(textCorrection, in.Report.Correction)
	b.head(1, textOverview)
	b.para("", area.Name+counts(in.Report.Entries, len(tasks)))
	b.para(textGoal, sentence(area.Goal))
	b.head(1, textTasks)
	for _, t := range tasks {
		in.task(&b, t)
	}
	f := figures{now: &in.Report, last: in.Previous, elsewhere: in.Elsewhere, notAsked: in.NotAsked, loc: in.Plan.Location()}
	if t, ok := indicatorTable(ofArea(in.Plan, area.ID), in.Period, f, false); ok {
		b.head(1, textIndicators)
		b.table(t)
		b.slips(in.Slips)
	}
	b.section(textPractice, in.Report.Answer("practice"))
	in.difficulties(&b, tasks)
	requests(&b, in.Requests)
	b.section(textNext, in.Report.Answer("next"))
	b.para("", textEnd)
	return signed(in.Plan, duty, in.Report, in.Signer, Doc{
		Title:       titled(in.Plan.UnitFull(in.Report.Unit), areaTitle(in.Plan.WorkName(), area.Name)),
		Subtitle:    "（" + PeriodText(in.Period) + "）",
		Blocks:      b.blocks,
		Attachments: Attachments(in.Plan, in.Evidence),
		Date:        in.Date,
		Anchor:      in.Anchor,
	}), nil
}

// areaTitle says what the report is about: the area's name is never broken.
func areaTitle(work, area string) string {
	if s := fmt.Sprintf(textProgressReport, work+area); width(s) <= titleHalves {
		return s
	}
	return fmt.Sprintf(textProgressReport, work+"\n"+area)
}

// task adds what was done of a task; its difficulty has a section of its own.
func (in AreaInput) task(b *builder, t plan.Task) {
	e, _ := in.Report.Entry(t.Number)
	if e.Progress == reports.Difficulty {
		b.done(t, e)
		return
	}
	b.task(t, said(e))
	if e.Progress == reports.Same && e.SameRun > 1 {
		b.para(fmt.Sprintf(textReason, e.SameRun), reports.Join(e.Reason))
	}
	b.note(noteOf(in.Notes, e))
	b.evidence(t.Number, in.Evidence)
}

func (in AreaInput) difficulties(b *builder, tasks []plan.Task) {
	none := true
	for _, t := range tasks {
		e, _ := in.Report.Entry(t.Number)
		if e.Progress != reports.Difficulty {
			continue
		}
		if none {
			b.head(1, textDifficulties)
			none = false
		}
		_, hard := reports.Parted(e.Said())
		b.task(t, hard)
		b.para(textNeed, reports.Join(e.Need))
		b.para(textNeedFrom, reports.Join(e.NeedFrom))
		b.note(noteOf(in.Notes, e))
		b.evidence(t.Number, in.Evidence)
	}
}

// ofArea returns all indicators of an area, those that a duty of its own asks
// for included.
func ofArea(p *plan.Plan, area string) []plan.Indicator {
	var out []plan.Indicator
	for _, i := range p.Indicators {
		if i.Area == area {
			out = append(out, i)
		}
	}
	return out
}

// signed puts a unit's name, day and place to sign under its report, and whom
// it goes to above.
func signed(p *plan.Plan, duty plan.Duty, r reports.Report, signer string, d Doc) Doc {
	d.Addressee, d.Copies, d.Signature = duty.Addressee, duty.Copies, p.UnitFull(r.Unit)
	d.Date = dated(d.Date, r, p.Location())
	d.SignOff = signOff(duty, r, signer, p.Location())
	return d
}
