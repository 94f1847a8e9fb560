package report

import (
	"fmt"
	"time"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// figures are the newest values that units reported of the indicators that a
// question asks for. Private ones are told to nobody who did not ask for them by a duty.
func figures(d *desk.Desk, r storage.Reader, question string, _ time.Time) (map[string][]desk.Known, error) {
	out := map[string][]desk.Known{}
	for _, i := range d.Plan.Indicators {
		alike, same := reports.Alike(question, i.Name)
		a, ok := d.Plan.Area(i.Area)
		if !alike || i.Private || !ok {
			continue
		}
		k, ok, err := storage.Get[knownReading](r, storage.RowReading.Key(i.ID))
		if err != nil {
			return nil, err
		}
		if !ok || k.Reading.Unknown {
			continue
		}
		v := k.Reading.Value
		out[a.Lead] = append(out[a.Lead], desk.Known{Text: i.Format(v), Value: &v, Measure: i.Measure, From: fmt.Sprintf(textKnownFrom, periodEnd(k.Period)), At: k.Reading.At, Same: same})
	}
	return out, nil
}

// periodEnd says a period's last day as people say it.
func periodEnd(period string) string {
	day, err := plan.ParseDate(period)
	if err != nil {
		return period
	}
	return fmt.Sprintf(textKnownDay, int(day.Month), day.Day)
}
