package cockpit

import (
	"liubao/bot/desk"
	"liubao/reports"
)

// addSections adds what features show below the reports.
func addSections(t *desk.Turn, x reports.Text) (reports.Text, error) {
	for _, f := range t.Installed {
		if f.Shows.Section == nil {
			continue
		}
		more, err := f.Shows.Section(t.Desk, t.Tx, t.Now)
		if err != nil {
			return x, err
		}
		if len(more) > 0 {
			x = x.Line("").Append(more.Trim()).Line("")
		}
	}
	return x, nil
}
