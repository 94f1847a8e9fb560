package standing

import (
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// Of returns where the obligations of one duty stand in a period, in their
// order. It reads that period's briefs, drafts, decisions and reminders, and of each
// report whether it can be read: its cost does not grow with history.
func Of(r storage.Reader, duty *plan.Duty, p plan.Period, owed []plan.Obligation) ([]Standing, error) {
	briefs, err := storage.Briefs(r, p.ID, duty.ID)
	if err != nil {
		return nil, err
	}
	drafts, err := storage.DraftBriefs(r, p.ID, duty.ID)
	if err != nil {
		return nil, err
	}
	reminded, err := ReadReminded(r, p.ID, duty.ID)
	if err != nil {
		return nil, err
	}
	handlings := map[string]Handling{}
	if err := storage.EachSound(r, storage.RowHandling.Prefix(p.ID, duty.ID), "", 0, func(_ string, h Handling) error {
		handlings[h.Key.Subject] = h
		return nil
	}); err != nil {
		return nil, err
	}
	out := make([]Standing, len(owed))
	for i, o := range owed {
		s := New(duty, p, o)
		if b, ok := briefs[o.Subject]; ok {
			s.Report = &b
		}
		if d, ok := drafts[o.Subject]; ok {
			s.Draft = &d
		}
		if h, ok := handlings[o.Subject]; ok {
			s = s.Handled(h)
		}
		s.Reminded = RemindedOf(reminded, o)
		out[i] = s
	}
	return out, nil
}

// In returns where everything stands that a duty makes its owners owe for a
// period, by the plan as it stood on the period's nominal deadline.
func In(r storage.Reader, p *plan.Plan, duty string, of plan.Period) ([]Standing, error) {
	then := p.On(of.Nominal)
	d, ok := then.Duty(duty)
	if !ok {
		return nil, nil
	}
	return Of(r, &d, of, then.Obligations(d))
}

// One returns where one report stands.
func One(r storage.Reader, duty *plan.Duty, p plan.Period, o plan.Obligation) (Standing, error) {
	s := New(duty, p, o)
	b, ok, err := storage.Brief(r, s.Key())
	if err != nil {
		return s, err
	}
	if ok {
		s.Report = &b
	}
	d, ok, err := storage.DraftBrief(r, s.Key())
	if err != nil {
		return s, err
	}
	if ok {
		s.Draft = &d
	}
	h, err := ReadHandling(r, s.Key())
	if err != nil {
		return s, err
	}
	s = s.Handled(h)
	rows := map[string]Reminded{}
	for _, id := range []string{o.Subject, o.Unit} {
		row, ok, err := storage.GetSound[Reminded](r, storage.RowReminded.Key(p.ID, duty.ID, id))
		if err != nil {
			return s, err
		}
		if ok {
			rows[id] = row
		}
	}
	s.Reminded = RemindedOf(rows, o)
	return s, nil
}

// RemindedOf returns, of what [ReadReminded] found, the report's own row, or that of before.
func RemindedOf(rows map[string]Reminded, o plan.Obligation) Reminded {
	if x, ok := rows[o.Subject]; ok {
		return x
	}
	if x, ok := rows[o.Unit]; ok && x.Subject == "" {
		return x
	}
	return Reminded{}
}

// Returns returns how often the office sent each report of a duty and period
// back, by subject.
func Returns(r storage.Reader, period, duty string) (map[string]int, error) {
	out := map[string]int{}
	err := storage.EachSound(r, storage.RowReview.Prefix(period, duty), "", 0, func(_ string, v reports.Review) error {
		if v.Kind == reports.ReviewReturn {
			out[v.Key.Subject]++
		}
		return nil
	})
	return out, err
}
