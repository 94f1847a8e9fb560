package slip

import (
	"fmt"
	"slices"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// slot names the message that shows what slips.
const slot = "slip"

// ofArea is the argument of a button about an area's points.
type ofArea struct{ Area string }

// point names a planned point: a task's, or an indicator's with its id.
type point struct {
	Task      int
	Date      plan.Date
	Indicator string
}

func pointOf(s plan.Step) point { return point{s.Task, s.Date, s.Indicator} }

var (
	tapOverview = desk.NewTap[struct{}]("sl1")
	tapArea     = desk.NewTap[ofArea]("sl2")
)

// mostShown is how many lines one screen has.
const mostShown = 25

// overview answers /steps: what slips, to each what is theirs.
func overview(t *desk.Turn) error {
	return t.Open(overviewMessage(t))
}

func shown(t *desk.Turn, _ struct{}) error {
	return t.Redraw(overviewMessage(t))
}

func overviewMessage(t *desk.Turn) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slot, Purpose: "slip", Person: t.Me.ID, At: t.Now}
	all, err := paces(t.Desk, t.Tx, t.Now)
	if err != nil {
		return m, err
	}
	x := reports.Text{}.Head(textHead).Add(reports.Italic, textAbout).Line("")
	slips := ours(t, slipping(all))
	if len(slips) == 0 {
		x = x.Line("").Line(textNone)
	}
	area := ""
	for n, p := range slips {
		if n == mostShown {
			x = x.Line(fmt.Sprintf(textMore, len(slips)-n))
			break
		}
		if p.Area != area {
			area = p.Area
			x = x.Line("").Add(reports.Bold, fmt.Sprintf(textArea, areaName(t, p.Area), t.Plan.UnitName(p.Unit))).Line("")
		}
		x = withWhy(t.Desk, x, p, t.Now)
	}
	m.Text = x.Trim()
	for _, p := range slips[:min(len(slips), mostShown)] {
		if may(t.Me, p.Unit) {
			m.Rows = append(m.Rows, []bot.Button{{Label: conversations.Clip(fmt.Sprintf(buttonWhy, nameOf(p)), 40), Data: tapWhy.Data(thing{p.Task, p.Indicator})}})
		}
	}
	var row []bot.Button
	for _, a := range t.Plan.Areas {
		if staff.Can(t.Me, staff.ActStatus) || a.Lead == t.Me.Unit {
			row = append(row, bot.Button{Label: a.Name, Data: tapArea.Data(ofArea{a.ID})})
		}
	}
	m.Rows = desk.InRows(m.Rows, row, 2)
	if staff.Can(t.Me, staff.ActSteps) {
		m.Rows = append(m.Rows, []bot.Button{{Label: buttonAdd, Data: tapAdd.Data(struct{}{})}})
	}
	return m, nil
}

// may reports whether somebody speaks for a unit here: its people who report.
func may(p reports.Person, unit string) bool {
	return p.Unit == unit && unit != "" && staff.Can(p, staff.ActReport)
}

func areaName(t *desk.Turn, id string) string {
	a, _ := t.Plan.Area(id)
	return a.Name
}

// areaShown shows an area's points and how everything in it stands.
func areaShown(t *desk.Turn, of ofArea) error {
	a, ok := t.Plan.Area(of.Area)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if !staff.Can(t.Me, staff.ActStatus) && a.Lead != t.Me.Unit {
		return t.Toast(desk.TextNotAllowed)
	}
	return t.Redraw(areaMessage(t, a))
}

func areaMessage(t *desk.Turn, a plan.Area) (bot.Message, error) {
	m := bot.Message{Chat: t.Update.Chat.ID, Slot: slot, Purpose: "slip", Person: t.Me.ID, At: t.Now}
	all, err := paces(t.Desk, t.Tx, t.Now)
	if err != nil {
		return m, err
	}
	x := reports.Text{}.Head(fmt.Sprintf(textArea, a.Name, t.Plan.UnitName(a.Lead)))
	for _, p := range all {
		if p.Area == a.ID {
			x = withWhy(t.Desk, x, p, t.Now)
		}
	}
	steps, err := stepsOf(t, a)
	if err != nil {
		return m, err
	}
	x = x.Line("").Add(reports.Bold, textSteps).Line("")
	if len(steps) == 0 {
		x = x.Line(textNoSteps)
	}
	var remove []bot.Button
	for n, s := range steps[:min(len(steps), mostShown)] {
		x = x.Line(fmt.Sprintf("%d ", n+1) + stepText(t, s))
		if staff.Can(t.Me, staff.ActSteps) && s.set {
			remove = append(remove, bot.Button{Label: fmt.Sprintf(buttonRemove, n+1), Data: tapRemove.Data(pointOf(s.Step))})
		}
		if s.Task != 0 && (may(t.Me, a.Lead) || staff.Can(t.Me, staff.ActSteps)) {
			label := fmt.Sprintf(buttonDone, s.What)
			if s.Done {
				label = fmt.Sprintf(buttonUndone, s.What)
			}
			m.Rows = append(m.Rows, []bot.Button{{Label: conversations.Clip(label, 40), Data: tapDone.Data(pointOf(s.Step))}})
		}
	}
	if len(steps) > mostShown {
		x = x.Line(fmt.Sprintf(textMore, len(steps)-mostShown))
	}
	m.Text = x.Trim()
	m.Rows = append(desk.InRows(m.Rows, remove, 5), []bot.Button{{Label: buttonOverview, Data: tapOverview.Data(struct{}{})}})
	return m, nil
}

// known is a point with what is known of it: whether it is done, and whether it
// was set in the chat and not by the plan.
type known struct {
	reports.Node
	set bool
}

// stepsOf returns an area's points by their days, those of tasks that are done
// and those of indicators that are over left out once newer ones are there.
func stepsOf(t *desk.Turn, a plan.Area) ([]known, error) {
	var out []known
	for _, i := range t.Plan.IndicatorsOf(a.ID) {
		for _, s := range t.Plan.StepsOfIndicator(i.ID) {
			out = append(out, known{Node: reports.Node{Step: s}})
		}
	}
	for _, task := range t.Plan.TasksOf(a.ID) {
		nodes, err := standing.Nodes(t.Tx, t.Plan, task.Number)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			out = append(out, known{Node: n})
		}
	}
	out = slices.DeleteFunc(out, func(k known) bool {
		old := k.Date.Before(t.Today(t).AddDays(-keepPast))
		return old && (k.Done || k.Task == 0)
	})
	for n := range out {
		var err error
		if _, out[n].set, err = storage.Get[storage.AddedStep](t.Tx, storage.StepKey(out[n].Step)); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b known) int { return a.Date.Compare(b.Date) })
	return out, nil
}

// keepPast is for how many days a point that is over stays on the screen.
const keepPast = 60

func stepText(t *desk.Turn, s known) string {
	words := stepWords(t.Desk, s.Step)
	if s.Done {
		words += textStepDone
	}
	if !s.set {
		words += textStepFixed
	}
	return words
}

// stepWords is 城镇新增就业 3月31日（周三）应达300人, or 任务2 6月30日（周三）发放到位.
func stepWords(d *desk.Desk, s plan.Step) string {
	day := fmt.Sprintf("%d年%s", s.Date.Year, reports.DayText(s.Date))
	if i, ok := d.Plan.Indicator(s.Indicator); ok && s.Value != nil {
		return i.Name + " " + day + fmt.Sprintf(textStepValue, i.Format(*s.Value))
	}
	task, _ := d.Plan.Task(s.Task)
	return fmt.Sprintf(textTask, s.Task, task.Title) + " " + day + " " + s.What
}
