package instruct

import (
	"time"

	"liubao/bot/desk"
	"liubao/reports"
	"liubao/storage"
)

// instructionSection lists the instructions that wait for an answer.
func instructionSection(d *desk.Desk, r storage.Reader, _ time.Time) (reports.Text, error) {
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
		x = x.Line(d.Plan.UnitName(i.Unit) + " " + instructionLine(d, i))
	}
	return x, nil
}

// instructionLines are the lines about open instructions on a unit's own card.
func instructionLines(d *desk.Desk, r storage.Reader, unit string) ([]string, error) {
	open, err := openInstructions(d, r, unit)
	var out []string
	for _, i := range open {
		out = append(out, instructionLine(d, i))
	}
	return out, err
}
