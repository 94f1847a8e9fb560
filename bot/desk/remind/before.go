package remind

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/storage"
)

// beforeNamed is how many reports that are missing from before a reminder names, the
// newest; the rest is counted.
const beforeNamed = 3

// missingBefore returns what the person should have handed in by now besides what a
// reminder is about, the newest first. What is muted or promised is left in peace here
// as well. To be mentioned is no reminder: it is counted neither for the report nor
// against the person's cap.
func missingBefore(d *desk.Desk, r storage.Reader, p reports.Person, about []standing.Standing, now time.Time) ([]standing.Standing, error) {
	out, err := d.OwedBy(r, p, now)
	if err != nil {
		return nil, err
	}
	out = slices.DeleteFunc(out, func(x standing.Standing) bool {
		return !x.Overdue(now) || x.Peace(now) || !staff.Owes(p, *x.TheDuty, d.Acting(x.Obligation)) ||
			slices.ContainsFunc(about, func(y standing.Standing) bool { return y.Key() == x.Key() })
	})
	slices.Reverse(out)
	return out, nil
}

// mention adds to a reminder what is missing from before, with a button each for what
// it names.
func mention(d *desk.Desk, x reports.Text, rows [][]bot.Button, before []standing.Standing, now time.Time) (reports.Text, [][]bot.Button) {
	if len(before) == 0 {
		return x, rows
	}
	named := before[:min(beforeNamed, len(before))]
	words := fmt.Sprintf(textBefore, d.ReportsText(named, now))
	if n := len(before) - len(named); n > 0 {
		words = fmt.Sprintf(textBeforeMore, d.ReportsText(named, now), n)
	}
	for _, o := range named {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(desk.ButtonFill, d.ReportName(o.Key(), now)), Data: desk.KeyData("o", o.Key())}})
	}
	return x.Line(words), rows
}
