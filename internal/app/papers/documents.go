package papers

import (
	"fmt"

	"liubao/bot/desk/standing"
	"liubao/conversations/report"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/schedules"
	"liubao/storage"
)

// report is one report as its unit hands it in.
func (s *sheet) report() error {
	duty, err := s.everDuty(s.paper.Duty)
	if err != nil {
		return err
	}
	p, err := s.period(duty)
	if err != nil {
		return err
	}
	if then, ok := s.Plan.Duty(duty.ID); ok {
		duty = then
	}
	r, last, err := s.stored(duty, p, s.paper.Subject)
	if err != nil {
		return err
	}
	signer, err := s.name(r.SignedBy)
	if err != nil {
		return err
	}
	anchor, err := s.anchor(r.Unit, p.ID)
	if err != nil {
		return err
	}
	elsewhere, err := s.elsewhere(r, p)
	if err != nil {
		return err
	}
	if s.out.photos, err = s.evidence(r); err != nil {
		return err
	}
	asked, err := s.requests(p, true, func(x reports.Request, _ bool) bool {
		return x.Unit == r.Unit && x.Key.Duty == r.Key.Duty && x.Key.Subject == r.Key.Subject
	})
	if err != nil {
		return err
	}
	_, onArea := s.Plan.Area(r.Key.Subject)
	paces, err := s.paced(duty, p, r.Key.Subject)
	if err != nil {
		return err
	}
	notes, slips := slipNotes(paces)
	s.out.build = func(ev []docx.Evidence) (docx.Doc, error) {
		switch {
		case onArea && len(duty.Questions) == 0:
			return docx.Area(docx.AreaInput{Plan: s.Plan, Period: p, Report: r, Previous: last, Elsewhere: elsewhere, Evidence: ev,
				Signer: signer, Anchor: anchor, NotAsked: s.notAsked(duty, p), Requests: asked, Notes: notes, Slips: slips})
		case len(duty.Questions) > 0:
			return docx.Finance(docx.FinanceInput{Plan: s.Plan, Period: p, Report: r, Previous: last, Elsewhere: elsewhere, Evidence: ev,
				Signer: signer, Anchor: anchor})
		}
		return s.plainReport(duty, p, r, ev, signer, anchor), nil
	}
	s.titled(duty, p, r)
	return nil
}

// titled names a report's file and says what it is.
func (s *sheet) titled(duty plan.Duty, p plan.Period, r reports.Report) {
	subject := duty.Title
	if a, ok := s.Plan.Area(r.Key.Subject); ok {
		subject = a.Name
	}
	s.out.name = fmt.Sprintf(textReportName, s.Plan.UnitName(r.Unit), subject, p.ID, r.Version)
	s.out.line = fmt.Sprintf(textReportLine, reports.Titled(subject), reports.PeriodText(p), r.Version)
}

// everDuty returns a duty that the plan has or had.
func (s *sheet) everDuty(id string) (plan.Duty, error) {
	for _, d := range s.Plan.EverDuties() {
		if d.ID == id {
			return d, nil
		}
	}
	return plan.Duty{}, fmt.Errorf("%w: the plan has no duty %q", ErrNothing, id)
}

// plainReport is a report on a duty that asks for nothing but words.
func (s *sheet) plainReport(duty plan.Duty, p plan.Period, r reports.Report, ev []docx.Evidence, signer, anchor string) docx.Doc {
	d := docx.Doc{Title: s.Plan.UnitFull(r.Unit) + "\n" + fmt.Sprintf(textPlainTitle, duty.Title), Addressee: duty.Addressee, Copies: duty.Copies,
		Subtitle: "（" + docx.PeriodText(p) + "）", Signature: s.Plan.UnitFull(r.Unit),
		Date: plan.DateOf(r.SubmittedAt.In(s.loc)), Anchor: anchor, Attachments: docx.Attachments(s.Plan, ev)}
	for _, a := range r.Answers {
		d.Blocks = append(d.Blocks, docx.Para{Text: reports.Join(a.Words)})
	}
	d.Blocks = append(d.Blocks, docx.Para{Text: textEnd})
	if duty.SignOff != plan.SignNone && duty.SignOff != "" {
		d.SignOff = []docx.SignOff{{Label: textSigns, Name: signer}}
	}
	return d
}

// notAsked names the indicators that the period does not ask for.
func (s *sheet) notAsked(duty plan.Duty, p plan.Period) map[string]bool {
	out := map[string]bool{}
	for _, i := range s.Plan.Indicators {
		out[i.ID] = !report.Asked(i, duty, p)
	}
	return out
}

// reportsOf returns the reports of a duty's period.
func (s *sheet) reportsOf(duty plan.Duty, p plan.Period) ([]reports.Report, error) {
	return storage.Reports(s.r, p.ID, duty.ID)
}

