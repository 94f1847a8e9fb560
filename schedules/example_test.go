package schedules_test

import (
	"fmt"
	"time"

	"liubao/plan"
	"liubao/schedules"
)

func shippedPlan() *plan.Plan {
	p, err := plan.Default()
	if err != nil {
		panic(err)
	}
	return p
}

// A process that was down from before a deadline until after it is told once what
// is owed, however long ago that was said, and each station of the chain.
func ExampleDue() {
	p := shippedPlan()
	p.Duties = p.Duties[:1] // the reports on the areas
	at := func(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 0, 0, 0, p.Location()) }
	for _, m := range schedules.Due(p, schedules.DefaultRules(), schedules.NewCalendar(nil), at(14, 12), at(17, 12)) {
		fmt.Println(m.At.Format("01-02 15:04"), m.Period.ID, m.Stage)
	}
	// Output:
	// 12-15 17:00 2026-12-15 preview
	// 12-15 17:30 2026-12-15 publish
	// 12-16 10:00 2026-12-15 up-head
	// 12-17 09:00 2026-12-15 late-2
	// 12-17 10:00 2026-12-15 up-office
}

// The end of February is a deadline, although it has no 30th.
func ExamplePeriods() {
	p := shippedPlan()
	progress, _ := p.Duty("progress")
	from, to := plan.Date{Year: 2027, Month: 2, Day: 1}, plan.Date{Year: 2027, Month: 3, Day: 15}
	for _, of := range schedules.Periods(progress, p, schedules.DefaultRules(), schedules.NewCalendar(nil), from, to) {
		fmt.Println(of.From, of.End())
	}
	// Output:
	// 2027-01-31 2027-02-15
	// 2027-02-16 2027-02-28
	// 2027-03-01 2027-03-15
}

// A year's holidays are read from the text in which they are announced.
func ExampleReadHolidays() {
	a, _ := schedules.ReadHolidays("元旦：1月1日至3日放假，共3天。1月4日上班。", 2026)
	for _, d := range a.Overrides() {
		fmt.Println(d.Date, d.Work)
	}
	fmt.Println(a.Doubts[0].Kind, a.Doubts[0].Name)
	// Output:
	// 2026-01-01 false
	// 2026-01-02 false
	// 2026-01-03 false
	// 2026-01-04 true
	// missing 春节
}
