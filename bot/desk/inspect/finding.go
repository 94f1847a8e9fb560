package inspect

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
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
func tappedFinding(t *desk.Turn, parts []string) error {
	if len(parts) >= 2 && parts[1] == "n" {
		return newFinding(t, parts[2:])
	}
	if len(parts) < 3 {
		return t.Toast(desk.TextOldButton)
	}
	f, ok, err := storage.Get[reports.Finding](t.Tx, storage.FindingKey(parts[2]))
	if err != nil {
		return err
	}
	if !ok || !seesFinding(f, t.Me) {
		return t.Toast(desk.TextNotAllowed)
	}
	switch parts[1] {
	case "v":
		return viewFinding(t, f)
	case "f":
		return t.ProblemFiles(reports.Problem{Evidence: f.Evidence}, "")
	case "r":
		if !f.Open() {
			return t.Toast(textFindingShut)
		}
		return t.Ask(askFindingReply, f.ID)
	}
	if !desk.Can(t.Me, desk.ActInspect) {
		return t.Toast(desk.TextNotAllowed)
	}
	switch {
	case !f.Open():
		return t.Toast(textFindingShut)
	case t.Me.Unit == f.Unit && parts[1] != "d":
		t.Answer = bot.Answer{Text: textFindingOwn, Alert: true}
		return nil
	case parts[1] == "d" && len(parts) == 4:
		return sendFinding(t, f, parts[3])
	case parts[1] == "c":
		return strikeFinding(t, f)
	case parts[1] == "b":
		return t.Ask(askFindingBack, f.ID)
	}
	return t.Toast(desk.TextOldButton)
}

func newFinding(t *desk.Turn, unit []string) error {
	if !desk.Can(t.Me, desk.ActInspect) {
		return t.Toast(desk.TextNotAllowed)
	}
	on, err := inspecting(t)
	if err != nil || !on {
		return err
	}
	if len(unit) == 0 {
		rows := t.UnitRows("fd.n")
		last := rows[len(rows)-1]
		rows[len(rows)-1] = last[:len(last)-1] // the task force itself is not inspected
		return t.Say(reports.T(textFindingUnit), slices.DeleteFunc(rows, func(r []bot.Button) bool { return len(r) == 0 })...)
	}
	if _, ok := t.Plan.Unit(unit[0]); !ok {
		return t.Toast(desk.TextOldButton)
	}
	return t.Ask(askFinding, unit[0])
}

// withFile takes the file that came with an answer into a list, and words for it.
func withFile(t *desk.Turn, files []reports.File, words string) ([]reports.File, string, error) {
	if t.Update.File == nil {
		return files, words, nil
	}
	f := t.File()
	if words == "" {
		words = f.Label()
	}
	return append(slices.Clone(files), f), words, storage.SaveFetch(t.Tx, f)
}

// found writes a finding down; the unit hears of it once its day is set.
func found(t *desk.Turn, unit, words string) error {
	if !desk.Can(t.Me, desk.ActInspect) {
		return t.Sayf(desk.TextNotAllowed)
	}
	n, err := storage.NextSeq(t.Tx, seqFinding)
	if err != nil {
		return err
	}
	f := reports.Finding{ID: fmt.Sprintf("%04d", n), Unit: unit, By: t.Me.ID, At: t.Now}
	if f.Evidence, f.Text, err = withFile(t, nil, words); err != nil {
		return err
	}
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(unit, "", fmt.Sprintf(textLogFinding, f.ID), "", f.Text); err != nil {
		return err
	}
	return t.Say(reports.T(fmt.Sprintf(textFindingDue, f.ID, t.Plan.UnitName(unit))), dueRow(f))
}

