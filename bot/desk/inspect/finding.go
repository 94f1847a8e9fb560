package inspect

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
	if err := storage.Put(tx, storage.RowFinding.Key(f.ID), f); err != nil {
		return err
	}
	if !f.Open() {
		return tx.Delete(storage.RowOpenFinding.Key(f.ID))
	}
	return storage.Put(tx, storage.RowOpenFinding.Key(f.ID), f)
}

// findingTap is n, a new one of a unit, or what is done with the one of an id: v
// view, f files, r reply, d its days, c strike off, b send back.
type findingTap struct{ What, ID, Arg string }

var tapFinding = desk.NewTap[findingTap]("fd")

func findingData(what, id string) string { return tapFinding.Data(findingTap{What: what, ID: id}) }

func tappedFinding(t *desk.Turn, a findingTap) error {
	if a.What == "n" {
		return newFinding(t, a.ID)
	}
	if a.ID == "" {
		return t.Toast(desk.TextOldButton)
	}
	f, ok, err := storage.Get[reports.Finding](t.Tx, storage.RowFinding.Key(a.ID))
	if err != nil {
		return err
	}
	if !ok || !seesFinding(f, t.Me) {
		return t.Toast(desk.TextNotAllowed)
	}
	switch a.What {
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
	if !staff.Can(t.Me, staff.ActInspect) {
		return t.Toast(desk.TextNotAllowed)
	}
	switch {
	case !f.Open():
		return t.Toast(textFindingShut)
	case t.Me.Unit == f.Unit && a.What != "d":
		t.Answer = bot.Answer{Text: textFindingOwn, Alert: true}
		return nil
	case a.What == "d" && a.Arg != "":
		return sendFinding(t, f, a.Arg)
	case a.What == "c":
		return strikeFinding(t, f)
	case a.What == "b":
		return t.Ask(askFindingBack, f.ID)
	}
	return t.Toast(desk.TextOldButton)
}

func newFinding(t *desk.Turn, unit string) error {
	if !staff.Can(t.Me, staff.ActInspect) {
		return t.Toast(desk.TextNotAllowed)
	}
	on, err := inspecting(t)
	if err != nil || !on {
		return err
	}
	if unit == "" {
		rows := t.UnitRows(findingData("n", ""))
		last := rows[len(rows)-1]
		rows[len(rows)-1] = last[:len(last)-1] // the task force itself is not inspected
		return t.Say(reports.T(textFindingUnit), slices.DeleteFunc(rows, func(r []bot.Button) bool { return len(r) == 0 })...)
	}
	if _, ok := t.Plan.Unit(unit); !ok {
		return t.Toast(desk.TextOldButton)
	}
	return t.Ask(askFinding, unit)
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
	if !staff.Can(t.Me, staff.ActInspect) {
		return t.Sayf(desk.TextNotAllowed)
	}
	f, err := beginFinding(t, unit)
	if err != nil {
		return err
	}
	if f.Evidence, f.Text, err = withFile(t, f.Evidence, words); err != nil {
		return err
	}
	t.Made(f.ID)
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(unit, "", fmt.Sprintf(textLogFinding, f.ID), "", f.Text); err != nil {
		return err
	}
	return t.Say(reports.T(fmt.Sprintf(textFindingDue, f.ID, t.Plan.UnitName(unit))), dueRow(f))
}

// beginFinding begins a finding, or returns the one that a first part has made and
// the unit has not heard of.
func beginFinding(t *desk.Turn, unit string) (reports.Finding, error) {
	if t.Earlier != nil {
		f, ok, err := storage.Get[reports.Finding](t.Tx, storage.RowFinding.Key(t.Earlier.Made))
		if err != nil || ok && !f.Sent() {
			return f, err
		}
	}
	n, err := storage.NextSeq(t.Tx, seqFinding)
	return reports.Finding{ID: fmt.Sprintf("%04d", n), Unit: unit, By: t.Me.ID, At: t.Now}, err
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
		Line(fmt.Sprintf(textFindingTellBody, t.DayText(f.Due))).Add(reports.Quote, f.Text)
	told, err := tellFinding(t.Desk, t.Tx, f, x, gate.Counted, t.Now)
	if err != nil {
		return err
	}
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(f.Unit, "", fmt.Sprintf(textLogFindingDue, f.ID), "", f.Due.String()); err != nil {
		return err
	}
	words := fmt.Sprintf(textFindingSent, f.ID, t.Plan.UnitName(f.Unit), t.DayText(f.Due))
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
func tellFinding(d *desk.Desk, tx storage.Tx, f reports.Finding, x reports.Text, weight gate.Weight, now time.Time) (int, error) {
	people, err := staff.ContactsOf(tx, f.Unit)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range people {
		rows := [][]bot.Button{{{Label: buttonFindingReply, Data: findingData("r", f.ID)}, {Label: fmt.Sprintf(buttonFindingOpen, f.ID), Data: findingData("v", f.ID)}}}
		posted, err := d.Post(tx, gate.Post{To: p, Weight: weight, PassOn: weight == gate.Counted, // not the reminder
			Message: bot.Message{Kind: bot.Send, Text: x, Rows: rows, Bulk: true, Purpose: "finding"}}, now)
		if err != nil {
			return n, err
		}
		if posted == gate.Sent {
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
	f, ok, err = storage.Get[reports.Finding](t.Tx, storage.RowFinding.Key(id))
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
	f.Notes = t.WithNote(f.Notes, words)
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
	return t.Say(reports.T(textFindingReplied), []bot.Button{{Label: buttonFindingReply, Data: findingData("r", f.ID)}})
}

func findingReturned(t *desk.Turn, id, reason string) error {
	f, ok, err := theFinding(t, id)
	if err != nil || !ok {
		return err
	}
	if !staff.Can(t.Me, staff.ActInspect) || t.Me.Unit == f.Unit {
		return t.Sayf(textFindingOwn)
	}
	f.Answered = time.Time{}
	f.Notes = t.WithNote(f.Notes, reason)
	if err := saveFinding(t.Tx, f); err != nil {
		return err
	}
	if err := t.Log(f.Unit, "", fmt.Sprintf(textLogFindingBack, f.ID), "", reason); err != nil {
		return err
	}
	if _, err := tellFinding(t.Desk, t.Tx, f, reports.Text{}.Line(fmt.Sprintf(textFindingBack, f.ID)).Add(reports.Quote, reason), gate.Counted, t.Now); err != nil {
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
	people, err := staff.ContactsOf(t.Tx, f.Unit)
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
	f, ok, err := storage.Get[reports.Finding](tx, storage.RowFinding.Key(id))
	if err != nil || !ok || !f.Open() || !f.Answered.IsZero() || now.Sub(f.AskedAt) < desk.NagEvery {
		return err
	}
	words := fmt.Sprintf(textFindingAsk, f.ID, d.DayText(f.Due, now))
	late := f.Overdue(plan.DateOf(now.In(d.Loc)))
	if late {
		words = fmt.Sprintf(textFindingAskLate, f.ID, d.DayText(f.Due, now))
	}
	n, err := tellFinding(d, tx, f, reports.T(words), gate.HeldBack, now)
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
			text := fmt.Sprintf(textFindingLateTell, d.Plan.UnitName(f.Unit), f.ID, d.DayText(f.Due, now))
			if err := d.Notify(tx, by, bot.Message{Kind: bot.Send, Text: reports.T(text), Rows: findingRows(f, by),
				Purpose: "finding"}, now); err != nil {
				return err
			}
		}
	}
	if err := storage.Log(tx, now, "", f.Unit, "", fmt.Sprintf(textLogFindingAsk, f.ID), "", ""); err != nil {
		return err
	}
	return saveFinding(tx, f)
}
