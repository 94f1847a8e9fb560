package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// What people are asked for a ledger: the argument is the ledger, and for a cell
// its row and column.
const (
	askLedgerRow  = "ledger-row"
	askLedgerCell = "ledger-cell"
)

// ledgerButton offers the ledgers, where they are kept.
func ledgerButton(t *desk.Turn, _ desk.Board) []bot.Button {
	if on, err := t.Switched(t.Tx, desk.SwitchLedger); err != nil || !on {
		return nil
	}
	return []bot.Button{{Label: buttonLedger, Data: "lg"}}
}

// ledger is a small table that the units keep.
type ledger struct {
	id      string
	title   string
	columns []column
}

// column is a column of a ledger. One with choices is set by a tap, the others
// by words. blocks marks the one whose value says what holds a row up.
type column struct {
	title   string
	choices []string
	blocks  bool
}

func ledgerNamed(id string) (ledger, bool) {
	i := slices.IndexFunc(allLedgers, func(l ledger) bool { return l.id == id })
	if i < 0 {
		return ledger{}, false
	}
	return allLedgers[i], true
}

// ledgerRow is one enterprise or project. Its unit alone changes it, and the office.
type ledgerRow struct {
	V      int       `json:"v"`
	Number uint64    `json:"number"`
	Name   string    `json:"name"`
	Unit   string    `json:"unit"`
	Cells  []string  `json:"cells"`
	By     string    `json:"by"` // name of who changed it last
	At     time.Time `json:"at"`
	Seq    int       `json:"seq"` // counts changes
	Ended  bool      `json:"ended,omitempty"`
}

