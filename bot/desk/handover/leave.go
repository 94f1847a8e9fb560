package handover

import (
	"fmt"
	"strings"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
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
func takeLeave(t *desk.Turn, words string) error {
	from, to, ok := readLeave(words, plan.DateOf(t.Now.In(t.Loc)))
	if !ok {
		return t.Sayf(textLeaveBad)
	}
	t.Me.AwayFrom, t.Me.AwayTo = from, to
	if err := storage.SavePerson(t.Tx, t.Me); err != nil {
		return err
	}
	today := plan.DateOf(t.Now.In(t.Loc))
	first, last := reports.DayTextFrom(from, today), reports.DayTextFrom(to, today)
	if err := t.Log(t.Me.Unit, "", textLogLeave, "", t.Me.Name+" "+first+"—"+last); err != nil {
		return err
	}
	others, err := staff.Colleagues(t.Tx, t.Me)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range others {
		if p.Away(from) {
			continue
		}
		names = append(names, p.Name)
		if err := t.Tell(p, "handover", reports.T(fmt.Sprintf(textLeaveStandIn, t.Me.Name, first, last))); err != nil {
			return err
		}
	}
	unit := t.Plan.UnitName(t.Me.Unit)
	if len(names) == 0 {
		if err := t.Alarm(t.Tx, t.Now, fmt.Sprintf(textLeaveTellAlone, unit, t.Me.Name, first, last)); err != nil {
			return err
		}
		return t.Sayf(textLeaveAlone, first, last)
	}
	who := strings.Join(names, "、")
	if err := t.Alarm(t.Tx, t.Now, fmt.Sprintf(textLeaveTell, unit, t.Me.Name, first, last, who)); err != nil {
		return err
	}
	return t.Sayf(textLeaveSet, first, last, who)
}

func endLeave(t *desk.Turn) error {
	if t.Me.AwayFrom.IsZero() {
		return t.Toast(desk.TextOldButton)
	}
	before := t.DayText(t.Me.AwayFrom) + "—" + t.DayText(t.Me.AwayTo)
	t.Me.AwayFrom, t.Me.AwayTo = plan.Date{}, plan.Date{}
	if err := storage.SavePerson(t.Tx, t.Me); err != nil {
		return err
	}
	if err := t.Log(t.Me.Unit, "", textLogLeaveEnd, before, t.Me.Name); err != nil {
		return err
	}
	return t.Sayf(textLeaveEnded)
}
