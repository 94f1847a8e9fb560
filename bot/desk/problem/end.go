package problem

import (
	"fmt"
	"slices"
	"time"

	"liubao/bot"
	"liubao/bot/desk"
	"liubao/bot/desk/staff"
	"liubao/conversations"
	"liubao/reports"
	"liubao/storage"
)

// problemNoted takes progress or further words about a problem.
func problemNoted(t *desk.Turn, id, words string) error {
	p, ok, err := theProblem(t, id, false)
	if err != nil || !ok {
		return err
	}
	if !p.Open() {
		return t.Sayf(textProblemNotOpen)
	}
	var file *reports.File
	if t.Update.File != nil {
		f := t.File()
		file = &f
		if err := storage.SaveFetch(t.Tx, f); err != nil {
			return err
		}
		if words == "" {
			words = f.Label()
		}
	}
	if err := t.Log(p.Unit, "", fmt.Sprintf(textLogNote, p.ID), "", words); err != nil {
		return err
	}
	if err := noted(t, p, words, file); err != nil {
		return err
	}
	return acknowledge(t, textProblemDone)
}

// noted adds a note to a problem, shows it on the cards, and tells the others
// whom it concerns: the units that deal with it and whoever reported it.
func noted(t *desk.Turn, p reports.Problem, words string, file *reports.File) error {
	p.Notes = t.WithNote(p.Notes, words)
	if p.MeasureAt.IsZero() && t.Me.Unit != "" && slices.Contains(p.Assigned, t.Me.Unit) {
		p.MeasureAt = t.Now
		if err := startStage(t.Desk, t.Tx, p, t.Now); err != nil {
			return err
		}
	}
	if file != nil {
		p.Evidence = append(slices.Clone(p.Evidence), *file)
	}
	if err := saveProblem(t.Tx, p); err != nil {
		return err
	}
	if err := refreshProblem(t, p); err != nil {
		return err
	}
	x := reports.Text{}.Line(fmt.Sprintf(textProblemNoteTell, p.ID, t.Me.Name)).Add(reports.Quote, words)
	handles, err := handles(t)
	if err != nil {
		return err
	}
	if handles || t.Me.Has(reports.Inspector) { // an instruction goes to those who are to act on it
		return tellOthers(t, p, x)
	}
	return tellHandler(t, p, x)
}

// tellHandler tells the person who took a problem up, or else those on duty.
func tellHandler(t *desk.Turn, p reports.Problem, x reports.Text) error {
	to, err := onDuty(t.Desk, t.Tx, t.Now)
	if err != nil {
		return err
	}
	if who, ok, err := storage.Person(t.Tx, p.AckedBy); err != nil {
		return err
	} else if ok && who.Reachable() {
		to = []reports.Person{who}
	}
	for _, who := range to[:min(len(to), staff.MostContacts)] {
		m := bot.Message{Kind: bot.Send, Text: x, Purpose: "problem",
			Rows: [][]bot.Button{{{Label: fmt.Sprintf(buttonProblemOpen, p.ID), Data: problemData("v", p.ID)}}}}
		if who.ID == t.Me.ID {
			continue
		}
		if err := t.Notify(t.Tx, who, m, t.Now); err != nil {
			return err
		}
	}
	return nil
}

// closeProblem asks for the result. Nobody closes what their own unit reported
// or is to deal with, alone.
func closeProblem(t *desk.Turn, p reports.Problem, _ string) error {
	switch {
	case !p.Open():
		return t.Toast(textProblemNotOpen)
	case ownProblem(t, p):
		t.Answer = bot.Answer{Text: textProblemOwn, Alert: true}
		return nil
	}
	return t.Ask(askProblemResult, p.ID)
}

func ownProblem(t *desk.Turn, p reports.Problem) bool {
	return t.Me.Unit != "" && (p.Unit == t.Me.Unit || slices.Contains(p.Assigned, t.Me.Unit))
}

func problemClosed(t *desk.Turn, id, result string) error {
	p, ok, err := theProblem(t, id, true)
	switch {
	case err != nil || !ok:
		return err
	case !p.Open() && (t.Earlier == nil || p.Result != t.Earlier.Words):
		return t.Sayf(textProblemNotOpen)
	case ownProblem(t, p):
		return t.Sayf(textProblemOwn)
	}
	p.ClosedAt, p.ClosedBy, p.Result = t.Now, t.Me.ID, result
	if p.AckedAt.IsZero() {
		p.AckedAt, p.AckedBy = t.Now, t.Me.ID
	}
	if err := changed(t, p, textLogClosed, "", result); err != nil {
		return err
	}
	x := reports.Text{}.Line(fmt.Sprintf(textProblemClosedTell, p.ID, t.Me.Name)).Add(reports.Quote, result)
	return toldAll(t, p, x)
}

