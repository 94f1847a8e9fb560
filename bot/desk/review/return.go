package review

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// corrections are the working days in which a correction can be asked for; 0
// is today.
var corrections = []int{0, 1, 2, 3}

// pickTasks lets the reviewer pick what is to be corrected.
func pickTasks(t *desk.Turn, r reports.Report, mask uint64) error {
	if len(r.Entries) < 2 {
		return pickTime(t, r, 0)
	}
	var rows [][]bot.Button
	var row []bot.Button
	for i, e := range r.Entries {
		label := buttonTaskOff
		if mask&(1<<i) != 0 {
			label = buttonTaskOn
		}
		row = append(row, bot.Button{Label: fmt.Sprintf(label, e.Task), Data: reviewData(r, "r", strconv.FormatUint(mask^(1<<i), 36), "")})
		if len(row) == 3 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	rows = append(rows, []bot.Button{{Label: buttonNextStep, Data: reviewData(r, "w", strconv.FormatUint(mask, 36), "")}})
	return returnCard(t, r, fmt.Sprintf(textReturnPick, t.ReportName(r.Key)), rows)
}

// returnCard shows the questions of a return in one message that edits itself.
func returnCard(t *desk.Turn, r reports.Report, words string, rows [][]bot.Button) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: "return/" + r.Key.String(),
		Text: reports.T(words), Rows: rows, Purpose: "review", Person: t.Me.ID, At: t.Now})
}

func pickTime(t *desk.Turn, r reports.Report, mask uint64) error {
	var row []bot.Button
	for _, n := range corrections {
		at := correctBy(t, n)
		if n == 0 && at.Before(t.Now.Add(2*time.Hour)) {
			continue
		}
		row = append(row, bot.Button{Label: t.WhenText(at), Data: reviewData(r, "t", strconv.FormatUint(mask, 36), strconv.Itoa(n))})
	}
	rows := [][]bot.Button{row[:min(2, len(row))]}
	if len(row) > 2 {
		rows = append(rows, row[2:])
	}
	return returnCard(t, r, fmt.Sprintf(textReturnTasks, t.ReportName(r.Key), tasksText(masked(r, mask))), rows)
}

// correctBy returns when a correction is due that is asked for in n working days.
func correctBy(t *desk.Turn, n int) time.Time {
	return schedules.AddWorkdays(t.Calendar, t.Today(t), n).At(t.Plan.Deadline, t.Loc)
}

// masked returns the tasks that a mask picks, none for the whole report.
func masked(r reports.Report, mask uint64) []int {
	var out []int
	for i, e := range r.Entries {
		if mask&(1<<i) != 0 {
			out = append(out, e.Task)
		}
	}
	return out
}

func tasksText(tasks []int) string {
	if len(tasks) == 0 {
		return textReturnWhole
	}
	var out []string
	for _, n := range tasks {
		out = append(out, fmt.Sprintf(reporttext.Task, n))
	}
	return strings.Join(out, "、")
}

// returnGiven sends a report back with its reason.
func returnGiven(t *desk.Turn, arg, reason string) error {
	p := strings.Split(arg, "/")
	if len(p) != 6 {
		return nil
	}
	r, ok, err := storage.SoundReport(t.Tx, reports.Key{Period: p[0], Duty: p[1], Subject: p[2]})
	if err != nil || !ok {
		return err
	}
	if ok, who, err := t.MayDecide(staff.ActReview, r.Unit); err != nil || !ok {
		return t.Sayf(desk.TextOwnUnit, reports.NamesOf(who))
	}
	if more, err := moreReason(t, r, reason); more || err != nil {
		return err
	}
	version, _ := strconv.Atoi(p[3])
	if open, err := reviewable(t, r, version); err != nil || !open {
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

// moreReason takes more of the reason for which the person has just sent a report
// back: whoever corrects it gets the whole.
func moreReason(t *desk.Turn, r reports.Report, reason string) (bool, error) {
	if t.Earlier == nil {
		return false, nil
	}
	h, err := standing.ReadHandling(t.Tx, r.Key)
	if err != nil || h.Returned == nil || h.Returned.By != t.Me.ID || h.Returned.Reason != t.Earlier.Words {
		return false, err
	}
	back := *h.Returned
	back.Reason = reason
	h.Returned = &back
	if err := standing.SaveHandling(t.Tx, h); err != nil {
		return true, err
	}
	if err := reviewed(t, r, reports.Review{Key: r.Key, Version: r.Version, Kind: reviewReturn, Tasks: back.Tasks, Text: reason, Until: back.Until}); err != nil {
		return true, err
	}
	if err := t.Log(r.Unit, r.Key.Period, t.SubjectName(r.Key)+" "+textLogReturned+" "+tasksText(back.Tasks), t.Earlier.Words, reason); err != nil {
		return true, err
	}
	if err := tellReturned(t, r, back); err != nil {
		return true, err
	}
	return true, t.Sayf(textReturnSent, t.UnitIn(r.Unit, r.Key.Period), t.TimeText(back.Until))
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
	if err := rules.SetDue(t.Tx, r.Key, back.Until, t.Now); err != nil {
		return err
	}
	if err := reviewed(t, r, reports.Review{Key: r.Key, Version: r.Version, Kind: reviewReturn, Tasks: back.Tasks, Text: back.Reason, Until: back.Until}); err != nil {
		return err
	}
	if err := t.RaiseReturned(r, back.Tasks); err != nil {
		return err
	}
	what := tasksText(back.Tasks)
	if err := t.Log(r.Unit, r.Key.Period, t.SubjectName(r.Key)+" "+textLogReturned+" "+what, before.Label(), back.Reason); err != nil {
		return err
	}
	if err := tellReturned(t, r, back); err != nil {
		return err
	}
	return t.Sayf(textReturnSent, t.UnitIn(r.Unit, r.Key.Period), t.TimeText(back.Until))
}

func tellReturned(t *desk.Turn, r reports.Report, back standing.Return) error {
	x, ok, err := t.StandingAt(r.Key)
	if err != nil || !ok {
		return err
	}
	words := fmt.Sprintf(textReturnAllTell, t.ReportTitle(r.Key), t.Me.Name, back.Reason, t.TimeText(back.Until))
	if len(back.Tasks) > 0 {
		words = fmt.Sprintf(textReturnTell, t.ReportTitle(r.Key), tasksText(back.Tasks), t.Me.Name, back.Reason, t.TimeText(back.Until))
	}
	return t.TellUnit(x, words, []bot.Button{{Label: buttonFixNow, Data: desk.KeyData("o", r.Key)}})
}
