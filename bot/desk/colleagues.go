package desk

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// tellColleagues tells the unit's other contacts that the report is in, in
// place of the reminder they would have to act on.
func (t *turn) tellColleagues(r reports.Report) error {
	if r.Version != 1 || r.Scan != nil {
		return nil
	}
	duty, o, _, ok := t.obligation(r.Key)
	if !ok {
		return nil
	}
	people, err := t.ofUnit(r.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == t.me.ID || !p.Reachable() || !owes(p, duty, o) {
			continue
		}
		if err := t.tellColleague(t.tx, p, r.Key, t.me.Name, t.now); err != nil {
			return err
		}
	}
	return nil
}

// tellColleague edits the reminder of a colleague. Only whoever has been
// reminded has something lying open.
func (d *Desk) tellColleague(tx storage.Tx, p reports.Person, k reports.Key, by string, now time.Time) error {
	n, err := storage.SentCount(tx, k.Period, p.ID)
	if err != nil || n == 0 {
		return err
	}
	owed, err := d.owedIn(tx, p, k.Period)
	if err != nil {
		return err
	}
	x := reports.T(fmt.Sprintf(textColleagueSubmitted, d.subjectName(k), by))
	var rows [][]bot.Button
	if len(owed) > 0 { // the reminder was about more than this
		var rest reports.Text
		rest, rows = d.reminderText(p, owed, now)
		x = x.Line("").Line("").Append(rest)
	}
	return bot.Enqueue(tx, bot.Message{
		Kind: bot.Edit, Chat: p.Chat, Slot: remindSlot(k.Period), Purpose: "reminder", Person: p.ID, At: now,
		Text: x, Rows: rows,
	})
}
