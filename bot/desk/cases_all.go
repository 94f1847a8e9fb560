package desk

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// tappedExtendAll takes pe.PERIOD.DUTY and pe.PERIOD.DUTY.DAYS: a later deadline
// for everybody who owes the duty.
func (t *turn) tappedExtendAll(parts []string) error {
	if !Can(t.me, ActDates) || len(parts) < 3 {
		return t.toast(textNotAllowed)
	}
	k, ok := parseKey([]string{parts[1], parts[2], ""})
	duty, okDuty := t.Plan.Duty(k.Duty)
	if !ok || !okDuty {
		return t.toast(textOldButton)
	}
	p, ok := t.period(duty, k.Period)
	if !ok {
		return t.toast(textOldButton)
	}
	if len(parts) == 3 {
		return t.say(reports.T(fmt.Sprintf(textExtendHow, duty.Title, reports.TimeText(p.Deadline, t.loc))),
			t.extensionRow(p.Deadline, strings.Join(parts, ".")+"."))
	}
	return t.ask(askExtendAll, k.Period+"/"+k.Duty+"/"+parts[3])
}

func (t *turn) extendAll(arg, reason string) error {
	parts := strings.Split(arg, "/")
	if len(parts) != 3 || !Can(t.me, ActDates) {
		return nil
	}
	duty, ok := t.Plan.Duty(parts[1])
	n, bad := strconv.Atoi(parts[2])
	if !ok || bad != nil || n < 1 || n > 20 {
		return nil //nolint:nilerr // an argument nobody wrote: nothing to do
	}
	p, ok := t.period(duty, parts[0])
	if !ok {
		return nil
	}
	before, to := p.Deadline, t.later(p.Deadline, n)
	held, err := t.holdBack(duty, p, reason)
	if err != nil {
		return err
	}
	if err := t.move(t.tx, duty, p.ID, to, t.me.ID, t.now); err != nil {
		return err
	}
	but := ""
	if len(held) > 0 {
		but = fmt.Sprintf(textExtendedBut, t.subjectsText(held))
	}
	if err := t.log("", p.ID, textLogExtend+" "+duty.Title, reports.TimeText(before, t.loc), reports.TimeText(to, t.loc)+"："+reason+but); err != nil {
		return err
	}
	words := fmt.Sprintf(textExtendedAll, duty.Title, reports.PeriodText(p), reports.TimeText(to, t.loc))
	if err := t.tellGroup(words + but); err != nil {
		return err
	}
	if len(held) == 0 {
		return t.sayf("%s", words)
	}
	p.Deadline = to
	answer, err := t.askDeciders(duty, p, held)
	if err != nil {
		return err
	}
	return t.sayf("%s", words+"\n"+answer)
}

// tellGroup tells the task-force group of a decision.
func (t *turn) tellGroup(words string) error {
	groups, err := storage.Groups(t.tx)
	if err != nil || len(groups) == 0 {
		return err
	}
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: groups[0].Chat, Thread: groups[0].Thread, Text: reports.T(words),
		Purpose: "decision", At: t.now, NotBefore: t.Awake(t.now)})
}
