package conversations

import (
	"fmt"
	"slices"

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
func (d Dialog) gaps(w Draft) []gap {
	var out []gap
	for _, t := range d.Tasks {
		if g, missing := d.taskGap(t, w.Entry(t.Number)); missing {
			out = append(out, g)
		}
	}
	for _, i := range d.Indicators {
		if _, ok := w.Reading(i.ID); !ok {
			out = append(out, gap{screenFigure, i.ID, i.Name})
		}
	}
	for _, q := range d.Questions {
		if len(w.Answer(q.ID)) > 0 || slices.Contains(w.Skipped, q.ID) || q.ID == QuestionDone && len(w.Evidence) > 0 {
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

func (d Dialog) taskGap(t Task, e reports.Entry) (gap, bool) {
	item, name := fmt.Sprint(t.Number), fmt.Sprintf("任务%d", t.Number)
	switch {
	case e.Progress == "":
		return gap{screenTask, item, name}, true
	case e.Progress == reports.Same && e.SameRun >= sameRunLimit && len(e.Reason) == 0:
		return gap{screenReason, item, name + "的说明"}, true
	case e.Progress == reports.Same, e.Progress == reports.Done && e.Carried != "":
		return gap{}, false
	case len(e.Words) == 0:
		return gap{screenWords, item, name + "的内容"}, true
	case e.Progress == reports.Difficulty && len(e.Need) == 0:
		return gap{screenNeed, item, name + "需要的支持"}, true
	case e.Progress == reports.Difficulty && len(e.NeedFrom) == 0:
		return gap{screenFrom, item, name + "请谁支持"}, true
	}
	return gap{}, false
}

// required returns the gaps that hold a submission up.
func (d Dialog) required(w Draft) []gap {
	return slices.DeleteFunc(d.gaps(w), func(g gap) bool { return g.name == "" })
}

// Filled returns how many of the dialog's items are filled in, and of how many:
// tasks, indicators and required questions count.
func (d Dialog) Filled(w Draft) (filled, of int) {
	of = len(d.Tasks) + len(d.Indicators)
	for _, q := range d.Questions {
		if !q.Optional {
			of++
		}
	}
	return of - len(d.required(w)), of
}
