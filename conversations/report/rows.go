// Package report is the dialog in which a unit writes a report: its tasks, its
// indicators and the questions that every report ends with, delta first.
//
// Why it is built as it is: a contact has a phone and five minutes. So the last
// report's words are there to be confirmed, what is missing is asked one thing at a
// time, and everything can be answered in any order, by several people, over
// several days. What somebody sends without being asked is kept and asked about;
// nothing is guessed into a report that goes up to the task force.
//
// What is asked and what was said is the data of package form; package screen
// shows it; the steps stand here.
package report

import (
	"liubao/conversations"
	"liubao/conversations/report/form"
)

// Dialog is one report to be written. What is asked and what was said last time is
// its [form.Form].
type Dialog struct{ form.Form }

// What the desk knows a report's dialog by.
type (
	Cursor  = form.Cursor
	Draft   = form.Draft
	Sibling = form.Sibling
	Return  = form.Return
)

// Step implements [conversations.Dialog].
func (d Dialog) Step(c conversations.Cursor, w conversations.Draft, e conversations.Event) (conversations.Cursor, conversations.Draft, []conversations.Effect, error) {
	return conversations.Over(c, w, func(at Cursor, words Draft) (Cursor, Draft, []conversations.Effect, error) {
		rev, v := words.Rev, words.V
		at, words, effects, err := Step(d, at, words, e)
		if err != nil || words.Rev == rev && words.V == v {
			return at, words, effects, err
		}
		words, more := saved(words)
		return at, words, append(effects, more...), nil
	})
}

// Leave implements [conversations.Dialog].
func (d Dialog) Leave(c conversations.Cursor, w conversations.Draft, by conversations.By) (conversations.Cursor, conversations.Draft, error) {
	c, w, _, err := conversations.Over(c, w, func(at Cursor, words Draft) (Cursor, Draft, []conversations.Effect, error) {
		at, words = Leave(at, words, by)
		return at, words, nil, nil
	})
	return c, w, err
}

// saved returns the draft as it is saved, and what is saved beside it.
func saved(w Draft) (Draft, []conversations.Effect) {
	more := []conversations.Effect{conversations.Drafted{Brief: w.Brief()}}
	if len(w.Dropped) > 0 {
		more = append(more, conversations.TakenOut{Rev: w.Rev, Words: w.Dropped})
		w.Dropped = nil
	}
	return w, more
}
