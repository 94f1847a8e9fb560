package cockpit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/reporttext"
	"liubao/bot/desk/staff"
	"liubao/bot/desk/standing"
	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

func taskNumbered(d *desk.Desk, arg string) (plan.Task, bool) {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return plan.Task{}, false
	}
	return d.Plan.Task(n)
}

// areaPage: one area, its unit, its tasks with the first of what was said.
func areaPage(t *desk.Turn, b desk.Board, l standing.Standing, p page) (reports.Text, [][]bot.Button, error) {
	light, words := reporttext.Line(t.Book, l, b.At)
	x := reports.Text{}.Head(fmt.Sprintf(textAreaHead, t.SubjectName(l.Key()), t.PeriodText(b.Period))).
		Line(fmt.Sprintf(textAreaBy, t.UnitIn(l.Unit, l.Period.ID))).Line(light + " " + words + draftBy(b, l))
	more, err := t.MoreWords(b, l, b.At)
	if err != nil {
		return nil, nil, err
	}
	deed, err := lastDeed(t, b, l.Unit)
	if err != nil {
		return nil, nil, err
	}
	if deed != "" {
		more = append(more, deed)
	}
	for _, s := range more {
		x = x.Line("   " + s)
	}
	r, reported, err := storage.SoundReport(t.Tx, l.Key())
	if err != nil {
		return nil, nil, err
	}
	x = x.Line("")
	paces, err := standing.Paces(t.Tx, t.Plan, l, l.Day(plan.DateOf(b.At.In(t.Loc))))
	if err != nil {
		return nil, nil, err
	}
	x = paceLines(t, x, paces, 0)
	var row []bot.Button
	for _, task := range t.PlanOf(b.Period.ID).TasksOf(l.Subject) {
		light, word := taskLight(l, task.Number)
		x = x.Line(fmt.Sprintf("%s %d %s：%s", light, task.Number, task.Title, word))
		x = paceLines(t, x, paces, task.Number)
		if e, _ := r.Entry(task.Number); reported && e.Said() != "" {
			x = x.Add(reports.Quote, conversations.Clip(conversations.OneLine(e.Said()), 90)).Line("")
		}
		row = append(row, bot.Button{Label: fmt.Sprintf(buttonTask, task.Number), Data: p.at("t", fmt.Sprint(task.Number)).data()})
	}
	rows := desk.InRows(nil, row, 4)
	row = nil
	for _, f := range t.Installed {
		for _, a := range f.Shows.Actions {
			if a.May(t.Me, l) {
				row = append(row, bot.Button{Label: a.Label, Data: desk.KeyData(a.Data, l.Key())})
			}
		}
	}
	rows = desk.InRows(rows, row, 4)
	return x, append(rows, []bot.Button{
		{Label: fmt.Sprintf(buttonUnit, t.UnitIn(l.Unit, l.Period.ID)), Data: p.at("u", l.Unit).data()},
		{Label: desk.ButtonRefresh, Data: p.data()}, {Label: buttonTop, Data: p.at("h", "").data()},
	}), nil
}

func draftBy(b desk.Board, l standing.Standing) string {
	if l.Draft == nil || l.Reported() || b.Names[l.Draft.By] == "" {
		return ""
	}
	return fmt.Sprintf(textDraftBy, b.Names[l.Draft.By])
}

// taskPage: one task, last period's words beside this one's, and what the
// responsible units gave.
func taskPage(t *desk.Turn, b desk.Board, task plan.Task, p page) (reports.Text, [][]bot.Button, error) {
	l, ok := b.Row(task.Area)
	if !ok {
		return glance(t, b, p.at("h", ""))
	}
	light, word := taskLight(l, task.Number)
	x := reports.Text{}.Head(fmt.Sprintf(textTaskHead, task.Number, task.Title)).
		Line(light + " " + word + "（" + t.UnitIn(l.Unit, l.Period.ID) + "）").Line("")
	now, ok, err := storage.SoundReport(t.Tx, l.Key())
	if err != nil {
		return nil, nil, err
	}
	x = x.Add(reports.Bold, fmt.Sprintf(textThisTime, t.PeriodText(b.Period))).Line("")
	nothing := textNothingYet
	if l.Unreadable() {
		nothing = reporttext.AskOperator
	}
	x = x.Append(entryWords(now, ok, task.Number, nothing))
	last, ok, err := t.ReportBefore(l.Key(), b.Duty, b.Period)
	if err != nil {
		return nil, nil, err
	}
	if ok {
		of, _ := t.Period(b.Duty, last.Key.Period)
		x = x.Add(reports.Bold, fmt.Sprintf(textLastPeriod, t.PeriodText(of))).Line("")
	}
	x = x.Append(entryWords(last, ok, task.Number, textNoLast))
	gave, err := contributionsOn(t, b.Period.ID, task.Number)
	if err != nil {
		return nil, nil, err
	}
	return x.Append(gave), taskRows(t, task, l, p), nil
}

