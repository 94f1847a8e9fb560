package papers

import (
	"fmt"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/storage"
)

// agenda is what a meeting has to decide: what is difficult in the period, and
// everything that is open, whatever period it comes from.
func (s *sheet) agenda() error {
	duty, p, err := s.progressIn()
	if err != nil {
		return err
	}
	in := docx.AgendaInput{Plan: s.Plan, Date: s.today()}
	n := 0
	for _, topic := range []func() (docx.Topic, error){
		s.fromMeetings, s.openRequests, func() (docx.Topic, error) { return s.difficulties(duty, p) }, s.openProblemsTopic, s.openInstructions, s.lateFindings,
	} {
		t, err := topic()
		if err != nil {
			return err
		}
		in.Topics, n = append(in.Topics, t), n+len(t.Items)
	}
	if in.Anchor, err = s.anchor("", p.ID); err != nil {
		return err
	}
	s.out.build = func([]docx.Evidence) (docx.Doc, error) { return docx.Agenda(in) }
	s.out.name = fmt.Sprintf(textAgendaName, s.Plan.Name, s.today())
	s.out.line = fmt.Sprintf(textAgendaLine, docx.DateText(s.today()), n)
	return nil
}

// difficulties are the tasks that the period's reports say are difficult and nobody solved.
func (s *sheet) difficulties(duty plan.Duty, p plan.Period) (docx.Topic, error) {
	t := docx.Topic{Title: textTopicTrouble}
	rs, err := s.reportsOf(duty, p)
	if err != nil {
		return t, err
	}
	owed, err := s.owed(duty, p)
	if err != nil {
		return t, err
	}
	asked, err := storage.OpenRequests(s.r, reports.Trouble, 0)
	if err != nil {
		return t, err
	}
	solved, err := storage.ClosedRequests(s.r, p.From.At(plan.Clock{}, s.loc)) // what is settled today is not for the meeting
	if err != nil {
		return t, err
	}
	for _, r := range rs {
		if !standOf(owed, r.Key.Subject).Stand.Reported() {
			continue
		}
		for _, e := range r.Entries {
			task, ok := s.Plan.Task(e.Task)
			if !ok || e.Progress != reports.Difficulty || stands(asked, r, e.Task) || reports.Solved(solved, r.Key, e.Task) {
				continue
			}
			_, hard := reports.Parted(e.Said()) // what was done is not for the meeting
			what := fmt.Sprintf("%d.%s：%s", task.Number, task.Title, hard)
			if need := reports.Join(e.Need); need != "" {
				what += "\n" + textNeed + need
			}
			if from := reports.Join(e.NeedFrom); from != "" {
				what += "\n" + textNeedFrom + from
			}
			t.Items = append(t.Items, docx.Item{What: what, Units: []string{r.Unit}, State: fmt.Sprintf(textOfPeriod, s.day(r.SubmittedAt))})
		}
	}
	return t, nil
}

func (s *sheet) openProblemsTopic() (docx.Topic, error) {
	t := docx.Topic{Title: textTopicProblems}
	all, err := storage.Problems(s.r)
	if err != nil {
		return t, err
	}
	for _, x := range all {
		if x.Open() {
			t.Items = append(t.Items, docx.Item{What: x.What, Units: append([]string{x.Unit}, x.Assigned...), State: s.since(x.At) + s.due(x.Due)})
		}
	}
	return t, nil
}

func (s *sheet) lateFindings() (docx.Topic, error) {
	t := docx.Topic{Title: textTopicFindings}
	all, err := storage.AllSound[reports.Finding](s.r, storage.RowOpenFinding.Prefix())
	for _, x := range all {
		if x.Overdue(s.today()) {
			t.Items = append(t.Items, docx.Item{What: x.Text, Units: []string{x.Unit}, State: s.since(x.At) + s.due(x.Due)})
		}
	}
	return t, err
}

// since says from which day on something has been open.
func (s *sheet) since(at time.Time) string {
	span := reports.SpanText(s.now.Sub(at))
	if days := s.days(plan.DateOf(at.In(s.loc))); days > 0 { // as the two days that stand there are counted
		span = fmt.Sprintf(textDays, days)
	}
	return fmt.Sprintf(textOpenSince, s.day(at), span)
}

// due says by when something is to be done, and by how much that is over.
func (s *sheet) due(day plan.Date) string {
	if day.IsZero() {
		return ""
	}
	out := "；" + fmt.Sprintf(textDueOn, docx.DateText(day))
	if late := s.days(day); late > 0 {
		out += fmt.Sprintf(textOverdueDays, late)
	}
	return out
}

// days is how many days ago a day was.
func (s *sheet) days(day plan.Date) int {
	return int(s.today().At(plan.Clock{}, time.UTC).Sub(day.At(plan.Clock{}, time.UTC)) / (24 * time.Hour))
}

func (s *sheet) day(at time.Time) string { return docx.DateText(plan.DateOf(at.In(s.loc))) }
