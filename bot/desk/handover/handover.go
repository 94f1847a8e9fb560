package handover

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// askLeave asks from when to when somebody is away.
const askLeave = "leave"

// handover answers /handover.
func handover(t *desk.Turn) error {
	x := reports.Text{}.Head(textHandHead)
	others, err := staff.Colleagues(t.Tx, t.Me)
	if err != nil {
		return err
	}
	open, err := unsettled(t)
	if err != nil {
		return err
	}
	var rows [][]bot.Button
	var names []string
	for _, p := range others {
		names = append(names, p.Name)
		if len(open) > 0 {
			rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonHandTo, p.Name), Data: tapHand.Data(handTap{"t", p.ID})}})
		}
	}
	switch {
	case len(names) == 0:
		x = x.Line(textHandAlone)
	case len(open) == 0:
		x = x.Line(fmt.Sprintf(textHandColleagues, strings.Join(names, "、"))).Line(textHandNothing)
	default:
		x = x.Line(fmt.Sprintf(textHandColleagues, strings.Join(names, "、"))).Line(fmt.Sprintf(textHandHow, t.ReportsText(open)))
	}
	last := []bot.Button{{Label: buttonLeave, Data: tapHand.Data(handTap{What: "a"})}}
	if !t.Me.AwayFrom.IsZero() && !plan.DateOf(t.Now.In(t.Loc)).After(t.Me.AwayTo) {
		x = x.Line(fmt.Sprintf(textHandAway, t.DayText(t.Me.AwayFrom), t.DayText(t.Me.AwayTo)))
		last = []bot.Button{{Label: buttonLeaveEnd, Data: tapHand.Data(handTap{What: "e"})}}
	}
	last = append(last, bot.Button{Label: buttonHandForever, Data: tapHand.Data(handTap{What: "p"})}, bot.Button{Label: buttonHandDeputy, Data: tapHand.Data(handTap{What: "d"})})
	return t.Say(x, append(rows, last)...)
}

// handTap is: t this period, to a person; a leave; e back early; p and q for good,
// to a person or "new"; d a deputy; and the office's y and n, of a handover's id.
type handTap struct{ What, Arg string }

var tapHand = desk.NewTap[handTap]("ho")

func tappedHandover(t *desk.Turn, a handTap) error {
	if a.What == "y" || a.What == "n" {
		return decideHandover(t, a.Arg, a.What == "y")
	}
	if !staff.Can(t.Me, staff.ActReport) || t.Me.Unit == "" {
		return t.Toast(desk.TextNotAllowed)
	}
	switch a.What {
	case "t":
		return handPeriod(t, a.Arg)
	case "a":
		return t.Ask(askLeave, "")
	case "e":
		return endLeave(t)
	case "p":
		return handWhom(t)
	case "q":
		return askHandover(t, a.Arg)
	case "d":
		return askDeputy(t)
	}
	return t.Toast(desk.TextOldButton)
}

// colleague returns the unit's other contact with the id.
func colleague(t *desk.Turn, id string) (reports.Person, bool, error) {
	others, err := staff.Colleagues(t.Tx, t.Me)
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
	open, err := unsettled(t)
	if err != nil {
		return err
	}
	if len(open) == 0 {
		return t.Toast(textHandNothing)
	}
	if err := t.KeepHalfSaid(); err != nil {
		return err
	}
	var periods []string
	var rows [][]bot.Button
	for _, x := range open {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(desk.ButtonFill, t.ReportName(x.Key())), Data: desk.KeyData("o", x.Key())}})
		if slices.Contains(periods, x.Period.ID) {
			continue
		}
		periods = append(periods, x.Period.ID)
		if err := handOne(t, x.Period.ID, p); err != nil {
			return err
		}
	}
	what := t.ReportsText(open)
	if err := t.Tell(p, "handover", reports.T(fmt.Sprintf(textHandedTo, t.Me.Name, what)), rows...); err != nil {
		return err
	}
	return t.Sayf(textHanded, p.Name, what)
}

// unsettled returns what the person can hand to a colleague: all that is asked of them
// now, of the present period and of those before it.
func unsettled(t *desk.Turn) ([]standing.Standing, error) {
	owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
	return slices.DeleteFunc(owed, func(x standing.Standing) bool { return x.Settled() }), err
}

func handOne(t *desk.Turn, period string, to reports.Person) error {
	if err := storage.Put(t.Tx, storage.RowHanded.Key(period, t.Me.ID), staff.HandedRow{V: 1, To: to.ID, At: t.Now}); err != nil {
		return err
	}
	if err := t.Tx.Delete(storage.RowHanded.Key(period, to.ID)); err != nil { // handed back: no circle
		return err
	}
	return t.Log(t.Me.Unit, period, textLogHanded, t.Me.Name, to.Name)
}
