package collection

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// resultPress is a button of what the office sees of a collection.
type resultPress struct {
	What string // see the constants below
	ID   string
	Unit string
}

// What a button does.
const (
	resultShow  = "v" // show it anew
	resultWord  = "d" // the table as Word
	resultExcel = "e" // the table as Excel
	resultFiles = "f" // the files that were sent
	resultFor   = "u" // whose answer the office writes down
	resultUnit  = "t" // that of Unit
	resultClose = "x"
	resultAgain = "r" // a new one with the same questions
)

var tapResult = desk.NewTap[resultPress]("cr1")

// resultSlot names the office's message about a collection.
func resultSlot(id string) string { return "collection/" + id }

// resultMessage is what the office sees: who has answered, sums and a table.
func resultMessage(d *desk.Desk, r storage.Reader, c reports.Collection, chat bot.Address, now time.Time) (bot.Message, error) {
	all, err := answers(r, c)
	if err != nil {
		return bot.Message{}, err
	}
	open := missing(all)
	x := reports.Text{}.Head(label(c)).Line(stateWords(d, c, len(all)-len(open), len(all), now))
	if len(open) > 0 {
		x = x.Line(fmt.Sprintf(textOpenUnits, unitsText(d, open)))
	}
	for i, q := range c.Questions {
		if total := c.Total(i, all); total != "" {
			x = x.Add(reports.Bold, q.Title).Line("：" + total)
		}
	}
	x = x.Line("").Append(table(d, c, all))
	return bot.Message{Chat: chat, Slot: resultSlot(c.ID), Text: x.Trim(), Rows: resultRows(c, all), Purpose: "collection"}, nil
}

// stateWords say how many have answered, and until when answers are taken.
func stateWords(d *desk.Desk, c reports.Collection, n, of int, now time.Time) string {
	words := fmt.Sprintf(textResult, n, of, dueText(d, c, now))
	if !c.Open() {
		words += fmt.Sprintf(textResultClosed, d.TimeText(c.ClosedAt, now))
	}
	return words
}

// tableShown is how many units the table in the chat has; Word and Excel have all.
const tableShown = 25

// table lists what the units answered, a line each.
func table(d *desk.Desk, c reports.Collection, all []reports.CollectionAnswer) reports.Text {
	var x reports.Text
	n := 0
	for _, a := range all {
		if a.Done.IsZero() {
			continue
		}
		if n++; n > tableShown {
			continue
		}
		var cells []string
		for i, v := range a.Values {
			words := conversations.Clip(conversations.OneLine(v.Words()), 60)
			if v.Number != nil {
				words += c.Questions[i].Measure
			}
			if v.From != "" {
				words += "（" + v.From + "）"
			}
			cells = append(cells, words)
		}
		line := d.Plan.UnitName(a.Unit) + "：" + strings.Join(cells, "；")
		if a.Late(c) {
			line += textLate
		}
		x = x.Line(line)
	}
	if n > tableShown {
		x = x.Line(fmt.Sprintf(textTableMore, n))
	}
	return x
}

func resultRows(c reports.Collection, all []reports.CollectionAnswer) [][]bot.Button {
	press := func(what, label string) bot.Button {
		return bot.Button{Label: label, Data: tapResult.Data(resultPress{What: what, ID: c.ID})}
	}
	row := []bot.Button{press(resultShow, desk.ButtonRefresh), press(resultExcel, buttonExcel), press(resultWord, buttonWord)}
	rows := [][]bot.Button{row}
	for _, a := range all {
		if !a.Done.IsZero() && len(filesOf(a)) > 0 {
			rows = append(rows, []bot.Button{press(resultFiles, buttonFiles)})
			break
		}
	}
	if c.Open() {
		return append(rows, []bot.Button{press(resultFor, buttonFor), press(resultClose, buttonClose)})
	}
	return append(rows, []bot.Button{press(resultAgain, buttonAgain)})
}

func filesOf(a reports.CollectionAnswer) []reports.File {
	var out []reports.File
	for _, v := range a.Values {
		out = append(out, v.Files...)
	}
	return out
}

