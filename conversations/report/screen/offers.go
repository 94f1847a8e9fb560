package screen

import (
	"fmt"
	"strconv"
	"strings"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/reports"
)

// offerRunes is about how much of an offer's words the card shows.
const offerRunes = 1800

// renderOffer shows the oldest offer: each part with its place.
func (t *View) renderOffer() (*reports.Writer, [][]conversations.Button) {
	o := t.Draft.Offers[0]
	x := t.head(fmt.Sprintf(textPartsHead, o.Title()))
	how := textPartsHow
	if o.Again {
		how = textPartsAgain
	}
	x = x.Line(how).Line("")
	size := min(160, max(24, offerRunes/max(1, len(o.Parts))))
	var row []conversations.Button
	for n, p := range o.Parts {
		x = x.Add(reports.Bold, fmt.Sprintf("%d → %s", n+1, t.placeName(p))).Add(reports.Plain, "\n").
			Add(reports.Quote, conversations.Clip(conversations.OneLine(p.Text), size)).Add(reports.Plain, "\n")
		row = append(row, button(partLabel(n, p), fmt.Sprintf("of:%d", n)))
	}
	rows := [][]conversations.Button{{button(buttonTakeAll, "of:all")}}
	rows = conversations.AppendRows(rows, row, 5)
	x, row = t.offerFigures(x, o)
	rows = conversations.AppendRows(rows, row, 2)
	for _, s := range o.Notes {
		x = x.Add(reports.Italic, s+"\n")
	}
	whole := buttonNoSplit
	if o.File != "" {
		whole = buttonOnlyFile
	}
	return x, append(rows, []conversations.Button{button(whole, "of:whole"), button(buttonLater, "of:later")})
}

func partLabel(n int, p conversations.Part) string {
	switch {
	case p.Out:
		return fmt.Sprintf("× %d", n+1)
	case p.Placed() && p.Sure:
		return fmt.Sprintf("✓ %d", n+1)
	}
	return fmt.Sprintf("？ %d", n+1)
}

// placeName says where a part goes.
func (t *View) placeName(p conversations.Part) string {
	mark := ""
	if !p.Sure {
		mark = textPartsMaybe
	}
	switch {
	case p.Out:
		return textPartsOut
	case p.Task != 0:
		task, _ := t.Form.Task(p.Task)
		return fmt.Sprintf("任务%d %s%s", p.Task, task.Title, mark)
	case p.Question != "":
		q, _ := t.Form.Question(p.Question)
		return q.Title + mark
	case p.Elsewhere != 0:
		return fmt.Sprintf(textPartsElsewhere, p.Elsewhere)
	}
	return textPartsNowhere
}

// offerFigures lists the numbers found, and a button for each that can be taken.
func (t *View) offerFigures(x *reports.Writer, o form.Offer) (*reports.Writer, []conversations.Button) {
	if len(o.Figures) == 0 {
		return x, nil
	}
	x = x.Add(reports.Bold, textPartsNumbers).Add(reports.Plain, "\n")
	var row []conversations.Button
	for k, f := range o.Figures {
		i, ok := t.Form.Indicator(f.Indicator)
		if !ok {
			continue
		}
		line := fmt.Sprintf("· %s：%s（%s）", i.Name, i.Format(f.Value), conversations.Clip(conversations.OneLine(f.Near), 40))
		switch {
		case f.Out:
			line += textPartsOut
		case t.Form.Doubt(i, f.Value, f.Raw) != "":
			line += fmt.Sprintf(textPartsDoubt, t.Form.Doubt(i, f.Value, f.Raw))
		case !t.Free(o, f):
			r, _ := t.Draft.Reading(f.Indicator)
			line += fmt.Sprintf(textPartsHas, i.Format(r.Value))
		}
		x = x.Line(line)
		if t.Free(o, f) {
			label := buttonFigureOut
			if f.Out {
				label = buttonFigureIn
			}
			row = append(row, button(fmt.Sprintf(label, conversations.Clip(i.Name, 10)), fmt.Sprintf("of:f:%d", k)))
		}
	}
	return x, row
}

// renderPart shows one part whole and asks where it belongs.
func (t *View) renderPart() (*reports.Writer, [][]conversations.Button) {
	o := t.Draft.Offers[0]
	n, err := strconv.Atoi(t.At.Item)
	if err != nil || n < 0 || n >= len(o.Parts) {
		t.Move(form.ScreenOffer, "")
		return t.renderOffer()
	}
	p := o.Parts[n]
	x := t.head(fmt.Sprintf(textPartHead, n+1, len(o.Parts))).
		Add(reports.Quote, conversations.Clip(p.Text, 2400)).Line("").
		Line(textPartNow+t.placeName(p)).Add(reports.Bold, textAskPlace)
	var row []conversations.Button
	for _, task := range t.Form.Tasks {
		row = append(row, button(fmt.Sprintf("任务%d", task.Number), fmt.Sprintf("of:%d:t%d", n, task.Number)))
	}
	rows := conversations.AppendRows(nil, row, 3)
	row = nil
	for k, q := range t.Form.Questions {
		row = append(row, button(q.Title, fmt.Sprintf("of:%d:q%d", n, k)))
	}
	rows = conversations.AppendRows(rows, row, 2)
	out := buttonDrop
	if p.Out {
		out = buttonPartIn
	}
	return x, append(rows, []conversations.Button{button(out, fmt.Sprintf("of:%d:out", n)), button(buttonNextPart, fmt.Sprintf("of:%d:next", n)),
		button(buttonBack, "of")})
}

// Free reports whether a number can be taken without a further question.
func (t *View) Free(o form.Offer, f conversations.Figure) bool {
	i, ok := t.Form.Indicator(f.Indicator)
	if !ok || t.Form.Doubt(i, f.Value, f.Raw) != "" {
		return false
	}
	r, has := t.Draft.Reading(f.Indicator)
	return !has || r.Same || r.Unknown || r.Value == f.Value || strings.HasPrefix(r.Piece, o.Piece+".")
}
