package papers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
)

// Request says what is to be exported.
type Request struct {
	Period    string // a period's id, "" for the newest one
	Kind      string // one of [Kinds]
	Unit      string // a unit's id, name or alias, "" for all; for reports and the workbook
	Indicator string // an indicator's id or name, for a trend
}

// kinds are what can be exported, by the names that the command line has.
var kinds = []struct {
	name string
	kind reports.PaperKind
}{
	{"word", reports.PaperSummary}, {"reports", reports.PaperReport}, {"bulletin", reports.PaperBulletin},
	{"problems", reports.PaperProblems}, {"excel", reports.PaperBook}, {"picture", reports.PaperCard}, {"trend", reports.PaperTrend},
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
	var all []reports.Paper
	if err := e.View(ctx, func(r storage.Reader) error {
		d, err := p.desk.With(r)
		if err != nil {
			return err
		}
		s := &sheet{Desk: d, r: r, now: now, loc: d.Plan.Location()}
		period, err := s.newest(x.Period)
		if err != nil {
			return err
		}
		what, err := s.what(kinds[i].kind, x)
		if err != nil {
			return err
		}
		all, err = d.PapersOf(r, period, kinds[i].kind, what, true)
		return err
	}); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("export: %w", ErrNothing)
	}
	var out []File
	for _, paper := range all {
		f, err := p.Make(ctx, e, paper, now)
		if err != nil {
			return nil, fmt.Errorf("export: %w", err)
		}
		out = append(out, f)
	}
	return out, nil
}

// newest returns the period with the id, or the one that now falls into.
func (s *sheet) newest(id string) (string, error) {
	if id != "" {
		return id, nil
	}
	duty, err := s.progress()
	if err != nil {
		return "", err
	}
	p, ok := schedules.Current(duty, s.Plan, s.Rules, s.Calendar, plan.DateOf(s.now.In(s.loc)))
	if !ok {
		return "", fmt.Errorf("%w: nothing is owed yet", ErrNothing)
	}
	return p.ID, nil
}

// what names the unit or indicator of a request by its id.
func (s *sheet) what(kind reports.PaperKind, x Request) (string, error) {
	if kind == reports.PaperTrend {
		for _, i := range s.Plan.Indicators {
			if !i.Private && (i.ID == x.Indicator || i.Name == x.Indicator) {
				return i.ID, nil
			}
		}
		return "", fmt.Errorf("no indicator %q that a picture may show", x.Indicator)
	}
	if x.Unit == "" {
		return "", nil
	}
	u, ok := s.Plan.FindUnit(x.Unit)
	if !ok {
		return "", fmt.Errorf("the plan has no unit %q", x.Unit)
	}
	return u.ID, nil
}
