package papers

import (
	"fmt"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/reports/card"
	"liubao/reports/docx"
)

// paced returns how the indicators and tasks of a period's reports stand by the
// calendar, of one area or with "" of all. What goes to the group says nothing of it.
func (s *sheet) paced(duty plan.Duty, p plan.Period, area string) ([]standing.Pace, error) {
	if s.paper.Public {
		return nil, nil
	}
	all, err := standing.In(s.r, s.Plan, duty.ID, p)
	if err != nil {
		return nil, err
	}
	var out []standing.Pace
	for _, x := range all {
		if area != "" && x.Subject != area {
			continue
		}
		more, err := standing.Paces(s.r, s.Plan, x, x.Day(s.today()))
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// slipNotes writes what slips for a document: beside its task, or as a sentence
// below the table of indicators. Private figures stay out.
func slipNotes(all []standing.Pace) (notes map[int]docx.TaskNote, below []string) {
	notes = map[int]docx.TaskNote{}
	for _, x := range all {
		if !x.Pace.Slips() || x.Private {
			continue
		}
		reason := x.Reason
		if x.Why != nil {
			reason += fmt.Sprintf(textUnitSays, x.Why.Text)
		}
		if x.Task != 0 {
			notes[x.Task] = docx.TaskNote{Light: x.Pace.Label(), Reason: reason}
			continue
		}
		below = append(below, fmt.Sprintf(textSlips, x.Name, x.Pace.Label(), reason))
	}
	return notes, below
}

// slipWords puts what slips into the card's bars, inside the office.
func slipWords(bars []card.Bar, all []standing.Pace) {
	for n := range bars {
		for _, x := range all {
			if x.Indicator != "" && x.Pace.Slips() && bars[n].ID == x.Indicator {
				bars[n].Word, bars[n].Tone = bars[n].Word+" "+x.Pace.Label(), paceTones[x.Pace]
			}
		}
	}
}

var paceTones = map[reports.Pace]card.Tone{reports.Slow: card.Warn, reports.Behind: card.Bad}
