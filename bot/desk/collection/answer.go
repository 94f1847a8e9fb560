package collection

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// answerPress is a button of the message in which a unit answers.
type answerPress struct {
	What   string // see the constants below
	ID     string // of the collection
	Q      int    // the question, from 0
	Choice int
	Unit   string
}

// What a button does.
const (
	answerShow   = "o" // show the message anew
	answerAsk    = "a" // ask for the answer to question Q
	answerChoice = "c"
	answerTake   = "k" // the figure that is known
	answerNone   = "n" // there is no figure
	answerSend   = "s" // hand it in
	answerAgain  = "r" // change what was handed in
	answerPut    = "p" // ask for the answer to question Q anew
	answerSwitch = "w" // another choice
)

// value names the question that somebody is asked.
type value struct {
	ID   string `json:"id"`
	Unit string `json:"unit"`
	Q    int    `json:"q"`
}

var (
	tapAnswer = desk.NewTap[answerPress]("cn1")
	askValue  = desk.NewAsk[value]("collection-value")
)

// slot names a person's message about a collection.
func slot(id string) string { return "collect/" + id }

// mayAnswer reports whether a person answers for a unit: its people do, and the
// office for whoever tells it by telephone.
func mayAnswer(p reports.Person, unit string) bool {
	return staff.Can(p, staff.ActCollect) || staff.Can(p, staff.ActReport) && p.Unit == unit && p.Has(staff.UnitRoles...)
}

// answerCard is the one message in which a collection is asked and answered.
func answerCard(d *desk.Desk, r storage.Reader, c reports.Collection, a reports.CollectionAnswer, person string, now time.Time) (bot.Message, error) {
	by, _, err := storage.Person(r, c.By)
	if err != nil {
		return bot.Message{}, err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textAskHead, c.Number, d.Plan.UnitName(a.Unit))).
		Add(reports.Plain, textAskUntil).When(c.Due, dueText(d, c, now)).Line(fmt.Sprintf(textAskBy, by.Name))
	for i, q := range c.Questions {
		words := a.Values[i].Words()
		if words == "" {
			words = fmt.Sprintf(textOpenQuestion, kindWords(q))
		} else if q.Kind == reports.AskNumber && !a.Values[i].None {
			words += q.Measure
		}
		if from := a.Values[i].From; from != "" {
			words += "（" + from + "）"
		}
		x = x.Line(fmt.Sprintf("%d. %s：%s", i+1, q.Title, conversations.Clip(words, 200)))
	}
	m := bot.Message{Slot: slot(c.ID), Text: x, Purpose: "collection", Person: person, At: now, Replaces: true}
	state, err := stateLine(d, r, c, a, now)
	if err != nil {
		return m, err
	}
	if state != "" {
		m.Text = m.Text.Add(reports.Italic, state)
	}
	if m.Rows, err = answerRows(d, r, c, a, now); err != nil {
		return m, err
	}
	m.Text = m.Text.Trim()
	return m, nil
}

// stateLine says who handed it in, "" while nobody has.
func stateLine(d *desk.Desk, r storage.Reader, c reports.Collection, a reports.CollectionAnswer, now time.Time) (string, error) {
	switch {
	case a.Done.IsZero() && c.Open():
		return "", nil
	case a.Done.IsZero():
		return textClosedOpen, nil
	case a.By == "":
		return textWasKnown, nil
	}
	p, _, err := storage.Person(r, a.By)
	words := fmt.Sprintf(textAnsweredBy, p.Name, d.TimeText(a.At, now))
	if a.Times > 1 {
		words += fmt.Sprintf(textCorrected, a.Times-1)
	}
	return words, err
}

