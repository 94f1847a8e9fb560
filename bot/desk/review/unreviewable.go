package review

import (
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// stageUnreviewable begins the stage under which it stands who was told that
// nobody can review a unit's reports.
const stageUnreviewable = "unreviewable-"

// unreviewable tells the office, in waking hours and once in a period for each
// unit, that there is nobody who may review the unit's reports, and what to do.
func unreviewable(t *desk.Turn, r reports.Report) error {
	people, err := desk.Holders(t.Tx, desk.RolesFor(desk.ActInvite)...)
	if err != nil {
		return err
	}
	words := fmt.Sprintf(textUnreviewable, t.Plan.UnitName(r.Unit), reports.Titled(t.SubjectName(r.Key)))
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		// Under no duty: what stands under one counts as a reminder of its reports.
		first, err := storage.MarkSent(t.Tx, r.Key.Period, "-", stageUnreviewable+r.Unit, p.ID, t.Now)
		if err != nil {
			return err
		}
		if !first {
			continue
		}
		if err := bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: reports.T(words),
			Purpose: "alarm", Person: p.ID, At: t.Now, NotBefore: t.Awake(t.Now)}); err != nil {
			return err
		}
	}
	return nil
}
