package filing

import (
	"fmt"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// press is a button of the card.
type press struct {
	What string // see the constants below
	Key  reports.Key
}

// What a button does.
const (
	pressFiled   = "f" // it went
	pressChanged = "c" // it went, changed: ask for the file
	pressNumber  = "n"
	pressReceipt = "r"
	pressWhen    = "t"
	pressTo      = "o"
	pressWord    = "w" // make the Word anew
	pressFiles   = "d" // send all files of it
	pressShow    = "s"
)

var tapFiling = desk.NewTap[press]("fi1")

func slot(k reports.Key) string { return "filing/" + k.Period + "/" + k.Duty }

// of returns the duty and period of a summary that the person may file.
func of(t *desk.Turn, k reports.Key) (plan.Duty, plan.Obligation, plan.Period, bool) {
	duty, o, p, ok := t.Obligation(k)
	return duty, o, p, ok && duty.Summarises() && staff.Writes(t.Me, duty, o)
}

// opens shows the card where the report that is opened is a summary, with the Word
// file where none has been made yet.
func opens(t *desk.Turn, k reports.Key) (bool, error) {
	_, _, _, ok := of(t, k)
	if !ok {
		return false, nil
	}
	x, err := read(t.Tx, k)
	if err != nil {
		return true, err
	}
	if err := show(t, x, bot.Send); err != nil {
		return true, err
	}
	if len(x.Made) > 0 {
		return true, nil
	}
	return true, order(t, k)
}

// order asks for the summary as Word.
func order(t *desk.Turn, k reports.Key) error {
	return orders.Place(t.Tx, orders.Row{Chat: t.Update.Chat.ID, Name: paperName(k), Asked: true, Person: t.Me.ID, Purpose: "filing", At: t.Now,
		Paper: reports.Paper{Kind: reports.PaperSummary, Period: k.Period}})
}

func show(t *desk.Turn, x row, kind bot.MessageKind) error {
	duty, o, p, ok := of(t, x.Key)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	s, err := standing.One(t.Tx, &duty, p, o)
	if err != nil {
		return err
	}
	text := reports.Text{}.Head(fmt.Sprintf(textHead, t.PeriodText(p))).
		Line(textTo+addressees(duty, x)).Add(reports.Plain, textDue).When(s.Period.Deadline, t.TimeText(s.Period.Deadline)).Line(textBefore)
	if n := len(x.Made); n > 0 {
		text = text.Line(fmt.Sprintf(textMade, x.Made[n-1].Name, t.TimeText(x.Made[n-1].At)))
	}
	if n := len(x.Changed); n > 0 {
		text = text.Line(fmt.Sprintf(textChanged, x.Changed[n-1].Label(), t.TimeText(x.Changed[n-1].At)))
	}
	state, err := stateText(t, x, s)
	if err != nil {
		return err
	}
	m := bot.Message{Kind: kind, OrSend: kind == bot.Edit, Replaces: kind == bot.Send, Chat: t.Update.Chat.ID, Slot: slot(x.Key),
		Text: text.Append(state).Trim(), Rows: rows(x), Purpose: "filing", Person: t.Me.ID, At: t.Now}
	return bot.Enqueue(t.Tx, m)
}

// stateText says whether it went, when, by whom, and under which number.
func stateText(t *desk.Turn, x row, s standing.Standing) (reports.Text, error) {
	if !x.filed() {
		if s.Report != nil {
			return reports.T(textByDialog), nil
		}
		return reports.T(textNotFiled), nil
	}
	by, _, err := storage.Person(t.Tx, x.FiledBy)
	if err != nil {
		return nil, err
	}
	out := reports.Text{}.Add(reports.Bold, fmt.Sprintf(textFiledAt, t.TimeText(x.FiledAt), by.Name)).Line("")
	number, receipt := textNone, textNone
	if x.Number != "" {
		number = x.Number
	}
	if x.Receipt != nil {
		receipt = textHave
	}
	return out.Line(fmt.Sprintf(textDetails, number, receipt)), nil
}

func rows(x row) [][]bot.Button {
	b := func(what, label string) bot.Button {
		return bot.Button{Label: label, Data: tapFiling.Data(press{what, x.Key})}
	}
	if !x.filed() {
		filed := b(pressFiled, buttonFiled)
		filed.Style = bot.GoodButton
		return [][]bot.Button{{filed, b(pressChanged, buttonChanged)}, {b(pressWord, buttonWord)}}
	}
	return [][]bot.Button{
		{b(pressNumber, buttonNumber), b(pressReceipt, buttonReceipt)},
		{b(pressWhen, buttonWhen), b(pressTo, buttonTo)},
		{b(pressChanged, buttonChanged), b(pressFiles, buttonFiles)},
	}
}

// named takes the word that leads to what has not gone to the superiors, or to what
// went last.
func named(t *desk.Turn) (bool, error) {
	if strings.TrimSpace(t.Update.Text) != word || !staff.Office(t.Me) {
		return false, nil
	}
	open, last, err := due(t)
	if err != nil {
		return true, err
	}
	switch {
	case len(open) > 0:
		return opens(t, open[0].Key())
	case last != (reports.Key{}):
		return opens(t, last)
	}
	return true, t.Sayf(textNothingDue)
}

// waits counts the summaries that are due and have not gone to the superiors.
func waits(t *desk.Turn) ([]desk.Open, error) {
	open, _, err := due(t)
	o := desk.Open{What: textOpen, N: len(open)}
	for _, s := range open {
		if o.Data == "" {
			o.Data = desk.KeyData("o", s.Key())
		}
		if s.Overdue(t.Now) {
			o.Late++
		}
	}
	return []desk.Open{o}, err
}

// due returns the summaries that the person may file and that have not gone, the
// oldest first, and the newest that has.
func due(t *desk.Turn) (open []standing.Standing, last reports.Key, err error) {
	for i := range t.Plan.Duties {
		duty := &t.Plan.Duties[i]
		base, ok := t.Plan.Duty(duty.After)
		if !ok || !duty.Summarises() {
			continue
		}
		for _, p := range t.PeriodsOpen(*duty, t.Now) {
			over, ok := t.Period(base, p.ID)
			if !ok || t.Now.Before(over.Deadline) { // there is nothing to sum up yet
				continue
			}
			for _, x := range t.ObligationsIn(*duty, p) {
				if !staff.Writes(t.Me, *duty, x) {
					continue
				}
				s, err := standing.One(t.Tx, duty, p, x)
				if err != nil {
					return nil, last, err
				}
				if s.Settled() {
					last = s.Key()
				} else {
					open = append(open, s)
				}
			}
		}
	}
	return open, last, nil
}
