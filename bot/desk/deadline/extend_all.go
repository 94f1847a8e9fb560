package deadline

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// tappedExtendAll takes pe.PERIOD.DUTY and pe.PERIOD.DUTY.DAYS: a later deadline
// for everybody who owes the duty.
func tappedExtendAll(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActDates) || len(parts) < 3 {
		return t.Toast(desk.TextNotAllowed)
	}
	k, ok := desk.ParseKey([]string{parts[1], parts[2], ""})
	duty, okDuty := t.Plan.Duty(k.Duty)
	if !ok || !okDuty {
		return t.Toast(desk.TextOldButton)
	}
	p, ok := t.Period(duty, k.Period)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if len(parts) == 3 {
		return t.Say(reports.T(fmt.Sprintf(textExtendHow, duty.Title, reports.TimeText(p.Deadline, t.Loc))),
			extensionRow(t, p.Deadline, strings.Join(parts, ".")+"."))
	}
	return t.Ask(askExtendAll, k.Period+"/"+k.Duty+"/"+parts[3])
}

func extendAll(t *desk.Turn, arg, reason string) error {
	parts := strings.Split(arg, "/")
	if len(parts) != 3 || !desk.Can(t.Me, desk.ActDates) {
		return nil
	}
	duty, ok := t.Plan.Duty(parts[1])
	n, bad := strconv.Atoi(parts[2])
	if !ok || bad != nil || n < 1 || n > 20 {
		return nil //nolint:nilerr // an argument nobody wrote: nothing to do
	}
	p, ok := t.Period(duty, parts[0])
	if !ok {
		return nil
	}
	before, to := p.Deadline, later(t, p.Deadline, n)
	held, err := holdBack(t, duty, p, reason)
	if err != nil {
		return err
	}
	if err := t.Move(t.Tx, duty, p.ID, to, t.Me.ID, t.Now); err != nil {
		return err
	}
	but := ""
	if len(held) > 0 {
		but = fmt.Sprintf(textExtendedBut, t.SubjectsText(held))
	}
	if err := t.Log("", p.ID, textLogExtend+" "+duty.Title, reports.TimeText(before, t.Loc), reports.TimeText(to, t.Loc)+"："+reason+but); err != nil {
		return err
	}
	words := fmt.Sprintf(textExtendedAll, duty.Title, reports.PeriodText(p), reports.TimeText(to, t.Loc))
	if err := tellGroup(t, words+but); err != nil {
		return err
	}
	if len(held) == 0 {
		return t.Sayf("%s", words)
	}
	p.Deadline = to
	answer, err := askDeciders(t, duty, p, held)
	if err != nil {
		return err
	}
	return t.Sayf("%s", words+"\n"+answer)
}

// tellGroup tells the task-force group of a decision.
func tellGroup(t *desk.Turn, words string) error {
	groups, err := storage.Groups(t.Tx)
	if err != nil || len(groups) == 0 {
		return err
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: groups[0].Chat, Thread: groups[0].Thread, Text: reports.T(words),
		Purpose: "decision", At: t.Now, NotBefore: t.Awake(t.Now)})
}
