package remind

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/reports"
	"liubao/storage"
)

// tellColleagues tells the unit's other contacts that the report is in, in
// place of the reminder they would have to act on.
func tellColleagues(t *desk.Turn, r reports.Report) error {
	if r.Version != 1 || r.Scan != nil {
		return nil
	}
	duty, o, _, ok := t.Obligation(r.Key)
	if !ok {
		return nil
	}
	people, err := t.OfUnit(t.Heir(r.Unit))
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == t.Me.ID || !p.Reachable() || !staff.Owes(p, duty, t.Acting(o)) {
			continue
		}
		if err := tellColleague(t.Desk, t.Tx, p, r.Key, t.Me.Name, t.Now); err != nil {
			return err
		}
	}
	return nil
}

// tellColleague edits the reminder of a colleague. Only whoever has been
// reminded has something lying open.
func tellColleague(d *desk.Desk, tx storage.Tx, p reports.Person, k reports.Key, by string, now time.Time) error {
	n, err := storage.SentCount(tx, k.Period, p.ID)
	if err != nil || n == 0 {
		return err
	}
	owed, err := owedIn(d, tx, p, k.Period)
	if err != nil {
		return err
	}
	x := reports.T(fmt.Sprintf(textColleagueSubmitted, d.ReportTitle(k, now), by))
	var rows [][]bot.Button
	if len(owed) > 0 { // the reminder was about more than this
		before, err := missingBefore(d, tx, p, owed, now)
		if err != nil {
			return err
		}
		var rest reports.Text
		rest, rows = reminderText(d, p, owed, before, now)
		x = x.Line("").Line("").Append(rest)
	}
	return bot.Enqueue(tx, bot.Message{
		Kind: bot.Edit, Chat: p.Chat, Slot: remindSlot(k.Period), Purpose: "reminder", Person: p.ID, At: now,
		Text: x, Rows: rows,
	})
}
