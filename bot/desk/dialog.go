package desk

import (
	"bytes"

	"liubao/bot"
	"liubao/bot/desk/orders"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// Dialog is a conversation that a feature leads people through. While a person is
// at it, their words are its: Said takes them, and reports false for what it cannot take.
type Dialog struct {
	Name string // in the focus row; one word
	Said func(t *Turn) (bool, error)
}

// Talk is one person's conversation about one thing, as [Turn.Step] runs it: where
// its rows lie, and what its card and its rows of the audit log look like from outside.
type Talk struct {
	conversations.Dialog
	Name   string // of the [Dialog] that it is
	Cursor string // the key of the cursor's row
	// Draft names the report whose draft it writes; zero where all is in the cursor.
	Draft reports.Key

	Slot, Purpose string // of its card's message
	Period        string // that it is about; "" for none
	Unit, About   string // of its rows in the audit log: whose, and what stands before each
	InPlace       bool   // its card takes the place of the one before, whatever was said
	Data          func(version int, action string) string

	// Effect carries out what is not every dialog's.
	Effect func(t *Turn, x conversations.Effect) error
}

// Step runs one event through a conversation, saves its rows and carries out what
// follows. Whoever opens it or presses a button of its card is at it from then on.
func (t *Turn) Step(x Talk, e conversations.Event) error {
	switch e.(type) {
	case conversations.Opened, conversations.Tapped:
		if err := t.TurnTo(x.Name); err != nil {
			return err
		}
	}
	c, _, err := storage.Get[conversations.Cursor](t.Tx, x.Cursor)
	if err != nil {
		return err
	}
	var w conversations.Draft
	if x.Draft != (reports.Key{}) {
		if w, _, err = storage.Draft[conversations.Draft](t.Tx, x.Draft); err != nil {
			return err
		}
	}
	c2, w2, effects, err := conversations.Step(x.Dialog, c, w, e)
	if err != nil {
		return err
	}
	if !bytes.Equal(c, c2) {
		if err := storage.Put(t.Tx, x.Cursor, c2); err != nil {
			return err
		}
	}
	if !bytes.Equal(w, w2) {
		if err := storage.SaveDraft(t.Tx, x.Draft, w2); err != nil {
			return err
		}
	}
	for _, y := range effects {
		if err := t.effect(x, y); err != nil {
			return err
		}
	}
	return nil
}

// effect carries out one effect of a conversation.
func (t *Turn) effect(x Talk, e conversations.Effect) error {
	switch e := e.(type) {
	case conversations.Say:
		return t.Say(e.Text)
	case conversations.Toast:
		t.Answer = bot.Answer{Text: e.Text, Alert: e.Alert}
		return nil
	case conversations.Show:
		m := bot.Message{Text: e.Card.Text}
		for _, row := range e.Card.Rows {
			var out []bot.Button
			for _, b := range row {
				out = append(out, bot.Button{Label: b.Label, Data: x.Data(e.Card.Version, b.Action), Style: styleOf(b)})
			}
			m.Rows = append(m.Rows, out)
		}
		return t.ShowCard(x, m, e.InPlace || x.InPlace)
	case conversations.Fetch:
		return storage.SaveFetch(t.Tx, e.File)
	case conversations.Logged:
		what := e.What
		if x.About != "" {
			what = x.About + " " + what
		}
		return t.Log(x.Unit, x.Period, what, e.Before, e.After)
	case conversations.Drafted:
		return storage.SaveDraftBrief(t.Tx, x.Draft, e.Brief)
	case conversations.TakenOut:
		return storage.SaveDropped(t.Tx, x.Draft, e.Rev, e.Words)
	case conversations.Closed:
		return t.TurnFrom(x.Name)
	}
	return x.Effect(t, e)
}

// styleOf says how a button of a conversation stands out.
func styleOf(b conversations.Button) bot.ButtonStyle {
	switch {
	case b.Good:
		return bot.GoodButton
	case b.Bad:
		return bot.BadButton
	}
	return bot.PlainButton
}

// ShowCard puts a message where the conversation's card is, or below everything else.
func (t *Turn) ShowCard(x Talk, m bot.Message, inPlace bool) error {
	m.Kind, m.Replaces = bot.Send, true
	if inPlace {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	m.Chat, m.Slot, m.Purpose, m.Person, m.Period, m.At = t.Update.Chat.ID, x.Slot, x.Purpose, t.Me.ID, x.Period, t.Now
	return orders.Enqueue(t.Tx, m)
}
