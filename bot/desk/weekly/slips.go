package weekly

import (
	"fmt"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/storage"
)

// reported says which reports of all units came in within the week, and which are
// overdue, in a line each.
func reported(d *desk.Desk, r storage.Reader, now time.Time) (moved, late []string, err error) {
	duty, ok := d.Progress()
	if !ok {
		return nil, nil, nil
	}
	var came, missing []standing.Standing
	for _, p := range d.PeriodsAt(duty, now) {
		b, err := standing.Read(r, d.Plan, duty, p, now)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range b.Rows {
			switch {
			case s.Report != nil && s.Report.SubmittedAt.After(now.Add(-week)):
				came = append(came, s)
			case s.Overdue(now):
				missing = append(missing, s)
			}
		}
	}
	if len(came) > 0 {
		moved = []string{counted(d, textReported, came, now)}
	}
	if len(missing) > 0 {
		late = []string{counted(d, textMissing, missing, now)}
	}
	return moved, late, nil
}

// namedMost is how many reports are named at most where they are counted.
const namedMost = 3

// counted counts reports, and names them or the first of them.
func counted(d *desk.Desk, format string, all []standing.Standing, now time.Time) string {
	count, how := len(all), textAll
	if count > namedMost {
		how, all = textAmong, all[:namedMost]
	}
	return fmt.Sprintf(format, count, how, d.ReportsText(all, now))
}

// slipping says what is slow by the calendar, what is behind first: of one unit, or
// of all. Private indicators are left out: the lines are read on a telephone, wherever
// it lies.
func slipping(d *desk.Desk, r storage.Reader, unit string, now time.Time) ([]string, error) {
	all, err := standing.Frame{Plan: d.Plan, Rules: d.Rules, Calendar: d.Calendar}.PacesNow(r, now)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, x := range standing.Slipping(all) {
		if !x.Private && (unit == "" || x.Unit == unit) {
			out = append(out, fmt.Sprintf(textSlip, d.Plan.UnitName(x.Unit), x.Name, x.String()))
		}
	}
	return out, nil
}
