package desk

import (
	"fmt"
	"slices"
	"strings"

	"liubao/bot"
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
func (t *turn) export() error {
	duty, ok := t.progress()
	if !ok {
		return t.sayf(textNothingOwed)
	}
	m, err := t.exportPeriodsMessage(duty)
	if err != nil {
		return err
	}
	m.Kind, m.Replaces = bot.Send, true
	return bot.Enqueue(t.tx, m)
}

func (t *turn) exportMessage(text string, rows [][]bot.Button) bot.Message {
	return bot.Message{Kind: bot.Edit, OrSend: true, Chat: t.u.Chat.ID, Slot: slotExport, Text: reports.T(text), Rows: rows,
		Purpose: "export", Person: t.me.ID, At: t.now}
}

func (t *turn) exportPeriodsMessage(duty plan.Duty) (bot.Message, error) {
	p, ok := t.periodAt(duty, t.now)
	if !ok {
		return t.exportMessage(fmt.Sprintf(textNotStarted, reports.DayText(t.Plan.Starts)), nil), nil
	}
	var rows [][]bot.Button
	for _, p := range t.lastPeriods(duty, p) {
		rows = append(rows, []bot.Button{{Label: periodLabel(p), Data: "ex." + p.ID}})
	}
	others, err := t.exportOthers(duty)
	return t.exportMessage(textExportPeriod, append(rows, others...)), err
}

// lastPeriods returns at most [exportPeriods] periods up to p, newest first.
func (t *turn) lastPeriods(duty plan.Duty, p plan.Period) []plan.Period {
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
func (t *turn) exportOthers(progress plan.Duty) ([][]bot.Button, error) {
	var rows [][]bot.Button
	for _, duty := range t.Plan.Duties {
		p, ok := t.periodAt(duty, t.now)
		if !ok || duty.ID == progress.ID || duty.Timing != plan.Recurring || !t.mayExport(duty) {
			continue
		}
		for _, p := range t.lastPeriods(duty, p) {
			filed, err := storage.Briefs(t.tx, p.ID, duty.ID)
			if err != nil {
				return nil, err
			}
			if len(filed) > 0 {
				label := fmt.Sprintf(buttonExportDuty, duty.Title, periodLabel(p))
				rows = append(rows, []bot.Button{{Label: label, Data: "ex." + p.ID + "~" + duty.ID}})
			}
		}
	}
	return rows, nil
}

// mayExport reports whether the person may take out reports on a duty.
func (t *turn) mayExport(duty plan.Duty) bool {
	return !t.asksPrivate(duty) || t.me.Has(reports.Director)
}

// asksPrivate reports whether a duty asks for private indicators, such as cash.
func (d *Desk) asksPrivate(duty plan.Duty) bool {
	return slices.ContainsFunc(d.Plan.Indicators, func(i plan.Indicator) bool { return i.Private && i.Duty == duty.ID })
}

// periodLabel names a period with its year: an export may go back over one.
func periodLabel(p plan.Period) string {
	return fmt.Sprintf("%d年%s", p.Nominal.Year, reports.PeriodText(p))
}

// tappedExport takes ex, ex.PERIOD, ex.PERIOD.KIND and ex.PERIOD.KIND.WHAT, and
// for the reports on another duty ex.PERIOD~DUTY.
func (t *turn) tappedExport(parts []string) error {
	duty, ok := t.progress()
	if !Can(t.me, ActExport) || !ok {
		return t.toast(textNotAllowed)
	}
	if len(parts) == 1 {
		m, err := t.exportPeriodsMessage(duty)
		if err != nil {
			return err
		}
		return bot.Enqueue(t.tx, m)
	}
	if id, other, ok := strings.Cut(parts[1], "~"); ok {
		return t.exportedDuty(id, other)
	}
	p, ok := t.period(duty, parts[1])
	if !ok {
		return t.toast(textOldButton)
	}
	if len(parts) == 2 {
		return bot.Enqueue(t.tx, t.exportKinds(p))
	}
	c, ok := choiceOf(parts[2])
	switch {
	case !ok:
		return t.toast(textOldButton)
	case len(parts) == 3 && c.units:
		return bot.Enqueue(t.tx, t.exportUnits(p, c))
	case len(parts) == 3 && c.kind == reports.PaperTrend:
		return bot.Enqueue(t.tx, t.exportTrends(p, c))
	}
	what := ""
	if len(parts) > 3 {
		what = strings.Join(parts[3:], ".")
	}
	return t.exported(p, c, what)
}

func (t *turn) exportKinds(p plan.Period) bot.Message {
	var rows [][]bot.Button
	for i, c := range choices {
		b := bot.Button{Label: c.label, Data: "ex." + p.ID + "." + c.code}
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], b)
	}
	rows = append(rows, []bot.Button{{Label: buttonExportOne, Data: "ex"}})
	return t.exportMessage(fmt.Sprintf(textExportKind, periodLabel(p)), rows)
}

