package desk

import (
	"fmt"
	"strings"

	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// longestLeave is how long a leave may last, in days; a longer one is a
// hand-over.
const longestLeave = 120

// readLeave reads the first and last day of a leave. One day alone is both.
func readLeave(words string, today plan.Date) (from, to plan.Date, ok bool) {
	parts := strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune("至到—~～", r) })
	if len(parts) == 1 {
		if p := strings.Split(words, "-"); len(p) == 2 && strings.ContainsAny(p[0], "月.日") {
			parts = p
		}
	}
	if len(parts) == 0 || len(parts) > 2 {
		return from, to, false
	}
	from, ok = conversations.ReadDay(parts[0], today)
	if !ok {
		return from, to, false
	}
	to = from
	if len(parts) == 2 {
		if to, ok = conversations.ReadDay(parts[1], from); !ok {
			return from, to, false
		}
	}
	return from, to, !to.Before(from) && !to.After(from.AddDays(longestLeave))
}

// takeLeave notes a leave. Its stand-ins are told, and the office at once.
func (t *turn) takeLeave(words string) error {
	from, to, ok := readLeave(words, plan.DateOf(t.now.In(t.loc)))
	if !ok {
		return t.sayf(textLeaveBad)
	}
	t.me.AwayFrom, t.me.AwayTo = from, to
	if err := storage.SavePerson(t.tx, t.me); err != nil {
		return err
	}
	first, last := reports.DayText(from), reports.DayText(to)
	if err := t.log(t.me.Unit, "", textLogLeave, "", t.me.Name+" "+first+"—"+last); err != nil {
		return err
	}
	others, err := t.colleagues(t.tx, t.me)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range others {
		if p.Away(from) {
			continue
		}
		names = append(names, p.Name)
		if err := t.tell(p, "handover", reports.T(fmt.Sprintf(textLeaveStandIn, t.me.Name, first, last))); err != nil {
			return err
		}
	}
	unit := t.Plan.UnitName(t.me.Unit)
	if len(names) == 0 {
		if err := t.alarm(t.tx, t.now, fmt.Sprintf(textLeaveTellAlone, unit, t.me.Name, first, last)); err != nil {
			return err
		}
		return t.sayf(textLeaveAlone, first, last)
	}
	who := strings.Join(names, "、")
	if err := t.alarm(t.tx, t.now, fmt.Sprintf(textLeaveTell, unit, t.me.Name, first, last, who)); err != nil {
		return err
	}
	return t.sayf(textLeaveSet, first, last, who)
}

func (t *turn) endLeave() error {
	if t.me.AwayFrom.IsZero() {
		return t.toast(textOldButton)
	}
	before := reports.DayText(t.me.AwayFrom) + "—" + reports.DayText(t.me.AwayTo)
	t.me.AwayFrom, t.me.AwayTo = plan.Date{}, plan.Date{}
	if err := storage.SavePerson(t.tx, t.me); err != nil {
		return err
	}
	if err := t.log(t.me.Unit, "", textLogLeaveEnd, before, t.me.Name); err != nil {
		return err
	}
	return t.sayf(textLeaveEnded)
}
