package desk

import (
	"liubao/conversations/report"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// dialog builds the dialog of a report. ok is false where nobody owes it.
func (t *turn) dialog(k reports.Key) (report.Dialog, bool, error) {
	duty, o, p, ok := t.obligation(k)
	if !ok {
		return report.Dialog{}, false, nil
	}
	src := report.Source{Plan: t.Plan, Duty: duty, Obligation: o, Period: p, Loc: t.loc, SignOff: t.signOff(duty),
		Outline: t.outline}
	cur, ok, err := storage.Report(t.tx, k)
	if err != nil {
		return report.Dialog{}, false, err
	}
	if ok {
		src.Current = &cur
	}
	h, err := readHandling(t.tx, k)
	if err != nil {
		return report.Dialog{}, false, err
	}
	src.Period, src.Returned = extended(h, p), asReturned(src.Current, h)
	if src.Notices, err = t.unitLines(t.tx, o.Unit); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Last, err = t.lastReport(k, src); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Known, err = t.readings(duty.ID, o.Subject, p.ID); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Contributions, err = t.contributionsTo(o.Subject, p.ID); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Siblings, err = t.siblings(k); err != nil {
		return report.Dialog{}, false, err
	}
	people, err := t.ofUnit(o.Unit)
	if err != nil {
		return report.Dialog{}, false, err
	}
	src.Names = make(map[string]string, len(people))
	for _, x := range people {
		src.Names[x.ID] = x.Name
	}
	return report.New(src), true, nil
}

// lastReport returns the newest report before the period.
func (t *turn) lastReport(k reports.Key, src report.Source) (*reports.Report, error) {
	r, ok, err := t.reportBefore(k, src.Duty, src.Period)
	if err != nil || !ok {
		return nil, err
	}
	return &r, nil
}

// readings returns the newest values known before the period.
func (t *turn) readings(duty, area, period string) (map[string]report.Known, error) {
	out := map[string]report.Known{}
	for _, is := range [][]plan.Indicator{t.outline.IndicatorsOf(area), t.outline.IndicatorsOfDuty(duty)} {
		for n := range is {
			k, ok, err := storage.Get[knownReading](t.tx, storage.ReadingKey(is[n].ID))
			if err != nil {
				return nil, err
			}
			if ok && k.Period >= period && k.Before != nil {
				k = *k.Before
			}
			if ok && k.Period < period {
				out[is[n].ID] = report.Known{Reading: k.Reading, Period: k.Period}
			}
		}
	}
	return out, nil
}

func (t *turn) siblings(k reports.Key) ([]report.Sibling, error) {
	owed, err := t.debtsBut(t.tx, t.me, t.now, k)
	if err != nil {
		return nil, err
	}
	var out []report.Sibling
	for _, x := range owed {
		if x.period.ID > k.Period && x.report == nil && x.draft == nil {
			continue // the next period's can wait
		}
		name := t.subjectName(x.key())
		if x.period.ID != k.Period {
			name += " " + reports.DayText(x.period.Nominal)
		}
		out = append(out, report.Sibling{Key: x.key(), Name: name, State: x.state(t.now)})
	}
	return out, nil
}

// asReturned is the return as the dialog shows it, nil where the report was not sent back.
func asReturned(r *reports.Report, h handling) *report.Return {
	if r == nil || r.State != reports.Returned || h.Returned == nil {
		return nil
	}
	return &report.Return{Tasks: h.Returned.Tasks, Reason: h.Returned.Reason, Until: h.Returned.Until}
}

// contributionsTo returns what was contributed to an area's tasks, or asked
// for: nothing while contributions are switched off.
func (t *turn) contributionsTo(subject, period string) ([]reports.Contribution, error) {
	on, err := t.switched(t.tx, SwitchContribution)
	if err != nil || !on {
		return nil, err
	}
	var out []reports.Contribution
	for _, task := range t.outline.TasksOf(subject) {
		cs, err := storage.Contributions(t.tx, period, task.Number)
		if err != nil {
			return nil, err
		}
		out = append(out, cs...)
	}
	return out, nil
}
