package screen

import (
	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

func (t *View) renderQuestion(q form.Question) (*reports.Writer, [][]conversations.Button) {
	x := t.head(q.Title)
	if q.Last != "" {
		x = x.Line(textLastTime).Add(reports.Quote, conversations.Clip(q.Last, 800)).Line("")
	}
	var row []conversations.Button
	if ps := t.Draft.Answer(q.ID); len(ps) > 0 {
		x = t.written(x, ps)
		row = append(row, button(buttonRedo, "q:"+q.ID+":redo"))
	} else if q.Last != "" {
		row = append(row, button(textAsIs, "q:"+q.ID+":same"))
	}
	if q.Optional && len(t.Draft.Answer(q.ID)) == 0 {
		row = append(row, button(ButtonSkip, "q:"+q.ID+":skip"))
	}
	prompt := q.Prompt
	if prompt == "" {
		prompt = textAskQuestion
	}
	rows := conversations.AppendRows(nil, row, 2)
	return x.Add(reports.Bold, prompt), append(rows, []conversations.Button{button(buttonNext, "q:"+q.ID+":keep"), button(buttonHome, "h")})
}

// kindPrompt says how to answer an indicator.
func kindPrompt(i form.Indicator) string {
	if i.Kind == plan.YesNo {
		return textAskYesNo
	}
	return textAskFigure
}
