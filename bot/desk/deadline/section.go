package deadline

import (
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

func onceSection(d *desk.Desk, r storage.Reader, now time.Time) (reports.Text, error) {
	x, err := onceText(d, r, now)
	if len(x) == 0 || err != nil {
		return nil, err
	}
	return reports.Text{}.Head(textOnceHead).Append(x), nil
}

// casesButton offers the reports that are not in, to decide about one.
func casesButton(t *desk.Turn, b desk.Board) []bot.Button {
	if !staff.Can(t.Me, staff.ActHandle) {
		return nil
	}
	return []bot.Button{{Label: buttonHandle, Data: tapCases.Data(casesTap{codec.Period(b.Period.ID), b.Duty.ID})}}
}

// onceText lists for the office what falls due once, and what has no date yet.
func onceText(d *desk.Desk, r storage.Reader, now time.Time) (reports.Text, error) {
	var x reports.Text
	undated := 0
	for _, duty := range datable(d) {
		if !dated(d, duty) {
			undated++
			continue
		}
		p, ok := d.OnlyPeriod(duty)
		if !ok || duty.Timing != plan.Once {
			continue
		}
		all, err := d.Standings(r, duty, p)
		if err != nil {
			return nil, err
		}
		in := 0
		for _, o := range all {
			if o.Settled() {
				in++
			}
		}
		light := "⬜"
		switch {
		case in == len(all):
			light = "✅"
		case now.After(p.Deadline):
			light = "🔴"
		}
		x = x.Line(fmt.Sprintf(textOnceLine, light, duty.Title, ownersText(d, duty), in, len(all), d.DayText(plan.DateOf(p.Deadline.In(d.Loc)), now)))
	}
	if undated > 0 {
		x = x.Line(fmt.Sprintf(textUndated, undated))
	}
	return x, nil
}
