package desk

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// seqFinding counts the findings.
const seqFinding = "finding"

const (
	askFinding      = "finding"
	askFindingReply = "finding-reply"
	askFindingBack  = "finding-back"

	timerFinding = "finding-due" // arg ID
)

func saveFinding(tx storage.Tx, f reports.Finding) error {
	f.V = 1
	if err := storage.Put(tx, storage.FindingKey(f.ID), f); err != nil {
		return err
	}
	if !f.Open() {
		return tx.Delete(storage.OpenFindingKey(f.ID))
	}
	return storage.Put(tx, storage.OpenFindingKey(f.ID), f)
}

// tappedFinding takes fd.n[.UNIT] (record one) and fd.WHAT.ID[.ARG].
func (t *turn) tappedFinding(parts []string) error {
	if len(parts) >= 2 && parts[1] == "n" {
		return t.newFinding(parts[2:])
	}
	if len(parts) < 3 {
		return t.toast(textOldButton)
	}
	f, ok, err := storage.Get[reports.Finding](t.tx, storage.FindingKey(parts[2]))
	if err != nil {
		return err
	}
	if !ok || !seesFinding(f, t.me) {
		return t.toast(textNotAllowed)
	}
	switch parts[1] {
	case "v":
		return t.viewFinding(f)
	case "f":
		return t.problemFiles(reports.Problem{Evidence: f.Evidence}, "")
	case "r":
		if !f.Open() {
			return t.toast(textFindingShut)
		}
		return t.ask(askFindingReply, f.ID)
	}
	if !Can(t.me, ActInspect) {
		return t.toast(textNotAllowed)
	}
	switch {
	case !f.Open():
		return t.toast(textFindingShut)
	case t.me.Unit == f.Unit && parts[1] != "d":
		t.answer = bot.Answer{Text: textFindingOwn, Alert: true}
		return nil
	case parts[1] == "d" && len(parts) == 4:
		return t.sendFinding(f, parts[3])
	case parts[1] == "c":
		return t.strikeFinding(f)
	case parts[1] == "b":
		return t.ask(askFindingBack, f.ID)
	}
	return t.toast(textOldButton)
}

func (t *turn) newFinding(unit []string) error {
	if !Can(t.me, ActInspect) {
		return t.toast(textNotAllowed)
	}
	on, err := t.inspecting()
	if err != nil || !on {
		return err
	}
	if len(unit) == 0 {
		rows := t.unitRows("fd.n")
		last := rows[len(rows)-1]
		rows[len(rows)-1] = last[:len(last)-1] // the task force itself is not inspected
		return t.say(reports.T(textFindingUnit), slices.DeleteFunc(rows, func(r []bot.Button) bool { return len(r) == 0 })...)
	}
	if _, ok := t.Plan.Unit(unit[0]); !ok {
		return t.toast(textOldButton)
	}
	return t.ask(askFinding, unit[0])
}

// withFile takes the file that came with an answer into a list, and words for it.
func (t *turn) withFile(files []reports.File, words string) ([]reports.File, string, error) {
	if t.u.File == nil {
		return files, words, nil
	}
	f := t.file()
	if words == "" {
		words = f.Label()
	}
	return append(slices.Clone(files), f), words, storage.SaveFetch(t.tx, f)
}

// found writes a finding down; the unit hears of it once its day is set.
func (t *turn) found(unit, words string) error {
	if !Can(t.me, ActInspect) {
		return t.sayf(textNotAllowed)
	}
	n, err := storage.NextSeq(t.tx, seqFinding)
	if err != nil {
		return err
	}
	f := reports.Finding{ID: fmt.Sprintf("%04d", n), Unit: unit, By: t.me.ID, At: t.now}
	if f.Evidence, f.Text, err = t.withFile(nil, words); err != nil {
		return err
	}
	if err := saveFinding(t.tx, f); err != nil {
		return err
	}
	if err := t.log(unit, "", fmt.Sprintf(textLogFinding, f.ID), "", f.Text); err != nil {
		return err
	}
	return t.say(reports.T(fmt.Sprintf(textFindingDue, f.ID, t.Plan.UnitName(unit))), dueRow(f))
}