// exportUnits offers the units that owe reports of the kind, or all.
func (t *turn) exportUnits(p plan.Period, c choice) bot.Message {
	data := "ex." + p.ID + "." + c.code + "."
	rows := [][]bot.Button{{{Label: buttonExportAll, Data: data + "-"}}}
	var row []bot.Button
	for _, u := range t.exportable() {
		row = append(row, bot.Button{Label: t.Plan.UnitName(u), Data: data + u})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	rows = append(rows, []bot.Button{{Label: buttonExportOne, Data: "ex." + p.ID}})
	return t.exportMessage(fmt.Sprintf(textExportUnit, periodLabel(p), c.label), rows)
}

// exportable returns the units that owe recurring reports, in the plan's order.
func (t *turn) exportable() []string {
	var out []string
	for _, d := range t.Plan.Duties {
		if d.Timing != plan.Recurring {
			continue
		}
		for _, o := range t.owed.of(d) {
			if !slices.Contains(out, o.Unit) {
				out = append(out, o.Unit)
			}
		}
	}
	return out
}

// exportTrends offers the indicators that a picture may show.
func (t *turn) exportTrends(p plan.Period, c choice) bot.Message {
	var rows [][]bot.Button
	for _, i := range t.Plan.Indicators {
		if i.Private {
			continue
		}
		b := bot.Button{Label: i.Name, Data: "ex." + p.ID + "." + c.code + "." + i.ID}
		if n := len(rows); n > 0 && len(rows[n-1]) < 2 {
			rows[n-1] = append(rows[n-1], b)
			continue
		}
		rows = append(rows, []bot.Button{b})
	}
	rows = append(rows, []bot.Button{{Label: buttonExportOne, Data: "ex." + p.ID}})
	return t.exportMessage(fmt.Sprintf(textExportTrend, periodLabel(p)), rows)
}

// exported orders what was chosen.
func (t *turn) exported(p plan.Period, c choice, what string) error {
	if c.kind == reports.PaperBulletin && t.now.Before(p.Deadline) {
		t.answer = bot.Answer{Text: fmt.Sprintf(textBulletinOpen, reports.TimeText(p.Deadline, t.loc)), Alert: true}
		return nil
	}
	papers, err := t.PapersOf(t.tx, p.ID, c.kind, what, t.me.Has(reports.Director))
	if err != nil {
		return t.toast(textOldButton)
	}
	return t.orderExport(p, c.label, what, papers)
}

// exportedDuty orders the reports on one duty for a period.
func (t *turn) exportedDuty(period, id string) error {
	duty, ok := t.Plan.Duty(id)
	if !ok {
		return t.toast(textOldButton)
	}
	p, ok := t.period(duty, period)
	switch {
	case !ok:
		return t.toast(textOldButton)
	case !t.mayExport(duty):
		return t.toast(textNotAllowed)
	}
	papers, err := t.ReportsOf(t.tx, p.ID, duty.ID, "", t.me.Has(reports.Director))
	if err != nil {
		return err
	}
	return t.orderExport(p, duty.Title, duty.ID, papers)
}

func (t *turn) orderExport(p plan.Period, label, what string, papers []reports.Paper) error {
	if len(papers) == 0 {
		return t.toast(textPaperNothing)
	}
	for i, x := range papers {
		if err := order(t.tx, PaperRow{Chat: t.u.Chat.ID, Name: fmt.Sprintf("export/%d", i), Asked: true, Person: t.me.ID,
			Purpose: "export", At: t.now, Paper: x}); err != nil {
			return err
		}
	}
	if err := t.log("", p.ID, textLogExported, "", strings.TrimSpace(label+" "+what)); err != nil {
		return err
	}
	return bot.Enqueue(t.tx, t.exportMessage(fmt.Sprintf(textExportGoing, periodLabel(p), label), nil))
}

// PapersOf returns the papers of a kind for one period: for reports one for
// each that is in, of all units or of the one named; for a trend the indicator
// is named. private lets a book show private indicators, and takes out the
// reports on duties that ask for them.
func (d *Desk) PapersOf(r storage.Reader, period string, kind reports.PaperKind, what string, private bool) ([]reports.Paper, error) {
	if what == "-" {
		what = ""
	}
	paper := reports.Paper{Kind: kind, Period: period}
	switch kind {
	case reports.PaperReport:
		return d.ReportsOf(r, period, "", what, private)
	case reports.PaperBook:
		paper.Unit, paper.Private = what, private
		if _, ok := d.Plan.Unit(what); what != "" && !ok {
			return nil, errNoChoice
		}
	case reports.PaperTrend:
		paper.Indicator = what
		if i, ok := d.Plan.Indicator(what); !ok || i.Private {
			return nil, errNoChoice
		}
	}
	return []reports.Paper{paper}, nil
}

// ReportsOf returns the reports handed in for the period on a duty by a unit;
// with "" on every duty that has a period of the name, and by all units. Those
// on duties that ask for private indicators are left out unless private is set.
func (d *Desk) ReportsOf(r storage.Reader, period, duty, unit string, private bool) ([]reports.Paper, error) {
	all, err := storage.PeriodReports(r, period)
	if err != nil {
		return nil, err
	}
	var out []reports.Paper
	for _, x := range all {
		of, ok := d.Plan.Duty(x.Key.Duty)
		if duty != "" && x.Key.Duty != duty || unit != "" && x.Unit != unit || !private && (!ok || d.asksPrivate(of)) {
			continue
		}
		out = append(out, reports.Paper{Kind: reports.PaperReport, Period: period, Duty: x.Key.Duty, Subject: x.Key.Subject})
	}
	return out, nil
}
