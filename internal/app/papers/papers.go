// Package papers makes files from what is stored: reports, summaries, lists
// and bulletins as Word, the workbook, the pictures. All inputs of the
// renderers are built here and nowhere else.
//
// Promises: what is public shows no private indicator, no problem and no photo,
// and difficulties and names only where the paper says so; what is stored is
// read in one snapshot, and rendered outside of any transaction; photos are
// made ready one after another.
package papers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"liubao/bot/desk"
	"liubao/bot/desk/filing"
	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/card"
	"liubao/reports/clean"
	"liubao/reports/docx"
	"liubao/reports/xlsx"
	"liubao/schedules"
	"liubao/storage"
	"liubao/storage/files"
)

// ErrNothing: there is nothing stored that the paper could show.
var ErrNothing = errors.New("nothing to show")

// ErrOpen: the paper would say who is missing before the deadline has passed.
var ErrOpen = errors.New("the period is open")

// File is a finished paper, or a page of one that takes several pictures.
type File struct {
	Name    string // safe as a file's name
	Data    []byte
	Caption string // what a picture shows, in words; of a document, one line
	Proof   string // the anchor of the audit log that a document for the office holds, as a line
}

// Press makes papers. Its methods may be called concurrently.
type Press struct {
	desk  *desk.Desk
	fonts docx.Fonts
	cards *card.Renderer
	// outside is where files lie that are not in the store, nil for nowhere.
	outside files.Objects
}

// New returns a press for the desk's plan. Fonts that are left empty come from
// the official profile.
func New(d *desk.Desk, fonts docx.Fonts) *Press {
	return &Press{desk: d, fonts: fonts, cards: card.New()}
}

// Outside has the press look for photos there, too. It returns the press.
func (p *Press) Outside(o files.Objects) *Press {
	p.outside = o
	return p
}

// sheet is what one paper is made of: a snapshot of the store, the rules as
// they stand in it, and the plan as it stood on the deadline of the period that
// the paper is about.
type sheet struct {
	*desk.Desk
	Plan  *plan.Plan
	r     storage.Reader
	paper reports.Paper
	now   time.Time
	loc   *time.Location
	out   made
}

// made is a paper before it is rendered; one of the fields is set.
type made struct {
	photos []photo // to be made ready and attached by build
	build  func([]docx.Evidence) (docx.Doc, error)
	book   *xlsx.Input
	plain  *xlsx.Plain
	card   *card.Card
	trend  *card.Trend
	name   string
	line   string
	office bool // it goes to the office
	public bool // it goes to the group
}

// Make makes a paper: one file, or of a picture with much in it several. It
// fails with [ErrNothing] where nothing of the kind is stored.
func (p *Press) Make(ctx context.Context, e storage.Engine, paper reports.Paper, now time.Time) ([]File, error) {
	out, err := p.gather(ctx, e, paper, now)
	if err != nil {
		return nil, err
	}
	files, err := p.render(ctx, e, out)
	if err != nil {
		return nil, fmt.Errorf("paper %s of %s: %w", paper.Kind, paper.Period, err)
	}
	return files, nil
}

// gather reads in one snapshot what a paper shows.
func (p *Press) gather(ctx context.Context, e storage.Engine, paper reports.Paper, now time.Time) (out made, err error) {
	if err := e.View(ctx, func(r storage.Reader) error {
		d, err := p.desk.With(r)
		if err != nil {
			return err
		}
		s := &sheet{Desk: d, Plan: d.Plan, r: r, paper: paper, now: d.AsOf(now), loc: d.Plan.Location()}
		err = s.gather()
		out = s.out
		out.office, out.public = paper.Kind != reports.PaperReport, paper.Public // a report a unit prints and files
		return err
	}); err != nil {
		return out, fmt.Errorf("paper %s of %s: %w", paper.Kind, paper.Period, err)
	}
	return out, nil
}

func (s *sheet) gather() error {
	switch s.paper.Kind {
	case reports.PaperReport:
		return s.report()
	case reports.PaperSummary:
		return s.summary()
	case reports.PaperBulletin:
		return s.bulletin()
	case reports.PaperAgenda:
		return s.agenda()
	case reports.PaperProblems:
		return s.problems()
	case reports.PaperWords:
		return s.words()
	case reports.PaperBook:
		return s.book()
	case reports.PaperCard:
		return s.card()
	case reports.PaperTrend:
		return s.trend()
	case reports.PaperInvites:
		return s.invites()
	case reports.PaperCollection:
		return s.collection()
	case reports.PaperCollectionBook:
		return s.collectionBook()
	}
	return fmt.Errorf("there is no paper of kind %q", s.paper.Kind)
}

