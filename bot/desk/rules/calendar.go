package rules

import (
	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
)

// Days off and make-up working days that the director entered in the chat are
// part of the rules: every reminder counts working days, so that they must hold
// wherever a time is computed a time.

// settingCalendar names the setting that holds them.
const settingCalendar = "calendar"

// CalendarDay is one day that the director entered.
type CalendarDay struct {
	Date plan.Date `json:"date"`
	Work bool      `json:"work,omitempty"`
	Name string    `json:"name,omitempty"`
}

// CalendarDays are all of them, in order, each day once.
type CalendarDays struct {
	V    int           `json:"v"`
	Days []CalendarDay `json:"days"`
}

// ReadCalendarDays returns the days that were entered in the chat.
func ReadCalendarDays(r storage.Reader) (CalendarDays, error) {
	row, ok, err := storage.Setting[CalendarDays](r, settingCalendar)
	if !ok {
		row.V = 1
	}
	return row, err
}

// SaveCalendarDays stores them.
func SaveCalendarDays(tx storage.Tx, row CalendarDays) error {
	return storage.SaveSetting(tx, settingCalendar, row)
}

// Overrides are the days for a calendar.
func (c CalendarDays) Overrides() []schedules.DayOverride {
	var out []schedules.DayOverride
	for _, d := range c.Days {
		out = append(out, schedules.DayOverride{Date: d.Date, Work: d.Work, Name: d.Name})
	}
	return out
}

// calendarNow lays the days that were entered in the chat over the calendar.
func (b *Book) calendarNow(r storage.Reader) error {
	row, err := lastGood[CalendarDays](b, r, settingCalendar)
	b.Calendar = schedules.Laid(b.first.Calendar, row.Overrides())
	return err
}