// sendFinding sets the day by which a finding is to be put right and tells the
// unit.
func (t *turn) sendFinding(f reports.Finding, days string) error {
	n, err := strconv.Atoi(days)
	if err != nil || n < 1 || n > 365 || f.Sent() {
		return t.toast(textOldButton)
	}
	f.Due = plan.DateOf(t.now.In(t.loc)).AddDays(n)
	if err := t.setFindingTimers(f); err != nil {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textFindingTell, f.ID)).
		Line(fmt.Sprintf(textFindingTellBody, reports.DayText(f.Due))).Add(reports.Quote, f.Text)
	told, err := t.tellFinding(t.tx, f, x, t.now)
	if err != nil {
		return err
	}
	if err := saveFinding(t.tx, f); err != nil {
		return err
	}
	if err := t.log(f.Unit, "", fmt.Sprintf(textLogFindingDue, f.ID), "", f.Due.String()); err != nil {
		return err
	}
	words := fmt.Sprintf(textFindingSent, f.ID, t.Plan.UnitName(f.Unit), reports.DayText(f.Due))
	if told == 0 {
		words += fmt.Sprintf(textFindingNobody, t.Plan.UnitName(f.Unit))
	}
	return t.sayf("%s", words)
}

func (t *turn) setFindingTimers(f reports.Finding) error {
	for _, at := range []time.Time{
		schedules.AddWorkdays(t.Calendar, f.Due, -1).At(plan.Clock{Hour: 9, Minute: 30}, t.loc),
		schedules.AddWorkdays(t.Calendar, f.Due, 1).At(plan.Clock{Hour: 9}, t.loc),
	} {
		if at.After(t.now) {
			if err := setTimer(t.tx, at, timerFinding, f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellFinding sends something about a finding to the people of its unit,
// within their caps and waking hours, and returns how many it reaches.
func (d *Desk) tellFinding(tx storage.Tx, f reports.Finding, x reports.Text, now time.Time) (int, error) {
	people, err := contactsOf(tx, f.Unit)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range people {
		ok, err := d.mayDisturb(tx, p, now)
		if err != nil {
			return n, err
		}
		if !ok {
			continue
		}
		n++
		rows := [][]bot.Button{{{Label: buttonFindingReply, Data: "fd.r." + f.ID}, {Label: fmt.Sprintf(buttonFindingOpen, f.ID), Data: "fd.v." + f.ID}}}
		if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: x, Rows: rows, Bulk: true,
			Purpose: "finding", Person: p.ID, At: now, NotBefore: d.Awake(now)}); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (t *turn) viewFinding(f reports.Finding) error {
	x, err := t.findingText(t.tx, f, t.now)
	if err != nil {
		return err
	}
	return bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.u.Chat.ID, Slot: "finding/" + f.ID, Text: x,
		Rows: findingRows(f, t.me), Purpose: "finding", Person: t.me.ID, At: t.now})
}

// theFinding reads the finding that a question was about, if it is open and the
// person may still answer.
func (t *turn) theFinding(id string) (f reports.Finding, ok bool, err error) {
	f, ok, err = storage.Get[reports.Finding](t.tx, storage.FindingKey(id))
	switch {
	case err != nil || !ok:
		return f, false, err
	case !seesFinding(f, t.me):
		return f, false, t.sayf(textNotAllowed)
	case !f.Open():
		return f, false, t.sayf(textFindingShut)
	}
	return f, true, nil
}

// findingReplied takes a unit's answer, with or without a file.
func (t *turn) findingReplied(id, words string) error {
	f, ok, err := t.theFinding(id)
	if err != nil || !ok {
		return err
	}
	if f.Evidence, words, err = t.withFile(f.Evidence, words); err != nil {
		return err
	}
	f.Answered = t.now
	f.Notes = append(slices.Clone(f.Notes), reports.Note{By: t.me.ID, At: t.now, Text: words})
	if err := saveFinding(t.tx, f); err != nil {
		return err
	}
	if err := t.log(f.Unit, "", fmt.Sprintf(textLogFindingReply, f.ID), "", words); err != nil {
		return err
	}
	by, ok, err := storage.Person(t.tx, f.By)
	if err != nil {
		return err
	}
	if ok && by.ID != t.me.ID && by.Reachable() {
		x := reports.Text{}.Line(fmt.Sprintf(textFindingReply, t.Plan.UnitName(f.Unit), f.ID)).Add(reports.Quote, words)
		if err := bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: by.Chat, Text: x, Rows: findingRows(f, by),
			Purpose: "finding", Person: by.ID, At: t.now, NotBefore: t.Awake(t.now)}); err != nil {
			return err
		}
	}
	return t.say(reports.T(textFindingReplied), []bot.Button{{Label: buttonFindingReply, Data: "fd.r." + f.ID}})
}

