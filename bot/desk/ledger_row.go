package desk

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

func (t *turn) tappedLedgerRow(l ledger, what string, number, col, choice int) error {
	r, ok, err := storage.Get[ledgerRow](t.tx, storage.LedgerRowKey(l.id, uint64(max(number, 0))))
	if err != nil {
		return err
	}
	if !ok || !Can(t.me, ActStatus) && r.Unit != t.me.Unit {
		return t.toast(textOldButton)
	}
	keeps := keepsLedger(t.me, r.Unit)
	switch {
	case what == "h":
		return t.ledgerHistory(l, r)
	case what == "r":
		return t.showLedger(t.ledgerCard(l, r))
	case !keeps || col < 0 || col >= len(l.columns):
		return t.toast(textNotAllowed)
	case what == "x":
		before, after := "", textLedgerClosed
		if r.Ended {
			before, after = textLedgerClosed, textLedgerNew
		}
		r.Ended = !r.Ended
		if err := t.ledgerChanged(l, &r, textLedgerHead, before, after); err != nil {
			return err
		}
		return t.showLedger(t.ledgerCard(l, r))
	case what == "c" && len(l.columns[col].choices) > 0:
		return t.showLedger(t.ledgerChoices(l, r, col))
	case what == "c":
		return t.ask(askLedgerCell, fmt.Sprintf("%s.%d.%d", l.id, r.Number, col))
	case what == "v" && choice >= 0 && choice < len(l.columns[col].choices):
		if err := t.setLedgerCell(l, &r, col, l.columns[col].choices[choice]); err != nil {
			return err
		}
		return t.showLedger(t.ledgerCard(l, r))
	}
	return t.toast(textOldButton)
}

// ledgerCard shows one row, each column a button for whoever keeps it.
func (t *turn) ledgerCard(l ledger, r ledgerRow) bot.Message {
	x := reports.Text{}.Head(l.title + " · " + r.Name).Line(t.Plan.UnitName(r.Unit))
	if r.Ended {
		x = x.Line(textLedgerClosed)
	}
	var row []bot.Button
	for i, c := range l.columns {
		x = x.Line(fmt.Sprintf(textLedgerCell, c.title, r.cell(i)))
		if keepsLedger(t.me, r.Unit) {
			row = append(row, bot.Button{Label: c.title, Data: fmt.Sprintf("lg.c.%s.%d.%d", l.id, r.Number, i)})
		}
	}
	x = x.Add(reports.Italic, fmt.Sprintf(textLedgerBy, r.By, reports.TimeText(r.At, t.loc)))
	last := []bot.Button{{Label: buttonLedgerLog, Data: fmt.Sprintf("lg.h.%s.%d", l.id, r.Number)}}
	if keepsLedger(t.me, r.Unit) {
		label := buttonLedgerEnd
		if r.Ended {
			label = buttonLedgerRe
		}
		last = append(last, bot.Button{Label: label, Data: fmt.Sprintf("lg.x.%s.%d", l.id, r.Number)})
	}
	last = append(last, bot.Button{Label: buttonUp, Data: "lg.l." + l.id})
	return t.ledgerMessage(x, append(inRows(nil, row, 4), last))
}

func (t *turn) ledgerChoices(l ledger, r ledgerRow, col int) bot.Message {
	x := reports.Text{}.Head(l.title + " · " + r.Name).Line(fmt.Sprintf(textLedgerCell, l.columns[col].title, r.cell(col)))
	var row []bot.Button
	for i, c := range l.columns[col].choices {
		row = append(row, bot.Button{Label: c, Data: fmt.Sprintf("lg.v.%s.%d.%d.%d", l.id, r.Number, col, i)})
	}
	rows := inRows(nil, row, 3)
	return t.ledgerMessage(x, append(rows, []bot.Button{{Label: buttonUp, Data: fmt.Sprintf("lg.r.%s.%d", l.id, r.Number)}}))
}

// historyShown is how many changes of a row are shown, the newest first.
const historyShown = 15

func (t *turn) ledgerHistory(l ledger, r ledgerRow) error {
	changes, err := storage.All[ledgerChange](t.tx, storage.LedgerChangesPrefix(l.id, r.Number))
	if err != nil {
		return err
	}
	slices.Reverse(changes)
	x := reports.Text{}.Head(fmt.Sprintf(textLedgerHist, r.Name))
	if len(changes) == 0 {
		x = x.Line(textLedgerNoHist)
	}
	for _, c := range changes[:min(len(changes), historyShown)] {
		x = x.Line("· " + fmt.Sprintf(textLedgerChange, reports.TimeText(c.At, t.loc), c.By, c.What, clip(c.Before, 60), clip(c.After, 60)))
	}
	return t.showLedger(t.ledgerMessage(x, [][]bot.Button{{{Label: buttonUp, Data: fmt.Sprintf("lg.r.%s.%d", l.id, r.Number)}}}))
}

// addLedgerRow takes the name of a new row.
func (t *turn) addLedgerRow(id, words string) error {
	l, ok := ledgerNamed(id)
	if !ok || !Can(t.me, ActReport) || t.me.Unit == "" {
		return nil
	}
	n, err := storage.NextSeq(t.tx, "ledger-"+l.id)
	if err != nil {
		return err
	}
	r := ledgerRow{V: 1, Number: n, Name: clip(oneLine(words), 40), Unit: t.me.Unit, Cells: make([]string, len(l.columns))}
	if err := t.ledgerChanged(l, &r, textLedgerNew, "", r.Name); err != nil {
		return err
	}
	m := t.ledgerCard(l, r)
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}

// writeLedgerCell takes the words for a cell.
func (t *turn) writeLedgerCell(arg, words string) error {
	l, number, col, ok := splitLedger(arg)
	if !ok {
		return nil
	}
	r, ok, err := storage.Get[ledgerRow](t.tx, storage.LedgerRowKey(l.id, number))
	if err != nil || !ok || !keepsLedger(t.me, r.Unit) {
		return err
	}
	if strings.TrimSpace(words) == "无" {
		words = ""
	}
	if err := t.setLedgerCell(l, &r, col, clip(words, 300)); err != nil {
		return err
	}
	m := t.ledgerCard(l, r)
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}

func (t *turn) setLedgerCell(l ledger, r *ledgerRow, col int, value string) error {
	for len(r.Cells) < len(l.columns) {
		r.Cells = append(r.Cells, "")
	}
	before := r.Cells[col]
	if before == value {
		return nil
	}
	r.Cells = slices.Clone(r.Cells)
	r.Cells[col] = value
	return t.ledgerChanged(l, r, l.columns[col].title, before, value)
}

// ledgerChanged stores a row with one more change in its history.
func (t *turn) ledgerChanged(l ledger, r *ledgerRow, what, before, after string) error {
	r.Seq++
	r.By, r.At = t.me.Name, t.now
	if err := storage.Put(t.tx, storage.LedgerChangeKey(l.id, r.Number, r.Seq), ledgerChange{
		V: 1, What: what, Before: before, After: after, By: t.me.Name, At: t.now}); err != nil {
		return err
	}
	if err := storage.Put(t.tx, storage.LedgerRowKey(l.id, r.Number), *r); err != nil {
		return err
	}
	return t.log(r.Unit, "", fmt.Sprintf(textLogLedger, l.title, r.Name)+" "+what, before, after)
}
