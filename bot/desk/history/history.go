// Package history tells what happened: the row for each message that was
// delivered, a unit's period in plain words from the audit log, and every version
// of a report with what was taken out while it was written.
package history

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// slotPeriod finds the period in a slot's name, such as remind/2026-12-15.
var slotPeriod = regexp.MustCompile(`/(\d{4}-\d{2}-\d{2})(?:/|$)`)

// Delivered is the spine's hook: a message is in its chat. New messages get an
// audit row with their first line, and so do the cards that ask something, edited in place; edits of
// what was delivered before, such as a status brought up to date, do not.
func Delivered(d *desk.Desk, tx storage.Tx, m bot.Message, at time.Time) error {
	if m.Kind == bot.Edit && m.Purpose != "card" && m.Purpose != "problem-form" {
		return nil
	}
	who, unit := "", ""
	if m.Person != "" {
		p, _, err := storage.Person(tx, m.Person)
		if err != nil {
			return err
		}
		who, unit = p.Name, p.Unit
	}
	period := m.Period
	if period == "" {
		if x := slotPeriod.FindStringSubmatch(m.Slot); x != nil {
			period = x[1]
		}
	}
	line := firstLine(m.Text)
	if line == "" {
		line = m.File.Name
	}
	return storage.Log(tx, at, "", unit, period, textLogDelivered, "", strings.TrimSpace(who+" "+conversations.Clip(line, 40)))
}

// firstLine returns the first line of a text without the white space around it,
// however long the rest is.
func firstLine(t reports.Text) string {
	said := func(s reports.Span) bool { return strings.TrimSpace(s.Text) != "" }
	var line strings.Builder
	for i, s := range t {
		words := s.Text
		if line.Len() == 0 {
			words = strings.TrimLeftFunc(words, unicode.IsSpace)
		}
		begin, rest, ends := strings.Cut(words, "\n")
		line.WriteString(begin)
		if ends && (strings.TrimSpace(rest) != "" || slices.ContainsFunc(t[i+1:], said)) {
			return line.String()
		}
		if ends {
			break
		}
	}
	return strings.TrimRightFunc(line.String(), unicode.IsSpace)
}

// calledIn is what a unit was called in a period or month.
func calledIn(p *plan.Plan, unit, period string) string {
	for _, day := range []string{period, period + "-01"} {
		if d, err := plan.ParseDate(day); err == nil {
			return p.On(d).UnitName(unit)
		}
	}
	return p.UnitName(unit)
}

// Story tells a unit's period from the audit log in plain Chinese, oldest
// first: a heading, then for each day a line and below it, indented by two
// spaces, one line for each row: the time, who, what, the words before and
// after. Rows of the unit that belong to no period, such as problems and files,
// are told where they fall between the first and the last of the period's own.
// The last line names the end of the period's chain. unit is a unit's id, or
// "-" for what concerns no unit; period is a period's id, such as 2026-12-15,
// or a month, such as 2026-12. It is what `liubao audit show` prints; it does
// not check the chain, see package audit.
func Story(r storage.Reader, p *plan.Plan, unit, period string) ([]string, error) {
	rows, err := storage.AuditRows(r, period, unit, 0, 0)
	if err != nil {
		return nil, err
	}
	name := desk.TextTaskForce
	if unit != "-" {
		name = calledIn(p, unit, period)
	}
	out := []string{fmt.Sprintf(textStoryHead, name, period)}
	if len(rows) == 0 {
		return append(out, textStoryNone), nil
	}
	end := rows[len(rows)-1]
	own := len(rows)
	if rows, err = withLoose(r, rows, unit, period); err != nil {
		return nil, err
	}
	names := map[string]string{"": textStoryBot}
	day := ""
	for _, row := range rows {
		at := row.At.In(p.Location())
		if d := reports.DayText(plan.DateOf(at)); d != day {
			day = d
			out = append(out, day)
		}
		if _, ok := names[row.Actor]; !ok && row.Name == "" { // an earlier program wrote no names
			who, ok, err := storage.Person(r, row.Actor)
			if err != nil {
				return nil, err
			}
			if names[row.Actor] = who.Name; !ok {
				names[row.Actor] = row.Actor + textStoryUnknown
			}
		}
		out = append(out, "  "+at.Format("15:04")+" "+cmp.Or(row.Name, names[row.Actor])+" "+row.What+storyWords(row))
	}
	return append(out, fmt.Sprintf(textStoryEnd, own, end.Hash)), nil
}

// withLoose adds the unit's rows of the months that the period's rows span, as
// far as they fall between the first and the last of them.
func withLoose(r storage.Reader, rows []storage.AuditRow, unit, period string) ([]storage.AuditRow, error) {
	first, last := rows[0].At, rows[0].At
	for _, x := range rows {
		if x.At.Before(first) {
			first = x.At
		}
		if x.At.After(last) {
			last = x.At
		}
	}
	begin := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	for m := begin; !m.After(last); m = m.AddDate(0, 1, 0) {
		month := m.Format("2006-01")
		if month == period {
			continue
		}
		loose, err := storage.AuditRows(r, month, unit, 0, 0)
		if err != nil {
			return nil, err
		}
		for _, x := range loose {
			if !x.At.Before(first) && !x.At.After(last) {
				rows = append(rows, x)
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b storage.AuditRow) int { return a.At.Compare(b.At) })
	return rows, nil
}

// storyWords tells what a row says was there before and after.
func storyWords(row storage.AuditRow) string {
	before, after := shortened(row.Before), shortened(row.After)
	switch {
	case before != "" && after != "":
		return "：" + fmt.Sprintf(textStoryChange, before, after)
	case before+after != "":
		return "：“" + before + after + "”"
	}
	return ""
}

// shortened is a text on one line, cut where it is long.
func shortened(s string) string {
	s = conversations.OneLine(s)
	if r := []rune(s); len(r) > 120 {
		return string(r[:100]) + fmt.Sprintf(textStoryMore, len(r))
	}
	return s
}

// Periods are those that a unit has rows of in the audit log, oldest first.
func Periods(r storage.Reader, unit string) ([]string, error) {
	var out []string
	err := storage.EachSound(r, storage.RowAuditHead.Prefix(), "", 0, func(_ string, h storage.AuditHead) error {
		if h.Unit == unit {
			out = append(out, h.Period)
		}
		return nil
	})
	return out, err
}
