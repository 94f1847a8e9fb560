package collection

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
)

func indexArg(i int) string { return strconv.Itoa(i) }

// without returns the units that are not among those taken out.
func without(units, out []string) []string {
	return slices.DeleteFunc(slices.Clone(units), func(u string) bool { return slices.Contains(out, u) })
}

// chosen changes the units by a button.
func chosen(t *desk.Turn, c *reports.Collection, a draftPress) {
	switch a.What {
	case draftAll:
		c.Units = many(t.Desk, false)
		return
	case draftLeads:
		c.Units = many(t.Desk, true)
		return
	case draftNone:
		c.Units = nil
		return
	}
	var out []string
	for _, u := range t.Plan.Units { // in the plan's order
		if slices.Contains(c.Units, u.ID) != (u.ID == a.Arg) {
			out = append(out, u.ID)
		}
	}
	c.Units = out
}

// showUnits offers every unit, those that are chosen ticked.
func showUnits(t *desk.Turn, c reports.Collection, kind bot.MessageKind) error {
	rows := [][]bot.Button{{{Label: buttonAll, Data: tapDraft.Data(draftPress{What: draftAll})}, {Label: buttonLeads, Data: tapDraft.Data(draftPress{What: draftLeads})},
		{Label: buttonNone, Data: tapDraft.Data(draftPress{What: draftNone})}}}
	var row []bot.Button
	for _, u := range t.Plan.Units {
		mark := "☐ "
		if slices.Contains(c.Units, u.ID) {
			mark = "✓ "
		}
		row = append(row, bot.Button{Label: mark + u.Name, Data: tapDraft.Data(draftPress{draftUnit, u.ID})})
	}
	rows = append(desk.InRows(rows, row, 2), []bot.Button{{Label: buttonReady, Data: tapDraft.Data(draftPress{What: draftReady}), Style: bot.MainButton}})
	x := reports.Text{}.Head(title(c.Questions)).Line(fmt.Sprintf(textWhichUnits, len(c.Units)))
	return bot.Enqueue(t.Tx, draftMessage(t, x.Trim(), rows, kind))
}

// showDraft shows what would be sent, how often the units were asked this month,
// and what is known already.
func showDraft(t *desk.Turn, c reports.Collection, kind bot.MessageKind) error {
	x := reports.Text{}.Head(textDraftHead)
	for i, q := range c.Questions {
		x = x.Line(fmt.Sprintf("%d. %s（%s）", i+1, q.Name(), kindWords(q)))
	}
	x = x.Line(fmt.Sprintf(textDraftTo, unitsText(t.Desk, c.Units), len(c.Units))).Line(fmt.Sprintf(textDraftDue, dueText(t.Desk, c, t.Now))).Line("")
	month, err := monthLines(t, c)
	if err != nil {
		return err
	}
	known, err := knownFor(t.Desk, t.Tx, c, t.Now)
	if err != nil {
		return err
	}
	alone, err := nobodyAt(t, c)
	if err != nil {
		return err
	}
	for _, line := range slices.Concat(month, known.lines(t.Desk, c), alone) {
		x = x.Line(line)
	}
	full, err := overCap(t.Desk, t.Tx, c, t.Now)
	if err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, draftMessage(t, x.Trim(), draftRows(c, known, len(full) > 0), kind))
}

func kindWords(q reports.Question) string {
	if q.Kind == reports.AskChoice {
		return strings.Join(q.Choices, "/")
	}
	return q.Kind.Label()
}

// unitsText names units, the first of many.
func unitsText(d *desk.Desk, units []string) string {
	if len(units) == len(d.Plan.Units) && len(units) > 0 {
		return textAllUnits
	}
	const shown = 12
	var out []string
	for _, u := range units[:min(len(units), shown)] {
		out = append(out, d.Plan.UnitName(u))
	}
	if len(units) > shown {
		return strings.Join(out, "、") + "等"
	}
	return strings.Join(out, "、")
}

// nobodyAt names the units that nobody can be asked in.
func nobodyAt(t *desk.Turn, c reports.Collection) ([]string, error) {
	var out []string
	for _, u := range c.Units {
		people, err := askedOf(t.Desk, t.Tx, u, t.Now)
		if err != nil {
			return nil, err
		}
		if len(people) == 0 {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return []string{fmt.Sprintf(textNobodyAt, unitsText(t.Desk, out))}, nil
}

func draftRows(c reports.Collection, k known, full bool) [][]bot.Button {
	press := func(what, label string) bot.Button {
		return bot.Button{Label: label, Data: tapDraft.Data(draftPress{What: what})}
	}
	var kinds []bot.Button
	for i, q := range c.Questions {
		if q.Kind != reports.AskChoice {
			kinds = append(kinds, bot.Button{Label: fmt.Sprintf(buttonKind, i+1, q.Kind.Label()), Data: tapDraft.Data(draftPress{draftKind, indexArg(i)})})
		}
	}
	rows := desk.InRows(nil, kinds, 3)
	rows = append(rows, []bot.Button{press(draftAdd, buttonAddQuestion), press(draftAnew, buttonAnew)},
		[]bot.Button{press(draftUnits, buttonUnits), press(draftDue, buttonDue)})
	if len(k.whole) > 0 || c.AskKnown {
		rows = append(rows, []bot.Button{press(draftKnown, desk.OnOff(c.AskKnown, buttonSpare, buttonAskKnown))})
	}
	if full {
		rows = append(rows, []bot.Button{press(draftLess, buttonLess)})
	}
	send := press(draftSend, buttonSend)
	send.Style = bot.GoodButton
	return append(rows, []bot.Button{send, press(draftDrop, buttonDrop)})
}
