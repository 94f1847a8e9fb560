package desk

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
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
func (t *turn) reviewing(r reports.Report, kind bot.MessageKind) error {
	on, err := t.switched(t.tx, SwitchReviewCards)
	if err != nil || !on {
		return err
	}
	return t.reviewCards(r, kind)
}

// reviewSubmitted shows what was submitted; where it is only the signed page of
// what the office has seen, in the card that is there.
func (t *turn) reviewSubmitted(r reports.Report, again bool) error {
	if again {
		return t.reviewing(r, bot.Edit)
	}
	return t.reviewing(r, bot.Send)
}

func (t *turn) reviewSigned(r reports.Report) error { return t.reviewing(r, bot.Edit) }

func (t *turn) reviewCards(r reports.Report, kind bot.MessageKind) error {
	people, err := t.deciders(t.tx, ActReview, r.Unit)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return t.unreviewable(r)
	}
	for _, p := range people {
		if err := t.reviewCard(p, r, kind); err != nil {
			return err
		}
	}
	return nil
}

// reviewCard sends, or edits, one reviewer's card of a report.
func (t *turn) reviewCard(p reports.Person, r reports.Report, kind bot.MessageKind) error {
	text, err := t.reviewText(r)
	if err != nil {
		return err
	}
	m := bot.Message{Kind: kind, Chat: p.Chat, Slot: reviewSlot(r.Key), Text: text, Purpose: "review", Person: p.ID, At: t.now}
	if rows, err := t.reviewRows(r); err != nil {
		return err
	} else if len(rows) > 0 {
		m.Rows = rows
	}
	if kind == bot.Send && p.ID != t.me.ID {
		m.NotBefore, m.Silent = t.Awake(t.now), true
	}
	m.Replaces = kind == bot.Send
	return bot.Enqueue(t.tx, m)
}

func (t *turn) reviewText(r reports.Report) (reports.Text, error) {
	by, _, err := storage.Person(t.tx, r.SubmittedBy)
	if err != nil {
		return nil, err
	}
	h, err := readHandling(t.tx, r.Key)
	if err != nil {
		return nil, err
	}
	on := textOnTime
	if late := r.Late(); late > 0 {
		on = fmt.Sprintf(textLate, reports.SpanText(late))
	}
	x := reports.Text{}.Head(fmt.Sprintf(textReviewHead, reports.Titled(t.subjectName(r.Key)))).
		Line(fmt.Sprintf(textReviewBy, t.Plan.UnitName(r.Unit), by.Name, reports.TimeText(r.SubmittedAt, t.loc), r.Version, on))
	if r.State == reports.AwaitsSign {
		x = x.Line(textReviewUnsign)
	}
	done, err := t.reviewDone(r, h)
	if err != nil {
		return nil, err
	}
	if done != "" {
		x = x.Add(reports.Bold, done).Line("")
	}
	return x.Line("").Append(t.reportText(r)).Trim(), nil
}

// reviewDone says who has decided about this version, "" where nobody has.
func (t *turn) reviewDone(r reports.Report, h handling) (string, error) {
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
	p, _, err := storage.Person(t.tx, who)
	return fmt.Sprintf(textReviewDone, p.Name, reports.TimeText(at, t.loc), unstopped(what)), err
}

func reviewData(r reports.Report, what string) string {
	return fmt.Sprintf("%s.%d.%s", keyData("rv", r.Key), r.Version, what)
}

func (t *turn) reviewRows(r reports.Report) ([][]bot.Button, error) {
	last := []bot.Button{{Label: buttonInstruct, Data: keyData("ir", r.Key)}}
	if len(filesOf(r)) > 0 {
		last = append(last, bot.Button{Label: buttonFiles, Data: reviewData(r, "f")})
	}
	if r.State == reports.Accepted || r.State == reports.Returned {
		return [][]bot.Button{last}, nil
	}
	pass, err := t.passable(r)
	if err != nil {
		return nil, err
	}
	var row []bot.Button
	if pass {
		row = append(row, bot.Button{Label: buttonAccept, Data: reviewData(r, "a")})
	}
	row = append(row, bot.Button{Label: buttonReturn, Data: reviewData(r, "r.0")})
	return [][]bot.Button{append(row, last...)}, nil
}

// passable reports whether a report can be passed: signed off, or there is
// nobody in the unit who could.
func (t *turn) passable(r reports.Report) (bool, error) {
	if r.State != reports.AwaitsSign {
		return true, nil
	}
	people, err := t.ofUnit(r.Unit)
	for _, p := range people {
		if p.Reachable() && Can(p, ActSign) {
			return false, err
		}
	}
	return true, err
}