// ledgerChange is one change of a row.
type ledgerChange struct {
	V      int       `json:"v"`
	What   string    `json:"what"`
	Before string    `json:"before,omitempty"`
	After  string    `json:"after,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// blocked reports what holds the row up, "" for nothing.
func (r ledgerRow) blocked(l ledger) string {
	for i, c := range l.columns {
		if c.blocks && i < len(r.Cells) {
			return r.Cells[i]
		}
	}
	return ""
}

func (r ledgerRow) cell(i int) string {
	if i < len(r.Cells) && r.Cells[i] != "" {
		return r.Cells[i]
	}
	return textLedgerBlank
}

// keepsLedger reports whether the person may change a row.
func keepsLedger(p reports.Person, unit string) bool {
	return desk.Office(p) || desk.Can(p, desk.ActReport) && p.Unit == unit && unit != ""
}

// ledgerRows returns the rows that the person may see, those that ended left
// out: all of them for whoever may see the status, their unit's for others.
func ledgerRows(t *desk.Turn, l ledger) ([]ledgerRow, error) {
	var out []ledgerRow
	err := storage.Each(t.Tx, storage.LedgerPrefix(l.id), "", 0, func(_ string, r ledgerRow) error {
		if !r.Ended && (desk.Can(t.Me, desk.ActStatus) || r.Unit == t.Me.Unit) {
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// ledgers answers /ledger: the three tables with how many rows each has.
func ledgers(t *desk.Turn) error {
	on, err := t.Switched(t.Tx, desk.SwitchLedger)
	if err != nil {
		return err
	}
	if !on {
		return t.Sayf(textLedgerOff)
	}
	m, err := ledgersMessage(t)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.Tx, m)
}

func ledgerMessage(t *desk.Turn, x reports.Text, rows [][]bot.Button) bot.Message {
	return bot.Message{Chat: t.Update.Chat.ID, Slot: "ledger", Text: x, Rows: rows, Purpose: "ledger", Person: t.Me.ID, At: t.Now}
}

func ledgersMessage(t *desk.Turn) (bot.Message, error) {
	x := reports.Text{}.Head(textLedgerHead)
	var row []bot.Button
	for _, l := range allLedgers {
		rows, err := ledgerRows(t, l)
		if err != nil {
			return bot.Message{}, err
		}
		words := fmt.Sprintf(textLedgerCount, l.title, len(rows))
		stuck := 0
		for _, r := range rows {
			if r.blocked(l) != "" {
				stuck++
			}
		}
		if stuck > 0 {
			words += fmt.Sprintf(textLedgerBlock, stuck)
		}
		x = x.Line("· " + words)
		row = append(row, bot.Button{Label: l.title, Data: "lg.l." + l.id})
	}
	return ledgerMessage(t, x, desk.InRows(nil, row, 3)), nil
}

// ledgerAPage is how many rows a page of a ledger shows.
const ledgerAPage = 12

func ledgerList(t *desk.Turn, l ledger, page int) (bot.Message, error) {
	rows, err := ledgerRows(t, l)
	if err != nil {
		return bot.Message{}, err
	}
	pages := max(1, (len(rows)+ledgerAPage-1)/ledgerAPage)
	page = min(max(page, 1), pages)
	x := reports.Text{}.Head(l.title)
	if len(rows) == 0 {
		x = x.Line(textLedgerEmpty)
	}
	var row []bot.Button
	for _, r := range rows[(page-1)*ledgerAPage : min(page*ledgerAPage, len(rows))] {
		words := fmt.Sprintf(textLedgerRow, r.Name, t.Plan.UnitName(r.Unit)) + "：" + r.cell(0)
		if why := r.blocked(l); why != "" {
			words = "🟠 " + words + "，受阻于" + desk.Clip(desk.OneLine(why), 30)
		}
		x = x.Line("· " + words)
		row = append(row, bot.Button{Label: desk.Clip(r.Name, 12), Data: fmt.Sprintf("lg.r.%s.%d", l.id, r.Number)})
	}
	buttons := desk.InRows(nil, row, 2)
	if pages > 1 {
		x = x.Line(fmt.Sprintf(textLedgerPage, page, pages))
		buttons = append(buttons, []bot.Button{
			{Label: desk.ButtonPrevPage, Data: fmt.Sprintf("lg.l.%s.%d", l.id, max(page-1, 1))},
			{Label: desk.ButtonNextPage, Data: fmt.Sprintf("lg.l.%s.%d", l.id, min(page+1, pages))}})
	}
	last := []bot.Button{{Label: desk.ButtonUp, Data: "lg"}}
	if desk.Can(t.Me, desk.ActReport) && t.Me.Unit != "" {
		last = append([]bot.Button{{Label: buttonLedgerAdd, Data: "lg.a." + l.id}}, last...)
	}
	return ledgerMessage(t, x, append(buttons, last)), nil
}

// tappedLedger takes lg, lg.l.LEDGER[.PAGE], lg.r.LEDGER.ROW, lg.a.LEDGER (add),
// lg.c.LEDGER.ROW.COLUMN (a cell), lg.v.LEDGER.ROW.COLUMN.CHOICE,
// lg.h.LEDGER.ROW (history) and lg.x.LEDGER.ROW (out of the ledger).
func tappedLedger(t *desk.Turn, parts []string) error {
	on, err := t.Switched(t.Tx, desk.SwitchLedger)
	if err != nil {
		return err
	}
	if !on {
		return t.Toast(textLedgerOff)
	}
	var m bot.Message
	if len(parts) < 3 {
		if m, err = ledgersMessage(t); err != nil {
			return err
		}
		return showLedger(t, m)
	}
	l, ok := ledgerNamed(parts[2])
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	arg := func(i int) int {
		if len(parts) <= i {
			return 0
		}
		n, _ := strconv.Atoi(parts[i])
		return n
	}
	switch parts[1] {
	case "l":
		if m, err = ledgerList(t, l, arg(3)); err != nil {
			return err
		}
		return showLedger(t, m)
	case "a":
		if !desk.Can(t.Me, desk.ActReport) || t.Me.Unit == "" {
			return t.Toast(desk.TextNotAllowed)
		}
		return t.Ask(askLedgerRow, l.id)
	}
	return tappedLedgerRow(t, l, parts[1], arg(3), arg(4), arg(5))
}

func showLedger(t *desk.Turn, m bot.Message) error {
	m.Kind, m.OrSend = bot.Edit, true
	return bot.Enqueue(t.Tx, m)
}

// splitLedger reads LEDGER.ROW.COLUMN of a question's argument.
func splitLedger(arg string) (l ledger, row uint64, col int, ok bool) {
	p := strings.Split(arg, ".")
	if len(p) != 3 {
		return l, 0, 0, false
	}
	l, ok = ledgerNamed(p[0])
	row, err1 := strconv.ParseUint(p[1], 10, 64)
	col, err2 := strconv.Atoi(p[2])
	return l, row, col, ok && err1 == nil && err2 == nil && col >= 0 && col < len(l.columns)
}
