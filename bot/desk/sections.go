package desk

import (
	"fmt"
	"strings"
	"time"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// sections are what the office's status shows below the reports, in order.
// Features add theirs; an empty text is left out.
var sections = []func(d *Desk, r storage.Reader, now time.Time) (reports.Text, error){
	(*Desk).onceSection,
	(*Desk).instructionSection,
}

func (t *turn) addSections(x reports.Text) (reports.Text, error) {
	for _, section := range sections {
		more, err := section(t.Desk, t.tx, t.now)
		if err != nil {
			return x, err
		}
		if len(more) > 0 {
			x = x.Line("").Append(more.Trim()).Line("")
		}
	}
	return x, nil
}

func (d *Desk) onceSection(r storage.Reader, now time.Time) (reports.Text, error) {
	x, err := d.onceText(r, now)
	if len(x) == 0 || err != nil {
		return nil, err
	}
	return reports.Text{}.Head(textOnceHead).Append(x), nil
}

// instructionSection lists the instructions that wait for an answer.
func (d *Desk) instructionSection(r storage.Reader, _ time.Time) (reports.Text, error) {
	open, err := storage.All[reports.Instruction](r, storage.AllInstructionsPrefix())
	if err != nil || len(open) == 0 {
		return nil, err
	}
	x := reports.Text{}.Head(textInstructHead)
	for n, i := range open {
		if n == 10 {
			x = x.Line("…")
			break
		}
		x = x.Line(d.Plan.UnitName(i.Unit) + " " + d.instructionLine(i))
	}
	return x, nil
}

// instructionLines are the lines about open instructions on a unit's own card.
func (t *turn) instructionLines(unit string) ([]string, error) {
	open, err := t.openInstructions(t.tx, unit)
	var out []string
	for _, i := range open {
		out = append(out, t.instructionLine(i))
	}
	return out, err
}

func init() {
	lineNotes = append(lineNotes, func(d *Desk, r storage.Reader, l line, now time.Time) (string, error) {
		notes, err := d.handlingNotes(r, l.debt(), now)
		return strings.Join(notes, "；"), err
	})
	lineActions = append(lineActions,
		lineAction{buttonHandleOne, "cs", func(p reports.Person, l line) bool { return Can(p, ActHandle) && !l.reported() }},
		lineAction{buttonReview, "rv", func(p reports.Person, l line) bool { return Can(p, ActReview) && l.report != nil }},
		lineAction{buttonInstruct, "ir", func(p reports.Person, _ line) bool { return Can(p, ActInstruct) }},
	)
	homeButtons = append(homeButtons, func(t *turn, b board) []bot.Button {
		if !Can(t.me, ActHandle) {
			return nil
		}
		return []bot.Button{{Label: buttonHandle, Data: "cs.l." + strings.ReplaceAll(b.period.ID, "-", "") + "." + b.duty.ID}}
	})
}

// onceText lists for the office what falls due once, and what has no date yet.
func (d *Desk) onceText(r storage.Reader, now time.Time) (reports.Text, error) {
	var x reports.Text
	undated := 0
	for _, duty := range d.datable() {
		if !d.dated(duty) {
			undated++
			continue
		}
		p, ok := d.onlyPeriod(duty)
		if !ok || duty.Timing != plan.Once {
			continue
		}
		all, err := d.debtsOf(r, duty, p)
		if err != nil {
			return nil, err
		}
		in := 0
		for _, o := range all {
			if o.settled() {
				in++
			}
		}
		light := "⬜"
		switch {
		case in == len(all):
			light = "✅"
		case now.After(p.Deadline):
			light = "🔴"
		}
		x = x.Line(fmt.Sprintf(textOnceLine, light, duty.Title, d.ownersText(duty), in, len(all), reports.DayText(plan.DateOf(p.Deadline.In(d.loc)))))
	}
	if undated > 0 {
		x = x.Line(fmt.Sprintf(textUndated, undated))
	}
	return x, nil
}
