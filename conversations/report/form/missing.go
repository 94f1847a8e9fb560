package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/reports"
)

// sameRunLimit is how many periods running a task may say 同上期 before the
// unit is asked why.
const sameRunLimit = 3

// Gap is one thing that a report still needs, and the screen that asks for it.
type Gap struct {
	Screen string
	Item   string
	Name   string // as shown in the list of what is missing
}

// Gaps returns what is still to be asked, in the order of the report. Optional
// questions come last and are marked by an empty name: they are asked in
// passing and hold nothing up.
func (d *Form) Gaps(w Draft) []Gap {
	var out []Gap
	for i := range d.Tasks {
		if g, missing := TaskGap(d.Tasks[i].Number, w.Entry(d.Tasks[i].Number)); missing {
			out = append(out, g)
		}
	}
	for n := range d.Indicators {
		if i := &d.Indicators[n]; !w.Has(i.ID) {
			out = append(out, Gap{ScreenFigure, i.ID, i.Name})
		}
	}
	for i := range d.Questions {
		q := &d.Questions[i]
		if w.Passed(q.ID) || q.ID == QuestionPractice { // that one is offered, and asked of nobody
			continue
		}
		name := q.Title
		if q.Optional {
			name = ""
		}
		out = append(out, Gap{ScreenQuestion, q.ID, name})
	}
	return out
}

// Passed reports whether nothing is left to ask of a question.
func (w *Draft) Passed(id string) bool {
	return len(w.Answer(id)) > 0 || slices.Contains(w.Skipped, id) || id == QuestionDone && len(w.Evidence) > 0
}

// Has reports whether the draft has a value of the indicator.
func (w *Draft) Has(id string) bool {
	return slices.ContainsFunc(w.Readings, func(r reports.Reading) bool { return r.Indicator == id })
}

// TaskGap returns what the task still needs, if anything.
func TaskGap(number int, e reports.Entry) (Gap, bool) {
	screen, what := taskNeeds(e)
	if screen == "" {
		return Gap{}, false
	}
	item := strconv.Itoa(number)
	return Gap{screen, item, "任务" + item + what}, true
}

// TaskMissing reports whether the task still needs something.
func TaskMissing(e reports.Entry) bool {
	screen, _ := taskNeeds(e)
	return screen != ""
}

// taskNeeds returns the screen that asks for what an entry still needs, "" for
// nothing, and what that is.
func taskNeeds(e reports.Entry) (screen, what string) {
	switch {
	case e.Progress == "":
		return ScreenTask, ""
	case e.Progress == reports.Same && e.SameRun >= sameRunLimit && len(e.Reason) == 0:
		return ScreenReason, "的说明"
	case e.Progress == reports.Same, e.Progress == reports.Done && e.Carried != "":
		return "", ""
	case len(e.Words) == 0:
		return ScreenWords, "的内容"
	case e.Progress == reports.Difficulty && len(e.Need) == 0:
		return ScreenNeed, "需要的支持"
	case e.Progress == reports.Difficulty && len(e.NeedFrom) == 0:
		return ScreenFrom, "请谁支持"
	}
	return "", ""
}

// Required returns the gaps that hold a submission up.
func (d *Form) Required(w Draft) []Gap {
	return slices.DeleteFunc(d.Gaps(w), func(g Gap) bool { return g.Name == "" })
}

// missing is the length of what required returns.
func (d *Form) missing(w Draft) int {
	n := 0
	for i := range d.Tasks {
		if TaskMissing(w.Entry(d.Tasks[i].Number)) {
			n++
		}
	}
	for i := range d.Indicators {
		if !w.Has(d.Indicators[i].ID) {
			n++
		}
	}
	for i := range d.Questions {
		if q := &d.Questions[i]; !q.Optional && !w.Passed(q.ID) {
			n++
		}
	}
	return n
}

// Filled returns how many of the dialog's items are filled in, and of how many:
// tasks, indicators and required questions count.
func (d *Form) Filled(w Draft) (filled, of int) {
	of = len(d.Tasks) + len(d.Indicators)
	for _, q := range d.Questions {
		if !q.Optional {
			of++
		}
	}
	return of - d.missing(w), of
}

// Names lists what is missing, shortened where it is much.
func Names(gaps []Gap) string {
	var out []string
	for i, g := range gaps {
		if i == 4 && len(gaps) > 5 {
			return strings.Join(out, "、") + fmt.Sprintf("等%d项", len(gaps))
		}
		out = append(out, g.Name)
	}
	return strings.Join(out, "、")
}

// Position orders the dialog's items: tasks, indicators, questions.
func (d *Form) Position(screen, item string) int {
	switch screen {
	case ScreenFigure, ScreenSure, ScreenUnread:
		for n, i := range d.Indicators {
			if i.ID == item {
				return len(d.Tasks) + n
			}
		}
	case ScreenQuestion:
		for n, q := range d.Questions {
			if q.ID == item {
				return len(d.Tasks) + len(d.Indicators) + n
			}
		}
	default:
		for n, t := range d.Tasks {
			if strconv.Itoa(t.Number) == item {
				return n
			}
		}
	}
	return 0
}
