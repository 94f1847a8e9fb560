package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
	"liubao/conversations"
	"liubao/conversations/contribution"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// slotGiving names the card on which a contact gives contributions.
const slotGiving = "giving"

// dutyGiving marks the messages that became part of a contribution. No duty of
// a plan can have this name.
const dutyGiving = "~contribution"

// askAgainAfter is how long a unit is left in peace before a lead may ask it
// for the same task again.
const askAgainAfter = 20 * time.Hour

// contributionsDue asks the responsible units' contacts for contributions, each
// person in a transaction of their own and with one message for all tasks.
func (d *Desk) contributionsDue(ctx context.Context, u Updater, ms []schedules.Moment, now time.Time) error {
	m := ms[0]
	var people []reports.Person
	if err := u.Update(ctx, func(tx storage.Tx) error {
		people = nil
		on, err := d.switched(tx, SwitchContribution)
		if err != nil || !on {
			return err
		}
		people, err = storage.AllPeople(tx)
		return err
	}); err != nil {
		return err
	}
	for _, p := range people {
		if err := u.Update(ctx, func(tx storage.Tx) error { return d.askContribution(tx, p, m, now) }); err != nil {
			return err
		}
	}
	return nil
}

// contributes returns the tasks that a unit contributes to: it is responsible
// for them and another unit leads.
func (d *Desk) contributes(unit string) []plan.Task {
	var out []plan.Task
	for _, t := range d.Plan.Tasks {
		if slices.Contains(t.Units, unit) && d.leadOf(t) != unit {
			out = append(out, t)
		}
	}
	return out
}

func (d *Desk) leadOf(t plan.Task) string {
	a, _ := d.Plan.Area(t.Area)
	return a.Lead
}

