package deadline

import (
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
)

// holdBack leaves the missing reports of the person's own unit out of an
// extension of the whole period: nobody extends their own alone. They stay due
// when they were, with reminders of their own, until somebody else decides.
// What another director left out of an earlier one is extended along with it.
func holdBack(t *desk.Turn, duty plan.Duty, p plan.Period, reason string) ([]standing.Standing, error) {
	all, err := t.Standings(t.Tx, duty, p)
	if err != nil {
		return nil, err
	}
	var held []standing.Standing
	for _, x := range all {
		own := t.Me.Unit != "" && t.Heir(x.Unit) == t.Me.Unit
		switch {
		case x.Reported() || x.Unreadable() || !own && x.Handling.Held == nil:
			continue
		case !own:
			x.Handling.Held = nil
		case x.Handling.Held == nil:
			x.Handling.Held = &standing.Decision{By: t.Me.ID, At: t.Now, Reason: reason, Until: x.Period.Deadline}
			if err := rules.SetDue(t.Tx, x.Key(), x.Handling.Held.Until, t.Now); err != nil {
				return nil, err
			}
		}
		if own {
			held = append(held, x)
		}
		if err := standing.SaveHandling(t.Tx, x.Handling); err != nil {
			return nil, err
		}
	}
	return held, nil
}

// heldSlot names the message that asks for a decision about a unit's reports.
func heldSlot(period, duty, unit string) string { return "held/" + period + "/" + duty + "/" + unit }

// askDeciders asks whoever may decide about the reports left out of an
// extension to p's deadline, and returns what the person is answered.
func askDeciders(t *desk.Turn, duty plan.Duty, p plan.Period, held []standing.Standing) (string, error) {
	unit, what := held[0].Unit, t.ReportsText(held)
	still := t.TimeText(held[0].Period.Deadline)
	who, err := staff.Deciders(t.Tx, staff.ActHandle, unit)
	if err != nil {
		return "", err
	}
	if len(who) == 0 {
		return fmt.Sprintf(textHeldNobody, what, still), nil
	}
	to := t.TimeText(p.Deadline)
	words := fmt.Sprintf(textHeldAsk, t.Me.Name, duty.Title, t.PeriodText(p), to, t.UnitIn(unit, p.ID), t.SubjectsText(held), still)
	data := tapHeld.Data(heldTap{reports.Key{Period: p.ID, Duty: duty.ID, Subject: unit}, p.Deadline.Unix()})
	for _, x := range who {
		if err := t.Notify(t.Tx, x, bot.Message{Kind: bot.Send, Replaces: true, Slot: heldSlot(p.ID, duty.ID, unit),
			Text: reports.T(words), Rows: [][]bot.Button{{{Label: fmt.Sprintf(buttonHeld, t.DayText(plan.DateOf(p.Deadline.In(t.Loc)))), Data: data}}},
			Purpose: "decision"}, t.Now); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(textHeldOwn, what, still, reports.NamesOf(who)), nil
}

// heldTap is about a unit's reports that were left out of an extension: the subject
// of the key is the unit, and To the second to which the others were extended.
type heldTap struct {
	Key reports.Key
	To  int64
}

var tapHeld = desk.NewTap[heldTap]("hb")

// tappedHeld extends the unit's reports with the others.
func tappedHeld(t *desk.Turn, a heldTap) error {
	k := a.Key
	duty, known := t.Duty(k.Duty)
	if !known {
		return t.Toast(desk.TextOldButton)
	}
	p, ok := t.Period(duty, k.Period)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	unit := k.Subject
	if ok, who, err := t.MayDecide(staff.ActHandle, unit); err != nil || !ok {
		if err != nil || !staff.Can(t.Me, staff.ActHandle) {
			return t.Allowed(staff.ActHandle, func() error { return err })
		}
		return t.Refuse(who)
	}
	all, err := t.Standings(t.Tx, duty, p)
	if err != nil {
		return err
	}
	held := slices.DeleteFunc(all, func(x standing.Standing) bool {
		return x.Unit != unit || !x.Held() || x.Settled()
	})
	if len(held) == 0 || p.Deadline.Unix() != a.To {
		return t.Toast(desk.TextOldButton)
	}
	return release(t, duty, p, held)
}

// release extends reports with the others of their period.
func release(t *desk.Turn, duty plan.Duty, p plan.Period, held []standing.Standing) error {
	unit, to := held[0].Unit, t.TimeText(p.Deadline)
	if err := t.RaiseDecided(t.Tx, p.ID, t.Now); err != nil {
		return err
	}
	for _, x := range held {
		before, reason := t.TimeText(x.Period.Deadline), x.Handling.Held.Reason
		x.Handling.Held = nil
		if err := standing.SaveHandling(t.Tx, x.Handling); err != nil {
			return err
		}
		if err := t.Log(unit, p.ID, textLogExtend+" "+t.SubjectName(x.Key()), before, to+"："+reason); err != nil {
			return err
		}
	}
	what := t.ReportsText(held)
	if err := t.TellUnit(held[0], fmt.Sprintf(textExtendedTell, what, to)); err != nil {
		return err
	}
	if err := t.Acted(p.ID, unit, textLogExtend); err != nil {
		return err
	}
	who, err := staff.Deciders(t.Tx, staff.ActHandle, unit)
	if err != nil {
		return err
	}
	words := fmt.Sprintf(textHeldDone, what, to, t.Me.Name, t.TimeText(t.Now))
	for _, x := range who {
		if err := bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, Chat: x.Chat, Slot: heldSlot(p.ID, duty.ID, unit),
			Text: reports.T(words), Purpose: "decision", Person: x.ID, At: t.Now}); err != nil {
			return err
		}
	}
	return t.Toast(textDone)
}
