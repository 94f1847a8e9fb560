package review

import (
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/reports"
)

// stageUnreviewable begins the stage under which it stands who was told that
// nobody can review a unit's reports.
const stageUnreviewable = "unreviewable-"

// unreviewable tells the office, in waking hours and once in a period for each
// unit, that there is nobody who may review the unit's reports, and what to do.
func unreviewable(t *desk.Turn, r reports.Report) error {
	people, err := staff.Holders(t.Tx, staff.RolesFor(staff.ActInvite)...)
	if err != nil {
		return err
	}
	words := fmt.Sprintf(textUnreviewable, t.UnitIn(r.Unit, r.Key.Period), t.ReportTitle(r.Key))
	for _, p := range people {
		// Under no duty: what stands under one counts as a reminder of its reports.
		once := []gate.Mark{{Period: r.Key.Period, Duty: "-", Stage: stageUnreviewable + r.Unit}}
		if _, err := t.Post(t.Tx, gate.Post{To: p, Weight: gate.Free, Once: once,
			Message: bot.Message{Kind: bot.Send, Text: reports.T(words), Purpose: "alarm"}}, t.Now); err != nil {
			return err
		}
	}
	return nil
}
