package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
)

// holdBack leaves the missing reports of the person's own unit out of an
// extension of the whole period: nobody extends their own alone. They stay due
// when they were, with reminders of their own, until somebody else decides.
// What another director left out of an earlier one is extended along with it.
func (t *turn) holdBack(duty plan.Duty, p plan.Period, reason string) ([]debt, error) {
	all, err := t.debtsOf(t.tx, duty, p)
	if err != nil {
		return nil, err
	}
	var held []debt
	for _, x := range all {
		own := t.me.Unit != "" && x.Unit == t.me.Unit
		switch {
		case x.reported() || !own && x.h.Held == nil:
			continue
		case !own:
			x.h.Held = nil
		case x.h.Held == nil:
			x.h.Held = &decision{By: t.me.ID, At: t.now, Reason: reason, Until: x.period.Deadline}
			if err := t.raiseDue(t.tx, x.key(), x.h.Held.Until, t.now); err != nil {
				return nil, err
			}
		}
		if own {
			held = append(held, x)
		}
		if err := saveHandling(t.tx, x.h); err != nil {
			return nil, err
		}
	}
	return held, nil
}

// heldSlot names the message that asks for a decision about a unit's reports.
func heldSlot(period, duty, unit string) string { return "held/" + period + "/" + duty + "/" + unit }

// askDeciders asks whoever may decide about the reports left out of an
// extension to p's deadline, and returns what the person is answered.
func (t *turn) askDeciders(duty plan.Duty, p plan.Period, held []debt) (string, error) {
	unit, what := held[0].Unit, t.subjectsText(held)
	still := reports.TimeText(held[0].period.Deadline, t.loc)
	who, err := t.deciders(t.tx, ActHandle, unit)
	if err != nil {
		return "", err
	}
	if len(who) == 0 {
		return fmt.Sprintf(textHeldNobody, what, still), nil
	}
	to := reports.TimeText(p.Deadline, t.loc)
	words := fmt.Sprintf(textHeldAsk, t.me.Name, duty.Title, reports.PeriodText(p), to, t.Plan.UnitName(unit), what, still)
	data := keyData("hb", reports.Key{Period: p.ID, Duty: duty.ID, Subject: unit}) + "." + strconv.FormatInt(p.Deadline.Unix(), 10)
	for _, x := range who {
		if err := bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: x.Chat, Slot: heldSlot(p.ID, duty.ID, unit),
			Text: reports.T(words), Rows: [][]bot.Button{{{Label: fmt.Sprintf(buttonHeld, reports.DayText(plan.DateOf(p.Deadline.In(t.loc)))), Data: data}}},
			Purpose: "decision", Person: x.ID, At: t.now, NotBefore: t.Awake(t.now)}); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(textHeldOwn, what, still, namesOf(who)), nil
}

// tappedHeld takes hb.PERIOD.DUTY.UNIT.DEADLINE: the unit's reports that were
// left out of the extension to that deadline are extended with the others.
func (t *turn) tappedHeld(parts []string) error {
	k, ok := parseKey(parts[1:])
	duty, known := t.Plan.Duty(k.Duty)
	if !ok || !known || len(parts) != 5 {
		return t.toast(textOldButton)
	}
	p, ok := t.period(duty, k.Period)
	if !ok {
		return t.toast(textOldButton)
	}
	unit := k.Subject
	if ok, who, err := t.mayDecide(ActHandle, unit); err != nil || !ok {
		if err != nil || !Can(t.me, ActHandle) {
			return t.allowed(ActHandle, func() error { return err })
		}
		return t.refuse(who)
	}
	all, err := t.debtsOf(t.tx, duty, p)
	if err != nil {
		return err
	}
	held := slices.DeleteFunc(all, func(x debt) bool {
		return x.Unit != unit || !x.held() || x.reported()
	})
	if len(held) == 0 || strconv.FormatInt(p.Deadline.Unix(), 10) != parts[4] {
		return t.toast(textOldButton)
	}
	return t.release(duty, p, held)
}

// release extends reports with the others of their period.
func (t *turn) release(duty plan.Duty, p plan.Period, held []debt) error {
	unit, to := held[0].Unit, reports.TimeText(p.Deadline, t.loc)
	var names []string
	if err := t.raiseDecided(t.tx, p.ID, t.now); err != nil {
		return err
	}
	for _, x := range held {
		before, reason := reports.TimeText(x.period.Deadline, t.loc), x.h.Held.Reason
		x.h.Held = nil
		if err := saveHandling(t.tx, x.h); err != nil {
			return err
		}
		if err := t.log(unit, p.ID, textLogExtend+" "+t.subjectName(x.key()), before, to+"："+reason); err != nil {
			return err
		}
		names = append(names, t.subjectName(x.key()))
	}
	what := strings.Join(names, "、")
	if err := t.tellUnit(held[0], fmt.Sprintf(textExtendedTell, what, to)); err != nil {
		return err
	}
	if err := t.acted(p.ID, unit, textLogExtend); err != nil {
		return err
	}
	who, err := t.deciders(t.tx, ActHandle, unit)
	if err != nil {
		return err
	}
	words := fmt.Sprintf(textHeldDone, what, to, t.me.Name, reports.TimeText(t.now, t.loc))
	for _, x := range who {
		if err := bot.Enqueue(t.tx, bot.Message{Kind: bot.Edit, Chat: x.Chat, Slot: heldSlot(p.ID, duty.ID, unit),
			Text: reports.T(words), Purpose: "decision", Person: x.ID, At: t.now}); err != nil {
			return err
		}
	}
	return t.toast(textDone)
}
