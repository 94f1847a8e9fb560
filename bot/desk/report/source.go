package report

import (
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/standing"
	"liubao/conversations/report"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// dialog builds the dialog of a report. ok is false where nobody owes it.
func dialog(t *desk.Turn, k reports.Key) (report.Dialog, bool, error) {
	duty, o, p, ok := t.Obligation(k)
	if !ok {
		return report.Dialog{}, false, nil
	}
	src := report.Source{Plan: t.Plan, Duty: duty, Obligation: o, Period: p, Loc: t.Loc, SignOff: t.SignOffOf(duty),
		Outline: t.Outline}
	if then := t.PlanOf(k.Period); then != t.Plan { // an area that is no more has its tasks there
		_, gone := then.Area(o.Subject)
		if _, still := t.Outline.Area(o.Subject); gone && !still {
			src.Plan, src.Outline = then, report.NewOutline(then)
		}
	}
	cur, ok, err := storage.SoundReport(t.Tx, k) // whoever opens it has looked whether it can be read
	if err != nil {
		return report.Dialog{}, false, err
	}
	if ok {
		src.Current = &cur
	}
	h, err := standing.ReadHandling(t.Tx, k)
	if err != nil {
		return report.Dialog{}, false, err
	}
	src.Period, src.Returned = h.Own(p), asReturned(src.Current, h)
	if src.Notices, err = t.UnitLines(t.Tx, t.Heir(o.Unit), t.Now); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Asked, err = asked(t, k, o.Unit); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Last, err = lastReport(t, k, src); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Known, err = readings(t, duty.ID, o.Subject, p.ID); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Contributions, err = contributionsTo(t, o.Subject, p.ID); err != nil {
		return report.Dialog{}, false, err
	}
	if src.Siblings, err = siblings(t, k); err != nil {
		return report.Dialog{}, false, err
	}
	people, err := t.OfUnit(t.Heir(o.Unit))
	if err != nil {
		return report.Dialog{}, false, err
	}
	src.Names = make(map[string]string, len(people))
	for _, x := range people {
		src.Names[x.ID] = x.Name
	}
	return report.New(src), true, nil
}

// asked returns what open requests of the subject's tasks ask: nobody types it again.
func asked(t *desk.Turn, k reports.Key, unit string) (map[int]form.Asked, error) {
	all, err := storage.UnitRequests(t.Tx, unit)
	if err != nil {
		return nil, err
	}
	out := map[int]form.Asked{}
	for _, x := range all {
		if x.Kind == reports.Trouble && x.Unit == unit && x.Key.Duty == k.Duty && x.Key.Subject == k.Subject {
			a := form.Asked{Need: x.Need, From: x.Wanted, Number: x.Number}
			for _, p := range x.Parties {
				if x.Turn() == reports.TurnAsker && p.Answered() {
					a.Answers = append(a.Answers, form.Answer{Unit: t.Plan.UnitName(p.Unit), Text: p.Answer})
				}
			}
			out[x.Task] = a
		}
	}
	return out, nil
}

// lastReport returns the newest report before the period.
func lastReport(t *desk.Turn, k reports.Key, src report.Source) (*reports.Report, error) {
	r, ok, err := t.ReportBefore(k, src.Duty, src.Period)
	if err != nil || !ok {
		return nil, err
	}
	return &r, nil
}

// readings returns the newest values known before the period.
func readings(t *desk.Turn, duty, area, period string) (map[string]report.Known, error) {
	out := map[string]report.Known{}
	for _, is := range [][]plan.Indicator{t.Outline.IndicatorsOf(area), t.Outline.IndicatorsOfDuty(duty)} {
		for n := range is {
			k, ok, err := storage.GetSound[knownReading](t.Tx, storage.RowReading.Key(is[n].ID))
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

func siblings(t *desk.Turn, k reports.Key) ([]report.Sibling, error) {
	owed, err := t.OwedByBut(t.Tx, t.Me, t.Now, k)
	if err != nil {
		return nil, err
	}
	var out []report.Sibling
	for _, x := range owed {
		if x.Period.ID > k.Period && x.Report == nil && x.Draft == nil && x.Period.From.At(plan.Clock{}, t.Loc).After(t.Now) {
			continue // the next period's can wait
		}
		name := t.SubjectName(x.Key())
		if x.Period.ID != k.Period {
			name = t.ReportName(x.Key())
		}
		out = append(out, report.Sibling{Key: x.Key(), Name: name, State: reporttext.State(x, t.Now),
			Open: !x.Settled() && (x.Period.ID <= k.Period || x.Overdue(t.Now))})
	}
	return out, nil
}

// asReturned is the return as the dialog shows it, nil where the report was not sent back.
func asReturned(r *reports.Report, h standing.Handling) *report.Return {
	if r == nil || r.State != reports.Returned || h.Returned == nil {
		return nil
	}
	return &report.Return{Tasks: h.Returned.Tasks, Reason: h.Returned.Reason, Until: h.Returned.Until}
}

// contributionsTo returns what was contributed to an area's tasks, or asked
// for: nothing while contributions are switched off.
func contributionsTo(t *desk.Turn, subject, period string) ([]reports.Contribution, error) {
	on, err := t.Switched(t.Tx, rules.SwitchContribution)
	if err != nil || !on {
		return nil, err
	}
	var out []reports.Contribution
	for _, task := range t.Outline.TasksOf(subject) {
		cs, err := storage.Contributions(t.Tx, period, task.Number)
		if err != nil {
			return nil, err
		}
		out = append(out, cs...)
	}
	return out, nil
}
