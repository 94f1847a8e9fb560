// Package reporttext is what the chat shows of a report: all of it, what a further
// version changed, and where it stands in a word or a line.
package reporttext

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot/desk/rules"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// Whole sets a report out for reading in chat.
func Whole(b *rules.Book, r reports.Report) reports.Text {
	var x reports.Text
	for _, e := range r.Entries {
		title := fmt.Sprintf(Task, e.Task)
		if task, ok := b.Plan.Task(e.Task); ok {
			title = fmt.Sprintf("%d %s", e.Task, task.Title)
		}
		x = x.Add(reports.Bold, title).Line("：" + e.Progress.Label())
		if said := e.Said(); said != "" {
			x = x.Line(said)
		}
		for _, part := range []struct {
			label string
			words []reports.Piece
		}{{Need, e.Need}, {NeedFrom, e.NeedFrom}, {textReason, e.Reason}} {
			if s := reports.Join(part.words); s != "" {
				x = x.Line(part.label + s)
			}
		}
		if s := e.PlanAnswer(); s != "" {
			x = x.Line(Planned + s)
		}
		if s := sources(b, e); s != "" {
			x = x.Add(reports.Italic, s).Line("")
		}
		if n := len(e.Evidence); n > 0 {
			x = x.Line(fmt.Sprintf(Files, n))
		}
	}
	if len(r.Readings) > 0 {
		x = x.Head(textFigures)
	}
	for _, v := range r.Readings {
		i, ok := b.Plan.Indicator(v.Indicator)
		if !ok {
			continue
		}
		x = x.Line(i.Label() + "：" + readingText(i, v))
	}
	for _, a := range r.Answers {
		if s := reports.Join(a.Words); s != "" {
			x = x.Head(questionTitle(b, r.Key.Duty, a.Question)).Line(s)
		}
	}
	if n := len(r.Evidence); n > 0 {
		x = x.Line(fmt.Sprintf(Files, n))
	}
	return x
}

// sources names the units whose contributions an entry was written from, ""
// for none.
func sources(b *rules.Book, e reports.Entry) string {
	var out []string
	for _, p := range e.Words {
		if name := b.Plan.UnitName(p.From); p.From != "" && !slices.Contains(out, name) {
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

func questionTitle(b *rules.Book, duty, id string) string {
	if x, ok := b.Plan.Duty(duty); ok {
		for _, q := range x.Questions {
			if q.ID == id {
				return q.Title
			}
		}
	}
	return form.QuestionTitle(id)
}
