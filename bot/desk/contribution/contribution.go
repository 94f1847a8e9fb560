package contribution

import (
	"context"
	"fmt"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/batch"
	"liubao/bot/desk/codec"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/conversations/contribution"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// dialogGiving is the dialog of contributions.
const dialogGiving = "contribution"

// slotGiving names the card on which a contact gives contributions.
const slotGiving = "giving"

// askAgainAfter is how long a unit is left in peace before a lead may ask it
// for the same task again.
const askAgainAfter = 20 * time.Hour

// contributionsDue asks the responsible units' contacts for contributions, each
// person in a transaction of their own and with one message for all tasks.
func contributionsDue(d *desk.Desk, ctx context.Context, u batch.Updater, ms []schedules.Moment, now time.Time) error {
	m := ms[0]
	on := false
	if err := u.Update(ctx, func(tx storage.Tx) (err error) {
		on, err = d.Switched(tx, rules.SwitchContribution)
		return err
	}); err != nil || !on {
		return err
	}
	return batch.Everybody(ctx, u, func(tx storage.Tx, p reports.Person) error { return askContribution(d, tx, p, m, now) })
}

// askContribution asks one person for all that is wanted of their unit.
func askContribution(d *desk.Desk, tx storage.Tx, p reports.Person, m schedules.Moment, now time.Time) error {
	if !p.Reachable() || !p.Has(reports.Contact, reports.Deputy) {
		return nil
	}
	var wanted []plan.Task
	for _, t := range d.Contributes(p.Unit) {
		r, ok, err := storage.Brief(tx, reports.Key{Period: m.Period.ID, Duty: m.Duty, Subject: t.Area})
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
	posted, err := d.Post(tx, gate.Post{To: p, Acting: m.Period.ID, PassOn: true, Once: []gate.Mark{{Period: m.Period.ID, Duty: m.Duty, Stage: m.Stage}},
		Message: contributionAsk(d, p, m.Period, wanted, now), Log: gate.LogRow{Unit: p.Unit, Period: m.Period.ID, What: textLogContrib, After: p.Name}}, now)
	if err != nil || posted != gate.Sent {
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

func contributionAsk(d *desk.Desk, p reports.Person, period plan.Period, tasks []plan.Task, now time.Time) bot.Message {
	x := reports.Text{}.Head(fmt.Sprintf(textContribHead, p.Name, d.PeriodText(period, now)))
	for _, t := range tasks {
		x = x.Line(fmt.Sprintf(textContribLine, t.Number, t.Title, d.Plan.UnitName(d.LeadOf(t))))
	}
	return bot.Message{
		Kind: bot.Send, Replaces: true, Slot: "ask-" + slotGiving, Text: x.Line(textContribFoot), Bulk: true,
		Rows:    [][]bot.Button{{{Label: buttonGive, Data: tapGive.Data(periodTap{codec.Period(period.ID)})}, {Label: buttonGiveNot, Data: tapGiveNot.Data(periodTap{codec.Period(period.ID)})}}},
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
	g := contribution.Dialog{Period: p, Unit: t.Me.Unit}
	for _, task := range t.Contributes(t.Me.Unit) {
		c, _, err := storage.Contribution(t.Tx, period, task.Number, t.Me.Unit)
		if err != nil {
			return g, false, err
		}
		r, reported, err := storage.Brief(t.Tx, reports.Key{Period: period, Duty: duty.ID, Subject: task.Area})
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

// give runs one event through the dialog of contributions.
func give(t *desk.Turn, period string, e conversations.Event) error {
	g, ok, err := giving(t, period)
	if err != nil {
		return err
	}
	if !ok {
		return t.Sayf(textContribOff)
	}
	return t.Step(desk.Talk{
		Dialog: g, Name: dialogGiving, Cursor: storage.RowContribCursor.InChat(t.Update.Chat.ID, t.Update.From.ID),
		Slot: slotGiving, Purpose: "contribution", Unit: t.Me.Unit, Period: period,
		Data: func(version int, action string) string {
			return tapCard.Data(cardTap{codec.Period(period), version, action})
		},
		Effect: gave,
	}, e)
}

// gave carries out what the dialog of contributions alone can want.
func gave(t *desk.Turn, x conversations.Effect) error {
	if x, ok := x.(conversations.Give); ok {
		return storage.SaveContribution(t.Tx, x.Contribution)
	}
	return nil
}

// The buttons: give something, nothing at all, and those of the card.
var (
	tapGive    = desk.NewTap[periodTap]("cg")
	tapGiveNot = desk.NewTap[periodTap]("cn")
	tapCard    = desk.NewTap[cardTap]("cd")
)

type periodTap struct{ Period codec.Period }

type cardTap struct {
	Period  codec.Period
	Version int
	Action  string
}

func tappedGive(t *desk.Turn, a periodTap) error {
	if !staff.Can(t.Me, staff.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	return give(t, string(a.Period), conversations.Opened{By: t.Tapper()})
}

func tappedGiveNot(t *desk.Turn, a periodTap) error {
	c, _, err := storage.Get[contribution.Cursor](t.Tx, storage.RowContribCursor.InChat(t.Update.Chat.ID, t.Update.From.ID))
	if err != nil {
		return err
	}
	return tappedCard(t, cardTap{a.Period, c.Version, "none"})
}

func tappedCard(t *desk.Turn, a cardTap) error {
	if !staff.Can(t.Me, staff.ActReport) {
		return t.Toast(desk.TextOldButton)
	}
	return give(t, string(a.Period), conversations.Tapped{By: t.Tapper(), Version: a.Version, Action: a.Action})
}

// gaveWords takes words or a file for the contribution that the person is at.
func gaveWords(t *desk.Turn) (bool, error) {
	e, ok := t.Spoken()
	if !ok || t.Me.Unit == "" || !staff.Can(t.Me, staff.ActReport) {
		return false, nil
	}
	c, _, err := storage.Get[contribution.Cursor](t.Tx, storage.RowContribCursor.InChat(t.Update.Chat.ID, t.Update.From.ID))
	if err != nil {
		return false, err
	}
	if err := t.KeepPiece(desk.PieceRow{Key: reports.Key{Period: c.Period, Duty: desk.DutyGiving, Subject: t.Me.Unit}}); err != nil {
		return true, err
	}
	return true, give(t, c.Period, e)
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
	if t.Update.Words() == "" && t.Update.File == nil || !staff.Can(t.Me, staff.ActReport) {
		return true, nil
	}
	return true, give(t, row.Key.Period, t.Edit(t.PieceOf()))
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
		posted, err := t.Post(t.Tx, gate.Post{To: p, PassOn: true, Message: bot.Message{
			Kind: bot.Send, Replaces: true, Slot: "ask-" + slotGiving, Purpose: "contribution",
			Text: reports.T(fmt.Sprintf(textContribAgain, p.Name, t.Plan.UnitName(t.Me.Unit), number, task.Title)),
			Rows: [][]bot.Button{{{Label: buttonGive, Data: tapGive.Data(periodTap{codec.Period(k.Period)})}, {Label: buttonGiveNot, Data: tapGiveNot.Data(periodTap{codec.Period(k.Period)})}}},
		}}, t.Now)
		if err != nil {
			return err
		}
		sent = sent || posted == gate.Sent
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
