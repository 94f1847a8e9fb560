package deadline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// askDate asks for the date of a duty; its argument is the duty's id.
const askDate = "date"

// dates answers /dates: what is still 未定 first, each with a button.
func dates(t *desk.Turn) error {
	duties := t.Datable()
	if len(duties) == 0 {
		return t.Sayf(textDatesNone)
	}
	slices.SortStableFunc(duties, func(a, b plan.Duty) int {
		return strings.Compare(desk.OnOff(t.Dated(a), "1", "0"), desk.OnOff(t.Dated(b), "1", "0"))
	})
	x := reports.Text{}.Head(textDatesHead)
	var rows [][]bot.Button
	for _, duty := range duties {
		when := dateText(t.Desk, duty)
		x = x.Add(reports.Plain, "· "+duty.Title+fmt.Sprintf(textDateOwners, t.OwnersText(duty))+"：").Add(reports.Bold, when).Line("")
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonDateOf, duty.Title, when), Data: "da.p." + duty.ID}})
	}
	return t.Say(x.Line(textDatesFoot), rows...)
}

// dateText says when a duty falls due.
func dateText(d *desk.Desk, duty plan.Duty) string {
	switch {
	case !d.Dated(duty):
		return textDateOpen
	case duty.Timing == plan.Recurring:
		return fmt.Sprintf(textDateMonthly, daysText(d.Rules.DutyDays[duty.ID]))
	}
	p, ok := d.OnlyPeriod(duty)
	if !ok {
		return textDateOpen
	}
	if now := plan.DateOf(p.Deadline.In(d.Loc)); now != p.Nominal {
		return fmt.Sprintf(textDateMoved, reports.DayText(now), reports.DayText(p.Nominal))
	}
	return reports.DayText(p.Nominal)
}

func daysText(days []int) string {
	var out []string
	for _, n := range days {
		out = append(out, strconv.Itoa(n)+"日")
	}
	return strings.Join(out, "、")
}

// tappedDates takes da.l (the list), da.p.DUTY (pick), da.y.DUTY.VALUE (yes) and
// da.n.DUTY (no, ask again).
func tappedDates(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActDates) || len(parts) < 2 {
		return t.Toast(desk.TextNotAllowed)
	}
	if parts[1] == "l" {
		return dates(t)
	}
	if len(parts) < 3 {
		return t.Toast(desk.TextOldButton)
	}
	duty, ok := t.Plan.Duty(parts[2])
	if !ok || !slices.ContainsFunc(t.Datable(), func(d plan.Duty) bool { return d.ID == duty.ID }) {
		return t.Toast(desk.TextOldButton)
	}
	switch {
	case parts[1] == "y" && len(parts) > 3:
		return dateConfirmed(t, duty, parts[3])
	case duty.Timing == plan.Recurring:
		return t.Askf(askDate, duty.ID, textAskDays, duty.Title)
	}
	return t.Askf(askDate, duty.ID, textAskDate, duty.Title)
}

// dateGiven reads the words and asks back what they were read as.
func dateGiven(t *desk.Turn, id, words string) error {
	duty, ok := t.Plan.Duty(id)
	if !ok || !desk.Can(t.Me, desk.ActDates) {
		return nil
	}
	today := t.Today(t)
	if duty.Timing == plan.Recurring {
		days, ok := conversations.ReadMonthDays(words)
		if !ok {
			return t.Askf(askDate, id, textDateUnread, textDaysExample)
		}
		next := nextDay(days, today)
		return confirm(t, duty, daysData(days), fmt.Sprintf(textDateSureDays, duty.Title, daysText(days), t.Plan.Deadline, reports.DayText(next)))
	}
	day, ok := conversations.ReadDay(words, today)
	switch {
	case !ok:
		return t.Askf(askDate, id, textDateUnread, textDateExample)
	case day.Before(today) || !day.At(t.Plan.Deadline, t.Loc).After(t.Now) || day.Before(t.Plan.Starts):
		return t.Askf(askDate, id, textDatePast, day.Year, reports.DayText(day))
	}
	return confirm(t, duty, day.String(), fmt.Sprintf(textDateSure, duty.Title, reports.DayTextFrom(day, today)+t.Plan.Deadline.String()))
}

func confirm(t *desk.Turn, duty plan.Duty, value, words string) error {
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: "date/" + duty.ID, Text: reports.T(words),
		Rows:    [][]bot.Button{{{Label: buttonDateYes, Data: "da.y." + duty.ID + "." + value}}, {{Label: buttonDateNo, Data: "da.n." + duty.ID}}},
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
	before := dateText(t.Desk, duty)
	if duty.Timing == plan.Recurring {
		days, ok := conversations.ReadMonthDays(strings.ReplaceAll(value, "-", "、"))
		if !ok {
			return t.Toast(desk.TextOldButton)
		}
		if slices.Equal(days, t.Rules.DutyDays[duty.ID]) {
			return t.Toast(textDateAlready)
		}
		if err := desk.SetDays(t.Tx, duty, days, t.Today(t)); err != nil {
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
		if err := t.SetDate(t.Tx, duty, day, t.Me.ID, t.Now); err != nil {
			return err
		}
	}
	return dateSaved(t, duty, before)
}

// dateMoved sets a later date for what had one. It is an extension for all: what
// the own unit owes is left out until somebody else decides.
func dateMoved(t *desk.Turn, duty plan.Duty, p plan.Period, day plan.Date, before string) error {
	held, err := holdBack(t, duty, p, textLogDate)
	if err != nil {
		return err
	}
	if err := t.SetDate(t.Tx, duty, day, t.Me.ID, t.Now); err != nil {
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
	after := dateText(t.Desk, duty)
	if err := t.Log("", "", textLogDate+" "+duty.Title, before, after); err != nil {
		return err
	}
	if err := t.Toast(textDateToast); err != nil {
		return err
	}
	return t.Sayf(textDateSaved, duty.Title, after, t.OwnersText(duty))
}
