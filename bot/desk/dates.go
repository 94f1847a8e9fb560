package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// askDate asks for the date of a duty; its argument is the duty's id.
const askDate = "date"

// askf asks what must be put with names in it.
func (t *turn) askf(what, arg, format string, args ...any) error {
	row := askRow{V: 1, What: what, Arg: arg, At: t.now}
	if err := storage.Put(t.tx, storage.AskKey(t.u.Chat.ID, t.u.From.ID), row); err != nil {
		return err
	}
	return t.sayf(format, args...)
}

func (d *Desk) today(t *turn) plan.Date { return plan.DateOf(t.now.In(d.loc)) }

// datable returns the duties whose date the director sets: those that the
// notice leaves open, and the once-duties that it dates.
func (d *Desk) datable() []plan.Duty {
	return slices.DeleteFunc(slices.Clone(d.Plan.Duties), func(x plan.Duty) bool {
		return x.Timing == plan.OnEvent || x.After != "" || x.Timing == plan.Recurring && !x.Undated()
	})
}

// dates answers /dates: what is still 未定 first, each with a button.
func (t *turn) dates() error {
	duties := t.datable()
	if len(duties) == 0 {
		return t.sayf(textDatesNone)
	}
	slices.SortStableFunc(duties, func(a, b plan.Duty) int {
		return strings.Compare(onOff(t.dated(a), "1", "0"), onOff(t.dated(b), "1", "0"))
	})
	x := reports.Text{}.Head(textDatesHead)
	var rows [][]bot.Button
	for _, duty := range duties {
		when := t.dateText(duty)
		x = x.Add(reports.Plain, "· "+duty.Title+fmt.Sprintf(textDateOwners, t.ownersText(duty))+"：").Add(reports.Bold, when).Line("")
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonDateOf, duty.Title, when), Data: "da.p." + duty.ID}})
	}
	return t.say(x.Line(textDatesFoot), rows...)
}

// dated reports whether a duty has its date, from the plan or from the director.
func (d *Desk) dated(duty plan.Duty) bool {
	if duty.Timing == plan.Once {
		_, ok := d.onlyPeriod(duty) // a date before the plan's start is none
		return ok
	}
	return !duty.Undated() || len(d.Rules.DutyDays[duty.ID]) > 0
}

// dateText says when a duty falls due.
func (d *Desk) dateText(duty plan.Duty) string {
	switch {
	case !d.dated(duty):
		return textDateOpen
	case duty.Timing == plan.Recurring:
		return fmt.Sprintf(textDateMonthly, daysText(d.Rules.DutyDays[duty.ID]))
	}
	p, ok := d.onlyPeriod(duty)
	if !ok {
		return textDateOpen
	}
	if now := plan.DateOf(p.Deadline.In(d.loc)); now != p.Nominal {
		return fmt.Sprintf(textDateMoved, reports.DayText(now), reports.DayText(p.Nominal))
	}
	return reports.DayText(p.Nominal)
}

// onlyPeriod returns the one period of a once-duty.
func (d *Desk) onlyPeriod(duty plan.Duty) (plan.Period, bool) {
	date := duty.Date
	if set, ok := d.Rules.DutyDates[duty.ID]; ok {
		date = set
	}
	if duty.Timing != plan.Once || date.IsZero() {
		return plan.Period{}, false
	}
	return d.period(duty, date.String())
}

func daysText(days []int) string {
	var out []string
	for _, n := range days {
		out = append(out, strconv.Itoa(n)+"日")
	}
	return strings.Join(out, "、")
}

func (d *Desk) ownersText(duty plan.Duty) string {
	if duty.Subject == plan.PerArea && len(duty.Owners) == 0 {
		return textDateLeads
	}
	var out []string
	for _, u := range duty.Owners {
		out = append(out, d.Plan.UnitName(u))
	}
	return strings.Join(out, "、")
}

// tappedDates takes da.l (the list), da.p.DUTY (pick), da.y.DUTY.VALUE (yes) and
// da.n.DUTY (no, ask again).
func (t *turn) tappedDates(parts []string) error {
	if !Can(t.me, ActDates) || len(parts) < 2 {
		return t.toast(textNotAllowed)
	}
	if parts[1] == "l" {
		return t.dates()
	}
	if len(parts) < 3 {
		return t.toast(textOldButton)
	}
	duty, ok := t.Plan.Duty(parts[2])
	if !ok || !slices.ContainsFunc(t.datable(), func(d plan.Duty) bool { return d.ID == duty.ID }) {
		return t.toast(textOldButton)
	}
	switch {
	case parts[1] == "y" && len(parts) > 3:
		return t.dateConfirmed(duty, parts[3])
	case duty.Timing == plan.Recurring:
		return t.askf(askDate, duty.ID, textAskDays, duty.Title)
	}
	return t.askf(askDate, duty.ID, textAskDate, duty.Title)
}