func taskRows(t *desk.Turn, task plan.Task, l standing.Standing, p page) [][]bot.Button {
	var row []bot.Button
	for _, n := range []int{task.Number - 1, task.Number + 1} {
		if _, ok := t.Plan.Task(n); ok {
			row = append(row, bot.Button{Label: fmt.Sprintf(buttonTask, n), Data: p.at("t", fmt.Sprint(n)).data()})
		}
	}
	rows := desk.InRows(nil, row, 2)
	row = nil
	for _, u := range task.Units {
		row = append(row, bot.Button{Label: t.Plan.UnitName(u), Data: p.at("u", u).data()})
	}
	rows = desk.InRows(rows, row, 3)
	return append(rows, []bot.Button{{Label: desk.ButtonUp, Data: p.at("a", l.Subject).data()}, {Label: buttonTop, Data: p.at("h", "").data()}})
}

// entryWords sets out what a report says of a task.
func entryWords(r reports.Report, ok bool, task int, none string) reports.Text {
	e, has := r.Entry(task)
	if !ok || !has {
		return reports.Text{}.Line(none)
	}
	x := reports.Text{}.Line(e.Progress.Label())
	if s := e.Said(); s != "" {
		x = x.Add(reports.Quote, conversations.Clip(s, 900)).Line("")
	}
	if s := reports.Join(e.Need); s != "" {
		x = x.Line(reporttext.Need + conversations.Clip(s, 300))
	}
	if s := reports.Join(e.NeedFrom); s != "" {
		x = x.Line(reporttext.NeedFrom + conversations.Clip(s, 200))
	}
	if s := e.PlanAnswer(); s != "" {
		x = x.Line(reporttext.Planned + conversations.Clip(s, 300))
	}
	if n := len(e.Evidence); n > 0 {
		x = x.Line(fmt.Sprintf(reporttext.Files, n))
	}
	return x
}

// contributionsOn lists what the responsible units gave for a task.
func contributionsOn(t *desk.Turn, period string, task int) (reports.Text, error) {
	cs, err := storage.Contributions(t.Tx, period, task)
	if err != nil || len(cs) == 0 {
		return nil, err
	}
	var out []string
	for _, c := range cs {
		light := "⬜ " + reporttext.NotReported
		switch {
		case c.Given():
			light = fmt.Sprintf("🟢 %d段，"+reporttext.Files, len(c.Words), len(c.Files))
		case c.Nothing:
			light = "⚪ 没有"
		}
		out = append(out, fmt.Sprintf(textContribOne, t.Plan.UnitName(c.Unit), light))
	}
	return reports.Text{}.Line("").Line(textContribRow + strings.Join(out, "；")), nil
}

// unitPage: what a unit owes, and its people.
func unitPage(t *desk.Turn, b desk.Board, u plan.Unit, p page) (reports.Text, [][]bot.Button, error) {
	x := reports.Text{}.Head(u.Name)
	owed, err := t.OwedBy(t.Tx, reports.Person{ID: "-", Unit: u.ID, Roles: []reports.Role{reports.Contact}}, t.Now)
	if err != nil {
		return nil, nil, err
	}
	if len(owed) > 0 {
		x = x.Line(textUnitOwes)
	}
	for _, o := range owed {
		x = x.Line(fmt.Sprintf("· %s：%s，%s", t.ReportName(o.Key()), fmt.Sprintf(desk.TextDueBy, t.TimeText(o.Period.Deadline)), reporttext.State(o, t.Now)))
	}
	var tasks []string
	for _, task := range t.Contributes(u.ID) {
		tasks = append(tasks, fmt.Sprint(task.Number))
	}
	if len(tasks) > 0 {
		x = x.Line(fmt.Sprintf(textUnitGives, strings.Join(tasks, "、")))
	}
	deed, err := lastDeed(t, b, u.ID)
	if err != nil {
		return nil, nil, err
	}
	if deed != "" {
		x = x.Line(deed)
	}
	people, rows, err := unitPeople(t, u, p)
	if err != nil {
		return nil, nil, err
	}
	row := []bot.Button{}
	if staff.Can(t.Me, staff.ActInvite) {
		row = append(row, bot.Button{Label: desk.ButtonFresh, Data: "iv." + u.ID + "." + string(reports.Contact)})
	}
	row = append(row, bot.Button{Label: desk.ButtonRefresh, Data: p.data()}, bot.Button{Label: buttonTop, Data: p.at("h", "").data()})
	return x.Append(people), append(rows, row), nil
}

