package papers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/bot/desk/paper"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/clean"
	"liubao/reports/xlsx"
	"liubao/schedules"
	"liubao/storage"
)

// Request says what is to be exported.
type Request struct {
	Period    string // a period's id, "" for the newest one
	Kind      string // one of [Kinds]
	Unit      string // a unit's id, name or alias, "" for all; for reports, the workbook and its sheets
	Indicator string // an indicator's id or name, for a trend
}

// export is something that can be exported.
type export struct {
	name    string
	kind    reports.PaperKind
	unit    bool // may be asked for of one unit
	finance bool // of the recurring duties that ask questions of their own
	csv     bool // the workbook's sheets, each as a file
}

// kinds are what can be exported, by the names that the command line has.
var kinds = []export{
	{name: "word", kind: reports.PaperSummary}, {name: "reports", kind: reports.PaperReport, unit: true},
	{name: "finance", kind: reports.PaperReport, unit: true, finance: true},
	{name: "bulletin", kind: reports.PaperBulletin}, {name: "problems", kind: reports.PaperProblems},
	{name: "agenda", kind: reports.PaperAgenda}, {name: "collections", kind: reports.PaperCollection},
	{name: "excel", kind: reports.PaperBook, unit: true}, {name: "csv", kind: reports.PaperBook, unit: true, csv: true},
	{name: "picture", kind: reports.PaperCard}, {name: "trend", kind: reports.PaperTrend},
}

// Kinds lists what can be exported.
func Kinds() []string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.name)
	}
	return out
}

// Export makes the files of a request, for whoever owns the data: private
// indicators are in the workbook. [ErrNothing] where there is nothing of it.
func (p *Press) Export(ctx context.Context, e storage.Engine, x Request, now time.Time) ([]File, error) {
	i := slices.Index(Kinds(), x.Kind)
	if i < 0 {
		return nil, fmt.Errorf("there is no kind %q; the kinds are %s", x.Kind, strings.Join(Kinds(), ", "))
	}
	k := kinds[i]
	if err := k.flags(x); err != nil {
		return nil, err
	}
	var all []reports.Paper
	if err := e.View(ctx, func(r storage.Reader) error {
		d, err := p.desk.With(r)
		if err != nil {
			return err
		}
		s := &sheet{Desk: d, Plan: d.Plan, r: r, now: d.AsOf(now), loc: d.Plan.Location()}
		all, err = s.wanted(k, x)
		return err
	}); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("export: %w", ErrNothing)
	}
	var out []File
	for _, paper := range all {
		f, err := p.files(ctx, e, k, paper, now)
		if err != nil {
			return nil, fmt.Errorf("export: %w", err)
		}
		out = append(out, f...)
	}
	return out, nil
}

// flags refuses what the kind makes no use of: it was meant to change something.
func (k export) flags(x Request) error {
	if x.Unit != "" && !k.unit {
		return fmt.Errorf("a unit is no choice for %s, which is about all units; leave --unit out", k.name)
	}
	if x.Indicator != "" && k.kind != reports.PaperTrend {
		return fmt.Errorf("an indicator is a choice for trend alone; leave --indicator out for %s", k.name)
	}
	return nil
}

// files makes one paper, as CSV a file for each sheet.
func (p *Press) files(ctx context.Context, e storage.Engine, k export, paper reports.Paper, now time.Time) ([]File, error) {
	if !k.csv {
		return p.Make(ctx, e, paper, now)
	}
	m, err := p.gather(ctx, e, paper, now)
	if err != nil {
		return nil, err
	}
	var out []File
	for _, sheet := range xlsx.Sheets() {
		data, err := xlsx.CSV(*m.book, sheet)
		if err != nil {
			return nil, err
		}
		out = append(out, File{Name: clean.Filename(m.name + "_" + string(sheet) + ".csv"), Data: data, Caption: m.line})
	}
	return out, nil
}

// wanted names the papers that a request asks for.
func (s *sheet) wanted(k export, x Request) ([]reports.Paper, error) {
	duties, err := s.dutiesOf(k)
	if err != nil {
		return nil, err
	}
	duty, p, err := s.asked(duties, x.Period)
	if err != nil {
		return nil, err
	}
	what, err := s.what(k.kind, x)
	if err != nil {
		return nil, err
	}
	if k.kind == reports.PaperCollection {
		return s.collectionsOf(p)
	}
	if k.finance {
		return paper.ReportsOf(s.Desk, s.r, p.ID, duty.ID, what, true)
	}
	return paper.PapersOf(s.Desk, s.r, p.ID, k.kind, what, true)
}

