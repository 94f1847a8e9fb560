package paper

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/orders"
	"liubao/bot/desk/staff"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// slotExport names the message in which an export is put together.
const slotExport = "export"

// exportPeriods is how many periods /export offers.
const exportPeriods = 8

// choice is what /export offers.
type choice struct {
	code  string // in buttons, one letter
	label string
	kind  reports.PaperKind
	units bool // asks for a unit
}

// choices are what can be exported.
var choices = []choice{
	{"s", "半月汇总（Word）", reports.PaperSummary, false},
	{"r", "各单位报告（Word）", reports.PaperReport, true},
	{"b", "报送通报（Word）", reports.PaperBulletin, false},
	{"p", "问题清单（Word）", reports.PaperProblems, false},
	{"a", "会议议程（Word）", reports.PaperAgenda, false},
	{"x", "台账（Excel）", reports.PaperBook, true},
	{"c", "进展图", reports.PaperCard, false},
	{"t", "指标趋势图", reports.PaperTrend, false},
}

func choiceOf(code string) (choice, bool) {
	i := slices.IndexFunc(choices, func(c choice) bool { return c.code == code })
	if i < 0 {
		return choice{}, false
	}
	return choices[i], true
}

// export answers /export: period, then kind, then unit or indicator.
func export(t *desk.Turn) error {
	duty, ok := t.Progress()
	if !ok {
		return t.Sayf(desk.TextNothingOwed)
	}
	return t.Open(exportPeriodsMessage(t, duty))
}

func exportMessage(t *desk.Turn, text string, rows [][]bot.Button) bot.Message {
	return bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.Update.Chat.ID, Slot: slotExport, Text: reports.T(text), Rows: rows,
		Purpose: "export", Person: t.Me.ID, At: t.Now}
}

func exportPeriodsMessage(t *desk.Turn, duty plan.Duty) (bot.Message, error) {
	p, ok := t.PeriodAt(duty, t.Now)
	if !ok {
		return exportMessage(t, fmt.Sprintf(desk.TextNotStarted, t.DayText(t.Plan.Starts)), nil), nil
	}
	var rows [][]bot.Button
	for _, p := range lastPeriods(t, duty, p) {
		rows = append(rows, []bot.Button{{Label: periodLabel(p), Data: exportData(p.ID, "", "")}})
	}
	others, err := exportOthers(t, duty)
	return exportMessage(t, textExportPeriod, append(rows, others...)), err
}

// lastPeriods returns at most [exportPeriods] periods up to p, newest first.
func lastPeriods(t *desk.Turn, duty plan.Duty, p plan.Period) []plan.Period {
	out := []plan.Period{p}
	for len(out) < exportPeriods {
		before, ok := schedules.Previous(duty, t.Plan, t.Rules, t.Calendar, out[len(out)-1])
		if !ok {
			break
		}
		out = append(out, before)
	}
	return out
}

// exportOthers offers what was reported of the recurring duties beside the one
// that makes the roll-up, such as the monthly one on finances: a button for
// each period that has a report.
func exportOthers(t *desk.Turn, progress plan.Duty) ([][]bot.Button, error) {
	var rows [][]bot.Button
	for _, duty := range t.Plan.EverDuties() {
		open := t.PeriodsOpen(duty, t.Now) // of one that has ended as well
		if len(open) == 0 || duty.ID == progress.ID || duty.Timing != plan.Recurring {
			continue
		}
		for _, p := range lastPeriods(t, duty, open[len(open)-1]) {
			if !mayExport(t, p.ID, duty.ID) {
				continue
			}
			filed, err := storage.Briefs(t.Tx, p.ID, duty.ID)
			if err != nil {
				return nil, err
			}
			if len(filed) > 0 {
				label := fmt.Sprintf(buttonExportDuty, duty.Title, periodLabel(p))
				rows = append(rows, []bot.Button{{Label: label, Data: exportData(p.ID+"~"+duty.ID, "", "")}})
			}
		}
	}
	return rows, nil
}

// mayExport reports whether the person may take out a period's reports on a duty.
func mayExport(t *desk.Turn, period, duty string) bool {
	return !asksPrivate(t.PlanOf(period), duty) || t.Me.Has(reports.Director)
}

// asksPrivate reports whether a duty asks for private indicators, such as cash.
func asksPrivate(then *plan.Plan, duty string) bool {
	return slices.ContainsFunc(then.Indicators, func(i plan.Indicator) bool { return i.Private && i.Duty == duty })
}

