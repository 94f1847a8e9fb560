package form

import (
	"fmt"

	"liubao/conversations"
	"liubao/reports"
)

// SuspectsIn returns what in the draft looks like personal data, as sentences.
func (d *Form) SuspectsIn(w Draft) []string {
	var out []string
	look := func(where, text string) {
		for _, s := range conversations.Suspects(text) {
			out = append(out, fmt.Sprintf(textSuspectRow, where, s.Kind, s.Masked))
		}
	}
	for _, e := range w.Entries {
		where := fmt.Sprintf("任务%d", e.Task)
		for _, ps := range [][]reports.Piece{e.Words, e.Need, e.NeedFrom, e.Reason} {
			look(where, reports.Join(ps))
		}
		for _, f := range e.Evidence {
			look(where+"附件", f.Note+" "+f.Name)
		}
	}
	for _, r := range w.Readings {
		if i, ok := d.Indicator(r.Indicator); ok {
			look(i.Name, r.Note)
		}
	}
	for _, a := range w.Answers {
		if q, ok := d.Question(a.Question); ok {
			look(q.Title, reports.Join(a.Words))
		}
	}
	return out
}
