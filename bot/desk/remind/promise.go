package remind

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// timerPromise fires when a promise falls due; its argument is the period, the
// person and the time in Unix seconds. timerSnooze is the same for a wish for peace.
const (
	timerPromise = "promise"
	timerSnooze  = "snooze"
)

// snoozeTime is how long somebody is left in peace who promises nothing.
const snoozeTime = 2 * time.Hour

// promiseLayout is a time as a button carries it, in the plan's zone.
const promiseLayout = "200601021504"

func promiseSlot(period string) string { return "promise/" + period }

// Promises returns the times that can be promised at now for something due at
// due: all of them working time, at least half an hour away and not after the
// due time; once that has passed, within the next two days.
func promises(now, due time.Time, cal schedules.Calendar, loc *time.Location) []time.Time {
	now, due = now.In(loc), due.In(loc)
	today, ten, four := plan.DateOf(now), plan.Clock{Hour: 10}, plan.Clock{Hour: 16}
	next := schedules.AddWorkdays(cal, today, 1)
	want := []time.Time{today.At(four, loc), next.At(ten, loc)}
	last := due
	if now.Before(due) {
		want = append(want, plan.DateOf(due).At(ten, loc), due.Add(-30*time.Minute))
	} else {
		want = append(want, next.At(four, loc))
		last = next.At(four, loc)
	}
	var out []time.Time
	for _, at := range want {
		if at.Before(now.Add(30*time.Minute)) || at.After(last) || slices.ContainsFunc(out, at.Equal) {
			continue
		}
		out = append(out, at)
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// promiseRows are the reminder's buttons besides those that open a report.
func promiseRows(d *desk.Desk, p reports.Person, owed []standing.Standing) [][]bot.Button {
	var rows [][]bot.Button
	if staff.Office(p) && p.Unit != d.Heir(owed[0].Unit) {
		return nil
	}
	seen := map[string]bool{}
	several := slices.ContainsFunc(owed, func(x standing.Standing) bool { return x.Period.ID != owed[0].Period.ID })
	for _, x := range owed {
		if seen[x.Period.ID] {
			continue
		}
		seen[x.Period.ID] = true
		label := buttonPromise
		if several {
			label = fmt.Sprintf(buttonPromiseFor, int(x.Period.Nominal.Month), x.Period.Nominal.Day)
		}
		rows = append(rows, []bot.Button{{Label: label, Data: promiseData(x.Period.ID, "")}})
	}
	return rows
}

// pledged returns what the person can promise for: what they may write of a
// period and what is not settled.
func pledged(t *desk.Turn, period string) ([]standing.Standing, error) {
	owed, err := t.OwedBy(t.Tx, t.Me, t.Now)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(owed, func(x standing.Standing) bool { return x.Period.ID != period || x.Settled() }), nil
}

// promiseTap asks what can be promised for a period, promises a time, or with z asks
// to be left in peace for a while.
type promiseTap struct {
	Period codec.Period
	At     string
}

var tapPromise = desk.NewTap[promiseTap]("pr")

func promiseData(period, at string) string {
	return tapPromise.Data(promiseTap{codec.Period(period), at})
}

func tappedPromise(t *desk.Turn, a promiseTap) error {
	period := string(a.Period)
	if period == "" || !staff.Can(t.Me, staff.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	owed, err := pledged(t, period)
	if err != nil {
		return err
	}
	if len(owed) == 0 {
		return t.Toast(textPromiseNothing)
	}
	if a.At == "" {
		return offerTimes(t, period, owed, fmt.Sprintf(textPromiseHow, t.ReportsText(owed)))
	}
	if a.At == "z" {
		return snoozed(t, period, owed)
	}
	at, err := time.ParseInLocation(promiseLayout, a.At, t.Loc)
	if err != nil || !slices.ContainsFunc(promises(t.Now, owed[0].Due(), t.Calendar, t.Loc), at.Equal) {
		if err := offerTimes(t, period, owed, fmt.Sprintf(textPromiseHow, t.ReportsText(owed))); err != nil {
			return err
		}
		return t.Toast(textPromisePast)
	}
	return promised(t, period, owed, at)
}

func offerTimes(t *desk.Turn, period string, owed []standing.Standing, words string) error {
	var rows [][]bot.Button
	var row []bot.Button
	for _, at := range promises(t.Now, owed[0].Due(), t.Calendar, t.Loc) {
		row = append(row, bot.Button{Label: t.WhenText(at), Data: promiseData(period, at.Format(promiseLayout))})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	rows = append(rows, []bot.Button{{Label: buttonSnooze, Data: promiseData(period, "z")}})
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: promiseSlot(period),
		Text: reports.T(words), Rows: rows, Purpose: "promise", Person: t.Me.ID, At: t.Now})
}

// farthest is how many working days ahead what is overdue can be promised in words. Until
// then nobody is reminded, so who needs longer asks the office for an extension.
const farthest = 10

// latest returns until when a report can be promised: the deadline, or once that has
// passed the end of a day not far ahead.
func latest(t *desk.Turn, x standing.Standing) time.Time {
	if t.Now.Before(x.Due()) {
		return x.Due()
	}
	return schedules.AddWorkdays(t.Calendar, t.Today(t), farthest).At(t.Plan.Deadline, t.Loc)
}

// promisedInWords takes a promise that somebody wrote (好的，今天下午报); one without a
// time, or for too late a time, is asked for.
func promisedInWords(t *desk.Turn, k reports.Key, x conversations.Effect) (bool, error) {
	p, ok := x.(conversations.Promised)
	if !ok {
		return false, nil
	}
	owed, err := pledged(t, k.Period)
	switch {
	case err != nil:
		return true, err
	case len(owed) == 0:
		return true, t.Sayf("%s", conversations.Reply(conversations.Received))
	case p.At.IsZero():
		return true, offerTimes(t, k.Period, owed, fmt.Sprintf(textPromiseHow, t.ReportsText(owed)))
	case p.At.After(latest(t, owed[0])):
		return true, offerTimes(t, k.Period, owed, fmt.Sprintf(textPromiseFar, t.ReportsText(owed), t.WhenText(latest(t, owed[0]))))
	}
	return true, promised(t, k.Period, owed, p.At)
}

// promised writes a promise down. Reminders stop until then.
func promised(t *desk.Turn, period string, owed []standing.Standing, at time.Time) error {
	for _, x := range owed {
		x.Handling.Promise, x.Handling.Snooze = &standing.Promise{By: t.Me.ID, At: t.Now, Until: at}, nil
		if err := standing.SaveHandling(t.Tx, x.Handling); err != nil {
			return err
		}
	}
	if err := desk.SetTimer(t.Tx, at, timerPromise, fmt.Sprintf("%s/%s/%d", period, t.Me.ID, at.Unix())); err != nil {
		return err
	}
	if err := t.Log(owed[0].Unit, period, textLogPromise, "", t.SubjectsText(owed)+" "+t.TimeText(at)); err != nil {
		return err
	}
	return promiseNoted(t, period, owed, fmt.Sprintf(textPromised, t.ReportsText(owed), t.WhenText(at)))
}

func snoozed(t *desk.Turn, period string, owed []standing.Standing) error {
	at := t.Awake(t.Now.Add(snoozeTime))
	for _, x := range owed {
		x.Handling.Snooze = &standing.Promise{By: t.Me.ID, At: t.Now, Until: at}
		if err := standing.SaveHandling(t.Tx, x.Handling); err != nil {
			return err
		}
	}
	if err := desk.SetTimer(t.Tx, at, timerSnooze, fmt.Sprintf("%s/%s/%d", period, t.Me.ID, at.Unix())); err != nil {
		return err
	}
	if err := t.Log(owed[0].Unit, period, textLogSnooze, "", t.TimeText(at)); err != nil {
		return err
	}
	return promiseNoted(t, period, owed, fmt.Sprintf(textSnoozed, t.WhenText(at)))
}

func promiseNoted(t *desk.Turn, period string, owed []standing.Standing, words string) error {
	if err := t.BoardChanged(t.Tx, "", t.Now); err != nil {
		return err
	}
	if err := t.Toast(textPromiseToast); err != nil {
		return err
	}
	row := []bot.Button{{Label: desk.ButtonReport, Data: desk.KeyData("o", owed[0].Key())},
		{Label: buttonPromiseOther, Data: promiseData(period, "")}}
	m := bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: promiseSlot(period),
		Text: reports.T(words), Rows: [][]bot.Button{row}, Purpose: "promise", Person: t.Me.ID, At: t.Now}
	if t.Update.Callback == nil { // promised in words: the answer stands below them
		m.Kind, m.Replaces, m.OrSend = bot.Send, true, false
	}
	return bot.Enqueue(t.Tx, m)
}

// waitingFor returns the person of a timer and what of theirs it is about.
func waitingFor(d *desk.Desk, tx storage.Tx, arg string, now time.Time, of func(standing.Handling) *standing.Promise) (reports.Person, []standing.Standing, error) {
	parts := strings.Split(arg, "/")
	if len(parts) != 3 {
		return reports.Person{}, nil, nil
	}
	p, ok, err := storage.Person(tx, parts[1])
	if err != nil || !ok {
		return p, nil, err
	}
	owed, err := d.OwedBy(tx, p, now)
	if err != nil {
		return p, nil, err
	}
	return p, slices.DeleteFunc(owed, func(x standing.Standing) bool {
		w := of(x.Handling)
		return x.Period.ID != parts[0] || x.Settled() || w == nil || w.By != p.ID ||
			fmt.Sprint(w.Until.Unix()) != parts[2] || !w.Broken.IsZero()
	}), nil
}

// promiseDue looks at a promise when it falls due: a broken one is said once
// to whoever gave it, and the report goes one step up the chain.
func promiseDue(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	p, owed, err := waitingFor(d, tx, arg, now, func(h standing.Handling) *standing.Promise { return h.Promise })
	if err != nil || len(owed) == 0 {
		return err
	}
	for i := range owed {
		broken := *owed[i].Handling.Promise
		broken.Broken = now
		owed[i].Handling.Promise, owed[i].Handling.Broken = &broken, owed[i].Handling.Broken+1
		if err := standing.SaveHandling(tx, owed[i].Handling); err != nil {
			return err
		}
	}
	period, until := owed[0].Period.ID, owed[0].Handling.Promise.Until
	if err := storage.Log(tx, now, "", owed[0].Unit, period, textLogBroken, p.Name+" "+d.TimeText(until, now), d.SubjectsText(owed)); err != nil {
		return err
	}
	words := fmt.Sprintf(textBroken, p.Name, d.ReportsText(owed, now), d.TimeText(until, now))
	if !slices.ContainsFunc(owed, func(x standing.Standing) bool { return x.Handling.Muted != nil }) {
		told, err := stepUp(d, tx, owed, now)
		if err != nil {
			return err
		}
		if told != "" {
			words += fmt.Sprintf(textBrokenTold, reporttext.TierNames[told])
		}
	}
	if err := d.BoardChanged(tx, "", now); err != nil {
		return err
	}
	return unsolicited(d, tx, p, tierSelf, owed, nil, reports.T(words), openRows(d, p, owed, now), now)
}

// snoozeDue reminds again, as was asked for.
func snoozeDue(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	p, owed, err := waitingFor(d, tx, arg, now, func(h standing.Handling) *standing.Promise { return h.Snooze })
	if err != nil || len(owed) == 0 || !p.Reachable() {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textSnoozeHead, p.Name))
	for _, o := range owed {
		x = x.Line(fmt.Sprintf(textSnoozeLine, d.ReportName(o.Key(), now), d.TimeText(o.Due(), now)))
	}
	return d.Notify(tx, p, bot.Message{Kind: bot.Send, Replaces: true, Slot: remindSlot(owed[0].Period.ID),
		Text: x.Trim(), Rows: openRows(d, p, owed, now), Purpose: "reminder"}, now)
}

// openRows are the buttons that open what is owed, and promise it.
func openRows(d *desk.Desk, p reports.Person, owed []standing.Standing, now time.Time) [][]bot.Button {
	var rows [][]bot.Button
	for _, x := range owed {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(desk.ButtonFill, d.ReportName(x.Key(), now)), Data: desk.KeyData("o", x.Key())}})
	}
	return append(rows, promiseRows(d, p, owed)...)
}
