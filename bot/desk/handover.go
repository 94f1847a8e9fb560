package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// askLeave asks from when to when somebody is away.
const askLeave = "leave"

// handedRow says to whom a person handed a period's work.
type handedRow struct {
	V  int       `json:"v"`
	To string    `json:"to"` // person id
	At time.Time `json:"at"`
}

// colleagues returns the unit's other contacts who can be reached.
func (d *Desk) colleagues(r storage.Reader, p reports.Person) ([]reports.Person, error) {
	all, err := storage.PeopleOfUnit(r, p.Unit)
	if err != nil || p.Unit == "" {
		return nil, err
	}
	return slices.DeleteFunc(all, func(x reports.Person) bool {
		return x.ID == p.ID || !x.Reachable() || !x.Has(reports.Contact, reports.Deputy)
	}), nil
}

// standIn returns who acts for a person now: the colleague to whom the period
// was handed, or during a leave the unit's others. Where nobody does, the
// person is still the one to tell: a unit is never without anybody.
func (d *Desk) standIn(r storage.Reader, p reports.Person, period string, now time.Time) (names []string, err error) {
	row, handed, err := storage.Get[handedRow](r, storage.HandedKey(period, p.ID))
	if err != nil {
		return nil, err
	}
	today := plan.DateOf(now.In(d.loc))
	if !handed && !p.Away(today) {
		return nil, nil
	}
	others, err := d.colleagues(r, p)
	if err != nil {
		return nil, err
	}
	for _, x := range others {
		if handed && x.ID == row.To || p.Away(today) && !x.Away(today) {
			names = append(names, x.Name)
		}
	}
	return names, nil
}

// handover answers /handover.
func (t *turn) handover() error {
	x := reports.Text{}.Head(textHandHead)
	others, err := t.colleagues(t.tx, t.me)
	if err != nil {
		return err
	}
	var rows [][]bot.Button
	var names []string
	for _, p := range others {
		names = append(names, p.Name)
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonHandTo, p.Name), Data: "ho.t." + p.ID}})
	}
	if len(names) > 0 {
		x = x.Line(fmt.Sprintf(textHandColleagues, strings.Join(names, "、"))).Line(textHandHow)
	} else {
		x = x.Line(textHandAlone)
	}
	last := []bot.Button{{Label: buttonLeave, Data: "ho.a"}}
	if !t.me.AwayFrom.IsZero() && !plan.DateOf(t.now.In(t.loc)).After(t.me.AwayTo) {
		x = x.Line(fmt.Sprintf(textHandAway, reports.DayText(t.me.AwayFrom), reports.DayText(t.me.AwayTo)))
		last = []bot.Button{{Label: buttonLeaveEnd, Data: "ho.e"}}
	}
	last = append(last, bot.Button{Label: buttonHandForever, Data: "ho.p"}, bot.Button{Label: buttonHandDeputy, Data: "ho.d"})
	return t.say(x, append(rows, last)...)
}

// tappedHandover takes ho.t.PERSON (this period), ho.a (leave), ho.e (back
// early), ho.p and ho.q.PERSON (for good; "new" for somebody new), ho.d (a
// deputy), and the office's ho.y.ID and ho.n.ID.
func (t *turn) tappedHandover(parts []string) error {
	arg := ""
	if len(parts) > 2 {
		arg = parts[2]
	}
	if len(parts) > 1 && (parts[1] == "y" || parts[1] == "n") {
		return t.decideHandover(arg, parts[1] == "y")
	}
	if len(parts) < 2 || !Can(t.me, ActReport) || t.me.Unit == "" {
		return t.toast(textNotAllowed)
	}
	switch parts[1] {
	case "t":
		return t.handPeriod(arg)
	case "a":
		return t.ask(askLeave, "")
	case "e":
		return t.endLeave()
	case "p":
		return t.handWhom()
	case "q":
		return t.askHandover(arg)
	case "d":
		return t.askDeputy()
	}
	return t.toast(textOldButton)
}

// colleague returns the unit's other contact with the id.
func (t *turn) colleague(id string) (reports.Person, bool, error) {
	others, err := t.colleagues(t.tx, t.me)
	if err != nil {
		return reports.Person{}, false, err
	}
	i := slices.IndexFunc(others, func(p reports.Person) bool { return p.ID == id })
	if i < 0 {
		return reports.Person{}, false, nil
	}
	return others[i], true, nil
}

// handPeriod hands what is open now to a colleague. The draft belongs to the
// unit: what this person has half said goes into it first.
func (t *turn) handPeriod(to string) error {
	p, ok, err := t.colleague(to)
	if err != nil {
		return err
	}
	if !ok {
		return t.toast(textOldButton)
	}
	owed, err := t.debts(t.tx, t.me, t.now)
	if err != nil {
		return err
	}
	if err := t.keepHalfSaid(); err != nil {
		return err
	}
	var periods []string
	var rows [][]bot.Button
	for _, x := range owed {
		if x.reported() {
			continue
		}
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFill, t.subjectName(x.key())), Data: keyData("o", x.key())}})
		if slices.Contains(periods, x.period.ID) {
			continue
		}
		periods = append(periods, x.period.ID)
		if err := t.handOne(x.period.ID, p); err != nil {
			return err
		}
	}
	if len(periods) == 0 {
		return t.toast(textHandNone)
	}
	if err := t.tell(p, "handover", reports.T(fmt.Sprintf(textHandedTo, t.me.Name)), rows...); err != nil {
		return err
	}
	return t.sayf(textHanded, p.Name)
}

func (t *turn) handOne(period string, to reports.Person) error {
	if err := storage.Put(t.tx, storage.HandedKey(period, t.me.ID), handedRow{V: 1, To: to.ID, At: t.now}); err != nil {
		return err
	}
	if err := t.tx.Delete(storage.HandedKey(period, to.ID)); err != nil { // handed back: no circle
		return err
	}
	return t.log(t.me.Unit, period, textLogHanded, t.me.Name, to.Name)
}