// periodLabel names a period with its year: an export may go back over one.
func periodLabel(p plan.Period) string {
	return reports.PeriodTextFrom(p, plan.Date{})
}

// exportTap picks a period, then a kind of paper, then of which unit or indicator;
// "-" is all. The period of another duty's reports is PERIOD~DUTY.
type exportTap struct{ Period, Kind, What string }

var tapExport = desk.NewTap[exportTap]("ex")

func exportData(period, kind, what string) string {
	return tapExport.Data(exportTap{period, kind, what})
}

func tappedExport(t *desk.Turn, a exportTap) error {
	duty, ok := t.Progress()
	if !staff.Can(t.Me, staff.ActExport) || !ok {
		return t.Toast(desk.TextNotAllowed)
	}
	if a.Period == "" {
		m, err := exportPeriodsMessage(t, duty)
		if err != nil {
			return err
		}
		return bot.Enqueue(t.Tx, m)
	}
	if id, other, ok := strings.Cut(a.Period, "~"); ok {
		return exportedDuty(t, id, other)
	}
	p, ok := t.Period(duty, a.Period)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	if a.Kind == "" {
		return bot.Enqueue(t.Tx, exportKinds(t, p))
	}
	c, ok := choiceOf(a.Kind)
	switch {
	case !ok:
		return t.Toast(desk.TextOldButton)
	case c.kind == reports.PaperBulletin && a.What != bulletinMake:
		return bulletin(t, p, a.What)
	case a.What == "" && c.units:
		return bot.Enqueue(t.Tx, exportUnits(t, p, c))
	case a.What == "" && c.kind == reports.PaperTrend:
		return bot.Enqueue(t.Tx, exportTrends(t, p, c))
	}
	return exported(t, p, c, a.What)
}

func exportKinds(t *desk.Turn, p plan.Period) bot.Message {
	var rows [][]bot.Button
	for i, c := range choices {
		b := bot.Button{Label: c.label, Data: exportData(p.ID, c.code, "")}
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], b)
	}
	rows = append(rows, []bot.Button{{Label: buttonExportOne, Data: exportData("", "", "")}})
	return exportMessage(t, fmt.Sprintf(textExportKind, periodLabel(p)), rows)
}

