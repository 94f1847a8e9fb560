package archive

import (
	"errors"
	"fmt"
	"slices"

	"liubao/bot/desk/filing"
	"liubao/bot/desk/standing"
	"liubao/internal/app/papers"
	"liubao/plan"
	"liubao/reports"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/files"
)

// paper makes a paper and adds its files. One that cannot be made is named; one
// that would show nothing is left out.
func (f *folder) paper(dirs []string, x reports.Paper, title string) error {
	made, err := f.Press.Make(f.ctx, f.Engine, x, f.now)
	switch {
	case errors.Is(err, papers.ErrNothing) || errors.Is(err, papers.ErrOpen):
		return nil
	case f.ctx.Err() != nil:
		return f.ctx.Err()
	case err != nil:
		f.lacks(title, err)
		return nil
	}
	for _, m := range made {
		if err := f.add(dirs, m.Name, m.Name, "", m.Data); err != nil {
			return err
		}
	}
	return nil
}

// today is the day that the folder speaks of: that of the end, where the plan has ended.
func (f *folder) today() plan.Date { return plan.DateOf(f.Desk.AsOf(f.now).In(f.Desk.Loc)) }

// periods are those of a duty that have begun, oldest first.
func (f *folder) periods(duty plan.Duty) []plan.Period {
	all := schedules.Periods(duty, f.Desk.Plan, f.Desk.Rules, f.Desk.Calendar, f.Desk.Plan.Starts, f.today().AddDays(62))
	return slices.DeleteFunc(all, func(p plan.Period) bool { return p.From.After(f.today()) })
}

// summaries are each period's summary, bulletin and picture, and what goes beside them.
func (f *folder) summaries() error {
	f.begin(textSummaries, textSummariesAbout)
	duty, ok := standing.Progress(f.Desk.Plan)
	if !ok {
		return nil
	}
	for _, p := range f.periods(*duty) {
		gone, err := f.gone(p)
		if err != nil {
			return err
		}
		for _, kind := range []reports.PaperKind{reports.PaperSummary, reports.PaperBulletin, reports.PaperCard} {
			if gone && kind == reports.PaperSummary {
				continue
			}
			x := reports.Paper{Kind: kind, Period: p.ID, Names: true, Difficulties: true, Copy: true}
			if err := f.paper([]string{textSummaries, p.ID}, x, fmt.Sprintf("%s %s", p.ID, kind)); err != nil {
				return err
			}
		}
	}
	return nil
}

// gone adds the summary of a period as it went to the superiors, and not as it would be
// made now. It reports whether there is one.
func (f *folder) gone(p plan.Period) (bool, error) {
	var went filing.Went
	if err := f.view(func(r storage.Reader) (err error) {
		went, _, err = filing.Gone(r, p.ID)
		return err
	}); err != nil || went.File.Hash == "" {
		return false, err
	}
	data, err := f.Files.Get(f.ctx, went.File.Hash)
	switch {
	case errors.Is(err, storage.ErrNoFile) || errors.Is(err, storage.ErrCorrupt) || errors.Is(err, files.ErrNoPlace):
		return false, nil // it is made anew
	case err != nil:
		return false, err
	}
	note := fmt.Sprintf(textWent, f.at(went.At))
	if went.Changed {
		note = fmt.Sprintf(textWentChanged, f.at(went.At))
	}
	if went.Number != "" {
		note += "，" + went.Number
	}
	return true, f.add([]string{textSummaries, p.ID}, went.File.Name, went.File.Name, note, data)
}

// reports are the reports that there are, whatever made them owed. A summary that went is
// no report but a paper of its own: see [folder.gone].
func (f *folder) reports() error {
	f.begin(textReports, textReportsAbout)
	var keys []reports.Key
	if err := f.view(func(r storage.Reader) error {
		keys = nil
		return r.Scan(storage.RowReport.Prefix(), "", 0, func(key string, _ []byte) error {
			c := storage.Components(key)
			if len(c) != 4 {
				return nil
			}
			if duty, ok := f.Desk.Duty(c[2]); !ok || !duty.Summarises() {
				keys = append(keys, reports.Key{Period: c[1], Duty: c[2], Subject: c[3]})
			}
			return nil
		})
	}); err != nil {
		return err
	}
	for _, k := range keys {
		x := reports.Paper{Kind: reports.PaperReport, Period: k.Period, Duty: k.Duty, Subject: k.Subject}
		if err := f.paper([]string{textReports, k.Period}, x, k.Period+" "+f.Desk.SubjectName(k)); err != nil {
			return err
		}
	}
	return nil
}

// bookEvery is how many periods a workbook holds: each begins where the one before ends.
const bookEvery = 24

// books are the workbooks, one for each year of half-months, and the list of problems.
func (f *folder) books() error {
	duty, ok := standing.Progress(f.Desk.Plan)
	if !ok {
		return nil
	}
	all := f.periods(*duty)
	for i := len(all) - 1; i >= 0; i -= bookEvery {
		if err := f.paper([]string{textTables}, reports.Paper{Kind: reports.PaperBook, Period: all[i].ID, Private: true}, textBook+" "+all[i].ID); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return nil
	}
	return f.paper([]string{textTables}, reports.Paper{Kind: reports.PaperProblems, Period: all[len(all)-1].ID}, textProblems)
}

// collections are the tables of what was asked outside of the duties.
func (f *folder) collections() error {
	f.begin(textCollections, textCollAbout)
	var all []reports.Collection
	if err := f.view(func(r storage.Reader) (err error) {
		all, err = storage.AllSound[reports.Collection](r, storage.RowCollection.Prefix())
		return err
	}); err != nil {
		return err
	}
	for _, c := range all {
		for _, kind := range []reports.PaperKind{reports.PaperCollection, reports.PaperCollectionBook} {
			if err := f.paper([]string{textCollections}, reports.Paper{Kind: kind, Collection: c.ID}, c.Title); err != nil {
				return err
			}
		}
	}
	return nil
}
