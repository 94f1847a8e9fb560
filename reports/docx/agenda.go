package docx

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"liubao/plan"
)

// AgendaInput is what a meeting's agenda is made from.
type AgendaInput struct {
	Plan   *plan.Plan
	Topics []Topic
	Date   plan.Date // the day it was put together
	Anchor string    // see [Doc]
}

// Topic is one point of an agenda: what is open of one kind.
type Topic struct {
	Title string
	Items []Item
}

// Item is one thing to be decided.
type Item struct {
	What  string
	Units []string // ids of those it concerns
	State string   // how it stands: since when, by when, whose turn it is
}

// Agenda builds the agenda (会议议程) from what is open, topic by topic, with
// room for what is decided. A topic of which nothing is open is left out.
func Agenda(in AgendaInput) (Doc, error) {
	if in.Plan == nil {
		return Doc{}, errors.New("agenda: no plan")
	}
	var b builder
	b.blocks = append(b.blocks, Para{Label: textMeetingTime, Text: textToFill}, Para{Label: textMeetingPlace, Text: textToFill})
	if names := in.units(); len(names) > 0 {
		b.para(textMeetingUnits, strings.Join(names, "、"))
	}
	n := 0
	for _, t := range in.Topics {
		if len(t.Items) == 0 {
			continue
		}
		n++
		b.head(1, t.Title)
		b.table(in.items(t))
	}
	if n == 0 {
		b.para("", textNothingOpen)
	}
	b.head(1, textOther)
	b.blocks = append(b.blocks, Para{Text: textToFill})
	b.head(1, textDecided)
	b.para("", textDecidedHow)
	return Doc{
		Title:     fmt.Sprintf(textAgendaTitle, in.Plan.FormalName()),
		Subtitle:  fmt.Sprintf(textAsOf, DateText(in.Date)),
		Blocks:    b.blocks,
		Signature: office(in.Plan),
		Date:      in.Date,
		Anchor:    in.Anchor,
	}, nil
}

func (in AgendaInput) items(t Topic) Table {
	out := Table{Head: []string{"序号", "事项", "涉及单位", "目前情况"}, Widths: []int{8, 44, 22, 26}, Centre: []bool{true, false, true}}
	for i, x := range t.Items {
		var names []string
		for _, u := range x.Units {
			names = append(names, in.Plan.UnitName(u))
		}
		out.Rows = append(out.Rows, []string{strconv.Itoa(i + 1), x.What, or(strings.Join(names, "、")), or(x.State)})
	}
	return out
}

// units names everybody whom a topic concerns, in the plan's order.
func (in AgendaInput) units() []string {
	concerned := map[string]bool{}
	for _, t := range in.Topics {
		for _, x := range t.Items {
			for _, u := range x.Units {
				concerned[u] = true
			}
		}
	}
	var out []string
	for _, u := range in.Plan.Units {
		if concerned[u.ID] {
			out = append(out, u.Name)
		}
	}
	return out
}
