package papers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"liubao/bot/desk/uploads"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/docx"
	"liubao/reports/picture"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/audit"
	"liubao/storage/files"
)

// maxPhotos is how many photos one document shows; the others are listed.
const maxPhotos = 24

// photo is a stored file that belongs to a task, or with task 0 to the whole.
type photo struct {
	task int
	file reports.File
}

// evidence lists a report's files, with the hashes of those that have arrived.
func (s *sheet) evidence(r reports.Report) ([]photo, error) {
	var out []photo
	add := func(task int, files []reports.File) error {
		for _, f := range files {
			sum, err := uploads.Hash(s.r, f)
			if err != nil {
				return err
			}
			if sum != "" {
				f.SHA256 = sum
			}
			out = append(out, photo{task, f})
		}
		return nil
	}
	for _, e := range r.Entries {
		if err := add(e.Task, e.Evidence); err != nil {
			return nil, err
		}
	}
	return out, add(0, r.Evidence)
}

// ready makes the photos ready for a document, one after another, each read in
// a snapshot of its own. What cannot be shown says why; what cannot be had for the
// moment ends it with an error.
func ready(ctx context.Context, from files.Store, all []photo) ([]docx.Evidence, error) {
	var out []docx.Evidence
	shown := 0
	for _, p := range all {
		x := docx.Evidence{Task: p.task, File: p.file}
		switch {
		case !isPicture(p.file):
		case p.file.SHA256 == "":
			x.Missing = textNotThere
		case shown >= maxPhotos:
			x.Missing = textTooMany
		default:
			data, err := from.Get(ctx, p.file.SHA256)
			if errors.Is(err, storage.ErrNoFile) || errors.Is(err, storage.ErrCorrupt) || errors.Is(err, files.ErrNoPlace) {
				x.Missing = picture.Sentence(err)
				break
			} else if err != nil {
				return nil, err
			}
			pic, err := picture.Prepare(data)
			if err != nil {
				x.Missing = picture.Sentence(err)
				break
			}
			x.Picture = &pic
			shown++
		}
		out = append(out, x)
	}
	return out, nil
}

// notPutIn names, to whoever is sent a paper, the pictures that it does not show; the
// paper itself says nothing of them.
func notPutIn(all []docx.Evidence) string {
	var names []string
	n := 0
	for _, e := range all {
		if e.Missing == "" {
			continue
		}
		if n++; !slices.Contains(names, e.File.Label()) {
			names = append(names, e.File.Label())
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > mostNamed:
		return fmt.Sprintf(textNotPutInMany, strings.Join(names[:mostNamed], "、"), n)
	}
	return fmt.Sprintf(textNotPutIn, strings.Join(names, "、"))
}

// mostNamed is how many pictures are named below a paper.
const mostNamed = 3

func isPicture(f reports.File) bool {
	return f.Kind == "photo" || strings.HasPrefix(f.MIME, "image/")
}

// stored returns a report, and the one on the same subject before it.
func (s *sheet) stored(duty plan.Duty, p plan.Period, subject string) (reports.Report, *reports.Report, error) {
	r, ok, err := storage.Report(s.r, reports.Key{Period: p.ID, Duty: duty.ID, Subject: subject})
	if err != nil {
		return r, nil, err
	}
	if !ok {
		return r, nil, fmt.Errorf("%w: no report on %s", ErrNothing, subject)
	}
	before, ok := schedules.Previous(duty, s.Plan, s.Rules, s.Calendar, p)
	if !ok {
		return r, nil, nil
	}
	last, ok, err := storage.SoundReport(s.r, reports.Key{Period: before.ID, Duty: duty.ID, Subject: subject})
	if err != nil || !ok {
		return r, nil, err
	}
	return r, &last, nil
}

// name returns a person's name, "" for nobody.
func (s *sheet) name(id string) (string, error) {
	if id == "" {
		return "", nil
	}
	p, _, err := storage.Person(s.r, id)
	return p.Name, err
}

// anchor is the end of the audit log's chain of a unit, so that the log cannot
// be rewritten unseen; with "" of all chains of the period.
func (s *sheet) anchor(unit, period string) (string, error) {
	if s.paper.Public {
		return "", nil
	}
	if unit != "" {
		h, ok, err := storage.HeadOf(s.r, period, unit)
		if err != nil || !ok {
			return "", err
		}
		return h.String(), nil
	}
	return audit.PeriodAnchor(s.r, period)
}

// elsewhere returns what the unit has reported on other duties in the month of
// a report, oldest first: what it said there is not missing here.
func (s *sheet) elsewhere(r reports.Report, p plan.Period) ([]reports.Report, error) {
	end := p.End()
	from, to := plan.Date{Year: end.Year, Month: end.Month, Day: 1}, plan.MonthDay(end.Year, end.Month, 31)
	var out []reports.Report
	for _, d := range s.Plan.EverDuties() {
		if d.ID == r.Key.Duty || d.Timing != plan.Recurring || d.OfOffice {
			continue
		}
		for _, q := range schedules.Periods(d, s.Plan, s.Rules, s.Calendar, from, to) {
			rs, err := s.reportsOf(d, q)
			if err != nil {
				return nil, err
			}
			for _, x := range rs {
				if x.Unit == r.Unit && x.State != reports.Returned {
					out = append(out, x)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b reports.Report) int { return a.SubmittedAt.Compare(b.SubmittedAt) })
	return out, nil
}
