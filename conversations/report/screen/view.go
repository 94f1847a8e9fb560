// Package screen makes the cards of a report: one for each place where a cursor can
// be.
//
// Why a card is made anew every time: it is then a function of form, draft and
// cursor, never of the card before, and a restart shows what was there.
package screen

import (
	"strconv"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// View is what a card is made from: a report as it is asked and as it stands, and
// where one person is in it.
type View struct {
	Form  form.Form
	At    form.Cursor
	Draft form.Draft
	By    conversations.By
	Note  string         // a line above the card: what was just done
	Moved bool           // whether this step changed the screen
	Said  []reports.Text // what is sent before the card: a report too long for it
}

// ItemTask is the task that the cursor is about.
func (t *View) ItemTask() int {
	n, _ := strconv.Atoi(t.At.Item)
	return n
}

// Move goes to a screen and what it is about.
func (t *View) Move(screen, item string) { t.At.Screen, t.At.Item, t.Moved = screen, item, true }

// AwaitsScan reports whether a photo of the signed page is what comes next.
func (t *View) AwaitsScan() bool {
	return t.Form.SignOff == plan.SignScan && t.Form.Current != nil && t.Form.Current.State == reports.AwaitsSign && !t.Draft.Open
}
