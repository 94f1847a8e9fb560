package handover

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// askLeave asks from when to when somebody is away.
const askLeave = "leave"

// handover answers /handover.
func handover(t *desk.Turn) error {
	x := reports.Text{}.Head(textHandHead)
	others, err := t.Colleagues(t.Tx, t.Me)
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
	if !t.Me.AwayFrom.IsZero() && !plan.DateOf(t.Now.In(t.Loc)).After(t.Me.AwayTo) {
		x = x.Line(fmt.Sprintf(textHandAway, reports.DayText(t.Me.AwayFrom), reports.DayText(t.Me.AwayTo)))
		last = []bot.Button{{Label: buttonLeaveEnd, Data: "ho.e"}}
	}
	last = append(last, bot.Button{Label: buttonHandForever, Data: "ho.p"}, bot.Button{Label: buttonHandDeputy, Data: "ho.d"})
	return t.Say(x, append(rows, last)...)
}

// tappedHandover takes ho.t.PERSON (this period), ho.a (leave), ho.e (back
// early), ho.p and ho.q.PERSON (for good; "new" for somebody new), ho.d (a
// deputy), and the office's ho.y.ID and ho.n.ID.
func tappedHandover(t *desk.Turn, parts []string) error {
	arg := ""
	if len(parts) > 2 {
		arg = parts[2]
	}
	if len(parts) > 1 && (parts[1] == "y" || parts[1] == "n") {
		return decideHandover(t, arg, parts[1] == "y")
	}
	if len(parts) < 2 || !desk.Can(t.Me, desk.ActReport) || t.Me.Unit == "" {
		return t.Toast(desk.TextNotAllowed)
	}
	switch parts[1] {
	case "t":
		return handPeriod(t, arg)
	case "a":
		return t.Ask(askLeave, "")
	case "e":
		return endLeave(t)
	case "p":
		return handWhom(t)
	case "q":
		return askHandover(t, arg)
	case "d":
		return askDeputy(t)
	}
	return t.Toast(desk.TextOldButton)
}

// colleague returns the unit's other contact with the id.
func colleague(t *desk.Turn, id string) (reports.Person, bool, error) {
	others, err := t.Colleagues(t.Tx, t.Me)
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
func handPeriod(t *desk.Turn, to string) error {
	p, ok, err := colleague(t, to)
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
	if err != nil {
		return err
	}
	if err := t.KeepHalfSaid(); err != nil {
		return err
	}
	var periods []string
	var rows [][]bot.Button
	for _, x := range owed {
		if x.Reported() {
			continue
		}
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(desk.ButtonFill, t.SubjectName(x.Key())), Data: desk.KeyData("o", x.Key())}})
		if slices.Contains(periods, x.Period.ID) {
			continue
		}
		periods = append(periods, x.Period.ID)
		if err := handOne(t, x.Period.ID, p); err != nil {
			return err
		}
	}
	if len(periods) == 0 {
		return t.Toast(textHandNone)
	}
	if err := t.Tell(p, "handover", reports.T(fmt.Sprintf(textHandedTo, t.Me.Name)), rows...); err != nil {
		return err
	}
	return t.Sayf(textHanded, p.Name)
}

func handOne(t *desk.Turn, period string, to reports.Person) error {
	if err := storage.Put(t.Tx, storage.HandedKey(period, t.Me.ID), desk.HandedRow{V: 1, To: to.ID, At: t.Now}); err != nil {
		return err
	}
	if err := t.Tx.Delete(storage.HandedKey(period, to.ID)); err != nil { // handed back: no circle
		return err
	}
	return t.Log(t.Me.Unit, period, textLogHanded, t.Me.Name, to.Name)
}
