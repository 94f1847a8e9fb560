package desk

import (
	"liubao/reports"
	"liubao/storage"
	"time"
)

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
func (d *Desk) instructionLines(r storage.Reader, unit string) ([]string, error) {
	open, err := d.openInstructions(r, unit)
	var out []string
	for _, i := range open {
		out = append(out, d.instructionLine(i))
	}
	return out, err
}
