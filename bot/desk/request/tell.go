package request

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/gate"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// unitArg names the unit that a timer is about.
type unitArg struct {
	Unit string `json:"unit"`
}

var (
	timerTell  = desk.NewTimer[unitArg]("request-tell", nil)  // the office's time to keep something back is over
	timerChase = desk.NewTimer[unitArg]("request-chase", nil) // a look each working morning while something is open
)

// chaseAt is when a unit is reminded.
var chaseAt = plan.Clock{Hour: 9, Minute: 30}

// tell sends a unit all that it is asked and has not been told of, in one message.
// What the office took upon itself meanwhile, such as for a meeting, waits until the
// office gives it back: nobody is asked to answer what is not theirs.
func tell(d *desk.Desk, tx storage.Tx, a unitArg, now time.Time) error {
	all, err := storage.UnitRequests(tx, a.Unit)
	if err != nil {
		return err
	}
	var fresh []reports.Request
	for _, x := range all {
		p, ok := x.Party(a.Unit)
		if !ok || x.Turn() != reports.TurnUnits || !p.Told.IsZero() || p.TellAt.After(now) {
			continue
		}
		p.Told = now
		if !wantedToday(d, x, now) {
			renew(d, &x, now) // told late, after a downtime
		}
		if err := storage.SaveRequest(tx, x); err != nil {
			return err
		}
		if err := storage.Log(tx, now, "", a.Unit, "", title(x)+" "+stepTold, "", ""); err != nil {
			return err
		}
		fresh = append(fresh, x)
	}
	if len(fresh) == 0 {
		return nil
	}
	n, err := tellUnit(d, tx, a.Unit, fresh, "", gate.Counted, now)
	if err != nil {
		return err
	}
	if n == 0 {
		if err := d.Alarm(tx, now, fmt.Sprintf(textNobodyThere, d.Plan.UnitName(a.Unit), titles(fresh))); err != nil {
			return err
		}
	}
	return chaseNext(d, tx, a.Unit, now)
}

// tellUnit shows a unit's people requests in one message and returns how many
// people it went to.
func tellUnit(d *desk.Desk, tx storage.Tx, unit string, xs []reports.Request, head string, w gate.Weight, now time.Time) (int, error) {
	people, err := staff.ContactsOf(tx, unit)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, who := range people {
		m, err := shown(d, tx, xs, head, who, now)
		if err != nil {
			return n, err
		}
		m.Kind, m.Replaces = bot.Send, true
		posted, err := d.Post(tx, gate.Post{To: who, Weight: w, PassOn: true, Message: m}, now)
		if err != nil {
			return n, err
		}
		if posted == gate.Sent || posted == gate.CapFull {
			n++
		}
	}
	return n, nil
}

// chaseNext sets the look of the next working morning.
func chaseNext(d *desk.Desk, tx storage.Tx, unit string, now time.Time) error {
	on := schedules.AddWorkdays(d.Calendar, plan.DateOf(now.In(d.Loc)), 1)
	return timerChase.Set(tx, d.Awake(on.At(chaseAt, d.Loc)), unitArg{unit})
}

// watch has whoever's turn it is looked at on the next working morning, however it came
// to be theirs: a report came back, another unit refused, the office decided.
func watch(d *desk.Desk, tx storage.Tx, x reports.Request, now time.Time) error {
	var units []string
	switch {
	case x.State != reports.RequestOpen:
	case x.Turn() == reports.TurnUnits:
		for _, p := range x.Parties {
			if !p.Answered() && !p.Told.IsZero() {
				units = append(units, p.Unit)
			}
		}
	case x.Turn() == reports.TurnAsker:
		units = append(units, confirms(x))
	}
	for _, u := range units {
		if err := chaseNext(d, tx, u, now); err != nil {
			return err
		}
	}
	return nil
}

// confirms is the unit by whose mornings it is seen to that an answer is confirmed: the
// one that asked, and for what a person gave to do the first that answered.
func confirms(x reports.Request) string {
	if x.Unit == "" {
		return x.Parties[0].Unit
	}
	return x.Unit
}

