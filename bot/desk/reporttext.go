package desk

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// ReportBefore returns the newest report on the subject before the period.
func (t *Turn) ReportBefore(k reports.Key, duty plan.Duty, p plan.Period) (reports.Report, bool, error) {
	if prev, ok := t.previousPeriod(duty, p); ok {
		r, ok, err := storage.Report(t.Tx, reports.Key{Period: prev.ID, Duty: k.Duty, Subject: k.Subject})
		if err != nil || ok {
			return r, ok, err
		}
	}
	latest, ok, err := storage.Get[string](t.Tx, storage.LatestKey(k.Duty, k.Subject))
	if err != nil || !ok || latest >= k.Period {
		return reports.Report{}, false, err
	}
	return storage.Report(t.Tx, reports.Key{Period: latest, Duty: k.Duty, Subject: k.Subject})
}

// ReportText sets a report out for reading in chat.
func (d *Desk) ReportText(r reports.Report) reports.Text {
	var x reports.Text
	for _, e := range r.Entries {
		title := fmt.Sprintf(TextTask, e.Task)
		if task, ok := d.Plan.Task(e.Task); ok {
			title = fmt.Sprintf("%d %s", e.Task, task.Title)
		}
		x = x.Add(reports.Bold, title).Line("：" + e.Progress.Label())
		if said := e.Said(); said != "" {
			x = x.Line(said)
		}
		for _, part := range []struct {
			label string
			words []reports.Piece
		}{{TextNeed, e.Need}, {TextNeedFrom, e.NeedFrom}, {textReason, e.Reason}} {
			if s := reports.Join(part.words); s != "" {
				x = x.Line(part.label + s)
			}
		}
		if s := d.sources(e); s != "" {
			x = x.Add(reports.Italic, s).Line("")
		}
		if n := len(e.Evidence); n > 0 {
			x = x.Line(fmt.Sprintf(TextFiles, n))
		}
	}
	if len(r.Readings) > 0 {
		x = x.Head(textFigures)
	}
	for _, v := range r.Readings {
		i, ok := d.Plan.Indicator(v.Indicator)
		if !ok {
			continue
		}
		x = x.Line(i.Name + "：" + readingText(i, v))
	}
	for _, a := range r.Answers {
		if s := reports.Join(a.Words); s != "" {
			x = x.Head(d.questionTitle(r.Key.Duty, a.Question)).Line(s)
		}
	}
	if n := len(r.Evidence); n > 0 {
		x = x.Line(fmt.Sprintf(TextFiles, n))
	}
	return x
}

// sources names the units whose contributions an entry was written from, ""
// for none.
func (d *Desk) sources(e reports.Entry) string {
	var out []string
	for _, p := range e.Words {
		if name := d.Plan.UnitName(p.From); p.From != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return fmt.Sprintf(textContribSource, strings.Join(out, "、"))
}

func readingText(i plan.Indicator, v reports.Reading) string {
	if v.Unknown {
		if v.Note != "" {
			return textNoData + "（" + v.Note + "）"
		}
		return textNoData
	}
	return i.Format(v.Value)
}

func (d *Desk) questionTitle(duty, id string) string {
	if x, ok := d.Plan.Duty(duty); ok {
		for _, q := range x.Questions {
			if q.ID == id {
				return q.Title
			}
		}
	}
	return form.QuestionTitle(id)
}