// tappedReview takes rv.KEY.VERSION.WHAT: c shows the card, f sends the files,
// a passes, r.MASK
// picks tasks, w.MASK asks until when, t.MASK.DAYS asks why.
func (t *turn) tappedReview(parts []string) error {
	if len(parts) == 4 {
		parts = append(parts, "0", "c")
	}
	k, ok := parseKey(parts[1:])
	if !ok || len(parts) < 6 || !Can(t.me, ActReview) {
		return t.toast(textNotAllowed)
	}
	r, ok, err := storage.Report(t.tx, k)
	if err != nil {
		return err
	}
	if !ok {
		return t.toast(textOldButton)
	}
	if ok, who, err := t.mayDecide(ActReview, r.Unit); err != nil || !ok {
		if err != nil {
			return err
		}
		return t.refuse(who)
	}
	if parts[5] == "c" {
		return t.reviewCard(t.me, r, bot.Send)
	}
	if parts[5] == "f" {
		return t.sendFiles(r)
	}
	if open, err := t.reviewable(r, parts[4]); err != nil || !open {
		return err
	}
	mask := uint64(0)
	if len(parts) > 6 {
		mask, _ = strconv.ParseUint(parts[6], 36, 64)
	}
	switch {
	case parts[5] == "a":
		return t.accept(r)
	case parts[5] == "r":
		return t.pickTasks(r, mask)
	case parts[5] == "w":
		return t.pickTime(r, mask)
	case parts[5] == "t" && len(parts) > 7:
		return t.ask(askReturn, strings.Join([]string{k.String(), parts[4], parts[6], parts[7]}, "/"))
	}
	return t.toast(textOldButton)
}

// reviewable reports whether the version can still be decided about. Where a
// colleague was first, or a newer version is there, the card says so.
func (t *turn) reviewable(r reports.Report, version string) (bool, error) {
	h, err := readHandling(t.tx, r.Key)
	if err != nil {
		return false, err
	}
	done, err := t.reviewDone(r, h)
	if err != nil {
		return false, err
	}
	switch {
	case fmt.Sprint(r.Version) != version:
		err = t.toast(textReviewNewer, r.Version)
	case done != "":
		err = t.toast("%s", clip(done, 190))
	default:
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, t.reviewCard(t.me, r, bot.Edit)
}

// accept passes a report.
func (t *turn) accept(r reports.Report) error {
	if pass, err := t.passable(r); err != nil || !pass {
		return t.toast(textReviewState, r.State.Label())
	}
	before := r.State
	r.State = reports.Accepted
	if err := storage.SaveReport(t.tx, r); err != nil {
		return err
	}
	h, err := readHandling(t.tx, r.Key)
	if err != nil {
		return err
	}
	h.Accepted = &decision{By: t.me.ID, At: t.now, Version: r.Version}
	if err := saveHandling(t.tx, h); err != nil {
		return err
	}
	if err := t.reviewed(r, reports.Review{Key: r.Key, Version: r.Version, Kind: reviewAccept}); err != nil {
		return err
	}
	if err := t.log(r.Unit, r.Key.Period, t.subjectName(r.Key)+" "+textLogAccepted, before.Label(), r.State.Label()); err != nil {
		return err
	}
	if must, err := t.switched(t.tx, SwitchMustReview); err != nil {
		return err
	} else if must {
		if err := t.tellAuthor(r, fmt.Sprintf(textAcceptedTell, reports.Titled(t.subjectName(r.Key)))); err != nil {
			return err
		}
	}
	return t.toast(textAcceptedToast)
}

// reviewed stores a review and brings every reviewer's card up to date.
func (t *turn) reviewed(r reports.Report, v reports.Review) error {
	v.By, v.At = t.me.ID, t.now
	if err := storage.SaveReview(t.tx, v); err != nil {
		return err
	}
	what := textLogAccepted
	if v.Kind == reviewReturn {
		what = textLogReturned
	}
	if err := t.acted(r.Key.Period, r.Unit, what); err != nil {
		return err
	}
	return t.reviewCards(r, bot.Edit)
}

// pickTasks lets the reviewer pick what is to be corrected.
func (t *turn) pickTasks(r reports.Report, mask uint64) error {
	if len(r.Entries) < 2 {
		return t.pickTime(r, 0)
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
	return t.returnCard(r, fmt.Sprintf(textReturnPick, t.subjectName(r.Key)), rows)
}

// returnCard shows the questions of a return in one message that edits itself.
func (t *turn) returnCard(r reports.Report, words string, rows [][]bot.Button) error {
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.u.Chat.ID, Slot: "return/" + r.Key.String(),
		Text: reports.T(words), Rows: rows, Purpose: "review", Person: t.me.ID, At: t.now})
}

func (t *turn) pickTime(r reports.Report, mask uint64) error {
	var row []bot.Button
	for _, n := range corrections {
		at := t.correctBy(n)
		if n == 0 && at.Before(t.now.Add(2*time.Hour)) {
			continue
		}
		row = append(row, bot.Button{Label: t.whenText(at), Data: reviewData(r, fmt.Sprintf("t.%s.%d", strconv.FormatUint(mask, 36), n))})
	}
	rows := [][]bot.Button{row[:min(2, len(row))]}
	if len(row) > 2 {
		rows = append(rows, row[2:])
	}
	return t.returnCard(r, fmt.Sprintf(textReturnTasks, t.subjectName(r.Key), tasksText(masked(r, mask))), rows)
}

// correctBy returns when a correction is due that is asked for in n working days.
func (t *turn) correctBy(n int) time.Time {
	return schedules.AddWorkdays(t.Calendar, t.today(t), n).At(t.Plan.Deadline, t.loc)
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
		out = append(out, fmt.Sprintf(textTask, n))
	}
	return strings.Join(out, "、")
}
