package deadline

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// dates answers /dates: what is still 未定 first, each with a button.
func dates(t *desk.Turn) error {
	duties := datable(t.Desk)
	if len(duties) == 0 {
		return t.Sayf(textDatesNone)
	}
	slices.SortStableFunc(duties, func(a, b plan.Duty) int {
		return strings.Compare(desk.OnOff(dated(t.Desk, a), "1", "0"), desk.OnOff(dated(t.Desk, b), "1", "0"))
	})
	x := reports.Text{}.Head(textDatesHead)
	var rows [][]bot.Button
	for _, duty := range duties {
		when := dateText(t.Desk, duty, t.Now)
		x = x.Add(reports.Plain, "· "+duty.Title+fmt.Sprintf(textDateOwners, ownersText(t.Desk, duty))+"：").Add(reports.Bold, when).Line("")
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonDateOf, duty.Title, when), Data: tapDates.Data(datesTap{What: "p", Duty: duty.ID})}})
	}
	return t.Say(x.Line(textDatesFoot), rows...)
}

// dateText says when a duty falls due.
func dateText(d *desk.Desk, duty plan.Duty, now time.Time) string {
	switch {
	case !dated(d, duty):
		return textDateOpen
	case duty.Timing == plan.Recurring:
		return fmt.Sprintf(textDateMonthly, daysText(d.Rules.DutyDays[duty.ID]))
	}
	p, ok := d.OnlyPeriod(duty)
	if !ok {
		return textDateOpen
	}
	if due := plan.DateOf(p.Deadline.In(d.Loc)); due != p.Nominal {
		return fmt.Sprintf(textDateMoved, d.DayText(due, now), d.DayText(p.Nominal, now))
	}
	return d.DayText(p.Nominal, now)
}

func daysText(days []int) string {
	var out []string
	for _, n := range days {
		out = append(out, strconv.Itoa(n)+"日")
	}
	return strings.Join(out, "、")
}

// datesTap is l (the list), p (pick a duty), y (yes, the value) or n (no, ask again).
type datesTap struct{ What, Duty, Value string }

var tapDates = desk.NewTap[datesTap]("da")

func tappedDates(t *desk.Turn, a datesTap) error {
	if !staff.Can(t.Me, staff.ActDates) {
		return t.Toast(desk.TextNotAllowed)
	}
	if a.What == "l" {
		return dates(t)
	}
	duty, ok := t.Plan.Duty(a.Duty)
	if !ok || !slices.ContainsFunc(datable(t.Desk), func(d plan.Duty) bool { return d.ID == duty.ID }) {
		return t.Toast(desk.TextOldButton)
	}
	if a.What == "y" && a.Value != "" {
		return dateConfirmed(t, duty, a.Value)
	}
	return askDay(t, duty)
}

// dateGiven reads the words and asks back what they were read as.
func dateGiven(t *desk.Turn, a dateOf, words string) error {
	duty, ok := t.Plan.Duty(a.Duty)
	if !ok || !staff.Can(t.Me, staff.ActDates) {
		return nil
	}
	today := t.Today(t)
	if duty.Timing == plan.Recurring {
		days, ok := conversations.ReadMonthDays(words)
		if !ok {
			return askDate.Put(t, a, textDateUnread, textDaysExample)
		}
		next := nextDay(days, today)
		return confirm(t, duty, daysData(days), fmt.Sprintf(textDateSureDays, duty.Title, daysText(days), t.Plan.Deadline, t.DayText(next)))
	}
	day, ok := conversations.ReadDay(words, today)
	if !ok {
		return askDate.Put(t, a, textDateUnread, textDateExample)
	}
	return dateRead(t, duty, day)
}

// dateRead asks back what a day was read as, where it can be a deadline.
func dateRead(t *desk.Turn, duty plan.Duty, day plan.Date) error {
	if datePast(t, day) {
		return askDate.Put(t, dateOf{duty.ID}, textDatePast, day.Year, t.DayText(day))
	}
	return confirm(t, duty, day.String(), fmt.Sprintf(textDateSure, duty.Title, reports.DayTextFrom(day, t.Today(t))+t.Plan.Deadline.String()))
}

