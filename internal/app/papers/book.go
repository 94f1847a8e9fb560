package papers

import (
	"fmt"
	"slices"

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
	duty, err := s.progress()
	if err != nil {
		return err
	}
	p, err := s.period(duty)
	if err != nil {
		return err
	}
	in := xlsx.Input{Plan: s.Plan, Private: s.paper.Private, Date: s.today(), Duty: duty.ID}
	for _, d := range s.Plan.Duties {
		if d.Timing == plan.Recurring && !d.OfOffice {
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
		facts, err := s.facts(duty, p, rs)
		if err != nil {
			return err
		}
		in.Facts = append(in.Facts, facts...)
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

// facts counts what each unit owed and handed in for one period of a duty.
// What is not yet due and not yet in is not expected yet; what was excused is
// not expected at all.
func (s *sheet) facts(duty plan.Duty, p plan.Period, rs []reports.Report) ([]xlsx.Fact, error) {
	var out []xlsx.Fact
	at := map[string]int{}
	all, err := s.Standings(s.r, duty, p)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if s.paper.Unit != "" && o.Unit != s.paper.Unit {
			continue
		}
		i, ok := at[o.Unit]
		if !ok {
			i = len(out)
			at[o.Unit] = i
			out = append(out, xlsx.Fact{Unit: o.Unit, Period: p.ID, Duty: duty.ID})
		}
		f := &out[i]
		r, filed := find(rs, reports.Key{Period: p.ID, Duty: duty.ID, Subject: o.Subject})
		switch {
		case o.Excused:
			f.Excused++
			continue
		case !filed && !o.Missing(s.now):
			continue
		case filed && r.Late() > 0:
			f.Late++
			f.LateBy += r.Late()
		case filed:
			f.OnTime++
		}
		f.Expected++
		if filed && r.State == reports.Returned {
			f.Returned++
		}
	}
	return out, nil
}

func find(rs []reports.Report, k reports.Key) (reports.Report, bool) {
	for _, r := range rs {
		if r.Key == k {
			return r, true
		}
	}
	return reports.Report{}, false
}
