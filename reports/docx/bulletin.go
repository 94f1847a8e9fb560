package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liubao/plan"
	"liubao/reports"
)

// BulletinInput is what a bulletin (通报) on a period's filing is made from.
type BulletinInput struct {
	Plan   *plan.Plan
	Period plan.Period
	Owed   []reports.Owed // where each area's report stands
	// HideNames leaves the table of units out and says counts alone.
	HideNames bool
	Remarks   string   // words of the director
	Demands   []string // what is asked of the units
	Addressee []string // empty takes whom the plan names, else all units
	Date      plan.Date
	Anchor    string
}

// Bulletin builds the bulletin on who filed when. It says facts only; what
// they mean is for the director to write in Remarks.
func Bulletin(in BulletinInput) (Doc, error) {
	if in.Plan == nil {
		return Doc{}, fmt.Errorf("bulletin: no plan")
	}
	var b builder
	b.para("", fmt.Sprintf(textBulletinIntro, PeriodText(in.Period), in.Plan.WorkName()))
	if strings.TrimSpace(in.Remarks) != "" || len(in.Demands) > 0 { // one section alone is not numbered
		b.head(1, textFiling)
	}
	t, counts := in.rows()
	b.para("", counts)
	if !in.HideNames {
		b.table(t)
	}
	b.section(textRemarks, in.Remarks)
	if len(in.Demands) > 0 {
		b.head(1, textDemands)
		for i, d := range in.Demands {
			b.para("", strconv.Itoa(i+1)+"."+d)
		}
	}
	b.para("", textBulletinEnd)
	to := in.Addressee
	if len(to) == 0 {
		to = in.Plan.BulletinTo
	}
	if len(to) == 0 {
		to = []string{textTo}
	}
	return Doc{
		Title:     fmt.Sprintf(textBulletinTitle, in.Plan.WorkName()),
		Subtitle:  "（" + PeriodText(in.Period) + "）",
		Addressee: to,
		Copies:    in.Plan.BulletinCopy,
		Blocks:    b.blocks,
		Signature: office(in.Plan),
		Date:      in.Date,
		Anchor:    in.Anchor,
	}, nil
}

func (in BulletinInput) rows() (Table, string) {
	t := Table{
		Head:   []string{"领域", "牵头单位", "报送情况", "报送时间", "催办"},
		Widths: []int{210, 245, 205, 235, 105},
		Centre: []bool{true, true, true, true, true},
	}
	nags := len(t.Head) - 1 // the column of how often each was reminded
	for _, a := range in.Plan.Areas {
		o := standingOf(in.Owed, a.ID)
		nagged := textNone
		if times := o.Nags(); times > 0 {
			nagged = strconv.Itoa(times) + "次"
		}
		t.Rows = append(t.Rows, []string{a.Name, in.Plan.UnitName(a.Lead), filing(o), first(o, in.Plan), nagged})
	}
	if !slices.ContainsFunc(t.Rows, func(r []string) bool { return r[nags] != textNone }) {
		t.Head, t.Widths = t.Head[:nags], t.Widths[:nags] // nobody was
		for i := range t.Rows {
			t.Rows[i] = t.Rows[i][:nags]
		}
	}
	return t, counted(reports.Count(in.Owed))
}
