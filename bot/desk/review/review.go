package review

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/standing"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// The kinds of review.
const (
	reviewAccept = reports.ReviewAccept
	reviewReturn = reports.ReviewReturn
)

// askReturn asks why a report is sent back. Its argument is the report's key,
// its version, the tasks as a mask and the working days until the correction.
const askReturn = "return"

func reviewSlot(k reports.Key) string { return "review/" + k.String() }

// corrections are the working days in which a correction can be asked for; 0
// is today.
var corrections = []int{0, 1, 2, 3}

// reviewing shows a report that was submitted, or signed off, to whoever may
// review it: the office, for its own members' units the others of it or a leader.
func reviewing(t *desk.Turn, r reports.Report, kind bot.MessageKind) error {
	on, err := t.Switched(t.Tx, desk.SwitchReviewCards)
	if err != nil || !on {
		return err
	}
	return reviewCards(t, r, kind)
}

// reviewSubmitted shows what was submitted; where it is only the signed page of
// what the office has seen, in the card that is there.
func reviewSubmitted(t *desk.Turn, r reports.Report, again bool) error {
	if again {
		return reviewing(t, r, bot.Edit)
	}
	return reviewing(t, r, bot.Send)
}

func reviewSigned(t *desk.Turn, r reports.Report) error { return reviewing(t, r, bot.Edit) }

func reviewCards(t *desk.Turn, r reports.Report, kind bot.MessageKind) error {
	people, err := t.Deciders(t.Tx, desk.ActReview, r.Unit)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return unreviewable(t, r)
	}
	for _, p := range people {
		if err := reviewCard(t, p, r, kind); err != nil {
			return err
		}
	}
	return nil
}

// reviewCard sends, or edits, one reviewer's card of a report.
func reviewCard(t *desk.Turn, p reports.Person, r reports.Report, kind bot.MessageKind) error {
	text, err := reviewText(t, r)
	if err != nil {
		return err
	}
	m := bot.Message{Kind: kind, Chat: p.Chat, Slot: reviewSlot(r.Key), Text: text, Purpose: "review", Person: p.ID, At: t.Now}
	if rows, err := reviewRows(t, r); err != nil {
		return err
	} else if len(rows) > 0 {
		m.Rows = rows
	}
	m.Replaces = kind == bot.Send
	if kind == bot.Send && p.ID != t.Me.ID { // nobody asked for it: work that came in, without a sound
		m.Silent = true
		_, err := t.Post(t.Tx, desk.Post{To: p, Weight: desk.Free, Message: m}, t.Now)
		return err
	}
	return bot.Enqueue(t.Tx, m)
}

func reviewText(t *desk.Turn, r reports.Report) (reports.Text, error) {
	by, _, err := storage.Person(t.Tx, r.SubmittedBy)
	if err != nil {
		return nil, err
	}
	h, err := standing.ReadHandling(t.Tx, r.Key)
	if err != nil {
		return nil, err
	}
	on := desk.TextOnTime
	if late := r.Late(); late > 0 {
		on = fmt.Sprintf(desk.TextLate, reports.SpanText(late))
	}
	x := reports.Text{}.Head(fmt.Sprintf(textReviewHead, reports.Titled(t.SubjectName(r.Key)))).
		Line(fmt.Sprintf(textReviewBy, t.Plan.UnitName(r.Unit), by.Name, reports.TimeText(r.SubmittedAt, t.Loc), r.Version, on))
	if r.State == reports.AwaitsSign {
		x = x.Line(textReviewUnsign)
	}
	done, err := reviewDone(t, r, h)
	if err != nil {
		return nil, err
	}
	if done != "" {
		x = x.Add(reports.Bold, done).Line("")
	}
	return x.Line("").Append(t.ReportText(r)).Trim(), nil
}

// reviewDone says who has decided about this version, "" where nobody has.
func reviewDone(t *desk.Turn, r reports.Report, h standing.Handling) (string, error) {
	var who, what string
	var at time.Time
	switch {
	case r.State == reports.Accepted && h.Accepted != nil:
		who, at, what = h.Accepted.By, h.Accepted.At, textAccepted
	case r.State == reports.Returned && h.Returned != nil:
		who, at, what = h.Returned.By, h.Returned.At, textReturnedWord+"："+h.Returned.Reason
	default:
		return "", nil
	}
	p, _, err := storage.Person(t.Tx, who)
	return fmt.Sprintf(textReviewDone, p.Name, reports.TimeText(at, t.Loc), desk.Unstopped(what)), err
}

func reviewData(r reports.Report, what string) string {
	return fmt.Sprintf("%s.%d.%s", desk.KeyData("rv", r.Key), r.Version, what)
}

func reviewRows(t *desk.Turn, r reports.Report) ([][]bot.Button, error) {
	last := []bot.Button{{Label: desk.ButtonInstruct, Data: desk.KeyData("ir", r.Key)}}
	if len(filesOf(r)) > 0 {
		last = append(last, bot.Button{Label: buttonFiles, Data: reviewData(r, "f")})
	}
	if r.State == reports.Accepted || r.State == reports.Returned {
		return [][]bot.Button{last}, nil
	}
	pass, err := passable(t, r)
	if err != nil {
		return nil, err
	}
	var row []bot.Button
	if pass {
		row = append(row, bot.Button{Label: buttonAccept, Data: reviewData(r, "a"), Style: bot.GoodButton})
	}
	row = append(row, bot.Button{Label: buttonReturn, Data: reviewData(r, "r.0"), Style: bot.BadButton})
	return [][]bot.Button{append(row, last...)}, nil
}

