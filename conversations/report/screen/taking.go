package screen

import (
	"fmt"
	"slices"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/reports"
)

// shownContributions is how many undecided contributions a card shows at once.
const shownContributions = 3

// undecided returns the task's contributions that wait for the lead.
func (t *View) undecided(task form.Task) []reports.Contribution {
	var out []reports.Contribution
	for _, c := range task.Contributions {
		if c.Given() && t.Draft.Decided(c) == "" && len(t.Fresh(c))+len(t.FreshFiles(c)) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Fresh returns the pieces that are not in the draft as they stand now: a
// contribution that grew after it was taken shows only what is new.
func (t *View) Fresh(c reports.Contribution) []reports.Piece {
	have := map[string]bool{}
	for _, p := range t.Draft.Entry(c.Task).Words {
		for _, of := range strings.Split(p.Of, ",") {
			have[of] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(c.Words), func(p reports.Piece) bool { return have[form.PieceOf(p)] })
}

// FreshFiles returns the files that are not in the draft.
func (t *View) FreshFiles(c reports.Contribution) []reports.File {
	have := map[string]bool{}
	for _, f := range t.Draft.Entry(c.Task).Evidence {
		have[f.UID] = true
	}
	return slices.DeleteFunc(slices.Clone(c.Files), func(f reports.File) bool { return have[f.UID] })
}

// TakingItem reads what the screen for editing a contribution is about.
func (t *View) TakingItem() (form.Task, reports.Contribution, bool) {
	number, unit, _ := strings.Cut(t.At.Item, ":")
	n := 0
	_, _ = fmt.Sscanf(number, "%d", &n)
	return t.Form.Contribution(n, unit)
}

// UnitName returns a unit's name.
func (t *View) UnitName(id string) string { return TextOfUnit(t.Form, id) }

// contributed shows what the responsible units gave for a task.
func (t *View) contributed(x *reports.Writer, task form.Task) *reports.Writer {
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
			silent = append(silent, t.UnitName(c.Unit))
		case c.Nothing && !c.Given():
			none = append(none, t.UnitName(c.Unit))
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

func (t *View) contributionText(x *reports.Writer, c reports.Contribution) *reports.Writer {
	x = x.Line(fmt.Sprintf(textTaking, t.UnitName(c.Unit)))
	for _, p := range t.Fresh(c) {
		x = x.Add(reports.Quote, conversations.Clip(p.Text, 400)).Line("")
	}
	if n := len(t.FreshFiles(c)); n > 0 {
		x = x.Line(fmt.Sprintf(textTakingFiles, n))
	}
	return x
}

// takingButtons offers to take, edit or leave each contribution that waits,
// and to ask those who are silent once more.
func (t *View) takingButtons(task form.Task) [][]conversations.Button {
	var rows [][]conversations.Button
	data := func(c reports.Contribution, what string) string {
		return fmt.Sprintf("g:%d:%s:%s", task.Number, c.Unit, what)
	}
	for i, c := range t.undecided(task) {
		if i == shownContributions {
			break
		}
		name := t.UnitName(c.Unit)
		row := []conversations.Button{button(ButtonTakingTake+" "+name, data(c, "t"))}
		if len(t.Fresh(c)) > 0 {
			row = append(row, button(ButtonTakingEdit, data(c, "e")))
		}
		rows = append(rows, append(row, button(ButtonTakingSkip, data(c, "l"))))
	}
	var ask []conversations.Button
	for _, c := range task.Contributions {
		if c.Silent() && c.Asks > 0 && len(ask) < 4 {
			ask = append(ask, button(fmt.Sprintf(buttonTakingAsk, t.UnitName(c.Unit)), data(c, "a")))
		}
	}
	return conversations.AppendRows(rows, ask, 2)
}

// renderTaking shows the contribution to be edited.
func (t *View) renderTaking(task form.Task, c reports.Contribution) (*reports.Writer, [][]conversations.Button) {
	x := t.head(fmt.Sprintf("任务%d %s", task.Number, task.Title))
	for _, p := range t.Fresh(c) { // as one that can be copied whole
		x = x.Add(reports.Code, p.Text).Line("")
	}
	x = x.Line("").Add(reports.Bold, fmt.Sprintf(textTakingEdit, t.UnitName(c.Unit)))
	return x, [][]conversations.Button{{button(buttonBack, fmt.Sprintf("t%d", task.Number)), button(buttonHome, "h")}}
}

// TextOfUnit names a unit, or the office where there is none.
func TextOfUnit(d form.Form, id string) string {
	if n := d.UnitNames[id]; n != "" {
		return n
	}
	return buttonOffice
}
