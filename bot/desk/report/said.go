package report

import (
	"fmt"
	"strings"

	"liubao/bot/desk"
	"liubao/reports"
)

// logSaid writes down a file sent for a report, with the task it is sent for.
// Words are told by the dialog, which knows their place.
func logSaid(t *desk.Turn, k reports.Key, s heldSaid) error {
	if s.File == nil {
		return nil
	}
	c, err := readCursor(t)
	if err != nil {
		return err
	}
	what := t.SubjectName(k) + " "
	if n := c.TaskFor(s.Group); n > 0 && c.Key == k {
		what += fmt.Sprintf(textLogTask, n)
	}
	f := s.File
	return t.Log(t.Me.Unit, k.Period, what+textLogSent, "", strings.TrimSpace(f.Label()+" "+f.Note))
}