func (t *turn) findingReturned(id, reason string) error {
	f, ok, err := t.theFinding(id)
	if err != nil || !ok {
		return err
	}
	if !Can(t.me, ActInspect) || t.me.Unit == f.Unit {
		return t.sayf(textFindingOwn)
	}
	f.Answered = time.Time{}
	f.Notes = append(slices.Clone(f.Notes), reports.Note{By: t.me.ID, At: t.now, Text: reason})
	if err := saveFinding(t.tx, f); err != nil {
		return err
	}
	if err := t.log(f.Unit, "", fmt.Sprintf(textLogFindingBack, f.ID), "", reason); err != nil {
		return err
	}
	if _, err := t.tellFinding(t.tx, f, reports.Text{}.Line(fmt.Sprintf(textFindingBack, f.ID)).Add(reports.Quote, reason), t.now); err != nil {
		return err
	}
	return t.sayf(textFindingBackDone)
}

// strikeFinding closes a finding that the unit has answered (销号).
func (t *turn) strikeFinding(f reports.Finding) error {
	if f.Answered.IsZero() {
		return t.toast(textFindingNoReply)
	}
	f.ClosedAt, f.ClosedBy = t.now, t.me.ID
	if err := saveFinding(t.tx, f); err != nil {
		return err
	}
	if err := t.log(f.Unit, "", fmt.Sprintf(textLogFindingDone, f.ID), "", t.me.Name); err != nil {
		return err
	}
	people, err := contactsOf(t.tx, f.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := bot.Enqueue(t.tx, bot.Message{Kind: bot.Send, Chat: p.Chat, Text: reports.T(fmt.Sprintf(textFindingDone, f.ID)), Silent: true,
			Purpose: "finding", Person: p.ID, At: t.now, NotBefore: t.Awake(t.now)}); err != nil {
			return err
		}
	}
	return t.toast(textFindingDoneNow)
}

// findingDue is the timer around a finding's day: the unit is reminded on the
// working day before and the one after, and whoever found it hears once that
// the day has passed.
func findingDue(d *Desk, tx storage.Tx, id string, now time.Time) error {
	f, ok, err := storage.Get[reports.Finding](tx, storage.FindingKey(id))
	if err != nil || !ok || !f.Open() || !f.Answered.IsZero() || now.Sub(f.AskedAt) < nagEvery {
		return err
	}
	words := fmt.Sprintf(textFindingAsk, f.ID, reports.DayText(f.Due))
	late := f.Overdue(plan.DateOf(now.In(d.loc)))
	if late {
		words = fmt.Sprintf(textFindingAskLate, f.ID, reports.DayText(f.Due))
	}
	n, err := d.tellFinding(tx, f, reports.T(words), now)
	if err != nil {
		return err
	}
	if n > 0 {
		f.AskedAt = now
	}
	if late && f.LateTold.IsZero() {
		f.LateTold = now
		by, ok, err := storage.Person(tx, f.By)
		if err != nil {
			return err
		}
		if ok && by.Reachable() {
			text := fmt.Sprintf(textFindingLateTell, d.Plan.UnitName(f.Unit), f.ID, reports.DayText(f.Due))
			if err := bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: by.Chat, Text: reports.T(text), Rows: findingRows(f, by),
				Purpose: "finding", Person: by.ID, At: now, NotBefore: d.Awake(now)}); err != nil {
				return err
			}
		}
	}
	if err := audit(tx, now, "", f.Unit, "", fmt.Sprintf(textLogFindingAsk, f.ID), "", ""); err != nil {
		return err
	}
	return saveFinding(tx, f)
}
