package ledger

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// press is a button of the ledgers.
type press struct {
	What   string // see the constants below; "" shows them all
	Ledger string
	Row    int // the row's number; for pressList the page
	Column int
	Choice int
}

// What a button does.
const (
	pressList    = "l" // the rows of a ledger
	pressRow     = "r" // one row
	pressAdd     = "a" // ask for a new row
	pressCell    = "c" // change a cell
	pressChoice  = "v" // set a cell to one of its choices
	pressHistory = "h" // what was changed
	pressEnd     = "x" // out of the ledger, and back
)

// cell names a cell that somebody is asked to write, or with a row of 0 the new
// row that they are asked to name.
type cell struct {
	Ledger string `json:"ledger"`
	Row    int    `json:"row,omitempty"`
	Column int    `json:"column,omitempty"`
}

var (
	tapLedger = desk.NewTap[press]("lg1")
	askRow    = desk.NewAsk[cell]("ledger-row")
	askCell   = desk.NewAsk[cell]("ledger-cell")
)

// ledgerButton offers the ledgers, where they are kept.
func ledgerButton(t *desk.Turn, _ desk.Board) []bot.Button {
	if on, err := t.Switched(t.Tx, rules.SwitchLedger); err != nil || !on || len(t.Plan.Ledgers) == 0 {
		return nil
	}
	return []bot.Button{{Label: buttonLedger, Data: tapLedger.Data(press{})}}
}

// named returns a ledger of the plan.
func named(t *desk.Turn, id string) (plan.Ledger, bool) {
	i := slices.IndexFunc(t.Plan.Ledgers, func(l plan.Ledger) bool { return l.ID == id })
	if i < 0 {
		return plan.Ledger{}, false
	}
	return t.Plan.Ledgers[i], true
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
func (r ledgerRow) blocked(l plan.Ledger) string {
	for i, c := range l.Columns {
		if c.Blocks && i < len(r.Cells) {
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
	return staff.Office(p) || staff.Can(p, staff.ActReport) && p.Unit == unit && unit != ""
}

// ledgerRows returns the rows that the person may see, those that ended left
// out: all of them for whoever may see the status, their unit's for others.
func ledgerRows(t *desk.Turn, l plan.Ledger) ([]ledgerRow, error) {
	var out []ledgerRow
	err := storage.EachSound(t.Tx, storage.RowLedger.Prefix(l.ID), "", 0, func(_ string, r ledgerRow) error {
		if !r.Ended && (staff.Can(t.Me, staff.ActStatus) || r.Unit == t.Me.Unit) {
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// ledgers answers /ledger: the three tables with how many rows each has.
func ledgers(t *desk.Turn) error {
	on, err := t.Switched(t.Tx, rules.SwitchLedger)
	if err != nil {
		return err
	}
	if !on {
		return t.Sayf(textLedgerOff)
	}
	return t.Open(ledgersMessage(t))
}

func ledgerMessage(t *desk.Turn, x reports.Text, rows [][]bot.Button) bot.Message {
	return bot.Message{Chat: t.Update.Chat.ID, Slot: "ledger", Text: x, Rows: rows, Purpose: "ledger", Person: t.Me.ID, At: t.Now}
}

func ledgersMessage(t *desk.Turn) (bot.Message, error) {
	x := reports.Text{}.Head(textLedgerHead)
	var row []bot.Button
	for _, l := range t.Plan.Ledgers {
		rows, err := ledgerRows(t, l)
		if err != nil {
			return bot.Message{}, err
		}
		words := fmt.Sprintf(textLedgerCount, l.Title, len(rows))
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
		row = append(row, bot.Button{Label: l.Title, Data: tapLedger.Data(press{What: pressList, Ledger: l.ID})})
	}
	return ledgerMessage(t, x, desk.InRows(nil, row, 3)), nil
}

// ledgerAPage is how many rows a page of a ledger shows.
const ledgerAPage = 12

func ledgerList(t *desk.Turn, l plan.Ledger, page int) (bot.Message, error) {
	rows, err := ledgerRows(t, l)
	if err != nil {
		return bot.Message{}, err
	}
	pages := max(1, (len(rows)+ledgerAPage-1)/ledgerAPage)
	page = min(max(page, 1), pages)
	x := reports.Text{}.Head(l.Title)
	if len(rows) == 0 {
		x = x.Line(textLedgerEmpty)
	}
	var row []bot.Button
	for _, r := range rows[(page-1)*ledgerAPage : min(page*ledgerAPage, len(rows))] {
		words := fmt.Sprintf(textLedgerRow, r.Name, t.Plan.UnitName(r.Unit)) + "：" + r.cell(0)
		if why := r.blocked(l); why != "" {
			words = "🟠 " + words + "，受阻于" + conversations.Clip(conversations.OneLine(why), 30)
		}
		x = x.Line("· " + words)
		row = append(row, bot.Button{Label: conversations.Clip(r.Name, 12), Data: tapLedger.Data(press{What: pressRow, Ledger: l.ID, Row: int(r.Number)})})
	}
	buttons := desk.InRows(nil, row, 2)
	if pages > 1 {
		x = x.Line(fmt.Sprintf(textLedgerPage, page, pages))
		buttons = append(buttons, []bot.Button{
			{Label: desk.ButtonPrevPage, Data: tapLedger.Data(press{What: pressList, Ledger: l.ID, Row: max(page-1, 1)})},
			{Label: desk.ButtonNextPage, Data: tapLedger.Data(press{What: pressList, Ledger: l.ID, Row: min(page+1, pages)})}})
	}
	last := []bot.Button{{Label: desk.ButtonUp, Data: tapLedger.Data(press{})}}
	if staff.Can(t.Me, staff.ActReport) && t.Me.Unit != "" {
		last = append([]bot.Button{{Label: buttonLedgerAdd, Data: tapLedger.Data(press{What: pressAdd, Ledger: l.ID})}}, last...)
	}
	return ledgerMessage(t, x, append(buttons, last)), nil
}

// tapped answers the buttons of the ledgers.
func tapped(t *desk.Turn, a press) error {
	on, err := t.Switched(t.Tx, rules.SwitchLedger)
	if err != nil {
		return err
	}
	if !on {
		return t.Toast(textLedgerOff)
	}
	var m bot.Message
	if a.What == "" {
		if m, err = ledgersMessage(t); err != nil {
			return err
		}
		return showLedger(t, m)
	}
	l, ok := named(t, a.Ledger)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	switch a.What {
	case pressList:
		if m, err = ledgerList(t, l, a.Row); err != nil {
			return err
		}
		return showLedger(t, m)
	case pressAdd:
		if !staff.Can(t.Me, staff.ActReport) || t.Me.Unit == "" {
			return t.Toast(desk.TextNotAllowed)
		}
		return askRow.Put(t, cell{Ledger: l.ID}, textAskLedgerRow)
	}
	return tappedRow(t, l, a)
}

func showLedger(t *desk.Turn, m bot.Message) error {
	return t.Redraw(m, nil)
}