// The stages of reminding a unit, in their order. Each comes once.
const (
	rungNone   = iota
	rungAck    // not received by the next working day
	rungSoon   // due on the next working day
	rungLate   // overdue: its head and the office hear of it too
	rungLeader // three working days overdue: the leaders as well
)

// rungOf is the stage that a unit's part has reached.
func rungOf(d *desk.Desk, x reports.Request, p reports.Party, today plan.Date) int {
	due := x.Due
	told := plan.DateOf(p.Told.In(d.Loc))
	switch {
	case !due.IsZero() && !today.Before(schedules.AddWorkdays(d.Calendar, due, 3)):
		return rungLeader
	case !due.IsZero() && due.Before(today):
		return rungLate
	case !due.IsZero() && !today.Before(schedules.AddWorkdays(d.Calendar, due, -1)):
		return rungSoon
	case due.IsZero() && !today.Before(schedules.AddWorkdays(d.Calendar, told, 3)):
		return rungSoon
	case p.AckAt.IsZero() && told.Before(today):
		return rungAck
	}
	return rungNone
}

// chase reminds a unit of what it was asked and has not answered, and of answers to
// its own requests that it has not confirmed, in one message.
func chase(d *desk.Desk, tx storage.Tx, a unitArg, now time.Time) error {
	all, err := storage.UnitRequests(tx, a.Unit)
	if err != nil {
		return err
	}
	today := plan.DateOf(now.In(d.Loc))
	var due, late, late2, given []reports.Request
	open := false
	for _, x := range all {
		rung, waits := climb(d, &x, a.Unit, today)
		open = open || waits
		if rung == rungNone {
			continue
		}
		if err := storage.SaveRequest(tx, x); err != nil {
			return err
		}
		if x.Turn() == reports.TurnAsker && x.Unit == "" {
			given = append(given, x)
			continue
		}
		due = append(due, x)
		switch rung {
		case rungLate:
			late = append(late, x)
		case rungLeader:
			late2 = append(late2, x)
		}
	}
	if err := tellLate(d, tx, a.Unit, late, late2, now); err != nil {
		return err
	}
	if err := tellGivers(d, tx, given, now); err != nil {
		return err
	}
	if len(due) > 0 {
		head := textRemind
		if len(late)+len(late2) > 0 {
			head = textRemindLate
		}
		if _, err := tellUnit(d, tx, a.Unit, due, head, gate.HeldBack, now); err != nil {
			return err
		}
		if err := storage.Log(tx, now, "", a.Unit, "", textLogReminded, "", titles(due)); err != nil {
			return err
		}
	}
	if !open {
		return nil
	}
	return chaseNext(d, tx, a.Unit, now)
}

// confirmIn is how many working days whoever asked has to confirm an answer before
// they are reminded, once.
const confirmIn = 3

// climb takes a request to its stage for a unit: the new one, [rungNone] where it
// has not changed. waits says that something is to be looked at again.
func climb(d *desk.Desk, x *reports.Request, unit string, today plan.Date) (rung int, waits bool) {
	if p, ok := x.Party(unit); ok && x.Turn() == reports.TurnUnits && !p.Answered() && !p.Told.IsZero() {
		if rung = rungOf(d, *x, *p, today); rung <= p.Rung {
			return rungNone, true
		}
		p.Rung = rung
		return rung, true
	}
	if x.Turn() != reports.TurnAsker || x.State != reports.RequestOpen || confirms(*x) != unit {
		return rungNone, false
	}
	since := plan.DateOf(x.AnsweredAt().In(d.Loc))
	if x.Rung > 0 || today.Before(schedules.AddWorkdays(d.Calendar, since, confirmIn)) {
		return rungNone, x.Rung == 0
	}
	x.Rung++
	return rungSoon, false
}