// exportUnits offers the units that owe reports of the kind, or all.
func exportUnits(t *desk.Turn, p plan.Period, c choice) bot.Message {
	rows := [][]bot.Button{{{Label: buttonExportAll, Data: exportData(p.ID, c.code, "-")}}}
	var row []bot.Button
	then := t.PlanOf(p.ID)
	for _, u := range exportable(then) {
		row = append(row, bot.Button{Label: then.UnitName(u), Data: exportData(p.ID, c.code, u)})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	rows = append(rows, []bot.Button{{Label: buttonExportOne, Data: exportData(p.ID, "", "")}})
	return exportMessage(t, fmt.Sprintf(textExportUnit, periodLabel(p), c.label), rows)
}

// exportable returns the units that owe recurring reports, in the plan's order.
func exportable(then *plan.Plan) []string {
	var out []string
	for _, d := range then.Duties {
		if d.Timing != plan.Recurring {
			continue
		}
		for _, o := range then.Obligations(d) {
			if !slices.Contains(out, o.Unit) {
				out = append(out, o.Unit)
			}
		}
	}
	return out
}

// exportTrends offers the indicators that a picture may show.
func exportTrends(t *desk.Turn, p plan.Period, c choice) bot.Message {
	var rows [][]bot.Button
	for _, i := range t.PlanOf(p.ID).Indicators {
		if i.Private {
			continue
		}
		b := bot.Button{Label: i.Name, Data: exportData(p.ID, c.code, i.ID)}
		if n := len(rows); n > 0 && len(rows[n-1]) < 2 {
			rows[n-1] = append(rows[n-1], b)
			continue
		}
		rows = append(rows, []bot.Button{b})
	}
	rows = append(rows, []bot.Button{{Label: buttonExportOne, Data: exportData(p.ID, "", "")}})
	return exportMessage(t, fmt.Sprintf(textExportTrend, periodLabel(p)), rows)
}

// tapAgenda makes the agenda of a meeting of what is open now, from wherever that is listed.
var tapAgenda = desk.NewTap[struct{}]("ag")

func agenda(t *desk.Turn, _ struct{}) error {
	if !staff.Can(t.Me, staff.ActExport) {
		return t.Toast(desk.TextNotAllowed)
	}
	duty, _ := t.Progress()
	p, ok := t.PeriodAt(duty, t.Now)
	c, known := choiceOf("a")
	if !ok || !known {
		return t.Toast(desk.TextOldButton)
	}
	return exported(t, p, c, "")
}

// exported orders what was chosen.
func exported(t *desk.Turn, p plan.Period, c choice, what string) error {
	if c.kind == reports.PaperBulletin && t.Now.Before(p.Deadline) {
		t.Answer = bot.Answer{Text: fmt.Sprintf(textBulletinOpen, t.TimeText(p.Deadline)), Alert: true}
		return nil
	}
	papers, err := PapersOf(t.Desk, t.Tx, p.ID, c.kind, what, t.Me.Has(reports.Director))
	if err != nil {
		return t.Toast(desk.TextOldButton)
	}
	return orderExport(t, p, c.label, what, papers)
}

// exportedDuty orders the reports on one duty for a period.
func exportedDuty(t *desk.Turn, period, id string) error {
	duty, ok := t.Duty(id)
	if !ok {
		return t.Toast(desk.TextOldButton)
	}
	p, ok := t.Period(duty, period)
	switch {
	case !ok:
		return t.Toast(desk.TextOldButton)
	case !mayExport(t, p.ID, duty.ID):
		return t.Toast(desk.TextNotAllowed)
	}
	papers, err := ReportsOf(t.Desk, t.Tx, p.ID, duty.ID, "", t.Me.Has(reports.Director))
	if err != nil {
		return err
	}
	return orderExport(t, p, duty.Title, duty.ID, papers)
}

func orderExport(t *desk.Turn, p plan.Period, label, what string, papers []reports.Paper) error {
	if len(papers) == 0 {
		return t.Toast(orders.TextNothing)
	}
	for i, x := range papers {
		if err := orders.Place(t.Tx, orders.Row{Chat: t.Update.Chat.ID, Name: fmt.Sprintf("export/%d", i), Asked: true, Person: t.Me.ID,
			Purpose: "export", At: t.Now, Paper: x}); err != nil {
			return err
		}
	}
	if err := t.Log("", p.ID, textLogExported, "", strings.TrimSpace(label+" "+what)); err != nil {
		return err
	}
	return bot.Enqueue(t.Tx, exportMessage(t, fmt.Sprintf(textExportGoing, periodLabel(p), label), nil))
}

// PapersOf returns the papers of a kind for one period: for reports one for
// each that is in, of all units or of the one named; for a trend the indicator
// is named. private lets a book show private indicators, and takes out the
// reports on duties that ask for them.
func PapersOf(d *desk.Desk, r storage.Reader, period string, kind reports.PaperKind, what string, private bool) ([]reports.Paper, error) {
	if what == "-" {
		what = ""
	}
	paper, then := reports.Paper{Kind: kind, Period: period}, d.PlanOf(period)
	switch kind {
	case reports.PaperReport:
		return ReportsOf(d, r, period, "", what, private)
	case reports.PaperBook:
		paper.Unit, paper.Private = what, private
		if _, ok := then.EverUnit(what); what != "" && !ok { // it goes back further than the period
			return nil, errNoChoice
		}
	case reports.PaperTrend:
		paper.Indicator = what
		if i, ok := then.Indicator(what); !ok || i.Private {
			return nil, errNoChoice
		}
	}
	return []reports.Paper{paper}, nil
}

// ReportsOf returns the reports handed in for the period on a duty by a unit;
// with "" on every duty that has a period of the name, and by all units. Those
// on duties that ask for private indicators are left out unless private is set.
func ReportsOf(d *desk.Desk, r storage.Reader, period, duty, unit string, private bool) ([]reports.Paper, error) {
	all, err := storage.PeriodReports(r, period)
	if err != nil {
		return nil, err
	}
	var out []reports.Paper
	then := d.PlanOf(period)
	for _, x := range all {
		of, ok := then.Duty(x.Key.Duty)
		if of.Summarises() { // what was filed is the summary, which is a paper of its own
			continue
		}
		if duty != "" && x.Key.Duty != duty || unit != "" && x.Unit != unit || !private && (!ok || asksPrivate(then, x.Key.Duty)) {
			continue
		}
		out = append(out, reports.Paper{Kind: reports.PaperReport, Period: period, Duty: x.Key.Duty, Subject: x.Key.Subject})
	}
	return out, nil
}
