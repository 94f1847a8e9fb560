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

// readLeave reads the first and last day of a leave, which may have begun.
func readLeave(words string, today plan.Date) (from, to plan.Date, ok bool) {
	from, to, ok = conversations.ReadSpan(words, today)
	return from, to, ok && !to.Before(today) && !to.After(from.AddDays(longestLeave))
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
	today := plan.DateOf(t.now.In(t.loc))
	first, last := reports.DayTextFrom(from, today), reports.DayTextFrom(to, today)
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
