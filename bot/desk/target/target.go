package target

import (
	"fmt"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// which is which list is shown; one is an indicator, ofYear a value of it for a year.
type (
	which  struct{ All bool }
	one    struct{ Indicator string }
	ofYear struct {
		Year      int
		Indicator string
	}
)

var (
	tapList = desk.NewTap[which]("tl")
	tapOne  = desk.NewTap[one]("ti")
	tapYear = desk.NewTap[ofYear]("ty")
)

// slot names the message in which a target is picked.
const slot = "targets"

// based reports whether the indicator is compared with last year and not with a target.
func based(i plan.Indicator) bool {
	return i.Compare == plan.NotBelowBase || i.Compare == plan.NotAboveBase
}

// judged reports whether the indicator has what its values are compared with.
func judged(i plan.Indicator) bool {
	_, known := i.Met(0)
	return known
}

// list shows what lacks a target or last year's value, or all.
func list(t *desk.Turn, all bool) error {
	m := listMessage(t, all)
	return t.Open(m, nil)
}

func listed(t *desk.Turn, w which) error {
	if !staff.Can(t.Me, staff.ActTargets) {
		return t.Toast(desk.TextNotAllowed)
	}
	m := listMessage(t, w.All)
	return t.Redraw(m, nil)
}

func listMessage(t *desk.Turn, all bool) bot.Message {
	var rows [][]bot.Button
	x, n := "", 0
	for _, i := range t.Plan.Indicators {
		if !all && judged(i) {
			continue
		}
		n++
		x += fmt.Sprintf(textListLine, i.Label(), t.Plan.UnitName(i.Source), i.TargetText())
		b := bot.Button{Label: i.Name, Data: tapOne.Data(one{i.ID})}
		if n%2 == 1 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], b)
	}
	head := fmt.Sprintf(textListLack, n)
	switch {
	case all:
		head = fmt.Sprintf(textListAll, n)
	case n == 0:
		head = textListFull
	}
	other := bot.Button{Label: buttonAll, Data: tapList.Data(which{All: true})}
	if all {
		other = bot.Button{Label: buttonLack, Data: tapList.Data(which{})}
	}
	return message(t, reports.Text{}.Head(textListHead).Line(head+x).Line(textListFoot), append(rows, []bot.Button{other})...)
}

func message(t *desk.Turn, x reports.Text, rows ...[]bot.Button) bot.Message {
	return bot.Message{Chat: t.Update.Chat.ID, Slot: slot, Text: x.Trim(), Rows: rows, Purpose: "targets", Person: t.Me.ID, At: t.Now}
}

// opened shows one indicator: what it is compared with, since when and by which source.
func opened(t *desk.Turn, o one) error {
	i, ok := t.Plan.Indicator(o.Indicator)
	if !ok || !staff.Can(t.Me, staff.ActTargets) {
		return t.Toast(desk.TextOldButton)
	}
	year := t.Today(t).Year
	x := reports.Text{}.Line(fmt.Sprintf(textOne, i.Label(), t.Plan.UnitName(i.Source), year, i.TargetText()))
	set, err := storage.YearValues(t.Tx)
	if err != nil {
		return err
	}
	for _, v := range set {
		if v.Indicator != i.ID {
			continue
		}
		by, _, err := storage.Person(t.Tx, v.By)
		if err != nil {
			return err
		}
		x = x.Line(fmt.Sprintf(textOneSet, what(i, v.Year), i.Format(value(v.YearValue)), by.Name+t.TimeText(v.At), v.Source))
	}
	var row []bot.Button
	for _, y := range []int{year, year + 1} {
		label := fmt.Sprintf(buttonTarget, y)
		if based(i) {
			label = fmt.Sprintf(buttonBase, y-1, y)
		}
		row = append(row, bot.Button{Label: label, Data: tapYear.Data(ofYear{y, i.ID})})
	}
	m := message(t, x.Line(textOneFoot), row)
	return t.Redraw(m, nil)
}

// what names the value that is set for a year: its target, or the value of the
// year before.
func what(i plan.Indicator, year int) string {
	if based(i) {
		return fmt.Sprintf(textBase, year-1)
	}
	return fmt.Sprintf(textTarget, year)
}

// value is the number that was set.
func value(v plan.YearValue) plan.Number {
	switch {
	case v.Target != nil:
		return *v.Target
	case v.Baseline != nil:
		return *v.Baseline
	}
	return 0
}