// answerRows are the buttons: those of the open questions first of all.
func answerRows(d *desk.Desk, r storage.Reader, c reports.Collection, a reports.CollectionAnswer, now time.Time) ([][]bot.Button, error) {
	if !c.Open() {
		return nil, nil
	}
	press := func(what string, q, choice int, label string) bot.Button {
		return bot.Button{Label: label, Data: tapAnswer.Data(answerPress{What: what, ID: c.ID, Unit: a.Unit, Q: q, Choice: choice})}
	}
	if !a.Done.IsZero() {
		return [][]bot.Button{{press(answerAgain, 0, 0, buttonCorrect)}}, nil
	}
	one := c
	one.Units = []string{a.Unit}
	k, err := knownFor(d, r, one, now)
	if err != nil {
		return nil, err
	}
	var rows [][]bot.Button
	for i, q := range c.Questions {
		n := fmt.Sprintf("%d ", i+1)
		if len(c.Questions) == 1 {
			n = ""
		}
		if q.Kind == reports.AskChoice {
			var row []bot.Button
			for j, w := range q.Choices {
				if w == a.Values[i].Text {
					w = "✓ " + w
				}
				row = append(row, press(answerChoice, i, j, n+w))
			}
			rows = desk.InRows(rows, row, 3)
			continue
		}
		row := []bot.Button{press(answerAsk, i, 0, n+fillWords(q))}
		if q.Kind == reports.AskNumber && !a.Values[i].Given() {
			if best := k.best[a.Unit]; best != nil && best[i] != nil {
				rows = append(rows, []bot.Button{press(answerTake, i, 0, conversations.Clip(fmt.Sprintf(buttonTake, n, best[i].Text, best[i].From), 40))})
			}
			row = append(row, press(answerNone, i, 0, n+buttonNoData))
		}
		rows = append(rows, row)
	}
	if unanswered(a) < 0 {
		s := press(answerSend, 0, 0, buttonHandIn)
		s.Style = bot.GoodButton
		rows = append(rows, []bot.Button{s})
	}
	return rows, nil
}

func fillWords(q reports.Question) string {
	switch q.Kind {
	case reports.AskNumber:
		return buttonFillNumber
	case reports.AskFile:
		return buttonFillFile
	}
	return buttonFillText
}

// unanswered returns the first question without an answer, -1 for none.
func unanswered(a reports.CollectionAnswer) int {
	return slices.IndexFunc(a.Values, func(v reports.CollectionValue) bool { return !v.Given() })
}

// tappedAnswer answers the buttons of the message.
func tappedAnswer(t *desk.Turn, p answerPress) error {
	c, ok, err := read(t.Tx, p.ID)
	switch {
	case err != nil:
		return err
	case !ok || !c.Asks(p.Unit) || p.Q < 0 || p.Q >= len(c.Questions):
		return t.Toast(desk.TextOldButton)
	case !mayAnswer(t.Me, p.Unit):
		return t.Toast(desk.TextNotAllowed)
	}
	a, err := answerOf(t.Tx, c, p.Unit)
	if err != nil {
		return err
	}
	switch {
	case p.What == answerShow:
		return showAnswer(t, c, a, bot.Send)
	case !c.Open():
		return errorsToast(t, textIsClosed, showAnswer(t, c, a, bot.Edit))
	case a.Done.IsZero() == slices.Contains([]string{answerAgain, answerPut, answerSwitch}, p.What): // somebody was first
		return errorsToast(t, textIsAnswered, showAnswer(t, c, a, bot.Edit))
	}
	return pressed(t, c, a, p)
}

// errorsToast answers the button with words, unless something failed.
func errorsToast(t *desk.Turn, words string, err error) error {
	if err != nil {
		return err
	}
	return t.Toast("%s", words)
}

