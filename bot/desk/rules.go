package desk

import (
	"errors"
	"fmt"
	"maps"
	"time"

	"liubao/conversations/report"
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

// With returns the desk as it stands in this transaction: with the rules that
// the director's dates and switches make. Everything that happens inside a
// transaction happens on such a desk.
func (d *Desk) With(r storage.Reader) (*Desk, error) {
	out := *d
	if err := out.planNow(r); err != nil {
		return nil, fmt.Errorf("desk: the plan: %w", err)
	}
	if err := out.calendarNow(r); err != nil {
		return nil, fmt.Errorf("desk: the calendar: %w", err)
	}
	var err error
	if out.Rules, err = d.rules(r); err != nil {
		return nil, fmt.Errorf("desk: the director's settings: %w", err)
	}
	return &out, nil
}

// planNow puts the plan as it stands now in place of the one that the desk was
// made with, where they differ.
func (d *Desk) planNow(r storage.Reader) error {
	if d.PlanNow == nil {
		return nil
	}
	p, err := d.PlanNow(r)
	if err != nil || p == nil || p == d.Plan {
		return err
	}
	d.Plan, d.Obligations, d.Outline = p, newObligations(p), report.NewOutline(p)
	return nil
}

// Period returns a duty's period by its id.
func (d *Desk) Period(duty plan.Duty, id string) (plan.Period, bool) {
	return schedules.ByID(duty, d.Plan, d.Rules, d.Calendar, id)
}

// currentPeriod returns the period that a day belongs to.
func (d *Desk) currentPeriod(duty plan.Duty, day plan.Date) (plan.Period, bool) {
	return schedules.Current(duty, d.Plan, d.Rules, d.Calendar, day)
}

// previousPeriod returns the period before the given one.
func (d *Desk) previousPeriod(duty plan.Duty, of plan.Period) (plan.Period, bool) {
	return schedules.Previous(duty, d.Plan, d.Rules, d.Calendar, of)
}

// rules returns the configuration's rules with what the director decided in
// the chat on top: the days and dates that the plan leaves open, deadlines
// moved by hand, and what the switches turn on or off.
func (d *Desk) rules(r storage.Reader) (schedules.Rules, error) {
	row, err := readDates(r)
	if err != nil {
		return schedules.Rules{}, err
	}
	out := d.Rules.Clone()
	Overlay(&out.DutyDays, row.Days)
	Overlay(&out.DutyDates, row.Dates)
	Overlay(&out.DutySince, row.Since)
	for _, m := range row.Moved {
		Overlay(&out.Moved, map[schedules.PeriodKey]time.Time{{Period: m.Period, Duty: m.Duty}: m.To})
	}
	decided, _, err := storage.Setting[switchesRow](r, settingSwitches)
	for _, s := range d.Switches {
		if x, ok := decided.Set[s.Name]; ok && s.Rules != nil {
			s.Rules(&out, x.On)
		}
	}
	return out, err
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
// period keeps its id, and with it every word written so far.
func (d *Desk) SetDate(tx storage.Tx, duty plan.Duty, date plan.Date, by string, now time.Time) error {
	if duty.Timing != plan.Once {
		return errNoDate
	}
	row, err := readDates(tx)
	if err != nil {
		return err
	}
	first, ok := row.Dates[duty.ID]
	if !ok && !duty.Date.IsZero() {
		first, ok = duty.Date, !duty.Date.Before(d.Plan.Starts)
	}
	if !ok {
		Overlay(&row.Dates, map[string]plan.Date{duty.ID: date})
		return storage.SaveSetting(tx, settingDates, row)
	}
	return d.Move(tx, duty, first.String(), date.At(d.Plan.Deadline, d.Loc), by, now)
}

// Move moves a period's deadline for everybody who owes the duty.
func (d *Desk) Move(tx storage.Tx, duty plan.Duty, period string, to time.Time, by string, now time.Time) error {
	row, err := readDates(tx)
	if err != nil {
		return err
	}
	if err := d.RaiseDecided(tx, period, now); err != nil {
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
