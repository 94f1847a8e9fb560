package papers

import (
	"fmt"
	"slices"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/xlsx"
	"liubao/schedules"
	"liubao/storage"
)

// bookPeriods is how many periods a workbook goes back.
const bookPeriods = 24

// book is the workbook, of all units or of one.
func (s *sheet) book() error {
	duty, p, err := s.progressIn()
	if err != nil {
		return err
	}
	in := xlsx.Input{Plan: s.Plan, Private: s.paper.Private, Date: s.today(), Duty: duty.ID}
	for _, d := range s.Plan.EverDuties() {
		if d.Timing != plan.OnEvent && !d.OfOffice {
			if err := s.bookDuty(&in, d, p); err != nil {
				return err
			}
		}
	}
	slices.SortStableFunc(in.Periods, func(a, b xlsx.Period) int { return a.Period.Nominal.Compare(b.Period.Nominal) })
	if err := s.bookRest(&in); err != nil {
		return err
	}
	s.out.book = &in
	s.out.name = fmt.Sprintf(textBookName, s.Plan.Name, p.ID)
	s.out.line = fmt.Sprintf(textBookLine, reports.PeriodText(p))
	if s.paper.Unit != "" {
		s.out.name = s.Plan.UnitName(s.paper.Unit) + "_" + s.out.name
		s.out.line = s.Plan.UnitName(s.paper.Unit) + s.out.line
	}
	return nil
}

// bookDuty adds a duty's periods up to the one that the book is about.
func (s *sheet) bookDuty(in *xlsx.Input, duty plan.Duty, last plan.Period) error {
	periods := s.history(duty, last, bookPeriods)
	if duty.ID != last.Duty {
		p, ok := s.upTo(duty, last)
		if !ok {
			return nil // its days are not set, or nothing was owed yet
		}
		periods = s.history(duty, p, bookPeriods)
	}
	for _, p := range periods {
		rs, err := s.reportsOf(duty, p)
		if err != nil {
			return err
		}
		rs = s.ofUnit(rs)
		in.Periods = append(in.Periods, xlsx.Period{Period: p, Reports: rs})
		owed, err := s.bookOwed(duty, p)
		if err != nil {
			return err
		}
		in.Owed = append(in.Owed, owed...)
	}
	return nil
}

// upTo returns the duty's newest period that ends no later than another duty's.
func (s *sheet) upTo(duty plan.Duty, last plan.Period) (plan.Period, bool) {
	last.Nominal = last.Nominal.AddDays(1)
	return schedules.Previous(duty, s.Plan, s.Rules, s.Calendar, last)
}

func (s *sheet) bookRest(in *xlsx.Input) error {
	problems, err := storage.Problems(s.r)
	if err != nil {
		return err
	}
	if in.Requests, err = s.bookRequests(in.Periods); err != nil {
		return err
	}
	people, err := storage.AllPeople(s.r)
	if err != nil {
		return err
	}
	for _, x := range problems {
		if s.paper.Unit == "" || x.Unit == s.paper.Unit {
			in.Problems = append(in.Problems, x)
		}
	}
	for _, x := range people {
		if x.Left.IsZero() && (s.paper.Unit == "" || x.Unit == s.paper.Unit) {
			in.People = append(in.People, x)
		}
	}
	return nil
}

func (s *sheet) ofUnit(rs []reports.Report) []reports.Report {
	if s.paper.Unit == "" {
		return rs
	}
	var out []reports.Report
	for _, r := range rs {
		if r.Unit == s.paper.Unit {
			out = append(out, r)
		}
	}
	return out
}

// bookOwed returns where what was owed for one period of a duty stands, with
// how often each report was sent back.
func (s *sheet) bookOwed(duty plan.Duty, p plan.Period) ([]reports.Owed, error) {
	all, err := s.owed(duty, p)
	if err != nil {
		return nil, err
	}
	returns, err := standing.Returns(s.r, p.ID, duty.ID)
	if err != nil {
		return nil, err
	}
	var out []reports.Owed
	for _, o := range all {
		if o.Returns = returns[o.Key.Subject]; s.paper.Unit == "" || o.Unit == s.paper.Unit {
			out = append(out, o)
		}
	}
	return out, nil
}