func (p *Press) render(ctx context.Context, e storage.Engine, m made) ([]File, error) {
	f := File{Caption: m.line}
	ext := ".docx"
	var err error
	switch {
	case m.card != nil:
		return p.pages(m)
	case m.trend != nil:
		ext, f.Caption = ".png", card.TrendCaption(*m.trend)
		f.Data, err = p.cards.TrendPNG(*m.trend)
	case m.plain != nil:
		ext = ".xlsx"
		f.Data, err = xlsx.RenderPlain(*m.plain)
	case m.book != nil:
		ext = ".xlsx"
		f.Data, err = xlsx.Render(*m.book)
	default:
		var doc docx.Doc
		var shown []docx.Evidence
		if shown, err = ready(ctx, files.Store{Engine: e, Outside: p.outside}, m.photos); err == nil {
			doc, err = m.build(shown)
			if !m.public {
				f.Caption += notPutIn(shown)
			}
		}
		if err == nil {
			f.Data, err = docx.Render(doc, p.fonts)
			if doc.Anchor != "" && m.office { // so that it has left the file with the message, too
				f.Proof = fmt.Sprintf(textAnchor, doc.Anchor)
			}
		}
	}
	f.Name = clean.Filename(m.name + ext)
	return []File{f}, err
}

// pages draws a card: the first picture says in words what all of them show.
func (p *Press) pages(m made) ([]File, error) {
	all, err := p.cards.Pages(*m.card)
	var out []File
	for i, data := range all {
		f := File{Name: clean.Filename(m.name + ".png"), Data: data, Caption: card.Caption(*m.card)}
		if i > 0 {
			f.Name = clean.Filename(fmt.Sprintf("%s_%d.png", m.name, i+1))
			f.Caption = fmt.Sprintf(textPage, m.card.Title, i+1, len(all))
		}
		out = append(out, f)
	}
	return out, err
}

// progress returns the duty whose reports make the roll-up.
func (s *sheet) progress() (plan.Duty, error) {
	if d, ok := standing.Progress(s.Plan); ok {
		return *d, nil
	}
	return plan.Duty{}, fmt.Errorf("%w: the plan has no recurring reports on areas", ErrNothing)
}

// period finds the paper's period among those of a duty; from then on the
// paper's plan is that of the period.
func (s *sheet) period(duty plan.Duty) (plan.Period, error) {
	p, ok := schedules.ByID(duty, s.Plan, s.Rules, s.Calendar, s.paper.Period)
	if !ok {
		return p, fmt.Errorf("%w: %s has no period %q", ErrNothing, duty.ID, s.paper.Period)
	}
	s.Plan = s.Plan.On(p.Nominal)
	return p, nil
}

// progressIn returns the duty that reports on areas, and the paper's period of it.
func (s *sheet) progressIn() (duty plan.Duty, p plan.Period, err error) {
	if duty, err = s.progress(); err == nil {
		p, err = s.period(duty)
	}
	return duty, p, err
}

// history returns at most n periods up to p, oldest first.
func (s *sheet) history(duty plan.Duty, p plan.Period, n int) []plan.Period {
	out := []plan.Period{p}
	for len(out) < n {
		before, ok := schedules.Previous(duty, s.Plan, s.Rules, s.Calendar, out[0])
		if !ok {
			break
		}
		out = append([]plan.Period{before}, out...)
	}
	return out
}

func (s *sheet) today() plan.Date { return plan.DateOf(s.now.In(s.loc)) }

// asLetter is how long after its deadline a bulletin is still written as a letter of the
// day. What is made later is taken for a copy.
const asLetter = 31 * 24 * time.Hour

// copied is the date of a copy: the day on which the period ended, or on which the last
// report of it came in. A letter is never dated before what it tells.
func (s *sheet) copied(p plan.Period, owed []reports.Owed) plan.Date {
	last := p.Deadline
	for _, o := range owed {
		if o.FirstAt.After(last) {
			last = o.FirstAt
		}
	}
	return plan.DateOf(last.In(s.loc))
}

// summaryDate is the day on which the summary went to the superiors, or of one that has
// not gone today.
func (s *sheet) summaryDate(p plan.Period, owed []reports.Owed) (plan.Date, error) {
	went, ok, err := filing.Gone(s.r, p.ID)
	switch {
	case ok && !s.paper.Public:
		return plan.DateOf(went.At.In(s.loc)), err
	case s.paper.Copy:
		return s.copied(p, owed), err
	}
	return s.today(), err
}
