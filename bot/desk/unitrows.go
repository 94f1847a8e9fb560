package desk

import (
	"fmt"

	"liubao/bot"
	"liubao/reports"
)

// unitsAPage is how many units one keyboard offers where there are more than
// unitsAtOnce: a channel takes about a hundred buttons and refuses a message with more.
const (
	unitsAtOnce = 80
	unitsAPage  = 40
)

// unitPage is a page of the units that are offered under What, from 0.
type unitPage struct {
	Page int
	What string
}

// tapUnits turns to a page.
var tapUnits = NewTap[unitPage]("un")

// UnitRows offers every unit, two a row, and the task force itself, which is the
// last button. Where there are many units the others are a tap away.
func (t *Turn) UnitRows(what string) [][]bot.Button {
	rows, row := t.unitsOn(unitPage{What: what})
	row = append(row, bot.Button{Label: TextTaskForce, Data: what + ".-"})
	return append(rows, row)
}

// unitsOn are the rows of a page, with those that turn it, and what begins the next row.
func (t *Turn) unitsOn(p unitPage) (rows [][]bot.Button, row []bot.Button) {
	units := t.Plan.Units
	if len(units) > unitsAtOnce {
		from := min(max(p.Page, 0)*unitsAPage, len(units))
		units = units[from:min(from+unitsAPage, len(units))]
	}
	for _, u := range units {
		row = append(row, bot.Button{Label: u.Name, Data: p.What + "." + u.ID})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(t.Plan.Units) <= unitsAtOnce {
		return rows, row
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	var turn []bot.Button
	if p.Page > 0 {
		turn = append(turn, bot.Button{Label: ButtonPrevPage, Data: tapUnits.Data(unitPage{p.Page - 1, p.What})})
	}
	if (p.Page+1)*unitsAPage < len(t.Plan.Units) {
		turn = append(turn, bot.Button{Label: ButtonNextPage, Data: tapUnits.Data(unitPage{p.Page + 1, p.What})})
	}
	return append(rows, turn), nil
}

// turnedUnits shows another page.
func (t *Turn) turnedUnits(p unitPage) error {
	if p.Page == 0 {
		return t.Say(reports.T(textWhichUnit), t.UnitRows(p.What)...)
	}
	rows, _ := t.unitsOn(p)
	return t.Say(reports.T(fmt.Sprintf(textWhichUnitOn, p.Page+1)), rows...)
}
