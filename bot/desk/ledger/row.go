package ledger

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

func tappedLedgerRow(t *desk.Turn, l ledger, what string, number, col, choice int) error {
	r, ok, err := storage.Get[ledgerRow](t.Tx, storage.LedgerRowKey(l.id, uint64(max(number, 0))))
	if err != nil {
		return err
	}
	if !ok || !desk.Can(t.Me, desk.ActStatus) && r.Unit != t.Me.Unit {
		return t.Toast(desk.TextOldButton)
	}
	keeps := keepsLedger(t.Me, r.Unit)
	switch {
	case what == "h":
		return ledgerHistory(t, l, r)
	case what == "r":
		return showLedger(t, ledgerCard(t, l, r))
	case !keeps || col < 0 || col >= len(l.columns):
		return t.Toast(desk.TextNotAllowed)
	case what == "x":
		before, after := "", textLedgerClosed
		if r.Ended {
			before, after = textLedgerClosed, textLedgerNew
		}
		r.Ended = !r.Ended
		if err := ledgerChanged(t, l, &r, textLedgerHead, before, after); err != nil {
			return err
		}
		return showLedger(t, ledgerCard(t, l, r))
	case what == "c" && len(l.columns[col].choices) > 0:
		return showLedger(t, ledgerChoices(t, l, r, col))
	case what == "c":
		return t.Ask(askLedgerCell, fmt.Sprintf("%s.%d.%d", l.id, r.Number, col))
	case what == "v" && choice >= 0 && choice < len(l.columns[col].choices):
		if err := setLedgerCell(t, l, &r, col, l.columns[col].choices[choice]); err != nil {
			return err
		}
		return showLedger(t, ledgerCard(t, l, r))
	}
	return t.Toast(desk.TextOldButton)
}

// ledgerCard shows one row, each column a button for whoever keeps it.
func ledgerCard(t *desk.Turn, l ledger, r ledgerRow) bot.Message {
	x := reports.Text{}.Head(l.title + " · " + r.Name).Line(t.Plan.UnitName(r.Unit))
	if r.Ended {
		x = x.Line(textLedgerClosed)
	}
	var row []bot.Button
	for i, c := range l.columns {
		x = x.Line(fmt.Sprintf(textLedgerCell, c.title, r.cell(i)))
		if keepsLedger(t.Me, r.Unit) {
			row = append(row, bot.Button{Label: c.title, Data: fmt.Sprintf("lg.c.%s.%d.%d", l.id, r.Number, i)})
		}
	}
	x = x.Add(reports.Italic, fmt.Sprintf(textLedgerBy, r.By, reports.TimeText(r.At, t.Loc)))
	last := []bot.Button{{Label: buttonLedgerLog, Data: fmt.Sprintf("lg.h.%s.%d", l.id, r.Number)}}
	if keepsLedger(t.Me, r.Unit) {
		label := buttonLedgerEnd
		if r.Ended {
			label = buttonLedgerRe
		}
		last = append(last, bot.Button{Label: label, Data: fmt.Sprintf("lg.x.%s.%d", l.id, r.Number)})
	}
	last = append(last, bot.Button{Label: desk.ButtonUp, Data: "lg.l." + l.id})
	return ledgerMessage(t, x, append(desk.InRows(nil, row, 4), last))
}

func ledgerChoices(t *desk.Turn, l ledger, r ledgerRow, col int) bot.Message {
	x := reports.Text{}.Head(l.title + " · " + r.Name).Line(fmt.Sprintf(textLedgerCell, l.columns[col].title, r.cell(col)))
	var row []bot.Button
	for i, c := range l.columns[col].choices {
		row = append(row, bot.Button{Label: c, Data: fmt.Sprintf("lg.v.%s.%d.%d.%d", l.id, r.Number, col, i)})
	}
	rows := desk.InRows(nil, row, 3)
	return ledgerMessage(t, x, append(rows, []bot.Button{{Label: desk.ButtonUp, Data: fmt.Sprintf("lg.r.%s.%d", l.id, r.Number)}}))
}

