package desk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// What a person types next belongs to whoever asked last, whatever else their role
// lets them do: one row says who. Opening another dialog, or being asked something
// else, takes nothing away of what was typed before.

// askTime is how long the next words are taken for the answer to a question.
const askTime = 30 * time.Minute

// focusRow says whose a person's next words in a chat are.
type focusRow struct {
	V      int     `json:"v"`
	Dialog string  `json:"dialog,omitempty"` // the [Dialog] they are at
	Ask    *askRow `json:"ask,omitempty"`    // a question that was put since: it comes first
	// Last is the answer to the question before, while more of it may come.
	Last *lastRow `json:"last,omitempty"`
}

// askRow is a question a person has been asked: their next words answer it.
type askRow struct {
	V    int       `json:"v"`
	What string    `json:"what"`
	Arg  string    `json:"arg"`
	At   time.Time `json:"at"`
}

func (t *Turn) focusKey() string { return storage.RowFocus.InChat(t.Update.Chat.ID, t.Update.From.ID) }

func (t *Turn) focus() (focusRow, error) {
	f, _, err := storage.GetSound[focusRow](t.Tx, t.focusKey())
	f.V = 1
	return f, err
}

// setFocus saves the row, or takes it away where it says nothing.
func (t *Turn) setFocus(f focusRow) error {
	if f.Dialog == "" && f.Ask == nil && f.Last == nil {
		return t.Tx.Delete(t.focusKey())
	}
	return storage.Put(t.Tx, t.focusKey(), f)
}

// TurnTo notes that the person is at a dialog: it asked last.
func (t *Turn) TurnTo(dialog string) error {
	f, err := t.focus()
	if err != nil || f.Dialog == dialog && f.Ask == nil {
		return err
	}
	return t.setFocus(focusRow{V: 1, Dialog: dialog})
}

// TurnFrom notes that a dialog is over for the person.
func (t *Turn) TurnFrom(dialog string) error {
	f, err := t.focus()
	if err != nil || f.Dialog != dialog {
		return err
	}
	f.Dialog = ""
	return t.setFocus(f)
}

// Ask asks the person something; their next words in this chat answer it.
func (t *Turn) Ask(what, arg string) error { return t.Askf(what, arg, "%s", t.asks[what].Text) }

// Askf asks what must be put with names in it.
func (t *Turn) Askf(what, arg, format string, args ...any) error {
	return t.askWith(what, arg, reports.T(fmt.Sprintf(format, args...)))
}

// askWith asks something with buttons below it: the next words answer it, or a button does.
func (t *Turn) askWith(what, arg string, x reports.Text, rows ...[]bot.Button) error {
	if err := t.AwaitAnswer(what, arg); err != nil {
		return err
	}
	if hint := t.asks[what].Hint; hint != "" && len(rows) == 0 {
		return t.say(bot.Message{Text: x, ForceReply: true, Hint: hint})
	}
	return t.Say(x, rows...)
}

// AwaitAnswer takes the person's next words in this chat for the answer to a question.
func (t *Turn) AwaitAnswer(what, arg string) error {
	f, err := t.focus()
	if err != nil {
		return err
	}
	f.Ask = &askRow{V: 1, What: what, Arg: arg, At: t.Now}
	return t.setFocus(f)
}

// said takes words or a file from somebody known: the answer to what was asked, or
// the dialog's they are at, or what the features take them for.
func (t *Turn) said() error {
	if t.Update.File != nil && conversations.Refused(t.File()) {
		return t.Say(conversations.Refusal(t.File()))
	}
	if t.Update.File != nil {
		if over, err := t.overQuota(); over || err != nil {
			return err
		}
	}
	takers := []func(*Turn) (bool, error){(*Turn).joined, (*Turn).answered}
	for _, f := range t.Installed {
		takers = append(takers, f.Named)
	}
	takers = append(takers, (*Turn).continued)
	for _, f := range t.Installed {
		takers = append(takers, f.Said)
	}
	for _, f := range t.Installed {
		takers = append(takers, f.Otherwise)
	}
	for _, take := range slices.DeleteFunc(takers, func(f func(*Turn) (bool, error)) bool { return f == nil }) {
		if done, err := take(t); done || err != nil {
			return err
		}
	}
	if c, ok := t.called(); ok { // 填报 and 帮助 are a dialog's own words first
		return t.run(c)
	}
	return t.Sayf("%s", cmp.Or(conversations.Reply(conversations.Remarked(t.Update.Text)), textNoDialog))
}

// answered takes words as the answer to what was asked, if anything was.
func (t *Turn) answered() (bool, error) {
	f, err := t.focus()
	if err != nil || f.Ask == nil {
		return false, err
	}
	row := *f.Ask
	q, words := t.asks[row.What], strings.TrimSpace(t.Update.Words())
	late := t.Now.Sub(row.At) > askTime
	if !late && (words == "" || t.Update.File != nil) && !(q.Files && t.Update.File != nil) {
		return false, nil // what was sent is no answer: the question stands
	}
	if !late && q.Fits != nil && !q.Fits(t, words) {
		return false, nil
	}
	if !late && q.Joins && t.Update.File == nil {
		if done, err := t.remarked(f, words); done || err != nil {
			return done, err
		}
	}
	f.Ask = nil
	if err := t.setFocus(f); err != nil || late || q.Do == nil {
		return false, err
	}
	return true, t.answer(q, row.Arg, words)
}

// remarked answers what is no content where words are awaited: courtesy is answered
// and the question stands, 取消 and 返回 take it back. 无 is for the question to read.
func (t *Turn) remarked(f focusRow, words string) (bool, error) {
	switch r := conversations.Remarked(words); r {
	case conversations.Received, conversations.Greeting, conversations.Thanks, conversations.Help:
		return true, t.Sayf("%s", conversations.Reply(r)+textAwaited)
	case conversations.Cancel, conversations.Back:
		f.Ask = nil
		return true, errors.Join(t.setFocus(f), t.Sayf(textAskedNoMore))
	}
	return false, nil
}

// continued gives words to the dialog that the person is at.
func (t *Turn) continued() (bool, error) {
	f, err := t.focus()
	d, ok := t.dialogs[f.Dialog]
	if err != nil || !ok {
		return false, err
	}
	return d.Said(t)
}

// PieceOf names the message that the update is.
func (t *Turn) PieceOf() string { return PieceID(t.Update.Chat.ID, t.Update.MessageID) }

// Spoken is the update as an event of a dialog: words, or a file. ok is false for
// what is neither.
func (t *Turn) Spoken() (e conversations.Event, ok bool) {
	switch {
	case t.Update.File != nil:
		return conversations.Sent{By: t.By(), Piece: t.PieceOf(), File: t.File(), Group: t.Update.MediaGroup}, true
	case t.Update.Text != "":
		return conversations.Wrote{By: t.By(), Piece: t.PieceOf(), Text: t.Update.Text}, true
	}
	return nil, false
}

// KeepPiece notes what the update's message became part of, so that an edit of it
// finds its way.
func (t *Turn) KeepPiece(row PieceRow) error {
	row.V, row.At = 1, t.Now
	return storage.Put(t.Tx, storage.PieceKey(t.Update.Chat.ID, string(t.Update.MessageID)), row)
}