// tellLate tells the office, and then the leaders, what a unit is late with.
func tellLate(d *desk.Desk, tx storage.Tx, unit string, late, late2 []reports.Request, now time.Time) error {
	office, err := coordinators(tx)
	if err != nil {
		return err
	}
	leaders, err := staff.Holders(tx, reports.Leader)
	if err != nil {
		return err
	}
	tell := func(people []reports.Person, xs []reports.Request) error {
		if len(xs) == 0 {
			return nil
		}
		for _, p := range people {
			if err := d.Notify(tx, p, bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textLate, d.Plan.UnitName(unit), named(xs))),
				Rows: rowsOf(xs), Purpose: "request"}, now); err != nil {
				return err
			}
		}
		return nil
	}
	if err := tell(office, slices.Concat(late, late2)); err != nil {
		return err
	}
	return tell(leaders, late2)
}

// tellGivers reminds whoever gave instructions that they are answered and not closed.
func tellGivers(d *desk.Desk, tx storage.Tx, xs []reports.Request, now time.Time) error {
	for _, x := range xs {
		people, err := givers(tx, x)
		if err != nil {
			return err
		}
		for i, p := range people {
			if !rightsOf(x, p).asker || slices.ContainsFunc(people[:i], func(q reports.Person) bool { return q.ID == p.ID }) {
				continue
			}
			m, err := shown(d, tx, []reports.Request{x}, textCloseTell, p, now)
			if err != nil {
				return err
			}
			m.Kind, m.Replaces = bot.Send, true
			if err := d.Notify(tx, p, m, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// named are requests with what is needed, for those who have no card of them at hand.
func named(xs []reports.Request) string {
	var out []string
	for _, x := range xs {
		out = append(out, fmt.Sprintf(textNamed, title(x), reports.Unstopped(conversations.Clip(words(x), namedMost))))
	}
	return strings.Join(out, "、")
}

// namedMost is how many characters of each are shown.
const namedMost = 40

// joined gives whoever joins a unit what waits there. Where nobody could be told
// before, it is chased from now on.
func joined(t *desk.Turn, i reports.Invite) error {
	if !staff.UnitRole(i.Role) || i.Unit == "" {
		return nil
	}
	all, err := storage.UnitRequests(t.Tx, i.Unit)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x reports.Request) bool { return !concerns(x, i.Unit) })
	if len(all) == 0 {
		return nil
	}
	m, err := shown(t.Desk, t.Tx, all, "", t.Me, t.Now)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces, m.Chat = bot.Send, true, t.Update.Chat.ID
	if err := bot.Enqueue(t.Tx, m); err != nil { // they have just come, and are there
		return err
	}
	return chaseNext(t.Desk, t.Tx, i.Unit, t.Now)
}

// concerns reports whether it is the unit's turn.
func concerns(x reports.Request, unit string) bool {
	if p, ok := x.Party(unit); ok {
		return x.Turn() == reports.TurnUnits && !p.Answered() && !p.Told.IsZero()
	}
	return x.Unit == unit && x.Turn() == reports.TurnAsker
}

// succeeded hands what a person gave to do to whoever does their work now, so that
// somebody can close it.
func succeeded(d *desk.Desk, tx storage.Tx, from, to reports.Person, now time.Time) error {
	for _, kind := range []reports.RequestKind{reports.Instruct, reports.Assign} {
		open, err := storage.OpenRequests(tx, kind, 0)
		if err != nil {
			return err
		}
		for _, x := range open {
			if x.By != from.ID {
				continue
			}
			x.By = to.ID
			x.Story = append(x.Story, reports.RequestStep{At: now, What: stepHanded, Text: to.Name})
			if err := storage.SaveRequest(tx, x); err != nil {
				return err
			}
		}
	}
	return nil
}

// chaseOld is the timer of an instruction that an earlier program set.
func chaseOld(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	if unit, ok := oldUnit(arg); ok {
		return chase(d, tx, unitArg{unit}, now)
	}
	return nil
}
