package desk

import (
	"fmt"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// TellUnit tells a unit's contacts what was decided about their report; they may show
// it to those who have to correct it.
func (t *Turn) TellUnit(x standing.Standing, words string, rows ...[]bot.Button) error {
	people, err := storage.PeopleOfUnit(t.Tx, t.Heir(x.Unit))
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() || !staff.Writes(p, *x.TheDuty, t.Acting(x.Obligation)) {
			continue
		}
		if _, err := t.Post(t.Tx, gate.Post{To: p, Weight: gate.Counted, PassOn: true, Message: bot.Message{Kind: bot.Send, Text: reports.T(words), Rows: rows,
			Purpose: "decision"}}, t.Now); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) Alarm(tx storage.Tx, now time.Time, words string) error {
	people, err := staff.Holders(tx, reports.Director, reports.DeputyDir)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Reachable() {
			continue
		}
		if err := d.Notify(tx, p, bot.Message{Kind: bot.Send, Text: reports.T(words),
			Purpose: "alarm"}, now); err != nil {
			return err
		}
	}
	return nil
}

// MayDecide reports whether the person may decide about a unit's report: not
// about their own unit's, for nobody reviews, excuses or extends their own
// alone. who names those who may instead.
func (t *Turn) MayDecide(a staff.Act, unit string) (ok bool, who []reports.Person, err error) {
	if !staff.Can(t.Me, a) {
		return false, nil, nil
	}
	if t.Me.Unit != unit {
		return true, nil, nil
	}
	who, err = staff.Deciders(t.Tx, a, unit)
	return false, who, err
}

// Refuse says why somebody may not decide, and who may.
func (t *Turn) Refuse(who []reports.Person) error {
	if len(who) == 0 {
		t.Answer = bot.Answer{Text: textOwnUnitNobody, Alert: true}
		return nil
	}
	t.Answer = bot.Answer{Text: conversations.Clip(fmt.Sprintf(TextOwnUnit, reports.NamesOf(who)), 190), Alert: true}
	return nil
}

func (t *Turn) TellAuthor(r reports.Report, words string, rows ...[]bot.Button) error {
	p, ok, err := storage.Person(t.Tx, r.SubmittedBy)
	if err != nil || !ok || p.ID == t.Me.ID || !p.Reachable() {
		return err
	}
	return t.Notify(t.Tx, p, bot.Message{Kind: bot.Send, Text: reports.T(words), Rows: rows,
		Purpose: "sign-off", Period: r.Key.Period}, t.Now)
}

// Post sends something to a person who did not ask for it, see package gate.
func (d *Desk) Post(tx storage.Tx, p gate.Post, now time.Time) (gate.Posted, error) {
	return gate.Send(d.Book, d.Protect, tx, p, now)
}

// Notify posts a message to one person that counts and is never held back.
func (d *Desk) Notify(tx storage.Tx, to reports.Person, m bot.Message, now time.Time) error {
	_, err := d.Post(tx, gate.Post{To: to, Weight: gate.Counted, Message: m}, now)
	return err
}
