package rules

import (
	"errors"
	"maps"
	"time"

	"liubao/plan"
	"liubao/schedules"
	"liubao/storage"
)

// settingDates names the setting that holds the director's dates.
const settingDates = "dates"

// datesRow is what the director decided about days and dates, by duty id.
type datesRow struct {
	V     int                  `json:"v"`
	Days  map[string][]int     `json:"days,omitempty"`  // of a recurring duty, in every month
	Dates map[string]plan.Date `json:"dates,omitempty"` // of a once-duty, as first set: its period's id
	Since map[string]plan.Date `json:"since,omitempty"` // from when on a recurring duty is owed
	Moved []movedRow           `json:"moved,omitempty"` // deadlines moved by hand
}

// movedRow is a deadline moved by hand, for everybody who owes the duty.
type movedRow struct {
	Period string    `json:"period"`
	Duty   string    `json:"duty"`
	To     time.Time `json:"to"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

func readDates(r storage.Reader) (datesRow, error) {
	row, ok, err := storage.Setting[datesRow](r, settingDates)
	if !ok {
		row.V = 1
	}
	return row, err
}

// apply lays the decisions over rules.
func (row datesRow) apply(out *schedules.Rules) {
	Overlay(&out.DutyDays, row.Days)
	Overlay(&out.DutyDates, row.Dates)
	Overlay(&out.DutySince, row.Since)
	for _, m := range row.Moved {
		Overlay(&out.Moved, map[schedules.PeriodKey]time.Time{{Period: m.Period, Duty: m.Duty}: m.To})
	}
}

// Overlay puts the second map's entries over the first's.
func Overlay[K comparable, V any](onto *map[K]V, over map[K]V) {
	if len(over) == 0 {
		return
	}
	if *onto == nil {
		*onto = map[K]V{}
	}
	maps.Copy(*onto, over)
}

// errNoDate is returned for dates that cannot be meant.
var errNoDate = errors.New("no such date")

// SetDays sets the days of the month of a recurring duty. Nothing that lies
// before today comes to be owed by it.
func SetDays(tx storage.Tx, duty plan.Duty, days []int, today plan.Date) error {
	if duty.Timing != plan.Recurring || duty.After != "" || len(days) == 0 {
		return errNoDate
	}
	row, err := readDates(tx)
	if err != nil {
		return err
	}
	Overlay(&row.Days, map[string][]int{duty.ID: days})
	Overlay(&row.Since, map[string]plan.Date{duty.ID: today})
	return storage.SaveSetting(tx, settingDates, row)
}

// SetDate sets the date of a once-duty. A date it already has is moved: the
// period keeps its id, which is returned, and with it every word written so far.
func (b *Book) SetDate(tx storage.Tx, duty plan.Duty, date plan.Date, by string, now time.Time) (moved string, err error) {
	if duty.Timing != plan.Once {
		return "", errNoDate
	}
	row, err := readDates(tx)
	if err != nil {
		return "", err
	}
	first, ok := row.Dates[duty.ID]
	if !ok && !duty.Date.IsZero() {
		first, ok = duty.Date, !duty.Date.Before(b.Plan.Starts)
	}
	if !ok {
		Overlay(&row.Dates, map[string]plan.Date{duty.ID: date})
		return "", storage.SaveSetting(tx, settingDates, row)
	}
	return first.String(), Move(tx, duty, first.String(), date.At(b.Plan.Deadline, b.Loc), by, now)
}

// Move moves a period's deadline for everybody who owes the duty.
func Move(tx storage.Tx, duty plan.Duty, period string, to time.Time, by string, now time.Time) error {
	row, err := readDates(tx)
	if err != nil {
		return err
	}
	m := movedRow{Period: period, Duty: duty.ID, To: to, By: by, At: now}
	for i := range row.Moved {
		if row.Moved[i].Period == period && row.Moved[i].Duty == duty.ID {
			row.Moved[i] = m
			return storage.SaveSetting(tx, settingDates, row)
		}
	}
	row.Moved = append(row.Moved, m)
	return storage.SaveSetting(tx, settingDates, row)
}
