package problem

import (
	"fmt"
	"slices"
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

// stageWatch is the timer of a stage: told once its time is over, again each round, to
// somebody further up.
type stageWatch struct {
	ID    string
	Stage reports.ProblemStage
	Round int
}

var timerStage = desk.NewTimer[stageWatch]("problem-stage", nil)

// How long a stage of a major problem may take, by the clock; an ordinary one has
// working days.
const (
	assignWithin  = 2 * time.Hour
	measureWithin = 4 * time.Hour
	againAfter    = 2 * time.Hour // a major problem's next round
	closeWorkdays = 7             // where no date was set
)

// stageBy returns by when what a problem waits for is to be done.
func stageBy(d *desk.Desk, p reports.Problem) time.Time {
	stage, since := p.Stage()
	workdays := func(n int) time.Time {
		return schedules.AddWorkdays(d.Calendar, plan.DateOf(since.In(d.Loc)), n).At(d.Plan.Deadline, d.Loc)
	}
	switch {
	case stage == reports.StageClose && !p.Due.IsZero():
		return p.Due.At(d.Plan.Deadline, d.Loc)
	case stage == reports.StageClose:
		return workdays(closeWorkdays)
	case stage == reports.StageAck && p.Major:
		return since.Add(problemRepeats[0])
	case stage == reports.StageAssign && p.Major:
		return since.Add(assignWithin)
	case stage == reports.StageMeasure && p.Major:
		return since.Add(measureWithin)
	case stage == reports.StageMeasure:
		return workdays(2)
	}
	return workdays(1)
}

// startStage watches what a problem waits for now. A major one that nobody has
// confirmed has repeats of its own.
func startStage(d *desk.Desk, tx storage.Tx, p reports.Problem, now time.Time) error {
	stage, _ := p.Stage()
	if stage == reports.StageOver || stage == reports.StageAck && p.Major {
		return nil
	}
	at, w := stageBy(d, p), stageWatch{ID: p.ID, Stage: stage}
	if stage == reports.StageClose && !p.Due.IsZero() { // its units are asked and the office is told on the day after
		at, w.Round = schedules.AddWorkdays(d.Calendar, p.Due, 2).At(plan.Clock{Hour: 9, Minute: 30}, d.Loc), lastRound
	}
	if at.Before(now) {
		at = now.Add(againAfter)
	}
	return timerStage.Set(tx, at, w)
}

// stageOver is silence: the stage's owner is told, then the office, then the leaders,
// for as long as nothing happens. Of a major problem the leaders and the owner hear
// each working day from then on; an ordinary one begins anew with its owner.
func stageOver(d *desk.Desk, tx storage.Tx, w stageWatch, now time.Time) error {
	p, ok, err := storage.Problem(tx, w.ID)
	if err != nil || !ok {
		return err
	}
	if stage, _ := p.Stage(); stage != w.Stage {
		return nil // it went on
	}
	if now.Before(stageBy(d, p)) { // its date was put off
		return startStage(d, tx, p, now)
	}
	owners, err := stageOwners(d, tx, p, now)
	if err != nil {
		return err
	}
	told := 0
	for told == 0 && w.Round <= lastRound {
		to := owners
		if roles := rounds[w.Round]; roles != nil {
			if to, err = staff.Holders(tx, roles...); err != nil {
				return err
			}
		}
		if p.Major && w.Round == lastRound { // whoever is to act hears of it as often as the leaders
			to = union(owners, to)
		}
		if told, err = tellStage(d, tx, p, to, owners, now); err != nil {
			return err
		}
		w.Round++
	}
	next := schedules.AddWorkdays(d.Calendar, plan.DateOf(now.In(d.Loc)), 1).At(plan.Clock{Hour: 9}, d.Loc)
	if p.Major && w.Round <= lastRound && w.Stage != reports.StageClose {
		next = now.Add(againAfter)
	}
	if w.Round > lastRound { // an ordinary one begins anew with its owner
		w.Round = 0
		if p.Major {
			w.Round = lastRound
		}
	}
	return timerStage.Set(tx, next, w)
}

// union returns all people of both, each once.
func union(a, b []reports.Person) []reports.Person {
	out := slices.Clone(a)
	for _, p := range b {
		if !slices.ContainsFunc(a, func(x reports.Person) bool { return x.ID == p.ID }) {
			out = append(out, p)
		}
	}
	return out
}

// rounds are who is told of silence, one after the other: the owner, the office, the
// leaders.
var rounds = [][]reports.Role{nil, {reports.Director, reports.DeputyDir}, {reports.Leader}}

const lastRound = 2

func tellStage(d *desk.Desk, tx storage.Tx, p reports.Problem, to, owners []reports.Person, now time.Time) (told int, err error) {
	stage, _ := p.Stage()
	words := fmt.Sprintf(textStageLate, p.ID, d.Plan.UnitName(p.Unit), stageWords[stage], pastText(now.Sub(stageBy(d, p))), reports.NamesOf(owners))
	for _, who := range to[:min(len(to), tellable)] {
		posted, err := d.Post(tx, gate.Post{To: who, Weight: gate.Free, AnyHour: p.Major && stage != reports.StageClose,
			Message: bot.Message{Kind: bot.Send, Replaces: true, Slot: "problem-stage/" + p.ID, Text: reports.T(words), Purpose: "problem",
				Rows: [][]bot.Button{{{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: problemData("v", p.ID)}}}}}, now)
		if err != nil {
			return told, err
		}
		if posted == gate.Sent {
			told++
		}
	}
	if told == 0 {
		return 0, nil
	}
	return told, storage.Log(tx, now, "", p.Unit, "", fmt.Sprintf(textLogStage, p.ID), stageWords[stage], reports.NamesOf(to))
}

// pastText says how long a time is over.
func pastText(d time.Duration) string {
	if d < time.Minute {
		return textTimeUp
	}
	return fmt.Sprintf(textTimePast, reports.SpanText(d))
}

// stageOwners are who is to do what a problem waits for: those on duty confirm it,
// whoever confirmed it assigns it, the units it was given to act and bring it to its end.
func stageOwners(d *desk.Desk, r storage.Reader, p reports.Problem, now time.Time) ([]reports.Person, error) {
	stage, _ := p.Stage()
	var out []reports.Person
	switch stage {
	case reports.StageAssign:
		if who, ok, err := storage.Person(r, p.AckedBy); err != nil || ok && who.Reachable() {
			return []reports.Person{who}, err
		}
	case reports.StageMeasure, reports.StageClose:
		for _, unit := range p.Assigned {
			people, err := staff.ContactsOf(r, unit)
			if err != nil {
				return nil, err
			}
			out = append(out, people...)
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	return onDuty(d, r, now)
}

// stageLine says what a problem waits for, from whom and by when; "" once it is over.
func stageLine(d *desk.Desk, r storage.Reader, p reports.Problem, now time.Time) (string, error) {
	stage, _ := p.Stage()
	if stage == reports.StageOver {
		return "", nil
	}
	owners, err := stageOwners(d, r, p, now)
	if err != nil {
		return "", err
	}
	by := stageBy(d, p)
	line := fmt.Sprintf(textStage, stageWords[stage], reports.NamesOf(owners[:min(len(owners), staff.MostContacts)]), d.TimeText(by, now))
	if now.After(by) {
		line += fmt.Sprintf(textStagePast, reports.SpanText(now.Sub(by)))
	}
	return line, nil
}

// digest tells the office of problems that came in, and of those that wait too long.
func digest(d *desk.Desk, r storage.Reader, since, now time.Time) (changed, decide []string, err error) {
	open, err := OpenProblems(r)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range open {
		if p.At.After(since) {
			changed = append(changed, fmt.Sprintf(textDigestNew, p.ID, d.Plan.UnitName(p.Unit), problemLevel(p)))
		}
		if !now.After(stageBy(d, p)) {
			continue
		}
		line, err := stageLine(d, r, p, now)
		if err != nil {
			return nil, nil, err
		}
		decide = append(decide, fmt.Sprintf(textDigestLate, p.ID, d.Plan.UnitName(p.Unit), problemLevel(p), line))
	}
	return changed, decide, nil
}

// problemsOpen counts what is open for whoever may read everybody's problems.
func problemsOpen(t *desk.Turn) ([]desk.Open, error) {
	if !staff.Can(t.Me, staff.ActOversee) {
		return nil, nil
	}
	open, err := OpenProblems(t.Tx)
	if err != nil {
		return nil, err
	}
	o := desk.Open{What: textOpenProblems, N: len(open), Data: "pl.o"}
	for _, p := range open {
		if t.Now.After(stageBy(t.Desk, p)) {
			o.Late++
		}
	}
	return []desk.Open{o}, nil
}