// historyShown is how many changes of a row are shown, the newest first.
const historyShown = 15

func ledgerHistory(t *desk.Turn, l ledger, r ledgerRow) error {
	changes, err := storage.All[ledgerChange](t.Tx, storage.LedgerChangesPrefix(l.id, r.Number))
	if err != nil {
		return err
	}
	slices.Reverse(changes)
	x := reports.Text{}.Head(fmt.Sprintf(textLedgerHist, r.Name))
	if len(changes) == 0 {
		x = x.Line(textLedgerNoHist)
	}
	for _, c := range changes[:min(len(changes), historyShown)] {
		x = x.Line("· " + fmt.Sprintf(textLedgerChange, reports.TimeText(c.At, t.Loc), c.By, c.What, desk.Clip(c.Before, 60), desk.Clip(c.After, 60)))
	}
	return showLedger(t, ledgerMessage(t, x, [][]bot.Button{{{Label: desk.ButtonUp, Data: fmt.Sprintf("lg.r.%s.%d", l.id, r.Number)}}}))
}

// addLedgerRow takes the name of a new row.
func addLedgerRow(t *desk.Turn, id, words string) error {
	l, ok := ledgerNamed(id)
	if !ok || !desk.Can(t.Me, desk.ActReport) || t.Me.Unit == "" {
		return nil
	}
	n, err := storage.NextSeq(t.Tx, "ledger-"+l.id)
	if err != nil {
		return err
	}
	r := ledgerRow{V: 1, Number: n, Name: desk.Clip(desk.OneLine(words), 40), Unit: t.Me.Unit, Cells: make([]string, len(l.columns))}
	if err := ledgerChanged(t, l, &r, textLedgerNew, "", r.Name); err != nil {
		return err
	}
	m := ledgerCard(t, l, r)
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.Tx, m)
}

// writeLedgerCell takes the words for a cell.
func writeLedgerCell(t *desk.Turn, arg, words string) error {
	l, number, col, ok := splitLedger(arg)
	if !ok {
		return nil
	}
	r, ok, err := storage.Get[ledgerRow](t.Tx, storage.LedgerRowKey(l.id, number))
	if err != nil || !ok || !keepsLedger(t.Me, r.Unit) {
		return err
	}
	if strings.TrimSpace(words) == "无" {
		words = ""
	}
	if err := setLedgerCell(t, l, &r, col, desk.Clip(words, 300)); err != nil {
		return err
	}
	m := ledgerCard(t, l, r)
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.Tx, m)
}

func setLedgerCell(t *desk.Turn, l ledger, r *ledgerRow, col int, value string) error {
	for len(r.Cells) < len(l.columns) {
		r.Cells = append(r.Cells, "")
	}
	before := r.Cells[col]
	if before == value {
		return nil
	}
	r.Cells = slices.Clone(r.Cells)
	r.Cells[col] = value
	return ledgerChanged(t, l, r, l.columns[col].title, before, value)
}

// ledgerChanged stores a row with one more change in its history.
func ledgerChanged(t *desk.Turn, l ledger, r *ledgerRow, what, before, after string) error {
	r.Seq++
	r.By, r.At = t.Me.Name, t.Now
	if err := storage.Put(t.Tx, storage.LedgerChangeKey(l.id, r.Number, r.Seq), ledgerChange{
		V: 1, What: what, Before: before, After: after, By: t.Me.Name, At: t.Now}); err != nil {
		return err
	}
	if err := storage.Put(t.Tx, storage.LedgerRowKey(l.id, r.Number), *r); err != nil {
		return err
	}
	return t.Log(r.Unit, "", fmt.Sprintf(textLogLedger, l.title, r.Name)+" "+what, before, after)
}
