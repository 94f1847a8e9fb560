package remind

import (
	"cmp"
	"fmt"
	"slices"

	"liubao/bot/desk"
	"liubao/bot/desk/standing"
)

// byUnit groups what is to be nagged by unit, in the order of all rows, which does not
// change while reports come in. spared names what is not reported and is left out, each
// with the reason: the whole unit, or the one report where the unit is nagged of another.
func byUnit(t *desk.Turn, rows []standing.Standing, only string) (units [][]standing.Standing, spared []string) {
	var peace []standing.Standing
	order := inOrder(rows)
	for _, s := range rows {
		if s.Settled() || only != "" && s.Unit != only {
			continue
		}
		if s.Peace(t.Now) {
			peace = append(peace, s)
			continue
		}
		if i := slices.IndexFunc(units, func(d []standing.Standing) bool { return d[0].Unit == s.Unit }); i >= 0 {
			units[i] = append(units[i], s)
			continue
		}
		units = append(units, []standing.Standing{s})
	}
	slices.SortStableFunc(units, func(a, b []standing.Standing) int { return cmp.Compare(order[a[0].Unit], order[b[0].Unit]) })
	for _, x := range peace {
		name := t.Plan.UnitName(x.Unit)
		if slices.ContainsFunc(units, func(d []standing.Standing) bool { return d[0].Unit == x.Unit }) {
			name = t.SubjectName(x.Key())
		}
		if name += sparedWhy(t, x.Handling); !slices.Contains(spared, name) {
			spared = append(spared, name)
		}
	}
	return units, spared
}

// sparedWhy says why a report is not nagged of now.
func sparedWhy(t *desk.Turn, h standing.Handling) string {
	switch {
	case h.Muted != nil:
		return textSparedMuted
	case h.Promise != nil && h.Promise.Broken.IsZero() && t.Now.Before(h.Promise.Until):
		return fmt.Sprintf(textSparedPromise, t.WhenText(h.Promise.Until))
	case h.Snooze != nil:
		return fmt.Sprintf(textSparedSnooze, t.WhenText(h.Snooze.Until))
	}
	return ""
}

// inOrder numbers the units of the rows.
func inOrder(rows []standing.Standing) map[string]int {
	out := map[string]int{}
	for _, s := range rows {
		if _, ok := out[s.Unit]; !ok {
			out[s.Unit] = len(out)
		}
	}
	return out
}
