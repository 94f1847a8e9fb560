package docx

import (
	"fmt"
	"strconv"
	"time"

	"liubao/plan"
	"liubao/reports"
)

// BulletinInput is what a bulletin (通报) on a period's filing is made from.
type BulletinInput struct {
	Plan    *plan.Plan
	Period  plan.Period
	Reports []reports.Report
	Excused map[string]bool // area ids that need not report
	// AsOf is when the document is made: whose deadline has not passed by then is
	// 未到期, not missing. Zero means after every deadline.
	AsOf      time.Time
	Deadlines map[string]time.Time // by area id; the period's where there is none
	Nagged    map[string]int       // reminders after the first, by area id
	// HideNames leaves the table of units out and says counts alone.
	HideNames bool
	Remarks   string   // words of the director
	Demands   []string // what is asked of the units
	Addressee []string // empty takes all lead and responsible units
	Signature string
	Date      plan.Date
	Imprint   string
}

// Bulletin builds the bulletin on who filed when. It says facts only; what
// they mean is for the director to write in Remarks.
func Bulletin(in BulletinInput) (Doc, error) {
	if in.Plan == nil {
		return Doc{}, fmt.Errorf("bulletin: no plan")
	}
	var b builder
	b.para("", fmt.Sprintf(textBulletinIntro, PeriodText(in.Period), in.Plan.Name))
	b.head(1, textFiling)
	t, counted := in.rows()
	b.para("", counted)
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
	to := in.Addressee
	if len(to) == 0 {
		to = []string{textTo}
	}
	return Doc{
		Title:     fmt.Sprintf(textBulletinTitle, in.Plan.Name),
		Subtitle:  "（" + PeriodText(in.Period) + "）",
		Addressee: to,
		Blocks:    b.blocks,
		Signature: signature(in.Signature, in.Plan),
		Date:      in.Date,
		Imprint:   in.Imprint,
	}, nil
}

func (in BulletinInput) rows() (Table, string) {
	t := Table{
		Head:   []string{"领域", "牵头单位", "报送情况", "报送时间", "催办"},
		Widths: []int{210, 245, 205, 235, 105},
		Centre: []bool{true, true, true, true, true},
	}
	n, o := tally{}, in.owing()
	for _, a := range in.Plan.Areas {
		r := find(in.Reports, a.ID)
		n.add(r, a.ID, o)
		nagged := textNone
		if times := in.Nagged[a.ID]; times > 0 {
			nagged = strconv.Itoa(times) + "次"
		}
		t.Rows = append(t.Rows, []string{
			a.Name, in.Plan.UnitName(a.Lead), o.filing(r, a.ID), first(r, in.Plan), nagged,
		})
	}
	return t, n.String()
}

func (in BulletinInput) owing() owing { return owing{in.Period, in.AsOf, in.Excused, in.Deadlines} }
