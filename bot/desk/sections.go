package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// addSections adds what features show below the reports.
func (t *turn) addSections(x reports.Text) (reports.Text, error) {
	for _, f := range t.features {
		if f.Shows.Section == nil {
			continue
		}
		more, err := f.Shows.Section(t.Desk, t.tx, t.now)
		if err != nil {
			return x, err
		}
		if len(more) > 0 {
			x = x.Line("").Append(more.Trim()).Line("")
		}
	}
	return x, nil
}

func (d *Desk) onceSection(r storage.Reader, now time.Time) (reports.Text, error) {
	x, err := d.onceText(r, now)
	if len(x) == 0 || err != nil {
		return nil, err
	}
	return reports.Text{}.Head(textOnceHead).Append(x), nil
}

// casesButton offers the reports that are not in, to decide about one.
func casesButton(t *turn, b board) []bot.Button {
	if !Can(t.me, ActHandle) {
		return nil
	}
	return []bot.Button{{Label: buttonHandle, Data: "cs.l." + strings.ReplaceAll(b.period.ID, "-", "") + "." + b.duty.ID}}
}

// onceText lists for the office what falls due once, and what has no date yet.
func (d *Desk) onceText(r storage.Reader, now time.Time) (reports.Text, error) {
	var x reports.Text
	undated := 0
	for _, duty := range d.datable() {
		if !d.dated(duty) {
			undated++
			continue
		}
		p, ok := d.onlyPeriod(duty)
		if !ok || duty.Timing != plan.Once {
			continue
		}
		all, err := d.debtsOf(r, duty, p)
		if err != nil {
			return nil, err
		}
		in := 0
		for _, o := range all {
			if o.settled() {
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
		x = x.Line(fmt.Sprintf(textOnceLine, light, duty.Title, d.ownersText(duty), in, len(all), reports.DayText(plan.DateOf(p.Deadline.In(d.loc)))))
	}
	if undated > 0 {
		x = x.Line(fmt.Sprintf(textUndated, undated))
	}
	return x, nil
}
