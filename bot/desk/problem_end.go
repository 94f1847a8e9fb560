package desk

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

// problemNoted takes progress or further words about a problem.
func (t *turn) problemNoted(id, words string) error {
	p, ok, err := t.theProblem(id, false)
	if err != nil || !ok {
		return err
	}
	if !p.Open() {
		return t.sayf(textProblemNotOpen)
	}
	var file *reports.File
	if t.u.File != nil {
		f := t.file()
		file = &f
		if err := storage.SaveFetch(t.tx, f); err != nil {
			return err
		}
		if words == "" {
			words = f.Label()
		}
	}
	if err := t.log(p.Unit, "", fmt.Sprintf(textLogNote, p.ID), "", words); err != nil {
		return err
	}
	if err := t.noted(p, words, file); err != nil {
		return err
	}
	return t.sayf(textProblemDone)
}

// noted adds a note to a problem, shows it on the cards, and tells the others
// whom it concerns: the units that deal with it and whoever reported it.
func (t *turn) noted(p reports.Problem, words string, file *reports.File) error {
	p.Notes = append(slices.Clone(p.Notes), reports.Note{By: t.me.ID, At: t.now, Text: words})
	if file != nil {
		p.Evidence = append(slices.Clone(p.Evidence), *file)
	}
	if err := saveProblem(t.tx, p); err != nil {
		return err
	}
	if err := t.refreshProblem(p); err != nil {
		return err
	}
	x := reports.Text{}.Line(fmt.Sprintf(textProblemNoteTell, p.ID, t.me.Name)).Add(reports.Quote, words)
	handles, err := t.handles()
	if err != nil {
		return err
	}
	if handles || t.me.Has(reports.Inspector) { // an instruction goes to those who are to act on it
		if _, err := t.tellUnits(p, x); err != nil {
			return err
		}
		return t.tellReporter(p, x)
	}
	return t.tellHandler(p, x)
}

// tellHandler tells the person who took a problem up, or else those on duty.
func (t *turn) tellHandler(p reports.Problem, x reports.Text) error {
	to, err := t.onDuty(t.tx)
	if err != nil {
		return err
	}
	if who, ok, err := storage.Person(t.tx, p.AckedBy); err != nil {
		return err
	} else if ok && who.Reachable() {
		to = []reports.Person{who}
	}
	for _, who := range to[:min(len(to), mostContacts)] {
		m := bot.Message{Kind: bot.Send, Chat: who.Chat, Text: x, Purpose: "problem", Person: who.ID, At: t.now, NotBefore: t.Awake(t.now),
			Rows: [][]bot.Button{{{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: "pb.v." + p.ID}}}}
		if who.ID == t.me.ID {
			continue
		}
		if err := bot.Enqueue(t.tx, m); err != nil {
			return err
		}
	}
	return nil
}

// closeProblem asks for the result. Nobody closes what their own unit reported
// or is to deal with, alone.
func (t *turn) closeProblem(p reports.Problem, _ string) error {
	switch {
	case !p.Open():
		return t.toast(textProblemNotOpen)
	case t.ownProblem(p):
		t.answer = bot.Answer{Text: textProblemOwn, Alert: true}
		return nil
	}
	return t.ask(askProblemResult, p.ID)
}

func (t *turn) ownProblem(p reports.Problem) bool {
	return t.me.Unit != "" && (p.Unit == t.me.Unit || slices.Contains(p.Assigned, t.me.Unit))
}

func (t *turn) problemClosed(id, result string) error {
	p, ok, err := t.theProblem(id, true)
	switch {
	case err != nil || !ok:
		return err
	case !p.Open():
		return t.sayf(textProblemNotOpen)
	case t.ownProblem(p):
		return t.sayf(textProblemOwn)
	}
	p.ClosedAt, p.ClosedBy, p.Result = t.now, t.me.ID, result
	if p.AckedAt.IsZero() {
		p.AckedAt, p.AckedBy = t.now, t.me.ID
	}
	if err := t.changed(p, textLogClosed, "", result); err != nil {
		return err
	}
	x := reports.Text{}.Line(fmt.Sprintf(textProblemClosedTell, p.ID, t.me.Name)).Add(reports.Quote, result)
	if _, err := t.tellUnits(p, x); err != nil {
		return err
	}
	if err := t.tellReporter(p, x); err != nil {
		return err
	}
	return t.sayf(textProblemDone)
}