func pressed(t *desk.Turn, c reports.Collection, a reports.CollectionAnswer, p answerPress) error {
	q := c.Questions[p.Q]
	switch p.What {
	case answerAsk, answerPut:
		return ask(t, c, a, p.Q, "")
	case answerChoice, answerSwitch:
		if q.Kind != reports.AskChoice || p.Choice < 0 || p.Choice >= len(q.Choices) {
			return t.Toast(desk.TextOldButton)
		}
		return give(t, c, a, p.Q, reports.CollectionValue{Text: q.Choices[p.Choice]})
	case answerNone:
		return give(t, c, a, p.Q, reports.CollectionValue{None: true})
	case answerTake:
		one := c
		one.Units = []string{a.Unit}
		k, err := knownFor(t.Desk, t.Tx, one, t.Now)
		if err != nil {
			return err
		}
		if best := k.best[a.Unit]; best != nil && best[p.Q] != nil {
			return give(t, c, a, p.Q, taken(*best[p.Q]))
		}
		return t.Toast(desk.TextOldButton)
	case answerSend:
		if unanswered(a) >= 0 {
			return t.Toast(textNotAll)
		}
		return handIn(t, c, a)
	case answerAgain:
		return again(t, c, a)
	}
	return t.Toast(desk.TextOldButton)
}

// again opens what was handed in. It counts as handed in still: a correction that
// is never finished takes nothing away.
func again(t *desk.Turn, c reports.Collection, a reports.CollectionAnswer) error {
	if len(c.Questions) == 1 && c.Questions[0].Kind != reports.AskChoice {
		return ask(t, c, a, 0, "")
	}
	x := reports.Text{}.Line(textWhichCorrect)
	var rows [][]bot.Button
	for i, q := range c.Questions {
		var row []bot.Button
		if q.Kind == reports.AskChoice {
			for j, w := range q.Choices {
				row = append(row, bot.Button{Label: fmt.Sprintf("%d %s", i+1, w), Data: tapAnswer.Data(answerPress{answerSwitch, c.ID, i, j, a.Unit})})
			}
		} else {
			row = append(row, bot.Button{Label: fmt.Sprintf("%d %s", i+1, conversations.Clip(q.Title, 20)), Data: tapAnswer.Data(answerPress{answerPut, c.ID, i, 0, a.Unit})})
		}
		rows = desk.InRows(rows, row, 3)
	}
	return t.Say(x.Trim(), rows...)
}

// ask puts one question; note says first what became of the one before.
func ask(t *desk.Turn, c reports.Collection, a reports.CollectionAnswer, q int, note string) error {
	words := map[reports.QuestionKind]string{reports.AskNumber: textPutNumber, reports.AskText: textPutText, reports.AskFile: textPutFile}[c.Questions[q].Kind]
	if words == "" {
		return showAnswer(t, c, a, bot.Send)
	}
	return askValue.Put(t, value{c.ID, a.Unit, q}, "%s", note+fmt.Sprintf(words, c.Questions[q].Name()))
}

// valuesText is what was answered, in a line.
func valuesText(c reports.Collection, a reports.CollectionAnswer) string {
	var out []string
	for i, v := range a.Values {
		if v.Given() {
			out = append(out, c.Questions[i].Name()+"："+conversations.OneLine(v.Words()))
		}
	}
	return strings.Join(out, "；")
}

// showAnswer shows the message to whoever acts.
func showAnswer(t *desk.Turn, c reports.Collection, a reports.CollectionAnswer, kind bot.MessageKind) error {
	m, err := answerCard(t.Desk, t.Tx, c, a, t.Me.ID, t.Now)
	if err != nil {
		return err
	}
	m.Kind, m.Chat, m.Slot = kind, t.Update.Chat.ID, cardSlot(t.Me, a)
	m.OrSend, m.Replaces = kind == bot.Edit, kind == bot.Send
	return bot.Enqueue(t.Tx, m)
}

// cardSlot names the message: one for each unit that the office answers for.
func cardSlot(p reports.Person, a reports.CollectionAnswer) string {
	if p.Unit == a.Unit && p.Has(staff.UnitRoles...) {
		return slot(a.ID)
	}
	return slot(a.ID) + "/" + a.Unit
}