// askContribution asks one person for all that is wanted of their unit.
func (d *Desk) askContribution(tx storage.Tx, p reports.Person, m schedules.Moment, now time.Time) error {
	if !p.Reachable() || !p.Has(reports.Contact, reports.Deputy) {
		return nil
	}
	var wanted []plan.Task
	for _, t := range d.contributes(p.Unit) {
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
	if acting, err := d.standIn(tx, p, m.Period.ID, now); err != nil || len(acting) > 0 {
		return err
	}
	if full, err := d.full(tx, m.Period.ID, p); err != nil || full {
		return err
	}
	first, err := storage.MarkSent(tx, m.Period.ID, m.Duty, m.Stage, p.ID, now)
	if err != nil || !first {
		return err
	}
	if _, err := storage.CountSent(tx, m.Period.ID, p.ID); err != nil {
		return err
	}
	for _, t := range wanted {
		if err := noteAsked(tx, m.Period.ID, t.Number, p.Unit, now); err != nil {
			return err
		}
	}
	if err := d.sendContributionAsk(tx, p, m.Period, wanted, now); err != nil {
		return err
	}
	return audit(tx, now, "", p.Unit, m.Period.ID, textLogContrib, "", p.Name)
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

func (d *Desk) sendContributionAsk(tx storage.Tx, p reports.Person, period plan.Period, tasks []plan.Task, now time.Time) error {
	x := reports.Text{}.Head(fmt.Sprintf(textContribHead, p.Name, reports.PeriodText(period)))
	for _, t := range tasks {
		x = x.Line(fmt.Sprintf(textContribLine, t.Number, t.Title, d.Plan.UnitName(d.leadOf(t))))
	}
	return bot.Enqueue(tx, bot.Message{
		Kind: bot.Send, Replaces: true, Chat: p.Chat, Slot: "ask-" + slotGiving, Text: x.Line(textContribFoot), Bulk: true,
		Rows:    [][]bot.Button{{{Label: buttonGive, Data: giveData("cg", period.ID)}, {Label: buttonGiveNot, Data: giveData("cn", period.ID)}}},
		Purpose: "contribution", Person: p.ID, At: now, NotBefore: d.Awake(now), Expires: d.Awake(now).Add(d.Rules.MaxAge),
	})
}

// giving builds the dialog in which the person's unit contributes.
func (t *turn) giving(period string) (contribution.Dialog, bool, error) {
	duty, ok := t.progress()
	if !ok {
		return contribution.Dialog{}, false, nil
	}
	p, ok := t.period(duty, period)
	if !ok {
		return contribution.Dialog{}, false, nil
	}
	g := contribution.Dialog{Period: p, Unit: t.me.Unit, Name: t.Plan.UnitName(t.me.Unit), Loc: t.loc}
	for _, task := range t.contributes(t.me.Unit) {
		c, _, err := storage.Contribution(t.tx, period, task.Number, t.me.Unit)
		if err != nil {
			return g, false, err
		}
		r, reported, err := storage.Report(t.tx, reports.Key{Period: period, Duty: duty.ID, Subject: task.Area})
		if err != nil {
			return g, false, err
		}
		lead := t.leadOf(task)
		g.Tasks = append(g.Tasks, contribution.Task{
			Task: task, Lead: t.Plan.UnitName(lead), First: task.Contributor(lead) == t.me.Unit,
			Closed: reported && r.State != reports.Returned, Given: c,
		})
	}
	return g, len(g.Tasks) > 0, nil
}

func (t *turn) givingCursor() (contribution.Cursor, bool, error) {
	return storage.Get[contribution.Cursor](t.tx, storage.ContribCursorKey(t.u.Chat.ID, t.u.From.ID))
}

// give runs one event through the dialog of contributions.
func (t *turn) give(period string, e conversations.Event) error {
	g, ok, err := t.giving(period)
	if err != nil {
		return err
	}
	if !ok {
		return t.sayf(textContribOff)
	}
	c, _, err := t.givingCursor()
	if err != nil {
		return err
	}
	c2, effects, err := contribution.Step(g, c, e)
	if err != nil {
		return err
	}
	if err := storage.Put(t.tx, storage.ContribCursorKey(t.u.Chat.ID, t.u.From.ID), c2); err != nil {
		return err
	}
	_, tap := e.(conversations.Tapped)
	_, edit := e.(conversations.Edited)
	return t.givingEffects(period, effects, tap || edit)
}

func (t *turn) givingEffects(period string, effects []conversations.Effect, inPlace bool) error {
	for _, x := range effects {
		var err error
		switch x := x.(type) {
		case conversations.Give:
			err = storage.SaveContribution(t.tx, x.Contribution)
		case conversations.Fetch:
			err = storage.SaveFetch(t.tx, x.File)
		case conversations.Logged:
			err = t.log(t.me.Unit, period, x.What, x.Before, x.After)
		case conversations.Toast:
			t.answer = bot.Answer{Text: x.Text, Alert: x.Alert}
		case conversations.Show:
			err = t.showGiving(period, x.Card, inPlace)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) showGiving(period string, c conversations.Card, inPlace bool) error {
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.u.Chat.ID, Slot: slotGiving, Text: c.Text,
		Purpose: "contribution", Person: t.me.ID, At: t.now}
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
	return bot.Enqueue(t.tx, m)
}

// tappedGive takes cg.PERIOD (open), cn.PERIOD (nothing at all) and
// cd.PERIOD.VERSION.ACTION (the card's buttons).
func (t *turn) tappedGive(parts []string) error {
	if !Can(t.me, ActReport) || len(parts) < 2 || len(parts[1]) != 8 {
		return t.toast(textOldButton)
	}
	p := parts[1]
	period := p[:4] + "-" + p[4:6] + "-" + p[6:]
	by := t.by()
	by.At = t.now.In(t.loc)
	switch {
	case parts[0] == "cg":
		return t.give(period, conversations.Opened{By: by})
	case parts[0] == "cn":
		c, _, err := t.givingCursor()
		if err != nil {
			return err
		}
		return t.give(period, conversations.Tapped{By: by, Version: c.Version, Action: "none"})
	case len(parts) < 4:
		return t.toast(textOldButton)
	}
	version, err := strconv.Atoi(parts[2])
	if err != nil {
		return t.toast(textOldButton)
	}
	return t.give(period, conversations.Tapped{By: by, Version: version, Action: parts[3]})
}

// gave takes words or a file for the contribution the person is at, if any.
func (t *turn) gave() (bool, error) {
	c, ok, err := t.givingCursor()
	if err != nil || !ok || c.Done || c.Version == 0 || t.me.Unit == "" || !Can(t.me, ActReport) {
		return false, err
	}
	var e conversations.Event
	piece := pieceID(t.u.Chat.ID, t.u.MessageID)
	switch {
	case t.u.File != nil:
		e = conversations.Sent{By: t.by(), Piece: piece, File: t.file()}
	case t.u.Text != "":
		e = conversations.Wrote{By: t.by(), Piece: piece, Text: t.u.Text}
	default:
		return false, nil
	}
	k := reports.Key{Period: c.Period, Duty: dutyGiving, Subject: t.me.Unit}
	if err := storage.Put(t.tx, storage.PieceKey(t.u.Chat.ID, string(t.u.MessageID)), pieceRow{V: 1, Key: k, At: t.now}); err != nil {
		return true, err
	}
	if s, ok := e.(conversations.Sent); ok && s.File.Note != "" {
		if err := t.give(c.Period, e); err != nil {
			return true, err
		}
		e = conversations.Wrote{By: t.by(), Piece: piece, Text: s.File.Note}
	}
	return true, t.give(c.Period, e)
}

// leaveGiving: whoever opens or presses a report's card writes for the report
// again. What waits for its task stays.
func (t *turn) leaveGiving(to string) error {
	if to == "contribution" {
		return nil
	}
	c, ok, err := t.givingCursor()
	if err != nil || !ok || c.Done {
		return err
	}
	c.Done = true
	return storage.Put(t.tx, storage.ContribCursorKey(t.u.Chat.ID, t.u.From.ID), c)
}

// contributionAsked carries out a lead unit's wish in its report's dialog.
func (t *turn) contributionAsked(k reports.Key, x conversations.Effect) (bool, error) {
	ask, ok := x.(conversations.AskUnit)
	if !ok {
		return false, nil
	}
	return true, t.askUnit(k, ask.Task, ask.Unit)
}

// gaveEdited takes an edit of words that were given.
func (t *turn) gaveEdited(row pieceRow) (bool, error) {
	words := cmp.Or(t.u.Text, t.u.Caption)
	if row.Key.Duty != dutyGiving {
		return false, nil
	}
	if words == "" || !Can(t.me, ActReport) {
		return true, nil
	}
	return true, t.give(row.Key.Period, conversations.Edited{By: t.by(), Piece: pieceID(t.u.Chat.ID, t.u.MessageID), Text: words})
}

// askUnit asks one unit's contacts once more, for its lead unit.
func (t *turn) askUnit(k reports.Key, number int, unit string) error {
	task, ok := t.Plan.Task(number)
	if !ok {
		return nil
	}
	name := t.Plan.UnitName(unit)
	c, _, err := storage.Contribution(t.tx, k.Period, number, unit)
	if err != nil {
		return err
	}
	if t.now.Sub(c.Asked) < askAgainAfter {
		return t.toast(textContribPeace, name)
	}
	people, err := storage.PeopleOfUnit(t.tx, unit)
	if err != nil {
		return err
	}
	sent := false
	for _, p := range people {
		if !p.Reachable() || !p.Has(reports.Contact, reports.Deputy) {
			continue
		}
		full, err := t.full(t.tx, k.Period, p)
		if err != nil {
			return err
		}
		if full {
			continue
		}
		if _, err := storage.CountSent(t.tx, k.Period, p.ID); err != nil {
			return err
		}
		sent = true
		if err := bot.Enqueue(t.tx, bot.Message{
			Kind: bot.Send, Replaces: true, Chat: p.Chat, Slot: "ask-" + slotGiving, Purpose: "contribution", Person: p.ID, At: t.now, NotBefore: t.Awake(t.now),
			Text: reports.T(fmt.Sprintf(textContribAgain, p.Name, t.Plan.UnitName(t.me.Unit), number, task.Title)),
			Rows: [][]bot.Button{{{Label: buttonGive, Data: giveData("cg", k.Period)}, {Label: buttonGiveNot, Data: giveData("cn", k.Period)}}},
		}); err != nil {
			return err
		}
	}
	if !sent {
		return t.toast(textContribLost, name)
	}
	if err := noteAsked(t.tx, k.Period, number, unit, t.now); err != nil {
		return err
	}
	if err := t.log(unit, k.Period, fmt.Sprintf(textLogContribTo, number), "", t.Plan.UnitName(t.me.Unit)); err != nil {
		return err
	}
	return t.toast(textContribAsked, name)
}
