package deadline

import (
	"errors"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
)

// extension is a later deadline that somebody is deciding on: of one report, or
// of everybody's of a duty and period where Key has no subject. Until is zero
// while the day is not chosen. It is the day itself and no number of days, so
// that what was shown is what counts, whatever was decided meanwhile.
type extension struct {
	Key   reports.Key
	Until plan.Date
}

var (
	tapUntil = desk.NewTap[extension]("eu")
	askUntil = desk.NewAsk[extension]("until")
	askWhy   = desk.NewAsk[extension]("until-why")
)

// offered are the working days by which a deadline can be put off with a tap.
var offered = []int{1, 2, 3, 5}

// farthest is how many days ahead an extension may reach: what lies farther is a
// slip of the year.
const farthest = 366

// askWhen asks until when: a button, or any working day in words.
func askWhen(t *desk.Turn, x extension, what string, deadline time.Time) error {
	var row []bot.Button
	for _, n := range offered {
		day := schedules.AddWorkdays(t.Calendar, notBefore(t, deadline), n)
		row = append(row, bot.Button{Label: reports.DayTextFrom(day, t.Today(t)), Data: tapUntil.Data(extension{x.Key, day})})
	}
	return askUntil.PutWith(t, x, reports.T(fmt.Sprintf(textExtendHow, what, t.TimeText(deadline))), row)
}

// notBefore is the later of a deadline's day and today: an extension goes beyond both.
func notBefore(t *desk.Turn, deadline time.Time) plan.Date {
	day := plan.DateOf(deadline.In(t.Loc))
	if today := t.Today(t); today.After(day) {
		return today
	}
	return day
}

// dayGiven takes the day in words.
func dayGiven(t *desk.Turn, x extension, words string) error {
	today := t.Today(t)
	day, ok := conversations.ReadDay(words, today)
	if !ok {
		return askUntil.Put(t, x, textDateUnread, textDateExample)
	}
	x.Until = day
	return dayChosen(t, x)
}

// dayChosen asks for the reason where the day will do, and says it again.
func dayChosen(t *desk.Turn, x extension) error {
	deadline, ok, err := present(t, x.Key)
	if err != nil || !ok {
		return err
	}
	today := t.Today(t)
	again := func(format string, args ...any) error {
		return askUntil.Put(t, extension{Key: x.Key}, format, args...)
	}
	switch day := x.Until; {
	case !day.After(notBefore(t, deadline)):
		return again(textExtendEarly, reports.DayTextFrom(notBefore(t, deadline), today))
	case day.After(today.AddDays(farthest)):
		return again(textExtendFar, reports.DayTextFrom(day, today))
	case !t.Calendar.Workday(day):
		return again(textExtendRest, reports.DayTextFrom(day, today), reports.DayTextFrom(schedules.AddWorkdays(t.Calendar, day, 1), today))
	}
	return askWhy.Put(t, x, textAskExtend, reports.DayTextFrom(x.Until, today)+t.Plan.Deadline.String())
}

// present returns the deadline that is to be put off, ok only where the person
// may do so; otherwise they are told.
func present(t *desk.Turn, k reports.Key) (deadline time.Time, ok bool, err error) {
	if k.Subject != "" {
		x, ok, err := decided(t, k)
		return x.Period.Deadline, ok, err
	}
	duty, known := t.Plan.Duty(k.Duty)
	p, is := t.Period(duty, k.Period)
	switch {
	case !known || !is:
		return deadline, false, t.Sayf(desk.TextOldButton)
	case !staff.Can(t.Me, staff.ActDates):
		return deadline, false, t.Sayf(desk.TextNotAllowed)
	}
	return p.Deadline, true, nil
}

// extended carries an extension out, with its reason.
func extended(t *desk.Turn, x extension, reason string) error {
	deadline, ok, err := present(t, x.Key)
	if err != nil || !ok {
		return err
	}
	if more, err := moreReason(t, x, reason); more || err != nil {
		return err
	}
	if !x.Until.After(notBefore(t, deadline)) { // another was quicker
		return askUntil.Put(t, extension{Key: x.Key}, textExtendEarly, t.DayText(notBefore(t, deadline)))
	}
	t.Made(madeExtension)
	if x.Key.Subject == "" {
		return extendAll(t, x.Key, x.Until.At(t.Plan.Deadline, t.Loc), reason)
	}
	return extend(t, x.Key, x.Until.At(t.Plan.Deadline, t.Loc), reason)
}

// moreReason takes more of the reason of an extension that was carried out a moment
// ago: the date stands, and nobody is told of it twice.
func moreReason(t *desk.Turn, x extension, reason string) (bool, error) {
	if t.Earlier == nil || t.Earlier.Made != madeExtension {
		return false, nil
	}
	t.Made(madeExtension)
	until := t.TimeText(x.Until.At(t.Plan.Deadline, t.Loc))
	if x.Key.Subject == "" {
		duty, _ := t.Plan.Duty(x.Key.Duty)
		if err := t.Log("", x.Key.Period, textLogExtend+" "+duty.Title, t.Earlier.Words, until+"："+reason); err != nil {
			return true, err
		}
		return true, t.Sayf(textExtendMore, until, reason)
	}
	s, ok, err := decided(t, x.Key)
	if err != nil || !ok {
		return true, err
	}
	if e := s.Handling.Extended; e != nil && e.By == t.Me.ID {
		e.Reason = reason
	}
	if err := standing.SaveHandling(t.Tx, s.Handling); err != nil {
		return true, err
	}
	if err := t.Log(s.Unit, s.Period.ID, textLogExtend+" "+t.SubjectName(s.Key()), t.Earlier.Words, until+"："+reason); err != nil {
		return true, err
	}
	return true, showCase(t, s, bot.Send)
}

// madeExtension notes for [desk.Turn.Earlier] that the extension was carried out.
const madeExtension = "extended"

// extend puts one report's deadline off.
func extend(t *desk.Turn, k reports.Key, until time.Time, reason string) error {
	x, ok, err := decided(t, k)
	if err != nil || !ok {
		return err
	}
	before := t.TimeText(x.Period.Deadline)
	x.Handling.Extended, x.Handling.Held = &standing.Decision{By: t.Me.ID, At: t.Now, Reason: reason, Until: until}, nil
	x.Handling.Rungs = nil // the chain begins anew with the new date
	if err := errors.Join(standing.SaveHandling(t.Tx, x.Handling), t.RaiseDecided(t.Tx, x.Period.ID, t.Now)); err != nil {
		return err
	}
	if err := rules.SetDue(t.Tx, x.Key(), until, t.Now); err != nil {
		return err
	}
	if err := t.Log(x.Unit, x.Period.ID, textLogExtend+" "+t.SubjectName(x.Key()), before, t.TimeText(until)+"："+reason); err != nil {
		return err
	}
	if err := t.TellUnit(x, fmt.Sprintf(textExtendedTell, t.ReportTitle(x.Key()), t.TimeText(until))); err != nil {
		return err
	}
	return settledCase(t, x, textLogExtend)
}