// sendFinding sets the day by which a finding is to be put right and tells the
// unit.
func sendFinding(t *desk.Turn, f reports.Finding, days string) error {
	n, err := strconv.Atoi(days)
	if err != nil || n < 1 || n > 365 || f.Sent() {
		return t.Toast(desk.TextOldButton)
	}
	f.Due = plan.DateOf(t.Now.In(t.Loc)).AddDays(n)
	if err := setFindingTimers(t, f); err != nil {
		return err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textFindingTell, f.ID)).
		Line(fmt.Sprintf(textFindingTellBody, reports.DayText(f.Due))).Add(reports.Quote, f.Text)
	told, err := tellFinding(t.Desk, t.Tx, f, x, desk.Counted, t.Now)
	if err != nil {
		return err
	}
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(f.Unit, "", fmt.Sprintf(textLogFindingDue, f.ID), "", f.Due.String()); err != nil {
		return err
	}
	words := fmt.Sprintf(textFindingSent, f.ID, t.Plan.UnitName(f.Unit), reports.DayText(f.Due))
	if told == 0 {
		words += fmt.Sprintf(textFindingNobody, t.Plan.UnitName(f.Unit))
	}
	return t.Sayf("%s", words)
}

func setFindingTimers(t *desk.Turn, f reports.Finding) error {
	for _, at := range []time.Time{
		schedules.AddWorkdays(t.Calendar, f.Due, -1).At(plan.Clock{Hour: 9, Minute: 30}, t.Loc),
		schedules.AddWorkdays(t.Calendar, f.Due, 1).At(plan.Clock{Hour: 9}, t.Loc),
	} {
		if at.After(t.Now) {
			if err := desk.SetTimer(t.Tx, at, timerFinding, f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellFinding sends something about a finding to the people of its unit,
// within their caps and waking hours, and returns how many it reaches.
func tellFinding(d *desk.Desk, tx storage.Tx, f reports.Finding, x reports.Text, weight desk.Weight, now time.Time) (int, error) {
	people, err := desk.ContactsOf(tx, f.Unit)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range people {
		rows := [][]bot.Button{{{Label: buttonFindingReply, Data: "fd.r." + f.ID}, {Label: fmt.Sprintf(buttonFindingOpen, f.ID), Data: "fd.v." + f.ID}}}
		posted, err := d.Post(tx, desk.Post{To: p, Weight: weight,
			Message: bot.Message{Kind: bot.Send, Text: x, Rows: rows, Bulk: true, Purpose: "finding"}}, now)
		if err != nil {
			return n, err
		}
		if posted == desk.Sent {
			n++
		}
	}
	return n, nil
}

func viewFinding(t *desk.Turn, f reports.Finding) error {
	x, err := findingText(t.Desk, t.Tx, f, t.Now)
	if err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, bot.Message{Kind: bot.Send, Replaces: true, Chat: t.Update.Chat.ID, Slot: "finding/" + f.ID, Text: x,
		Rows: findingRows(f, t.Me), Purpose: "finding", Person: t.Me.ID, At: t.Now})
}

// theFinding reads the finding that a question was about, if it is open and the
// person may still answer.
func theFinding(t *desk.Turn, id string) (f reports.Finding, ok bool, err error) {
	f, ok, err = storage.Get[reports.Finding](t.Tx, storage.FindingKey(id))
	switch {
	case err != nil || !ok:
		return f, false, err
	case !seesFinding(f, t.Me):
		return f, false, t.Sayf(desk.TextNotAllowed)
	case !f.Open():
		return f, false, t.Sayf(textFindingShut)
	}
	return f, true, nil
}

// findingReplied takes a unit's answer, with or without a file.
func findingReplied(t *desk.Turn, id, words string) error {
	f, ok, err := theFinding(t, id)
	if err != nil || !ok {
		return err
	}
	if f.Evidence, words, err = withFile(t, f.Evidence, words); err != nil {
		return err
	}
	f.Answered = t.Now
	f.Notes = append(slices.Clone(f.Notes), reports.Note{By: t.Me.ID, At: t.Now, Text: words})
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(f.Unit, "", fmt.Sprintf(textLogFindingReply, f.ID), "", words); err != nil {
		return err
	}
	by, ok, err := storage.Person(t.Tx, f.By)
	if err != nil {
		return err
	}
	if ok && by.ID != t.Me.ID && by.Reachable() {
		x := reports.Text{}.Line(fmt.Sprintf(textFindingReply, t.Plan.UnitName(f.Unit), f.ID)).Add(reports.Quote, words)
		if err := t.Notify(t.Tx, by, bot.Message{Kind: bot.Send, Text: x, Rows: findingRows(f, by),
			Purpose: "finding"}, t.Now); err != nil {
			return err
		}
	}
	return t.Say(reports.T(textFindingReplied), []bot.Button{{Label: buttonFindingReply, Data: "fd.r." + f.ID}})
}

func findingReturned(t *desk.Turn, id, reason string) error {
	f, ok, err := theFinding(t, id)
	if err != nil || !ok {
		return err
	}
	if !desk.Can(t.Me, desk.ActInspect) || t.Me.Unit == f.Unit {
		return t.Sayf(textFindingOwn)
	}
	f.Answered = time.Time{}
	f.Notes = append(slices.Clone(f.Notes), reports.Note{By: t.Me.ID, At: t.Now, Text: reason})
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(f.Unit, "", fmt.Sprintf(textLogFindingBack, f.ID), "", reason); err != nil {
		return err
	}
	if _, err := tellFinding(t.Desk, t.Tx, f, reports.Text{}.Line(fmt.Sprintf(textFindingBack, f.ID)).Add(reports.Quote, reason), desk.Counted, t.Now); err != nil {
		return err
	}
	return t.Sayf(textFindingBackDone)
}

// strikeFinding closes a finding that the unit has answered (销号).
func strikeFinding(t *desk.Turn, f reports.Finding) error {
	if f.Answered.IsZero() {
		return t.Toast(textFindingNoReply)
	}
	f.ClosedAt, f.ClosedBy = t.Now, t.Me.ID
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(f.Unit, "", fmt.Sprintf(textLogFindingDone, f.ID), "", t.Me.Name); err != nil {
		return err
	}
	people, err := desk.ContactsOf(t.Tx, f.Unit)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := t.Notify(t.Tx, p, bot.Message{Kind: bot.Send, Text: reports.T(fmt.Sprintf(textFindingDone, f.ID)), Silent: true,
			Purpose: "finding"}, t.Now); err != nil {
			return err
		}
	}
	return t.Toast(textFindingDoneNow)
}

// findingDue is the timer around a finding's day: the unit is reminded on the
// working day before and the one after, and whoever found it hears once that
// the day has passed.
func findingDue(d *desk.Desk, tx storage.Tx, id string, now time.Time) error {
	f, ok, err := storage.Get[reports.Finding](tx, storage.FindingKey(id))
	if err != nil || !ok || !f.Open() || !f.Answered.IsZero() || now.Sub(f.AskedAt) < desk.NagEvery {
		return err
	}
	words := fmt.Sprintf(textFindingAsk, f.ID, reports.DayText(f.Due))
	late := f.Overdue(plan.DateOf(now.In(d.Loc)))
	if late {
		words = fmt.Sprintf(textFindingAskLate, f.ID, reports.DayText(f.Due))
	}
	n, err := tellFinding(d, tx, f, reports.T(words), desk.HeldBack, now)
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
			if err := d.Notify(tx, by, bot.Message{Kind: bot.Send, Text: reports.T(text), Rows: findingRows(f, by),
				Purpose: "finding"}, now); err != nil {
				return err
			}
		}
	}
	if err := desk.Audit(tx, now, "", f.Unit, "", fmt.Sprintf(textLogFindingAsk, f.ID), "", ""); err != nil {
		return err
	}
	return saveFinding(tx, f)
}
