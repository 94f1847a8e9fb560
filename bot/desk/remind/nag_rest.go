package remind

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// nagRest goes on with a nag of more units than fit into a transaction, behind the
// unit that had its turn last. Whoever pressed is told at the end what came of it all.
type nagRest struct {
	Period string    `json:"period"`
	Duty   string    `json:"duty"`
	By     string    `json:"by"`
	Since  time.Time `json:"since"`
	After  string    `json:"after"`
}

var timerNagRest = desk.NewTimer[nagRest]("nag-rest", nil)

func nagOn(d *desk.Desk, tx storage.Tx, a nagRest, now time.Time) error {
	me, ok, err := storage.Person(tx, a.By)
	if err != nil || !ok || !staff.Can(me, staff.ActNag) {
		return err
	}
	duty, is := d.Duty(a.Duty)
	p, open := d.Period(duty, a.Period)
	if !is || !open {
		return nil
	}
	t := &desk.Turn{Desk: d, Tx: tx, Me: me, Now: now}
	o, err := standing.Read(tx, t.Plan, duty, p, now)
	if err != nil {
		return err
	}
	units, spared := byUnit(t, o.Rows, "")
	order := inOrder(o.Rows)
	behind := slices.Clone(units)
	if last, ok := order[a.After]; ok {
		behind = slices.DeleteFunc(behind, func(owed []standing.Standing) bool { return order[owed[0].Unit] <= last })
	}
	n, err := nagEach(t, duty, p, behind)
	if err != nil {
		return err
	}
	if n.rest > 0 {
		a.After = n.last
		return timerNagRest.Set(tx, now, a)
	}
	if n, err = cameOf(t, duty, p, units, a.Since); err != nil {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textNagPick, t.PeriodText(p)))
	for _, s := range n.words(spared, t.Quiet(now)) {
		x = x.Line(s)
	}
	if err := t.Tell(me, "nag", x.Trim()); err != nil {
		return err
	}
	return d.BoardChanged(tx, "", now)
}

// cameOf says what came of a nag that began at since: of each unit that owes, by what
// was noted of it.
func cameOf(t *desk.Turn, duty plan.Duty, p plan.Period, units [][]standing.Standing, since time.Time) (n nagged, err error) {
	lately, err := naggedLately(t, duty, p)
	if err != nil {
		return n, err
	}
	for _, owed := range units {
		unit := owed[0].Unit
		switch row, ok := lately[unit]; {
		case !ok:
			n.lost = append(n.lost, t.Plan.UnitName(unit))
		case row.What == textActNag && row.By == t.Me.Name && !row.At.Before(since):
			n.told = append(n.told, t.Plan.UnitName(unit))
		default:
			n.noted(t, unit, row)
		}
	}
	return n, nil
}
