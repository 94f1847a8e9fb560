package ledger

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// tappedRow answers the buttons of one row.
func tappedRow(t *desk.Turn, l plan.Ledger, a press) error {
	r, ok, err := storage.Get[ledgerRow](t.Tx, storage.LedgerRowKey(l.ID, uint64(max(a.Row, 0))))
	if err != nil {
		return err
	}
	if !ok || !staff.Can(t.Me, staff.ActStatus) && r.Unit != t.Me.Unit {
		return t.Toast(desk.TextOldButton)
	}
	switch {
	case a.What == pressHistory:
		return ledgerHistory(t, l, r)
	case a.What == pressRow:
		return showLedger(t, ledgerCard(t, l, r))
	case !keepsLedger(t.Me, r.Unit) || a.Column < 0 || a.Column >= len(l.Columns):
		return t.Toast(desk.TextNotAllowed)
	}
	choices := l.Columns[a.Column].Choices
	switch {
	case a.What == pressEnd:
		before, after := "", textLedgerClosed
		if r.Ended {
			before, after = textLedgerClosed, textLedgerNew
		}
		r.Ended = !r.Ended
		err = ledgerChanged(t, l, &r, textLedgerHead, before, after)
	case a.What == pressCell && len(choices) > 0:
		return showLedger(t, ledgerChoices(t, l, r, a.Column))
	case a.What == pressCell:
		return askCell.Put(t, cell{Ledger: l.ID, Row: int(r.Number), Column: a.Column}, textAskLedgerVal)
	case a.What == pressChoice && a.Choice >= 0 && a.Choice < len(choices):
		err = setLedgerCell(t, l, &r, a.Column, choices[a.Choice])
	default:
		return t.Toast(desk.TextOldButton)
	}
	if err != nil {
		return err
	}
	return showLedger(t, ledgerCard(t, l, r))
}

// ofRow is a button about a row.
func ofRow(l plan.Ledger, r ledgerRow, what string) string {
	return tapLedger.Data(press{What: what, Ledger: l.ID, Row: int(r.Number)})
}

// ledgerCard shows one row, each column a button for whoever keeps it.
func ledgerCard(t *desk.Turn, l plan.Ledger, r ledgerRow) bot.Message {
	x := reports.Text{}.Head(l.Title + " · " + r.Name).Line(t.Plan.UnitName(r.Unit))
	if r.Ended {
		x = x.Line(textLedgerClosed)
	}
	var row []bot.Button
	for i, c := range l.Columns {
		x = x.Line(fmt.Sprintf(textLedgerCell, c.Title, r.cell(i)))
		if keepsLedger(t.Me, r.Unit) {
			row = append(row, bot.Button{Label: c.Title, Data: tapLedger.Data(press{What: pressCell, Ledger: l.ID, Row: int(r.Number), Column: i})})
		}
	}
	x = x.Add(reports.Italic, fmt.Sprintf(textLedgerBy, r.By, t.TimeText(r.At)))
	last := []bot.Button{{Label: buttonLedgerLog, Data: ofRow(l, r, pressHistory)}}
	if keepsLedger(t.Me, r.Unit) {
		label := buttonLedgerEnd
		if r.Ended {
			label = buttonLedgerRe
		}
		last = append(last, bot.Button{Label: label, Data: ofRow(l, r, pressEnd)})
	}
	last = append(last, bot.Button{Label: desk.ButtonUp, Data: tapLedger.Data(press{What: pressList, Ledger: l.ID})})
	return ledgerMessage(t, x, append(desk.InRows(nil, row, 4), last))
}

func ledgerChoices(t *desk.Turn, l plan.Ledger, r ledgerRow, col int) bot.Message {
	x := reports.Text{}.Head(l.Title + " · " + r.Name).Line(fmt.Sprintf(textLedgerCell, l.Columns[col].Title, r.cell(col)))
	var row []bot.Button
	for i, c := range l.Columns[col].Choices {
		row = append(row, bot.Button{Label: c, Data: tapLedger.Data(press{What: pressChoice, Ledger: l.ID, Row: int(r.Number), Column: col, Choice: i})})
	}
	rows := desk.InRows(nil, row, 3)
	return ledgerMessage(t, x, append(rows, []bot.Button{{Label: desk.ButtonUp, Data: ofRow(l, r, pressRow)}}))
}

