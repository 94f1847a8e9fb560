package problem

import (
	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
)

// An office may have more people than a message has buttons: then they are offered a
// page at a time.
const (
	candidatesAtOnce = 80
	candidatesAPage  = 40
)

// dutyPage is a page of the people who may be on duty, weekPage of those of a week; from 0.
type (
	dutyPage struct{ Page int }
	weekPage struct {
		Week plan.Date
		Page int
	}
)

var (
	tapDutyPage = desk.NewTap[dutyPage]("dr8")
	tapWeekPage = desk.NewTap[weekPage]("dr9")
)

// offered returns the people of a page, and the buttons that turn it.
func offered(people []reports.Person, page int, data func(page int) string) (on []reports.Person, turn []bot.Button) {
	if len(people) <= candidatesAtOnce {
		return people, nil
	}
	page = min(max(page, 0), (len(people)-1)/candidatesAPage)
	from := page * candidatesAPage
	to := min(from+candidatesAPage, len(people))
	if page > 0 {
		turn = append(turn, bot.Button{Label: desk.ButtonPrevPage, Data: data(page - 1)})
	}
	if to < len(people) {
		turn = append(turn, bot.Button{Label: desk.ButtonNextPage, Data: data(page + 1)})
	}
	return people[from:to], turn
}

// turnedDuty shows another page of /duty.
func turnedDuty(t *desk.Turn, p dutyPage) error {
	if !staff.Can(t.Me, staff.ActDuty) {
		return t.Toast(desk.TextNotAllowed)
	}
	return t.Redraw(dutyMessage(t, p.Page))
}

// turnedWeek shows another page of a week's people.
func turnedWeek(t *desk.Turn, p weekPage) error { return weekOn(t, p.Week, p.Page) }
