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

// menuPress is a button of the list of collections.
type menuPress struct {
	What string // see the constants below; "" shows the list
	ID   string
}

const (
	menuNew  = "n" // ask for a sentence
	menuShow = "v" // one collection
	menuCap  = "c" // the office's own limit
)

var tapMenu = desk.NewTap[menuPress]("cm1")

// lastShown is how many closed collections the list has.
const lastShown = 6

// menu lists what is open and the last that were closed.
func menu(t *desk.Turn, kind bot.MessageKind) error {
	all, err := recent(t)
	if err != nil {
		return err
	}
	x := reports.Text{}.Head(word).Line(textMenuHow)
	var rows [][]bot.Button
	for _, c := range all {
		given, err := answers(t.Tx, c)
		if err != nil {
			return err
		}
		state := textMenuOpen
		switch {
		case !c.Open():
			state = textMenuClosed
		case len(missing(given)) == 0:
			state = textMenuFull
		}
		x = x.Line("· " + fmt.Sprintf(textMenuLine, label(c), state, len(given)-len(missing(given)), len(given), dueText(t.Desk, c, t.Now)))
		rows = append(rows, []bot.Button{{Label: fmt.Sprintf(buttonShow, c.Number, conversations.Clip(c.Title, 16)), Data: tapMenu.Data(menuPress{menuShow, c.ID})}})
	}
	limit, err := capOf(t.Tx)
	if err != nil {
		return err
	}
	byUnit, total, err := askedIn(t.Tx, monthOf(t.Desk, t.Now))
	if err != nil {
		return err
	}
	most := 0
	for _, n := range byUnit {
		most = max(most, n)
	}
	x = x.Line(fmt.Sprintf(textMenuMonth, total, most, capText(limit)))
	last := []bot.Button{{Label: buttonNew, Data: tapMenu.Data(menuPress{What: menuNew})}}
	if staff.Can(t.Me, staff.ActSettings) {
		last = append(last, bot.Button{Label: buttonCap, Data: tapMenu.Data(menuPress{What: menuCap})})
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: kind, OrSend: kind == bot.Edit, Replaces: kind == bot.Send, Chat: t.Update.Chat.ID, Slot: "collections",
		Text: x.Trim(), Rows: append(rows, last), Purpose: "collection", Person: t.Me.ID, At: t.Now})
}

func capText(limit int) string {
	if limit == 0 {
		return textCapNone
	}
	return fmt.Sprintf(textCapIs, limit)
}

// recent returns the open collections and the last closed ones of this month and
// the last, the newest first.
func recent(t *desk.Turn) ([]reports.Collection, error) {
	out, err := open(t.Tx)
	if err != nil {
		return nil, err
	}
	closed := 0
	first := t.Today(t).AddDays(1 - t.Today(t).Day)
	for _, day := range []time.Time{t.Now, first.AddDays(-1).At(t.Plan.Deadline, t.Loc)} {
		all, err := ofMonth(t.Tx, monthOf(t.Desk, day))
		if err != nil {
			return nil, err
		}
		for _, c := range slices.Backward(all) {
			if !c.Open() && closed < lastShown {
				out, closed = append(out, c), closed+1
			}
		}
	}
	slices.SortStableFunc(out, func(a, b reports.Collection) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}

// tappedMenu answers the buttons of the list.
func tappedMenu(t *desk.Turn, p menuPress) error {
	if !staff.Can(t.Me, staff.ActCollect) {
		return t.Toast(desk.TextNotAllowed)
	}
	switch p.What {
	case "":
		return menu(t, bot.Send)
	case menuNew:
		if err := saveDraft(t.Tx, reports.Collection{By: t.Me.ID, At: t.Now}); err != nil {
			return err
		}
		return askDraft.Put(t, asked{draftFirst}, textAskSentence)
	case menuCap:
		return askForCap(t)
	case menuShow:
		c, ok, err := read(t.Tx, p.ID)
		if err != nil || ok {
			return errorsOr(err, func() error { return showResult(t, c, bot.Send) })
		}
	}
	return t.Toast(desk.TextOldButton)
}

func errorsOr(err error, do func() error) error {
	if err != nil {
		return err
	}
	return do()
}

// ownOpen shows somebody of a unit what their unit has not answered; their own words
// lead to it as the office's do.
func ownOpen(t *desk.Turn) (bool, error) {
	all, err := open(t.Tx)
	if err != nil {
		return false, err
	}
	shown := 0
	for _, c := range all {
		if !c.Asks(t.Me.Unit) || !mayAnswer(t.Me, t.Me.Unit) {
			continue
		}
		a, err := answerOf(t.Tx, c, t.Me.Unit)
		if err != nil {
			return false, err
		}
		shown++
		if err := showAnswer(t, c, a, bot.Send); err != nil {
			return false, err
		}
	}
	if shown == 0 {
		return true, t.Sayf(textNothingAsked)
	}
	return true, nil
}

// asking offers the collections beside the notices.
func asking(t *desk.Turn) []bot.Button {
	if !staff.Can(t.Me, staff.ActCollect) {
		return nil
	}
	return []bot.Button{{Label: word, Data: tapMenu.Data(menuPress{})}}
}

// waits counts the collections that still take answers.
func waits(t *desk.Turn) ([]desk.Open, error) {
	if !staff.Can(t.Me, staff.ActCollect) {
		return nil, nil
	}
	o := desk.Open{What: word, Data: tapMenu.Data(menuPress{})}
	err := storage.EachSound(t.Tx, storage.RowOpenCollection.Prefix(), "", 0, func(_ string, m marker) error {
		o.N++
		if t.Now.After(m.Due) {
			o.Late++
		}
		return nil
	})
	return []desk.Open{o}, err
}

// unitLines say what a unit is asked and has not answered.
func unitLines(d *desk.Desk, r storage.Reader, unit string, now time.Time) ([]string, error) {
	all, err := open(r)
	var out []string
	for _, c := range all {
		if !c.Asks(unit) {
			continue
		}
		a, err := answerOf(r, c, unit)
		if err != nil {
			return nil, err
		}
		if a.Done.IsZero() {
			out = append(out, fmt.Sprintf(textUnitLine, label(c), dueText(d, c, now)))
		}
	}
	return out, err
}

// digest: what is over its time and not complete waits for the office.
func digest(d *desk.Desk, r storage.Reader, _, now time.Time) (changed, decide []string, err error) {
	all, err := open(r)
	for _, c := range all {
		given, err := answers(r, c)
		if err != nil {
			return nil, nil, err
		}
		if n := len(missing(given)); n > 0 && now.After(c.Due) {
			decide = append(decide, fmt.Sprintf(textDigest, label(c), n))
		}
	}
	return nil, decide, err
}

// week: the collections that were complete within it.
func week(d *desk.Desk, r storage.Reader, since, now time.Time) (out, late []string, err error) {
	months := []string{monthOf(d, since)}
	if m := monthOf(d, now); m != months[0] {
		months = append(months, m)
	}
	for _, m := range months {
		all, err := ofMonth(r, m)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range all {
			if c.FullAt.After(since) {
				out = append(out, fmt.Sprintf(textWeek, label(c)))
			}
		}
	}
	return out, nil, nil
}
