package report

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/reports"
)

// A lead unit sees beside each task what the responsible units contributed and
// takes, edits or leaves it. A silent unit holds nothing up: no gap of a report
// ever asks for a contribution.

// Taking is what the lead decided about one unit's contribution.
type Taking struct {
	Task int    `json:"task"`
	Unit string `json:"unit"`
	How  string `json:"how"` // taken, edited, left
	Rev  int    `json:"rev"` // of the contribution that was decided about
	By   string `json:"by"`
}

// shownContributions is how many undecided contributions a card shows at once.
const shownContributions = 3

// decided returns what was decided about a contribution as it stands now.
func (w *Draft) decided(c reports.Contribution) string {
	for _, x := range w.Takings {
		if x.Task == c.Task && x.Unit == c.Unit && x.Rev == c.Rev {
			return x.How
		}
	}
	return ""
}

// undecided returns the task's contributions that wait for the lead.
func (t *turn) undecided(task Task) []reports.Contribution {
	var out []reports.Contribution
	for _, c := range task.Contributions {
		if c.Given() && t.w.decided(c) == "" && len(t.fresh(c))+len(t.freshFiles(c)) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// fresh returns the pieces that are not in the draft as they stand now: a
// contribution that grew after it was taken shows only what is new.
func (t *turn) fresh(c reports.Contribution) []reports.Piece {
	have := map[string]bool{}
	for _, p := range t.w.Entry(c.Task).Words {
		for _, of := range strings.Split(p.Of, ",") {
			have[of] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(c.Words), func(p reports.Piece) bool { return have[pieceOf(p)] })
}

func (t *turn) freshFiles(c reports.Contribution) []reports.File {
	have := map[string]bool{}
	for _, f := range t.w.Entry(c.Task).Evidence {
		have[f.UID] = true
	}
	return slices.DeleteFunc(slices.Clone(c.Files), func(f reports.File) bool { return have[f.UID] })
}

// pieceOf names a contribution's piece as it stands: an edited one is another.
func pieceOf(p reports.Piece) string { return fmt.Sprintf("%s.%d", p.ID, len(p.Was)) }

// contribution returns a unit's contribution to a task.
func (d *Dialog) contribution(number int, unit string) (Task, reports.Contribution, bool) {
	task, ok := d.task(number)
	if !ok {
		return task, reports.Contribution{}, false
	}
	for _, c := range task.Contributions {
		if c.Unit == unit {
			return task, c, true
		}
	}
	return task, reports.Contribution{}, false
}

// tapTaking takes g:3:unit:t (take), :e (edit, then take), :l (leave) and :a
// (ask the unit again).
func (t *turn) tapTaking(rest string) {
	parts := strings.Split(rest, ":")
	if len(parts) != 3 {
		t.settle()
		return
	}
	number := 0
	_, _ = fmt.Sscanf(parts[0], "%d", &number)
	task, c, ok := t.d.contribution(number, parts[1])
	if !ok {
		t.settle()
		return
	}
	item := fmt.Sprint(number)
	t.move(screenTask, item)
	if parts[2] == "a" {
		if c.Silent() {
			t.emit(conversations.AskUnit{Task: number, Unit: c.Unit})
		}
		return
	}
	if t.w.decided(c) != "" {
		t.toast(textTakingGone)
		return
	}
	switch parts[2] {
	case "t":
		t.take(task, c)
	case "l":
		t.decide(c, "left")
		t.note = fmt.Sprintf(textTakingLeft, t.unitName(c.Unit))
	case "e":
		t.move(screenTaking, parts[0]+":"+parts[1])
	}
}

// take puts a contribution's words and files into the draft, each piece with
// the unit it came from.
func (t *turn) take(task Task, c reports.Contribution) {
	t.begun(task)
	for _, p := range t.fresh(c) {
		t.w.put(taskSpot(task.Number, "words"), reports.Piece{
			ID: "from-" + p.ID, By: p.By, At: p.At, Text: p.Text, From: c.Unit, Of: pieceOf(p),
		}, t.by)
	}
	t.takeFiles(task, c)
	t.decide(c, "taken")
	t.note = fmt.Sprintf(textTakingTaken, t.unitName(c.Unit))
}

func (t *turn) takeFiles(task Task, c reports.Contribution) {
	fresh := t.freshFiles(c)
	if len(fresh) == 0 {
		return
	}
	e := t.w.entry(task.Number)
	e.Evidence = append(e.Evidence, fresh...)
	t.w.touch("files", t.by)
}

// begun turns 同上期 into progress: there is something to tell after all.
func (t *turn) begun(task Task) {
	if e := t.w.entry(task.Number); e.Progress == reports.Same {
		e.Progress, e.SameRun, e.Carried = reports.Moving, 0, ""
	}
}

func (t *turn) decide(c reports.Contribution, how string) {
	t.w.Takings = slices.DeleteFunc(slices.Clone(t.w.Takings), func(x Taking) bool { return x.Task == c.Task && x.Unit == c.Unit })
	t.w.Takings = append(t.w.Takings, Taking{Task: c.Task, Unit: c.Unit, How: how, Rev: c.Rev, By: t.by.Actor})
	t.w.touch(fmt.Sprintf("g%d.%s", c.Task, c.Unit), t.by)
	t.emit(conversations.Logged{What: fmt.Sprintf("素材 任务%d %s", c.Task, t.unitName(c.Unit)), After: takingWords[how]})
}

var takingWords = map[string]string{"taken": buttonTakingTake, "edited": buttonTakingEdit, "left": buttonTakingSkip}

// takingItem reads what the screen for editing a contribution is about.
func (t *turn) takingItem() (Task, reports.Contribution, bool) {
	number, unit, _ := strings.Cut(t.c.Item, ":")
	n := 0
	_, _ = fmt.Sscanf(number, "%d", &n)
	return t.d.contribution(n, unit)
}

// wroteTaking takes the lead's edition of a contribution. The unit's own words
// stay beside it.
func (t *turn) wroteTaking(p reports.Piece) {
	task, c, ok := t.takingItem()
	if !ok {
		t.w.Loose = append(t.w.Loose, p)
		t.w.touch("loose", t.by)
		t.move(screenPlace, "")
		return
	}
	var of []string
	for _, was := range t.fresh(c) {
		p.Was = append(p.Was, was.Text)
		of = append(of, pieceOf(was))
	}
	p.From, p.Of = c.Unit, strings.Join(of, ",")
	t.begun(task)
	t.w.put(taskSpot(task.Number, "words"), p, t.by)
	t.c.LastSpot = taskSpot(task.Number, "words")
	t.takeFiles(task, c)
	t.decide(c, "edited")
	t.note = fmt.Sprintf(textTakingTaken, t.unitName(c.Unit))
	t.move(screenTask, fmt.Sprint(task.Number))
}

func (t *turn) unitName(id string) string { return textOfUnit(t.d, id) }

// contributed shows what the responsible units gave for a task.
func (t *turn) contributed(x *reports.Writer, task Task) *reports.Writer {
	waiting := t.undecided(task)
	for i, c := range waiting {
		if i == shownContributions {
			x = x.Line(fmt.Sprintf(textTakingMore, len(waiting)-i))
			break
		}
		x = t.contributionText(x, c)
	}
	var silent, none []string
	for _, c := range task.Contributions {
		switch {
		case c.Silent() && c.Asks > 0:
			silent = append(silent, t.unitName(c.Unit))
		case c.Nothing && !c.Given():
			none = append(none, t.unitName(c.Unit))
		}
	}
	if len(none) > 0 {
		x = x.Line(fmt.Sprintf(textTakingNone, strings.Join(none, "、")))
	}
	if len(silent) > 0 {
		x = x.Line(fmt.Sprintf(textTakingSilent, strings.Join(silent, "、")))
	}
	return x
}

func (t *turn) contributionText(x *reports.Writer, c reports.Contribution) *reports.Writer {
	x = x.Line(fmt.Sprintf(textTaking, t.unitName(c.Unit)))
	for _, p := range t.fresh(c) {
		x = x.Add(reports.Quote, conversations.Clip(p.Text, 400)).Line("")
	}
	if n := len(t.freshFiles(c)); n > 0 {
		x = x.Line(fmt.Sprintf(textTakingFiles, n))
	}
	return x
}

// takingButtons offers to take, edit or leave each contribution that waits,
// and to ask those who are silent once more.
func (t *turn) takingButtons(task Task) [][]conversations.Button {
	var rows [][]conversations.Button
	data := func(c reports.Contribution, what string) string {
		return fmt.Sprintf("g:%d:%s:%s", task.Number, c.Unit, what)
	}
	for i, c := range t.undecided(task) {
		if i == shownContributions {
			break
		}
		name := t.unitName(c.Unit)
		row := []conversations.Button{button(buttonTakingTake+" "+name, data(c, "t"))}
		if len(t.fresh(c)) > 0 {
			row = append(row, button(buttonTakingEdit, data(c, "e")))
		}
		rows = append(rows, append(row, button(buttonTakingSkip, data(c, "l"))))
	}
	var ask []conversations.Button
	for _, c := range task.Contributions {
		if c.Silent() && c.Asks > 0 && len(ask) < 4 {
			ask = append(ask, button(fmt.Sprintf(buttonTakingAsk, t.unitName(c.Unit)), data(c, "a")))
		}
	}
	return conversations.AppendRows(rows, ask, 2)
}

// renderTaking shows the contribution to be edited.
func (t *turn) renderTaking(task Task, c reports.Contribution) (*reports.Writer, [][]conversations.Button) {
	x := t.head(fmt.Sprintf("任务%d %s", task.Number, task.Title))
	for _, p := range t.fresh(c) { // as one that can be copied whole
		x = x.Add(reports.Code, p.Text).Line("")
	}
	x = x.Line("").Add(reports.Bold, fmt.Sprintf(textTakingEdit, t.unitName(c.Unit)))
	return x, [][]conversations.Button{{button(buttonBack, fmt.Sprintf("t%d", task.Number)), button(buttonHome, "h")}}
}
