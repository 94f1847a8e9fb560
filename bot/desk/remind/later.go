package remind

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// stageHand begins the stage of a reminder that somebody sent by hand.
const stageHand = "hand"

// timerNag carries out a nag by hand, its argument being period/duty/unit.
const timerNag = "nag"

// nagLater leaves a nag by hand to a timer: at once, or in the morning.
func nagLater(t *desk.Turn, duty plan.Duty, p plan.Period, owed []standing.Standing, all []reports.Person) (kept bool, why string, err error) {
	people, why, err := naggable(t.Desk, t.Tx, duty, p, owed[0].Obligation, all, t.Now)
	if err != nil || len(people) == 0 {
		return false, why, err
	}
	arg := strings.Join([]string{p.ID, duty.ID, owed[0].Unit}, "/")
	return true, "", desk.SetTimer(t.Tx, t.Awake(t.Now), timerNag, arg)
}

// nagAfterNight nags by hand what is still owed, in the morning or a moment later;
// its argument is the period, the duty and the unit.
func nagAfterNight(d *desk.Desk, tx storage.Tx, arg string, now time.Time) error {
	k, ok := desk.SplitKey(arg)                  // period, duty and unit
	if !ok || strings.Contains(k.Subject, "/") { // an earlier program went on behind a person with it
		return nil
	}
	duty, ok := d.Duty(k.Duty)
	p, is := d.Period(duty, k.Period)
	if !ok || !is {
		return nil
	}
	owed, err := stillOwed(d, tx, duty, p, k.Subject)
	if err != nil {
		return err
	}
	owed = slices.DeleteFunc(owed, func(x standing.Standing) bool { return x.Peace(now) }) // promised or muted meanwhile
	if len(owed) == 0 {
		return nil
	}
	sent, _, err := nagPeople(d, tx, duty, p, owed, now)
	if err != nil || !sent {
		return err
	}
	return d.BoardChanged(tx, "", now) // whoever pressed it sees it on the board as well
}

// stageText names a reminder's stage for the audit log.
func stageText(stage string) string {
	if rest, ok := strings.CutPrefix(stage, "late-"); ok {
		return textStageLate + rest
	}
	if strings.HasPrefix(stage, stageHand) {
		return textStageHand
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(stage, "d")); err == nil && n < 0 {
		return textStageBefore + strconv.Itoa(-n)
	}
	return textStageDay
}

// stillOwed returns what a unit has yet to report of a duty and period.
func stillOwed(d *desk.Desk, r storage.Reader, duty plan.Duty, p plan.Period, unit string) ([]standing.Standing, error) {
	var out []standing.Standing
	for _, o := range d.ObligationsIn(duty, p) {
		if d.Heir(o.Unit) != d.Heir(unit) {
			continue
		}
		x, err := standing.One(r, &duty, p, o)
		if err != nil {
			return nil, err
		}
		if !x.Settled() {
			out = append(out, x)
		}
	}
	return out, nil
}

// owedIn returns what the person has yet to report of all duties of a period.
func owedIn(d *desk.Desk, r storage.Reader, x reports.Person, period string) ([]standing.Standing, error) {
	var out []standing.Standing
	for _, duty := range d.Plan.EverDuties() {
		p, ok := d.Period(duty, period)
		if !ok {
			continue
		}
		owed, err := stillOwed(d, r, duty, p, x.Unit)
		if err != nil {
			return nil, err
		}
		for _, o := range owed {
			if staff.Owes(x, duty, d.Acting(o.Obligation)) {
				out = append(out, o)
			}
		}
	}
	return out, nil
}
