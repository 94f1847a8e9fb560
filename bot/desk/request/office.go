package request

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// coordinators are those of the office who assign and decide.
func coordinators(r storage.Reader) ([]reports.Person, error) {
	people, err := staff.Holders(r, staff.RolesFor(staff.ActCoordinate)...)
	return slices.DeleteFunc(people, func(p reports.Person) bool { return !p.Reachable() }), err
}

// tellOffice shows the office what a report asks, in one message.
func tellOffice(t *desk.Turn, r reports.Report, xs []reports.Request) error {
	people, err := coordinators(t.Tx)
	if err != nil {
		return err
	}
	head := fmt.Sprintf(textBorn, t.Plan.UnitName(r.Unit))
	for _, p := range people {
		m, err := shown(t.Desk, t.Tx, xs, head, p, t.Now)
		if err != nil {
			return err
		}
		m.Kind, m.Replaces = bot.Send, true
		if p.ID == t.Me.ID {
			err = t.Tell(p, "request", m.Text, m.Rows...)
		} else {
			err = t.Notify(t.Tx, p, m, t.Now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellChanged tells the units that know of a request that it has changed.
func tellChanged(t *desk.Turn, x reports.Request) error {
	for _, p := range x.Parties {
		if p.Told.IsZero() {
			continue
		}
		if _, err := tellUnit(t.Desk, t.Tx, p.Unit, []reports.Request{x}, textChangedTell, gate.Counted, t.Now); err != nil {
			return err
		}
	}
	return nil
}

// actOffice does what the office presses.
func actOffice(t *desk.Turn, x reports.Request, a press) error {
	if x.State == reports.RequestSuspended {
		return t.Toast(textNotNow)
	}
	switch a.What {
	case pressWithhold:
		return withhold(t, x)
	case pressSend:
		return sendNow(t, x)
	case pressUnits:
		return assign(t, x, a.Arg)
	case pressDays:
		return setDays(t, x, a.Arg)
	case pressMeeting:
		return decide(t, x, reports.ToMeeting, stepMeeting)
	case pressLeader:
		return toLeaders(t, x)
	case pressEnd:
		return askResult.Put(t, which{ID: x.ID}, textAskResult)
	}
	return t.Toast(desk.TextOldButton)
}

// done shows that something is done, on the button and on every card.
func done(t *desk.Turn, x reports.Request) error {
	if err := t.Toast(textDone); err != nil {
		return err
	}
	return showAll(t, x)
}

func withhold(t *desk.Turn, x reports.Request) error {
	if at, waits := waitsUntil(x); !waits || !at.After(t.Now) || x.State != reports.RequestOpen {
		return t.Toast(textTooLate)
	}
	x.State = reports.RequestWithheld
	if err := save(t, &x, "", stepWithheld, t.Me.Name, nil); err != nil {
		return err
	}
	if err := done(t, x); err != nil {
		return err
	}
	_, err := tellUnit(t.Desk, t.Tx, x.Unit, []reports.Request{x}, textWithheldTell, gate.Counted, t.Now)
	return err
}

// sendNow tells the units at once, what was kept back included.
func sendNow(t *desk.Turn, x reports.Request) error {
	x.State, x.Decision = reports.RequestOpen, ""
	if len(x.Parties) == 0 {
		return assign(t, x, "")
	}
	if _, waits := waitsUntil(x); waits {
		renew(t.Desk, &x, t.Now)
	}
	for i := range x.Parties {
		if p := &x.Parties[i]; p.Told.IsZero() {
			p.TellAt = t.Now
			if err := timerTell.Set(t.Tx, t.Now, unitArg{p.Unit}); err != nil {
				return err
			}
		}
	}
	if err := save(t, &x, "", stepSent, t.Me.Name, nil); err != nil {
		return err
	}
	return done(t, x)
}

// mostUnits is how many units one request may be given to.
const mostUnits = 20

// assign shows the units (arg "") or takes one in or out. Each tap counts at once;
// a unit that is taken in is told a few minutes later.
func assign(t *desk.Turn, x reports.Request, unit string) error {
	if unit != "" {
		if _, ok := t.Plan.Unit(unit); !ok || unit == x.Unit {
			return t.Toast(desk.TextOldButton)
		}
		before := unitNames(t.Desk, x.Units())
		units := x.Units()
		if i := slices.Index(units, unit); i >= 0 {
			units = slices.Delete(units, i, i+1)
		} else if len(units) < mostUnits {
			units = append(units, unit)
		}
		at := t.Now.Add(assignGrace)
		if up := at.Truncate(time.Minute); up.Before(at) {
			at = up.Add(time.Minute)
		}
		x.Assigned, x.Decision, x.State = true, "", reports.RequestOpen
		if err := give(t, &x, units, at); err != nil {
			return err
		}
		step := stepAssigned
		if len(units) == 0 {
			step = stepNobody
		}
		if err := save(t, &x, "", step, unitNames(t.Desk, units), &before); err != nil {
			return err
		}
		if err := showAll(t, x); err != nil {
			return err
		}
	}
	m := bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: "assign/" + x.ID, Text: reports.T(fmt.Sprintf(textAssignHow, title(x))),
		Rows: unitRows(t, x), Purpose: "request", Person: t.Me.ID, At: t.Now}
	if unit != "" {
		m.Kind, m.Replaces, m.OrSend = bot.Edit, false, true
	}
	return bot.Enqueue(t.Tx, m)
}

// assignGrace is how long whoever picks units may still change their mind.
const assignGrace = 2 * time.Minute

func unitRows(t *desk.Turn, x reports.Request) [][]bot.Button {
	var row []bot.Button
	for _, u := range t.Plan.Units {
		if u.ID == x.Unit {
			continue
		}
		label := u.Name
		if _, ok := x.Party(u.ID); ok {
			label = "✓ " + label
		}
		row = append(row, press{What: pressUnits, ID: x.ID, Arg: u.ID}.button(label))
	}
	return desk.InRows(nil, row, 2)
}

// dueFrom is the day so many working days from today.
func dueFrom(t *desk.Turn, days int) plan.Date {
	return schedules.AddWorkdays(t.Calendar, t.Today(t), days)
}

// dayChoices are the working days that are offered for an answer.
var dayChoices = []int{1, 3, 5, 10, 20}

// setDays shows the days, or sets one.
func setDays(t *desk.Turn, x reports.Request, arg string) error {
	if arg == "" {
		var row []bot.Button
		for _, n := range dayChoices {
			row = append(row, press{What: pressDays, ID: x.ID, Arg: fmt.Sprint(n)}.button(t.DayText(dueFrom(t, n))))
		}
		rows := append(desk.InRows(nil, row, 2), []bot.Button{press{What: pressDays, ID: x.ID, Arg: "0"}.button(buttonNoDay)})
		return t.Say(reports.T(fmt.Sprintf(textDayHow, title(x))), rows...)
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 0 || n > 60 {
		return t.Toast(desk.TextOldButton)
	}
	before := dayWords(t, x.Due)
	x.Due = plan.Date{}
	if n > 0 {
		x.Due = dueFrom(t, n)
	}
	for i := range x.Parties { // the way up begins anew
		x.Parties[i].Rung = rungNone
	}
	if err := save(t, &x, "", stepDue, dayWords(t, x.Due), &before); err != nil {
		return err
	}
	return done(t, x)
}

func dayWords(t *desk.Turn, d plan.Date) string {
	if d.IsZero() {
		return buttonNoDay
	}
	return t.DayText(d)
}

// decide notes what the office decided; from then on it is the office's turn.
func decide(t *desk.Turn, x reports.Request, what reports.Decision, step string) error {
	if x.Decision == what {
		return t.Toast(textDone)
	}
	x.Decision, x.State = what, reports.RequestOpen
	if err := save(t, &x, "", step, t.Me.Name, nil); err != nil {
		return err
	}
	return done(t, x)
}

// toLeaders puts a request before the leaders.
func toLeaders(t *desk.Turn, x reports.Request) error {
	if err := decide(t, x, reports.ToLeader, stepLeader); err != nil {
		return err
	}
	x, _, err := storage.Request(t.Tx, x.ID)
	if err != nil {
		return err
	}
	leaders, err := staff.Holders(t.Tx, reports.Leader)
	if err != nil {
		return err
	}
	for _, p := range leaders {
		if err := post(t, p, x, fmt.Sprintf(textLeaderTell, t.Me.Name, title(x))); err != nil {
			return err
		}
	}
	return nil
}

// closedWith ends a request with the words that the office wrote, and tells whoever
// asked.
func closedWith(t *desk.Turn, a which, words string) error {
	x, ok, err := storage.Request(t.Tx, a.ID)
	if err != nil || !ok || !rightsOf(x, t.Me).office {
		return err
	}
	var was *string
	if t.Earlier != nil && len(x.Story) > 0 && x.Story[len(x.Story)-1].Text == t.Earlier.Words {
		was = &t.Earlier.Words
	}
	if !x.Open() && was == nil {
		return t.Sayf(textClosedAlready)
	}
	if err := end(t, &x, stepEnded, words, was); err != nil {
		return err
	}
	if x.Unit != "" {
		if _, err := tellUnit(t.Desk, t.Tx, x.Unit, []reports.Request{x}, fmt.Sprintf(textEndedTell, title(x)), gate.Counted, t.Now); err != nil {
			return err
		}
	}
	return t.Sayf(textEndNoted, title(x))
}
