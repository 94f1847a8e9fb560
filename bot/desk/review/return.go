package review

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/storage"
)

// returnGiven sends a report back with its reason.
func returnGiven(t *desk.Turn, arg, reason string) error {
	p := strings.Split(arg, "/")
	if len(p) != 6 {
		return nil
	}
	r, ok, err := storage.Report(t.Tx, reports.Key{Period: p[0], Duty: p[1], Subject: p[2]})
	if err != nil || !ok {
		return err
	}
	if ok, who, err := t.MayDecide(desk.ActReview, r.Unit); err != nil || !ok {
		return t.Sayf(desk.TextOwnUnit, desk.NamesOf(who))
	}
	if open, err := reviewable(t, r, p[3]); err != nil || !open {
		if err == nil {
			err = t.Sayf("%s", t.Answer.Text) // words have no button to answer
		}
		return err
	}
	mask, _ := strconv.ParseUint(p[4], 36, 64)
	days, bad := strconv.Atoi(p[5])
	if bad != nil || days < 0 || days > 20 {
		return nil //nolint:nilerr // an argument nobody wrote: nothing to do
	}
	return sendBack(t, r, standing.Return{By: t.Me.ID, At: t.Now, Version: r.Version, Tasks: masked(r, mask), Reason: reason, Until: correctBy(t, days)})
}

func sendBack(t *desk.Turn, r reports.Report, back standing.Return) error {
	before := r.State
	r.State = reports.Returned
	if err := storage.SaveReport(t.Tx, r); err != nil {
		return err
	}
	h, err := standing.ReadHandling(t.Tx, r.Key)
	if err != nil {
		return err
	}
	// What was promised and climbed belonged to the version sent back.
	h.Returned, h.Promise, h.Snooze, h.Rungs = &back, nil, nil, nil
	if err := standing.SaveHandling(t.Tx, h); err != nil {
		return err
	}
	if err := t.RaiseDue(t.Tx, r.Key, back.Until, t.Now); err != nil {
		return err
	}
	if err := reviewed(t, r, reports.Review{Key: r.Key, Version: r.Version, Kind: reviewReturn, Tasks: back.Tasks, Text: back.Reason, Until: back.Until}); err != nil {
		return err
	}
	what := tasksText(back.Tasks)
	if err := t.Log(r.Unit, r.Key.Period, t.SubjectName(r.Key)+" "+textLogReturned+" "+what, before.Label(), back.Reason); err != nil {
		return err
	}
	if err := tellReturned(t, r, back); err != nil {
		return err
	}
	return t.Sayf(textReturnSent, t.Plan.UnitName(r.Unit), reports.TimeText(back.Until, t.Loc))
}

func tellReturned(t *desk.Turn, r reports.Report, back standing.Return) error {
	x, ok, err := t.StandingAt(r.Key)
	if err != nil || !ok {
		return err
	}
	words := fmt.Sprintf(textReturnAllTell, reports.Titled(t.SubjectName(r.Key)), t.Me.Name, back.Reason, reports.TimeText(back.Until, t.Loc))
	if len(back.Tasks) > 0 {
		words = fmt.Sprintf(textReturnTell, reports.Titled(t.SubjectName(r.Key)), tasksText(back.Tasks), t.Me.Name, back.Reason, reports.TimeText(back.Until, t.Loc))
	}
	return t.TellUnit(x, words, []bot.Button{{Label: buttonFixNow, Data: desk.KeyData("o", r.Key)}})
}
