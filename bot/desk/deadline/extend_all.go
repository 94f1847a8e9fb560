package deadline

import (
	"errors"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// extendAllTap is about everybody who owes the duty in the period.
type extendAllTap struct {
	Period codec.Period
	Duty   string
}

var tapExtendAll = desk.NewTap[extendAllTap]("pe")

// tappedExtendAll asks for a later deadline for all of them.
func tappedExtendAll(t *desk.Turn, a extendAllTap) error {
	if !staff.Can(t.Me, staff.ActDates) {
		return t.Toast(desk.TextNotAllowed)
	}
	k := reports.Key{Period: string(a.Period), Duty: a.Duty}
	duty, ok := t.Plan.Duty(k.Duty)
	p, is := t.Period(duty, k.Period)
	if !ok || !is {
		return t.Toast(desk.TextOldButton)
	}
	return askWhen(t, extension{Key: k}, duty.Title, p.Deadline)
}

// extendAll puts off the deadline of everybody. Whoever owes something is told
// the date, and so is the group.
func extendAll(t *desk.Turn, k reports.Key, to time.Time, reason string) error {
	duty, ok := t.Plan.Duty(k.Duty)
	p, is := t.Period(duty, k.Period)
	if !ok || !is {
		return nil
	}
	before := p.Deadline
	held, err := holdBack(t, duty, p, reason)
	if err != nil {
		return err
	}
	if err := move(t, duty, p.ID, to); err != nil {
		return err
	}
	but := ""
	if len(held) > 0 {
		but = fmt.Sprintf(textExtendedBut, t.SubjectsText(held))
	}
	if err := t.Log("", p.ID, textLogExtend+" "+duty.Title, t.TimeText(before), t.TimeText(to)+"："+reason+but); err != nil {
		return err
	}
	if err := errors.Join(startAnew(t, duty, p), timerMoved.Set(t.Tx, t.Now, moved{Period: p.ID, Duty: duty.ID, To: to.Unix()})); err != nil {
		return err
	}
	words := fmt.Sprintf(textExtendedAll, duty.Title, t.PeriodText(p), t.TimeText(to))
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

// startAnew lets the chain begin anew with the new date for what is missing: who
// heard of it before heard of a deadline that is no more.
func startAnew(t *desk.Turn, duty plan.Duty, p plan.Period) error {
	all, err := t.Standings(t.Tx, duty, p)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Settled() || x.Held() || len(x.Handling.Rungs) == 0 {
			continue
		}
		x.Handling.Rungs = nil
		if err := standing.SaveHandling(t.Tx, x.Handling); err != nil {
			return err
		}
	}
	return nil
}

// tellGroup tells the task-force group of a decision.
func tellGroup(t *desk.Turn, words string) error {
	groups, err := storage.Groups(t.Tx)
	if err != nil || len(groups) == 0 {
		return err
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Chat: groups[0].Chat, Thread: groups[0].Thread, Text: reports.T(words),
		Insist: true, Purpose: "decision", At: t.Now, NotBefore: t.Awake(t.Now)})
}