func confirm(t *desk.Turn, duty plan.Duty, value, words string) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: "date/" + duty.ID, Text: reports.T(words),
		Rows:    [][]bot.Button{{{Label: buttonDateYes, Data: tapDates.Data(datesTap{"y", duty.ID, value})}}, {{Label: buttonDateNo, Data: tapDates.Data(datesTap{What: "n", Duty: duty.ID})}}},
		Purpose: "dates", Person: t.Me.ID, At: t.Now})
}

// daysData packs days for a button: 5-20.
func daysData(days []int) string {
	var out []string
	for _, n := range days {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, "-")
}

// nextDay returns the first of the days of the month on today or later.
func nextDay(days []int, today plan.Date) plan.Date {
	for m := range 2 {
		for _, n := range days {
			if d := plan.MonthDay(today.Year, today.Month, n); m == 0 && !d.Before(today) {
				return d
			}
		}
		today = plan.MonthDay(today.Year, today.Month, 31).AddDays(1)
		if m == 0 {
			return plan.MonthDay(today.Year, today.Month, days[0])
		}
	}
	return today
}

// dateConfirmed writes the date down. Pressed twice, it is written once.
func dateConfirmed(t *desk.Turn, duty plan.Duty, value string) error {
	before := dateText(t.Desk, duty, t.Now)
	if duty.Timing == plan.Recurring {
		days, ok := conversations.ReadMonthDays(strings.ReplaceAll(value, "-", "、"))
		if !ok {
			return t.Toast(desk.TextOldButton)
		}
		if slices.Equal(days, t.Rules.DutyDays[duty.ID]) {
			return t.Toast(textDateAlready)
		}
		if err := rules.SetDays(t.Tx, duty, days, t.Today(t)); err != nil {
			return err
		}
	} else {
		day, err := plan.ParseDate(value)
		if err != nil || !day.At(t.Plan.Deadline, t.Loc).After(t.Now) {
			return t.Toast(desk.TextOldButton)
		}
		p, set := t.OnlyPeriod(duty)
		if set && plan.DateOf(p.Deadline.In(t.Loc)) == day {
			return t.Toast(textDateAlready)
		}
		if set && day.At(t.Plan.Deadline, t.Loc).After(p.Deadline) {
			return dateMoved(t, duty, p, day, before)
		}
		if err := setDate(t, duty, day); err != nil {
			return err
		}
		if set {
			if err := movedTo(t, duty, p, day, true); err != nil {
				return err
			}
		}
	}
	return dateSaved(t, duty, before)
}

// movedTo lets the chain begin anew with a date that was moved, and has everybody
// told who owes something by it.
func movedTo(t *desk.Turn, duty plan.Duty, p plan.Period, day plan.Date, sooner bool) error {
	return errors.Join(startAnew(t, duty, p),
		timerMoved.Set(t.Tx, t.Now, moved{Period: p.ID, Duty: duty.ID, To: day.At(t.Plan.Deadline, t.Loc).Unix(), Sooner: sooner}))
}

// dateMoved sets a later date for what had one. It is an extension for all: what
// the own unit owes is left out until somebody else decides.
func dateMoved(t *desk.Turn, duty plan.Duty, p plan.Period, day plan.Date, before string) error {
	held, err := holdBack(t, duty, p, textLogDate)
	if err != nil {
		return err
	}
	if err := setDate(t, duty, day); err != nil {
		return err
	}
	if err := movedTo(t, duty, p, day, false); err != nil {
		return err
	}
	if err := dateSaved(t, duty, before); err != nil || len(held) == 0 {
		return err
	}
	p.Deadline = day.At(t.Plan.Deadline, t.Loc)
	answer, err := askDeciders(t, duty, p, held)
	if err != nil {
		return err
	}
	return t.Sayf("%s", answer)
}

func dateSaved(t *desk.Turn, duty plan.Duty, before string) error {
	d, err := t.With(t.Tx) // the rules as they are from now on
	if err != nil {
		return err
	}
	t.Desk = d
	after := dateText(t.Desk, duty, t.Now)
	if err := t.Log("", "", textLogDate+" "+duty.Title, before, after); err != nil {
		return err
	}
	if err := t.Toast(textDateToast); err != nil {
		return err
	}
	return t.Sayf(textDateSaved, duty.Title, after, ownersText(t.Desk, duty))
}
