package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
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
func (d *Desk) promiseRows(p reports.Person, owed []debt, now time.Time) [][]bot.Button {
	var rows [][]bot.Button
	if office(p) && p.Unit != owed[0].Unit {
		return nil
	}
	seen := map[string]bool{}
	several := slices.ContainsFunc(owed, func(x debt) bool { return x.period.ID != owed[0].period.ID })
	for _, x := range owed {
		if seen[x.period.ID] {
			continue
		}
		seen[x.period.ID] = true
		label := buttonPromise
		if several {
			label = fmt.Sprintf(buttonPromiseFor, int(x.period.Nominal.Month), x.period.Nominal.Day)
		}
		rows = append(rows, []bot.Button{{Label: label, Data: "pr." + strings.ReplaceAll(x.period.ID, "-", "")}})
	}
	return rows
}

// pledged returns what the person can promise for: what they may write of a
// period and what is not settled.
func (t *turn) pledged(period string) ([]debt, error) {
	owed, err := t.debts(t.tx, t.me, t.now)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(owed, func(x debt) bool { return x.period.ID != period || x.settled() }), nil
}

// tappedPromise takes pr.PERIOD (what can be promised), pr.PERIOD.TIME (promise)
// and pr.PERIOD.z (leave me in peace for a while).
func (t *turn) tappedPromise(parts []string) error {
	if len(parts) < 2 || len(parts[1]) != 8 || !Can(t.me, ActReport) {
		return t.toast(textOldButton)
	}
	k, _ := parseKey([]string{parts[1], "", ""})
	owed, err := t.pledged(k.Period)
	if err != nil {
		return err
	}
	if len(owed) == 0 {
		return t.toast(textPromiseNothing)
	}
	if len(parts) == 2 {
		return t.offerTimes(k.Period, owed)
	}
	if parts[2] == "z" {
		return t.snoozed(k.Period, owed)
	}
	at, err := time.ParseInLocation(promiseLayout, parts[2], t.loc)
	if err != nil || !slices.ContainsFunc(promises(t.now, owed[0].due(), t.Calendar, t.loc), at.Equal) {
		if err := t.offerTimes(k.Period, owed); err != nil {
			return err
		}
		return t.toast(textPromisePast)
	}
	return t.promised(k.Period, owed, at)
}

func (t *turn) offerTimes(period string, owed []debt) error {
	p8 := strings.ReplaceAll(period, "-", "")
	var rows [][]bot.Button
	var row []bot.Button
	for _, at := range promises(t.now, owed[0].due(), t.Calendar, t.loc) {
		row = append(row, bot.Button{Label: t.whenText(at), Data: "pr." + p8 + "." + at.Format(promiseLayout)})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	rows = append(rows, []bot.Button{{Label: buttonSnooze, Data: "pr." + p8 + ".z"}})
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.u.Chat.ID, Slot: promiseSlot(period),
		Text: reports.T(fmt.Sprintf(textPromiseHow, t.subjectsText(owed))), Rows: rows, Purpose: "promise", Person: t.me.ID, At: t.now})
}

// whenText says a time as short as people say it: 今天16:00, 明天10:00.
func (t *turn) whenText(at time.Time) string {
	at = at.In(t.loc)
	clock := at.Format("15:04")
	switch plan.DateOf(at) {
	case t.today(t):
		return textToday0 + clock
	case t.today(t).AddDays(1):
		return textTomorrow + clock
	}
	return reports.TimeText(at, t.loc)
}

func (d *Desk) subjectsText(owed []debt) string {
	var out []string
	for _, x := range owed {
		out = append(out, d.subjectName(x.key()))
	}
	return strings.Join(out, "、")
}

// promised writes a promise down. Reminders stop until then.
func (t *turn) promised(period string, owed []debt, at time.Time) error {
	for _, x := range owed {
		x.h.Promise, x.h.Snooze = &promise{By: t.me.ID, At: t.now, Until: at}, nil
		if err := saveHandling(t.tx, x.h); err != nil {
			return err
		}
	}
	if err := setTimer(t.tx, at, timerPromise, fmt.Sprintf("%s/%s/%d", period, t.me.ID, at.Unix())); err != nil {
		return err
	}
	if err := t.log(owed[0].Unit, period, textLogPromise, "", t.subjectsText(owed)+" "+reports.TimeText(at, t.loc)); err != nil {
		return err
	}
	return t.promiseNoted(period, owed, fmt.Sprintf(textPromised, t.subjectsText(owed), t.whenText(at)))
}