// historyShown is how many changes of a row are shown, the newest first.
const historyShown = 15

func ledgerHistory(t *desk.Turn, l plan.Ledger, r ledgerRow) error {
	changes, err := storage.All[ledgerChange](t.Tx, storage.LedgerChangesPrefix(l.ID, r.Number))
	if err != nil {
		return err
	}
	slices.Reverse(changes)
	x := reports.Text{}.Head(fmt.Sprintf(textLedgerHist, r.Name))
	if len(changes) == 0 {
		x = x.Line(textLedgerNoHist)
	}
	for _, c := range changes[:min(len(changes), historyShown)] {
		x = x.Line("· " + fmt.Sprintf(textLedgerChange, t.TimeText(c.At), c.By, c.What, conversations.Clip(c.Before, 60), conversations.Clip(c.After, 60)))
	}
	return showLedger(t, ledgerMessage(t, x, [][]bot.Button{{{Label: desk.ButtonUp, Data: ofRow(l, r, pressRow)}}}))
}

// addLedgerRow takes the name of a new row.
func addLedgerRow(t *desk.Turn, a cell, words string) error {
	l, ok := named(t, a.Ledger)
	if !ok || !staff.Can(t.Me, staff.ActReport) || t.Me.Unit == "" {
		return nil
	}
	n, err := storage.NextSeq(t.Tx, "ledger-"+l.ID)
	if err != nil {
		return err
	}
	r := ledgerRow{V: 1, Number: n, Name: conversations.Clip(conversations.OneLine(words), 40), Unit: t.Me.Unit, Cells: make([]string, len(l.Columns))}
	if err := ledgerChanged(t, l, &r, textLedgerNew, "", r.Name); err != nil {
		return err
	}
	m := ledgerCard(t, l, r)
	return t.Open(m, nil)
}

// writeLedgerCell takes the words for a cell.
func writeLedgerCell(t *desk.Turn, a cell, words string) error {
	l, ok := named(t, a.Ledger)
	if !ok || a.Column < 0 || a.Column >= len(l.Columns) {
		return nil
	}
	r, ok, err := storage.Get[ledgerRow](t.Tx, storage.LedgerRowKey(l.ID, uint64(max(a.Row, 0))))
	if err != nil || !ok || !keepsLedger(t.Me, r.Unit) {
		return err
	}
	if strings.TrimSpace(words) == "无" {
		words = ""
	}
	if err := setLedgerCell(t, l, &r, a.Column, conversations.Clip(words, 300)); err != nil {
		return err
	}
	m := ledgerCard(t, l, r)
	return t.Open(m, nil)
}

func setLedgerCell(t *desk.Turn, l plan.Ledger, r *ledgerRow, col int, value string) error {
	for len(r.Cells) < len(l.Columns) {
		r.Cells = append(r.Cells, "")
	}
	before := r.Cells[col]
	if before == value {
		return nil
	}
	r.Cells = slices.Clone(r.Cells)
	r.Cells[col] = value
	return ledgerChanged(t, l, r, l.Columns[col].Title, before, value)
}

// ledgerChanged stores a row with one more change in its history.
func ledgerChanged(t *desk.Turn, l plan.Ledger, r *ledgerRow, what, before, after string) error {
	r.Seq++
	r.By, r.At = t.Me.Name, t.Now
	if err := storage.Put(t.Tx, storage.LedgerChangeKey(l.ID, r.Number, r.Seq), ledgerChange{
		V: 1, What: what, Before: before, After: after, By: t.Me.Name, At: t.Now}); err != nil {
		return err
	}
	if err := storage.Put(t.Tx, storage.LedgerRowKey(l.ID, r.Number), *r); err != nil {
		return err
	}
	return t.Log(r.Unit, "", fmt.Sprintf(textLogLedger, l.Title, r.Name)+" "+what, before, after)
}
