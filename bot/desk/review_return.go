package desk

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// returnGiven sends a report back with its reason.
func (t *turn) returnGiven(arg, reason string) error {
	p := strings.Split(arg, "/")
	if len(p) != 6 {
		return nil
	}
	r, ok, err := storage.Report(t.tx, reports.Key{Period: p[0], Duty: p[1], Subject: p[2]})
	if err != nil || !ok {
		return err
	}
	if ok, who, err := t.mayDecide(ActReview, r.Unit); err != nil || !ok {
		return t.sayf(textOwnUnit, namesOf(who))
	}
	if open, err := t.reviewable(r, p[3]); err != nil || !open {
		if err == nil {
			err = t.sayf("%s", t.answer.Text) // words have no button to answer
		}
		return err
	}
	mask, _ := strconv.ParseUint(p[4], 36, 64)
	days, bad := strconv.Atoi(p[5])
	if bad != nil || days < 0 || days > 20 {
		return nil //nolint:nilerr // an argument nobody wrote: nothing to do
	}
	return t.sendBack(r, returned{By: t.me.ID, At: t.now, Version: r.Version, Tasks: masked(r, mask), Reason: reason, Until: t.correctBy(days)})
}

func (t *turn) sendBack(r reports.Report, back returned) error {
	before := r.State
	r.State = reports.Returned
	if err := storage.SaveReport(t.tx, r); err != nil {
		return err
	}
	h, err := readHandling(t.tx, r.Key)
	if err != nil {
		return err
	}
	// What was promised and climbed belonged to the version sent back.
	h.Returned, h.Promise, h.Snooze, h.Rungs = &back, nil, nil, nil
	if err := saveHandling(t.tx, h); err != nil {
		return err
	}
	if err := t.raiseDue(t.tx, r.Key, back.Until, t.now); err != nil {
		return err
	}
	if err := t.reviewed(r, reports.Review{Key: r.Key, Version: r.Version, Kind: reviewReturn, Tasks: back.Tasks, Text: back.Reason, Until: back.Until}); err != nil {
		return err
	}
	what := tasksText(back.Tasks)
	if err := t.log(r.Unit, r.Key.Period, t.subjectName(r.Key)+" "+textLogReturned+" "+what, before.Label(), back.Reason); err != nil {
		return err
	}
	if err := t.tellReturned(r, back); err != nil {
		return err
	}
	return t.sayf(textReturnSent, t.Plan.UnitName(r.Unit), reports.TimeText(back.Until, t.loc))
}

func (t *turn) tellReturned(r reports.Report, back returned) error {
	x, ok, err := t.debtAt(r.Key)
	if err != nil || !ok {
		return err
	}
	words := fmt.Sprintf(textReturnAllTell, reports.Titled(t.subjectName(r.Key)), t.me.Name, back.Reason, reports.TimeText(back.Until, t.loc))
	if len(back.Tasks) > 0 {
		words = fmt.Sprintf(textReturnTell, reports.Titled(t.subjectName(r.Key)), tasksText(back.Tasks), t.me.Name, back.Reason, reports.TimeText(back.Until, t.loc))
	}
	return t.tellUnit(x, words, []bot.Button{{Label: buttonFixNow, Data: keyData("o", r.Key)}})
}