func problemReopened(t *desk.Turn, id, reason string) error {
	p, ok, err := theProblem(t, id, true)
	switch {
	case err != nil || !ok:
		return err
	case p.Open() && t.Earlier != nil:
		return moreOnReopened(t, p, reason)
	case p.Open() || p.MergedIn != "":
		return t.Sayf(textProblemNotClosed)
	}
	before := p.Result
	p.ClosedAt, p.ClosedBy, p.Result = time.Time{}, "", ""
	p.Notes = append(slices.Clone(p.Notes), reports.Note{By: t.Me.ID, At: t.Now, Text: reason})
	if err := startStage(t.Desk, t.Tx, p, t.Now); err != nil {
		return err
	}
	if err := changed(t, p, textLogReopened, before, reason); err != nil {
		return err
	}
	if !p.Due.IsZero() {
		if err := setDueTimers(t, p); err != nil {
			return err
		}
	}
	x := reports.Text{}.Line(fmt.Sprintf(textProblemReopened, p.ID, t.Me.Name)).Add(reports.Quote, reason)
	return toldAll(t, p, x)
}

// tellOthers tells the units that deal with a problem, and whoever reported it.
func tellOthers(t *desk.Turn, p reports.Problem, x reports.Text) error {
	if _, err := tellUnits(t, p, x); err != nil {
		return err
	}
	return tellReporter(t, p, x)
}

// toldAll does so, and says that what was done is noted.
func toldAll(t *desk.Turn, p reports.Problem, x reports.Text) error {
	if err := tellOthers(t, p, x); err != nil {
		return err
	}
	return acknowledge(t, textProblemDone)
}

// moreOnReopened takes more of the reason why a problem was opened again.
func moreOnReopened(t *desk.Turn, p reports.Problem, reason string) error {
	p.Notes = t.WithNote(p.Notes, reason)
	if err := changed(t, p, textLogReopened, t.Earlier.Words, reason); err != nil {
		return err
	}
	x := reports.Text{}.Line(fmt.Sprintf(textProblemReopened, p.ID, t.Me.Name)).Add(reports.Quote, reason)
	return toldAll(t, p, x)
}

// mergeProblem shows the other open problems (pb.m.ID) or makes one of two
// (pb.m.ID.OTHER).
func mergeProblem(t *desk.Turn, p reports.Problem, into string) error {
	if !p.Open() {
		return t.Toast(textProblemNotOpen)
	}
	open, err := OpenProblems(t.Tx)
	if err != nil {
		return err
	}
	if into != "" {
		i := slices.IndexFunc(open, func(x reports.Problem) bool { return x.ID == into && x.ID != p.ID })
		if i < 0 {
			return t.Toast(textProblemNotOpen)
		}
		return merge(t, p, open[i])
	}
	var rows [][]bot.Button
	for _, x := range open {
		if x.ID != p.ID && len(rows) < mostListed {
			label := conversations.Clip(x.ID+"号 "+t.Plan.UnitName(x.Unit)+"："+conversations.OneLine(x.What), 30)
			rows = append(rows, []bot.Button{{Label: label, Data: tapProblem.Data(problemTap{"m", p.ID, x.ID})}})
		}
	}
	if len(rows) == 0 {
		return t.Toast(textProblemMergeNone)
	}
	return t.Say(reports.T(fmt.Sprintf(textProblemMergeHow, p.ID)), rows...)
}

// merge makes p part of into: its words, files and whoever was told go along,
// and into is as serious as the more serious of the two.
func merge(t *desk.Turn, p, into reports.Problem) error {
	into.Notes = append(slices.Clone(into.Notes), reports.Note{By: p.By, At: t.Now, Text: fmt.Sprintf(textProblemMergedNote, p.ID, p.What)})
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
				if err := desk.SetTimer(t.Tx, t.Now.Add(wait), timerProblem, fmt.Sprintf("%s/%d", into.ID, i+1)); err != nil {
					return err
				}
			}
		}
	}
	p.MergedIn = into.ID
	if err := changed(t, p, textLogMerged, "", into.ID); err != nil {
		return err
	}
	if err := saveProblem(t.Tx, into); err != nil {
		return err
	}
	if err := startStage(t.Desk, t.Tx, into, t.Now); err != nil {
		return err
	}
	if err := t.Log(into.Unit, "", fmt.Sprintf(textLogMerged, into.ID), p.ID, ""); err != nil {
		return err
	}
	if err := tellReporter(t, p, reports.T(fmt.Sprintf(textProblemMergedTell, p.ID, into.ID))); err != nil {
		return err
	}
	return viewProblem(t, into, "")
}

// Holders returns the ids of the people on whose list an open problem stands:
// those of the units it is assigned to, or else whoever took it up and those on
// duty; never nobody while the task force has anybody at all.
func Holders(d *desk.Desk, r storage.Reader, p reports.Problem, now time.Time) ([]string, error) {
	var out []string
	for _, unit := range p.Assigned {
		people, err := staff.ContactsOf(r, unit)
		if err != nil {
			return nil, err
		}
		for _, x := range people {
			out = append(out, x.ID)
		}
	}
	duty, err := onDuty(d, r, now)
	for _, x := range duty {
		if len(p.Assigned) == 0 || len(out) == 0 {
			out = append(out, x.ID)
		}
	}
	return out, err
}
