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
	for range exportPeriods {
		rows = append(rows, []bot.Button{{Label: periodLabel(p), Data: "ex." + p.ID}})
		if p, ok = schedules.Previous(duty, t.Plan, t.Rules, t.Calendar, p); !ok {
			break
		}
	}
	return t.exportMessage(textExportPeriod, rows), nil
}

// periodLabel names a period with its year: an export may go back over one.
func periodLabel(p plan.Period) string {
	return fmt.Sprintf("%d年%s", p.Nominal.Year, reports.PeriodText(p))
}

// tappedExport takes ex, ex.PERIOD, ex.PERIOD.KIND and ex.PERIOD.KIND.WHAT.
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
	papers, err := t.PapersOf(t.tx, p.ID, c.kind, what, t.me.Has(reports.Director))
	if err != nil {
		return t.toast(textOldButton)
	}
	if len(papers) == 0 {
		return t.toast(textPaperNothing)
	}
	for i, x := range papers {
		if err := order(t.tx, PaperRow{Chat: t.u.Chat.ID, Name: fmt.Sprintf("export/%d", i), Asked: true, Person: t.me.ID,
			Purpose: "export", At: t.now, Paper: x}); err != nil {
			return err
		}
	}
	if err := t.log("", p.ID, textLogExported, "", strings.TrimSpace(c.label+" "+what)); err != nil {
		return err
	}
	return bot.Enqueue(t.tx, t.exportMessage(fmt.Sprintf(textExportGoing, periodLabel(p), c.label), nil))
}

// PapersOf returns the papers of a kind for one period: for reports one for
// each that is in, of all units or of the one named; for a trend the indicator
// is named. private lets a book show private indicators.
func (d *Desk) PapersOf(r storage.Reader, period string, kind reports.PaperKind, what string, private bool) ([]reports.Paper, error) {
	if what == "-" {
		what = ""
	}
	paper := reports.Paper{Kind: kind, Period: period}
	switch kind {
	case reports.PaperReport:
		return d.reportsToPrint(r, period, what)
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

// reportsToPrint returns the reports handed in for the period by a unit, or by
// all: of every duty that has a period of the name.
func (d *Desk) reportsToPrint(r storage.Reader, period, unit string) ([]reports.Paper, error) {
	all, err := storage.PeriodReports(r, period)
	if err != nil {
		return nil, err
	}
	var out []reports.Paper
	for _, x := range all {
		if unit == "" || x.Unit == unit {
			out = append(out, reports.Paper{Kind: reports.PaperReport, Period: period, Duty: x.Key.Duty, Subject: x.Key.Subject})
		}
	}
	return out, nil
}
