package request

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// withholdFor is the working time in which the office may keep a request back.
const withholdFor = 2 * time.Hour

// submitted takes a report's difficulties on, unless it still awaits its head.
func submitted(t *desk.Turn, r reports.Report, again bool) error {
	if again && r.State != reports.Signed {
		return nil
	}
	return follow(t, r)
}

// signed takes on the difficulties of a report that its head signed.
func signed(t *desk.Turn, r reports.Report) error { return follow(t, r) }

// follow brings the requests of a report's subject in line with what it says: new
// difficulties are asked, changed ones change, and what a correction takes out is
// withdrawn. What an earlier report asked stands until it is closed, whatever a
// later one says of the task.
func follow(t *desk.Turn, r reports.Report) error {
	if r.State == reports.AwaitsSign || r.State == reports.Returned {
		return nil
	}
	open, err := asked(t.Tx, r)
	if err != nil {
		return err
	}
	var fresh []reports.Request
	for _, e := range r.Entries {
		i := slices.IndexFunc(open, func(x reports.Request) bool { return x.Task == e.Task })
		switch {
		case asks(e) && i < 0:
			if done, err := settled(t.Tx, r, e); err != nil || done {
				if err != nil {
					return err
				}
				continue
			}
			x, err := begin(t, r, e)
			if err != nil {
				return err
			}
			fresh = append(fresh, x)
		case asks(e):
			changed, err := change(t, open[i], r, e)
			if err != nil {
				return err
			}
			if changed != nil {
				fresh = append(fresh, *changed)
			}
		case i >= 0 && open[i].Key == r.Key:
			open[i].Dropped = true
			if err := end(t, &open[i], stepWithdrawn, t.Me.Name, nil); err != nil {
				return err
			}
		case i >= 0 && open[i].State == reports.RequestSuspended:
			if err := resume(t, &open[i]); err != nil {
				return err
			}
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return tellOffice(t, r, fresh)
}

// asks reports whether an entry says what is needed and of whom.
func asks(e reports.Entry) bool {
	return e.Progress == reports.Difficulty && reports.Join(e.Need) != "" && reports.Join(e.NeedFrom) != ""
}

// asked returns the open requests that reports on the same subject made.
func asked(r storage.Reader, of reports.Report) ([]reports.Request, error) {
	all, err := storage.UnitRequests(r, of.Unit)
	return slices.DeleteFunc(all, func(x reports.Request) bool {
		return x.Kind != reports.Trouble || x.Unit != of.Unit || x.Key.Duty != of.Key.Duty || x.Key.Subject != of.Key.Subject
	}), err
}

// settled reports whether what an entry asks was asked before and has been closed since
// it was written: a report that comes in once more asks nothing a second time.
func settled(r storage.Reader, of reports.Report, e reports.Entry) (bool, error) {
	var written time.Time
	for _, p := range slices.Concat(e.Need, e.NeedFrom) {
		if p.At.After(written) {
			written = p.At
		}
	}
	if written.IsZero() {
		return false, nil
	}
	closed, err := storage.ClosedRequests(r, written)
	return slices.ContainsFunc(closed, func(x reports.Request) bool {
		return x.Kind == reports.Trouble && !x.Dropped && x.Unit == of.Unit && x.Key.Duty == of.Key.Duty && x.Key.Subject == of.Key.Subject &&
			x.Task == e.Task && x.Need == reports.Join(e.Need) && x.Wanted == reports.Join(e.NeedFrom)
	}), err
}

// begin makes the request of a difficulty.
func begin(t *desk.Turn, r reports.Report, e reports.Entry) (reports.Request, error) {
	n, err := storage.NextSeq(t.Tx, "request")
	if err != nil {
		return reports.Request{}, err
	}
	x := reports.Request{V: 1, ID: fmt.Sprintf("r%06d", n), Number: int(n), Kind: reports.Trouble, Unit: r.Unit, By: r.SubmittedBy, Key: r.Key, Task: e.Task,
		What: e.Said(), Need: reports.Join(e.Need), Wanted: reports.Join(e.NeedFrom), At: t.Now}
	if err := give(t, &x, supporters(t.Desk, x), windowEnds(t)); err != nil {
		return x, err
	}
	return x, save(t, &x, r.Unit, stepAsked, x.Need, nil)
}

// supporters are the units that the words name, but for the one that asks.
func supporters(d *desk.Desk, x reports.Request) []string {
	return slices.DeleteFunc(d.Plan.UnitsIn(x.Wanted), func(u string) bool { return u == x.Unit })
}

// windowEnds is when the office has had its time to keep a request back. Requests
// of the same minutes are told together.
func windowEnds(t *desk.Turn) time.Time {
	at := schedules.AddWorkHours(t.Calendar, t.Loc, t.Now, withholdFor)
	if up := at.Truncate(tellEvery); up.Before(at) {
		at = up.Add(tellEvery)
	}
	return at
}

const tellEvery = 5 * time.Minute

// answerIn is how many working days a unit has where nobody set a day.
const answerIn = 5

// give makes units the ones that are to act. Those that are already keep what they
// said and when they were told, or will be; those that are no more see so on their
// cards.
func give(t *desk.Turn, x *reports.Request, units []string, at time.Time) error {
	var parties []reports.Party
	fresh := false
	for _, u := range units {
		if old, ok := x.Party(u); ok && (!old.Told.IsZero() || old.TellAt.After(t.Now)) {
			parties = append(parties, *old)
			continue
		}
		fresh = true
		parties = append(parties, reports.Party{Unit: u, TellAt: at})
		if err := timerTell.Set(t.Tx, at, unitArg{u}); err != nil {
			return err
		}
	}
	before := x.Parties
	x.Parties = parties
	if fresh && !wantedToday(t.Desk, *x, t.Now) {
		renew(t.Desk, x, t.Now)
	}
	if x.Due.IsZero() && x.Kind == reports.Trouble && len(parties) > 0 {
		x.Due = schedules.AddWorkdays(t.Calendar, plan.DateOf(at.In(t.Loc)), answerIn)
	}
	return notTheirs(t, *x, before)
}

// wantedToday reports whether whoever gave an instruction wants it done today: a unit that
// gets it late gets that day all the same.
func wantedToday(d *desk.Desk, x reports.Request, now time.Time) bool {
	return x.Kind != reports.Trouble && x.Due == plan.DateOf(now.In(d.Loc))
}

// renew gives a request another day where its day has come before those who are to act
// could do anything about it, and the way up begins anew.
func renew(d *desk.Desk, x *reports.Request, now time.Time) {
	today := plan.DateOf(now.In(d.Loc))
	if x.Due.IsZero() || x.Due.After(today) {
		return
	}
	x.Due = schedules.AddWorkdays(d.Calendar, today, answerIn)
	for i := range x.Parties {
		x.Parties[i].Rung = rungNone
	}
}

// change brings an open request in line with a newer version or a later report. It
// returns the request where the office should look at it again.
func change(t *desk.Turn, x reports.Request, r reports.Report, e reports.Entry) (*reports.Request, error) {
	need, wanted := reports.Join(e.Need), reports.Join(e.NeedFrom)
	before := x.Need
	x.Key, x.By = r.Key, r.SubmittedBy
	suspended := x.State == reports.RequestSuspended
	same := need == x.Need && wanted == x.Wanted
	if suspended {
		x.State = reports.RequestOpen
	}
	if same && !suspended {
		x.What = e.Said()
		return nil, storage.SaveRequest(t.Tx, x) // carried on
	}
	other := wanted != x.Wanted
	x.What, x.Need, x.Wanted = e.Said(), need, wanted
	if other && !x.Assigned {
		if err := give(t, &x, supporters(t.Desk, x), windowEnds(t)); err != nil {
			return nil, err
		}
	}
	if suspended {
		if err := retell(t, &x); err != nil {
			return nil, err
		}
	}
	if same {
		return nil, resumed(t, &x)
	}
	if err := save(t, &x, x.Unit, stepChanged, need, &before); err != nil {
		return nil, err
	}
	return &x, tellChanged(t, x)
}

// resume lets a request go on whose report came in again.
func resume(t *desk.Turn, x *reports.Request) error {
	x.State = reports.RequestOpen
	if err := retell(t, x); err != nil {
		return err
	}
	return resumed(t, x)
}

// resumed notes that a request goes on as it was, and gives the cards their buttons back.
func resumed(t *desk.Turn, x *reports.Request) error {
	if err := save(t, x, x.Unit, stepResumed, "", nil); err != nil {
		return err
	}
	return showAll(t, *x)
}

// retell has the units told that were not while the request was held up. A day that
// came meanwhile is nobody's delay.
func retell(t *desk.Turn, x *reports.Request) error {
	if len(x.Waiting()) > 0 {
		renew(t.Desk, x, t.Now)
	}
	for i := range x.Parties {
		if p := &x.Parties[i]; p.Told.IsZero() && !p.TellAt.After(t.Now) {
			p.TellAt = windowEnds(t)
			if err := timerTell.Set(t.Tx, p.TellAt, unitArg{p.Unit}); err != nil {
				return err
			}
		}
	}
	return nil
}

// returned suspends what a report that was sent back asks; tasks are those sent
// back, none for all.
func returned(t *desk.Turn, r reports.Report, tasks []int) error {
	open, err := asked(t.Tx, r)
	if err != nil {
		return err
	}
	for i := range open {
		x := &open[i]
		if x.Key != r.Key || x.State != reports.RequestOpen || len(tasks) > 0 && !slices.Contains(tasks, x.Task) {
			continue
		}
		x.State = reports.RequestSuspended
		if err := save(t, x, "", stepSuspended, "", nil); err != nil {
			return err
		}
		if err := showAll(t, *x); err != nil {
			return err
		}
	}
	return nil
}

// picked reports whether a step is a tap of whoever picks units.
func picked(y reports.RequestStep) bool { return y.What == stepAssigned || y.What == stepNobody }

// save stores a request with one more step of its story, and writes it to the audit
// log of every unit that it concerns.
func save(t *desk.Turn, x *reports.Request, unit, what, words string, before *string) error {
	step := reports.RequestStep{At: t.Now, By: t.Me.ID, Unit: unit, What: what, Text: words}
	x.Story = slices.Clone(x.Story)
	if n := len(x.Story) - 1; n >= 0 && x.Story[n].By == t.Me.ID && (t.Earlier != nil && x.Story[n].What == what || picked(step) && picked(x.Story[n]) && t.Now.Sub(x.Story[n].At) <= assignGrace) {
		step.File = x.Story[n].File
		x.Story[n] = step // the whole of what was said a moment ago in part
	} else {
		x.Story = append(x.Story, step)
	}
	if err := storage.SaveRequest(t.Tx, *x); err != nil {
		return err
	}
	if err := watch(t.Desk, t.Tx, *x, t.Now); err != nil {
		return err
	}
	was := ""
	if before != nil {
		was = *before
	}
	units := x.Units()
	if x.Unit != "" {
		units = append([]string{x.Unit}, units...)
	}
	if len(units) == 0 {
		units = []string{""}
	}
	for _, u := range units {
		if err := t.Log(u, "", title(*x)+" "+what, was, words); err != nil {
			return err
		}
	}
	return nil
}
