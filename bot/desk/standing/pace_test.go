package standing_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk/standing"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

func day(d int) plan.Date { return plan.Date{Year: 2026, Month: time.December, Day: d} }

// A period that is over is spoken of as it stood on its last day, whatever was done since.
func TestPacesOfAPeriodThatIsOver(t *testing.T) {
	want := plan.Number(500) // 5.00
	p := &plan.Plan{ID: "p", Zone: "Asia/Shanghai",
		Areas:      []plan.Area{{ID: "a1", Name: "领域", Lead: "u"}},
		Tasks:      []plan.Task{{Number: 1, Area: "a1", Title: "甲"}, {Number: 2, Area: "a1", Title: "乙"}},
		Indicators: []plan.Indicator{{ID: "i1", Area: "a1", Name: "户数", Compare: plan.AtLeast, Target: &want}},
		Steps:      []plan.Step{{Task: 1, Date: day(10), What: "发文"}, {Task: 2, Date: day(20), What: "验收"}}}
	e := mem.New()
	defer func() { require.NoError(t, e.Close()) }()
	k := reports.Key{Period: "2026-12-15", Duty: "progress", Subject: "a1"}
	rep := reports.Report{Key: k, Unit: "u", Version: 1, State: reports.Submitted, FirstAt: at(14, 9, 0), Readings: []reports.Reading{{Indicator: "i1", Value: want}},
		Entries: []reports.Entry{{Task: 1, Progress: reports.Moving}}}
	require.NoError(t, e.Update(context.Background(), func(tx storage.Tx) error {
		require.NoError(t, storage.SaveReport(tx, rep))
		return storage.Put(tx, storage.StepDoneKey(p.Steps[0]), standing.StepDone{V: 1, By: "p01", At: at(18, 9, 0)}) // after the period
	}))
	words := func(old bool, on func(standing.Standing, plan.Date) plan.Date, today plan.Date) (out []string) {
		require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
			s := standing.New(nil, period, plan.Obligation{Duty: "progress", Subject: "a1", Unit: "u"})
			b := rep.Brief()
			if old { // as an earlier program left it
				b.V, b.Figures = 1, nil
			}
			s.Report = &b
			all, err := standing.Paces(r, p, s, on(s, today))
			for _, x := range all {
				out = append(out, x.Name+x.String())
			}
			return err
		}))
		return out
	}
	now := func(_ standing.Standing, today plan.Date) plan.Date { return today }
	own := standing.Standing.Day
	reached := "户数正常（已达到目标）"
	then := []string{reached, "甲滞后（节点12月10日“发文”已过5天，还没有完成）", "乙正常（下一节点12月20日“验收”）"}
	assert.Equal(t, then, words(false, own, day(15)))
	assert.Equal(t, then, words(false, own, day(28)), "what was done later, and what became late later, is another period's")
	assert.Equal(t, []string{reached, "甲正常（节点“发文”已完成）", "乙滞后（节点12月20日“验收”已过8天，还没有完成）"}, words(false, now, day(28)))
	assert.Equal(t, then, words(true, own, day(28)), "a brief without figures is read out of its report")
}