func (t *turn) snoozed(period string, owed []debt) error {
	at := t.Awake(t.now.Add(snoozeTime))
	for _, x := range owed {
		x.h.Snooze = &promise{By: t.me.ID, At: t.now, Until: at}
		if err := saveHandling(t.tx, x.h); err != nil {
			return err
		}
	}
	if err := setTimer(t.tx, at, timerSnooze, fmt.Sprintf("%s/%s/%d", period, t.me.ID, at.Unix())); err != nil {
		return err
	}
	if err := t.log(owed[0].Unit, period, textLogSnooze, "", reports.TimeText(at, t.loc)); err != nil {
		return err
	}
	return t.promiseNoted(period, owed, fmt.Sprintf(textSnoozed, t.whenText(at)))
}

func (t *turn) promiseNoted(period string, owed []debt, words string) error {
	if err := t.boardChanged(t.tx, "", t.now); err != nil {
		return err
	}
	if err := t.toast(textPromiseToast); err != nil {
		return err
	}
	row := []bot.Button{{Label: buttonReport, Data: keyData("o", owed[0].key())},
		{Label: buttonPromiseOther, Data: "pr." + strings.ReplaceAll(period, "-", "")}}
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.u.Chat.ID, Slot: promiseSlot(period),
		Text: reports.T(words), Rows: [][]bot.Button{row}, Purpose: "promise", Person: t.me.ID, At: t.now})
}

// waitingFor returns the person of a timer and what of theirs it is about.
func (d *Desk) waitingFor(tx storage.Tx, arg string, now time.Time, of func(handling) *promise) (reports.Person, []debt, error) {
	parts := strings.Split(arg, "/")
	if len(parts) != 3 {
		return reports.Person{}, nil, nil
	}
	p, ok, err := storage.Person(tx, parts[1])
	if err != nil || !ok {
		return p, nil, err
	}
	owed, err := d.debts(tx, p, now)
	if err != nil {
		return p, nil, err
	}
	return p, slices.DeleteFunc(owed, func(x debt) bool {
		w := of(x.h)
		return x.period.ID != parts[0] || x.settled() || w == nil || w.By != p.ID ||
			fmt.Sprint(w.Until.Unix()) != parts[2] || !w.Broken.IsZero()
	}), nil
}

// promiseDue looks at a promise when it falls due: a broken one is said once
// to whoever gave it, and the report goes one step up the chain.
func (d *Desk) promiseDue(tx storage.Tx, arg string, now time.Time) error {
	p, owed, err := d.waitingFor(tx, arg, now, func(h handling) *promise { return h.Promise })
	if err != nil || len(owed) == 0 {
		return err
	}
	for i := range owed {
		broken := *owed[i].h.Promise
		broken.Broken = now
		owed[i].h.Promise, owed[i].h.Broken = &broken, owed[i].h.Broken+1
		if err := saveHandling(tx, owed[i].h); err != nil {
			return err
		}
	}
	period, until := owed[0].period.ID, owed[0].h.Promise.Until
	if err := audit(tx, now, "", owed[0].Unit, period, textLogBroken, p.Name+" "+reports.TimeText(until, d.loc), d.subjectsText(owed)); err != nil {
		return err
	}
	words := fmt.Sprintf(textBroken, p.Name, d.subjectsText(owed), reports.TimeText(until, d.loc))
	if !slices.ContainsFunc(owed, func(x debt) bool { return x.h.Muted != nil }) {
		told, err := d.stepUp(tx, owed, now)
		if err != nil {
			return err
		}
		if told != "" {
			words += fmt.Sprintf(textBrokenTold, tierNames[told])
		}
	}
	if err := d.boardChanged(tx, "", now); err != nil {
		return err
	}
	return d.unsolicited(tx, p, tierSelf, owed, reports.T(words), d.openRows(p, owed, now), now)
}

// snoozeDue reminds again, as was asked for.
func (d *Desk) snoozeDue(tx storage.Tx, arg string, now time.Time) error {
	p, owed, err := d.waitingFor(tx, arg, now, func(h handling) *promise { return h.Snooze })
	if err != nil || len(owed) == 0 || !p.Reachable() {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textSnoozeHead, p.Name))
	for _, o := range owed {
		x = x.Line(fmt.Sprintf(textSnoozeLine, d.subjectName(o.key()), reports.TimeText(o.due(), d.loc)))
	}
	return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: p.Chat, Slot: remindSlot(owed[0].period.ID),
		Text: x.Trim(), Rows: d.openRows(p, owed, now), Purpose: "reminder", Person: p.ID, At: now, NotBefore: d.Awake(now)})
}

// openRows are the buttons that open what is owed, and promise it.
func (d *Desk) openRows(p reports.Person, owed []debt, now time.Time) [][]bot.Button {
	var rows [][]bot.Button
	for _, x := range owed {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonFill, d.subjectName(x.key())), Data: keyData("o", x.key())}})
	}
	return append(rows, d.promiseRows(p, owed, now)...)
}
