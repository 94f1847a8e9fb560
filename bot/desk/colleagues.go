package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// timerColleague tells one colleague that a report is in; its argument is the
// period, duty and subject, the colleague and who submitted.
const timerColleague = "colleague"

// colleaguesAtOnce is how many are told in the transaction of the submission,
// which reads much already; the others are told in one each, at once after it.
const colleaguesAtOnce = 1

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
	told := 0
	for _, p := range people {
		if p.ID == t.me.ID || !p.Reachable() || !owes(p, duty, o) {
			continue
		}
		if told++; told <= colleaguesAtOnce {
			err = t.tellColleague(t.tx, p, r.Key, t.me.Name, t.now)
		} else {
			err = setTimer(t.tx, t.now, timerColleague, strings.Join([]string{r.Key.Period, r.Key.Duty, r.Key.Subject, p.ID, t.me.ID}, "|"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) colleagueLater(tx storage.Tx, arg string, now time.Time) error {
	x := strings.Split(arg, "|")
	if len(x) != 5 {
		return nil
	}
	p, ok, err := storage.Person(tx, x[3])
	if err != nil || !ok || !p.Reachable() {
		return err
	}
	by, _, err := storage.Person(tx, x[4])
	if err != nil {
		return err
	}
	return d.tellColleague(tx, p, reports.Key{Period: x[0], Duty: x[1], Subject: x[2]}, by.Name, now)
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
