package report

import "liubao/reports"

// Brief returns how far the draft has come.
func (w Draft) Brief() reports.DraftBrief {
	b := reports.DraftBrief{Filled: w.Filled, Of: w.Of, Open: w.Open, Updated: w.Updated}
	for _, e := range w.Entries {
		if e.Progress != "" {
			b.Tasks = append(b.Tasks, e.Task)
		}
	}
	for _, t := range w.Touched {
		if t.Rev == w.Rev {
			b.By = t.By
		}
	}
	return b
}