func showResult(t *desk.Turn, c reports.Collection, kind bot.MessageKind) error {
	m, err := resultMessage(t.Desk, t.Tx, c, t.Update.Chat.ID, t.Now)
	if err != nil {
		return err
	}
	m.Kind, m.OrSend, m.Replaces, m.Person, m.At = kind, kind == bot.Edit, kind == bot.Send, t.Me.ID, t.Now
	return bot.Enqueue(t.Tx, m)
}

// tappedResult answers the buttons of the result.
func tappedResult(t *desk.Turn, p resultPress) error {
	if !staff.Can(t.Me, staff.ActCollect) {
		return t.Toast(desk.TextNotAllowed)
	}
	c, ok, err := read(t.Tx, p.ID)
	if err != nil {
		return err
	}
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	switch p.What {
	case resultShow:
		return showResult(t, c, bot.Edit)
	case resultWord:
		return order(t, c, reports.PaperCollection)
	case resultExcel:
		return order(t, c, reports.PaperCollectionBook)
	case resultFiles:
		return sendFiles(t, c)
	case resultFor:
		return answerFor(t, c)
	case resultUnit:
		a, err := answerOf(t.Tx, c, p.Unit)
		if err != nil || !c.Asks(p.Unit) {
			return err
		}
		return showAnswer(t, c, a, bot.Send)
	case resultClose:
		if !c.Open() {
			return errorsToast(t, textIsClosed, showResult(t, c, bot.Edit))
		}
		if err := shut(t.Desk, t.Tx, &c, t.Me.ID, t.Now); err != nil {
			return err
		}
		return showResult(t, c, bot.Edit)
	case resultAgain:
		return repeat(t, c)
	}
	return t.Toast(desk.TextOldButton)
}

// repeat begins a collection with the same questions to the same units.
func repeat(t *desk.Turn, c reports.Collection) error {
	next := reports.Collection{Questions: c.Questions, By: t.Me.ID, At: t.Now, Again: c.ID, AskKnown: true}
	for _, u := range t.Plan.Units {
		if c.Asks(u.ID) {
			next.Units = append(next.Units, u.ID)
		}
	}
	if err := saveDraft(t.Tx, next); err != nil {
		return err
	}
	return askDue(t, next)
}

// answerFor offers the units that have not answered: somebody has told the office
// by telephone.
func answerFor(t *desk.Turn, c reports.Collection) error {
	all, err := answers(t.Tx, c)
	if err != nil {
		return err
	}
	var row []bot.Button
	for _, u := range missing(all) {
		row = append(row, bot.Button{Label: t.Plan.UnitName(u), Data: tapResult.Data(resultPress{resultUnit, c.ID, u})})
	}
	if len(row) == 0 {
		return t.Toast(textAllIn)
	}
	return t.Say(reports.T(textForWhom), desk.InRows(nil, row, 2)...)
}

// order asks for the table as a file.
func order(t *desk.Turn, c reports.Collection, kind reports.PaperKind) error {
	if err := orders.Place(t.Tx, orders.Row{Chat: t.Update.Chat.ID, Name: string(kind) + "/" + c.ID, Asked: true, Person: t.Me.ID,
		Purpose: "collection", At: t.Now, Paper: reports.Paper{Kind: kind, Collection: c.ID}}); err != nil {
		return err
	}
	if err := t.Log("", "", fmt.Sprintf(textLogExported, c.Number), "", string(kind)); err != nil {
		return err
	}
	return t.Toast(textGoing)
}

// mostFiles is how many files are sent at once.
const mostFiles = 20

func sendFiles(t *desk.Turn, c reports.Collection) error {
	all, err := answers(t.Tx, c)
	if err != nil {
		return err
	}
	sent := 0
	for _, a := range all {
		files := filesOf(a)
		n, err := t.SendFiles(files[:min(len(files), mostFiles-sent)], t.Plan.UnitName(a.Unit), "collection")
		if err != nil {
			return err
		}
		sent += n
	}
	if sent == 0 {
		return t.Toast(textFilesLate)
	}
	return nil
}
