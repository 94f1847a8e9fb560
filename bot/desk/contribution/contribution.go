package contribution

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/conversations"
	"liubao/conversations/contribution"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// slotGiving names the card on which a contact gives contributions.
const slotGiving = "giving"

// askAgainAfter is how long a unit is left in peace before a lead may ask it
// for the same task again.
const askAgainAfter = 20 * time.Hour

// contributionsDue asks the responsible units' contacts for contributions, each
// person in a transaction of their own and with one message for all tasks.
func contributionsDue(d *desk.Desk, ctx context.Context, u desk.Updater, ms []schedules.Moment, now time.Time) error {
	m := ms[0]
	var people []reports.Person
	if err := u.Update(ctx, func(tx storage.Tx) error {
		people = nil
		on, err := d.Switched(tx, desk.SwitchContribution)
		if err != nil || !on {
			return err
		}
		people, err = storage.AllPeople(tx)
		return err
	}); err != nil {
		return err
	}
	for _, p := range people {
		if err := u.Update(ctx, func(tx storage.Tx) error { return askContribution(d, tx, p, m, now) }); err != nil {
			return err
		}
	}
	return nil
}

// askContribution asks one person for all that is wanted of their unit.
func askContribution(d *desk.Desk, tx storage.Tx, p reports.Person, m schedules.Moment, now time.Time) error {
	if !p.Reachable() || !p.Has(reports.Contact, reports.Deputy) {
		return nil
	}
	var wanted []plan.Task
	for _, t := range d.Contributes(p.Unit) {
		r, ok, err := storage.Report(tx, reports.Key{Period: m.Period.ID, Duty: m.Duty, Subject: t.Area})
		if err != nil {
			return err
		}
		if ok && r.State != reports.Returned {
			continue // the lead has reported: nothing more to ask for
		}
		c, _, err := storage.Contribution(tx, m.Period.ID, t.Number, p.Unit)
		if err != nil {
			return err
		}
		if c.Silent() {
			wanted = append(wanted, t)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	posted, err := d.Post(tx, desk.Post{To: p, Acting: m.Period.ID, Once: []desk.Mark{{Period: m.Period.ID, Duty: m.Duty, Stage: m.Stage}},
		Message: contributionAsk(d, p, m.Period, wanted, now), Log: desk.LogRow{Unit: p.Unit, Period: m.Period.ID, What: textLogContrib, After: p.Name}}, now)
	if err != nil || posted != desk.Sent {
		return err
	}
	for _, t := range wanted {
		if err := noteAsked(tx, m.Period.ID, t.Number, p.Unit, now); err != nil {
			return err
		}
	}
	return nil
}

// noteAsked notes that a unit was asked, once however many people it has.
func noteAsked(tx storage.Tx, period string, task int, unit string, now time.Time) error {
	c, _, err := storage.Contribution(tx, period, task, unit)
	if err != nil || c.Asked.Equal(now) {
		return err
	}
	c.Period, c.Task, c.Unit, c.Asked, c.Asks = period, task, unit, now, c.Asks+1
	return storage.SaveContribution(tx, c)
}

func giveData(what, period string) string { return what + "." + strings.ReplaceAll(period, "-", "") }

func contributionAsk(d *desk.Desk, p reports.Person, period plan.Period, tasks []plan.Task, now time.Time) bot.Message {
	x := reports.Text{}.Head(fmt.Sprintf(textContribHead, p.Name, reports.PeriodText(period)))
	for _, t := range tasks {
		x = x.Line(fmt.Sprintf(textContribLine, t.Number, t.Title, d.Plan.UnitName(d.LeadOf(t))))
	}
	return bot.Message{
		Kind: bot.Send, Replaces: true, Slot: "ask-" + slotGiving, Text: x.Line(textContribFoot), Bulk: true,
		Rows:    [][]bot.Button{{{Label: buttonGive, Data: giveData("cg", period.ID)}, {Label: buttonGiveNot, Data: giveData("cn", period.ID)}}},
		Purpose: "contribution", Expires: d.Awake(now).Add(d.Rules.MaxAge),
	}
}

// giving builds the dialog in which the person's unit contributes.
func giving(t *desk.Turn, period string) (contribution.Dialog, bool, error) {
	duty, ok := t.Progress()
	if !ok {
		return contribution.Dialog{}, false, nil
	}
	p, ok := t.Period(duty, period)
	if !ok {
		return contribution.Dialog{}, false, nil
	}
	g := contribution.Dialog{Period: p, Unit: t.Me.Unit, Name: t.Plan.UnitName(t.Me.Unit), Loc: t.Loc}
	for _, task := range t.Contributes(t.Me.Unit) {
		c, _, err := storage.Contribution(t.Tx, period, task.Number, t.Me.Unit)
		if err != nil {
			return g, false, err
		}
		r, reported, err := storage.Report(t.Tx, reports.Key{Period: period, Duty: duty.ID, Subject: task.Area})
		if err != nil {
			return g, false, err
		}
		lead := t.LeadOf(task)
		g.Tasks = append(g.Tasks, contribution.Task{
			Task: task, Lead: t.Plan.UnitName(lead), First: task.Contributor(lead) == t.Me.Unit,
			Closed: reported && r.State != reports.Returned, Given: c,
		})
	}
	return g, len(g.Tasks) > 0, nil
}

func givingCursor(t *desk.Turn) (contribution.Cursor, bool, error) {
	return storage.Get[contribution.Cursor](t.Tx, storage.ContribCursorKey(t.Update.Chat.ID, t.Update.From.ID))
}

// give runs one event through the dialog of contributions.
func give(t *desk.Turn, period string, e conversations.Event) error {
	g, ok, err := giving(t, period)
	if err != nil {
		return err
	}
	if !ok {
		return t.Sayf(textContribOff)
	}
	c, _, err := givingCursor(t)
	if err != nil {
		return err
	}
	c2, effects, err := contribution.Step(g, c, conversations.Clean(e))
	if err != nil {
		return err
	}
	if err := storage.Put(t.Tx, storage.ContribCursorKey(t.Update.Chat.ID, t.Update.From.ID), c2); err != nil {
		return err
	}
	_, tap := e.(conversations.Tapped)
	_, edit := e.(conversations.Edited)
	return givingEffects(t, period, effects, tap || edit)
}

func givingEffects(t *desk.Turn, period string, effects []conversations.Effect, inPlace bool) error {
	for _, x := range effects {
		var err error
		switch x := x.(type) {
		case conversations.Give:
			err = storage.SaveContribution(t.Tx, x.Contribution)
		case conversations.Fetch:
			err = storage.SaveFetch(t.Tx, x.File)
		case conversations.Logged:
			err = t.Log(t.Me.Unit, period, x.What, x.Before, x.After)
		case conversations.Toast:
			t.Answer = bot.Answer{Text: x.Text, Alert: x.Alert}
		case conversations.Show:
			err = showGiving(t, period, x.Card, inPlace)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func showGiving(t *desk.Turn, period string, c conversations.Card, inPlace bool) error {
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: slotGiving, Text: c.Text,
		Purpose: "contribution", Person: t.Me.ID, At: t.Now}
	if inPlace {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	for _, row := range c.Rows {
		var out []bot.Button
		for _, b := range row {
			out = append(out, bot.Button{Label: b.Label, Data: fmt.Sprintf("%s.%d.%s", giveData("cd", period), c.Version, b.Action)})
		}
		m.Rows = append(m.Rows, out)
	}
	return bot.Enqueue(t.Tx, m)
}

// tappedGive takes cg.PERIOD (open), cn.PERIOD (nothing at all) and
// cd.PERIOD.VERSION.ACTION (the card's buttons).
func tappedGive(t *desk.Turn, parts []string) error {
	if !desk.Can(t.Me, desk.ActReport) || len(parts) < 2 || len(parts[1]) != 8 {
		return t.Toast(desk.TextOldButton)
	}
	p := parts[1]
	period := p[:4] + "-" + p[4:6] + "-" + p[6:]
	by := t.By()
	by.At = t.Now.In(t.Loc)
	switch {
	case parts[0] == "cg":
		return give(t, period, conversations.Opened{By: by})
	case parts[0] == "cn":
		c, _, err := givingCursor(t)
		if err != nil {
			return err
		}
		return give(t, period, conversations.Tapped{By: by, Version: c.Version, Action: "none"})
	case len(parts) < 4:
		return t.Toast(desk.TextOldButton)
	}
	version, err := strconv.Atoi(parts[2])
	if err != nil {
		return t.Toast(desk.TextOldButton)
	}
	return give(t, period, conversations.Tapped{By: by, Version: version, Action: parts[3]})
}

// gave takes words or a file for the contribution the person is at, if any.
func gave(t *desk.Turn) (bool, error) {
	c, ok, err := givingCursor(t)
	if err != nil || !ok || c.Done || c.Version == 0 || t.Me.Unit == "" || !desk.Can(t.Me, desk.ActReport) {
		return false, err
	}
	var e conversations.Event
	piece := desk.PieceID(t.Update.Chat.ID, t.Update.MessageID)
	switch {
	case t.Update.File != nil:
		e = conversations.Sent{By: t.By(), Piece: piece, File: t.File(), Group: t.Update.MediaGroup}
	case t.Update.Text != "":
		e = conversations.Wrote{By: t.By(), Piece: piece, Text: t.Update.Text}
	default:
		return false, nil
	}
	k := reports.Key{Period: c.Period, Duty: desk.DutyGiving, Subject: t.Me.Unit}
	if err := storage.Put(t.Tx, storage.PieceKey(t.Update.Chat.ID, string(t.Update.MessageID)), desk.PieceRow{V: 1, Key: k, At: t.Now}); err != nil {
		return true, err
	}
	return true, give(t, c.Period, e)
}

// leaveGiving: whoever opens or presses a report's card writes for the report
// again. What waits for its task stays.
func leaveGiving(t *desk.Turn, to string) error {
	if to == "contribution" {
		return nil
	}
	c, ok, err := givingCursor(t)
	if err != nil || !ok || c.Done {
		return err
	}
	c.Done = true
	return storage.Put(t.Tx, storage.ContribCursorKey(t.Update.Chat.ID, t.Update.From.ID), c)
}

// contributionAsked carries out a lead unit's wish in its report's dialog.
func contributionAsked(t *desk.Turn, k reports.Key, x conversations.Effect) (bool, error) {
	ask, ok := x.(conversations.AskUnit)
	if !ok {
		return false, nil
	}
	return true, askUnit(t, k, ask.Task, ask.Unit)
}

// gaveEdited takes an edit of words that were given.
func gaveEdited(t *desk.Turn, row desk.PieceRow) (bool, error) {
	if row.Key.Duty != desk.DutyGiving {
		return false, nil
	}
	if t.Update.Words() == "" && t.Update.File == nil || !desk.Can(t.Me, desk.ActReport) {
		return true, nil
	}
	return true, give(t, row.Key.Period, t.Edit(desk.PieceID(t.Update.Chat.ID, t.Update.MessageID)))
}

// askUnit asks one unit's contacts once more, for its lead unit.
func askUnit(t *desk.Turn, k reports.Key, number int, unit string) error {
	task, ok := t.Plan.Task(number)
	if !ok {
		return nil
	}
	name := t.Plan.UnitName(unit)
	c, _, err := storage.Contribution(t.Tx, k.Period, number, unit)
	if err != nil {
		return err
	}
	if t.Now.Sub(c.Asked) < askAgainAfter {
		return t.Toast(textContribPeace, name)
	}
	people, err := storage.PeopleOfUnit(t.Tx, unit)
	if err != nil {
		return err
	}
	sent := false
	for _, p := range people {
		if !p.Reachable() || !p.Has(reports.Contact, reports.Deputy) {
			continue
		}
		posted, err := t.Post(t.Tx, desk.Post{To: p, Message: bot.Message{
			Kind: bot.Send, Replaces: true, Slot: "ask-" + slotGiving, Purpose: "contribution",
			Text: reports.T(fmt.Sprintf(textContribAgain, p.Name, t.Plan.UnitName(t.Me.Unit), number, task.Title)),
			Rows: [][]bot.Button{{{Label: buttonGive, Data: giveData("cg", k.Period)}, {Label: buttonGiveNot, Data: giveData("cn", k.Period)}}},
		}}, t.Now)
		if err != nil {
			return err
		}
		sent = sent || posted == desk.Sent
	}
	if !sent {
		return t.Toast(textContribLost, name)
	}
	if err := noteAsked(t.Tx, k.Period, number, unit, t.Now); err != nil {
		return err
	}
	if err := t.Log(unit, k.Period, fmt.Sprintf(textLogContribTo, number), "", t.Plan.UnitName(t.Me.Unit)); err != nil {
		return err
	}
	return t.Toast(textContribAsked, name)
}
