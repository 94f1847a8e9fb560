package review

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/reports"
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

// reviewing shows a report that was submitted, or signed off, to whoever may
// review it: the office, for its own members' units the others of it or a leader.
func reviewing(t *desk.Turn, r reports.Report, kind bot.MessageKind) error {
	if duty, ok := t.Duty(r.Key.Duty); ok && duty.OfOffice && duty.After != "" {
		return nil // what the office sends its superiors has gone to them
	}
	on, err := t.Switched(t.Tx, rules.SwitchReviewCards)
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
	people, err := staff.Deciders(t.Tx, staff.ActReview, r.Unit)
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
		_, err := t.Post(t.Tx, gate.Post{To: p, Weight: gate.Free, Message: m}, t.Now)
		return err
	}
	return orders.Enqueue(t.Tx, m)
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
	on := reporttext.OnTime
	if late := r.Late(); late > 0 {
		on = fmt.Sprintf(reporttext.Late, reports.SpanText(late))
	}
	x := reports.Text{}.Head(fmt.Sprintf(textReviewHead, t.ReportTitle(r.Key))).
		Line(fmt.Sprintf(textReviewBy, t.UnitIn(r.Unit, r.Key.Period), by.Name, t.TimeText(r.SubmittedAt), r.Version, on))
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
	changed, err := reporttext.Changed(t.Book, t.Tx, r)
	if err != nil {
		return nil, err
	}
	x = x.Append(changed).Line("").Append(reporttext.Whole(t.Book, r)).Trim()
	for _, f := range t.Installed {
		if f.Shows.Review == nil {
			continue
		}
		lines, err := f.Shows.Review(t.Desk, t.Tx, r, t.Now)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			x = x.Line("").Add(reports.Plain, l)
		}
	}
	return x, nil
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
	return fmt.Sprintf(textReviewDone, p.Name, t.TimeText(at), reports.Unstopped(what)), err
}

// reviewTap is what a reviewer does with a version of a report: c shows the card,
// f sends the files, a passes, r picks tasks, w asks until when, t asks why. The
// tasks are a mask of the entries, in base 36; Days are working days.
type reviewTap struct {
	Key     reports.Key
	Version int
	What    string
	Mask    string
	Days    string
}

var tapReview = desk.NewTap[reviewTap]("rv")

func reviewData(r reports.Report, what, mask, days string) string {
	return tapReview.Data(reviewTap{r.Key, r.Version, what, mask, days})
}

func reviewRows(t *desk.Turn, r reports.Report) ([][]bot.Button, error) {
	last := []bot.Button{{Label: desk.ButtonInstruct, Data: desk.KeyData("ir", r.Key)}}
	if len(filesOf(r)) > 0 {
		last = append(last, bot.Button{Label: buttonFiles, Data: reviewData(r, "f", "", "")})
	}
	dropped, err := storage.Dropped(t.Tx, r.Key)
	if err != nil {
		return nil, err
	}
	if r.Version > 1 || len(dropped) > 0 {
		last = append(last, bot.Button{Label: buttonVersions, Data: desk.KeyData("vs", r.Key)})
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
		row = append(row, bot.Button{Label: buttonAccept, Data: reviewData(r, "a", "", ""), Style: bot.GoodButton})
	}
	row = append(row, bot.Button{Label: buttonReturn, Data: reviewData(r, "r", "0", ""), Style: bot.BadButton})
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
		if p.Reachable() && staff.Can(p, staff.ActSign) {
			return false, err
		}
	}
	return true, err
}

func tappedReview(t *desk.Turn, a reviewTap) error {
	k := a.Key
	if !staff.Can(t.Me, staff.ActReview) {
		return t.Toast(desk.TextNotAllowed)
	}
	r, ok, err := storage.Report(t.Tx, k)
	switch {
	case errors.Is(err, storage.ErrCorrupt):
		return t.Toast(reporttext.AskOperator)
	case err != nil:
		return err
	case !ok:
		return t.Toast(desk.TextOldButton)
	}
	if ok, who, err := t.MayDecide(staff.ActReview, r.Unit); err != nil || !ok {
		if err != nil {
			return err
		}
		return t.Refuse(who)
	}
	if a.What == "c" || a.What == "" {
		return reviewCard(t, t.Me, r, bot.Send)
	}
	if a.What == "f" {
		return sendFiles(t, r)
	}
	if open, err := reviewable(t, r, a.Version); err != nil || !open {
		return err
	}
	mask, _ := strconv.ParseUint(a.Mask, 36, 64) // none for what is no number
	switch {
	case a.What == "a":
		return accept(t, r)
	case a.What == "r":
		return pickTasks(t, r, mask)
	case a.What == "w":
		return pickTime(t, r, mask)
	case a.What == "t" && a.Days != "":
		return t.Ask(askReturn, strings.Join([]string{k.String(), strconv.Itoa(a.Version), a.Mask, a.Days}, "/"))
	}
	return t.Toast(desk.TextOldButton)
}

// reviewable reports whether the version can still be decided about. Where a
// colleague was first, or a newer version is there, the card says so.
func reviewable(t *desk.Turn, r reports.Report, version int) (bool, error) {
	h, err := standing.ReadHandling(t.Tx, r.Key)
	if err != nil {
		return false, err
	}
	done, err := reviewDone(t, r, h)
	if err != nil {
		return false, err
	}
	switch {
	case r.Version != version:
		err = t.Toast(textReviewNewer, r.Version)
	case done != "":
		err = t.Toast("%s", conversations.Clip(done, 190))
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
	if must, err := t.Switched(t.Tx, rules.SwitchMustReview); err != nil {
		return err
	} else if must {
		if err := t.TellAuthor(r, fmt.Sprintf(textAcceptedTell, t.ReportTitle(r.Key))); err != nil {
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