// summary is the office's summary of a period, and in public the Word file
// beside the roll-up.
func (s *sheet) summary() error {
	duty, p, err := s.progressIn()
	if err != nil {
		return err
	}
	in := docx.SummaryInput{Plan: s.Plan, Period: p, NotAsked: s.notAsked(duty, p)}
	if in.Reports, err = s.reportsOf(duty, p); err != nil {
		return err
	}
	if in.Owed, err = s.owed(duty, p); err != nil {
		return err
	}
	if in.Date, err = s.summaryDate(p, in.Owed); err != nil {
		return err
	}
	if before, ok := schedules.Previous(duty, s.Plan, s.Rules, s.Calendar, p); ok {
		if in.Previous, err = s.reportsOf(duty, before); err != nil {
			return err
		}
	}
	if in.Anchor, err = s.anchor("", p.ID); err != nil {
		return err
	}
	if in.Requests, err = s.requests(p, false, func(_ reports.Request, open bool) bool { return !s.paper.Public || open }); err != nil {
		return err
	}
	solved, err := s.solved(p)
	if err != nil {
		return err
	}
	in.Owed, in.Solved = reports.Solve(in.Owed, solved), solved
	if s.paper.Public {
		in.HideDifficulties, in.HideNames, in.ForGroup = !s.paper.Difficulties, !s.paper.Names, true
	} else if err := s.inside(&in); err != nil {
		return err
	}
	paces, err := s.paced(duty, p, "")
	if err != nil {
		return err
	}
	in.Notes, in.Slips = slipNotes(paces)
	s.out.build = func(ev []docx.Evidence) (docx.Doc, error) {
		in.Evidence = ev
		return docx.Summary(in)
	}
	s.out.name = fmt.Sprintf(textSummaryName, s.Plan.Name, p.ID) + s.version()
	c := reports.Count(in.Owed)
	s.out.line = fmt.Sprintf(textSummaryLine, s.Plan.WorkName(), reports.PeriodText(p), c.Reported(), c.Owed)
	if c.Damaged > 0 {
		s.out.line += fmt.Sprintf(textSummaryUnread, c.Damaged)
		if !s.paper.Public {
			s.out.line += textAskOperator
		}
	}
	return nil
}

// inside adds what stays inside the office: problems and photos.
func (s *sheet) inside(in *docx.SummaryInput) (err error) {
	if in.Problems, err = storage.Problems(s.r); err != nil {
		return err
	}
	for _, r := range in.Reports {
		ps, err := s.evidence(r)
		if err != nil {
			return err
		}
		s.out.photos = append(s.out.photos, ps...)
	}
	return nil
}

// bulletin is the bulletin on who filed when.
func (s *sheet) bulletin() error {
	duty, p, err := s.progressIn()
	if err != nil {
		return err
	}
	if s.now.Before(p.Deadline) {
		return fmt.Errorf("%w: %s may still be filed until %s, and a bulletin is written after that", ErrOpen, p.ID, p.Deadline.In(s.loc).Format("2006-01-02 15:04"))
	}
	in := docx.BulletinInput{Plan: s.Plan, Period: p, Date: s.today(), HideNames: s.paper.Public && !s.paper.Names}
	if in.Owed, err = s.owed(duty, p); err != nil {
		return err
	}
	if s.paper.Copy || s.now.Sub(p.Deadline) > asLetter {
		in.Date = s.copied(p, in.Owed)
	}
	if in.Anchor, err = s.anchor("", p.ID); err != nil {
		return err
	}
	said, _, err := storage.Get[reports.BulletinWords](s.r, storage.RowBulletin.Key(p.ID))
	if err != nil {
		return err
	}
	in.Remarks, in.Demands = said.Remarks, said.Demands
	s.out.build = func([]docx.Evidence) (docx.Doc, error) { return docx.Bulletin(in) }
	s.out.name = fmt.Sprintf(textBulletinName, s.Plan.Name, p.ID) + s.version()
	s.out.line = fmt.Sprintf(textBulletinLine, reports.PeriodText(p))
	return nil
}

// owed returns where the reports of a duty stand in a period.
func (s *sheet) owed(duty plan.Duty, p plan.Period) ([]reports.Owed, error) {
	all, err := standing.In(s.r, s.Plan, duty.ID, p)
	return standing.At(all, s.now), err
}

// problems is the list of serious problems.
func (s *sheet) problems() error {
	all, err := storage.Problems(s.r)
	if err != nil {
		return err
	}
	s.Plan = s.Plan.On(s.today())
	in := docx.ProblemsInput{Plan: s.Plan, Problems: all, Date: s.today()}
	if in.Anchor, err = s.anchor("", s.paper.Period); err != nil {
		return err
	}
	s.out.build = func([]docx.Evidence) (docx.Doc, error) { return docx.Problems(in) }
	s.out.name = fmt.Sprintf(textProblemsName, s.Plan.Name, s.today())
	s.out.line = fmt.Sprintf(textProblemsLine, docx.DateText(s.today()), len(all))
	return nil
}

// version ends the name of a file of which the group's and the office's differ.
func (s *sheet) version() string {
	if s.paper.Public {
		return textForGroup
	}
	return textForFiling
}