// dateGiven reads the words and asks back what they were read as.
func (t *turn) dateGiven(id, words string) error {
	duty, ok := t.Plan.Duty(id)
	if !ok || !Can(t.me, ActDates) {
		return nil
	}
	today := t.today(t)
	if duty.Timing == plan.Recurring {
		days, ok := conversations.ReadMonthDays(words)
		if !ok {
			return t.askf(askDate, id, textDateUnread, textDaysExample)
		}
		next := nextDay(days, today)
		return t.confirm(duty, daysData(days), fmt.Sprintf(textDateSureDays, duty.Title, daysText(days), t.Plan.Deadline, reports.DayText(next)))
	}
	day, ok := conversations.ReadDay(words, today)
	switch {
	case !ok:
		return t.askf(askDate, id, textDateUnread, textDateExample)
	case day.Before(today) || !day.At(t.Plan.Deadline, t.loc).After(t.now) || day.Before(t.Plan.Starts):
		return t.askf(askDate, id, textDatePast, day.Year, reports.DayText(day))
	}
	return t.confirm(duty, day.String(), fmt.Sprintf(textDateSure, duty.Title, reports.DayTextFrom(day, today)+t.Plan.Deadline.String()))
}

func (t *turn) confirm(duty plan.Duty, value, words string) error {
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.u.Chat.ID, Slot: "date/" + duty.ID, Text: reports.T(words),
		Rows:    [][]bot.Button{{{Label: buttonDateYes, Data: "da.y." + duty.ID + "." + value}}, {{Label: buttonDateNo, Data: "da.n." + duty.ID}}},
		Purpose: "dates", Person: t.me.ID, At: t.now})
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
func (t *turn) dateConfirmed(duty plan.Duty, value string) error {
	before := t.dateText(duty)
	if duty.Timing == plan.Recurring {
		days, ok := conversations.ReadMonthDays(strings.ReplaceAll(value, "-", "、"))
		if !ok {
			return t.toast(textOldButton)
		}
		if slices.Equal(days, t.Rules.DutyDays[duty.ID]) {
			return t.toast(textDateAlready)
		}
		if err := setDays(t.tx, duty, days, t.today(t)); err != nil {
			return err
		}
	} else {
		day, err := plan.ParseDate(value)
		if err != nil || !day.At(t.Plan.Deadline, t.loc).After(t.now) {
			return t.toast(textOldButton)
		}
		p, set := t.onlyPeriod(duty)
		if set && plan.DateOf(p.Deadline.In(t.loc)) == day {
			return t.toast(textDateAlready)
		}
		if set && day.At(t.Plan.Deadline, t.loc).After(p.Deadline) {
			return t.dateMoved(duty, p, day, before)
		}
		if err := t.setDate(t.tx, duty, day, t.me.ID, t.now); err != nil {
			return err
		}
	}
	return t.dateSaved(duty, before)
}

// dateMoved sets a later date for what had one. It is an extension for all: what
// the own unit owes is left out until somebody else decides.
func (t *turn) dateMoved(duty plan.Duty, p plan.Period, day plan.Date, before string) error {
	held, err := t.holdBack(duty, p, textLogDate)
	if err != nil {
		return err
	}
	if err := t.setDate(t.tx, duty, day, t.me.ID, t.now); err != nil {
		return err
	}
	if err := t.dateSaved(duty, before); err != nil || len(held) == 0 {
		return err
	}
	p.Deadline = day.At(t.Plan.Deadline, t.loc)
	answer, err := t.askDeciders(duty, p, held)
	if err != nil {
		return err
	}
	return t.sayf("%s", answer)
}

func (t *turn) dateSaved(duty plan.Duty, before string) error {
	d, err := t.With(t.tx) // the rules as they are from now on
	if err != nil {
		return err
	}
	t.Desk = d
	after := t.dateText(duty)
	if err := t.log("", "", textLogDate+" "+duty.Title, before, after); err != nil {
		return err
	}
	if err := t.toast(textDateToast); err != nil {
		return err
	}
	return t.sayf(textDateSaved, duty.Title, after, t.ownersText(duty))
}
