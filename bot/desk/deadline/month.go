package deadline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// A date is tapped in a month, or typed; the days of a monthly duty are ticked.

// dateOf names the duty that a date is asked for.
type dateOf struct {
	Duty string `json:"duty"`
}

var askDate = desk.NewAsk[dateOf]("duty-date")

// dayTap is a day in the card of a duty: m shows a month (202612), d takes a day
// (20261220), r ticks days of every month (5-20).
type dayTap struct{ What, Duty, Value string }

var tapDay = desk.NewTap[dayTap]("dm")

// daysInRow is how many days stand side by side, and mostDays how many days of a
// month a duty can fall due on.
const (
	daysInRow = 7
	mostDays  = 4
	// monthsAhead is how far a calendar can be turned.
	monthsAhead = 24
)

// askDay asks for the date of a duty, in place of the list or below everything.
func askDay(t *desk.Turn, duty plan.Duty) error {
	if duty.Timing == plan.Recurring {
		return showDays(t, duty, t.Rules.DutyDays[duty.ID], bot.Send)
	}
	return showMonth(t, duty, t.Today(t), bot.Send)
}

func tappedDay(t *desk.Turn, a dayTap) error {
	duty, ok := t.Plan.Duty(a.Duty)
	switch {
	case !staff.Can(t.Me, staff.ActDates):
		return t.Toast(desk.TextNotAllowed)
	case !ok || !slices.ContainsFunc(datable(t.Desk), func(d plan.Duty) bool { return d.ID == duty.ID }):
		return t.Toast(desk.TextOldButton)
	case a.What == "r" && duty.Timing == plan.Recurring:
		days, ok := conversations.ReadMonthDays(strings.ReplaceAll(a.Value, "-", "、"))
		if !ok && a.Value != "" {
			return t.Toast(desk.TextOldButton)
		}
		if len(days) > mostDays {
			return t.Toast(textDaysMany, mostDays)
		}
		return showDays(t, duty, days, bot.Edit)
	case duty.Timing == plan.Recurring:
		return t.Toast(desk.TextOldButton)
	}
	at, err := time.Parse("20060102", (a.Value + "01")[:min(8, len(a.Value)+2)])
	if err != nil {
		return t.Toast(desk.TextOldButton)
	}
	if a.What == "m" {
		return showMonth(t, duty, plan.DateOf(at), bot.Edit)
	}
	return dateRead(t, duty, plan.DateOf(at))
}

// showMonth shows the days of a month that can still be a deadline.
func showMonth(t *desk.Turn, duty plan.Duty, in plan.Date, kind bot.MessageKind) error {
	today := t.Today(t)
	first := plan.MonthDay(in.Year, in.Month, 1)
	var days []bot.Button
	for d := first; d.Month == first.Month; d = d.AddDays(1) {
		if datePast(t, d) {
			continue
		}
		label := strconv.Itoa(d.Day)
		if !t.Calendar.Workday(d) {
			label = fmt.Sprintf(buttonRestDay, d.Day)
		}
		days = append(days, bot.Button{Label: label, Data: tapDay.Data(dayTap{"d", duty.ID, compact(d)})})
	}
	turn := func(label string, to plan.Date) bot.Button {
		return bot.Button{Label: label, Data: tapDay.Data(dayTap{"m", duty.ID, compact(to)[:6]})}
	}
	var row []bot.Button
	if plan.MonthDay(today.Year, today.Month, 1).Before(first) {
		row = append(row, turn(buttonMonthBack, first.AddDays(-1)))
	}
	next := plan.MonthDay(in.Year, in.Month, 31).AddDays(1)
	if !next.After(today.AddDays(31 * monthsAhead)) {
		row = append(row, turn(buttonMonthNext, next))
	}
	words := fmt.Sprintf(textAskDate, duty.Title) + "\n" + fmt.Sprintf(textMonth, in.Year, int(in.Month))
	return putDays(t, duty, kind, words, append(desk.InRows(nil, days, daysInRow), row))
}

// showDays shows the days of every month, those that are ticked marked.
func showDays(t *desk.Turn, duty plan.Duty, on []int, kind bot.MessageKind) error {
	var days []bot.Button
	for n := 1; n <= 31; n++ {
		label, then := strconv.Itoa(n), slices.DeleteFunc(slices.Clone(on), func(x int) bool { return x == n })
		if slices.Contains(on, n) {
			label = "✓" + label
		} else {
			then = append(then, n)
			slices.Sort(then)
		}
		days = append(days, bot.Button{Label: label, Data: tapDay.Data(dayTap{"r", duty.ID, daysData(then)})})
	}
	rows := desk.InRows(nil, days, daysInRow)
	if len(on) > 0 {
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonDaysTake, daysText(on)), Data: tapDates.Data(datesTap{"y", duty.ID, daysData(on)}), Style: bot.GoodButton}})
	}
	return putDays(t, duty, kind, fmt.Sprintf(textAskDays, duty.Title), rows)
}

// putDays shows the card on which a duty's date is chosen; words are a date too.
func putDays(t *desk.Turn, duty plan.Duty, kind bot.MessageKind, words string, rows [][]bot.Button) error {
	if err := askDate.Await(t, dateOf{duty.ID}); err != nil {
		return err
	}
	rows = append(rows, []bot.Button{{Label: buttonDatesAll, Data: tapDates.Data(datesTap{What: "l"})}})
	return bot.Enqueue(t.Tx, bot.Message{Kind: kind, Replaces: kind == bot.Send, OrSend: kind == bot.Edit, Chat: t.Update.Chat.ID, Slot: "date/" + duty.ID,
		Text: reports.T(words), Rows: slices.DeleteFunc(rows, func(r []bot.Button) bool { return len(r) == 0 }), Purpose: "dates", Person: t.Me.ID, At: t.Now})
}

// compact writes a day as a button carries it: 20261220.
func compact(d plan.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// datePast reports whether a day can no longer be a deadline.
func datePast(t *desk.Turn, day plan.Date) bool {
	return day.Before(t.Today(t)) || !day.At(t.Plan.Deadline, t.Loc).After(t.Now) || day.Before(t.Plan.Starts)
}
