package request

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// kinds are the kinds of requests with their names, in the order of the status.
var kinds = []struct {
	kind reports.RequestKind
	name string
}{{reports.Trouble, textTroubles}, {reports.Instruct, textInstructs}, {reports.Assign, textAssigns}}

// openCounts counts what is open for the status.
func openCounts(t *desk.Turn) ([]desk.Open, error) {
	if !staff.Can(t.Me, staff.ActOversee) {
		return openOfUnit(t)
	}
	var out []desk.Open
	for _, k := range kinds {
		n, late, err := storage.CountRequests(t.Tx, k.kind, t.Today(t))
		if err != nil {
			return nil, err
		}
		out = append(out, desk.Open{What: k.name, N: n, Late: late, Data: tapRequest.Data(press{What: pressList, Arg: string(k.kind)})})
	}
	return out, nil
}

// waitsFor counts what waits for a person of the task force themselves: what the office
// put before the leaders, and answers to what they gave to do.
func waitsFor(t *desk.Turn) ([]desk.Open, error) {
	var out []desk.Open
	for _, k := range kinds {
		all, err := storage.OpenRequests(t.Tx, k.kind, 0)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, x := range all {
			before := x.Decision == reports.ToLeader && t.Me.Has(reports.Leader)
			if before || x.Unit == "" && x.Turn() == reports.TurnAsker && rightsOf(x, t.Me).asker {
				n++
			}
		}
		out = append(out, desk.Open{What: k.name, N: n})
	}
	return out, nil
}

// week says how many were closed, and how many are late, of each kind.
func week(d *desk.Desk, r storage.Reader, since, now time.Time) (moved, late []string, err error) {
	closed, err := storage.ClosedRequests(r, since)
	if err != nil {
		return nil, nil, err
	}
	for _, k := range kinds {
		n := 0
		for _, x := range closed {
			if x.Kind == k.kind && !x.Dropped {
				n++
			}
		}
		if n > 0 {
			moved = append(moved, fmt.Sprintf(textWeekClosed, k.name, n))
		}
		_, n, err := storage.CountRequests(r, k.kind, plan.DateOf(now.In(d.Loc)))
		if err != nil {
			return nil, nil, err
		}
		if n > 0 {
			late = append(late, fmt.Sprintf(textWeekLate, k.name, n))
		}
	}
	return moved, late, nil
}

// openOfUnit counts what a unit's person can look at.
func openOfUnit(t *desk.Turn) ([]desk.Open, error) {
	if t.Me.Unit == "" || !t.Me.Has(staff.UnitRoles...) {
		return nil, nil
	}
	all, err := ofUnit(t.Tx, t.Me.Unit)
	return []desk.Open{{What: textListHead, N: len(all), Data: tapRequest.Data(press{What: pressMine})}}, err
}

// list shows the office what is open of a kind, the most urgent first.
func list(t *desk.Turn, kind string) error {
	if !staff.Can(t.Me, staff.ActOversee) {
		return t.Toast(desk.TextNotAllowed)
	}
	for _, k := range kinds {
		if string(k.kind) != kind {
			continue
		}
		n, _, err := storage.CountRequests(t.Tx, k.kind, t.Today(t))
		if err != nil {
			return err
		}
		xs, err := storage.OpenRequests(t.Tx, k.kind, listShown)
		if err != nil {
			return err
		}
		if n == 0 {
			return t.Toast(textNoneOpen)
		}
		var more [][]bot.Button
		if staff.Can(t.Me, staff.ActExport) {
			more = [][]bot.Button{{{Label: buttonAgenda, Data: "ag"}}} // the papers' to make
		}
		return sayList(t, fmt.Sprintf(textOpenHead, k.name, n), xs, n, more...)
	}
	return t.Toast(desk.TextOldButton)
}

// sayList answers with a list; n is how many there are in all.
func sayList(t *desk.Turn, head string, xs []reports.Request, n int, more ...[]bot.Button) error {
	x := reports.Text{}.Head(head)
	for _, q := range xs {
		x = x.Line("· " + line(t.Desk, q, t.Now))
	}
	if n > len(xs) {
		x = x.Line(fmt.Sprintf(textMore, n-len(xs)))
	}
	return t.Say(x, append(rowsOf(xs), more...)...)
}

// mine shows a unit's person what is open at their unit.
func mine(t *desk.Turn) error {
	if t.Me.Unit == "" || !t.Me.Has(staff.UnitRoles...) {
		return t.Toast(desk.TextNotAllowed)
	}
	all, err := ofUnit(t.Tx, t.Me.Unit)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return t.Toast(textNoneOpen)
	}
	return sayList(t, textListHead, all[:min(len(all), listShown)], len(all))
}

// ofUnit returns what a unit asked or was told.
func ofUnit(r storage.Reader, unit string) ([]reports.Request, error) {
	all, err := storage.UnitRequests(r, unit)
	var out []reports.Request
	for _, x := range all {
		if p, ok := x.Party(unit); x.Unit == unit || ok && !p.Told.IsZero() {
			out = append(out, x)
		}
	}
	return out, err
}

// unitShown is how many requests stand on a unit's own cards.
const unitShown = 5

// unitLines are the open requests that a unit asked, or has yet to answer.
func unitLines(d *desk.Desk, r storage.Reader, unit string, now time.Time) ([]string, error) {
	if unit == "" {
		return nil, nil
	}
	all, err := ofUnit(r, unit)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(x reports.Request) bool { return x.Unit != unit && !concerns(x, unit) })
	var out []string
	for _, x := range all {
		if len(out) == unitShown {
			out = append(out, fmt.Sprintf(textMore, len(all)-unitShown))
			break
		}
		out = append(out, line(d, x, now))
	}
	return out, nil
}

// digest says what was closed and what waits for the office.
func digest(d *desk.Desk, r storage.Reader, since, now time.Time) (changed, decide []string, err error) {
	for _, k := range kinds {
		open, err := storage.OpenRequests(r, k.kind, 0)
		if err != nil {
			return nil, nil, err
		}
		for _, x := range open {
			today := plan.DateOf(now.In(d.Loc))
			if x.Turn() == reports.TurnOffice || x.Overdue(today) || x.Kind != reports.Trouble && x.Turn() == reports.TurnAsker {
				decide = append(decide, line(d, x, now))
			} else if n := len(x.Story); n > 0 && x.Story[n-1].At.After(since) {
				changed = append(changed, line(d, x, now))
			}
		}
	}
	return changed, decide, nil
}

// keepFor is how long a closed request is kept: as long as the files it stands in.
const keepFor = 10

// prune forgets requests that were closed long ago.
func prune(ctx context.Context, e storage.Engine, _ string, now time.Time) error {
	const each = 90 // a transaction
	for n := each; n == each; {
		if err := e.Update(ctx, func(tx storage.Tx) (err error) {
			n, err = storage.ForgetRequests(tx, now.AddDate(-keepFor, 0, 0), each)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// oldTap is a button that an earlier program put under instructions.
type oldTap struct{ What, Unit, ID string }

var tapOld = desk.NewTap[oldTap]("in")

func tappedOld(t *desk.Turn, a oldTap) error {
	switch {
	case a.ID == "":
	case a.What == "k":
		return tapped(t, press{What: pressAck, ID: "i" + a.ID})
	case a.What == "a":
		return tapped(t, press{What: pressAnswer, ID: "i" + a.ID})
	}
	return t.Toast(desk.TextOldButton)
}

// oldUnit reads the unit of such a program's timer.
func oldUnit(arg string) (string, bool) {
	parts := strings.Split(arg, "/")
	return parts[0], len(parts) == 3
}
