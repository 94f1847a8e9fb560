package report

import (
	"slices"
	"strconv"

	"liubao/reports"
)

// sameRunLimit is how many periods running a task may say 同上期 before the
// unit is asked why.
const sameRunLimit = 3

// gap is one thing that a report still needs, and the screen that asks for it.
type gap struct {
	screen string
	item   string
	name   string // as shown in the list of what is missing
}

// gaps returns what is still to be asked, in the order of the report. Optional
// questions come last and are marked by an empty name: they are asked in
// passing and hold nothing up.
func (d *Dialog) gaps(w Draft) []gap {
	var out []gap
	for i := range d.Tasks {
		if g, missing := taskGap(d.Tasks[i].Number, w.Entry(d.Tasks[i].Number)); missing {
			out = append(out, g)
		}
	}
	for n := range d.Indicators {
		if i := &d.Indicators[n]; !w.has(i.ID) {
			out = append(out, gap{screenFigure, i.ID, i.Name})
		}
	}
	for i := range d.Questions {
		q := &d.Questions[i]
		if w.passed(q.ID) {
			continue
		}
		name := q.Title
		if q.Optional {
			name = ""
		}
		out = append(out, gap{screenQuestion, q.ID, name})
	}
	return out
}

// passed reports whether nothing is left to ask of a question.
func (w *Draft) passed(id string) bool {
	return len(w.Answer(id)) > 0 || slices.Contains(w.Skipped, id) || id == QuestionDone && len(w.Evidence) > 0
}

// has reports whether the draft has a value of the indicator.
func (w *Draft) has(id string) bool {
	return slices.ContainsFunc(w.Readings, func(r reports.Reading) bool { return r.Indicator == id })
}

// taskGap returns what the task still needs, if anything.
func taskGap(number int, e reports.Entry) (gap, bool) {
	screen, what := taskNeeds(e)
	if screen == "" {
		return gap{}, false
	}
	item := strconv.Itoa(number)
	return gap{screen, item, "任务" + item + what}, true
}

// taskMissing reports whether the task still needs something.
func taskMissing(e reports.Entry) bool {
	screen, _ := taskNeeds(e)
	return screen != ""
}

// taskNeeds returns the screen that asks for what an entry still needs, "" for
// nothing, and what that is.
func taskNeeds(e reports.Entry) (screen, what string) {
	switch {
	case e.Progress == "":
		return screenTask, ""
	case e.Progress == reports.Same && e.SameRun >= sameRunLimit && len(e.Reason) == 0:
		return screenReason, "的说明"
	case e.Progress == reports.Same, e.Progress == reports.Done && e.Carried != "":
		return "", ""
	case len(e.Words) == 0:
		return screenWords, "的内容"
	case e.Progress == reports.Difficulty && len(e.Need) == 0:
		return screenNeed, "需要的支持"
	case e.Progress == reports.Difficulty && len(e.NeedFrom) == 0:
		return screenFrom, "请谁支持"
	}
	return "", ""
}

// required returns the gaps that hold a submission up.
func (d *Dialog) required(w Draft) []gap {
	return slices.DeleteFunc(d.gaps(w), func(g gap) bool { return g.name == "" })
}

// missing is the length of what required returns.
func (d *Dialog) missing(w Draft) int {
	n := 0
	for i := range d.Tasks {
		if taskMissing(w.Entry(d.Tasks[i].Number)) {
			n++
		}
	}
	for i := range d.Indicators {
		if !w.has(d.Indicators[i].ID) {
			n++
		}
	}
	for i := range d.Questions {
		if q := &d.Questions[i]; !q.Optional && !w.passed(q.ID) {
			n++
		}
	}
	return n
}

// Filled returns how many of the dialog's items are filled in, and of how many:
// tasks, indicators and required questions count.
func (d *Dialog) Filled(w Draft) (filled, of int) {
	of = len(d.Tasks) + len(d.Indicators)
	for _, q := range d.Questions {
		if !q.Optional {
			of++
		}
	}
	return of - d.missing(w), of
}