// dutiesOf returns the duties whose periods a kind knows, the one that counts
// where no period is named first.
func (s *sheet) dutiesOf(k export) ([]plan.Duty, error) {
	if k.finance {
		var out []plan.Duty
		for _, d := range s.Plan.EverDuties() {
			if d.Timing == plan.Recurring && len(d.Questions) > 0 {
				out = append(out, d)
			}
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("%w: the plan has no recurring duty with questions of its own", ErrNothing)
		}
		return out, nil
	}
	progress, err := s.progress()
	if err != nil {
		return nil, err
	}
	out := []plan.Duty{progress}
	if k.kind == reports.PaperReport {
		for _, d := range s.Plan.EverDuties() {
			if d.ID != progress.ID && d.Timing != plan.OnEvent {
				out = append(out, d)
			}
		}
	}
	return out, nil
}

// asked returns the period with the id and whose it is, or with "" the one that
// now falls into.
func (s *sheet) asked(duties []plan.Duty, id string) (plan.Duty, plan.Period, error) {
	today := s.today()
	for _, d := range duties {
		now, begun := schedules.Current(d, s.Plan, s.Rules, s.Calendar, today)
		p, ok := now, begun
		if id != "" {
			p, ok = schedules.ByID(d, s.Plan, s.Rules, s.Calendar, id)
		}
		if !ok {
			continue
		}
		if begun && p.Nominal.After(now.Nominal) {
			return plan.Duty{}, plan.Period{}, fmt.Errorf("%w: the period %s has not begun; the present one is %s", ErrNothing, p.ID, now.ID)
		}
		return d, p, nil
	}
	if id == "" {
		return plan.Duty{}, plan.Period{}, fmt.Errorf("%w: nothing is owed yet, or the duty has no days yet (/dates)", ErrNothing)
	}
	return plan.Duty{}, plan.Period{}, s.noPeriod(duties[0], id, today)
}

// near is how many days around a date periods are looked for.
const near = 62

// noPeriod says that there is no such period, and which are nearest.
func (s *sheet) noPeriod(duty plan.Duty, id string, today plan.Date) error {
	day, err := plan.ParseDate(id)
	if err != nil {
		day = today
	}
	var before, after string
	for _, p := range schedules.Periods(duty, s.Plan, s.Rules, s.Calendar, day.AddDays(-near), day.AddDays(near)) {
		if !p.Nominal.After(day) {
			before = p.ID
		} else if after == "" {
			after = p.ID
		}
	}
	switch {
	case before != "" && after != "":
		return fmt.Errorf("there is no period %s; the nearest are %s and %s", id, before, after)
	case before+after != "":
		return fmt.Errorf("there is no period %s; the nearest is %s", id, before+after)
	}
	return fmt.Errorf("there is no period %s, and none near it; a period is named by its deadline, such as 2026-12-15", id)
}

// what names the unit or indicator of a request by its id.
func (s *sheet) what(kind reports.PaperKind, x Request) (string, error) {
	if kind == reports.PaperTrend {
		return s.shown(x.Indicator)
	}
	if x.Unit == "" {
		return "", nil
	}
	u, err := s.Plan.UnitNamed(x.Unit)
	return u.ID, err
}

// shown returns the id of an indicator that a picture may show.
func (s *sheet) shown(name string) (string, error) {
	var ids []string
	for _, i := range s.Plan.Indicators {
		named := name != "" && (i.ID == name || i.Name == name)
		switch {
		case named && i.Private:
			return "", fmt.Errorf("the indicator %s is private: it goes on no picture", i.ID)
		case named:
			return i.ID, nil
		case !i.Private:
			ids = append(ids, i.ID)
		}
	}
	all := strings.Join(ids, ", ")
	if name == "" {
		return "", fmt.Errorf("a trend is of one indicator; name it with --indicator: %s", all)
	}
	return "", fmt.Errorf("the plan has no indicator %q; there are %s", name, all)
}