// passable reports whether a report can be passed: signed off, or there is
// nobody in the unit who could.
func passable(t *desk.Turn, r reports.Report) (bool, error) {
	if r.State != reports.AwaitsSign {
		return true, nil
	}
	people, err := t.OfUnit(r.Unit)
	for _, p := range people {
		if p.Reachable() && desk.Can(p, desk.ActSign) {
			return false, err
		}
	}
	return true, err
}

// tappedReview takes rv.KEY.VERSION.WHAT: c shows the card, f sends the files,
// a passes, r.MASK
// picks tasks, w.MASK asks until when, t.MASK.DAYS asks why.
func tappedReview(t *desk.Turn, parts []string) error {
	if len(parts) == 4 {
		parts = append(parts, "0", "c")
	}
	k, ok := desk.ParseKey(parts[1:])
	if !ok || len(parts) < 6 || !desk.Can(t.Me, desk.ActReview) {
		return t.Toast(desk.TextNotAllowed)
	}
	r, ok, err := storage.Report(t.Tx, k)
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if ok, who, err := t.MayDecide(desk.ActReview, r.Unit); err != nil || !ok {
		if err != nil {
			return err
		}
		return t.Refuse(who)
	}
	if parts[5] == "c" {
		return reviewCard(t, t.Me, r, bot.Send)
	}
	if parts[5] == "f" {
		return sendFiles(t, r)
	}
	if open, err := reviewable(t, r, parts[4]); err != nil || !open {
		return err
	}
	mask := uint64(0)
	if len(parts) > 6 {
		mask, _ = strconv.ParseUint(parts[6], 36, 64)
	}
	switch {
	case parts[5] == "a":
		return accept(t, r)
	case parts[5] == "r":
		return pickTasks(t, r, mask)
	case parts[5] == "w":
		return pickTime(t, r, mask)
	case parts[5] == "t" && len(parts) > 7:
		return t.Ask(askReturn, strings.Join([]string{k.String(), parts[4], parts[6], parts[7]}, "/"))
	}
	return t.Toast(desk.TextOldButton)
}

// reviewable reports whether the version can still be decided about. Where a
// colleague was first, or a newer version is there, the card says so.
func reviewable(t *desk.Turn, r reports.Report, version string) (bool, error) {
	h, err := standing.ReadHandling(t.Tx, r.Key)
	if err != nil {
		return false, err
	}
	done, err := reviewDone(t, r, h)
	if err != nil {
		return false, err
	}
	switch {
	case fmt.Sprint(r.Version) != version:
		err = t.Toast(textReviewNewer, r.Version)
	case done != "":
		err = t.Toast("%s", desk.Clip(done, 190))
	default:
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, reviewCard(t, t.Me, r, bot.Edit)
}

// accept passes a report.
func accept(t *desk.Turn, r reports.Report) error {
	if pass, err := passable(t, r); err != nil || !pass {
		return t.Toast(textReviewState, r.State.Label())
	}
	before := r.State
	r.State = reports.Accepted
	if err := storage.SaveReport(t.Tx, r); err != nil {
		return err
	}
	h, err := standing.ReadHandling(t.Tx, r.Key)
	if err != nil {
		return err
	}
	h.Accepted = &standing.Decision{By: t.Me.ID, At: t.Now, Version: r.Version}
	if err := standing.SaveHandling(t.Tx, h); err != nil {
		return err
	}
	if err := reviewed(t, r, reports.Review{Key: r.Key, Version: r.Version, Kind: reviewAccept}); err != nil {
		return err
	}
	if err := t.Log(r.Unit, r.Key.Period, t.SubjectName(r.Key)+" "+textLogAccepted, before.Label(), r.State.Label()); err != nil {
		return err
	}
	if must, err := t.Switched(t.Tx, desk.SwitchMustReview); err != nil {
		return err
	} else if must {
		if err := t.TellAuthor(r, fmt.Sprintf(textAcceptedTell, reports.Titled(t.SubjectName(r.Key)))); err != nil {
			return err
		}
	}
	return t.Toast(textAcceptedToast)
}

// reviewed stores a review and brings every reviewer's card up to date.
func reviewed(t *desk.Turn, r reports.Report, v reports.Review) error {
	v.By, v.At = t.Me.ID, t.Now
	if err := storage.SaveReview(t.Tx, v); err != nil {
		return err
	}
	what := textLogAccepted
	if v.Kind == reviewReturn {
		what = textLogReturned
	}
	if err := t.Acted(r.Key.Period, r.Unit, what); err != nil {
		return err
	}
	return reviewCards(t, r, bot.Edit)
}

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
		row = append(row, bot.Button{Label: fmt.Sprintf(label, e.Task), Data: reviewData(r, "r."+strconv.FormatUint(mask^(1<<i), 36))})
		if len(row) == 3 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	rows = append(rows, []bot.Button{{Label: buttonNextStep, Data: reviewData(r, "w."+strconv.FormatUint(mask, 36))}})
	return returnCard(t, r, fmt.Sprintf(textReturnPick, t.SubjectName(r.Key)), rows)
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
		row = append(row, bot.Button{Label: t.WhenText(at), Data: reviewData(r, fmt.Sprintf("t.%s.%d", strconv.FormatUint(mask, 36), n))})
	}
	rows := [][]bot.Button{row[:min(2, len(row))]}
	if len(row) > 2 {
		rows = append(rows, row[2:])
	}
	return returnCard(t, r, fmt.Sprintf(textReturnTasks, t.SubjectName(r.Key), tasksText(masked(r, mask))), rows)
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
		out = append(out, fmt.Sprintf(desk.TextTask, n))
	}
	return strings.Join(out, "、")
}