// unitPeople lists a unit's people and the invitations nobody has opened.
func unitPeople(t *desk.Turn, u plan.Unit, p page) (reports.Text, [][]bot.Button, error) {
	people, err := storage.PeopleOfUnit(t.Tx, u.ID)
	if err != nil {
		return nil, nil, err
	}
	x := reports.Text{}.Line("").Add(reports.Bold, textUnitPeople).Line("")
	var row []bot.Button
	for _, one := range people {
		if !one.Left.IsZero() {
			continue
		}
		acting, err := staff.StandIn(t.Tx, one, p.Period, plan.DateOf(t.Now.In(t.Loc)))
		if err != nil {
			return nil, nil, err
		}
		words := "· " + one.Name + "，" + reports.RoleNames(one) + "，" + reachWord(t, one)
		if one.Away(plan.DateOf(t.Now.In(t.Loc))) {
			words += "，" + fmt.Sprintf(textNoteAway, t.DayText(one.AwayTo))
		}
		if len(acting) > 0 {
			words += "，" + fmt.Sprintf(textNoteHanded, strings.Join(acting, "、"))
		}
		x = x.Line(words)
		row = append(row, bot.Button{Label: one.Name, Data: p.at("p", one.ID).data()})
	}
	invites, err := storage.Invites(t.Tx)
	if err != nil {
		return nil, nil, err
	}
	open := 0
	for _, i := range invites {
		if i.Unit == u.ID && i.UsedBy == "" && t.Now.Before(i.Expires) {
			x = x.Line("· " + fmt.Sprintf(textInvited, i.Role.Label(), t.TimeText(i.Expires)))
			open++
		}
	}
	if len(row)+open == 0 {
		x = x.Line(textUnitNobody)
	}
	return x, desk.InRows(nil, row, 3), nil
}

func reachWord(t *desk.Turn, p reports.Person) string {
	if p.Reachable() {
		return textReachOK
	}
	if !p.Unreachable.IsZero() {
		return fmt.Sprintf(textLostSince, t.TimeText(p.Unreachable))
	}
	return textReachNot
}

// personPage: one person, how often they were reminded, and what they wrote.
func personPage(t *desk.Turn, b desk.Board, who reports.Person, p page) (reports.Text, [][]bot.Button, error) {
	x := reports.Text{}.Head(who.Name).
		Line(fmt.Sprintf(textPersonIs, t.UnitOrOffice(who.Unit), reports.RoleNames(who))).
		Line(fmt.Sprintf(textPersonFrom, t.TimeText(who.Since)) + "，" + reachWord(t, who))
	n, err := storage.SentCount(t.Tx, b.Period.ID, who.ID)
	if err != nil {
		return nil, nil, err
	}
	x = x.Line(fmt.Sprintf(textPersonSent, n, t.Rules.Cap)).Line("")
	said, err := saidBy(t, b, who)
	if err != nil {
		return nil, nil, err
	}
	if len(said) == 0 {
		x = x.Line(textPersonMute)
	} else {
		x = x.Line(textPersonSaid)
	}
	for _, s := range said {
		x = x.Add(reports.Quote, conversations.Clip(conversations.OneLine(s), 200)).Line("")
	}
	row := []bot.Button{}
	if staff.Can(t.Me, staff.ActInvite) && who.Unit != "" && !who.Reachable() {
		row = append(row, bot.Button{Label: desk.ButtonFresh, Data: "iv." + who.Unit + "." + string(reports.Contact)})
	}
	if who.Unit != "" {
		row = append(row, bot.Button{Label: desk.ButtonUp, Data: p.at("u", who.Unit).data()})
	}
	return x, [][]bot.Button{append(row, bot.Button{Label: buttonTop, Data: p.at("h", "").data()})}, nil
}

// mostSaid is how many pieces a person's page shows.
const mostSaid = 8

// saidBy returns the newest words a person submitted in the period.
func saidBy(t *desk.Turn, b desk.Board, who reports.Person) ([]string, error) {
	var out []reports.Piece
	for _, l := range b.Rows {
		if l.Unit != who.Unit || l.Report == nil {
			continue
		}
		r, _, err := storage.SoundReport(t.Tx, l.Key())
		if err != nil {
			return nil, err
		}
		for _, e := range r.Entries {
			out = append(append(append(out, e.Words...), e.Need...), e.Reason...)
		}
		for _, a := range r.Answers {
			out = append(out, a.Words...)
		}
	}
	out = slices.DeleteFunc(out, func(p reports.Piece) bool { return p.By != who.ID || p.Text == "" })
	slices.SortStableFunc(out, func(a, b reports.Piece) int { return b.At.Compare(a.At) })
	var words []string
	for _, p := range out[:min(len(out), mostSaid)] {
		words = append(words, p.Text)
	}
	return words, nil
}
