package slip

import (
	"fmt"

	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/plan"
	"liubao/storage"
)

// thing names what a unit says something about.
type thing struct {
	Task      int
	Indicator string
}

var (
	tapRemove = desk.NewTap[point]("sl3")
	tapDone   = desk.NewTap[point]("sl4")
	tapWhy    = desk.NewTap[thing]("sl5")
	askWhy    = desk.NewAsk[thing]("slip-why")
)

// stepAt returns the plan's step that a button names.
func stepAt(t *desk.Turn, p point) (plan.Step, bool) {
	steps := t.Plan.StepsOfTask(p.Task)
	if p.Indicator != "" {
		steps = t.Plan.StepsOfIndicator(p.Indicator)
	}
	for _, s := range steps {
		if s.Date == p.Date {
			return s, true
		}
	}
	return plan.Step{}, false
}

// areaOf returns the area that an indicator or task belongs to.
func areaOf(p *plan.Plan, task int, indicator string) (plan.Area, bool) {
	id := ""
	if i, ok := p.Indicator(indicator); ok {
		id = i.Area
	} else if x, ok := p.Task(task); ok {
		id = x.Area
	}
	return p.Area(id)
}

// removed takes a point out that the office set.
func removed(t *desk.Turn, p point) error {
	s, ok := stepAt(t, p)
	a, known := areaOf(t.Plan, p.Task, p.Indicator)
	if !staff.Can(t.Me, staff.ActSteps) {
		return t.Toast(desk.TextNotAllowed)
	}
	if !ok || !known {
		return t.Toast(textGone)
	}
	if _, set, err := storage.Get[storage.AddedStep](t.Tx, storage.StepKey(s)); err != nil || !set {
		if err != nil {
			return err
		}
		return t.Toast(textNotOurs)
	}
	if err := storage.DeleteStep(t.Tx, s); err != nil {
		return err
	}
	if err := t.Log(a.Lead, "", fmt.Sprintf(textLogRemoved, a.Name), stepWords(t.Desk, s), ""); err != nil {
		return err
	}
	return again(t, a, textRemoved)
}

// again shows the area's screen as it now is.
func again(t *desk.Turn, a plan.Area, toast string) error {
	d, err := t.Desk.With(t.Tx) // the plan has changed under this turn
	if err != nil {
		return err
	}
	t.Desk = d
	if err := areaShown(t, ofArea{a.ID}); err != nil {
		return err
	}
	return t.Toast("%s", toast)
}

// done marks a task's point as done, or takes the mark back.
func done(t *desk.Turn, p point) error {
	s, ok := stepAt(t, p)
	a, known := areaOf(t.Plan, p.Task, "")
	if !ok || !known || p.Task == 0 {
		return t.Toast(textGone)
	}
	if !may(t.Me, a.Lead) && !staff.Can(t.Me, staff.ActSteps) {
		return t.Toast(desk.TextNotAllowed)
	}
	_, was, err := storage.Get[standing.StepDone](t.Tx, storage.StepDoneKey(s))
	if err != nil {
		return err
	}
	what, toast := textLogDone, textDoneNow
	if was {
		what, toast = textLogUndone, textUndone
		err = t.Tx.Delete(storage.StepDoneKey(s))
	} else {
		err = storage.Put(t.Tx, storage.StepDoneKey(s), standing.StepDone{V: 1, By: t.Me.ID, At: t.Now})
	}
	if err != nil {
		return err
	}
	if err := t.Log(a.Lead, "", fmt.Sprintf(what, a.Name), "", stepWords(t.Desk, s)); err != nil {
		return err
	}
	if err := t.BoardChanged(t.Tx, t.Me.ID, t.Now); err != nil {
		return err
	}
	return again(t, a, toast)
}

// name is what a unit speaks of.
func (x thing) name(p *plan.Plan) string {
	if i, ok := p.Indicator(x.Indicator); ok {
		return i.Name
	}
	task, _ := p.Task(x.Task)
	return fmt.Sprintf(textTask, x.Task, task.Title)
}

// whyAsked asks a unit why something is slow, on its own tap.
func whyAsked(t *desk.Turn, x thing) error {
	a, ok := areaOf(t.Plan, x.Task, x.Indicator)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if !may(t.Me, a.Lead) {
		return t.Toast(desk.TextNotAllowed)
	}
	return askWhy.Put(t, x, textAskWhy, x.name(t.Plan))
}

// mostWhy bounds what a unit says, in characters.
const mostWhy = 500

func whySaid(t *desk.Turn, x thing, words string) error {
	a, ok := areaOf(t.Plan, x.Task, x.Indicator)
	if !ok || !may(t.Me, a.Lead) {
		return t.Sayf(desk.TextNotAllowed)
	}
	key := storage.SlipReasonKey(x.Indicator, x.Task)
	was, _, err := storage.Get[standing.SlipReason](t.Tx, key)
	if err != nil {
		return err
	}
	words = conversations.Clip(words, mostWhy)
	if err := storage.Put(t.Tx, key, standing.SlipReason{V: 1, Text: words, By: t.Me.ID, At: t.Now}); err != nil {
		return err
	}
	if err := t.Log(a.Lead, "", fmt.Sprintf(textLogWhy, x.name(t.Plan)), was.Text, words); err != nil {
		return err
	}
	if err := t.BoardChanged(t.Tx, t.Me.ID, t.Now); err != nil {
		return err
	}
	return t.Sayf(textWhyTaken, x.name(t.Plan))
}