func (t *turn) problemReopened(id, reason string) error {
	p, ok, err := t.theProblem(id, true)
	switch {
	case err != nil || !ok:
		return err
	case p.Open() || p.MergedIn != "":
		return t.sayf(textProblemNotClosed)
	}
	before := p.Result
	p.ClosedAt, p.ClosedBy, p.Result = time.Time{}, "", ""
	p.Notes = append(slices.Clone(p.Notes), reports.Note{By: t.me.ID, At: t.now, Text: reason})
	if err := t.changed(p, textLogReopened, before, reason); err != nil {
		return err
	}
	if !p.Due.IsZero() {
		if err := t.setDueTimers(p); err != nil {
			return err
		}
	}
	x := reports.Text{}.Line(fmt.Sprintf(textProblemReopened, p.ID, t.me.Name)).Add(reports.Quote, reason)
	if _, err := t.tellUnits(p, x); err != nil {
		return err
	}
	if err := t.tellReporter(p, x); err != nil {
		return err
	}
	return t.sayf(textProblemDone)
}

// mergeProblem shows the other open problems (pb.m.ID) or makes one of two
// (pb.m.ID.OTHER).
func (t *turn) mergeProblem(p reports.Problem, into string) error {
	if !p.Open() {
		return t.toast(textProblemNotOpen)
	}
	open, err := OpenProblems(t.tx)
	if err != nil {
		return err
	}
	if into != "" {
		i := slices.IndexFunc(open, func(x reports.Problem) bool { return x.ID == into && x.ID != p.ID })
		if i < 0 {
			return t.toast(textProblemNotOpen)
		}
		return t.merge(p, open[i])
	}
	var rows [][]bot.Button
	for _, x := range open {
		if x.ID != p.ID && len(rows) < mostListed {
			label := clip(x.ID+"号 "+t.Plan.UnitName(x.Unit)+"："+oneLine(x.What), 30)
			rows = append(rows, []bot.Button{{Label: label, Data: "pb.m." + p.ID + "." + x.ID}})
		}
	}
	if len(rows) == 0 {
		return t.toast(textProblemMergeNone)
	}
	return t.say(reports.T(fmt.Sprintf(textProblemMergeHow, p.ID)), rows...)
}

// merge makes p part of into: its words, files and whoever was told go along,
// and into is as serious as the more serious of the two.
func (t *turn) merge(p, into reports.Problem) error {
	into.Notes = append(slices.Clone(into.Notes), reports.Note{By: p.By, At: t.now, Text: fmt.Sprintf(textProblemMergedNote, p.ID, p.What)})
	into.Evidence = append(slices.Clone(into.Evidence), p.Evidence...)
	for _, unit := range p.Assigned {
		if !slices.Contains(into.Assigned, unit) {
			into.Assigned = append(slices.Clone(into.Assigned), unit)
		}
	}
	if p.Major && !into.Major { // whoever confirmed the lesser one has not confirmed this
		into.Major, into.AckedAt, into.AckedBy = true, p.AckedAt, p.AckedBy
		if into.AckedAt.IsZero() {
			for i, wait := range problemRepeats {
				if err := setTimer(t.tx, t.now.Add(wait), timerProblem, fmt.Sprintf("%s/%d", into.ID, i+1)); err != nil {
					return err
				}
			}
		}
	}
	p.MergedIn = into.ID
	if err := t.changed(p, textLogMerged, "", into.ID); err != nil {
		return err
	}
	if err := saveProblem(t.tx, into); err != nil {
		return err
	}
	if err := t.log(into.Unit, "", fmt.Sprintf(textLogMerged, into.ID), p.ID, ""); err != nil {
		return err
	}
	if err := t.tellReporter(p, reports.T(fmt.Sprintf(textProblemMergedTell, p.ID, into.ID))); err != nil {
		return err
	}
	return t.viewProblem(into, "")
}

// Holders returns the ids of the people on whose list an open problem stands:
// those of the units it is assigned to, or else whoever took it up and those on
// duty; never nobody while the task force has anybody at all.
func (d *Desk) Holders(r storage.Reader, p reports.Problem) ([]string, error) {
	var out []string
	for _, unit := range p.Assigned {
		people, err := contactsOf(r, unit)
		if err != nil {
			return nil, err
		}
		for _, x := range people {
			out = append(out, x.ID)
		}
	}
	duty, err := d.onDuty(r)
	for _, x := range duty {
		if len(p.Assigned) == 0 || len(out) == 0 {
			out = append(out, x.ID)
		}
	}
	return out, err
}
